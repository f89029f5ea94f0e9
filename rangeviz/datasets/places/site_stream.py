"""Points of a file one after another, however many there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import shapely

from rangeviz.arguments import check_library
from rangeviz.datasets.names import name_column
from rangeviz.datasets.places.sites import (
    LAYER_SUFFIXES,
    TABLE_SUFFIXES,
    label_of,
    read_sites,
    table_points,
)
from rangeviz.errors import CoordinateError, FileFormatError, InputError
from rangeviz.geodesy.ellipsoid import check_position
from rangeviz.model.site import format_position

PARQUET_SUFFIXES: Final = (".parquet", ".geoparquet")
SUFFIXES: Final = (*TABLE_SUFFIXES, *LAYER_SUFFIXES, *PARQUET_SUFFIXES)
Point = tuple[str, float, float]


def stream_sites(path: Path) -> Iterator[Point]:
    """Read points one after another.

    Parameters
    ----------
    path : Path
        A table, a layer of points or a GeoParquet file. Tables and GeoParquet are
        never in memory as a whole.

    Yields
    ------
    name : str
        The position where there is none.
    lon, lat : float
        Degrees, EPSG:4326.

    Raises
    ------
    InputError, FileFormatError, CoordinateError, GeometryError
        As `read_sites`; the message gives the line or row.
    """
    suffix = path.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        points = _from_table(path)
    elif suffix in PARQUET_SUFFIXES:
        points = _from_parquet(path)
    elif suffix in LAYER_SUFFIXES:
        points = ((site.name, site.lon, site.lat) for site in read_sites(path))
    else:
        raise FileFormatError(
            f"{str(path)!r} is not a file of points; give " + ", ".join(SUFFIXES)
        )
    count = 0
    for name, lon, lat in points:
        count += 1
        yield name or format_position(lon, lat), lon, lat
    if not count:
        raise FileFormatError(f"{path.name!r} holds no sites")


def _from_table(path: Path) -> Iterator[Point]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from table_points(file, path.name)
    except OSError as error:
        raise InputError(f"can't read {str(path)!r}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FileFormatError(f"{path.name!r} is not text in UTF-8") from error


def _from_parquet(path: Path) -> Iterator[Point]:
    check_library("pyarrow", "Parquet needs pyarrow", "parquet")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            yield from _batches(file, path.name)
    except FileNotFoundError:
        raise InputError(f"there is no file {str(path)!r}") from None
    except (pa.ArrowException, OSError) as error:
        raise FileFormatError(f"{path.name!r} is no Parquet file: {error}") from error


def _batches(file: Any, filename: str) -> Iterator[Point]:
    metadata = file.schema_arrow.metadata or {}
    if b"geo" not in metadata:
        raise FileFormatError(f"{filename!r} is no GeoParquet: it names no geometry")
    geo = json.loads(metadata[b"geo"])
    column = geo["primary_column"]
    if geo["columns"][column]["encoding"] != "WKB":
        raise FileFormatError(f"{filename!r}: write its geometry as WKB")
    to_degrees = _transform(geo["columns"][column].get("crs", "OGC:CRS84"))
    name = name_column(file.schema_arrow.names)
    row = 0
    for batch in file.iter_batches(columns=[column, *([name] if name else [])]):
        shapes = shapely.from_wkb(batch.column(column).to_pylist())
        labels = batch.column(name).to_pylist() if name else [None] * len(shapes)
        for label, shape in zip(labels, shapes, strict=True):
            yield (label_of(label), *_position(shape, to_degrees, filename, row))
            row += 1


def _position(
    shape: Any, to_degrees: Any, filename: str, row: int
) -> tuple[float, float]:
    where = f"{filename!r}, row {row}"
    if shape is None or shape.geom_type != "Point" or shape.is_empty:
        raise CoordinateError(f"{where}: is no point")
    lon, lat = shape.x, shape.y
    if to_degrees is not None:
        lon, lat = to_degrees.transform(lon, lat)
    try:
        check_position(lon, lat)
    except CoordinateError as error:
        raise CoordinateError(f"{where}: {error}") from None
    return lon, lat


def _transform(crs: Any) -> Any:
    """Make what turns positions of a CRS into degrees; None where they are."""
    from pyproj import CRS, Transformer

    given = CRS.from_user_input(crs)
    degrees = CRS.from_user_input("OGC:CRS84")
    if given.equals(degrees, ignore_axis_order=True):
        return None
    return Transformer.from_crs(given, degrees, always_xy=True)
