"""Lay areas of lon and lat onto a raster, in its own CRS.

An edge that is straight in lon/lat is a curve elsewhere. It is divided until it strays
less than `MOST_STRAY` cells from where it belongs; where a projection tears the Earth,
areas are cut before they are laid.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from pyproj import Transformer
from pyproj.exceptions import ProjError
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import one_line
from rangeviz.datasets.files.raster_file import Grid, Window
from rangeviz.errors import GeometryError
from rangeviz.geodesy.ellipsoid import FloatArray

MOST_STRAY: Final = 2e-4
_ROUNDS: Final = 14
_LATTICE: Final = 65
_GAP_DEG: Final = 1e-9  # a tenth of a millimetre: a seam belongs to one side only
_MOST_VERTICES: Final = 5_000_000


class GridFrame:
    """The way from lon/lat onto a raster.

    Parameters
    ----------
    grid : Grid
        Where its cells lie.

    Raises
    ------
    GeometryError
        If its CRS can't be reached from lon/lat, or it goes more than once round
        the Earth.
    """

    def __init__(self, grid: Grid) -> None:
        self._grid, self._crs = grid, grid.crs
        try:
            self._transformer = Transformer.from_crs(
                "EPSG:4326", grid.crs, always_xy=True
            )
        except ProjError as error:
            raise self._unreachable() from error
        self._bounds = grid.bounds(Window(0, 0, grid.rows, grid.columns))
        west, _, east, _ = self._bounds
        if self._turn and east - west > self._turn + grid.width / 1e3:
            raise GeometryError("its columns go more than once round the Earth")

    def lay(self, area: BaseGeometry) -> list[shapely.Polygon]:
        """Lay an area onto the raster.

        Parameters
        ----------
        area : Polygon or MultiPolygon
            EPSG:4326, cut at the antimeridian, edges straight in lon/lat.

        Returns
        -------
        list of Polygon
            In the raster's CRS, without overlaps; of what lies far from the raster
            nothing. Together they may be no valid shape: they can share edges.

        Raises
        ------
        GeometryError
            If an edge near the raster can't be laid so that it strays little.
        """
        laid = [self._polygon(part) for part in self._parts(area)]
        near = shapely.box(*self._bounds)
        return [
            moved
            for part in laid
            for moved in self._turned(part)
            if shapely.intersects(shapely.box(*moved.bounds), near)
        ]

    @property
    def _turn(self) -> float:
        """A whole turn in units of x; 0 for a projected CRS."""
        if not self._crs.is_geographic:
            return 0.0
        return 2 * math.pi / float(self._crs.axis_info[0].unit_conversion_factor)

    def _turned(self, part: shapely.Polygon) -> list[shapely.Polygon]:
        """Give an area wherever the raster may have it, such as from 180 to 360."""
        if not self._turn:
            return [part]
        shifts = (-self._turn, 0.0, self._turn)
        return [translate(part, xoff=shift) for shift in shifts]

    def _parts(self, area: BaseGeometry) -> Iterator[shapely.Polygon]:
        for box in self._boxes:
            whole = shapely.contains_properly(box, area)
            inside = area if whole else shapely.intersection(area, box)
            parts = shapely.get_parts(inside)
            yield from parts[shapely.get_dimensions(parts) == 2]
            if whole:
                return

    @cached_property
    def _boxes(self) -> list[shapely.Polygon]:
        """What of the Earth the raster can hold, in lon/lat, cut at the CRS's seam."""
        west, east, south, north = self._footprint()
        greenwich = getattr(self._crs.prime_meridian, "longitude", 0.0)
        middle = greenwich + self._central_deg()
        seams = sorted((middle + half + 180) % 360 - 180 for half in (0, 180))
        edges = [-180.0, *(seam for seam in seams if abs(seam) < 180), 180.0]
        spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        return [
            shapely.box(max(start, low), south, min(end, high), north)
            for low, high in spans
            for start, end in (
                (a + _GAP_DEG * (a > -180), b - _GAP_DEG * (b < 180))
                for a, b in pairwise(edges)
            )
            if max(start, low) < min(end, high)
        ]

    def _central_deg(self) -> float:
        operation = self._crs.coordinate_operation
        for each in operation.params if operation else ():
            if each.name.startswith("Longitude of"):
                return math.degrees(float(each.value) * each.unit_conversion_factor)
        return 0.0

    def _footprint(self) -> tuple[float, float, float, float]:
        """Bound the raster in lon/lat, with a margin: west > east across 180."""
        if self._turn:
            return -180.0, 180.0, -90.0, 90.0
        west, south, east, north = self._bounds
        x, y = np.meshgrid(
            np.linspace(west, east, _LATTICE), np.linspace(south, north, _LATTICE)
        )
        lon, lat = self._transformer.transform(x, y, direction="INVERSE")
        on_earth = np.isfinite(lon) & np.isfinite(lat)
        if not on_earth.any():
            raise self._unreachable()
        lon, lat = lon[on_earth], lat[on_earth]
        margin = 4 * np.ptp(lat) / _LATTICE
        low, high = max(lat.min() - margin, -90.0), min(lat.max() + margin, 90.0)
        poles = [pole for pole in (-90.0, 90.0) if self._holds(0.0, pole)]
        if poles:
            return -180.0, 180.0, min(low, *poles, 90.0), max(high, *poles, -90.0)
        ordered = np.sort(lon)
        gaps = np.diff(ordered, append=ordered[0] + 360)
        widest = int(np.argmax(gaps))
        margin = 4 * (360 - gaps[widest]) / _LATTICE
        if gaps[widest] <= 2 * margin or gaps[widest] < 1:
            return -180.0, 180.0, low, high
        first = ordered[(widest + 1) % len(ordered)] - margin
        last = ordered[widest] + margin
        return (first + 180) % 360 - 180, (last + 180) % 360 - 180, low, high

    def _holds(self, lon: float, lat: float) -> bool:
        x, y = self._transformer.transform(lon, lat)
        west, south, east, north = self._bounds
        return bool(west <= x <= east and south <= y <= north)

    def _polygon(self, part: shapely.Polygon) -> shapely.Polygon:
        shell, *holes = (
            self._ring(shapely.get_coordinates(ring))
            for ring in (part.exterior, *part.interiors)
        )
        return shapely.Polygon(shell, holes)

    def _ring(self, lonlat: FloatArray) -> FloatArray:
        """Divide the edges in three until each strays little where the raster is."""
        xy = self._xy(lonlat)
        for _ in range(_ROUNDS):
            step, chord = np.diff(lonlat, axis=0), np.diff(xy, axis=0)
            thirds = [lonlat[:-1] + step * share for share in (1 / 3, 2 / 3)]
            places = [self._xy(each) for each in thirds]
            strays = np.max(
                [
                    self._cells(place - xy[:-1] - chord * share)
                    for place, share in zip(places, (1 / 3, 2 / 3), strict=True)
                ],
                axis=0,
            )
            far = np.flatnonzero((strays > MOST_STRAY) & self._near(xy, places))
            if not far.size:
                return xy
            if len(xy) + 2 * far.size > _MOST_VERTICES:
                break
            at = np.repeat(far + 1, 2)
            lonlat = np.insert(lonlat, at, _woven(thirds, far), axis=0)
            xy = np.insert(xy, at, _woven(places, far), axis=0)
        raise GeometryError(
            f"an edge can't be laid into its CRS, {one_line(self._crs.name)}; turn it "
            "into lon/lat with 'gdalwarp -t_srs EPSG:4326'"
        )

    def _near(self, xy: FloatArray, places: list[FloatArray]) -> np.ndarray:
        """Tell which edges could come near the raster."""
        corners = np.stack([xy[:-1], *places, xy[1:]])
        low, high = corners.min(axis=0), corners.max(axis=0)
        slack = (high - low).max(axis=1, keepdims=True)
        west, south, east, north = self._bounds
        meets = (low - slack <= (east, north)) & (high + slack >= (west, south))
        return np.asarray(meets.all(axis=1))

    def _cells(self, off: FloatArray) -> FloatArray:
        size = (self._grid.width, self._grid.height)
        return np.asarray(np.abs(off / size).max(axis=1))

    def _xy(self, lonlat: FloatArray) -> FloatArray:
        xy = np.column_stack(self._transformer.transform(*lonlat.T))
        if not np.isfinite(xy).all():
            raise self._unreachable()
        return xy

    def _unreachable(self) -> GeometryError:
        return GeometryError(
            f"its CRS, {one_line(self._crs.name)}, can't be reached from lon/lat "
            "everywhere it would need to be; turn it into lon/lat with "
            "'gdalwarp -t_srs EPSG:4326'"
        )


def _woven(pair: list[FloatArray], rows: np.ndarray) -> FloatArray:
    """Give both points of each edge, one after the other."""
    return np.stack([each[rows] for each in pair], axis=1).reshape(-1, 2)
