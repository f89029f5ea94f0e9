"""How near many shapes come to one site, and how far from it they go, all at once.

A distance changes along a line by no more than the line's length. So the two ends of
a chain of edges, at distances d and e, bound every distance along its length L from
below by (d + e - L) / 2. Chains that can't hold the nearest place of their shape are
dropped; the others are cut shorter, down to edges, and those into eighths, until no
piece can beat what was found by more than the tolerance. The greatest distance is the
least of the distances taken negative, so one search finds both.
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
_EDGES_PER_CHAIN = (256, 32, 4, 1)
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
    """Branch and bound over the chains of all shapes together, then their edges."""
    xy, line, shape = _vertices(shapes)
    same = np.diff(line) == 0
    edge_m = np.where(same, length_bound(xy[:-1], xy[1:]), 0.0)
    along_m = np.concatenate([[0.0], np.cumsum(edge_m)])
    known_m = np.full(len(xy), np.nan)
    best = np.full(len(shapes), np.inf)
    first, last = _whole_lines(line)
    for size in _EDGES_PER_CHAIN:
        first, last = _split(first, last, size)
        _measure_new(measure, xy, known_m, np.concatenate([first, last]))
        np.minimum.at(best, shape[first], np.minimum(known_m[first], known_m[last]))
        ends_m = known_m[first] + known_m[last]
        least_m = np.maximum((ends_m - along_m[last] + along_m[first]) / 2, floor_m)
        open_ = least_m < best[shape[first]] - tolerance_m
        first, last = first[open_], last[open_]
    _refine(xy[first], xy[last], shape[first], measure, best, floor_m, tolerance_m)
    return best


def _refine(
    start: FloatArray,
    end: FloatArray,
    owner: np.ndarray,
    measure: Measure,
    best: FloatArray,
    floor_m: float,
    tolerance_m: float,
) -> None:
    """Cut open edges until none can beat what was found; `best` is updated."""
    for _ in range(_MOST_ROUNDS):
        if not len(start):
            break
        start_m, end_m = measure(start), measure(end)
        np.minimum.at(best, owner, np.minimum(start_m, end_m))
        least_m = (start_m + end_m - length_bound(start, end)) / 2
        open_ = np.maximum(least_m, floor_m) < best[owner] - tolerance_m
        step = (end - start)[open_] / _CUTS
        owner = np.repeat(owner[open_], _CUTS)
        rank = np.tile(np.arange(_CUTS), len(step))[:, None]
        step = np.repeat(step, _CUTS, axis=0)
        start = np.repeat(start[open_], _CUTS, axis=0) + step * rank
        end = start + step


def _vertices(shapes: np.ndarray) -> tuple[FloatArray, np.ndarray, np.ndarray]:
    """Coordinates of all lines and rings, with the number of their line and shape."""
    outlines = np.where(
        shapely.get_dimensions(shapes) == 2, shapely.boundary(shapes), shapes
    )
    lines, owner = shapely.get_parts(outlines, return_index=True)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    return xy, line, owner[line]


def _whole_lines(line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last vertex of each line."""
    starts = np.flatnonzero(np.r_[True, np.diff(line) != 0])
    return starts, np.r_[starts[1:], len(line)] - 1


def _split(
    first: np.ndarray, last: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Cut chains into chains of at most so many edges; neighbours share an end."""
    count = np.maximum(-(-(last - first) // size), 1)
    before = np.cumsum(count) - count
    rank = np.arange(count.sum()) - np.repeat(before, count)
    heads = np.repeat(first, count) + rank * size
    return heads, np.minimum(heads + size, np.repeat(last, count))


def _measure_new(
    measure: Measure, xy: FloatArray, known_m: FloatArray, where: np.ndarray
) -> None:
    """Measure from the vertices that have not been measured yet."""
    new = np.unique(where[np.isnan(known_m[where])])
    if len(new):
        known_m[new] = measure(xy[new])
