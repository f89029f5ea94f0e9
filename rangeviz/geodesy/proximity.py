"""How near many shapes come to one site, and how far from it they go, all at once.

A distance changes along a line by no more than the line's length. So the two ends of
a chain of edges, at distances d and e, bound every distance along its length L from
below by (d + e - L) / 2. Chains that can't hold the nearest place of their shape are
dropped; the others are cut into edges, and those into eighths, until no piece can
beat what was found by more than the tolerance. The greatest distance is the least of
the distances taken negative, so one search finds both.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.edges import length_bound
from rangeviz.geodesy.ellipsoid import FloatArray, inverse
from rangeviz.geodesy.shapes import Edges

DEFAULT_TOLERANCE_M = 1.0
_EDGES_PER_CHAIN = 16
_CUTS = 8
_MOST_ROUNDS = 12

Measure = Callable[[FloatArray], FloatArray]


def distances_to_shapes(
    site: BaseGeometry,
    shapes: np.ndarray,
    *,
    edges: Edges = "planar",
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> FloatArray:
    """Measure the shortest geodesic from a site to each of n shapes.

    Parameters
    ----------
    site : shapely geometry
        Point, line or area, EPSG:4326, longitudes from -180 to 180.
    shapes : (n,) array of shapely geometries
        Lines or areas, EPSG:4326, edges straight in lon/lat.
    edges : {"planar", "geodesic"}
        How the edges of the site run.
    tolerance_m : float
        How much too large a distance may be, in metres; it is never too small.

    Returns
    -------
    (n,) array
        Metres; 0 where site and shape meet. Empty for no shapes.

    Examples
    --------
    >>> squares = np.array([shapely.box(0, 1, 1, 2), shapely.box(-1, -1, 1, 1)])
    >>> distances_to_shapes(shapely.Point(0, 0), squares).round().tolist()
    [110574.0, 0.0]
    """
    found = np.where(shapely.intersects(shapes, site), 0.0, np.inf)
    apart = np.flatnonzero(found)
    if apart.size:
        measure = _measure_from(site, edges)
        found[apart] = _least(shapes[apart], measure, 0.0, tolerance_m)
    return found


def greatest_distances(
    site: BaseGeometry,
    shapes: np.ndarray,
    *,
    limit_m: float,
    edges: Edges = "planar",
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> FloatArray:
    """Measure from a site to the farthest place on the outline of each of n shapes.

    Parameters
    ----------
    site : shapely geometry
        Point, line or area, EPSG:4326, longitudes from -180 to 180.
    shapes : (n,) array of shapely geometries
        Lines or areas, EPSG:4326, edges straight in lon/lat; none empty.
    limit_m : float
        No place is farther than this, as in a reach of that range: the search ends
        where it is attained.
    edges : {"planar", "geodesic"}
        How the edges of the site run.
    tolerance_m : float
        How much too small a distance may be, in metres; it is never too large.

    Returns
    -------
    (n,) array
        Metres. Empty for no shapes.

    Examples
    --------
    >>> square = np.array([shapely.box(-1, -1, 1, 1)])
    >>> greatest_distances(shapely.Point(0, 0), square, limit_m=1e7).round().tolist()
    [156900.0]
    """
    if not len(shapes):
        return np.zeros(0)
    measure = _measure_from(site, edges)
    return -_least(shapes, lambda xy: -measure(xy), -limit_m, tolerance_m)


def _measure_from(site: BaseGeometry, edges: Edges) -> Measure:
    if isinstance(site, shapely.Point):
        return lambda xy: np.asarray(inverse(site.x, site.y, xy[:, 0], xy[:, 1])[2])
    # Only here: the search loads compiled trees that a point does without.
    from rangeviz.geodesy.distance import geodesic_distance

    return lambda xy: np.asarray(geodesic_distance(xy, site, edges=edges))


def _least(
    shapes: np.ndarray, measure: Measure, floor_m: float, tolerance_m: float
) -> FloatArray:
    """Branch and bound over the chains of all shapes together."""
    xy, ring, shape = _vertices(shapes)
    first, last = _chains(ring)
    far = np.concatenate(
        [
            [0.0],
            np.cumsum(np.where(np.diff(ring) == 0, length_bound(xy[:-1], xy[1:]), 0)),
        ]
    )
    chain_m = far[last] - far[first]
    ends_m = _measure_once(measure, xy, first, last)
    best = np.full(len(shapes), np.inf)
    np.minimum.at(best, shape[first], ends_m.min(axis=1))
    least_m = np.maximum((ends_m.sum(axis=1) - chain_m) / 2, floor_m)
    open_ = least_m < best[shape[first]] - tolerance_m
    # The edges of the chains that are still open.
    count = (last - first)[open_]
    head = np.repeat(first[open_], count) + _ranks(count)
    start, end, owner = xy[head], xy[head + 1], shape[head]
    for _ in range(_MOST_ROUNDS):
        if not len(start):
            break
        start_m, end_m = measure(start), measure(end)
        np.minimum.at(best, owner, np.minimum(start_m, end_m))
        least_m = (start_m + end_m - length_bound(start, end)) / 2
        least_m = np.maximum(least_m, floor_m)
        open_ = least_m < best[owner] - tolerance_m
        step = (end - start)[open_] / _CUTS
        owner = np.repeat(owner[open_], _CUTS)
        rank = np.tile(np.arange(_CUTS), len(step))[:, None]
        step = np.repeat(step, _CUTS, axis=0)
        start = np.repeat(start[open_], _CUTS, axis=0) + step * rank
        end = start + step
    return best


def _vertices(shapes: np.ndarray) -> tuple[FloatArray, np.ndarray, np.ndarray]:
    """Coordinates of all lines and rings, with the number of their line and shape."""
    outlines = np.where(
        shapely.get_dimensions(shapes) == 2, shapely.boundary(shapes), shapes
    )
    lines, owner = shapely.get_parts(outlines, return_index=True)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    return xy, line, owner[line]


def _chains(line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last vertex of each chain; chains of one line share their ends."""
    starts = np.flatnonzero(np.r_[True, np.diff(line) != 0])
    stops = np.r_[starts[1:], len(line)] - 1
    count = np.maximum(-(-(stops - starts) // _EDGES_PER_CHAIN), 1)
    first = np.repeat(starts, count) + _ranks(count) * _EDGES_PER_CHAIN
    last = np.minimum(first + _EDGES_PER_CHAIN, np.repeat(stops, count))
    return first, last


def _measure_once(
    measure: Measure, xy: FloatArray, first: np.ndarray, last: np.ndarray
) -> FloatArray:
    """Measure from each vertex that begins or ends a chain, each only once."""
    used, where = np.unique(np.concatenate([first, last]), return_inverse=True)
    found = measure(xy[used])[where]
    return np.column_stack([found[: len(first)], found[len(first) :]])


def _ranks(count: np.ndarray) -> np.ndarray:
    """0, 1, 2... within each group of so many."""
    before = np.cumsum(count) - count
    return np.asarray(np.arange(count.sum()) - np.repeat(before, count))
