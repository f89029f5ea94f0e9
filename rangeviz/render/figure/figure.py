"""The picture of a report: PNG, SVG or PDF, without a browser.

The plane is azimuthal equidistant about the launch point, so that rings are true
circles. Two pictures of one report are byte-equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from rangeviz.analysis.asking import report_of
from rangeviz.render.figure.compose import MapDrawing, Mark, Sizes
from rangeviz.render.figure.labels import Label
from rangeviz.render.figure.naming import draw_named
from rangeviz.render.figure.paint import Canvas
from rangeviz.render.figure.sheet import MARGIN_IN, Sheet, SheetLook
from rangeviz.render.figure.view import make_view

if TYPE_CHECKING:
    from rangeviz.analysis.asking import Mappable


class Picture(Sheet):
    """A report drawn once, to be written in several formats.

    Parameters
    ----------
    report : Report, Scenario, ReachEnvelope or sequence of ReachEnvelope
        What to show.
    **look
        ``width_mm`` (80 to 1,200), ``theme`` (``"light"`` or ``"dark"``), ``height_mm``
        (by default as the content needs it) and ``notes`` (``"full"`` or ``"short"``:
        all caveats and sources under the map, or the main ones), as `write` takes them.

    Attributes
    ----------
    labels : list of Label
        Every label on the map, with its box.
    """

    labels: list[Label]

    def __init__(self, report: Mappable, **look: Unpack[SheetLook]) -> None:
        self._map_west_in, self._map_in = MARGIN_IN, (0.0, 0.0)
        super().__init__(report_of(report), **look)

    def body_height_in(self) -> float:
        """Give the height of the map."""
        return self.map_size_in[1]

    @property
    def map_size_in(self) -> tuple[float, float]:
        """Width and height of the map on paper."""
        if self._map_in[1]:
            return self._map_in
        height_in = self.line_in * self.view.height_m / self.view.width_m
        return self.line_in, round(height_in, 3)

    def fit_body(self, west_in: float, width_in: float, height_in: float) -> None:
        """Make the map of a size: its frame shows more beside the reach."""
        self._map_west_in = west_in
        self._map_in = (round(width_in, 3), round(height_in, 3))
        self.view = make_view(self.report, aspect=width_in / height_in)

    def marks(self) -> Sequence[Mark]:
        """Give the areas that a hatch marks; none here."""
        return ()

    def draw_body(self, south_in: float) -> None:
        """Draw the map."""
        canvas = Canvas(
            self.figure, self.view, self._map_west_in, south_in, *self.map_size_in
        )
        self.map_top_in = south_in + self.map_size_in[1]
        self.labels = draw_named(
            MapDrawing(
                self.report,
                canvas,
                self.theme,
                Sizes(self.scale),
                self.words,
                marks=self.marks(),
            )
        )
