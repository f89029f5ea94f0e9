"""The WGS 84 ellipsoid: constants, the direct and inverse problem, Cartesian positions.

Geodesics are solved by PROJ's copy of GeographicLib through :class:`pyproj.Geod`
(C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013),
whose own error is about 15 nanometres. Longitude comes before latitude, angles are
degrees, azimuths run clockwise from north and lengths are metres.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

from rangeviz.arguments import brief
from rangeviz.errors import CoordinateError, DistanceError, InputError

FloatArray = NDArray[np.float64]
Floats = float | FloatArray
"""A scalar where every argument was a scalar, else an array."""

GEOD: Final = Geod(ellps="WGS84")

SEMI_MAJOR_M: Final = 6_378_137.0
FLATTENING: Final = 1 / 298.257223563
SEMI_MINOR_M: Final = SEMI_MAJOR_M * (1 - FLATTENING)
E2: Final = FLATTENING * (2 - FLATTENING)
"""First eccentricity squared."""
QUARTER_MERIDIAN_M: Final = 10_001_965.729_312_72
"""From the equator to a pole along a meridian."""
AUTHALIC_RADIUS_M: Final = 6_371_007.180_918_474
"""Radius of the sphere of equal area (Snyder 1987, eq. 3-12, 3-13)."""
SPHERE_RADIUS_M: Final = 6_371_000.0
"""Of a sphere that stands for the ellipsoid where a bound allows for the difference."""
SMALLEST_RADIUS_M: Final = SEMI_MINOR_M**2 / SEMI_MAJOR_M
"""Of curvature, along the meridian at the equator."""
LARGEST_RADIUS_M: Final = SEMI_MAJOR_M**2 / SEMI_MINOR_M
"""Of curvature, at the poles."""
LONGEST_DEGREE_M: Final = 111_700.0
"""More than any degree of a meridian or of the equator has."""
LONGEST_M: Final = 1e9
"""Of a geodesic: beyond, rounding would eat the metres."""
TOTAL_AREA_M2: Final = 4 * math.pi * AUTHALIC_RADIUS_M**2
"""Area of the whole ellipsoid."""


def direct(
    lon: ArrayLike, lat: ArrayLike, azimuth_deg: ArrayLike, distance_m: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Go a distance along a geodesic: the direct problem.

    Parameters
    ----------
    lon, lat : float or (n,) array
        Start in degrees; arguments are broadcast against each other.
    azimuth_deg : float or (n,) array
        Azimuth at the start, degrees clockwise from north. At a pole it is
        counted from the meridian of ``lon``.
    distance_m : float or (n,) array
        Length of the geodesic in metres, not negative.

    Returns
    -------
    lon, lat : float or (n,) array
        End in degrees, longitude from -180 to 180.
    azimuth_at_end_deg : float or (n,) array
        Azimuth at the end, in the direction of travel, -180 to 180. Empty arrays give
        empty ones.

    Raises
    ------
    CoordinateError
        If a position is not on Earth or an azimuth is not -360 to 360.
    DistanceError
        If a distance is negative or above 1,000,000 km.

    See Also
    --------
    inverse, geodesic_circle

    Notes
    -----
    PROJ's copy of GeographicLib solves it (Karney, "Algorithms for geodesics", J.
    Geodesy 87, 43-55, 2013), to some 15 nanometres.

    Examples
    --------
    >>> lon, lat, azimuth = direct(36.2304, 49.9935, 0, 305_800)
    >>> round(lat, 4)
    52.7421
    """
    starts = floats_of(lon=lon, lat=lat, azimuth_deg=azimuth_deg, distance_m=distance_m)
    check_positions(*starts[:2])
    if not (np.abs(starts[2]) <= 360).all():  # nor NaN
        raise CoordinateError("an azimuth is not -360 to 360 degrees")
    if not ((starts[3] >= 0) & (starts[3] <= LONGEST_M)).all():
        raise DistanceError(
            "a distance must be 0 m to 1,000,000 km (25 times round the Earth)"
        )
    (lons, lats, azimuths, distances), shape = _flattened(*starts)
    solved = GEOD.fwd(lons, lats, azimuths, distances, return_back_azimuth=False)
    end_lon, end_lat, azimuth = (_shaped(values, shape) for values in solved)
    return end_lon, end_lat, azimuth


def inverse(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Find the shortest geodesic between positions: the inverse problem.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : float or (n,) array
        Start and end in degrees; arguments are broadcast against each other.

    Returns
    -------
    azimuth_start_deg, azimuth_end_deg : float or (n,) array
        Azimuths at both ends, both in the direction of travel, -180 to 180.
    distance_m : float or (n,) array
        Length of the geodesic in metres. Empty arrays give empty ones.

    Raises
    ------
    CoordinateError
        If a position is not on Earth.

    See Also
    --------
    direct, geodesic_distance

    Notes
    -----
    Solved as `direct` is. Of several shortest geodesics (from pole to pole, or to the
    antipode) one is taken; from a place to itself the distance is 0 and the azimuths
    mean nothing.

    Examples
    --------
    Kharkiv to Belgorod (centres by GeoNames), in kilometres:

    >>> _, _, distance_m = inverse(36.2304, 49.9935, 36.5853, 50.6107)
    >>> round(distance_m / 1000)
    73
    """
    ends = floats_of(lon1=lon1, lat1=lat1, lon2=lon2, lat2=lat2)
    check_positions(*ends[:2])
    check_positions(*ends[2:])
    (x1, y1, x2, y2), shape = _flattened(*ends)
    solved = GEOD.inv(x1, y1, x2, y2, return_back_azimuth=False)
    start, end, distance = (_shaped(values, shape) for values in solved)
    return start, end, distance


def to_ecef(lon: ArrayLike, lat: ArrayLike) -> FloatArray:
    """Turn positions on the ellipsoid into earth-centred Cartesian coordinates.

    Parameters
    ----------
    lon, lat : float or (n,) array
        Degrees; broadcast against each other.

    Returns
    -------
    (3,) or (n, 3) array
        x, y, z in metres: x through 0 E on the equator, z through the north pole.

    Examples
    --------
    >>> to_ecef([0, 0], [0, 90]).round(3).tolist()
    [[6378137.0, 0.0, 0.0], [0.0, 0.0, 6356752.314]]
    """
    lam, phi = np.radians(lon), np.radians(lat)
    sine = np.sin(phi)
    nu = SEMI_MAJOR_M / np.sqrt(1 - E2 * sine**2)
    rho = nu * np.cos(phi)
    space = np.empty((*np.broadcast_shapes(lam.shape, phi.shape), 3))
    space[..., 0], space[..., 1] = rho * np.cos(lam), rho * np.sin(lam)
    space[..., 2] = (1 - E2) * nu * sine
    return space


def prime_vertical_radius_m(lat: ArrayLike) -> FloatArray:
    """Radius of curvature across the meridian, in metres (Snyder 1987, eq. 4-20).

    Examples
    --------
    >>> float(prime_vertical_radius_m(0))
    6378137.0
    """
    sin_lat = np.sin(np.radians(lat))
    return np.asarray(SEMI_MAJOR_M / np.sqrt(1 - E2 * sin_lat**2))


def meridian_radius_m(lat: ArrayLike) -> FloatArray:
    """Radius of curvature along the meridian, in metres (Snyder 1987, eq. 4-19).

    Examples
    --------
    >>> round(float(meridian_radius_m(90)), 3)  # a^2 / b
    6399593.626
    """
    share = 1 - E2 * np.sin(np.radians(lat)) ** 2
    return np.asarray(SEMI_MAJOR_M * (1 - E2) / (share * np.sqrt(share)))


def wrap_lon(lon: ArrayLike) -> FloatArray:
    """Bring longitudes into -180 (included) to 180 (excluded).

    Examples
    --------
    >>> wrap_lon([190, -180, 180, 36.23]).tolist()
    [-170.0, -180.0, -180.0, 36.23]
    """
    given = np.asarray(lon, float)
    inside = (given >= -180) & (given < 180)
    return np.where(inside, given, (given + 180) % 360 - 180)


def check_position(lon: float, lat: float) -> None:
    """Refuse what is not a longitude and a latitude in degrees.

    Parameters
    ----------
    lon, lat : float
        Degrees; longitude from -180 to 180 (up to 360 is accepted for shapes
        that run across the antimeridian), latitude from -90 to 90.

    Raises
    ------
    CoordinateError
        If one is not finite or out of bounds. When only the latitude is
        impossible and the two fit the other way round, the message says so.

    Examples
    --------
    >>> check_position(36.23, 49.99)
    >>> check_position(49.99, 136.23)
    Traceback (most recent call last):
    rangeviz.errors.CoordinateError: latitude 136.23 is outside -90 to 90; \
are longitude and latitude swapped?
    """
    try:
        finite = math.isfinite(lon) and math.isfinite(lat)
    except (TypeError, OverflowError):  # a text, None, a number beyond all floats
        raise CoordinateError(
            f"longitude {brief(lon)}, latitude {brief(lat)}: both must be numbers"
        ) from None
    if not finite:
        raise CoordinateError(
            f"longitude {lon}, latitude {lat}: both must be finite numbers of degrees"
        )
    if not -90 <= lat <= 90:
        swap = "; are longitude and latitude swapped?" if abs(lon) <= 90 else ""
        raise CoordinateError(f"latitude {lat:g} is outside -90 to 90{swap}")
    if not -360 <= lon <= 360:
        raise CoordinateError(f"longitude {lon:g} is outside -180 to 180")


def check_positions(lon: ArrayLike, lat: ArrayLike) -> None:
    """Refuse arrays in which one position fails :func:`check_position`.

    Parameters
    ----------
    lon, lat : float or (n,) array
        Degrees; broadcast against each other. Empty arrays pass.

    Raises
    ------
    CoordinateError
        For the first position that is not on Earth.

    Examples
    --------
    >>> check_positions([36.23, 35.9], [49.99, float("nan")])
    Traceback (most recent call last):
    rangeviz.errors.CoordinateError: longitude 35.9, latitude nan: \
both must be finite numbers of degrees
    """
    lons, lats = floats_of(lon=lon, lat=lat)
    fits = (np.abs(lats) <= 90) & (np.abs(lons) <= 360)
    if not fits.all():
        first = int(np.argmin(fits))
        check_position(float(lons.flat[first]), float(lats.flat[first]))


def floats_of(**named: ArrayLike) -> list[FloatArray]:
    """Take numbers and arrays of them, by name, that fit each other.

    Parameters
    ----------
    **named : float or (n,) array
        Whatever numpy reads as numbers; texts are none.

    Returns
    -------
    list of array
        Broadcast against each other.

    Raises
    ------
    InputError
        If one holds something else, or their lengths don't fit.

    Examples
    --------
    >>> floats_of(lon=[36, 37], lat=50)[1].tolist()
    [50.0, 50.0]
    >>> floats_of(lon=[36, 37], lat=[50, 51, 52])
    Traceback (most recent call last):
    rangeviz.errors.InputError: lon and lat don't fit each other: lengths 2, 3
    """
    arrays = [_floats(values, name) for name, values in named.items()]
    try:
        return list(np.broadcast_arrays(*arrays))
    except ValueError:
        sizes = ", ".join(str(array.size) for array in arrays)
        raise InputError(
            f"{' and '.join(named)} don't fit each other: lengths {sizes}"
        ) from None


def _floats(values: ArrayLike, name: str) -> FloatArray:
    try:
        array = np.asarray(values)
        if array.dtype.kind not in "USMm":
            return np.asarray(array, float)
    except (TypeError, ValueError):
        pass
    raise InputError(f"{name} is {brief(values)}: give a number or an array of them")


def _flattened(*arrays: FloatArray) -> tuple[list[FloatArray], tuple[int, ...]]:
    """Turn arrays of one shape flat, and give the shape to go back to."""
    return [np.array(a, float).ravel() for a in arrays], arrays[0].shape


def _shaped(values: FloatArray, shape: tuple[int, ...]) -> Floats:
    return values.reshape(shape) if shape else float(values[0])
