"""How near shapes come to a site, and how far from it they go, many at once.

A distance changes along a line by no more than the line's length. So the two ends of
a chain of edges, at distances d and e, bound every distance along its length L from
below by (d + e - L) / 2. Chains that can't hold the nearest place of their shape are
dropped; the others are cut shorter, down to edges. There the distance is semi-concave
(:mod:`rangeviz.geodesy.certificate`), which bounds it far better: few edges have to
be cut until no piece can beat what was found by more than the tolerance.

The greatest distance is the least of the distances taken negative, so one search finds
both; but these are bounded by lengths alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.certificate import lowest_along
from rangeviz.geodesy.edges import acceleration_bound, length_bound
from rangeviz.geodesy.ellipsoid import FloatArray, inverse, wrap_lon
from rangeviz.geodesy.features import features_of, ragged
from rangeviz.geodesy.measure import paths_of
from rangeviz.geodesy.shapes import Edges, prepared, within

if TYPE_CHECKING:
    from rangeviz.geodesy.nearest import NearestSearch

DEFAULT_TOLERANCE_M = 1.0
PIECE_M, STRAY_M = 5_000.0, 10.0
_EDGES_PER_CHAIN = (256, 32, 4, 1)
_PARTS = 8
_MOST_ROUNDS = 12

Measure = Callable[[FloatArray], FloatArray]
Bound = Callable[[FloatArray, FloatArray, FloatArray, FloatArray], FloatArray]


class Proximity:
    """Geodesic distances from one site, which is made ready once for all of them.

    Parameters
    ----------
    site : shapely geometry
        Point, line or area, EPSG:4326, longitudes from -180 to 180.
    edges : {"planar", "geodesic"}
        How the edges of the site run.

    Raises
    ------
    GeometryError
        If the site is empty or not on Earth.

    Examples
    --------
    >>> from_origin = Proximity(shapely.Point(0, 0))
    >>> squares = np.array([shapely.box(0, 1, 1, 2), shapely.box(-1, -1, 1, 1)])
    >>> from_origin.nearest_m(squares).round().tolist()
    [110574.0, 0.0]
    >>> from_origin.farthest_m(squares[1:], limit_m=1e7).round().tolist()
    [156900.0]
    >>> from_origin.distances_m(np.array([[0.0, 1.0]])).round().tolist()
    [110574.0]
    """

    def __init__(self, site: BaseGeometry, *, edges: Edges = "planar") -> None:
        self._site = prepared(site, edges=edges)

    def distances_m(self, positions: FloatArray) -> FloatArray:
        """Measure to positions, an (n, 2) array of lon, lat; 0 inside an area."""
        distance_m = self._outside_m(positions)
        if shapely.get_dimensions(self._site) == 2:
            lon, lat = wrap_lon(positions[:, 0]), positions[:, 1]
            distance_m = np.where(within(lon, lat, self._site), 0.0, distance_m)
        return distance_m

    def nearest_m(
        self,
        shapes: np.ndarray | Sequence[BaseGeometry],
        *,
        tolerance_m: float = DEFAULT_TOLERANCE_M,
    ) -> FloatArray:
        """Measure the shortest geodesic to each of n shapes.

        Parameters
        ----------
        shapes : (n,) array or sequence of shapely geometries
            EPSG:4326, edges straight in lon/lat; none empty.
        tolerance_m : float
            How much too large a distance may be, in metres; it is never too small.

        Returns
        -------
        (n,) array
            Metres; 0 where site and shape meet. Empty for no shapes.
        """
        shapes = np.asarray(shapes, object)
        shapely.prepare(self._site)
        found = np.where(shapely.intersects(self._site, shapes), 0.0, np.inf)
        apart = np.flatnonzero(found)
        if apart.size:
            found[apart] = _least(
                shapes[apart], self._outside_m, _by_curvature, 0.0, tolerance_m
            )
        return found

    def farthest_m(
        self,
        shapes: np.ndarray,
        *,
        limit_m: float,
        tolerance_m: float = DEFAULT_TOLERANCE_M,
    ) -> FloatArray:
        """Measure to the farthest place on the outline of each of n shapes.

        Parameters
        ----------
        shapes : (n,) array of shapely geometries
            Outside the site; EPSG:4326, edges straight in lon/lat; none empty.
        limit_m : float
            No place is farther than this, as in a reach of that range: the search
            ends where it is attained.
        tolerance_m : float
            How much too small a distance may be, in metres; it is never too large.

        Returns
        -------
        (n,) array
            Metres. Empty for no shapes.
        """
        if not len(shapes):
            return np.zeros(0)
        return -_least(
            shapes, lambda xy: -self._outside_m(xy), _by_length, -limit_m, tolerance_m
        )

    def _outside_m(self, xy: FloatArray) -> FloatArray:
        """Measure to positions that are known not to be inside."""
        if isinstance(self._site, shapely.Point):
            lon, lat = self._site.x, self._site.y
            return np.asarray(inverse(lon, lat, xy[:, 0], xy[:, 1])[2])
        return self._search.feet(wrap_lon(xy[:, 0]), xy[:, 1]).distance_m

    @cached_property
    def _search(self) -> NearestSearch:
        # Only here: it loads compiled trees that a point does without.
        from rangeviz.geodesy.nearest import NearestSearch

        return NearestSearch(features_of(self._site, PIECE_M, STRAY_M))


def _by_curvature(
    start: FloatArray, end: FloatArray, start_m: FloatArray, end_m: FloatArray
) -> FloatArray:
    length, bend = length_bound(start, end), acceleration_bound(start, end)
    return lowest_along(start_m, end_m, length, bend)


def _by_length(
    start: FloatArray, end: FloatArray, start_m: FloatArray, end_m: FloatArray
) -> FloatArray:
    return np.asarray((start_m + end_m - length_bound(start, end)) / 2)


def _least(
    shapes: np.ndarray,
    measure: Measure,
    bound: Bound,
    floor_m: float,
    tolerance_m: float,
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
    pieces = (xy[first], xy[last], known_m[first], known_m[last])
    owner = shape[first]
    for _ in range(_MOST_ROUNDS):
        least_m = np.maximum(bound(*pieces), floor_m)
        open_ = np.flatnonzero(least_m < best[owner] - tolerance_m)
        if not len(open_):
            break
        owner = np.repeat(owner[open_], _PARTS)
        pieces = _in_parts(measure, *(ends[open_] for ends in pieces))
        np.minimum.at(best, owner, pieces[2])
    return best


def _in_parts(
    measure: Measure,
    start: FloatArray,
    end: FloatArray,
    start_m: FloatArray,
    end_m: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Cut pieces into equal parts, and measure where they were cut."""
    share = np.arange(1, _PARTS)[:, None] / _PARTS
    inner = start[:, None] + share * (end - start)[:, None]
    inner_m = measure(inner.reshape(-1, 2)).reshape(len(start), -1)
    xy = np.concatenate([start[:, None], inner, end[:, None]], axis=1)
    xy_m = np.column_stack([start_m, inner_m, end_m])
    return (
        xy[:, :-1].reshape(-1, 2),
        xy[:, 1:].reshape(-1, 2),
        xy_m[:, :-1].ravel(),
        xy_m[:, 1:].ravel(),
    )


def _vertices(shapes: np.ndarray) -> tuple[FloatArray, np.ndarray, np.ndarray]:
    """Coordinates of all lines and rings, with the number of their line and shape."""
    lines, owner = paths_of(shapes)
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
    chain, rank = ragged(np.maximum(-(-(last - first) // size), 1))
    heads = first[chain] + rank * size
    return heads, np.minimum(heads + size, last[chain])


def _measure_new(
    measure: Measure, xy: FloatArray, known_m: FloatArray, where: np.ndarray
) -> None:
    """Measure from the vertices that have not been measured yet."""
    new = np.unique(where[np.isnan(known_m[where])])
    if len(new):
        known_m[new] = measure(xy[new])
