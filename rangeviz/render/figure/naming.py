"""The names on a map: sites, rings, marked areas, zones, countries and places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from rangeviz.render.figure.borders import Borders, names_on_grid
from rangeviz.render.figure.drawn_shapes import Shape
from rangeviz.render.figure.labels import (
    Label,
    along,
    around,
    nearest_point,
    within,
)
from rangeviz.render.figure.place_names import places_in
from rangeviz.render.figure.sentences import LONGEST_NAME
from rangeviz.render.figure.text import plain

if TYPE_CHECKING:
    from rangeviz.render.figure.compose import MapDrawing

GRID = (72, 58)  # cells across and up the frame, for labels of areas
LEAST_AREA = 0.012  # of the frame: smaller parts of countries go without a name
MAX_COUNTRIES = 24
MAX_NAMED_SITES = 12
MAX_PLACES = 16


class Namer:
    """Puts names on a map; what comes first takes the best room.

    Parameters
    ----------
    drawing : MapDrawing
        The map, with its furniture in place.
    """

    def __init__(self, drawing: MapDrawing) -> None:
        self.drawing, self.report, self.view = drawing, drawing.report, drawing.view
        self.canvas, self.layout = drawing.canvas, drawing.layout
        self.theme, self.sizes, self.words = drawing.theme, drawing.sizes, drawing.words
        self.labels: list[Label] = []

    def name_all(self, borders: Borders) -> list[Label]:
        """Name everything, and give the labels."""
        self._label_sites()
        self._label_rings()
        self._label_marks()
        self._label_areas(borders)
        self._label_places()
        return self.labels

    def _put(self, label: Label | None, color: str, zorder: float) -> bool:
        if label is None:
            return False
        self.labels.append(label)
        self.canvas.write(label, color, self.theme.ground.halo, zorder)
        return True

    def _put_surely(
        self,
        label: Label | None,
        tried: Sequence[tuple[float, Label]],
        point: tuple[float, float],
        color: str,
        zorder: float,
    ) -> None:
        """Place a label that must not be left out: if need be, apart, with a line."""
        if label is None:
            label = self.layout.nearest_free(tried[0][1], point)
            x, y = nearest_point(label.box, point)
            leader = Line2D([point[0], x], [point[1], y], color=color, linewidth=0.7)
            self.canvas.add(leader, zorder - 0.2)
        self._put(label, color, zorder)

    def _label_sites(self) -> None:
        sites = self.report.scenario.sites
        positions = self.view.to_plane(np.array([[s.lon, s.lat] for s in sites]))
        points = self.canvas.to_inches(positions).tolist()
        arm = 0.06 * self.sizes.scale if len(sites) <= MAX_NAMED_SITES else 0.03
        for site, (x, y) in zip(sites, points, strict=True):
            if site.is_point:
                self._cross(x, y, arm)
        for site, (x, y) in list(zip(sites, points, strict=True))[:MAX_NAMED_SITES]:
            name = plain(self.words.language.place(site), longest=LONGEST_NAME)
            size_pt = self.sizes.strong
            gap_in = arm + 0.03
            found = list(
                around("site", name, (x, y), gap_in, size_pt=size_pt, bold=True)
            )
            label = self.layout.best(found)
            self._put_surely(label, found, (x, y), self.theme.ink, 7)

    def _cross(self, x: float, y: float, arm: float) -> None:
        for color, width in ((self.theme.ground.halo, 3.4), (self.theme.ink, 1.9)):
            for xs, ys in (([x - arm, x + arm], [y, y]), ([x, x], [y - arm, y + arm])):
                line = Line2D(xs, ys, color=color, linewidth=width)
                self.canvas.add(line, 6 + (width < 3) / 10)
        self.layout.taken.append((x - arm, y - arm, x + arm, y + arm))

    def _label_rings(self) -> None:
        systems, panel = self.report.scenario.systems, self.drawing.panel
        for row, system in enumerate(systems):
            text = self.words.range_label(system, both=panel is None)
            size_pt, outline = self.sizes.strong, self.drawing.outlines[row]
            found = list(along("ring", text, outline, 0.06, size_pt=size_pt, bold=True))
            color = self.theme.ring_text(self.drawing.styles[row])
            label, (_, top) = self.layout.best(found), outline.argmax(axis=0)
            self._put_surely(label, found, outline[top].tolist(), color, 7.5)

    def _label_marks(self) -> None:
        for mark in self.drawing.marks:
            mask = self._mask(mark.shape)
            if mark.text and mask.any():
                color = self.theme.ring_text(mark.style)
                size_pt = self.sizes.strong
                found = within(
                    "mark", mark.text, mask, self.layout, size_pt=size_pt, bold=True
                )
                self._put(self.layout.best(found), color, 7.3)

    def _label_areas(self, borders: Borders) -> None:
        for row, shape in enumerate(self.drawing.zones):
            zone = self.report.scenario.zones[row]
            panel = self.drawing.panel  # its caption tells the rule
            text = self.words.zone(zone) if panel else self.words.zone_label(zone)
            mask = self._mask(shape)
            if mask.any():
                found = within(
                    "zone", text, mask, self.layout, size_pt=self.sizes.place, bold=True
                )
                self._put(self.layout.best(found), self.theme.zone_text, 7.4)
        cells, codes, names = names_on_grid(self.view, borders, *GRID)
        sizes = np.bincount(cells[cells >= 0], minlength=len(names))
        for country in np.argsort(-sizes, kind="stable")[:MAX_COUNTRIES]:
            if sizes[country] < LEAST_AREA * cells.size:
                break
            name = self.words.language.name(codes[country], names[country])
            found = within(
                "country",
                plain(name, longest=32).upper(),
                cells == country,
                self.layout,
                size_pt=self.sizes.strong,
            )
            self._put(self.layout.best(found), self.theme.ground.country_text, 5)

    def _mask(self, shape: Shape) -> np.ndarray:
        """Which cells of the frame a shape covers."""
        columns, rows = GRID
        x = (np.arange(columns) + 0.5) * self.canvas.width_in / columns
        y = (np.arange(rows) + 0.5) * self.canvas.height_in / rows
        at_x, at_y = np.meshgrid(x, y)
        inside = np.zeros(at_x.shape, bool)
        for ring in shape.fill:  # one ring in another is a hole
            polygon = shapely.make_valid(shapely.polygons(self.canvas.to_inches(ring)))
            inside ^= shapely.contains_xy(polygon, at_x, at_y)
        return inside

    def _label_places(self) -> None:
        arm = 0.022 * self.sizes.scale
        apart = 0.055 * math.sqrt(self.canvas.width_in * self.canvas.height_in)
        sites = self.report.scenario.sites
        near = self.canvas.to_inches(
            self.view.to_plane(np.array([[s.lon, s.lat] for s in sites]))
        ).tolist()
        named, most = 0, self.drawing.panel.places if self.drawing.panel else MAX_PLACES
        for name, point in places_in(self.canvas, self.words.language):
            x, y = point
            room = arm + 0.02
            dot = (x - room, y - room, x + room, y + room)
            lone = all(math.hypot(x - a, y - b) > apart for a, b in near)
            near.append([x, y])  # the suburbs of a city without a name get none
            if not lone or not self.layout.is_free(dot):
                continue
            found = around("place", name, point, 0.045, size_pt=self.sizes.place)
            label = self.layout.best(found)
            if self._put(label, self.theme.ground.place_text, 6.5):
                self.layout.taken.append(dot)
                mark = Circle(point, arm, facecolor=self.theme.ground.halo)
                mark.set(edgecolor=self.theme.ground.place_text, linewidth=0.9)
                self.canvas.add(mark, 6.0)
                named += 1
            if named == most:
                break
