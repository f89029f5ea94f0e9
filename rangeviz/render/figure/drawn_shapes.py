"""Reaches, zones, baselines and the water in the plane of a view."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.overlay import permitted_part
from rangeviz.analysis.report import Report
from rangeviz.datasets.map_ground import load_water, rank_for
from rangeviz.render.figure.borders import Lines, antipode_ring, without_seams
from rangeviz.render.figure.view import View

LONGEST_EDGE = 1 / 120  # of the bounds: a longer edge is bent, as the projection asks
RIVERS_PT = (1.0, 0.8, 0.6, 0.5)  # the greatest of the frame first
LEAST_TURNED_M, POLAR_DEG = 2_000_000.0, 66.0  # frames that have a graticule
MOST_DRAWN_M = 19_000_000.0  # farther off, lines run round the antipode
STEPS_PER_FRAME = 2_000  # lines are thinned to one of so many parts of its height


@dataclass(frozen=True, slots=True)
class Shape:
    """An area in the plane of a view, metres.

    Parameters
    ----------
    fill : list of (n, 2) array
        Closed rings, the inside on their left: to be filled as one path.
    outline : list of (n, 2) array
        The same without what runs along the antimeridian or a pole.
    """

    fill: Lines
    outline: Lines


def project(view: View, geometry: BaseGeometry) -> Shape:
    """Project polygons or lines of EPSG:4326.

    Parameters
    ----------
    view : View
        The projection.
    geometry : shapely geometry
        Edges straight in lon/lat; cut at the antimeridian. Points give nothing.

    Returns
    -------
    Shape
    """
    _, south, _, north = view.bounds_deg
    bent = shapely.segmentize(geometry, max((north - south) * LONGEST_EDGE, 1e-4))
    parts = shapely.get_parts(bent)
    polygons = parts[shapely.get_dimensions(parts) == 2]
    rings = shapely.get_rings(shapely.orient_polygons(polygons))
    lines = parts[shapely.get_dimensions(parts) == 1]
    drawn = [shapely.get_coordinates(ring) for ring in rings]
    open_lines = [part for ring in drawn for part in without_seams(ring)]
    open_lines += [shapely.get_coordinates(line) for line in lines]
    return Shape(
        fill=[
            *(view.to_plane(ring) for ring in drawn),
            *antipode_ring(view, np.asarray(polygons)),
        ],
        outline=[view.to_plane(line) for line in open_lines],
    )


def merged_reaches(
    report: Report, view: View, what: Literal["reach", "permitted"] = "reach"
) -> list[Shape]:
    """Join the reaches of each system from all sites, in the scenario's order.

    Parameters
    ----------
    report, view
        What was computed, and the projection.
    what : {"reach", "permitted"}
        Whole reaches as drawn, or what the zones' rules leave of them.
    """
    shapes = [
        row.reach.geometry
        if what == "reach"
        else permitted_part(row.reach.geometry, report.scenario.zones)
        for row in report.reaches
    ]
    step = len(report.scenario.systems)
    return [project(view, _union(shapes[first::step])) for first in range(step)]


def _union(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


@dataclass(frozen=True, slots=True)
class DrawnWater:
    """Water in the plane of a view, metres.

    Parameters
    ----------
    lakes : Shape
        Lakes and reservoirs, as one.
    rivers : tuple of (float, list of (n, 2) array)
        Widths in points, and the lines that are so wide.
    """

    lakes: Shape
    rivers: tuple[tuple[float, Lines], ...]


@functools.lru_cache(maxsize=4)  # the panels of a picture share a view
def load_drawn_water(view: View) -> DrawnWater:
    """Load the water that a view shows.

    Parameters
    ----------
    view : View
        The frame: the larger it is, the fewer lakes and rivers are shown.

    Returns
    -------
    DrawnWater
        Everything empty where there is none.
    """
    most = rank_for(view.height_m)
    west, south, east, north = view.bounds_deg
    if east - west >= 360:
        west, east = -180.0, 180.0
    bbox = (west, max(south, -90.0), east, min(north, 90.0))
    water = load_water(bbox=bbox, max_rank=most)
    shapes = shapely.simplify(
        water.geometry.to_numpy(), (north - south) / STEPS_PER_FRAME
    )
    is_lake = (water["kind"] == "lake").to_numpy()
    rank = np.maximum(water["rank"].to_numpy() - most + len(RIVERS_PT) - 1, 0)
    return DrawnWater(
        lakes=project(view, _flat(shapes[is_lake])),
        rivers=tuple(
            (width_pt, project(view, _flat(shapes[~is_lake & (rank == row)])).outline)
            for row, width_pt in enumerate(RIVERS_PT)
        ),
    )


def load_graticule(view: View) -> Lines:
    """Meridians and parallels, where north turns within the frame.

    Parameters
    ----------
    view : View
        The frame. On one lower than 2,000 km and away from the poles they would be
        straight lines that say nothing: it has none.

    Returns
    -------
    list of (n, 2) array
        Metres of the plane, without what lies about the antipode.
    """
    _, south, _, north = view.bounds_deg
    if view.height_m < LEAST_TURNED_M and max(north, -south) < POLAR_DEG:
        return []
    lon, lat = np.linspace(-180, 180, 361), np.linspace(-90, 90, 181)
    lines = [np.column_stack([lon, np.full(361, at)]) for at in range(-75, 90, 15)]
    lines += [np.column_stack([np.full(181, at), lat]) for at in range(-180, 180, 30)]
    most_m = min(view.farthest_m * 1.1, MOST_DRAWN_M)
    planes = [view.to_plane(line) for line in lines]
    return [
        part
        for plane in planes
        for part in _runs(plane, np.hypot(*plane.T) < most_m)
        if len(part) > 1
    ]


def _runs(points: np.ndarray, kept: np.ndarray) -> Lines:
    """Split a line where points of it are left out."""
    pieces = np.split(points, np.flatnonzero(kept[1:] != kept[:-1]) + 1)
    flags = np.split(kept, np.flatnonzero(kept[1:] != kept[:-1]) + 1)
    return [piece for piece, flag in zip(pieces, flags, strict=True) if flag[0]]


def _flat(shapes: np.ndarray) -> BaseGeometry:
    return shapely.GeometryCollection(list(shapely.get_parts(shapes)))
