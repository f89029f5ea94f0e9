"""Curves about a site as chains of edges straight in lon/lat, to a tolerance.

A curve here is an arc of a geodesic circle (fixed distance, changing azimuth) or a
geodesic ray (fixed azimuth, changing distance). Every vertex is one direct solution,
so it lies on the curve to nanometres. What is left is how far the *edges* stray.

Along an edge let f(t), 0 <= t <= 1, be the distance from the curve, signed along its
normal. It is 0 at both ends, and its slopes s0, s1 there are known exactly: the edge's
east and north components (its step in lon and lat times the radii of curvature)
on the normal, whose azimuth comes with the direct solution (Gauss's lemma: a geodesic
circle is perpendicular to its radii). The cubic through these four values is::

    f(t) = t (1 - t) (s0 (1 - t) - s1 t),   so   |f| <= max(|s0|, |s1|) / 4

The cubic is off by at most max|f''''| / 384, which for an edge that spans no more than
``_RESOLVED_DEG`` of longitude is small beside f itself: the worst case, an edge
round a pole with the curve straight beside it, has f ~ cos(x) - 1, and the bound falls
short by x^2 / 12 for half a span of x radians, 0.14 %. ``_MARGIN`` is ten times that.
Edges that span more are split without asking. Only beside a pole does that never end,
where a curve passes so close that the longitude jumps by up to 180 degrees in one
edge; there both ends are within a fraction of the tolerance of the pole, and so is
the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rangeviz.geodesy.columns import Columns, IntArray
from rangeviz.geodesy.ellipsoid import (
    GEOD,
    FloatArray,
    meridian_radius_m,
    prime_vertical_radius_m,
)

_RESOLVED_DEG: Final = 15.0
_MARGIN: Final = 1.02
_FIRST_STEP_DEG: Final = 5.0  # azimuth; also what small circles look round by
_FIRST_RAY_PIECES: Final = 8
_MOST_PIECES: Final = 32  # of one edge in one round
_UNRESOLVED_PIECES: Final = 8
_MOST_ROUNDS: Final = 60


@dataclass(frozen=True, slots=True)
class Curves:
    """Many arcs and rays: azimuth and distance run evenly from start to stop.

    Parameters
    ----------
    lon, lat : (n,) array
        Sites in degrees.
    azimuths_deg : (n, 2) array
        Azimuth at start and stop; equal for a ray.
    distances_m : (n, 2) array
        Distance from the site at start and stop; equal for an arc.
    tolerance_m : (n,) array
        Largest allowed deviation of an edge.
    """

    lon: FloatArray
    lat: FloatArray
    azimuths_deg: FloatArray
    distances_m: FloatArray
    tolerance_m: FloatArray

    def at(self, curve: IntArray, t: FloatArray) -> FloatArray:
        """Lon, lat and azimuth of the normal at t (0 to 1) of curves: (m, 3) array."""
        azimuth, distance = self.azimuths_deg[curve], self.distances_m[curve]
        solved = GEOD.fwd(
            self.lon[curve],
            self.lat[curve],
            azimuth[:, 0] + (azimuth[:, 1] - azimuth[:, 0]) * t,
            distance[:, 0] + (distance[:, 1] - distance[:, 0]) * t,
            return_back_azimuth=False,
        )
        is_ray = azimuth[:, 0] == azimuth[:, 1]
        return np.column_stack([*solved[:2], solved[2] + np.where(is_ray, 90.0, 0.0)])


@dataclass(frozen=True, slots=True)
class Edges(Columns):
    """Edges of many chains, in order.

    Parameters
    ----------
    curve : (m,) int array
        The curve that each edge follows, ascending.
    start, stop : (m, 3) array
        Lon, lat and azimuth of the normal at both ends, in degrees.
    t : (m, 2) array
        Where the ends lie on the curve.
    deviation_m : (m,) array
        Bound of each edge's absolute deviation from its curve.
    """

    curve: IntArray
    start: FloatArray
    stop: FloatArray
    t: FloatArray
    deviation_m: FloatArray


def trace(curves: Curves) -> Edges:
    """Follow curves by edges that keep the tolerance, splitting where needed.

    Parameters
    ----------
    curves : Curves
        The arcs and rays.

    Returns
    -------
    Edges
        In order along each curve.

    Examples
    --------
    >>> east = Curves(np.zeros(1), np.full(1, 50.0), np.array([[0.0, 180.0]]),
    ...               np.full((1, 2), 305_800.0), np.full(1, 10.0))
    >>> edges = trace(east)
    >>> bool(edges.deviation_m.max() <= 10)
    True
    """
    todo = _first_edges(curves)
    done = []
    for _ in range(_MOST_ROUNDS):
        allowed = curves.tolerance_m[todo.curve]
        kept = todo.deviation_m <= allowed
        done.append(todo.take(kept))
        if kept.all():
            break
        todo = _split(curves, todo.take(~kept), allowed[~kept])
    else:
        done.append(todo)
    edges = Edges.concatenate(done)
    return edges.take(np.lexsort((edges.t[:, 0], edges.curve)))


def edge_deviation_m(start: FloatArray, stop: FloatArray) -> FloatArray:
    """Bound the deviation of edges from the curve that their ends lie on.

    Parameters
    ----------
    start, stop : (m, 3) array
        Lon, lat and azimuth of the curve's normal at both ends, in degrees.

    Returns
    -------
    (m,) array
        Metres. An edge too long to tell has the bound of its way to the pole, or
        infinity where it crosses the equator.
    """
    step = _step(start, stop)
    slopes = np.maximum(_slope(start, step), _slope(stop, step))
    bound = np.where(_is_resolved(step), _MARGIN / 4 * slopes, np.inf)
    same_side = start[:, 1] * stop[:, 1] > 0
    reach = np.radians(180 - np.abs(start[:, 1]) - np.abs(stop[:, 1]))
    beside_pole = np.where(same_side, meridian_radius_m(90) * reach, np.inf)
    return np.minimum(bound, beside_pole)


def _step(start: FloatArray, stop: FloatArray) -> FloatArray:
    step = stop[:, :2] - start[:, :2]
    step[:, 0] -= 360 * np.round(step[:, 0] / 360)
    return step


def _is_resolved(step: FloatArray) -> NDArray[np.bool_]:
    return np.asarray(np.abs(step[:, 0]) <= _RESOLVED_DEG)


def _slope(end: FloatArray, step: FloatArray) -> FloatArray:
    lat, normal = end[:, 1], np.radians(end[:, 2])
    east = prime_vertical_radius_m(lat) * np.cos(np.radians(lat)) * step[:, 0]
    north = meridian_radius_m(lat) * step[:, 1]
    return np.abs(np.radians(east * np.sin(normal) + north * np.cos(normal)))


def _first_edges(curves: Curves) -> Edges:
    turn = np.abs(np.diff(curves.azimuths_deg, axis=1)[:, 0])
    pieces = np.where(turn, np.ceil(turn / _FIRST_STEP_DEG), _FIRST_RAY_PIECES)
    everything = np.arange(len(curves.lon))
    ends = np.zeros(len(everything))
    whole = np.column_stack([ends, ends + 1])
    start, stop = curves.at(everything, ends), curves.at(everything, ends + 1)
    edges = Edges(everything, start, stop, whole, ends)
    return _split_into(curves, edges, pieces.astype(int))


def _split(curves: Curves, edges: Edges, allowed: FloatArray) -> Edges:
    # the deviation of an edge falls with the square of its length
    wanted = np.ceil(np.sqrt(edges.deviation_m / allowed))
    resolved = _is_resolved(_step(edges.start, edges.stop))
    pieces = np.where(resolved, np.clip(wanted, 2, _MOST_PIECES), _UNRESOLVED_PIECES)
    return _split_into(curves, edges, pieces.astype(int))


def _split_into(curves: Curves, edges: Edges, pieces: IntArray) -> Edges:
    """Split edges into so many pieces each, evenly along the curve."""
    old = np.repeat(np.arange(len(pieces)), pieces)
    rank = np.arange(len(old)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    t0, t1 = edges.t[old].T
    along = t0 + (t1 - t0) * (rank / pieces[old])
    inner = rank > 0
    start = edges.start[old]
    start[inner] = curves.at(edges.curve[old[inner]], along[inner])
    last = rank == pieces[old] - 1
    stop, along_stop = np.roll(start, -1, axis=0), np.roll(along, -1)
    stop[last], along_stop[last] = edges.stop[old[last]], t1[last]
    t = np.column_stack([along, along_stop])
    return Edges(edges.curve[old], start, stop, t, edge_deviation_m(start, stop))
