"""How far the borders that a page carries are from those that a report counts."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import shapely

from rangeviz.geodesy.ellipsoid import LONGEST_DEGREE_M
from rangeviz.geodesy.measure import area_m2

METRES_PER_DEGREE_LON: Final = 111_320.0  # of the equator
BOUNDS_M: Final = (250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000)
NO_BOUND_M: Final = 30_000_000  # farther than anything


def distances_off_m(exact: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Bound by how much distances to drawn shapes can be off.

    Parameters
    ----------
    exact, drawn : (n,) array of Polygon or MultiPolygon
        EPSG:4326, longitudes unwrapped alike; valid.

    Returns
    -------
    (n,) array of int
        Metres, each the least of `BOUNDS_M` that holds at every vertex of either
        outline, or `NO_BOUND_M`: as where a remote island is not drawn.

    Examples
    --------
    >>> square, smaller = shapely.box(0, 0, 1, 1), shapely.box(0, 0, 0.95, 1)
    >>> distances_off_m(np.array([square]), np.array([smaller])).tolist()
    [10000]
    """
    scaled = [_in_metres(*pair) for pair in zip(exact, drawn, strict=True)]
    outlines = shapely.boundary(np.array(scaled, dtype=object).reshape(-1, 2))
    there = _least_bound_m(outlines[:, 0], outlines[:, 1])
    back = _least_bound_m(outlines[:, 1], outlines[:, 0])
    return np.asarray(np.maximum(there, back))


def areas_off_m2(exact: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Bound by how much the area of any part of drawn shapes can be off.

    Parameters
    ----------
    exact, drawn : (n,) array of Polygon or MultiPolygon
        As for `distances_off_m`.

    Returns
    -------
    (n,) array
        The greater of what is lost and what is added, whatever cuts the shapes.

    Examples
    --------
    >>> square, smaller = shapely.box(0, 0, 1, 1), shapely.box(0, 0, 0.95, 1)
    >>> (areas_off_m2(np.array([square]), np.array([smaller])) / 1e6).round().tolist()
    [615.0]
    """
    common = area_m2(shapely.intersection(exact, drawn))
    larger = np.maximum(area_m2(exact), area_m2(drawn))
    return np.maximum(larger - common, 0.0)


def _in_metres(
    exact: shapely.Geometry, drawn: shapely.Geometry
) -> list[shapely.Geometry]:
    """Lay shapes on a plane in which no distance is shorter than on the ground."""
    _, south, _, north = shapely.bounds(exact).tolist()
    widest_lat = 0.0 if south <= 0 <= north else min(abs(south), abs(north))
    east = METRES_PER_DEGREE_LON * math.cos(math.radians(widest_lat))
    scale = np.array([east, LONGEST_DEGREE_M])
    return [shapely.transform(each, lambda at: at * scale) for each in (exact, drawn)]


def _least_bound_m(outlines: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Bound the distance of the vertices of n outlines to n others."""
    vertices, row = shapely.get_coordinates(outlines, return_index=True)
    points = np.asarray(shapely.points(vertices))
    bound_m = np.zeros(len(outlines), int)
    shapely.prepare(others)
    for each_m in BOUNDS_M:
        bound_m[row] = each_m
        far = ~shapely.dwithin(others[row], points, each_m)
        points, row = points[far], row[far]
    bound_m[row] = NO_BOUND_M
    return bound_m
