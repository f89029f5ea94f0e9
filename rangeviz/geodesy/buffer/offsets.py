"""The first cover of a buffer whose distance is small beside the shape's detail.

Every piece of an edge gets a strip on either side, and every corner a sector where no
strip reaches: drawn at the full distance, most of them are final at once.
"""

from __future__ import annotations

import numpy as np
import shapely

from rangeviz.geodesy.buffer.patches import (
    Patches,
    Shapes,
    fans,
    polygons,
    ray_ends,
    strip_excesses,
)
from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.ellipsoid import (
    FloatArray,
    meridian_radius_m,
    prime_vertical_radius_m,
)
from rangeviz.geodesy.pieces import Features

_NARROW = 0.9  # width of strips, as a share, where full ones exceed what is allowed
_STRAIGHT_DEG = 179.0  # strips that only just overlap get a sector too


def offset_cover(
    plane: StereographicPlane,
    features: Features,
    distance_m: float,
    allowed_m: float,
    steps_per_turn: int,
) -> Patches:
    """Cover a buffer by strips beside its edges and sectors about its corners.

    Strips lie on both sides of an edge in one polygon, lest a hair's breadth stay
    open along it.

    Parameters
    ----------
    plane : StereographicPlane
        Where the polygons lie.
    features : Features
        Pieces of the shape's edges.
    distance_m : float
        Width of the strips, radius of the sectors.
    allowed_m : float
        Strips that may exceed the distance by more are drawn narrower.
    steps_per_turn : int
        Fineness of the sectors: steps that make 360 degrees.

    Returns
    -------
    Patches
        Nearly all of the buffer.
    """
    full, excess = _belts(plane, features, distance_m)
    fit = (excess <= allowed_m) & shapely.is_valid(full)
    narrow, narrow_excess = _belts(plane, features, _NARROW * distance_m)
    narrow_fit = ~fit & shapely.is_valid(narrow)
    narrow_fit &= narrow_excess <= (1 - _NARROW) * distance_m
    corner, lower, upper = _corners(features)
    # a little wider, lest a hair's breadth stay open beside a step
    first = np.floor(lower * steps_per_turn / 360 - 0.05).astype(np.intp)
    last = np.ceil(upper * steps_per_turn / 360 + 0.05).astype(np.intp)
    turn = np.full(len(corner), steps_per_turn, np.intp)
    sectors = fans(plane, distance_m, corner, first, last, turn)
    return Patches(
        np.concatenate([full[fit], narrow[narrow_fit], sectors.polygons]),
        max(sectors.excess_m, float(excess[fit].max(initial=0.0))),
    )


def _belts(
    plane: StereographicPlane, features: Features, width_m: float
) -> tuple[Shapes, FloatArray]:
    """Draw strips on both sides of pieces; return their excesses too.

    Neighbours on one edge share their rays.
    """
    start, end = features.start, features.end.copy()
    goes_on = np.flatnonzero(features.edge[1:] == features.edge[:-1])
    end[goes_on] = start[goes_on + 1]  # to the last bit
    ahead = _heading_deg(features, start), _heading_deg(features, end)
    ahead[1][goes_on] = ahead[0][goes_on + 1]
    sides = []
    for side in (-90.0, 90.0):
        first, last = (
            ray_ends(plane, place[:, 0], place[:, 1], heading + side, width_m)
            for place, heading in zip((start, end), ahead, strict=True)
        )
        sides.append((first, last))
    excess = [strip_excesses(plane, width_m, (start, end), side) for side in sides]
    low, high = plane.from_lonlat(*start.T), plane.from_lonlat(*end.T)
    left, right = sides
    rings = [left[0], low, right[0], right[1], high, left[1], left[0]]
    return polygons(np.stack(rings, axis=1)), np.maximum(*excess)


def _corners(features: Features) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Vertices, and the azimuths between which no strip of their edges reaches."""
    lone = (features.start == features.end).all(axis=1)
    ends = []
    for column, turn, place in ((0, 0.0, features.start), (1, 180.0, features.end)):
        at = np.flatnonzero((features.vertex[:, column] >= 0) & ~lone)
        away = (_heading_deg(features, place)[at] + turn) % 360
        ends.append((features.vertex[at, column], away, place[at]))
    vertex, away, place = (np.concatenate(both) for both in zip(*ends, strict=True))
    order = np.lexsort([away, vertex])
    vertex, away, place = vertex[order], away[order], place[order]
    opens = np.flatnonzero(np.append(True, vertex[1:] != vertex[:-1])[: len(vertex)])
    closes = np.append(opens[1:], len(vertex))[: len(opens)] - 1
    after = np.append(away[1:], 0.0)[: len(away)]
    after[closes] = away[opens] + 360
    gap = np.flatnonzero(after - away > _STRAIGHT_DEG)
    points = features.start[lone]
    return (
        np.concatenate([place[gap], points]),
        np.concatenate([away[gap] + 90, np.zeros(len(points))]),
        np.concatenate([after[gap] - 90, np.full(len(points), 360.0)]),
    )


def _heading_deg(features: Features, place: FloatArray) -> FloatArray:
    """Azimuth of the edges at one position on each piece."""
    dlon, dlat = (features.end - features.start).T
    flat = np.cos(np.radians(place[:, 1]))
    east = prime_vertical_radius_m(place[:, 1]) * flat * dlon
    north = meridian_radius_m(place[:, 1]) * dlat
    return np.asarray(np.degrees(np.arctan2(east, north)))
