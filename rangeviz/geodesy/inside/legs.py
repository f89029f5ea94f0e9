"""Geodesics from a site, with the area between each and the equator.

That area is (Karney 2013, "Algorithms for geodesics", eq. 59 to 63)::

    S12 = c^2 (alpha2 - alpha1) + e^2 a^2 cos(alpha0) sin(alpha0) (I4(s2) - I4(s1))

with c the authalic radius, alpha0 the azimuth at the equator and s the arc on the
auxiliary sphere. The integrand of I4 is sin(s) times a smooth function of
k^2 sin^2(s), which is below 0.0068: a polynomial of degree 5 stands for it to the last
bit, and its integral has a closed form in cos(s).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from rangeviz.geodesy.ellipsoid import (
    AUTHALIC_RADIUS_M,
    E2,
    FLATTENING,
    GEOD,
    SEMI_MAJOR_M,
    FloatArray,
)

SECOND_E2: Final = E2 / (1 - E2)
_DEGREE: Final = 5


@dataclass(frozen=True, slots=True)
class Legs:
    """The shortest geodesics from sites to n positions.

    Attributes
    ----------
    distance_m : (n,) array
    start_deg, end_deg : (n,) array
        Azimuths at both ends, in the direction of travel.
    """

    distance_m: FloatArray
    start_deg: FloatArray
    end_deg: FloatArray


def legs(
    lon1: FloatArray, lat1: FloatArray, lon2: FloatArray, lat2: FloatArray
) -> Legs:
    """Solve n inverse problems: degrees, longitudes however far round."""
    start, end, distance_m = GEOD.inv(lon1, lat1, lon2, lat2, return_back_azimuth=False)
    return Legs(np.asarray(distance_m), np.asarray(start), np.asarray(end))


def turn_deg(there: Legs) -> FloatArray:
    """Tell how far azimuths change from start to end, -180 to 180."""
    change = there.end_deg - there.start_deg
    return np.asarray(change - 360 * np.round(change / 360))


def area_to_equator_m2(there: Legs, lat1: FloatArray, lat2: FloatArray) -> FloatArray:
    """Measure between geodesics and the equator: eastward in the north is positive.

    Parameters
    ----------
    there : Legs
        Of n geodesics.
    lat1, lat2 : (n,) array
        Latitudes of their ends in degrees.

    Returns
    -------
    (n,) array
        Square metres.

    Examples
    --------
    An eighth of the Earth, between the equator and two meridians at right angles:

    >>> there = legs(*(np.array([x]) for x in (0.0, 0.0, 90.0, 90.0)))
    >>> area_m2 = area_to_equator_m2(there, np.zeros(1), np.array([90.0]))
    >>> print(f"{abs(area_m2[0]) / 1e6:,.0f} km2")
    63,758,203 km2
    """
    sin1, cos1 = _reduced(lat1)
    _, cos2 = _reduced(lat2)
    azimuth1, azimuth2 = np.radians(there.start_deg), np.radians(there.end_deg)
    sin_start, cos_start = np.sin(azimuth1), np.cos(azimuth1)
    sin_equator = sin_start * cos1
    cos_equator = np.hypot(cos_start, sin_start * sin1)
    scale = np.maximum(cos_equator, 1e-300)
    k2 = SECOND_E2 * cos_equator**2
    bulge = _integral(k2, np.cos(azimuth2) * cos2 / scale)
    bulge -= _integral(k2, cos_start * cos1 / scale)
    sphere_m2 = AUTHALIC_RADIUS_M**2 * np.radians(turn_deg(there))
    return np.asarray(
        sphere_m2 + E2 * SEMI_MAJOR_M**2 * cos_equator * sin_equator * bulge
    )


def _reduced(lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sine and cosine of reduced latitudes."""
    sine = (1 - FLATTENING) * np.sin(np.radians(lat))
    cosine = np.cos(np.radians(lat))
    length = np.hypot(sine, cosine)
    return sine / length, cosine / length


def _integral(k2: FloatArray, cosine: FloatArray) -> FloatArray:
    """I4 from a quarter turn: sum of p_j k^2j times the integral of (1 - u^2)^j."""
    total = np.zeros_like(cosine)
    power = np.ones_like(cosine)
    c2 = cosine**2
    for coefficient, terms in zip(_KERNEL, _POWERS, strict=True):
        value = np.zeros_like(cosine)
        for term in terms[::-1]:
            value = value * c2 + term
        total += coefficient * power * value * cosine
        power = power * k2
    return total


def _kernel() -> FloatArray:
    """Coefficients of (t(e'^2) - t(x)) / (e'^2 - x) / 2 in x, 0 to e'^2."""

    def t(x: FloatArray) -> FloatArray:
        return np.asarray(x + np.sqrt(1 / x + 1) * np.arcsinh(np.sqrt(x)))

    nodes = np.polynomial.chebyshev.chebpts1(_DEGREE + 3)
    x = SECOND_E2 * (1 + nodes) / 2
    values = (t(np.full_like(x, SECOND_E2)) - t(x)) / (SECOND_E2 - x) / 2
    fitted = np.polynomial.Polynomial.fit(x, values, _DEGREE, domain=[0, SECOND_E2])
    return np.asarray(fitted.convert().coef)


def _powers() -> list[list[float]]:
    """Coefficients of the integral of (1 - u^2)^j from 0 to c, over c, in c^2."""
    rows = []
    for degree in range(_DEGREE + 1):
        binomial = np.polynomial.polynomial.polypow([1.0, -1.0], degree)
        rows.append([term / (2 * i + 1) for i, term in enumerate(binomial.tolist())])
    return rows


_KERNEL: Final = _kernel()
_POWERS: Final = _powers()
