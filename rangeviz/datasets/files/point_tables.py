"""Tables of points with numbers: CSV and the like, by their columns of a position."""

from __future__ import annotations

import csv
import io
import warnings
from pathlib import Path

import geopandas as gpd
import pandas as pd

from rangeviz.datasets.files.records import read_text
from rangeviz.datasets.places.sites import (
    TABLE_SUFFIXES,
    delimiter_of,
    position_columns,
    table_body,
)
from rangeviz.errors import FileFormatError
from rangeviz.language.wording import one_line


def is_table(path: Path) -> bool:
    """Tell by its suffix whether a file is a table rather than a layer."""
    return path.suffix.lower() in TABLE_SUFFIXES


def table_columns(path: Path) -> list[str]:
    """List the columns of a table.

    Raises
    ------
    InputError, FileFormatError
        As `read_point_table`.
    """
    return [str(column) for column in read_point_table(path).columns[:-1]]


def read_point_table(path: Path) -> gpd.GeoDataFrame:
    """Read a table of points.

    Parameters
    ----------
    path : Path
        A table (``.csv``, ``.tsv``, ``.txt``) whose first line names its columns, among
        them longitude and latitude in degrees, as `read_sites` knows them.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326; all columns, and the points. A row without a position has none.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it is no such table, or a longitude or latitude is not a number.
    """
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
