"""The shapes that Leaflet draws, as they lie on the Earth."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely

from rangeviz.errors import InputError

SPHERE_M: Final = 6_371_000.0  # L.CRS.Earth.R
_VERTICES: Final = 1440


def leaflet_circle(lon: float, lat: float, radius_m: float) -> shapely.Polygon:
    """Draw ``L.circle`` as Leaflet does: an ellipse in the Mercator plane.

    Parameters
    ----------
    lon, lat : float
        Centre in degrees.
    radius_m : float
        The option ``radius``, in metres.

    Returns
    -------
    Polygon
        1440 vertices on what ``L.Circle._project`` (Leaflet 1.9) draws: top and
        bottom a radius away on a sphere of 6,371 km, the sides by the spherical law
        of cosines at the middle latitude. Longitudes may leave +-180.

    Raises
    ------
    InputError
        If the circle holds a pole: Leaflet draws none.

    Examples
    --------
    >>> print(f"{leaflet_circle(36.23, 49.99, 305_800).bounds[3]:.4f}")
    52.7401
    """
    reach_deg = float(np.degrees(radius_m / SPHERE_M))
    if abs(lat) + reach_deg >= 90:
        raise InputError(
            f"L.circle at latitude {lat:g} with a radius of {radius_m / 1e3:g} km "
            "holds a pole; Leaflet draws no such circle"
        )
    top, bottom = _north(lat + reach_deg), _north(lat - reach_deg)
    phi, mid = np.radians([lat, _latitude((top + bottom) / 2)])
    cosine = (np.cos(np.radians(reach_deg)) - np.sin(phi) * np.sin(mid)) / (
        np.cos(phi) * np.cos(mid)
    )
    angle = np.linspace(0, 2 * np.pi, _VERTICES, endpoint=False)
    x = np.radians(lon) + np.arccos(cosine) * np.cos(angle)
    y = (top + bottom) / 2 + (top - bottom) / 2 * np.sin(angle)
    lats = _latitude(y)
    return shapely.Polygon(np.column_stack([np.degrees(x), lats]))


def _north(lat: float) -> float:
    """Northing of the spherical Mercator plane, in radii."""
    return float(np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)))


def _latitude(north: Any) -> Any:
    """Latitude in degrees at a northing."""
    return np.degrees(2 * np.arctan(np.exp(north)) - np.pi / 2)
