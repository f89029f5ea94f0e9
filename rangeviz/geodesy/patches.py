"""Polygons that provably lie within a buffer: the stones that it is built of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from rangeviz.geodesy.certificate import (
    circle_radius_m,
    disc_excess,
    ray_excess,
    strip_excess,
)
from rangeviz.geodesy.edges import acceleration_bound
from rangeviz.geodesy.ellipsoid import GEOD, FloatArray, to_ecef
from rangeviz.geodesy.features import Features, IntArray, ragged
from rangeviz.geodesy.nearest import Feet
from rangeviz.geodesy.stereographic import SPHERE_RADIUS_M, StereographicPlane

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


def coarse_cover(
    plane: StereographicPlane, features: Features, distance_m: float
) -> Shapes:
    """Cover most of a buffer with few polygons that lie well inside it.

    Discs about some points of the shape where the distance is large beside its
    detail, else a capsule about every piece.
    """
    ends = np.concatenate([features.start, features.end])
    ends_m = np.concatenate([features.start_m, features.start_m + features.chord_m])
    cells = np.floor(ends_m / (distance_m / 4)).astype(np.int64)
    _, chosen = np.unique(cells, axis=0, return_index=True)
    corners = _corner_count(plane, features, distance_m)
    if len(chosen) <= len(features.edge) / 2:
        return _discs(plane, ends[chosen], distance_m, corners)
    return _capsules(plane, features, distance_m, corners)


def _corner_count(
    plane: StereographicPlane, features: Features, distance_m: float
) -> int:
    """How many corners keep a disc's chords within the distance."""
    xy = plane.from_lonlat(features.start[:, 0], features.start[:, 1])
    scale = 1 + (np.hypot(xy[:, 0], xy[:, 1]).max() / (2 * SPHERE_RADIUS_M)) ** 2
    far = np.arctan(np.sqrt(scale - 1)) + distance_m / (2 * SPHERE_RADIUS_M)
    bend = 1.02 * np.tan(min(far, 1.55)) * distance_m / SPHERE_RADIUS_M + 0.02
    return 4 * int(np.ceil(max(3.0, 4.0 * np.sqrt(bend))))


def _discs(
    plane: StereographicPlane, centre: FloatArray, distance_m: float, corners: int
) -> Shapes:
    azimuth = -np.linspace(0, 360, corners + 1)
    lon, lat = np.repeat(centre, corners + 1, axis=0).T
    turned = np.tile(azimuth, len(centre))
    xy = ray_ends(plane, lon, lat, turned, _FILL * distance_m)
    return _polygons(xy, np.full(len(centre), corners + 1))


def _capsules(
    plane: StereographicPlane, features: Features, distance_m: float, corners: int
) -> Shapes:
    """Half a disc about either end of every piece, joined along it."""
    half = corners // 2
    ahead, _, length = GEOD.inv(*features.start.T, *features.end.T)
    behind, _, _ = GEOD.inv(*features.end.T, *features.start.T)
    ahead = np.where(length > 0, ahead, 0.0)
    behind = np.where(length > 0, behind, 180.0)
    turn = -np.linspace(90, 270, half + 1)
    azimuth = np.stack([ahead[:, None] + turn, behind[:, None] + turn], axis=1)
    ends = np.stack([features.start, features.end], axis=1)
    lon, lat = np.repeat(ends[:, :, None], half + 1, axis=2).reshape(-1, 2).T
    xy = ray_ends(plane, lon, lat, azimuth.ravel(), _FILL * distance_m)
    rings = xy.reshape(len(ends), -1, 2)
    rings = np.concatenate([rings, rings[:, :1]], axis=1)
    return _polygons(rings.reshape(-1, 2), np.full(len(rings), rings.shape[1]))


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
    count = last - first + 1
    fan, rank = ragged(count)
    step = (last[fan] - rank) % steps_per_turn[fan]
    lon, lat = centre[fan].T
    azimuth = 360.0 * step / steps_per_turn[fan]
    xy = ray_ends(plane, lon, lat, azimuth, distance_m)
    middle = plane.from_lonlat(centre[:, 0], centre[:, 1])
    curvature = np.maximum(
        plane.straight_line_curvature(xy), plane.straight_line_curvature(middle)[fan]
    )
    chord_m = circle_radius_m(distance_m) * 2 * np.pi / steps_per_turn[fan]
    excess = disc_excess(chord_m, curvature)
    excess = excess + ray_excess(distance_m, curvature)
    apex = np.where(whole[:, None], xy[np.cumsum(count) - count], middle)
    rings = np.insert(xy, np.cumsum(count), apex, axis=0)
    rings = np.insert(
        rings, np.concatenate([[0], np.cumsum(count + 1)[:-1]]), apex, axis=0
    )
    return Patches(_polygons(rings, count + 2), float(excess.max(initial=0.0)))


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


def strips(
    plane: StereographicPlane,
    distance_m: float,
    feet: tuple[Feet, Feet],
    ray_ends_xy: tuple[FloatArray, FloatArray],
) -> tuple[Shapes, FloatArray]:
    """Quadrangles between the rays of two feet on one edge, and their excesses."""
    (head, tail), (head_xy, tail_xy) = feet, ray_ends_xy
    foot = np.column_stack([head.lon, head.lat])
    other = np.column_stack([tail.lon, tail.lat])
    other[:, 0] -= 360 * np.round((other[:, 0] - foot[:, 0]) / 360)
    ends = plane.to_lonlat(head_xy), plane.to_lonlat(tail_xy)
    chord_m = 1.001 * _apart(*ends[0], *ends[1])
    foot_m = _apart(head.lon, head.lat, tail.lon, tail.lat)
    curvature = np.maximum(
        plane.straight_line_curvature(head_xy), plane.straight_line_curvature(tail_xy)
    )
    low, high = plane.from_lonlat(*foot.T), plane.from_lonlat(*other.T)
    bend = acceleration_bound(foot, other)
    longest = np.maximum(chord_m, 1.001 * foot_m)
    excess = strip_excess(distance_m, longest, curvature * chord_m**2, bend)
    excess = excess + np.where(foot_m > distance_m / 2, bend / 4, 0.0)
    at_foot = np.maximum(
        plane.straight_line_curvature(low), plane.straight_line_curvature(high)
    )
    excess = excess + ray_excess(distance_m, np.maximum(curvature, at_foot))
    rings = np.stack([head_xy, tail_xy, high, low, head_xy], axis=1)
    return _polygons(rings.reshape(-1, 2), np.full(len(rings), 5)), excess


def _apart(
    lon0: FloatArray, lat0: FloatArray, lon1: FloatArray, lat1: FloatArray
) -> FloatArray:
    """Distance in space."""
    gap = to_ecef(lon0, lat0) - to_ecef(lon1, lat1)
    return np.asarray(np.linalg.norm(gap, axis=-1))


def _polygons(xy: FloatArray, count: IntArray) -> Shapes:
    """Polygons of closed rings laid end to end."""
    index = np.repeat(np.arange(len(count)), count)
    return np.asarray(shapely.polygons(shapely.linearrings(xy, indices=index)))
