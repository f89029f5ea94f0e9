"""Layers of the user's own, of which reaches tell sums: shapes, groups, numbers."""

from __future__ import annotations

import csv
import io
import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from rangeviz.arguments import check_text, one_line, path_of, tuple_of
from rangeviz.datasets.files.gdal import checked_path, layer_columns
from rangeviz.datasets.files.layers import (
    LINES,
    POINTS,
    POLYGONS,
    checked_layer,
    read_layer,
    texts_of,
)
from rangeviz.datasets.files.raster_file import OwnRaster, is_tiff, opened_raster
from rangeviz.datasets.files.records import read_text
from rangeviz.datasets.names import nearest_names
from rangeviz.datasets.places.sites import (
    TABLE_SUFFIXES,
    delimiter_of,
    position_columns,
    table_body,
)
from rangeviz.errors import FileFormatError, RangevizWarning, UnknownNameError
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.frames import is_geo_table, lon_lat_series
from rangeviz.model.scenario import WithinLayer

_ANY = (*POINTS, *LINES, *POLYGONS)


@dataclass(frozen=True, slots=True, eq=False)
class OwnLayer:
    """The features of a layer of the user's own.

    Parameters
    ----------
    name : str
        What outputs call it.
    shapes : (n,) array of shapely geometries
        EPSG:4326, valid, cut at the antimeridian, edges straight in lon/lat.
    by : str
        Column that groups the features; none where it is empty.
    groups : (n,) array of str
        Value of that column for each feature; empty where there is none.
    values : dict of str to (n,) array
        Columns of numbers to sum; NaN where a feature has none.
    """

    name: str
    shapes: np.ndarray
    by: str
    groups: np.ndarray
    values: dict[str, FloatArray]


def own_layer(
    what: str | os.PathLike[str] | gpd.GeoDataFrame,
    *,
    name: str = "",
    by: str = "",
    sums: Sequence[str] = (),
) -> OwnLayer | OwnRaster:
    """Take points, lines, polygons or a raster of one's own, to tell sums of them.

    Parameters
    ----------
    what : path-like, GeoDataFrame or GeoSeries
        GeoJSON, GeoPackage, FlatGeobuf, KML, KMZ, Shapefile or GeoParquet, also
        zipped, in any CRS; a table of points (``.csv``) with columns for longitude
        and latitude; or a table of shapes, which says its CRS.
        Or a GeoTIFF of one band (with rasterio and exactextract), in any CRS, whose
        cells hold what can be counted, none of it below zero.
    name : str
        What outputs call it; by default the file's name without suffix.
    by : str
        Column that groups the features, such as a class of roads.
    sums : sequence of str
        Columns of numbers to sum, such as a population.

    Returns
    -------
    OwnLayer or OwnRaster
        Its shapes in EPSG:4326, cut at the antimeridian, and the wanted columns; of a
        raster the name and the path, for it is read where it is asked.

    Raises
    ------
    InputError
        If a raster needs what is not installed.
    UnknownNameError
        If there is no such column; a raster has none.
    FileFormatError
        If the file is missing, damaged, of another format, holds no features, or does
        not say its CRS, if a column to sum holds no numbers, or a raster is not one
        of real numbers whose cells lie along the axes of a CRS that it says.
    GeometryError
        If a shape is not on Earth. An invalid polygon is refused, not mended.

    Warns
    -----
    RangevizWarning
        If features have no shape, or no number in a column to sum.

    See Also
    --------
    sum_within, read_borders

    Examples
    --------
    >>> import geopandas as gpd, shapely
    >>> centres = shapely.points([(36, 50), (37, 50)])
    >>> cells = gpd.GeoDataFrame({"people": [10, 20]}, geometry=centres, crs=4326)
    >>> own_layer(cells, name="cells", sums=["people"]).values["people"].tolist()
    [10.0, 20.0]
    """
    check_text(name, "the name of a layer")
    check_text(by, "the column to group by")
    sums = tuple_of(sums, str, "columns to sum")
    columns = list(dict.fromkeys([*([by] if by else []), *sums]))
    source = Path(name or "layer") if is_geo_table(what) else path_of(what)
    told = one_line(name).strip() or one_line(source.stem)
    if not is_geo_table(what) and is_tiff(source):
        _check_columns(columns, [], source.name)
        with opened_raster(source):
            return OwnRaster(told, str(source))
    table = _table(what, source, columns)
    groups = texts_of(_whole_numbers(table[by])) if by else [""] * len(table)
    return OwnLayer(
        name=told,
        shapes=table.geometry.to_numpy(),
        by=by,
        groups=np.array(groups, object),
        values={one_line(c): _numbers(table[c], c, source.name) for c in sums},
    )


def _table(
    what: str | os.PathLike[str] | gpd.GeoDataFrame, source: Path, columns: list[str]
) -> gpd.GeoDataFrame:
    """Read the wanted columns and the shapes, checked and in lon/lat."""
    if not is_geo_table(what):
        if source.suffix.lower() not in TABLE_SUFFIXES:
            if columns:
                _check_columns(columns, layer_columns(source), source.name)
            return read_layer(
                source, geometry_types=_ANY, columns=columns, repair=False
            )
        what = _read_points(checked_path(source))
    elif not hasattr(what, "columns"):
        what = gpd.GeoDataFrame(geometry=what)
    _check_columns(columns, [str(c) for c in what.columns], source.name)
    shapes = what.set_geometry(lon_lat_series(what))
    shapes = gpd.GeoDataFrame(shapes[columns], geometry=shapes.geometry)
    return checked_layer(shapes, source, geometry_types=_ANY, repair=False)


def read_own_layers(layers: Sequence[WithinLayer]) -> list[OwnLayer | OwnRaster]:
    """Read the layers that a scenario names; two of one name are numbered.

    Parameters
    ----------
    layers : sequence of WithinLayer
        Files, and what to tell of them.

    Raises
    ------
    UnknownNameError, FileFormatError, GeometryError
        As `own_layer`.
    """
    read = [
        own_layer(each.path, name=each.name, by=each.by, sums=each.sums)
        for each in layers
    ]
    return numbered(read)


def numbered(layers: Sequence[OwnLayer | OwnRaster]) -> list[OwnLayer | OwnRaster]:
    """Give layers of one name a number: roads, roads (2)."""
    seen: dict[str, int] = {}
    told: list[OwnLayer | OwnRaster] = []
    for layer in layers:
        count = seen[layer.name] = seen.get(layer.name, 0) + 1
        again = replace(layer, name=f"{layer.name} ({count})") if count > 1 else layer
        told.append(again)
    return told


def within_layers(
    paths: Sequence[str | os.PathLike[str]], *, by: str = "", sums: Sequence[str] = ()
) -> tuple[WithinLayer, ...]:
    """Say of several files what to tell, each by those columns that it has.

    Parameters
    ----------
    paths : sequence of path-like
        The files.
    by : str
        Column that groups the features, in the files that have it.
    sums : sequence of str
        Columns of numbers to sum, in the files that have them.

    Raises
    ------
    UnknownNameError
        If none of the files has a column.
    FileFormatError
        As `read_layer`.
    """
    wanted = [*([by] if by else []), *sums]
    if not wanted:
        return tuple(WithinLayer(str(path)) for path in paths)
    columns = {path: _columns_of(Path(path)) for path in paths}
    everywhere = list(dict.fromkeys(c for found in columns.values() for c in found))
    _check_columns(wanted, everywhere, ", ".join(Path(path).name for path in paths))
    return tuple(
        WithinLayer(
            str(path),
            by=by if by in columns[path] else "",
            sums=tuple(column for column in sums if column in columns[path]),
        )
        for path in paths
    )


def _columns_of(path: Path) -> list[str]:
    if is_tiff(path):
        return []
    if path.suffix.lower() not in TABLE_SUFFIXES:
        return layer_columns(path)
    return [str(column) for column in _read_points(checked_path(path)).columns[:-1]]


def _check_columns(wanted: Sequence[str], there: Sequence[str], where: str) -> None:
    for column in wanted:
        if column not in there:
            near = nearest_names(column, there)
            has = ", ".join(one_line(name) for name in there[:20]) or "no columns"
            hint = "" if near else f"it has {has}"
            kind = f"column of {one_line(where)}"
            raise UnknownNameError(kind, column, [one_line(n) for n in near], hint)


def _numbers(column: pd.Series, name: str, where: str) -> FloatArray:
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        raise FileFormatError(
            f"{one_line(where)}: column {one_line(name)!r} holds {column.dtype}, "
            "not numbers; name a column of numbers to sum"
        )
    numbers = column.to_numpy(dtype=float, na_value=np.nan)
    finite = np.isfinite(numbers)
    missing = int((~finite).sum())
    if missing:
        warnings.warn(
            f"{one_line(where)}: {missing} features have no number in "
            f"{one_line(name)!r} and add nothing to its sum",
            RangevizWarning,
            stacklevel=4,
        )
    return np.where(finite, numbers, np.nan)


def _whole_numbers(column: pd.Series) -> pd.Series:
    """Write 3, not 3.0: readers turn whole numbers with gaps into floats."""
    if not pd.api.types.is_float_dtype(column):
        return column
    told: list[Any] = [None if v != v else f"{v:.15g}" for v in column]
    return pd.Series(told, index=column.index, dtype=object)


def _read_points(path: Path) -> gpd.GeoDataFrame:
    """Read all columns of a table, and its points in EPSG:4326; None without one."""
    text = read_text(path)
    text, delimiter = table_body(text), delimiter_of(text)
    header = next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
    where = position_columns(header, path.name)
    try:
        with warnings.catch_warnings():
            # A row longer than the header would shift its cells.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            table = pd.read_csv(io.StringIO(text), sep=delimiter, index_col=False)
    except (ValueError, pd.errors.ParserError, pd.errors.ParserWarning) as error:
        reason = one_line(str(error)).strip()[:200]
        raise FileFormatError(f"{path.name!r} is not a table: {reason}") from error
    lon, lat = table.iloc[:, where.lon], table.iloc[:, where.lat]
    for column in (lon, lat):
        if len(column) and not pd.api.types.is_numeric_dtype(column):
            raise FileFormatError(
                f"{path.name!r}: column {one_line(str(column.name))!r} holds something "
                "that is no number; give degrees with a decimal point"
            )
    points = gpd.points_from_xy(lon.astype(float), lat.astype(float), crs="EPSG:4326")
    points[(lon.isna() | lat.isna()).to_numpy()] = None
    return gpd.GeoDataFrame(table, geometry=points)
