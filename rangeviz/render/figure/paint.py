"""From lines and labels in inches to matplotlib's artists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.render.figure.borders import Lines
from rangeviz.render.figure.labels import Label
from rangeviz.render.figure.text import POINTS_PER_INCH, font
from rangeviz.render.figure.view import View
from rangeviz.style import RingStyle

HALO = "halo"  # gid prefix: outlines of letters, which SVG makes by style instead
LABEL = "label"
HALO_PT = 2.2
DECIMALS = 3  # of an inch: finer than any press, and short in a file
PIXELS_PER_INCH = 96  # CSS, in which dashes are given


@dataclass(frozen=True, slots=True)
class Canvas:
    """A rectangle of the page that a view is drawn in.

    Parameters
    ----------
    figure : Figure
        The page.
    view : View
        What the rectangle shows.
    west_in, south_in, width_in, height_in : float
        The rectangle, in inches from the page's lower left corner.
    """

    figure: Figure
    view: View
    west_in: float
    south_in: float
    width_in: float
    height_in: float

    @property
    def transform(self) -> Transform:
        """From inches in the rectangle to pixels."""
        shift = Affine2D().translate(self.west_in, self.south_in)
        return shift + self.figure.dpi_scale_trans

    @property
    def inches_per_m(self) -> float:
        """Scale of the drawing."""
        return self.width_in / self.view.width_m

    def to_inches(self, plane_m: FloatArray) -> FloatArray:
        """Place points of the view's plane in the rectangle."""
        origin = (self.view.west_m, self.view.south_m)
        return np.round((np.asarray(plane_m) - origin) * self.inches_per_m, DECIMALS)

    def add(self, artist: Artist, zorder: float) -> None:
        """Put an artist, in inches, on the page and cut it at the rectangle."""
        artist.set_transform(self.transform)
        artist.set_zorder(zorder)
        self.figure.add_artist(artist)
        frame = Rectangle((0, 0), self.width_in, self.height_in)
        frame.set_transform(self.transform)
        artist.set_clip_path(frame)

    def fill(self, rings_m: Lines, *, zorder: float, **look: Any) -> None:
        """Fill closed rings as one path, so that inner edges leave no seam."""
        rings = [ring for ring in map(self.to_inches, rings_m) if self._meets(ring)]
        if rings:
            self.add(PathPatch(_compound(rings), **look), zorder)

    def stroke(self, lines_m: Lines, *, zorder: float, **look: Any) -> None:
        """Draw lines, cut a little outside the rectangle."""
        lines = list(self._cut(map(self.to_inches, lines_m)))
        if lines:
            look = {"capstyle": "round", "joinstyle": "round"} | look
            self.add(LineCollection(lines, **look), zorder)

    def _meets(self, ring: FloatArray) -> bool:
        west, south = ring.min(axis=0)
        east, north = ring.max(axis=0)
        return bool(
            east >= 0
            and north >= 0
            and west <= self.width_in
            and south <= self.height_in
        )

    def _cut(self, lines: Iterable[FloatArray]) -> Iterable[FloatArray]:
        box = (-0.1, -0.1, self.width_in + 0.1, self.height_in + 0.1)
        for line in lines:
            if len(line) < 2 or not self._meets(line):
                continue
            inside = (line >= box[:2]).all() and (line <= box[2:]).all()
            if inside:
                yield line
                continue
            cut = shapely.clip_by_rect(shapely.linestrings(line), *box)
            for part in shapely.get_parts(cut):
                if shapely.get_dimensions(part) == 1:
                    yield shapely.get_coordinates(part)

    def frame(self, color: str, *, zorder: float, width_pt: float = 0.8) -> None:
        """Draw the rectangle's own outline."""
        patch = Rectangle((0, 0), self.width_in, self.height_in, fill=False)
        patch.set(edgecolor=color, linewidth=width_pt)
        patch.set_transform(self.transform)
        patch.set_zorder(zorder)
        self.figure.add_artist(patch)

    def write(self, label: Label, color: str, halo: str, zorder: float) -> None:
        """Write a label over its own halo."""
        number = len(self.figure.texts) + len(self.figure.artists)
        around = self._text(label, halo, zorder)
        width = HALO_PT * label.size_pt / 7.5
        around.set_path_effects([Stroke(linewidth=width, foreground=halo)])
        around.set_gid(f"{HALO}-{number}")
        self._text(label, color, zorder + 0.1).set_gid(f"{LABEL}-{number}")

    def _text(self, label: Label, color: str, zorder: float) -> Text:
        at = (label.x_in, label.y_in)
        text = _text_at(at, label.text, label.size_pt, color, bold=label.bold)
        text.set_transform(self.transform)
        text.set_zorder(zorder)
        self.figure.add_artist(text)
        return text


def _compound(rings: Sequence[FloatArray]) -> Path:
    vertices = np.concatenate(rings)
    codes = np.full(len(vertices), Path.LINETO, dtype=Path.code_type)
    ends = np.cumsum([len(ring) for ring in rings])
    codes[np.concatenate([[0], ends[:-1]])] = Path.MOVETO
    codes[ends - 1] = Path.CLOSEPOLY
    return Path(vertices, codes)


def dash_pattern(style: RingStyle, width_pt: float) -> Any:
    """Give a style's dashes as matplotlib wants them: in widths of the line.

    Examples
    --------
    >>> from rangeviz.style import ring_style
    >>> dash_pattern(ring_style(0), 1.5), dash_pattern(ring_style(1), 1.5)
    ('solid', (0, (4.5, 2.5)))
    """
    if not style.dash:
        return "solid"
    points = [
        float(px) * POINTS_PER_INCH / PIXELS_PER_INCH for px in style.dash.split()
    ]
    return (0, tuple(length / width_pt for length in points))


def _text_at(
    at: tuple[float, float], text: str, size_pt: float, color: str, *, bold: bool
) -> Text:
    letters = font(size_pt, bold=bold)
    made = Text(*at, text, color=color, fontproperties=letters, parse_math=False)
    made.set_verticalalignment("baseline")
    return made


def write_line(
    figure: Figure,
    text: str,
    position: tuple[float, float],
    *,
    size_pt: float,
    color: str,
    bold: bool = False,
) -> None:
    """Write a line of text on the page, its baseline at inches."""
    at = (round(position[0], DECIMALS), round(position[1], DECIMALS))
    artist = _text_at(at, text, size_pt, color, bold=bold)
    artist.set_transform(figure.dpi_scale_trans)
    figure.add_artist(artist)
