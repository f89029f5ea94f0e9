"""Edges straight in lon/lat: how long, how far from geodesic, and where they face.

The edge is the curve t -> (lon0 + t dlon, lat0 + t dlat), 0 <= t <= 1. With M and N
the radii of curvature, its covariant acceleration has the components

    north:  sin(lat) N cos(lat) dlon^2 + M'(lat) dlat^2
    east:   -2 M sin(lat) dlon dlat

(Christoffel symbols of ds^2 = M^2 dlat^2 + N^2 cos^2(lat) dlon^2). The bounds
below take each factor at its largest along the edge; they hold at the poles too.
"""

from __future__ import annotations

import numpy as np

from rangeviz.geodesy.ellipsoid import (
    E2,
    FloatArray,
    meridian_radius_m,
    prime_vertical_radius_m,
)

# |M'| / M = 3 e^2 sin cos / (1 - e^2 sin^2), at most
_MERIDIAN_RADIUS_CHANGE = 1.5 * E2 / (1 - E2)


def length_bound(start: FloatArray, end: FloatArray) -> FloatArray:
    """Bound the length in metres of edges given as (n, 2) arrays of lon, lat.

    It also bounds the speed of the curve everywhere on it.

    Examples
    --------
    >>> start, end = np.array([[30.0, 50.0]]), np.array([[30.1, 50.0]])
    >>> length_bound(start, end).round().tolist()
    [7170.0]
    """
    return speed_bounds(start, end)[0]


def acceleration_bound(start: FloatArray, end: FloatArray) -> FloatArray:
    """Bound the covariant acceleration, in metres, of edges in unit time.

    An eighth of it bounds how far the edge strays from the geodesic between its
    ends, as long as the edge is short beside the Earth.
    """
    return speed_bounds(start, end)[1]


def speed_bounds(start: FloatArray, end: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Bound the speed, or length, and the covariant acceleration of edges."""
    dlon, dlat = np.abs(np.radians(end - start)).T
    head, tail = np.abs(start[:, 1]), np.abs(end[:, 1])
    crosses = start[:, 1] * end[:, 1] <= 0
    least, most = np.where(crosses, 0.0, np.minimum(head, tail)), np.maximum(head, tail)
    # each factor at its largest: N cos(lat) at the least latitude, M at the most
    east = prime_vertical_radius_m(least) * np.cos(np.radians(least)) * dlon
    north = meridian_radius_m(most) * dlat
    turning = np.sin(np.radians(most)) * dlon * np.hypot(east, 2 * north)
    bend = turning + _MERIDIAN_RADIUS_CHANGE * north * dlat
    return np.asarray(np.hypot(east, north)), np.asarray(bend)


def outward_deg(foot: FloatArray, step: FloatArray, seen_deg: FloatArray) -> FloatArray:
    """Azimuth away from edges, on the side of other azimuths."""
    outward = np.degrees(np.arctan2(*_east_north(foot[:, 1], step))) + 90
    turn = (outward - seen_deg + 180) % 360 - 180
    return np.where(np.abs(turn) > 90, outward - 180, outward)


def _east_north(lat: FloatArray, step: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Turn steps in degrees into metres, at latitudes."""
    dlon, dlat = np.radians(step).T
    parallel = prime_vertical_radius_m(lat) * np.cos(np.radians(lat))
    return parallel * dlon, meridian_radius_m(lat) * dlat
