"""What lies within ranges of sites: annuli, or their sectors, as pairs of circles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.inside.covered import covered_m2
from rangeviz.geodesy.inside.range_circles import RangeCircles
from rangeviz.geodesy.inside.sectors import Sectors, sector_covered_m2
from rangeviz.geodesy.inside.unit_edges import UnitEdges
from rangeviz.geodesy.pieces import IntArray


@dataclass(frozen=True)
class PointReaches:
    """The positions between two distances from each of n sites.

    Parameters
    ----------
    lon, lat : (n,) array
        Sites in degrees.
    min_m, max_m : (n,) array
        Metres; a least distance of 0 leaves no hole.
    sector : (start, width), optional
        Limits all of them to azimuths clockwise from the start, in degrees.

    Examples
    --------
    >>> import shapely
    >>> kharkiv = PointReaches(
    ...     np.array([36.2304]), np.array([49.9935]), np.zeros(1), np.array([305_800.0])
    ... )
    >>> (kharkiv.area_m2 / 1e6).round().tolist()
    [293726.0]
    >>> east = UnitEdges.of(np.array([shapely.box(36.2304, 40, 50, 60)]))
    >>> _, _, inside_m2 = kharkiv.covered_m2(east)
    >>> (inside_m2 / kharkiv.area_m2).round(6).tolist()
    [0.5]
    """

    lon: FloatArray
    lat: FloatArray
    min_m: FloatArray
    max_m: FloatArray
    sector: tuple[float, float] | None = None

    def __len__(self) -> int:
        return len(self.lon)

    def take(self, rows: slice) -> PointReaches:
        """Give some of them."""
        return PointReaches(
            self.lon[rows],
            self.lat[rows],
            self.min_m[rows],
            self.max_m[rows],
            self.sector,
        )

    @cached_property
    def sites(self) -> tuple[IntArray, IntArray]:
        """Number of each reach's site, and the first reach of each site."""
        place = np.column_stack([self.lon, self.lat]).view(np.complex128).ravel()
        _, first, number = np.unique(place, return_index=True, return_inverse=True)
        return number, first

    @property
    def area_m2(self) -> FloatArray:
        """Area of each, exact to rounding."""
        area_m2 = self._areas_m2(self._outer).copy()
        area_m2[self._hollow] -= self._areas_m2(self._inner)
        return area_m2

    def covered_m2(self, edges: UnitEdges) -> tuple[IntArray, IntArray, FloatArray]:
        """Measure areas in each; as `rangeviz.geodesy.inside.covered.covered_m2`."""
        reach, unit, inside_m2 = self._covered_m2(edges, self._outer)
        if not self._hollow.size:
            return reach, unit, inside_m2
        hole, hole_unit, hole_m2 = self._covered_m2(edges, self._inner)
        key = reach * len(edges) + unit
        at = np.searchsorted(key, self._hollow[hole] * len(edges) + hole_unit)
        inside_m2[at] = np.maximum(inside_m2[at] - hole_m2, 0.0)
        return reach, unit, inside_m2

    @cached_property
    def _hollow(self) -> IntArray:
        return np.flatnonzero(self.min_m > 0)

    @cached_property
    def _outer(self) -> RangeCircles:
        return RangeCircles.about(self.lon, self.lat, self.max_m)

    @cached_property
    def _inner(self) -> RangeCircles:
        at = self._hollow
        return RangeCircles.about(self.lon[at], self.lat[at], self.min_m[at])

    def _areas_m2(self, circles: RangeCircles) -> FloatArray:
        if self.sector is None:
            return circles.area_m2
        return Sectors.of(circles, *self.sector).area_m2

    def _covered_m2(
        self, edges: UnitEdges, circles: RangeCircles
    ) -> tuple[IntArray, IntArray, FloatArray]:
        if self.sector is None:
            return covered_m2(edges, circles)
        return sector_covered_m2(edges, Sectors.of(circles, *self.sector))
