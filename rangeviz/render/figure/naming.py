"""The names on a map: sites, rings, marked areas, zones, countries and places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from rangeviz.arguments import plain
from rangeviz.datasets.map_ground import load_seas
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.render.answer_words import LONGEST_NAME
from rangeviz.render.figure.borders import Borders, Cells, names_on_grid
from rangeviz.render.figure.callouts import put_callouts
from rangeviz.render.figure.compose import MapDrawing
from rangeviz.render.figure.drawn_shapes import Shape
from rangeviz.render.figure.labels import (
    CROSSING_COST,
    Label,
    along,
    around,
    nearest_point,
    within,
)
from rangeviz.render.figure.place_names import PlaceNamer
from rangeviz.render.figure.view import WORLD_RADIUS_M

GRID = (72, 58)  # cells across and up the frame, for labels of areas
LARGEST = 10  # so many countries are named wherever there is room
LEAST_AREA = 0.0012  # of the frame: smaller parts of countries go without a name
LEAST_SEA = 0.006  # of the frame: less of a sea goes without a name
LEAST_INSIDE = 0.55  # of a name's box, for the other countries
MAX_COUNTRIES = 30
MAX_NAMED_SITES = 12
COINCIDING_IN = 0.04  # two rings nearer than this look like one
LEADER_IN = 0.3


def draw_named(drawing: MapDrawing) -> list[Label]:
    """Draw a map and name what is on it; give the labels."""
    labels = Namer(drawing).name_all(drawing.draw())
    drawing.canvas.frame(drawing.theme.frame, zorder=9.5)
    return labels


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
        self.cells: Cells

    def name_all(self, borders: Borders) -> list[Label]:
        """Name everything, and give the labels."""
        places = PlaceNamer(self.drawing, self._put, self._put_surely)
        self._label_sites()
        self._label_rings()
        put_callouts(self.drawing, self._put, self._lead)
        self._label_marks()
        self._label_areas(borders)
        places.name_all()
        if not self.drawing.panel:
            self._label_seas()
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
            self._lead(label, point, color, zorder)
        self._put(label, color, zorder)

    def _lead(
        self, label: Label, point: tuple[float, float], color: str, zorder: float
    ) -> None:
        """Draw a line from a label to what it names."""
        self.layout.add_leader(label, point)
        x, y = nearest_point(label.box, point)
        leader = Line2D([point[0], x], [point[1], y], color=color, linewidth=0.7)
        self.canvas.add(leader, zorder - 0.2)

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
            size_pt, outline = self.sizes.strong, self.drawing.outer_outline(row)
            gap_in = LEADER_IN if self._coincides(row) else 0.06
            for both in dict.fromkeys((panel is None, False)):
                text = self.words.range_label(system, both=both)
                found = list(
                    along("ring", text, outline, gap_in, size_pt=size_pt, bold=True)
                )
                if gap_in == LEADER_IN:
                    found = [self._led(cost, each, outline) for cost, each in found]
                label = self.layout.best(found)
                if label is not None:
                    break  # else, in such a crowd, without the other unit
            color = self.theme.ring_text(self.drawing.styles[row])
            _, top = outline.argmax(axis=0)
            if label is not None and gap_in == LEADER_IN:
                self._lead(label, _foot(label, outline), color, 7.5)
            self._put_surely(label, found, outline[top].tolist(), color, 7.5)

    def _led(
        self, cost: float, label: Label, outline: FloatArray
    ) -> tuple[float, Label]:
        """Let a place cost more whose leader runs over other labels."""
        crossed = self.layout.leads_over(label, _foot(label, outline))
        return cost + CROSSING_COST * crossed, label

    def _coincides(self, row: int) -> bool:
        """Whether another range's line can't be told from this one's."""
        ranges_m = [system.max_range_m for system in self.report.scenario.systems]
        off_in = np.abs(np.array(ranges_m) - ranges_m[row]) * self.canvas.inches_per_m
        return int((off_in < COINCIDING_IN).sum()) > 1

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
                label = self.layout.best(found)
                self._plate(label)
                self._put(label, self.theme.zone_text, 7.4)
        self._label_countries(borders)

    def _plate(self, label: Label | None) -> None:
        """Lay a plate under the name of a zone, over its hatch."""
        if label is None:
            return
        west, south, east, north = label.box
        plate = Rectangle((west, south), east - west, north - south)
        plate.set(facecolor=self.theme.ground.halo, edgecolor="none", alpha=0.9)
        self.canvas.add(plate, 7.3)

    def _label_countries(self, borders: Borders) -> None:
        """Name countries by their size in the frame, the largest wherever they can."""
        self.cells = cells, codes, names = names_on_grid(self.view, borders, *GRID)
        sizes = np.bincount(cells[cells >= 0], minlength=len(names))
        named = {label.text.upper() for label in self.labels if label.kind == "site"}
        for row, country in enumerate(np.argsort(-sizes, kind="stable")):
            share = sizes[country] / cells.size
            if row == MAX_COUNTRIES or share < LEAST_AREA:
                break
            name = self.words.language.name(codes[country], names[country])
            text = plain(name, longest=32).upper()
            if text in named:  # a country to measure from has its name already
                continue
            size_pt = self.sizes.strong if share > 0.02 else self.sizes.place
            places = within(
                "country",
                text,
                cells == country,
                self.layout,
                size_pt=size_pt,
                least_inside=0.0 if row < LARGEST else LEAST_INSIDE,
            )
            color = self.theme.ground.country_text
            self._put(self.layout.best(places), color, 5)

    def _label_seas(self) -> None:
        """Name seas on their own water, the largest first."""
        view, (columns, rows) = self.view, GRID
        x_m = view.west_m + (np.arange(columns) + 0.5) * view.width_m / columns
        y_m = view.south_m + (np.arange(rows) + 0.5) * view.height_m / rows
        at_x, at_y = np.meshgrid(x_m, y_m)
        wet = (self.cells[0] < 0) & (np.hypot(at_x, at_y) < 0.997 * WORLD_RADIUS_M)
        seas = sorted(load_seas(), key=lambda sea: -sea.radius_m)
        middles = view.to_plane(np.array([[sea.lon, sea.lat] for sea in seas]))
        named: set[str] = set()
        for sea, (x, y) in zip(seas, middles.tolist(), strict=True):
            own = wet & (np.hypot(at_x - x, at_y - y) < sea.radius_m)
            if sea.name in named or own.mean() < LEAST_SEA:
                continue
            name = sea.name_in(self.words.language.tag)
            places = within(
                "sea",
                name,
                own,
                self.layout,
                size_pt=self.sizes.place,
                least_inside=1.0,
            )
            label = self.layout.best(places)
            if self._put(label, self.theme.ground.sea_text, 5.1):
                named.add(sea.name)

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


def _foot(label: Label, outline: FloatArray) -> tuple[float, float]:
    """Give the point of an outline that is nearest to the middle of a label."""
    middle = np.array(label.box).reshape(2, 2).mean(axis=0)
    x, y = outline[np.hypot(*(outline - middle).T).argmin()].tolist()
    return x, y
