"""Range circles about sites: the positions they are measured with, their areas.

Straight chords through the ellipsoid are cheap, geodesics are not. A chord bounds the
geodesic between its ends, closely at short distances (0.6 m at 300 km, 14 km at
10,000 km): the curvature of a geodesic lies between those of the ellipsoid, so it is
compared with arcs of the circles of least and of greatest curvature (Schur's comparison
theorem gives the upper bound; the lower one, where torsion is neglected, is held by a
test).

The area of their sectors comes in closed form. In geodesic polar coordinates the
element of area is m12 ds da, with m12 the reduced length. Its integral over
the distance is a smooth, even, periodic function of the azimuth: a few samples give it
as a sum of cosines, and any sector with it.

Along one geodesic, with s the arc on the auxiliary sphere, w = sqrt(1 + k^2 sin^2 s),
and m12 as in Karney 2013, eq. 38, that integral is b^2 times::

    cos(s1) (U(s2) - U(s1)) - w1 sin(s1) (V(s2) - V(s1))
        - cos(s1) * integral of (V(s2) - V(s)) k^2 sin^2(s) / w ds

where U and V, the integrals of w^2 sin and of w cos, are elementary; what is left is
small (k^2 is below 0.0068) and smooth, and Gauss' quadrature takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from rangeviz.geodesy.ellipsoid import (
    FLATTENING,
    GEOD,
    SEMI_MAJOR_M,
    SEMI_MINOR_M,
    FloatArray,
    wrap_lon,
)
from rangeviz.geodesy.inside.legs import SECOND_E2
from rangeviz.geodesy.inside.unit_edges import positions_m

LEAST_RADIUS_M: Final = SEMI_MINOR_M**2 / SEMI_MAJOR_M
GREATEST_RADIUS_M: Final = SEMI_MAJOR_M**2 / SEMI_MINOR_M
_STEPS: Final = 16
_LEVEL: Final = 1e-6
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)


@dataclass(frozen=True)
class RangeCircles:
    """Circles about n sites.

    Parameters
    ----------
    lon, lat : (n,) array
        Sites in degrees.
    range_m : (n,) array
        1 m to 19,900 km.
    """

    lon: FloatArray
    lat: FloatArray
    range_m: FloatArray

    @classmethod
    def about(
        cls, lon: FloatArray, lat: FloatArray, range_m: FloatArray
    ) -> RangeCircles:
        """Take longitudes however far round."""
        return cls(wrap_lon(lon), np.asarray(lat, float), np.asarray(range_m, float))

    def __len__(self) -> int:
        return len(self.lon)

    @cached_property
    def site_m(self) -> FloatArray:
        """ECEF positions of the sites, (n, 3)."""
        return positions_m(self.lon, self.lat)

    @cached_property
    def inside_chord_m(self) -> FloatArray:
        """A chord no longer than this is surely inside."""
        return chord_of_arc_m(self.range_m, LEAST_RADIUS_M)

    @cached_property
    def outside_chord_m(self) -> FloatArray:
        """A chord no shorter than this is surely outside."""
        return chord_of_arc_m(self.range_m, GREATEST_RADIUS_M)

    @cached_property
    def swept(self) -> Swept:
        """Areas of sectors."""
        return Swept.of(self.lat, self.range_m)

    @property
    def area_m2(self) -> FloatArray:
        """Area of each circle."""
        return self.swept.circle_m2


def chord_of_arc_m(length_m: FloatArray, radius_m: float) -> FloatArray:
    """Chord of an arc of a circle, at most its diameter."""
    half = np.minimum(np.pi / 2, length_m / (2 * radius_m))
    return np.asarray(2 * radius_m * np.sin(half))


def arc_of_chord_m(chord_m: FloatArray, radius_m: float) -> FloatArray:
    """Arc of a circle over a chord; half the circle if the chord is too long."""
    return np.asarray(2 * radius_m * np.arcsin(np.minimum(1, chord_m / (2 * radius_m))))


@dataclass(frozen=True, slots=True)
class Swept:
    """Coefficients of cos(k azimuth) in the area per radian of n circles.

    Attributes
    ----------
    waves : (n, 16) array
        Square metres per radian.
    """

    waves: FloatArray

    @classmethod
    def of(cls, lat: FloatArray, range_m: FloatArray) -> Swept:
        """Fit the circles about n sites: latitude in degrees, range in metres."""
        azimuths = np.linspace(0, 180, _STEPS + 1)
        start_lat = np.repeat(lat, len(azimuths))
        start_deg = np.tile(azimuths, len(lat))
        length_m = np.repeat(range_m, len(azimuths))
        _, end_lat, end_deg = GEOD.fwd(
            np.zeros(len(start_lat)),
            start_lat,
            start_deg,
            length_m,
            return_back_azimuth=False,
        )
        per_radian = _per_radian(start_lat, start_deg, length_m, end_lat, end_deg)
        samples = per_radian.reshape(len(lat), len(azimuths))
        samples[:, [0, -1]] /= 2
        order = np.arange(_STEPS)
        waves = samples @ np.cos(np.outer(np.radians(azimuths), order))
        return cls(waves * np.where(order == 0, 1, 2) / _STEPS)

    @property
    def circle_m2(self) -> FloatArray:
        """Area of each whole circle."""
        return np.asarray(2 * np.pi * self.waves[:, 0])

    def up_to_m2(self, circle: np.ndarray, angle_rad: FloatArray) -> FloatArray:
        """Area swept from azimuth 0 to each angle: unbounded, and odd in it."""
        waves = self.waves[circle]
        area_m2 = waves[:, 0] * angle_rad
        # sin(k a) by recurrence, two at a time, is a third of the time of np.sin
        sine, twice_cosine = np.sin(angle_rad), 2 * np.cos(angle_rad)
        before = np.zeros_like(sine)
        for order in range(1, waves.shape[1]):
            area_m2 += waves[:, order] * sine / order
            sine, before = twice_cosine * sine - before, sine
        return np.asarray(area_m2)


def _per_radian(
    lat1: FloatArray,
    start_deg: FloatArray,
    range_m: FloatArray,
    lat2: FloatArray,
    end_deg: FloatArray,
) -> FloatArray:
    arc1, cos_equator = _arc(lat1, start_deg)
    arc2, _ = _arc(lat2, end_deg)
    # Along the equator arcs start anywhere, and are as long as the range over b.
    level = cos_equator < _LEVEL
    arc1 = np.where(level, 0.0, arc1)
    along = np.where(level, range_m / SEMI_MINOR_M, np.mod(arc2 - arc1, 2 * np.pi))
    arc2 = arc1 + along
    k2 = SECOND_E2 * cos_equator**2
    first, last = _v(k2, arc1), _v(k2, arc2)
    half = (arc2 - arc1) / 2
    rest = np.zeros_like(arc1)
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        arc = arc1 + half * (1 + node)
        slope = k2 * np.sin(arc) ** 2
        rest += weight * half * (last - _v(k2, arc)) * slope / np.sqrt(1 + slope)
    w_sine = np.sqrt(1 + k2 * np.sin(arc1) ** 2) * np.sin(arc1)
    cosine = np.cos(arc1)
    area = cosine * (_u(k2, arc2) - _u(k2, arc1)) - w_sine * (last - first)
    return np.asarray(SEMI_MINOR_M**2 * (area - cosine * rest))


def _arc(lat: FloatArray, azimuth_deg: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Arc from the equator on the auxiliary sphere, and cos(alpha0)."""
    beta = np.arctan2(
        (1 - FLATTENING) * np.sin(np.radians(lat)), np.cos(np.radians(lat))
    )
    azimuth = np.radians(azimuth_deg)
    cos_equator = np.hypot(np.cos(azimuth), np.sin(azimuth) * np.sin(beta))
    return np.arctan2(np.sin(beta), np.cos(azimuth) * np.cos(beta)), cos_equator


def _u(k2: FloatArray, arc: FloatArray) -> FloatArray:
    cosine = np.cos(arc)
    return np.asarray(-cosine + k2 * (cosine**3 / 3 - cosine))


def _v(k2: FloatArray, arc: FloatArray) -> FloatArray:
    sine = np.sin(arc)
    ku = np.sqrt(k2) * sine
    # asinh(k u) / k, which is u itself where k vanishes
    straight = np.abs(ku) < 1e-8
    log = np.where(straight, sine, np.arcsinh(ku) * sine / np.where(straight, 1.0, ku))
    return np.asarray((sine * np.sqrt(1 + ku**2) + log) / 2)
