"""Put a picture together: the map, its labels, and the words around it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle

from rangeviz.analysis.report import Report
from rangeviz.render.figure import inset
from rangeviz.render.figure.borders import Borders, load_borders, names_on_grid
from rangeviz.render.figure.labels import (
    Label,
    Layout,
    along,
    around,
    nearest_point,
    within,
)
from rangeviz.render.figure.paint import Canvas, dash_pattern
from rangeviz.render.figure.places import places_in
from rangeviz.render.figure.shapes import Shape, merged_reaches, project
from rangeviz.render.figure.text import plain
from rangeviz.render.figure.theme import Theme
from rangeviz.render.figure.view import WORLD_RADIUS_M, FloatArray
from rangeviz.render.figure.words import LONGEST_NAME, Words
from rangeviz.style import ring_style

HATCHES = {"restricted": "//////", "only": "......"}
RING_PT = 1.7
GRID = (72, 58)  # cells across and up the frame, for labels of areas
LEAST_AREA = 0.012  # of the frame: smaller parts of countries go without a name
MAX_COUNTRIES = 24
MAX_NAMED_SITES = 12
MAX_PLACES = 16
RING_STEP_IN = 0.04


@dataclass(frozen=True, slots=True)
class Sizes:
    """Font sizes in points, for a picture of some width."""

    scale: float

    @property
    def place(self) -> float:
        """Of places and the scale bar."""
        return 7.2 * self.scale

    @property
    def strong(self) -> float:
        """Of rings, sites and countries."""
        return 8.2 * self.scale


class MapDrawing:
    """The map inside the frame, drawn on a canvas.

    Parameters
    ----------
    report : Report
        What to show.
    canvas : Canvas
        Where.
    theme : Theme
        In which colours.
    sizes : Sizes
        How large the labels are.
    words : Words
        In which language.
    """

    def __init__(
        self, report: Report, canvas: Canvas, theme: Theme, sizes: Sizes, words: Words
    ) -> None:
        self.words = words
        self.report, self.canvas, self.theme, self.sizes = report, canvas, theme, sizes
        self.view = canvas.view
        self.reaches = merged_reaches(report, self.view)
        self.zones = [project(self.view, z.geometry) for z in report.scenario.zones]
        self.outlines = [self._evenly(reach) for reach in self.reaches]
        edges = [self._evenly(zone) for zone in self.zones]
        everything = np.vstack([*self.outlines, *edges])
        self.layout = Layout(canvas.width_in, canvas.height_in, everything)
        self.labels: list[Label] = []

    def _evenly(self, reach: Shape) -> FloatArray:
        """Points along a reach's outline, evenly spaced, inches."""
        lines = [self.canvas.to_inches(line) for line in reach.outline]
        shapes = [shapely.linestrings(line) for line in lines if len(line) > 1]
        points: FloatArray = shapely.get_coordinates(
            shapely.segmentize(np.array(shapes, dtype=object), RING_STEP_IN)
        )
        return points

    def draw(self) -> None:
        """Draw everything, furniture first: labels keep clear of it."""
        borders = load_borders(
            self.view,
            worldview=self.report.scenario.worldview,
            with_regions=self.report.borders is None,
        )
        self._ground(borders)
        self._own_regions()
        self._shapes()
        self._furniture()
        self._label_sites()
        self._label_rings()
        self._label_areas(borders)
        self._label_places()
        self.canvas.frame(self.theme.frame, zorder=9.5)

    def _ground(self, borders: Borders) -> None:
        canvas, theme = self.canvas, self.theme
        page = Rectangle((0, 0), canvas.width_in, canvas.height_in)
        round_world = self.view.farthest_m >= WORLD_RADIUS_M
        page.set(facecolor=theme.paper if round_world else theme.sea)
        canvas.add(page, 0.0)
        if round_world:
            ((x, y),) = canvas.to_inches(np.zeros((1, 2)))
            radius = WORLD_RADIUS_M * canvas.inches_per_m
            canvas.add(Circle((x, y), radius, facecolor=theme.sea), 0.1)
        canvas.fill(borders.land, zorder=1.0, facecolor=theme.land, edgecolor="none")
        for lines, color, width_pt in (
            (borders.coasts, theme.coast_line, 0.5),
            (borders.regions, theme.region_line, 0.45),
            (borders.countries, theme.country_line, 0.9),
        ):
            canvas.stroke(lines, zorder=2.5, colors=color, linewidths=width_pt)

    def _own_regions(self) -> None:
        """Draw the lines of the user's own regions over the shipped land."""
        if self.report.borders is None:
            return
        worldview = self.report.scenario.worldview
        own = load_borders(self.view, worldview=worldview, borders=self.report.borders)
        theme = self.theme
        self.canvas.fill(own.land, zorder=1.1, facecolor=theme.land, edgecolor="none")
        lines = [*own.coasts, *own.countries, *own.regions]
        self.canvas.stroke(lines, zorder=2.4, colors=theme.region_line, linewidths=0.6)

    def _shapes(self) -> None:
        canvas, theme = self.canvas, self.theme
        tint = min(0.10, 0.3 / len(self.reaches))  # many fills over each other
        for row, reach in enumerate(self.reaches):
            style = ring_style(row)
            color = theme.ring_line(style)
            canvas.fill(reach.fill, zorder=2, facecolor=color, alpha=tint, linewidth=0)
            canvas.stroke(
                reach.outline,
                zorder=4 + row / 100,
                colors=color,
                linewidths=RING_PT,
                linestyles=[dash_pattern(style, RING_PT)],
                capstyle="butt",
            )
        for zone, shape in zip(self.report.scenario.zones, self.zones, strict=True):
            canvas.fill(
                shape.fill,
                zorder=3,
                facecolor="none",
                edgecolor=theme.zone,
                hatch=HATCHES[zone.rule],
                linewidth=0,
            )
            canvas.stroke(shape.outline, zorder=3.1, colors=theme.zone, linewidths=1)
        for site in self.report.scenario.sites:
            shape = project(self.view, site.geometry)
            canvas.fill(shape.fill, zorder=3.5, facecolor=theme.ink, alpha=0.1)
            canvas.stroke(shape.outline, zorder=3.6, colors=theme.ink, linewidths=1.4)

    def _furniture(self) -> None:
        canvas, layout, theme = self.canvas, self.layout, self.theme
        inset.draw_scale_bar(
            canvas, layout, self.sizes.place, theme, self.words.language
        )
        north = self.words.say("north")
        inset.draw_north_arrow(canvas, layout, self.sizes.place, theme, north)
        shown = inset.locator_view(self.view)
        if shown is not None:
            box = inset.locator_box(layout)
            inset.draw_locator(canvas, box, shown, self.report, theme)
            layout.taken.append(box)

    def _put(self, label: Label | None, color: str, zorder: float) -> bool:
        if label is None:
            return False
        self.labels.append(label)
        self.canvas.write(label, color, self.theme.land, zorder)
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
            name = plain(site.name, longest=LONGEST_NAME)
            size_pt = self.sizes.strong
            gap_in = arm + 0.03
            found = list(
                around("site", name, (x, y), gap_in, size_pt=size_pt, bold=True)
            )
            label = self.layout.best(found)
            self._put_surely(label, found, (x, y), self.theme.ink, 7)

    def _cross(self, x: float, y: float, arm: float) -> None:
        for color, width in ((self.theme.land, 3.4), (self.theme.ink, 1.9)):
            for xs, ys in (([x - arm, x + arm], [y, y]), ([x, x], [y - arm, y + arm])):
                line = Line2D(xs, ys, color=color, linewidth=width)
                self.canvas.add(line, 6 + (width < 3) / 10)
        self.layout.taken.append((x - arm, y - arm, x + arm, y + arm))

    def _label_rings(self) -> None:
        systems = self.report.scenario.systems
        for row, system in enumerate(systems):
            text = self.words.range_label(system)
            size_pt, outline = self.sizes.strong, self.outlines[row]
            found = list(along("ring", text, outline, 0.06, size_pt=size_pt, bold=True))
            color = self.theme.ring_text(ring_style(row))
            label, (_, top) = self.layout.best(found), outline.argmax(axis=0)
            self._put_surely(label, found, outline[top].tolist(), color, 7.5)

    def _label_areas(self, borders: Borders) -> None:
        for row, shape in enumerate(self.zones):
            text = self.words.zone_label(self.report.scenario.zones[row])
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
            self._put(self.layout.best(found), self.theme.country_text, 5)

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
        named = 0
        for name, point in places_in(self.canvas):
            x, y = point
            room = arm + 0.02
            dot = (x - room, y - room, x + room, y + room)
            lone = all(math.hypot(x - a, y - b) > apart for a, b in near)
            near.append([x, y])  # the suburbs of a city without a name get none
            if not lone or not self.layout.is_free(dot):
                continue
            found = around("place", name, point, 0.045, size_pt=self.sizes.place)
            label = self.layout.best(found)
            if self._put(label, self.theme.place_text, 6.5):
                self.layout.taken.append(dot)
                mark = Circle(point, arm, facecolor=self.theme.land)
                mark.set(edgecolor=self.theme.place_text, linewidth=0.9)
                self.canvas.add(mark, 6.0)
                named += 1
            if named == MAX_PLACES:
                break
