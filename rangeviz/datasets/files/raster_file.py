"""Open a user's GeoTIFF: one grid of numbers that add up, such as people in cells.

GDAL sees the file alone in a folder, under a plain name: no neighbour can carry
instructions, nothing is written beside the user's file, and only the driver for
GeoTIFF may open it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pyproj import CRS
from pyproj.exceptions import CRSError

from rangeviz.arguments import one_line
from rangeviz.datasets.files.gdal import checked_path, shown
from rangeviz.errors import FileFormatError, InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_CELLS: Final = 2_000_000_000
_MOST_BLOCK_CELLS: Final = 1 << 24  # that are unpacked at a time
_WINDOW: Final = 1024  # cells a side that are read at a time, where the file lets us
_MARKS: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # TIFF and BigTIFF
_QUIET: Final = {
    "GDAL_CACHEMAX": 64,  # megabytes
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",  # neither reads nor writes .aux.xml
}
_NEEDS: Final = ("rasterio", "exactextract")


@dataclass(frozen=True, slots=True)
class OwnRaster:
    """A raster of the user's own: a grid of what can be counted, such as people.

    Parameters
    ----------
    name : str
        What outputs call it.
    path : str
        A GeoTIFF of one band.
    """

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells of a raster lie, in its own CRS.

    Parameters
    ----------
    crs : pyproj.CRS
        Of x and y, in this order.
    west, north : float
        The corner of the first row and column.
    width, height : float
        Of a cell.
    columns, rows : int
        How many there are.
    """

    crs: CRS
    west: float
    north: float
    width: float
    height: float
    columns: int
    rows: int

    def bounds(self, window: Window) -> tuple[float, float, float, float]:
        """Give west, south, east and north of some cells."""
        return (
            self.west + window.column * self.width,
            self.north - (window.row + window.rows) * self.height,
            self.west + (window.column + window.columns) * self.width,
            self.north - window.row * self.height,
        )


@dataclass(frozen=True, slots=True)
class Window:
    """Some rows and columns of a raster, rows from north to south."""

    row: int
    column: int
    rows: int
    columns: int


class RasterFile:
    """A GeoTIFF that is open: cells by windows, rows from north to south.

    Parameters
    ----------
    dataset : rasterio.DatasetReader
        One band of numbers.
    source : Path
        The user's file, for messages.

    Raises
    ------
    FileFormatError
        If it is too large, not of one band of real numbers, or where it lies is not
        said or not along the axes of its CRS.
    """

    def __init__(self, dataset: Any, source: Path) -> None:
        self._dataset, self._shown = dataset, shown(source)
        self._name = one_line(source.name)
        self._check_bands()
        self.grid = self._grid()
        told = source.stat()
        self.stamp = told.st_ino, told.st_size, told.st_mtime_ns
        self._southward = dataset.transform.e < 0
        self._scale, self._offset = dataset.scales[0], dataset.offsets[0]

    def _check_bands(self) -> None:
        data = self._dataset
        if data.count != 1:
            raise self._bad(
                f"has {data.count} bands; give one with "
                f"'gdal_translate -b 1 {self._name} new.tif'"
            )
        if "complex" in data.dtypes[0]:
            raise self._bad("holds complex numbers; give a raster of real ones")
        if data.width * data.height > MOST_CELLS:
            raise self._bad(
                f"has {data.width * data.height:,} cells, and {MOST_CELLS:,} are read "
                f"at most; cut it with 'gdal_translate -projwin ... {self._name} "
                "new.tif'"
            )
        high, wide = data.block_shapes[0]
        if high * wide > _MOST_BLOCK_CELLS:
            raise self._bad(
                f"is stored in blocks of {high:,} x {wide:,} cells; store it in tiles "
                f"with 'gdal_translate -co TILED=YES {self._name} new.tif'"
            )

    def _grid(self) -> Grid:
        data, at = self._dataset, self._dataset.transform
        if data.crs is None:
            raise self._bad(
                "doesn't say its CRS; set it, for lon/lat with "
                f"'gdal_translate -a_srs EPSG:4326 {self._name} new.tif'"
            )
        if at.is_identity:
            raise self._bad("doesn't say where its cells lie; give a GeoTIFF")
        if at.b or at.d or not (at.a > 0 and at.e and np.isfinite(tuple(at)).all()):
            raise self._bad(
                "is rotated or mirrored; lay its cells along the axes with "
                f"'gdalwarp {self._name} new.tif'"
            )
        try:
            crs = CRS.from_wkt(data.crs.to_wkt()).to_2d()
        except CRSError as error:
            raise self._bad("has a CRS that can't be read") from error
        if not (crs.is_projected or crs.is_geographic):
            raise self._bad(
                f"is in {one_line(crs.name)}, which has no place on Earth; correct its "
                f"CRS with 'gdal_translate -a_srs EPSG:... {self._name} new.tif'"
            )
        north = at.f if at.e < 0 else at.f + data.height * at.e
        return Grid(crs, at.c, north, at.a, abs(at.e), data.width, data.height)

    def windows(self) -> list[Window]:
        """Cut the raster into what can be read at a time, without reading twice."""
        high, wide = self._dataset.block_shapes[0]
        rows, columns = self.grid.rows, self.grid.columns
        if wide >= columns:  # strips, each as wide as the raster
            wide, most = columns, max(1, _WINDOW**2 // columns)
        else:
            wide, most = _multiple(wide, _WINDOW), _WINDOW
        high = _multiple(high, most)
        return [
            Window(row, column, min(high, rows - row), min(wide, columns - column))
            for row in range(0, rows, high)
            for column in range(0, columns, wide)
        ]

    def read(self, window: Window) -> np.ma.MaskedArray[Any, np.dtype[np.float64]]:
        """Read some cells; those without a number are masked.

        Raises
        ------
        FileFormatError
            If one holds a number below zero: what is counted is not.
        """
        row = window.row
        if not self._southward:
            row = self.grid.rows - window.row - window.rows
        columns = (window.column, window.column + window.columns)
        part = ((row, row + window.rows), columns)
        cells = self._dataset.read(1, window=part, masked=True)
        values: NDArray[np.float64] = np.ma.getdata(cells).astype(np.float64)
        if (self._scale, self._offset) != (1.0, 0.0):
            values = values * self._scale + self._offset
        missing = np.ma.getmaskarray(cells) | ~np.isfinite(values)
        values[missing] = 0.0
        if (values < 0).any():
            raise self._bad(
                f"holds numbers below zero ({values.min():g}), which can't be counts; "
                "if they stand for no data, say so with "
                f"'gdal_translate -a_nodata {values.min():g} {self._name} new.tif'"
            )
        if not self._southward:
            values, missing = values[::-1], missing[::-1]
        return np.ma.MaskedArray(values, missing)

    def _bad(self, what: str) -> FileFormatError:
        return FileFormatError(f"{self._shown} {what}")


def is_tiff(path: str | os.PathLike[str]) -> bool:
    """Tell by its first bytes whether a file is TIFF or BigTIFF.

    Parameters
    ----------
    path : path-like
        What is no regular file is none.
    """
    try:
        if not Path(path).is_file():
            return False
        with open(path, "rb") as stream:
            return stream.read(4) in _MARKS
    except OSError:
        return False


@contextlib.contextmanager
def opened_raster(path: str | os.PathLike[str]) -> Iterator[RasterFile]:
    """Open a GeoTIFF of a user's.

    Parameters
    ----------
    path : path-like
        A file that `is_tiff`.

    Yields
    ------
    RasterFile

    Raises
    ------
    InputError
        If rasterio or exactextract is missing.
    FileFormatError
        As `RasterFile`, or if the file is missing or damaged, also inside the block.
    """
    source = checked_path(path)
    if missing := [each for each in _NEEDS if importlib.util.find_spec(each) is None]:
        raise InputError(
            f"{shown(source)} needs {' and '.join(missing)} to be read; install with "
            "pip install 'rangeviz[raster]'"
        )
    from rasterio.errors import NotGeoreferencedWarning

    # It is refused below, and so never warned of when a thread opens the file again.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with reopened_raster(source) as file:
            yield file


@contextlib.contextmanager
def reopened_raster(source: Path) -> Iterator[RasterFile]:
    """Open a GeoTIFF that was opened before, in any thread: as `opened_raster`."""
    import rasterio

    with tempfile.TemporaryDirectory(prefix="rangeviz-") as folder:
        alone = Path(folder) / "raster.tif"
        _link(source, alone)
        try:
            with (
                rasterio.Env(**_QUIET),
                rasterio.open(alone, driver="GTiff", sharing=False) as dataset,
            ):
                yield RasterFile(dataset, source)
        except (rasterio.errors.RasterioError, MemoryError) as error:
            raise FileFormatError(
                f"{shown(source)} is damaged: it begins like a TIFF, but can't be read "
                "as one"
            ) from error


def _link(source: Path, alone: Path) -> None:
    """Make the file be where nothing else is: copied only where links can't be."""
    whole = source.resolve()
    for make in (os.symlink, os.link):
        with contextlib.suppress(OSError, NotImplementedError):
            make(whole, alone)
            return
    shutil.copyfile(whole, alone)


def _multiple(block: int, wanted: int) -> int:
    """Give the whole number of blocks that comes next to what is wanted."""
    return block * max(1, round(wanted / block))
