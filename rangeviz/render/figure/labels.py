"""Where labels go: none over another, none beyond the frame.

Positions are inches from the frame's lower left corner.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.render.figure.text import POINTS_PER_INCH, width_in

Box = tuple[float, float, float, float]
"""West, south, east, north."""

ASCENT, DESCENT = 0.78, 0.24  # of the font size
PADDING_IN = 0.025
STEP_IN = 0.08  # of a search for room
CROSSING_COST = 15.0  # of a ring or a hatch under a label: more than any bad place
MORE_CROSSING_COST = 0.5  # of each further point of a ring under it


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text with its place.

    Parameters
    ----------
    kind : str
        ``site``, ``ring``, ``zone``, ``country`` or ``place``.
    text : str
        What it says.
    x_in, y_in : float
        Start of the baseline.
    size_pt : float
        Font size.
    bold : bool
        Weight.
    box : (west, south, east, north)
        What it covers.
    """

    kind: str
    text: str
    x_in: float
    y_in: float
    size_pt: float
    bold: bool
    box: Box


@dataclass(slots=True)
class Layout:
    """A frame that fills up with boxes.

    Parameters
    ----------
    width_in, height_in : float
        Size of the frame.
    lines : (n, 2) array
        Points along the rings, which labels avoid if they can.
    taken : list of Box
        What is already covered.
    hatched : shapely geometry
        What is hatched, inches: only the names of zones stand on it.
    """

    width_in: float
    height_in: float
    lines: FloatArray
    taken: list[Box] = field(default_factory=list)
    hatched: BaseGeometry = field(default_factory=shapely.Polygon)

    def is_free(self, box: Box) -> bool:
        """Whether a box lies in the frame and over nothing else."""
        west, south, east, north = box
        inside = (
            west >= PADDING_IN
            and south >= PADDING_IN
            and east <= self.width_in - PADDING_IN
            and north <= self.height_in - PADDING_IN
        )
        return inside and not any(
            west < e and east > w and south < n and north > s
            for w, s, e, n in self.taken
        )

    def crossings(self, box: Box) -> int:
        """How many points of rings a box covers."""
        x, y = self.lines.T
        west, south, east, north = box
        return int(((x > west) & (x < east) & (y > south) & (y < north)).sum())

    def leads_over(self, label: Label, point: tuple[float, float]) -> int:
        """How many boxes a line from a label to a point would cross."""
        line = shapely.linestrings([point, nearest_point(label.box, point)])
        boxes = shapely.box(*np.array(self.taken, dtype=float).reshape(-1, 4).T)
        own = shapely.intersects_xy(boxes, *point)  # the mark that it leads to
        return int(shapely.intersects(line, boxes[~own]).sum())

    def add_leader(self, label: Label, point: tuple[float, float]) -> None:
        """Count a line from a label to a point to what labels avoid."""
        line = shapely.linestrings([point, nearest_point(label.box, point)])
        points = shapely.get_coordinates(shapely.segmentize(line, STEP_IN / 2))
        self.lines = np.vstack([self.lines, points])

    def _disturbance(self, label: Label) -> float:
        """Cost of what a label would stand on."""
        crossings = self.crossings(label.box)
        cost = MORE_CROSSING_COST * crossings + CROSSING_COST * bool(crossings)
        if label.kind != "zone" and shapely.intersects(
            self.hatched, shapely.box(*label.box)
        ):
            cost += CROSSING_COST
        return cost

    def best(self, candidates: Iterable[tuple[float, Label]]) -> Label | None:
        """Take the free candidate of least cost, and cover its box.

        Parameters
        ----------
        candidates : iterable of (cost, Label)
            Crossing a ring adds to the cost.

        Returns
        -------
        Label or None
            None where no candidate is free.
        """
        chosen, least = None, math.inf
        for cost, label in candidates:
            if cost >= least or not self.is_free(label.box):
                continue
            cost += self._disturbance(label)
            if cost < least:
                chosen, least = label, cost
        if chosen is not None:
            self.taken.append(chosen.box)
        return chosen

    def nearest_free(self, label: Label, point: tuple[float, float]) -> Label:
        """Move a label to the free place nearest to a point, and cover its box.

        Parameters
        ----------
        label : Label
            What to place.
        point : (x, y)
            What it is about, inches.

        Returns
        -------
        Label
            Where the frame has no room left at all, over something else.
        """
        west, south, east, north = label.box
        width, height = east - west, north - south
        x = np.arange(PADDING_IN, max(self.width_in - width, 2 * PADDING_IN), STEP_IN)
        y = np.arange(PADDING_IN, max(self.height_in - height, 2 * PADDING_IN), STEP_IN)
        corners = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        middles = corners + np.array([width, height]) / 2
        off = np.hypot(*(middles - np.array(point)).T)
        order = corners[np.argsort(off, kind="stable")].tolist()
        boxes = ((x, y, x + width, y + height) for x, y in order)
        box = next(filter(self.is_free, boxes), None) or (
            *order[0], order[0][0] + width, order[0][1] + height
        )  # fmt: skip
        self.taken.append(box)
        x_in, y_in = label.x_in + box[0] - west, label.y_in + box[1] - south
        return replace(label, x_in=x_in, y_in=y_in, box=box)


def nearest_point(box: Box, point: tuple[float, float]) -> tuple[float, float]:
    """Give the point of a box that is nearest to another.

    Examples
    --------
    >>> nearest_point((0, 0, 2, 1), (5, 0.5))
    (2, 0.5)
    """
    west, south, east, north = box
    x, y = point
    return min(max(x, west), east), min(max(y, south), north)


def label_at(
    kind: str,
    text: str,
    anchor: tuple[float, float],
    align: tuple[float, float],
    *,
    size_pt: float,
    bold: bool = False,
) -> Label:
    """Make a label that touches a point.

    Parameters
    ----------
    kind, text, size_pt, bold
        As of `Label`.
    anchor : (x, y)
        Inches.
    align : (x, y)
        Which part of the box lies at the anchor: (0, 0) its lower left corner,
        (1, 1) its upper right one.
    """
    width = width_in(text, size_pt, bold=bold) + 2 * PADDING_IN
    height = size_pt * (ASCENT + DESCENT) / POINTS_PER_INCH
    west, south = anchor[0] - align[0] * width, anchor[1] - align[1] * height
    baseline = south + size_pt * DESCENT / POINTS_PER_INCH
    box = (west, south, west + width, south + height)
    return Label(kind, text, west + PADDING_IN, baseline, size_pt, bold, box)


_AROUND = (
    (1, 0),
    (-1, 0),
    (1, 1),
    (1, -1),
    (-1, 1),
    (-1, -1),
    (0, 1),
    (0, -1),
)


def around(
    kind: str,
    text: str,
    point: tuple[float, float],
    gap_in: float,
    *,
    size_pt: float,
    bold: bool = False,
) -> Iterator[tuple[float, Label]]:
    """Propose the eight places round a marker, right of it first."""
    for rank, (dx, dy) in enumerate(_AROUND):
        slant = 0.7 if dx and dy else 1.0
        anchor = (point[0] + dx * gap_in * slant, point[1] + dy * gap_in * slant)
        align = ((1 - dx) / 2, (1 - dy) / 2)
        label = label_at(kind, text, anchor, align, size_pt=size_pt, bold=bold)
        yield rank * 0.4, label


def along(
    kind: str,
    text: str,
    outline: FloatArray,
    gap_in: float,
    *,
    size_pt: float,
    bold: bool = False,
) -> Iterator[tuple[float, Label]]:
    """Propose places along a ring: outside it, at its upper left first."""
    middle = (outline.min(axis=0) + outline.max(axis=0)) / 2
    step = max(len(outline) // 90, 1)
    for point in outline[::step]:
        dx, dy = point - middle
        reach = math.hypot(dx, dy) or 1.0
        dx, dy = dx / reach, dy / reach
        turn = abs((math.degrees(math.atan2(dy, dx)) - 140 + 180) % 360 - 180)
        for side, extra in ((1, 0.0), (-1, 4.0)):
            anchor = (
                point[0] + side * dx * gap_in,
                point[1] + side * dy * gap_in,
            )
            align = ((1 - side * dx) / 2, (1 - side * dy) / 2)
            label = label_at(kind, text, anchor, align, size_pt=size_pt, bold=bold)
            yield turn / 30 + extra, label


def within(
    kind: str,
    text: str,
    mask: np.ndarray,
    layout: Layout,
    *,
    size_pt: float,
    bold: bool = False,
    least_inside: float = 0.0,
) -> Iterator[tuple[float, Label]]:
    """Propose places inside an area, the ones deepest inside first.

    Parameters
    ----------
    mask : (rows, columns) array of bool
        Which cells of the frame the area covers; row 0 is the southernmost.
    least_inside : float
        So much of the label's box has to lie in the area.
    """
    rows, columns = mask.shape
    cell = np.array([layout.width_in / columns, layout.height_in / rows])
    centre = np.argwhere(mask).mean(axis=0)[::-1]
    for row, column in np.argwhere(mask)[:: max(int(mask.sum()) // 400, 1)]:
        x, y = (column + 0.5) * cell[0], (row + 0.5) * cell[1]
        label = label_at(kind, text, (x, y), (0.5, 0.5), size_pt=size_pt, bold=bold)
        west, south, east, north = label.box
        part = mask[
            max(int(south / cell[1]), 0) : int(north / cell[1]) + 1,
            max(int(west / cell[0]), 0) : int(east / cell[0]) + 1,
        ]
        inside = float(part.mean()) if part.size else -1.0
        if inside < least_inside:
            continue
        off = math.hypot(*(np.array([column, row]) - centre)) / math.hypot(
            rows, columns
        )
        yield 30 * (1 - inside) + 8 * off, label
