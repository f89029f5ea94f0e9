"""A page of paper with a head, a body and a foot, written in several formats."""

from __future__ import annotations

import math
import os
from typing import Any, ClassVar, TypedDict

import matplotlib
from matplotlib.figure import Figure

from rangeviz.analysis.report import Report
from rangeviz.arguments import float_of
from rangeviz.datasets.local_names import language_in
from rangeviz.datasets.scenario.writer import scenario_to_toml
from rangeviz.errors import InputError
from rangeviz.files import replacing
from rangeviz.language.language import Language
from rangeviz.model.scenario import Scenario
from rangeviz.render.figure.paint import write_line
from rangeviz.render.figure.paper import (
    DEFAULT_DPI,
    DEFAULT_WIDTH_MM,
    DPIS,
    MM_PER_INCH,
    NotesName,
    check_aspect,
    check_dpi,
    check_look,
)
from rangeviz.render.figure.save import Carried, picture_bytes, picture_format
from rangeviz.render.figure.sentences import Words
from rangeviz.render.figure.text import POINTS_PER_INCH, quiet_glyphs, wrap
from rangeviz.render.figure.view import View, make_view
from rangeviz.style import THEMES, Theme, ThemeName

MARGIN_IN = 0.16
BESIDE = 1.45  # width by height of a picture from which its words stand at the left
COLUMNS = (0.34, 0.4, 0.46, 0.52)  # of the width, for them: the first that holds them
GAP_IN = 0.2
LEAST_MAP = 0.38  # of a picture's height
LEAST_PT = 6.0  # of any letter
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


class SheetLook(TypedDict, total=False):
    """What every `Sheet` takes beside what it shows."""

    width_mm: float
    theme: ThemeName
    height_mm: float | None
    notes: NotesName | None


class Sheet:
    """A report on paper: a claim over it, the caveats and sources under it.

    Parameters
    ----------
    report : Report
        What to show.
    width_mm : float
        Width on paper, 80 to 1,200.
    theme : {"light", "dark"}
        Ground colours.
    height_mm : float, optional
        Height on paper; by default as the content needs it.
    notes : {"full", "short"}, optional
        Under the map all caveats and sources, or the main ones: then the rest stands
        in the description that every format carries. Short by default where there is
        a height.

    Attributes
    ----------
    kind : {"report", "comparison", "stages"}
        What is drawn of it.
    figure : matplotlib.figure.Figure
        What was drawn; never known to pyplot.
    title, description : str
        What every format carries for who can't see the picture.
    scenario : str
        The scenario as TOML, which every format carries.

    Raises
    ------
    InputError
        If the width or the theme is not one of the allowed, or the scenario's
        language is none that pictures speak.
    """

    kind: ClassVar[str] = "report"
    # What is how high, where what stands beside the map needs its own height.
    only_height: ClassVar[str] = ""

    def __init__(
        self,
        report: Report,
        *,
        width_mm: float = DEFAULT_WIDTH_MM,
        theme: ThemeName = "light",
        height_mm: float | None = None,
        notes: NotesName | None = None,
    ) -> None:
        check_look(width_mm, theme, notes)
        if height_mm is not None:
            check_aspect(float_of(width_mm, "width_mm"), height_mm)
            if self.only_height:
                raise InputError(f"a picture of {self.only_height}: give a width alone")
        self.notes = notes or ("full" if height_mm is None else "short")
        self.report, self.width_mm, self.height_mm = report, width_mm, height_mm
        self.theme_name = theme
        self.version = report.version
        self.scenario = scenario_to_toml(self.carried())
        self.theme: Theme = THEMES[theme]
        self.halo_color = self.theme.ground.halo
        self.view = make_view(report)
        self.words = Words(report, language_of(report, self.view))
        self.title, self.subtitle = self.head()
        self.description = self.words.description(whole=self.notes == "short")
        self.scale = min(max(math.sqrt(width_mm / DEFAULT_WIDTH_MM), 0.8), 2.0)
        width_in = round(width_mm / MM_PER_INCH, 3)
        self.line_in = width_in - 2 * MARGIN_IN
        self.figure = Figure(figsize=(width_in, 10), dpi=POINTS_PER_INCH)
        self.figure.set_facecolor(self.theme.paper)
        height_in = height_mm and round(height_mm / MM_PER_INCH, 3)
        with quiet_glyphs(), matplotlib.rc_context(STABLE):
            self._arrange(width_in, height_in)

    def _arrange(self, width_in: float, height_in: float | None) -> None:
        """Draw the body and the words about it: over and under it, or beside it.

        Where the page has no height, it is as high as the content needs it.
        """
        if height_in is None:
            self._stack(width_in)
        elif width_in / height_in < BESIDE:
            self._stack_within(width_in, height_in)
        else:
            self._set_beside(width_in, height_in)

    def _stack(self, width_in: float) -> None:
        head, foot = self.head_block(self.line_in), self.foot_block(self.line_in)
        south_in = MARGIN_IN + foot.height_in
        self.draw_body(south_in)
        top_in = south_in + self.body_height_in() + head.height_in + MARGIN_IN / 2
        self.figure.set_size_inches(width_in, round(top_in + MARGIN_IN / 2, 2))
        head.write(self.figure, MARGIN_IN, top_in)
        foot.write(self.figure, MARGIN_IN, south_in - 0.04)

    def _stack_within(self, width_in: float, height_in: float) -> None:
        head = self.head_block(self.line_in)
        for _ in range(2):  # the foot tells how far the frame is distorted
            foot = self.foot_block(self.line_in)
            room_in = height_in - 2.5 * MARGIN_IN - head.height_in - foot.height_in
            _check_room(room_in, height_in)
            self.fit_body(MARGIN_IN, self.line_in, room_in)
        south_in = MARGIN_IN + foot.height_in
        self.figure.set_size_inches(width_in, height_in)
        self.draw_body(south_in)
        head.write(self.figure, MARGIN_IN, height_in - MARGIN_IN / 2)
        foot.write(self.figure, MARGIN_IN, south_in - 0.04)

    def _set_beside(self, width_in: float, height_in: float) -> None:
        room_in = height_in - 2 * MARGIN_IN
        for share in COLUMNS:
            column_in = share * self.line_in
            west_in = MARGIN_IN + column_in + GAP_IN
            self.fit_body(west_in, width_in - MARGIN_IN - west_in, room_in)
            head, foot = self.head_block(column_in), self.foot_block(column_in)
            words_in = head.height_in + foot.height_in + MARGIN_IN / 2
            if words_in <= room_in:
                break
        else:
            _check_room(room_in - words_in, height_in)
        self.figure.set_size_inches(width_in, height_in)
        self.draw_body(MARGIN_IN)
        head.write(self.figure, MARGIN_IN, height_in - MARGIN_IN / 2)
        foot.write(self.figure, MARGIN_IN, MARGIN_IN + foot.height_in - 0.04)

    def carried(self) -> Scenario:
        """Give the scenario that the picture carries."""
        return self.report.scenario

    def head(self) -> tuple[str, str]:
        """Give the title and the subtitle."""
        return self.words.headline(), self.words.subtitle()

    def foot(self) -> list[str]:
        """Give the paragraphs of the foot, the main caveat first."""
        if self.notes == "short":
            return self.words.short_footers()
        return self.words.footers(self.view)

    def fit_body(self, west_in: float, width_in: float, height_in: float) -> None:
        """Make the body of a size, its left edge at a distance from the page's own."""
        raise NotImplementedError

    def body_height_in(self) -> float:
        """Give the height of what stands between head and foot."""
        raise NotImplementedError

    def draw_body(self, south_in: float) -> None:
        """Draw it, its lower edge at a height over the page's own."""
        raise NotImplementedError

    def head_block(self, line_in: float) -> Block:
        """Set the title and the subtitle in lines of a length."""
        head = self.block(line_in)
        head.add(self.title, 13, self.theme.ink, bold=True)
        head.add(self.subtitle, 8.6, self.theme.faint_ink)
        return head

    def foot_block(self, line_in: float) -> Block:
        """Set the caveats and the sources in lines of a length."""
        foot = self.block(line_in)
        caveat, *others = self.foot()
        foot.add(caveat, 7.2, self.theme.ink)
        for paragraph in others:
            foot.add(paragraph, 5.8, self.theme.faint_ink)
        return foot

    def block(self, line_in: float | None = None) -> Block:
        """Begin a block of text, as wide as the page unless it is said."""
        return Block(self.scale, line_in or self.line_in)

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
        drawn = self.to_bytes(form, dpi=dpi)
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
        return self.to_bytes("png", dpi=dpi)

    def to_svg(self) -> str:
        """Give the picture as SVG, with its words as text."""
        return self.to_bytes("svg", dpi=DPIS[0]).decode("utf-8")

    def to_bytes(self, form: str, *, dpi: int) -> bytes:
        """Give the picture as the content of a ``png``, ``svg`` or ``pdf`` file."""
        check_dpi(self.width_mm, dpi)
        with quiet_glyphs(), matplotlib.rc_context(STABLE):
            about = Carried(self.title, self.description, self.scenario, self._maker)
            return picture_bytes(self.figure, about, form, dpi, self.halo_color)

    @property
    def _maker(self) -> str:
        """Name the program and how it drew the picture; `verify` reads it."""
        height = "any" if self.height_mm is None else repr(float(self.height_mm))
        size = f"{float(self.width_mm)!r} x {height} mm"
        look = f"{self.kind} {size} {self.theme_name} {self.notes}"
        return f"rangeviz {self.version}, {look}"


def _check_room(room_in: float, height_in: float) -> None:
    if room_in < LEAST_MAP * height_in:
        raise InputError(
            "the words leave no room for the map in this size: give short notes, a "
            "shorter title or a larger size"
        )


class Block:
    """Wrapped paragraphs, one under the other.

    Parameters
    ----------
    scale : float
        Of all font sizes.
    line_in : float
        Length of a line.
    """

    def __init__(self, scale: float, line_in: float) -> None:
        self.scale, self._line_in = scale, line_in
        self._lines: list[tuple[str, float, dict[str, Any]]] = []
        self.height_in = 0.0

    def add(self, text: str, size_pt: float, color: str, *, bold: bool = False) -> None:
        """Add a paragraph."""
        size_pt = max(size_pt * self.scale, LEAST_PT)
        for line in wrap(text, size_pt, self._line_in, bold=bold):
            self.height_in += 1.3 * size_pt / POINTS_PER_INCH
            look = {"size_pt": size_pt, "color": color, "bold": bold}
            self._lines.append((line, self.height_in, look))
        self.height_in += 0.35 * size_pt / POINTS_PER_INCH

    def write(self, figure: Figure, west_in: float, top_in: float) -> None:
        """Write the paragraphs on a page."""
        for text, below_in, look in self._lines:
            write_line(figure, text, (west_in, top_in - below_in), **look)


def language_of(report: Report, view: View) -> Language:
    """Give the language of a report's scenario, with the names that a view shows.

    Raises
    ------
    InputError
        If pictures don't speak it.
    """
    scenario = report.scenario
    west, south, east, north = view.bounds_deg
    bbox = (west, max(south, -90.0), east, min(north, 90.0))
    return language_in(scenario.language, bbox, worldview=scenario.worldview)
