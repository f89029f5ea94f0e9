"""How large a picture is: a width on paper, a shape, or the pixels of a post.

And what else can be asked of its look: its theme, its notes, its resolution.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from rangeviz.arguments import check_text, count_of, float_of
from rangeviz.errors import InputError
from rangeviz.style import THEMES

DEFAULT_WIDTH_MM = 180.0
MM_PER_INCH = 25.4
PIXELS_DPI = 150  # of a picture in pixels: letters of 6 pt are 12 pixels high
WIDTHS_MM = (80.0, 1_200.0)
ASPECTS = (0.5, 2.5)  # width by height
DEFAULT_DPI = 200
NotesName = Literal["full", "short"]
NOTES: tuple[NotesName, ...] = ("full", "short")
DPIS = (50, 1_200)
MAX_PIXELS_WIDE = 20_000
_NUMBER = r"(\d{1,5}(?:\.\d{1,3})?)"
_PIXELS = re.compile(r"(\d{2,5}) ?[x×] ?(\d{2,5})(?: ?px)?")
_RATIO = re.compile(rf"{_NUMBER} ?: ?{_NUMBER}")
_WIDTH = re.compile(rf"{_NUMBER} ?mm")
_BOTH = re.compile(rf"{_NUMBER}(?: ?mm)? ?[x×] ?{_NUMBER} ?mm")


class Paper(NamedTuple):
    """The size of a picture.

    Parameters
    ----------
    width_mm : float
        On paper.
    height_mm : float, optional
        As the content needs it where there is none.
    dpi : int, optional
        Dots per inch that give the pixels that were asked for.
    """

    width_mm: float = DEFAULT_WIDTH_MM
    height_mm: float | None = None
    dpi: int | None = None


def read_size(text: str) -> Paper:
    """Read a size: pixels, a shape, or millimetres.

    Parameters
    ----------
    text : str
        ``1200x630`` (pixels), ``16:9`` (180 mm wide), ``85mm`` (wide, as high as need
        be) or ``180x120mm``.

    Raises
    ------
    InputError
        If it is none of these, or too wide, narrow or tall.

    Examples
    --------
    >>> read_size("1200x630")
    Paper(width_mm=203.2, height_mm=106.68, dpi=150)
    >>> read_size("85mm").width_mm, read_size("16:9").height_mm
    (85.0, 101.25)
    """
    given = text.strip().lower()
    if found := _PIXELS.fullmatch(given):
        width_mm, height_mm = (
            round(int(pixels) / PIXELS_DPI * MM_PER_INCH, 6)
            for pixels in found.groups()
        )
        return _checked(Paper(width_mm, height_mm, PIXELS_DPI), text)
    if found := _RATIO.fullmatch(given):
        wide, high = map(float, found.groups())
        height_mm = DEFAULT_WIDTH_MM * high / wide if wide else 0.0
        return _checked(Paper(height_mm=height_mm), text)
    if found := _BOTH.fullmatch(given):
        return _checked(Paper(float(found[1]), float(found[2])), text)
    if found := _WIDTH.fullmatch(given):
        return _checked(Paper(float(found[1])), text)
    raise InputError(
        f"size {text!r}: give pixels (1200x630), a shape (16:9), a width (85mm) or "
        "both (180x120mm)"
    )


def _checked(paper: Paper, text: str) -> Paper:
    low, high = WIDTHS_MM
    if not low <= paper.width_mm <= high:
        raise InputError(
            f"size {text!r} is {paper.width_mm:.0f} mm wide: give {low:g} to "
            f"{high:,g} mm ({_pixels(low)} to {_pixels(high):,} pixels)"
        )
    if paper.height_mm is not None:
        check_aspect(paper.width_mm, paper.height_mm)
    return paper


def check_aspect(width_mm: float, height_mm: float) -> None:
    """Raise `InputError` if a picture would be too narrow or too flat."""
    height_mm = float_of(height_mm, "height_mm")
    least, most = ASPECTS
    aspect = width_mm / height_mm if height_mm > 0 else math.inf
    if not least <= aspect <= most:
        raise InputError(
            f"a picture of {width_mm:g} by {height_mm:g} mm is {aspect:.2g} times as "
            f"wide as high: give {least:g} to {most:g} times"
        )


def _pixels(length_mm: float) -> int:
    return round(length_mm / MM_PER_INCH * PIXELS_DPI)


def check_look(width_mm: float, theme: str, notes: str | None) -> None:
    """Raise `InputError` if a width, a theme or the notes are not possible."""
    low, high = WIDTHS_MM
    width_mm = float_of(width_mm, "width_mm")
    check_text(theme, "theme")
    if not low <= width_mm <= high:
        raise InputError(f"width {width_mm:g} mm: give {low:g} to {high:,g} mm")
    if theme not in THEMES:
        raise InputError(f"theme {theme!r} is not {' or '.join(map(repr, THEMES))}")
    if notes is None:
        return
    check_text(notes, "notes")
    if notes not in NOTES:
        raise InputError(f"notes {notes!r} are not {' or '.join(map(repr, NOTES))}")


def sized(look: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """Give what a picture takes, and its resolution, for what `write` takes.

    Parameters
    ----------
    look : mapping
        ``size``, ``width_mm``, ``dpi`` and others, if they were asked for.

    Raises
    ------
    InputError
        If they contradict each other or are not possible.
    """
    taken = dict(look)
    dpi = taken.pop("dpi", None)
    if (size := taken.pop("size", None)) is not None:
        check_text(size, "size")
        paper = read_size(size)
        if "width_mm" in taken or (paper.dpi and dpi):
            other = "width" if "width_mm" in taken else "resolution"
            raise InputError(f"size {size!r} says the {other} too: leave one out")
        taken |= {"width_mm": paper.width_mm, "height_mm": paper.height_mm}
        dpi = paper.dpi or dpi
    dpi = DEFAULT_DPI if dpi is None else dpi
    check_dpi(taken.get("width_mm", DEFAULT_WIDTH_MM), dpi)  # drawing takes longer
    return taken, dpi


def check_dpi(width_mm: float, dpi: int) -> None:
    """Raise `InputError` if a resolution is not possible at a width."""
    low, high = DPIS
    dpi = count_of(dpi, "dpi")
    width_mm = float_of(width_mm, "width_mm")
    if not low <= dpi <= high:
        raise InputError(f"{dpi} dots per inch: give {low} to {high:,}")
    wide = width_mm / MM_PER_INCH * dpi
    if wide > MAX_PIXELS_WIDE:
        raise InputError(
            f"{width_mm:g} mm at {dpi} dots per inch are {wide:,.0f} pixels across; "
            f"at most {MAX_PIXELS_WIDE:,}: lower the width or the resolution"
        )


def without_help() -> None:
    """Keep matplotlib from writing help for its classes while it is imported.

    That takes an eighth of its import, and nobody reads it in a command: only there is
    this called.
    """
    from matplotlib import artist

    artist.kwdoc = lambda _: ""  # type: ignore[assignment]
