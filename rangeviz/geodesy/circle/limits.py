"""How large, how small and how fine a shape may be.

Radii go up to 19,900 km. The Gaussian curvature of WGS 84 is largest on the equator,
1 / b^2, so no two geodesics from a point meet again before pi * b = 19,970 km
(Klingenberg's theorem; the shortest closed geodesic, a meridian, is longer than twice
that): below, a geodesic circle is a simple curve and the region within is what the
reader expects. Beyond, wavefronts cross near the antipode.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from rangeviz.arguments import float_of
from rangeviz.errors import DistanceError
from rangeviz.geodesy.ellipsoid import QUARTER_MERIDIAN_M, FloatArray

DEFAULT_TOLERANCE_M: Final = 10.0
MIN_TOLERANCE_M: Final = 0.001
MIN_RADIUS_M: Final = 1.0
MAX_RADIUS_M: Final = 19_900_000.0
_COARSEST: Final = 1 / 1000  # of the radius: small circles stay round


def allowed_deviation_m(radius_m: FloatArray, tolerance_m: float) -> FloatArray:
    """Turn the tolerance asked for into the deviation allowed for each radius.

    Parameters
    ----------
    radius_m : (n,) array
        Radii in metres, already checked.
    tolerance_m : float
        As asked for, in metres.

    Returns
    -------
    (n,) array
        At most the tolerance, and at most a thousandth of the radius (beyond a
        hemisphere, of the distance that is left to the antipode), so that a small
        circle looks round and has its area to 0.2 %.

    Raises
    ------
    DistanceError
        If the tolerance is below a millimetre or not finite.

    Examples
    --------
    >>> allowed_deviation_m(np.array([1.0, 5e3, 80.5e3]), 10.0).tolist()
    [0.001, 5.0, 10.0]
    """
    tolerance_m = float_of(tolerance_m, "tolerance_m")
    if not (np.isfinite(tolerance_m) and tolerance_m >= MIN_TOLERANCE_M):
        raise DistanceError(
            f"a tolerance of {tolerance_m:g} m can't be kept: positions are good to "
            f"a millimetre; give {MIN_TOLERANCE_M:g} m or more"
        )
    size_m = np.minimum(radius_m, 2 * QUARTER_MERIDIAN_M - radius_m)
    return np.minimum(tolerance_m, np.maximum(size_m * _COARSEST, MIN_TOLERANCE_M))


def check_radii(radius_m: FloatArray) -> None:
    """Refuse radii outside 1 m to 19,900 km.

    Parameters
    ----------
    radius_m : (n,) array
        Metres.

    Raises
    ------
    DistanceError
        For the first radius that is out of bounds or not finite.

    Examples
    --------
    >>> check_radii(np.array([305_800.0, 0.0]))
    Traceback (most recent call last):
    rangeviz.errors.DistanceError: a range of 0 km is outside 0.001 km to 19900 km
    """
    fits = (radius_m >= MIN_RADIUS_M) & (radius_m <= MAX_RADIUS_M)
    if fits.all():
        return
    bad = float(radius_m[np.argmin(fits)])
    why = ""
    if bad > MAX_RADIUS_M:
        why = "; beyond, wavefronts cross near the antipode and no circle is left"
    raise DistanceError(
        f"a range of {bad / 1000:g} km is outside 0.001 km to 19900 km{why}"
    )


def check_limits(min_radius_m: float, max_radius_m: float) -> None:
    """Refuse a minimum and a maximum radius that don't fit each other.

    Parameters
    ----------
    min_radius_m, max_radius_m : float
        Metres; the minimum may be 0.

    Raises
    ------
    DistanceError
        If one is out of bounds, or the maximum is not at least 1 m above the minimum.

    Examples
    --------
    >>> check_limits(15_000, 80_000)
    >>> check_limits(80_000, 80_000)
    Traceback (most recent call last):
    rangeviz.errors.DistanceError: a minimum range of 80 km must be at least 1 m \
below the maximum range of 80 km
    """
    max_radius_m = float_of(max_radius_m, "max_radius_m")
    min_radius_m = float_of(min_radius_m, "min_radius_m")
    check_radii(np.array([max_radius_m]))
    if min_radius_m == 0:
        return
    check_radii(np.array([min_radius_m]))
    if max_radius_m - min_radius_m < MIN_RADIUS_M:
        raise DistanceError(
            f"a minimum range of {min_radius_m / 1000:g} km must be at least 1 m below "
            f"the maximum range of {max_radius_m / 1000:g} km"
        )
