"""The picture of a comparison: what the second reach adds, hatched and in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

import shapely
from matplotlib.lines import Line2D

from rangeviz.analysis.comparison import Comparison
from rangeviz.analysis.part import Part
from rangeviz.arguments import plain
from rangeviz.render.answer_words import GainWords, most_gained
from rangeviz.render.figure.compose import Mark
from rangeviz.render.figure.drawn_shapes import project
from rangeviz.render.figure.figure import Picture
from rangeviz.render.figure.paint import write_line
from rangeviz.render.figure.sheet import MARGIN_IN, Block, SheetLook
from rangeviz.render.figure.text import POINTS_PER_INCH, width_in
from rangeviz.style import ring_style

MAX_ROWS = 9
MAX_LISTED = 14
TITLE_PT, ROW_PT = 7.6, 6.8
GAP_IN = 0.3
NARROW_IN = 4.4  # a line below it holds one column only


class ComparisonPicture(Picture):
    """What a second reach adds to a first, drawn once.

    Parameters
    ----------
    comparison : Comparison
        As `compare` gives it; the table is of the site that gains most.
    **look
        ``width_mm``, ``theme``, ``height_mm`` and ``notes``, as of `Sheet`.
    """

    kind = "comparison"
    only_height = "a comparison is as high as its table"

    def __init__(self, comparison: Comparison, **look: Unpack[SheetLook]) -> None:
        self.comparisons = comparison.sites
        self.told = most_gained(comparison.sites)
        super().__init__(comparison.report, **look)

    def head(self) -> tuple[str, str]:
        """Give the claim and what is newly reached."""
        told = GainWords(self.told, self.words.language)
        scenario = self.report.scenario
        title = plain(scenario.title) or plain(told.claim())
        ranges = self.words.subtitle()
        return title, ranges if scenario.subtitle else f"{ranges} {told.newly()}"

    def marks(self) -> Sequence[Mark]:
        """Give what the second reach adds from all sites."""
        base, other = (
            shapely.union_all(
                [getattr(c, side).reach.geometry for c in self.comparisons]
            )
            for side in ("base", "other")
        )
        gained = shapely.difference(other, base)
        if gained.is_empty:
            return ()
        area_m2 = self.told.of_kind("reach")[0].gained_m2
        text = GainWords(self.told, self.words.language).gained(area_m2)
        shown = text if len(self.comparisons) == 1 else ""
        return (Mark(project(self.view, gained), shown, ring_style(1)),)

    def body_height_in(self) -> float:
        """Give the height of the map and the table under it."""
        return self.map_size_in[1] + self._table_height_in()

    def draw_body(self, south_in: float) -> None:
        """Draw the map, and the table under it."""
        table_in = self._table_height_in()
        super().draw_body(south_in + table_in)
        top_in = south_in + table_in - 0.12
        for number, column in enumerate(self._columns()):
            if self._count == 1:
                column.write(self, MARGIN_IN, top_in)
                top_in -= column.height_in + 0.08
            else:
                west_in = MARGIN_IN + number * (self._column_in + GAP_IN)
                column.write(self, west_in, top_in)

    @property
    def _count(self) -> int:
        return 1 if self.line_in < NARROW_IN else 3

    @property
    def _column_in(self) -> float:
        return (self.line_in - (self._count - 1) * GAP_IN) / self._count

    def _table_height_in(self) -> float:
        heights = [column.height_in for column in self._columns()]
        if self._count == 1:
            return sum(heights) + 0.08 * len(heights) + 0.2
        return max(heights) + 0.3

    def _columns(self) -> list[Column]:
        told, words = self.told, self.words
        say, language = GainWords(told, words.language), words.language
        rows = [row for row in told.listed if row.kind in ("country", "elsewhere")]
        countries = [(say.name(row), language.km2(row.gained_m2)) for row in rows]
        regions = sorted(told.of_kind("region"), key=_by_gain)[:MAX_ROWS]
        added = [(say.name(row), language.km2(row.gained_m2)) for row in regions]
        places = [
            plain(language.place(place), longest=32) for place in told.places_gained
        ]
        new = [say.name(row) for row in told.of_kind("region") if row.is_new]
        return [
            self._column(say.say("added_by_country"), countries, ()),
            self._column(say.say("added_by_region"), added, ()),
            self._column(
                "", (), ((say.say("new_regions"), new), (say.say("new_places"), places))
            ),
        ]

    def _column(
        self,
        title: str,
        rows: Sequence[tuple[str, str]],
        lists: Sequence[tuple[str, Sequence[str]]],
    ) -> Column:
        block = self.block(self._column_in)
        if title:
            block.add(title, TITLE_PT, self.theme.ink, bold=True)
        under_in = block.height_in
        for heading, names in lists:
            block.add(heading, TITLE_PT, self.theme.ink, bold=True)
            language = self.words.language
            text = language.few(names, MAX_LISTED) or language.say("none")
            block.add(text, ROW_PT, self.theme.faint_ink)
        return Column(block, under_in, tuple(rows), self._column_in)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: a block of text, or rows under its first lines.

    Parameters
    ----------
    block : Block
        Heading, and text without figures.
    under_in : float
        Where the rows begin under its top.
    rows : tuple of (str, str)
        Name and figure.
    width_in : float
        Of the column.
    """

    block: Block
    under_in: float
    rows: tuple[tuple[str, str], ...]
    width_in: float

    @property
    def height_in(self) -> float:
        """Height of the column."""
        return max(
            self.block.height_in, self.under_in + len(self.rows) * self._row_in + 0.04
        )

    @property
    def _row_in(self) -> float:
        return 1.55 * ROW_PT * self.block.scale / POINTS_PER_INCH

    def write(self, picture: Picture, west_in: float, top_in: float) -> None:
        """Write the column on a page."""
        self.block.write(picture.figure, west_in, top_in)
        size_pt = ROW_PT * self.block.scale
        theme, at = picture.theme, top_in - self.under_in
        for name, figure in self.rows:
            at -= self._row_in
            figure_in = width_in(figure, size_pt)
            kept = fitted(name, size_pt, self.width_in - figure_in - 0.1)
            east_in = west_in + self.width_in
            for text, x_in in ((kept, west_in), (figure, east_in - figure_in)):
                write_line(
                    picture.figure, text, (x_in, at), size_pt=size_pt, color=theme.ink
                )
            below = at - 0.35 * self._row_in
            rule = Line2D([west_in, east_in], [below, below], linewidth=0.4)
            rule.set(color=theme.frame, transform=picture.figure.dpi_scale_trans)
            picture.figure.add_artist(rule)


def fitted(text: str, size_pt: float, room_in: float) -> str:
    """Shorten a text until it fits, with an ellipsis at its end."""
    if width_in(text, size_pt) <= room_in:
        return text
    kept = text
    while kept and width_in(f"{kept}…", size_pt) > room_in:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _by_gain(part: Part) -> tuple[float, str]:
    return -part.gained_m2, part.name
