"""The edges of many areas, made ready to be measured from any site.

What does not depend on the site is computed once: Cartesian positions of the vertices,
the area under each ring up to each of them, and balls that hold whole areas and short
runs of edges, so that few edges are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from rangeviz.geodesy.edges import length_bound
from rangeviz.geodesy.ellipsoid import SMALLEST_RADIUS_M, FloatArray, to_ecef
from rangeviz.geodesy.measure import mean_authalic_m2, paths_of, sums
from rangeviz.geodesy.pieces import IntArray, ragged

# Longer edges are divided: each is then close to its chord in space.
_LONGEST_EDGE_M: Final = 25_000.0
# Near a pole even a short edge may turn far.
_LONGEST_EDGE_DEG: Final = 5.0
_SHORT_DEG: Final = 0.2  # 22 km at most: such an edge needs no division
_EDGES_PER_RUN: Final = 16


@dataclass(frozen=True, slots=True)
class Balls:
    """Balls in space, one a row.

    Attributes
    ----------
    centre_m : (n, 3) array
        ECEF.
    radius_m : (n,) array
    """

    centre_m: FloatArray
    radius_m: FloatArray

    def chords_m(self, ball: IntArray, site_m: FloatArray) -> FloatArray:
        """Distances in space from sites, (m, 3), to the centres of m balls."""
        step = self.centre_m[ball] - site_m
        return np.asarray(np.sqrt(np.einsum("ij,ij->i", step, step)))


@dataclass(frozen=True, slots=True)
class UnitEdges:
    """Rings of n areas one after another, shells counter-clockwise, holes clockwise.

    Edge `i` runs from vertex `i` to vertex `i + 1` of the same ring; a ring's last
    vertex is its first again.

    Attributes
    ----------
    shapes : (n,) array of Polygon or MultiPolygon
    unit_m2 : (n,) array
        Their areas.
    unit_balls : Balls
        One holds all edges of one area.
    lon, lat : (v,) array
        Vertices in degrees.
    position_m : (v, 3) array
        ECEF.
    under_m2 : (v,) array
        Area under the edges of the ring up to here; rings add up to their areas.
    sag_m : (v,) array
        How far at most an edge is from its chord.
    ring_first, ring_m2 : (r,) array
        First vertex and signed area of each ring.
    unit_rings, unit_runs : (n + 1,) array
        Where each area's rings and runs begin, and the end of all.
    run_first, run_last : (k,) array
        First and last vertex of each run of edges.
    run_balls : Balls
    """

    shapes: NDArray[Any]
    unit_m2: FloatArray
    unit_balls: Balls
    lon: FloatArray
    lat: FloatArray
    position_m: FloatArray
    under_m2: FloatArray
    sag_m: FloatArray
    ring_first: IntArray
    ring_m2: FloatArray
    unit_rings: IntArray
    unit_runs: IntArray
    run_first: IntArray
    run_last: IntArray
    run_balls: Balls

    def __len__(self) -> int:
        return len(self.shapes)

    @classmethod
    def of(cls, shapes: NDArray[Any]) -> UnitEdges:
        """Prepare areas in EPSG:4326, valid, cut at +-180, closed along the poles."""
        xy, ring, unit = _rings(shapes)
        xy, ring = _divided(xy, ring)
        first = np.flatnonzero(np.diff(ring, prepend=-1))
        last = np.append(first[1:], len(xy)) - 1
        position_m = positions_m(*xy.T)
        under_m2 = _under_m2(xy, ring, first)
        sag_m = _sags_m(xy, position_m)
        sag_m[last] = 0.0  # no edge leads from ring to ring
        run_first, run_last, run_ring = _runs(first, last)
        run_balls = _balls(position_m, sag_m, run_first, run_last)
        unit_runs = np.searchsorted(unit[run_ring], np.arange(len(shapes) + 1))
        return cls(
            shapes=shapes,
            unit_m2=sums(unit, under_m2[last], len(shapes)),
            unit_balls=_around(run_balls, unit_runs),
            lon=xy[:, 0].copy(),
            lat=xy[:, 1].copy(),
            position_m=position_m,
            under_m2=under_m2,
            sag_m=sag_m,
            ring_first=first,
            ring_m2=under_m2[last],
            unit_rings=np.searchsorted(unit, np.arange(len(shapes) + 1)),
            unit_runs=unit_runs,
            run_first=run_first,
            run_last=run_last,
            run_balls=run_balls,
        )

    def rings_of(self, unit: IntArray) -> tuple[IntArray, IntArray]:
        """Which of n areas, and the ring, of all their rings."""
        row, rank = ragged(self.unit_rings[unit + 1] - self.unit_rings[unit])
        return row, self.unit_rings[unit][row] + rank

    def runs_of(self, unit: IntArray) -> tuple[IntArray, IntArray]:
        """Which of n areas, and the run, of all their runs."""
        row, rank = ragged(self.unit_runs[unit + 1] - self.unit_runs[unit])
        return row, self.unit_runs[unit][row] + rank


def under_edge_m2(start: FloatArray, end: FloatArray) -> FloatArray:
    """Measure what edges, (n, 2) arrays of lon and lat, add to their ring's area."""
    step = np.radians(end - start)
    middle = np.radians((start[:, 1] + end[:, 1]) / 2)
    return np.asarray(-step[:, 0] * mean_authalic_m2(middle, step[:, 1] / 2))


def _rings(shapes: NDArray[Any]) -> tuple[FloatArray, IntArray, IntArray]:
    """Vertices, the ring of each, and the area of each ring; by area."""
    paths, owner = paths_of(shapely.orient_polygons(shapes))
    kept = shapely.get_type_id(paths) == 2  # a ring: mending may leave lines
    order = np.argsort(owner[kept], kind="stable")
    rings = paths[kept][order]
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    return xy, ring, owner[kept][order]


def _divided(xy: FloatArray, ring: IntArray) -> tuple[FloatArray, IntArray]:
    """Divide long edges evenly in lon and lat."""
    step = np.abs(np.diff(xy, axis=0))
    long = np.flatnonzero((step.max(axis=1) > _SHORT_DEG) & (ring[1:] == ring[:-1]))
    start, end = xy[long], xy[long + 1]
    by_length = length_bound(start, end) / _LONGEST_EDGE_M
    by_turn = step[long, 0] / _LONGEST_EDGE_DEG
    count = np.ceil(np.maximum(by_length, by_turn)).astype(np.intp) - 1
    edge, rank = ragged(np.maximum(count, 0))
    share = ((rank + 1) / (count[edge] + 1))[:, None]
    inner = start[edge] + share * (end - start)[edge]
    at = long[edge] + 1
    return np.insert(xy, at, inner, axis=0), np.insert(ring, at, ring[long[edge]])


def positions_m(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """ECEF positions, (n, 3), of which a pole has one, whatever its longitude."""
    position_m = to_ecef(lon, lat)
    position_m[np.abs(lat) == 90, :2] = 0.0
    return position_m


def _under_m2(xy: FloatArray, ring: IntArray, first: IntArray) -> FloatArray:
    """Area under the edges of each ring up to each vertex."""
    steps_m2 = np.append(0.0, under_edge_m2(xy[:-1], xy[1:]))
    steps_m2[first] = 0.0  # no edge leads from ring to ring
    total_m2 = np.bincount(ring, steps_m2)
    # Back to 0 at each ring's first vertex: sums stay small, and exact to rounding.
    steps_m2[first[1:]] = -total_m2[:-1]
    return np.cumsum(steps_m2)


def _sags_m(xy: FloatArray, position_m: FloatArray) -> FloatArray:
    """Bound how far edges stray from their chords, as `sag_bound` does, but cheaply.

    A divided edge is hardly longer than its chord, and the factors of latitude that
    `rangeviz.geodesy.edges` has are at most 1.
    """
    chord_m = np.diff(position_m, axis=0)
    length_m = 1.001 * np.sqrt(np.einsum("ij,ij->i", chord_m, chord_m))
    dlon, dlat = np.abs(np.radians(np.diff(xy, axis=0))).T
    turning_m = length_m * (2 * dlon + 0.011 * dlat)
    return np.append(np.hypot(length_m**2 / SMALLEST_RADIUS_M, turning_m) / 8, 0.0)


def _runs(first: IntArray, last: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Cut rings into runs of a few edges; neighbours share a vertex."""
    count = np.maximum(-(-(last - first) // _EDGES_PER_RUN), 1)
    ring, rank = ragged(count)
    start = first[ring] + rank * _EDGES_PER_RUN
    return start, np.minimum(start + _EDGES_PER_RUN, last[ring]), ring


def _balls(
    position_m: FloatArray, sag_m: FloatArray, first: IntArray, last: IntArray
) -> Balls:
    """Balls about runs of vertices that hold every edge between them."""
    if not len(first):
        return Balls(np.zeros((0, 3)), np.zeros(0))
    run, rank = ragged(last - first + 1)
    vertex = first[run] + rank
    heads = np.flatnonzero(np.diff(run, prepend=-1))
    spread = position_m[vertex]
    low, high = np.minimum.reduceat(spread, heads), np.maximum.reduceat(spread, heads)
    centre_m = (low + high) / 2
    spread -= centre_m[run]
    reach_m = np.sqrt(np.einsum("ij,ij->i", spread, spread)) + sag_m[vertex]
    return Balls(centre_m, np.maximum.reduceat(reach_m, heads))


def _around(balls: Balls, starts: IntArray) -> Balls:
    """Balls about rows of balls that begin at each start; none is of radius 0."""
    centre_m = np.zeros((len(starts) - 1, 3))
    radius_m = np.zeros(len(starts) - 1)
    filled = np.flatnonzero(np.diff(starts))
    if filled.size:
        heads = starts[filled]
        width = balls.radius_m[:, None]
        low = np.minimum.reduceat(balls.centre_m - width, heads)
        high = np.maximum.reduceat(balls.centre_m + width, heads)
        centre_m[filled] = (low + high) / 2
        owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        far_m = np.linalg.norm(balls.centre_m - centre_m[owner], axis=1)
        radius_m[filled] = np.maximum.reduceat(far_m + balls.radius_m, heads)
    return Balls(centre_m, radius_m)
