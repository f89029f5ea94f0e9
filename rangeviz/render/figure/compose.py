"""Put a picture together: the map, its labels, and the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.patches import Rectangle
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.report import Report
from rangeviz.datasets.borders.regions import find_area
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.render.figure import inset
from rangeviz.render.figure.borders import Borders, load_borders
from rangeviz.render.figure.drawn_shapes import (
    Shape,
    load_drawn_water,
    load_graticule,
    merged_reaches,
    project,
)
from rangeviz.render.figure.labels import Layout
from rangeviz.render.figure.paint import Canvas, dash_pattern
from rangeviz.render.figure.sentences import Words
from rangeviz.style import RingStyle, Theme, fill_opacity, ring_style

MARK_HATCH = "\\\\\\"
HATCHES = {"restricted": "//////", "only": ""}  # what is permitted is shaded
RING_PT = 1.7
GRATICULE_OPACITY = 0.3
DIMNESS = 0.6  # of what lies outside the spotlight
RING_STEP_IN = 0.04


@dataclass(frozen=True, slots=True)
class Sizes:
    """Font sizes in points, for a picture of some width."""

    scale: float

    @property
    def place(self) -> float:
        """Of places and the scale bar."""
        return max(7.2 * self.scale, 6.0)

    @property
    def strong(self) -> float:
        """Of rings, sites and countries."""
        return max(8.2 * self.scale, 6.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """An area that a hatch in a ring's colour marks, and what it is."""

    shape: Shape
    text: str
    style: RingStyle


@dataclass(frozen=True, slots=True)
class Panel:
    """How one of many maps of one frame is drawn: small, and what is permitted.

    Parameters
    ----------
    borders : Borders
        Of the common frame.
    styles : sequence of RingStyle
        Of the panel's systems.
    places : int
        At most so many are named.
    """

    borders: Borders
    styles: Sequence[RingStyle]
    places: int


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
    marks : sequence of Mark
        Areas to mark by a hatch.
    panel : Panel, optional
        How to draw one of many small maps.
    """

    def __init__(
        self,
        report: Report,
        canvas: Canvas,
        theme: Theme,
        sizes: Sizes,
        words: Words,
        *,
        marks: Sequence[Mark] = (),
        panel: Panel | None = None,
    ) -> None:
        self.words, self.marks, self.panel = words, marks, panel
        systems = report.scenario.systems
        self.styles = (
            panel.styles if panel else list(map(ring_style, range(len(systems))))
        )
        self.report, self.canvas, self.theme, self.sizes = report, canvas, theme, sizes
        self.view = canvas.view
        self.reaches = merged_reaches(report, self.view)
        self.zones = [project(self.view, z.geometry) for z in report.scenario.zones]
        self.outlines = [self._evenly(reach) for reach in self.reaches]
        edges = [self._evenly(zone) for zone in self.zones]
        everything = np.vstack([*self.outlines, *edges])
        self.layout = Layout(
            canvas.width_in, canvas.height_in, everything, hatched=self._hatched()
        )

    def _evenly(self, reach: Shape) -> FloatArray:
        """Points along a reach's outline, evenly spaced, inches."""
        lines = [self.canvas.to_inches(line) for line in reach.outline]
        shapes = np.array(
            [shapely.linestrings(line) for line in lines if len(line) > 1], dtype=object
        )
        # What a seam leaves of a ring that ends on it may be of no length.
        shapes = shapes[shapely.length(shapes) > 0]
        points: FloatArray = shapely.get_coordinates(
            shapely.segmentize(shapes, RING_STEP_IN)
        )
        return points

    def outer_outline(self, row: int) -> FloatArray:
        """Points along a reach's outline without that of its least range, inches."""
        reach = self.reaches[row]
        lines = [shapely.LineString(line) for line in reach.outline if len(line) > 1]
        holes = [line.is_closed and not shapely.is_ccw(line) for line in lines]
        kept = [
            line for line, hole in zip(reach.outline, holes, strict=True) if not hole
        ]
        return self._evenly(Shape(reach.fill, kept or reach.outline))

    def _hatched(self) -> BaseGeometry:
        """Give what the zones' hatches cover, inches."""
        rings = [
            shapely.make_valid(shapely.Polygon(self.canvas.to_inches(ring)))
            for zone, shape in zip(self.report.scenario.zones, self.zones, strict=True)
            if HATCHES[zone.rule]
            for ring in shape.fill
        ]
        hatched: BaseGeometry = shapely.union_all(rings)
        shapely.prepare(hatched)
        return hatched

    def draw(self) -> Borders:
        """Draw everything but the names, which keep clear of it; give the borders."""
        borders = self.panel.borders if self.panel else self._load_borders()
        self._ground(borders)
        self._own_regions()
        self._dim_around()
        self._reaches()
        self._areas()
        self._furniture()
        return borders

    def _load_borders(self) -> Borders:
        return load_borders(
            self.view,
            worldview=self.report.scenario.worldview,
            with_regions=self.report.borders is None,
        )

    def _ground(self, borders: Borders) -> None:
        """Draw land, and the water that hides the fills of reaches over it."""
        canvas, ground = self.canvas, self.theme.ground
        page = Rectangle((0, 0), canvas.width_in, canvas.height_in)
        page.set(facecolor=self.theme.paper)
        canvas.add(page, 0.0)
        flat = {"facecolor": ground.sea, "edgecolor": "none"}
        earth = self.view.earth
        canvas.fill([earth], zorder=0.1, facecolor=ground.land, edgecolor="none")
        # Land runs anticlockwise, so this leaves it out, whatever lies in it.
        canvas.fill([earth[::-1], *borders.land], zorder=2.0, **flat)
        water = load_drawn_water(self.view)
        for width_pt, lines in water.rivers:
            canvas.stroke(lines, zorder=2.1, colors=ground.coast, linewidths=width_pt)
        canvas.fill(water.lakes.fill, zorder=2.2, **flat)
        canvas.stroke(
            load_graticule(self.view),
            zorder=2.4,
            colors=ground.country,
            linewidths=0.4,
            alpha=GRATICULE_OPACITY,
        )
        for lines, color, width_pt in (
            (water.lakes.outline, ground.coast, 0.35),
            (borders.coasts, ground.coast, 0.45),
            (borders.regions, ground.region, 0.6),
            (borders.countries, ground.country, 0.8),
        ):
            canvas.stroke(lines, zorder=2.5, colors=color, linewidths=width_pt)

    def _own_regions(self) -> None:
        """Draw the lines of the user's own regions over the shipped land."""
        if self.report.borders is None:
            return
        worldview = self.report.scenario.worldview
        own = load_borders(self.view, worldview=worldview, borders=self.report.borders)
        lines = [*own.coasts, *own.countries, *own.regions]
        ground = self.theme.ground
        self.canvas.stroke(lines, zorder=2.6, colors=ground.country, linewidths=0.6)

    def _dim_around(self) -> None:
        """Dim what lies around the land in the spotlight."""
        scenario = self.report.scenario
        if not scenario.spotlight:
            return
        lit = find_area(scenario.spotlight, worldview=scenario.worldview).geometry
        # As water leaves land out: the land runs the other way round.
        rings = [self.view.earth[::-1], *project(self.view, lit).fill]
        self.canvas.fill(
            rings, zorder=2.9, facecolor=self.theme.paper, alpha=DIMNESS, linewidth=0
        )

    def _reaches(self) -> None:
        canvas, theme = self.canvas, self.theme
        tint, fills = fill_opacity(theme.name, len(self.reaches)), self.reaches
        if self.report.scenario.zones:
            fills = merged_reaches(self.report, self.view, "permitted")
        elif self.panel:
            tint = 0.0  # other panels shade what is permitted: here nothing says so
        for row, (reach, filled) in enumerate(zip(self.reaches, fills, strict=True)):
            style = self.styles[row]
            color = theme.ring_line(style)
            canvas.fill(filled.fill, zorder=1, facecolor=color, alpha=tint, linewidth=0)
            canvas.stroke(
                reach.outline,
                zorder=3.9,
                colors=theme.ground.halo,
                linewidths=RING_PT + 1.2,
                alpha=0.85,
            )
            canvas.stroke(
                reach.outline,
                zorder=4 + row / 100,
                colors=color,
                linewidths=RING_PT,
                linestyles=[dash_pattern(style, RING_PT)],
                capstyle="butt",
            )

    def _areas(self) -> None:
        """Draw marked areas, zones and baselines over the reaches."""
        canvas, theme = self.canvas, self.theme
        for mark in self.marks:
            color = theme.ring_line(mark.style)
            look = {"facecolor": "none", "edgecolor": color, "linewidth": 0}
            canvas.fill(
                mark.shape.fill, zorder=2.7, hatch=MARK_HATCH, alpha=0.5, **look
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
        if self.panel:
            return
        north = self.words.say("north")
        inset.draw_north_arrow(canvas, layout, self.sizes.place, theme, north)
        shown = inset.locator_view(self.view)
        if shown is not None:
            box = inset.locator_box(layout)
            inset.draw_locator(canvas, box, shown, self.report, theme)
            layout.taken.append(box)
