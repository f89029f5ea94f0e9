"""What lies inside a reach of a raster of the user's own, cell by cell.

A cell counts by the part of it that is inside, as exactextract measures it: as if what
it counts were spread evenly in it. What is not even can only lie in the cells across
the edge, so the sum of cells wholly inside and that of all touched bound the truth.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.layers.groups import MOST_GROUPS
from rangeviz.analysis.layers.on_grid import GridFrame
from rangeviz.analysis.layers.tally import Kind, Tally, WithinRow
from rangeviz.datasets.files.gdal import shown
from rangeviz.datasets.files.raster_file import (
    OwnRaster,
    opened_raster,
    reopened_raster,
)
from rangeviz.errors import FileFormatError, GeometryError
from rangeviz.geodesy.ellipsoid import FloatArray

if TYPE_CHECKING:
    from rangeviz.analysis.ground import Units
    from rangeviz.analysis.surroundings import Surroundings
    from rangeviz.model.reach import ReachEnvelope
    from rangeviz.model.zone import Zone

_T = TypeVar("_T")
# Edges stray from their true place by less than this share of a cell, and so may what
# two areas that meet have of a cell between them.
_WHOLE: Final = 1 - 1e-3
_TOUCHED: Final = 1e-6


class RasterTable:
    """A raster of counts, measured once for many reaches.

    Parameters
    ----------
    raster : OwnRaster
        The file and its name.

    Raises
    ------
    FileFormatError
        If it can't be read, holds no numbers or some below zero, or its CRS can't be
        reached from lon/lat.
    """

    kind: Kind = "cells"

    def __init__(self, raster: OwnRaster) -> None:
        self.name, self._path = raster.name, raster.path
        with opened_raster(self._path) as file:
            self._stamp, grid = file.stamp, file.grid
            self._frame = _laid(self._path, lambda: GridFrame(grid))
            self._windows = file.windows()
            cells = (file.read(window) for window in self._windows)
            # What is masked is 0.
            self._totals = np.array(
                [(c.count(), np.ma.getdata(c).sum()) for c in cells]
            )
        self._boxes = np.array([grid.bounds(each) for each in self._windows])
        self._units: dict[str, Tally] = {}
        count, total = self._totals.sum(axis=0).tolist()
        self._whole = Tally(int(count), 0, total, (), (total, total))
        if not count:
            raise FileFormatError(
                f"{shown(Path(self._path))} holds no number in any cell"
            )

    def __len__(self) -> int:
        return self._whole.features

    def rows(
        self,
        envelope: ReachEnvelope,
        _zones: Sequence[Zone] = (),
        permitted: BaseGeometry | None = None,
        around: Surroundings | None = None,
    ) -> list[WithinRow]:
        """Tell what of the cells is inside a reach.

        Parameters
        ----------
        envelope : ReachEnvelope
            The reach.
        permitted : shapely geometry, optional
            What zones leave of the reach, as `permitted_part` gives.
        around : Surroundings, optional
            The regions to tell beside the whole.

        Returns
        -------
        list of WithinRow
            The whole reach first, then by the name of the region, none if it touches
            more than `MOST_GROUPS`.
        """
        reached = [envelope.measured, *([] if permitted is None else [permitted])]
        units = around.reached_units if around is not None else None
        if units is None or len(units) > MOST_GROUPS:
            return [self._row(None, self._whole, self._tallies(reached))]
        parts = [shapely.intersection(units.shapes, area) for area in reached]
        tallies = iter(self._tallies([*reached, *np.concatenate(parts)]))
        first = [next(tallies) for _ in reached]
        by_unit = [[next(tallies) for _ in units.code] for _ in reached]
        regions = zip(_labels(units), self._whole_units(units), *by_unit, strict=True)
        rows = [self._row(name, whole, inside) for name, whole, *inside in regions]
        rows.sort(key=lambda row: row.group or "")
        return [self._row(None, self._whole, first), *rows]

    def _row(
        self, group: str | None, whole: Tally, parts: Sequence[Tally]
    ) -> WithinRow:
        inside, *permitted = parts
        return WithinRow(
            self.name,
            self.kind,
            group,
            (),
            whole,
            inside,
            permitted[0] if permitted else None,
        )

    def _whole_units(self, units: Units) -> list[Tally]:
        """Sum over whole regions, each once for all reaches."""
        new = [row for row, code in enumerate(units.code) if code not in self._units]
        tallies = self._tallies([units.shapes[row] for row in new])
        self._units |= zip(units.code[new], tallies, strict=True)
        return [self._units[code] for code in units.code]

    def _tallies(self, areas: Sequence[BaseGeometry]) -> list[Tally]:
        """Sum over the cells of each area, reading each window once at most."""
        sums = np.zeros((len(areas), 5))
        with reopened_raster(Path(self._path)) as file:
            if file.stamp != self._stamp:
                raise FileFormatError(
                    f"{shown(Path(self._path))} changed while it was read"
                )
            laid = _laid(
                self._path, lambda: [_Laid(self._frame.lay(each)) for each in areas]
            )
            for number, window in enumerate(self._windows):
                count, total = self._totals[number]
                if not count:
                    continue
                across = []
                for row, area in enumerate(laid):
                    state = area.state(self._boxes[number])
                    if state == "inside":
                        sums[row] += (count, 0, total, total, total)
                    elif state == "across":
                        across.append(row)
                if across:
                    cells = file.read(window)
                    parts = [laid[row].shape for row in across]
                    sums[across] += _cut(cells, self._boxes[number], parts)
        return [
            Tally(int(whole), int(partly), amount, (), (low, high))
            for whole, partly, amount, low, high in sums.tolist()
        ]


class _Laid:
    """An area in the raster's CRS, ready to be asked of many windows."""

    def __init__(self, parts: list[shapely.Polygon]) -> None:
        self._parts = np.array(parts, object)
        self.shape = shapely.MultiPolygon(parts)
        self._bounds = shapely.bounds(self._parts).reshape(-1, 4)
        shapely.prepare(self._parts)

    def state(self, box: FloatArray) -> str:
        west, south, east, north = self._bounds.T
        near = (west < box[2]) & (east > box[0]) & (south < box[3]) & (north > box[1])
        if not near.any():
            return "outside"
        parts, window = self._parts[near], shapely.box(*box)
        if shapely.contains_properly(parts, window).any():
            return "inside"
        return "across" if shapely.intersects(parts, window).any() else "outside"


def _cut(
    cells: np.ma.MaskedArray[Any, Any], box: FloatArray, areas: Sequence[BaseGeometry]
) -> FloatArray:
    """Sum over some cells, for each area: wholly, partly, sum, low and high."""
    from exactextract import exact_extract
    from exactextract.raster import NumPyRasterSource

    sums = []
    source = NumPyRasterSource(cells, *box.tolist())
    for told in exact_extract(source, _features()(areas), ["values", "coverage"]):
        values, share = (
            np.asarray(told["properties"][k]) for k in ("values", "coverage")
        )
        whole, touched = share >= _WHOLE, share > _TOUCHED
        parts = values * np.where(whole, 1.0, share)
        low, high = values[whole].sum(), values[touched].sum()
        sums.append((whole.sum(), (touched & ~whole).sum(), parts.sum(), low, high))
    return np.array(sums, float)


@functools.cache
def _features() -> type[Any]:
    """Make the class that hands shapes to exactextract as WKB: quick, and exact."""
    from exactextract.feature import JSONFeature, JSONFeatureSource

    class Feature(JSONFeature):  # type: ignore[misc]
        def __init__(self, shape: BaseGeometry) -> None:
            super().__init__()
            self._wkb = shapely.to_wkb(shape)

        def geometry(self) -> bytes:
            return self._wkb

    class Features(JSONFeatureSource):  # type: ignore[misc]
        def __iter__(self) -> Iterator[Feature]:
            return map(Feature, self.src)

    return Features


def _labels(units: Units) -> list[str]:
    """Name regions, those of one name with their country."""
    names, counts = np.unique(units.name.astype(str), return_counts=True)
    shared = set(names[counts > 1].tolist())
    return [
        f"{name}, {country}" if name in shared else str(name)
        for name, country in zip(units.name, units.country_name, strict=True)
    ]


def _laid(path: str, lay: Callable[[], _T]) -> _T:
    """Begin what is said of a raster's CRS with the name of the file."""
    try:
        return lay()
    except GeometryError as error:
        raise FileFormatError(f"{shown(Path(path))}: {error}") from error
