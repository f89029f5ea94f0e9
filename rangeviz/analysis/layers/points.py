"""Which of many points a reach holds: by their true distance, not the drawn shape."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely

from rangeviz.analysis.places import reached
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.shapes import within
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.zone import Zone

_LEAST_M_PER_DEG = 110_574.0  # of latitude, at the equator
_LEAST_COSINE = 1e-3


def points_reached(envelope: ReachEnvelope, positions: FloatArray) -> np.ndarray:
    """Tell which positions are inside a reach.

    Parameters
    ----------
    envelope : ReachEnvelope
        The reach.
    positions : (n, 2) array
        lon, lat in degrees (EPSG:4326), -180 to 180.

    Returns
    -------
    (n,) array of bool
        By the geodesic distance from the site and, in a sector, the azimuth. About
        lines and areas, where a distance is a search of its own, only positions
        near the boundary of the measured shape need it; the shape decides the others.
    """
    inside = np.zeros(len(positions), bool)
    near = _in_bounds(envelope, positions)
    if not envelope.site.is_point:
        lon, lat = positions[near].T
        sure = within(lon, lat, envelope.measured)
        inside[near] = sure
        near = near[_by_the_boundary(envelope, positions[near])]
    if near.size:
        inside[near] = reached(envelope, *positions[near].T)[1]
    return inside


def points_permitted(positions: FloatArray, zones: Sequence[Zone]) -> np.ndarray:
    """Tell where the rules of zones leave positions alone.

    Parameters
    ----------
    positions : (n, 2) array
        lon, lat in degrees (EPSG:4326), -180 to 180.
    zones : sequence of Zone
        Not inside ``restricted`` ones and, where there are any, in an ``only`` one.

    Returns
    -------
    (n,) array of bool
    """
    lon, lat = positions.T
    allowed = np.ones(len(positions), bool)
    named = np.zeros(len(positions), bool)
    for zone in zones:
        inside = within(lon, lat, zone.geometry)
        if zone.rule == "restricted":
            allowed &= ~inside
        else:
            named |= inside
    if any(zone.rule == "only" for zone in zones):
        allowed &= named
    return allowed


def _in_bounds(envelope: ReachEnvelope, positions: FloatArray) -> np.ndarray:
    """Give the rows of positions that could be inside."""
    west, south, east, north = envelope.bounds
    lon, lat = positions.T
    fits = (lat >= south) & (lat <= north)
    if west > -180 and east < 180:
        fits &= (lon >= west) & (lon <= east)
    return np.flatnonzero(fits)


def _by_the_boundary(envelope: ReachEnvelope, positions: FloatArray) -> np.ndarray:
    boundary = envelope.measured.boundary
    shapely.prepare(boundary)
    return np.asarray(
        shapely.dwithin(boundary, shapely.points(positions), _slack_deg(envelope))
    )


def _slack_deg(envelope: ReachEnvelope) -> float:
    """Twice what the shape may be off, in degrees of longitude or latitude."""
    _, south, _, north = envelope.measured.bounds
    cosine = math.cos(math.radians(max(abs(south), abs(north))))
    slack_m = 2 * max(envelope.max_deviation_m, 1.0)
    return slack_m / (_LEAST_M_PER_DEG * max(cosine, _LEAST_COSINE))
