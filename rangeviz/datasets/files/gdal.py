"""Open a user's vector file: what is wrong with it is said in one line.

GDAL guesses and warns on stderr; here it gets only copies of known kinds, its talk is
kept silent and its errors become messages.
"""

from __future__ import annotations

import contextlib
import logging
import os
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pyogrio
import shapely

from rangeviz.arguments import check_library, one_line
from rangeviz.datasets.files.vector_copy import VectorCopy, vector_copy
from rangeviz.datasets.files.vector_kinds import Kind
from rangeviz.errors import FileFormatError, InputError, RangevizWarning

_DRIVERS: Final[dict[Kind, str]] = {
    "GeoPackage": "GPKG",
    "Shapefile": "ESRI Shapefile",
    "GeoParquet": "Parquet",
}
_MOST_ROWS: Final = 20_000_000
_MOST_PARQUET_BYTES: Final = 4 << 30  # unpacked


def checked_path(path: str | os.PathLike[str]) -> Path:
    """Give the path of a file that is there and holds something.

    Raises
    ------
    FileFormatError
        If it is missing, a folder or empty.
    """
    source = Path(path)
    try:
        if source.is_dir():
            raise FileFormatError(
                f"{shown(source)} is a folder; give the path of a file"
            )
        if not source.exists():
            raise FileFormatError(f"there is no file {shown(source)}")
        if source.is_file() and source.stat().st_size == 0:
            raise FileFormatError(f"{shown(source)} is empty")
    except OSError as error:  # a name too long for the file system
        raise FileFormatError(f"{shown(source)}: {error.strerror}") from error
    return source


@dataclass(frozen=True, slots=True)
class VectorFile:
    """A vector file that is open: its layers, read one by one.

    Parameters
    ----------
    copy : VectorCopy
        What GDAL reads.
    source : Path
        The user's file, for messages.
    layers : list of str
        The layers that have shapes, as GDAL names them; one at least.
    """

    copy: VectorCopy
    source: Path
    layers: list[str]

    @property
    def kind(self) -> Kind:
        """The kind of file, as `kind_of` tells it."""
        return self.copy.kind

    @property
    def driver(self) -> str:
        """GDAL's name of the kind."""
        return _DRIVERS.get(self.kind, self.kind)

    def label(self, layer: str) -> str:
        """Name a layer for people: its own name, or the file's where it has none."""
        return self.copy.name if layer == self.copy.path.stem else one_line(layer)

    def columns(self, layer: str) -> list[str]:
        """List the attributes of a layer, without its features."""
        if self.kind == "GeoParquet":
            return [str(c) for c in self.read(layer).columns if c != "geometry"]
        info = pyogrio.read_info(self.copy.path, layer=layer)
        return [str(name) for name in info["fields"]]

    def metadata(self) -> dict[str, Any]:
        """Give the metadata items of the file."""
        info = pyogrio.read_info(self.copy.path, layer=self.layers[0])
        return info["dataset_metadata"] or {}

    def read(
        self, layer: str, columns: Collection[str] | None = None
    ) -> gpd.GeoDataFrame:
        """Read a layer as it is, two-dimensional; of its attributes all or some."""
        if self.kind == "GeoParquet":
            frame = _read_parquet(self.copy.path, self.source)
            return frame if columns is None else frame[[*columns, "geometry"]]
        # Dates as they are written: as times, those of zones would be moved to UTC.
        as_written = {"DATE_AS_STRING": "YES"} if self.kind == "GeoJSON" else {}
        frame = pyogrio.read_dataframe(
            self.copy.path,
            layer=layer,
            force_2d=True,
            columns=None if columns is None else list(columns),
            datetime_as_string=True,
            **as_written,
        )
        if self.kind != "GeoJSON" or not isinstance(frame, gpd.GeoDataFrame):
            return frame
        if self.copy.crs is None:
            _warn(
                f"{shown(self.source)} says that its CRS is unknown (crs is null); "
                "taken as lon/lat"
            )
        return frame.set_crs(self.copy.crs or "OGC:CRS84", allow_override=True)


@contextlib.contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[VectorFile]:
    """Open a vector file of a user's.

    Parameters
    ----------
    path : path-like
        GeoJSON, GeoPackage, FlatGeobuf, KML, KMZ, Shapefile, GeoParquet (with
        pyarrow), or a zip of one.

    Yields
    ------
    VectorFile

    Raises
    ------
    InputError
        If pyarrow is wanted and missing.
    FileFormatError
        If the file is missing, a folder, empty, damaged, of another kind, or a table
        without shapes; and for what goes wrong inside the block.
    """
    source = checked_path(path)
    with vector_copy(source, shown(source)) as copy, _reading(source, copy.kind):
        if copy.kind == "GeoParquet":
            layers = [copy.path.stem]
        else:
            layers = [str(n) for n, kind in pyogrio.list_layers(copy.path) if kind]
        if not layers:
            raise FileFormatError(f"{shown(source)} holds no shapes, only a table")
        yield VectorFile(copy, source, layers)


def read_first_layer(source: Path, columns: Collection[str] | None) -> gpd.GeoDataFrame:
    """Read a file as it is.

    Parameters
    ----------
    source : Path
        As `opened` takes it; of several layers the first that has shapes is taken.
    columns : collection of str, optional
        The attributes to read, where not all of them are wanted.

    Raises
    ------
    InputError, FileFormatError
        As `opened`.

    Warns
    -----
    RangevizWarning
        If there are more layers, or the file says that its CRS is unknown.
    """
    with opened(source) as file:
        layer = file.read(file.layers[0], columns)
    if len(file.layers) > 1:
        _warn(f"{shown(source)}: only the first of {len(file.layers)} layers is read")
    return layer


def layer_columns(path: str | os.PathLike[str]) -> list[str]:
    """List the attributes of a file, without its features.

    Raises
    ------
    InputError, FileFormatError
        As `opened`.
    """
    with opened(path) as file:
        return file.columns(file.layers[0])


def shown(source: Path) -> str:
    """Write a path for a message: quoted, on one line."""
    return repr(one_line(str(source)))


def reason(error: BaseException) -> str:
    """Write what went wrong for a message: one line of 200 characters at most."""
    return one_line(str(error)).strip()[:200]


@contextlib.contextmanager
def _reading(source: Path, kind: Kind) -> Iterator[None]:
    """Turn what GDAL or pyarrow says of a bad file into one line, without its words."""
    logger = logging.getLogger("pyogrio")
    was = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="pyogrio")
            warnings.simplefilter("ignore", RuntimeWarning)  # as pyogrio passes them on
            yield
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        ValueError,
        RuntimeError,
        MemoryError,
        shapely.errors.GEOSException,
    ) as error:
        if isinstance(error, InputError):
            raise
        raise FileFormatError(
            f"{shown(source)} is damaged: it begins like {kind}, but can't be read as "
            "one"
        ) from error
    finally:
        logger.setLevel(was)


def _read_parquet(path: Path, source: Path) -> gpd.GeoDataFrame:
    check_library("pyarrow", f"{shown(source)} needs pyarrow to be read", "parquet")
    from pyarrow import parquet

    try:
        told = parquet.ParquetFile(path).metadata
        groups = (told.row_group(i) for i in range(told.num_row_groups))
        unpacked = sum(group.total_byte_size for group in groups)
        if told.num_rows > _MOST_ROWS or unpacked > _MOST_PARQUET_BYTES:
            raise FileFormatError(f"{shown(source)} unpacks to too much")
        layer = gpd.read_parquet(path)
    except OSError as error:  # how pyarrow says that a file is damaged
        raise ValueError(str(error)) from error
    if layer.geometry.name != "geometry":
        layer = layer.rename_geometry("geometry")
    return layer.set_geometry(layer.geometry.force_2d())


def _warn(text: str) -> None:
    warnings.warn(text, RangevizWarning, stacklevel=4)
