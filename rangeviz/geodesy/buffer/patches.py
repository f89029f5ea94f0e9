"""Polygons that provably lie within a buffer: the stones that it is built of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.distance.curvature import (
    circle_radius_m,
    disc_excess,
    parts_of_ray,
    strip_excess,
)
from rangeviz.geodesy.edges import acceleration_bound
from rangeviz.geodesy.ellipsoid import GEOD, SPHERE_RADIUS_M, FloatArray, to_ecef
from rangeviz.geodesy.pieces import Features, IntArray, ragged

Shapes = NDArray[np.object_]

_FILL = 0.98  # radius of coarse patches, as a share of the distance


@dataclass(frozen=True, slots=True)
class Patches:
    """Polygons in the plane, and by how much they can exceed the distance."""

    polygons: Shapes
    excess_m: float


def ray_ends(
    plane: StereographicPlane,
    lon: FloatArray,
    lat: FloatArray,
    azimuth_deg: FloatArray,
    distance_m: float | FloatArray,
) -> FloatArray:
    """Position in the plane at a distance along geodesics."""
    distance = np.broadcast_to(np.asarray(distance_m, float), lon.shape)
    end_lon, end_lat, _ = GEOD.fwd(lon, lat, azimuth_deg, distance)
    return plane.from_lonlat(end_lon, end_lat)


def disc_cover(
    plane: StereographicPlane, features: Features, distance_m: float
) -> Shapes:
    """Cover most of a buffer with few discs about some points, well inside it."""
    ends = np.concatenate([features.start, features.end])
    ends_m = np.concatenate([features.start_m, features.start_m + features.chord_m])
    cells = np.floor(ends_m / (distance_m / 4)).astype(np.int64)
    _, chosen = np.unique(cells, axis=0, return_index=True)
    centre, corners = ends[chosen], _corner_count(plane, features, distance_m)
    azimuth = np.tile(-np.linspace(0, 360, corners + 1), len(centre))
    lon, lat = np.repeat(centre, corners + 1, axis=0).T
    xy = ray_ends(plane, lon, lat, azimuth, _FILL * distance_m)
    return _polygons(xy, np.full(len(centre), corners + 1))


def _corner_count(
    plane: StereographicPlane, features: Features, distance_m: float
) -> int:
    """How many corners keep a disc's chords within the distance."""
    xy = plane.from_lonlat(features.start[:, 0], features.start[:, 1])
    scale = 1 + (np.hypot(xy[:, 0], xy[:, 1]).max() / (2 * SPHERE_RADIUS_M)) ** 2
    far = np.arctan(np.sqrt(scale - 1)) + distance_m / (2 * SPHERE_RADIUS_M)
    bend = 1.02 * np.tan(min(far, 1.55)) * distance_m / SPHERE_RADIUS_M + 0.02
    return 4 * int(np.ceil(max(3.0, 4.0 * np.sqrt(bend))))


def fans(
    plane: StereographicPlane,
    distance_m: float,
    centre: FloatArray,
    first: IntArray,
    last: IntArray,
    steps_per_turn: IntArray,
) -> Patches:
    """Sectors about points of the shape, between steps of azimuth.

    Parameters
    ----------
    plane : StereographicPlane
        Where the polygons lie.
    distance_m : float
        Radius.
    centre : (n, 2) array
        Points of the shape, degrees.
    first, last : (n,) array
        Numbers of the first and the last step, clockwise from north.
    steps_per_turn : (n,) array
        Steps that make 360 degrees.
    """
    if not len(centre):
        return Patches(np.zeros(0, object), 0.0)
    centre, first, last, steps_per_turn = _merged(centre, first, last, steps_per_turn)
    whole = last - first >= steps_per_turn
    last = np.where(whole, first + steps_per_turn, last)
    middle = plane.from_lonlat(centre[:, 0], centre[:, 1])
    parts = parts_of_ray(distance_m, plane.curvature_within(middle, distance_m))
    # out along one side, back the arc, in along the other side
    count = last - first + 1 + 2 * parts
    fan, rank = ragged(count)
    k, rest = parts[fan], count[fan] - 1 - rank
    share = np.where(whole[fan], 1.0, np.minimum(np.minimum(rank, rest) / k, 1.0))
    step = np.clip(last[fan] - (rank - k), first[fan], last[fan]) % steps_per_turn[fan]
    azimuth = 360.0 * step / steps_per_turn[fan]
    lon, lat = centre[fan].T
    xy = ray_ends(plane, lon, lat, azimuth, share * distance_m)
    xy = np.where((share == 0)[:, None], middle[fan], xy)
    curvature = plane.straight_line_curvature(xy)
    curvature = np.maximum.reduceat(curvature, np.cumsum(count) - count)
    chord_m = circle_radius_m(distance_m) * 2 * np.pi / steps_per_turn
    excess = disc_excess(chord_m, curvature)
    bent = (parts_of_ray(distance_m, curvature) > parts) & ~whole
    excess = np.where(bent, distance_m, excess)
    return Patches(_polygons(xy, count), float(excess.max(initial=0.0)))


def _merged(
    centre: FloatArray, first: IntArray, last: IntArray, turn: IntArray
) -> tuple[FloatArray, IntArray, IntArray, IntArray]:
    """Join the fans of one centre whose steps overlap or touch."""
    shift = np.floor_divide(first, turn) * turn
    first, last = first - shift, last - shift
    keys = np.column_stack([centre, turn])
    _, group = np.unique(keys, axis=0, return_inverse=True)
    group = group.ravel()
    order = np.lexsort([first, group])
    wide = np.int64(4) * (int(turn.max(initial=1)) + 1)
    low, high = (group * wide + first)[order], (group * wide + last)[order]
    high = np.maximum.accumulate(high)
    opens = np.append(True, low[1:] > high[:-1])[: len(low)]
    begin = np.flatnonzero(opens)
    end = np.append(begin[1:], len(low)) - 1
    rows = order[begin]
    return centre[rows], first[rows], high[end] - group[rows] * wide, turn[rows]


def strip_excesses(
    plane: StereographicPlane,
    distance_m: float,
    foot: FloatArray,
    end_xy: FloatArray,
    head: IntArray,
    tail: IntArray,
) -> FloatArray:
    """Bound by how much strips exceed the distance.

    A strip is the quadrangle of two places on one edge and the ends of their rays,
    which need one part (`parts_of_ray`).

    Parameters
    ----------
    plane : StereographicPlane
        Where the strips are drawn.
    distance_m : float
        Length of the rays.
    foot : (n, 2) array
        Places on edges, degrees.
    end_xy : (n, 2) array
        Where the rays from there end, in the plane.
    head, tail : (m,) array
        The rows of each strip's two rays.
    """
    chord_m = 1.001 * _apart(plane.to_ecef(end_xy), head, tail)
    foot_m = _apart(to_ecef(foot[:, 0], foot[:, 1]), head, tail)
    curvature = plane.straight_line_curvature(end_xy)
    curvature = np.maximum(curvature[head], curvature[tail])
    one, other = foot.take(head, axis=0), foot.take(tail, axis=0)
    other[:, 0] -= 360 * np.round((other[:, 0] - one[:, 0]) / 360)
    bend = acceleration_bound(one, other)
    longest = np.maximum(chord_m, 1.001 * foot_m)
    excess = strip_excess(distance_m, longest, curvature * chord_m**2, bend)
    return excess + np.where(foot_m > distance_m / 2, bend / 4, 0.0)


def _apart(space_m: FloatArray, head: IntArray, tail: IntArray) -> FloatArray:
    """Distance in space."""
    gap = space_m.take(head, axis=0) - space_m.take(tail, axis=0)
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", gap, gap)))


def polygons(rings: FloatArray) -> Shapes:
    """Make polygons of closed rings of one length: (n, k, 2) array."""
    return _polygons(rings.reshape(-1, 2), np.full(len(rings), rings.shape[1]))


def _polygons(xy: FloatArray, count: IntArray) -> Shapes:
    """Polygons of closed rings laid end to end."""
    index = np.repeat(np.arange(len(count)), count)
    return np.asarray(shapely.polygons(shapely.linearrings(xy, indices=index)))
