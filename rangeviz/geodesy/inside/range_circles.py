"""Range circles about sites, as the positions they are measured with.

Straight chords through the ellipsoid are cheap, geodesics are not. A chord bounds the
geodesic between its ends, closely at short distances (0.6 m at 300 km, 14 km at
10,000 km): the curvature of a geodesic lies between those of the ellipsoid, so it is
compared with arcs of the circles of least and of greatest curvature (Schur's comparison
theorem gives the upper bound; the lower one, where torsion is neglected, is held by a
test).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from rangeviz.geodesy.ellipsoid import (
    SEMI_MAJOR_M,
    SEMI_MINOR_M,
    FloatArray,
    wrap_lon,
)
from rangeviz.geodesy.inside.swept import Swept
from rangeviz.geodesy.inside.unit_edges import positions_m

LEAST_RADIUS_M: Final = SEMI_MINOR_M**2 / SEMI_MAJOR_M
GREATEST_RADIUS_M: Final = SEMI_MAJOR_M**2 / SEMI_MINOR_M


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
