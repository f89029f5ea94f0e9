"""The Mercator map that a browser shows, as far as borders are thinned for it.

On the sphere, as every web map has it: y = artanh(sin lat), Snyder, *Map Projections:
A Working Manual*, 1987, equation 7-2a.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

MERCATOR_END_DEG = 85.0


def to_map(lonlat: np.ndarray) -> np.ndarray:
    """Move positions (n, 2), lon before lat in degrees, onto the map."""
    return np.column_stack((lonlat[:, 0], mercator_deg(lonlat[:, 1])))


def from_map(flat: np.ndarray) -> np.ndarray:
    """Move places on the map (n, 2) back to lon and lat in degrees."""
    return np.column_stack((flat[:, 0], unmercator_deg(flat[:, 1])))


def mercator_deg(lat: npt.ArrayLike) -> np.ndarray:
    """Give the ordinate of latitudes, in degrees of longitude.

    Beyond 85 degrees it goes straight on to the poles.

    Examples
    --------
    >>> round(float(mercator_deg(60.0)), 2)
    75.46
    """
    shown = np.radians(np.clip(lat, -MERCATOR_END_DEG, MERCATOR_END_DEG))
    north = np.degrees(np.arctanh(np.sin(shown)))
    beyond = (lat - np.degrees(shown)) / math.cos(math.radians(MERCATOR_END_DEG))
    return np.asarray(north + beyond)


def unmercator_deg(north: npt.ArrayLike) -> np.ndarray:
    """Give the latitudes of ordinates, at most 90 degrees.

    Examples
    --------
    >>> round(float(unmercator_deg(mercator_deg(60.0))), 9)
    60.0
    """
    end = float(mercator_deg(MERCATOR_END_DEG))
    shown = np.clip(north, -end, end)
    lat = np.degrees(np.arcsin(np.tanh(np.radians(shown))))
    beyond = (north - shown) * math.cos(math.radians(MERCATOR_END_DEG))
    return np.asarray(np.clip(lat + beyond, -90.0, 90.0))
