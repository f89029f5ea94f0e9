"""Where a picture's words stand about its map: over and under it, or beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rangeviz.errors import InputError

if TYPE_CHECKING:
    from rangeviz.render.figure.sheet import Block, Sheet

MARGIN_IN = 0.16
BESIDE = 1.45  # width by height of a picture from which its words stand at the left
COLUMNS = (0.34, 0.4, 0.46, 0.52)  # of the width, for them: the first that holds them
GAP_IN = 0.2
LEAST_MAP = 0.38  # of a picture's height


def arrange(sheet: Sheet, width_in: float, height_in: float | None) -> None:
    """Draw a sheet's body and its words.

    Parameters
    ----------
    sheet : Sheet
        What to draw.
    width_in : float
        Of the page.
    height_in : float, optional
        Of the page; as the content needs it where there is none.

    Raises
    ------
    InputError
        If the words leave no room for a map.
    """
    if height_in is None:
        _stack(sheet, width_in)
    elif width_in / height_in < BESIDE:
        _stack_within(sheet, width_in, height_in)
    else:
        _set_beside(sheet, width_in, height_in)


def _stack(sheet: Sheet, width_in: float) -> None:
    head, foot = sheet.head_block(sheet.line_in), sheet.foot_block(sheet.line_in)
    south_in = MARGIN_IN + foot.height_in
    sheet.draw_body(south_in)
    top_in = south_in + sheet.body_height_in() + head.height_in + MARGIN_IN / 2
    sheet.figure.set_size_inches(width_in, round(top_in + MARGIN_IN / 2, 2))
    head.write(sheet.figure, MARGIN_IN, top_in)
    foot.write(sheet.figure, MARGIN_IN, south_in - 0.04)


def _stack_within(sheet: Sheet, width_in: float, height_in: float) -> None:
    head = sheet.head_block(sheet.line_in)
    for _ in range(2):  # the foot tells how far the frame is distorted
        foot = sheet.foot_block(sheet.line_in)
        room_in = height_in - 2.5 * MARGIN_IN - head.height_in - foot.height_in
        _check_room(room_in, height_in)
        sheet.fit_body(MARGIN_IN, sheet.line_in, room_in)
    south_in = MARGIN_IN + foot.height_in
    sheet.figure.set_size_inches(width_in, height_in)
    sheet.draw_body(south_in)
    head.write(sheet.figure, MARGIN_IN, height_in - MARGIN_IN / 2)
    foot.write(sheet.figure, MARGIN_IN, south_in - 0.04)


def _set_beside(sheet: Sheet, width_in: float, height_in: float) -> None:
    room_in = height_in - 2 * MARGIN_IN
    for share in COLUMNS:
        column_in = share * sheet.line_in
        west_in = MARGIN_IN + column_in + GAP_IN
        sheet.fit_body(west_in, width_in - MARGIN_IN - west_in, room_in)
        head, foot = sheet.head_block(column_in), sheet.foot_block(column_in)
        if _heights(head, foot) <= room_in:
            break
    else:
        _check_room(room_in - _heights(head, foot), height_in)
    sheet.figure.set_size_inches(width_in, height_in)
    sheet.draw_body(MARGIN_IN)
    head.write(sheet.figure, MARGIN_IN, height_in - MARGIN_IN / 2)
    foot.write(sheet.figure, MARGIN_IN, MARGIN_IN + foot.height_in - 0.04)


def _heights(head: Block, foot: Block) -> float:
    return head.height_in + foot.height_in + MARGIN_IN / 2


def _check_room(room_in: float, height_in: float) -> None:
    if room_in < LEAST_MAP * height_in:
        raise InputError(
            "the words leave no room for the map in this size: give short notes, a "
            "shorter title or a larger size"
        )
