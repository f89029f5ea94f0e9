"""The picture of a report: PNG, SVG or PDF, without a browser.

The plane is azimuthal equidistant about the launch point, so that rings are true
circles. Two pictures of one report are byte-equal.
"""

from __future__ import annotations

import math
import os
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from rangeviz.analysis.report import Report
from rangeviz.datasets.scenario_toml import scenario_to_toml
from rangeviz.errors import InputError
from rangeviz.files import replacing
from rangeviz.render.figure import words
from rangeviz.render.figure.compose import MapDrawing, Sizes
from rangeviz.render.figure.labels import Label
from rangeviz.render.figure.paint import Canvas, write_line
from rangeviz.render.figure.save import picture_bytes, picture_format
from rangeviz.render.figure.text import POINTS_PER_INCH, quiet_glyphs, wrap
from rangeviz.render.figure.theme import THEMES, Theme, ThemeName
from rangeviz.render.figure.view import make_view

MM_PER_INCH = 25.4
DEFAULT_WIDTH_MM = 180.0
DEFAULT_DPI = 200
WIDTHS_MM = (80.0, 1_200.0)
DPIS = (50, 1_200)
MAX_PIXELS_WIDE = 20_000
MARGIN_IN = 0.16
# What a user's matplotlibrc must not change.
STABLE: dict[Any, Any] = {
    "hatch.linewidth": 0.8,
    "path.simplify": False,
    "path.effects": [],
    "path.sketch": None,
    "lines.scale_dashes": True,
    "patch.force_edgecolor": False,
    "text.usetex": False,
    "text.antialiased": True,
    "text.hinting": "no_hinting",
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "svg.fonttype": "none",
    "svg.hashsalt": "rangeviz",
    "savefig.bbox": None,
    "savefig.transparent": False,
}


class Picture:
    """A report drawn once, to be written in several formats.

    Parameters
    ----------
    report : Report
        What to show.
    width_mm : float
        Width on paper, 80 to 1,200. The height follows from the content.
    theme : {"light", "dark"}
        Ground colours.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        What was drawn; never known to pyplot.
    labels : list of Label
        Every label on the map, with its box.
    title, description : str
        What every format carries for who can't see the picture.
    scenario : str
        The scenario as TOML, which every format carries.

    Raises
    ------
    InputError
        If the width or the theme is not one of the allowed.
    """

    def __init__(
        self,
        report: Report,
        *,
        width_mm: float = DEFAULT_WIDTH_MM,
        theme: ThemeName = "light",
    ) -> None:
        _check_look(width_mm, theme)
        self.report = report
        self.version = report.version
        self.scenario = scenario_to_toml(report.scenario)
        self.title = words.headline(report)
        self.description = words.description(report)
        self.width_mm = width_mm
        self.halo_color = THEMES[theme].land
        with quiet_glyphs(), matplotlib.rc_context(STABLE):
            self._draw(THEMES[theme])

    def _draw(self, theme: Theme) -> None:
        report, view = self.report, make_view(self.report)
        scale = min(max(math.sqrt(self.width_mm / DEFAULT_WIDTH_MM), 0.8), 2.0)
        width = round(self.width_mm / MM_PER_INCH, 3)
        line = width - 2 * MARGIN_IN
        map_height = round(line * view.height_m / view.width_m, 3)
        head = _Block(scale, line)
        head.add(self.title, 13, theme.ink, bold=True)
        head.add(words.subtitle(report), 8.6, theme.faint_ink)
        foot = _Block(scale, line)
        caveat, *others = words.footers(report, view)
        foot.add(caveat, 7.2, theme.ink)
        for paragraph in others:
            foot.add(paragraph, 5.8, theme.faint_ink)
        figure = Figure(figsize=(width, 10), dpi=POINTS_PER_INCH)
        figure.set_facecolor(theme.paper)
        self.figure = figure
        canvas = Canvas(
            figure, view, MARGIN_IN, MARGIN_IN + foot.height_in, line, map_height
        )
        drawing = MapDrawing(report, canvas, theme, Sizes(scale))
        drawing.draw()
        self.labels: list[Label] = drawing.labels
        self.map_size_in = (line, map_height)
        self.map_top_in = canvas.south_in + map_height
        top = canvas.south_in + map_height + head.height_in + MARGIN_IN / 2
        figure.set_size_inches(width, round(top + MARGIN_IN / 2, 2))
        head.write(figure, top)
        foot.write(figure, canvas.south_in - 0.04)

    def write(self, path: str | os.PathLike[str], *, dpi: int = DEFAULT_DPI) -> None:
        """Write the picture in the format that the path's suffix names.

        Parameters
        ----------
        path : path-like
            Ends in ``.png``, ``.svg`` or ``.pdf``.
        dpi : int
            Dots per inch of a PNG, 50 to 1,200.

        Raises
        ------
        InputError
            If the suffix or the resolution is not one of the allowed.
        OutputError
            If the file can't be written; one that stood there is untouched.
        """
        form = picture_format(path)
        drawn = self._bytes(form, dpi)
        with replacing(path) as temporary:
            temporary.write_bytes(drawn)

    def to_png(self, *, dpi: int = DEFAULT_DPI) -> bytes:
        """Give the picture as the content of a PNG file.

        Parameters
        ----------
        dpi : int
            Dots per inch, 50 to 1,200.

        Raises
        ------
        InputError
            If the resolution is not allowed.
        """
        return self._bytes("png", dpi)

    def to_svg(self) -> str:
        """Give the picture as SVG, with its words as text."""
        return self._bytes("svg", DPIS[0]).decode("utf-8")

    def _bytes(self, form: str, dpi: int) -> bytes:
        _check_dpi(self.width_mm, dpi)
        with quiet_glyphs(), matplotlib.rc_context(STABLE):
            return picture_bytes(self, form, dpi=dpi)


class _Block:
    """Wrapped paragraphs, one under the other."""

    def __init__(self, scale: float, line_in: float) -> None:
        self._scale, self._line_in = scale, line_in
        self._lines: list[tuple[str, float, dict[str, Any]]] = []
        self.height_in = 0.0

    def add(self, text: str, size_pt: float, color: str, *, bold: bool = False) -> None:
        size_pt *= self._scale
        for line in wrap(text, size_pt, self._line_in, bold=bold):
            self.height_in += 1.3 * size_pt / POINTS_PER_INCH
            look = {"size_pt": size_pt, "color": color, "bold": bold}
            self._lines.append((line, self.height_in, look))
        self.height_in += 0.35 * size_pt / POINTS_PER_INCH

    def write(self, figure: Figure, top_in: float) -> None:
        for text, below_in, look in self._lines:
            write_line(figure, text, (MARGIN_IN, top_in - below_in), **look)


def write_figure(
    report: Report,
    path: str | os.PathLike[str],
    *,
    width_mm: float = DEFAULT_WIDTH_MM,
    dpi: int = DEFAULT_DPI,
    theme: ThemeName = "light",
) -> None:
    """Write a report as a picture.

    Parameters
    ----------
    report : Report
        What to show.
    path : path-like
        Ends in ``.png``, ``.svg`` or ``.pdf``.
    width_mm : float
        Width on paper; the height follows from the content.
    dpi : int
        Dots per inch of a PNG.
    theme : {"light", "dark"}
        Ground colours.

    Raises
    ------
    InputError
        If the suffix, the width, the resolution or the theme is not allowed.
    OutputError
        If the file can't be written; one that stood there is untouched.
    """
    _check_dpi(width_mm, dpi)
    picture = Picture(report, width_mm=width_mm, theme=theme)
    picture.write(path, dpi=dpi)


def _check_look(width_mm: float, theme: str) -> None:
    low, high = WIDTHS_MM
    if not low <= width_mm <= high:
        raise InputError(f"width {width_mm:g} mm: give {low:g} to {high:,g} mm")
    if theme not in THEMES:
        raise InputError(f"theme {theme!r} is not {' or '.join(map(repr, THEMES))}")


def _check_dpi(width_mm: float, dpi: int) -> None:
    low, high = DPIS
    if not low <= dpi <= high:
        raise InputError(f"{dpi} dots per inch: give {low} to {high:,}")
    wide = width_mm / MM_PER_INCH * dpi
    if wide > MAX_PIXELS_WIDE:
        raise InputError(
            f"{width_mm:g} mm at {dpi} dots per inch are {wide:,.0f} pixels across; "
            f"at most {MAX_PIXELS_WIDE:,}: lower the width or the resolution"
        )
