"""How near shapes come to a site, and how far from it they go, many at once.

A distance changes along a line by no more than the line's length. So the two ends of
a chain of edges, at distances d and e, bound every distance along its length L from
below by (d + e - L) / 2. Chains that can't hold the nearest place of their shape are
dropped; the others are cut shorter, down to edges. There the distance is semi-concave
(:mod:`rangeviz.geodesy.distance.curvature`), which bounds it far better: few edges have
to be cut until no piece can beat what was found by more than the tolerance.

The greatest distance is the least of the distances taken negative, so one search finds
both. It is bounded by the distances to the places that are nearest to an edge's ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.columns import Columns
from rangeviz.geodesy.distance.curvature import MAX_DISTANCE_M, lowest_along
from rangeviz.geodesy.edges import acceleration_bound, length_bound
from rangeviz.geodesy.ellipsoid import GEOD, FloatArray, inverse, wrap_lon
from rangeviz.geodesy.measure import paths_of
from rangeviz.geodesy.pieces import features_of, ragged
from rangeviz.geodesy.shapes import Edges, prepared, within

if TYPE_CHECKING:
    from rangeviz.geodesy.distance.nearest import NearestSearch

SEARCH_TOLERANCE_M = 1.0
PIECE_M, STRAY_M = 5_000.0, 10.0
_EDGES_PER_CHAIN = (256, 32, 4, 1)
_PARTS = 8
_MOST_ROUNDS = 12

Feet = Callable[[FloatArray], FloatArray]


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
        distance_m = self._feet(positions)[:, 0]
        if shapely.get_dimensions(self._site) == 2:
            lon, lat = wrap_lon(positions[:, 0]), positions[:, 1]
            distance_m = np.where(within(lon, lat, self._site), 0.0, distance_m)
        return distance_m

    def nearest_m(
        self,
        shapes: np.ndarray | Sequence[BaseGeometry],
        *,
        tolerance_m: float = SEARCH_TOLERANCE_M,
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
            found[apart] = _least(shapes[apart], self._feet, 1, 0.0, tolerance_m)
        return found

    def farthest_m(
        self,
        shapes: np.ndarray | Sequence[BaseGeometry],
        *,
        limit_m: float,
        tolerance_m: float = SEARCH_TOLERANCE_M,
    ) -> FloatArray:
        """Measure to the farthest place on the outline of each of n shapes.

        Parameters
        ----------
        shapes : (n,) array or sequence of shapely geometries
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
        shapes = np.asarray(shapes, object)
        if not len(shapes):
            return np.zeros(0)
        return -_least(shapes, self._feet, -1, -limit_m, tolerance_m)

    def _feet(self, xy: FloatArray) -> FloatArray:
        """Distance, lon and lat of the nearest place of the site, per position."""
        if isinstance(self._site, shapely.Point):
            lon, lat = self._site.x, self._site.y
            distance_m = np.asarray(inverse(lon, lat, xy[:, 0], xy[:, 1])[2])
            here = np.broadcast_to((lon, lat), xy.shape)
            return np.column_stack([distance_m, here])
        feet = self._search.feet(wrap_lon(xy[:, 0]), xy[:, 1])
        return np.column_stack([feet.distance_m, feet.lon, feet.lat])

    @cached_property
    def _search(self) -> NearestSearch:
        # Only here: it loads compiled trees that a point does without.
        from rangeviz.geodesy.distance.nearest import NearestSearch

        return NearestSearch(features_of(self._site, PIECE_M, STRAY_M))


@dataclass(frozen=True, slots=True)
class _Pieces(Columns):
    """Parts of edges: their ends (lon, lat), and the feet of these on the site."""

    start: FloatArray
    end: FloatArray
    start_foot: FloatArray
    end_foot: FloatArray

    def in_parts(self, feet: Feet) -> _Pieces:
        """Cut pieces into equal parts, and measure where they were cut."""
        share = np.arange(1, _PARTS)[:, None] / _PARTS
        inner = self.start[:, None] + share * (self.end - self.start)[:, None]
        inner_feet = feet(inner.reshape(-1, 2)).reshape(len(inner), -1, 3)
        xy = np.concatenate([self.start[:, None], inner, self.end[:, None]], axis=1)
        ends = (self.start_foot[:, None], inner_feet, self.end_foot[:, None])
        xy_feet = np.concatenate(ends, axis=1)
        return _Pieces(
            xy[:, :-1].reshape(-1, 2),
            xy[:, 1:].reshape(-1, 2),
            xy_feet[:, :-1].reshape(-1, 3),
            xy_feet[:, 1:].reshape(-1, 3),
        )


def _lowest(pieces: _Pieces) -> FloatArray:
    """Bound the distances along pieces from below."""
    length = length_bound(pieces.start, pieces.end)
    bend = acceleration_bound(pieces.start, pieces.end)
    return lowest_along(pieces.start_foot[:, 0], pieces.end_foot[:, 0], length, bend)


def _highest(pieces: _Pieces) -> FloatArray:
    """Bound the distances along pieces from above, by those to either end's foot.

    The distance to one place is convex along geodesics, as far as the bounds of the
    certificate go, and so at most what it is at the ends and an eighth of the bend.
    """
    start_m, end_m = pieces.start_foot[:, 0], pieces.end_foot[:, 0]
    by_length = (start_m + end_m + length_bound(pieces.start, pieces.end)) / 2
    across_m = GEOD.inv(*pieces.start_foot[:, 1:].T, *pieces.end.T)[2]
    back_m = GEOD.inv(*pieces.end_foot[:, 1:].T, *pieces.start.T)[2]
    to_one = np.minimum(np.maximum(start_m, across_m), np.maximum(back_m, end_m))
    to_one += acceleration_bound(pieces.start, pieces.end) / 8
    is_convex = np.maximum(across_m, back_m) < MAX_DISTANCE_M
    return np.where(is_convex, np.minimum(by_length, to_one), by_length)


def _least(
    shapes: np.ndarray,
    feet: Feet,
    sign: int,
    floor_m: float,
    tolerance_m: float,
) -> FloatArray:
    """Branch and bound over the chains of all shapes together, then their edges.

    The values are the distances times the sign, so that the least of them is the
    shortest or minus the greatest distance.
    """
    xy, line, shape = _vertices(shapes)
    same = np.diff(line) == 0
    edge_m = np.where(same, length_bound(xy[:-1], xy[1:]), 0.0)
    along_m = np.concatenate([[0.0], np.cumsum(edge_m)])
    known = np.full((len(xy), 3), np.nan)
    best = np.full(len(shapes), np.inf)
    first, last = _whole_lines(line)
    for size in _EDGES_PER_CHAIN:
        first, last = _split(first, last, size)
        _measure_new(feet, xy, known, np.concatenate([first, last]))
        ends = sign * known[first, 0], sign * known[last, 0]
        np.minimum.at(best, shape[first], np.minimum(*ends))
        least = (ends[0] + ends[1] - along_m[last] + along_m[first]) / 2
        open_ = np.maximum(least, floor_m) < best[shape[first]] - tolerance_m
        first, last = first[open_], last[open_]
    pieces = _Pieces(xy[first], xy[last], known[first], known[last])
    owner = shape[first]
    for _ in range(_MOST_ROUNDS):
        least = _lowest(pieces) if sign > 0 else -_highest(pieces)
        open_ = np.maximum(least, floor_m) < best[owner] - tolerance_m
        if not open_.any():
            break
        owner = np.repeat(owner[open_], _PARTS)
        pieces = pieces.take(open_).in_parts(feet)
        np.minimum.at(best, owner, sign * pieces.start_foot[:, 0])
    return best


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
    feet: Feet, xy: FloatArray, known: FloatArray, where: np.ndarray
) -> None:
    """Measure from the vertices that have not been measured yet."""
    new = np.unique(where[np.isnan(known[where, 0])])
    if len(new):
        known[new] = feet(xy[new])
