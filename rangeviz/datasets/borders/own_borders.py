"""Read a user's own border layer into the columns of the shipped one."""

from __future__ import annotations

import os
import re

import geopandas as gpd
import numpy as np
import pandas as pd

from rangeviz.arguments import one_line, path_of
from rangeviz.datasets.borders.border_names import countries, exact_matches
from rangeviz.datasets.files.layers import POLYGONS, read_layer, table_layer, texts_of
from rangeviz.errors import FileFormatError
from rangeviz.geodesy.frames import is_geo_table
from rangeviz.geodesy.measure import area_m2

# Columns of common sources, best first: rangeviz, Natural Earth, geoBoundaries,
# GADM, OCHA (HDX), OpenStreetMap extracts. Compared in lower case.
_COLUMNS = {
    "name": (
        *("name", "name_en", "shapename", "adm2_en", "adm1_en", "name_2", "name_1"),
        *("adm0_en", "name_0", "admin", "name:en", "region", "title"),
    ),
    "code": (
        *("code", "iso_3166_2", "shapeiso", "iso3166-2", "adm1_code", "shapeid"),
        *("adm2_pcode", "adm1_pcode", "gid_2", "gid_1", "gid_0", "iso_a3", "id"),
    ),
    "country_code": (
        *("country_code", "country_intl_code", "adm0_a3", "shapegroup", "gid_0"),
        *("iso_a3", "iso3", "adm0_pcode", "iso_a2", "country_iso"),
    ),
    "country_name": (
        *("country_name", "country_intl_name", "admin", "adm0_en", "name_0"),
        *("country", "sovereignt"),
    ),
}


def read_borders(
    path: str | os.PathLike[str] | gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Read a border layer of one's own, to count reaches by instead.

    Parameters
    ----------
    path : path-like or GeoDataFrame
        Polygons in any CRS: GeoJSON, GeoPackage, FlatGeobuf, KML, KMZ, Shapefile or
        GeoParquet, also zipped, or a table of them.
        Name, code and country are taken from the columns that rangeviz, Natural Earth,
        geoBoundaries, GADM and OCHA use (``name``, ``shapeName``, ``NAME_1``,
        ``ADM1_EN``; ``code``, ``iso_3166_2``, ``shapeISO``, ``GID_1``...; case
        doesn't matter). A name is needed. Where there are no codes, or one repeats,
        all rows are numbered ``1``, ``2``...; where there is no country, country
        code and name are empty. A country that has only an ISO code gets its name.

    Returns
    -------
    GeoDataFrame
        Columns ``code``, ``name``, ``country_code``, ``country_name``, ``area_km2``
        (measured on the ellipsoid) and ``geometry`` in EPSG:4326, as
        `load_regions` gives.

    Raises
    ------
    FileFormatError
        If no column holds names, or the file is missing, damaged, of another format,
        holds no features, or does not say its CRS.
    GeometryError
        If a shape is no polygon or not on Earth. Invalid polygons are made valid.

    Warns
    -----
    RangevizWarning
        If features were left out, shapes repaired, or further layers ignored.

    See Also
    --------
    coverage, own_layer, load_regions

    Examples
    --------
    >>> import shapely
    >>> halves = [shapely.box(30, 50, 31, 51), shapely.box(31, 50, 32, 51)]
    >>> layer = gpd.GeoDataFrame({"shapeName": ["W", "E"]}, geometry=halves, crs=4326)
    >>> read_borders(layer)[["code", "name"]].values.tolist()
    [['1', 'W'], ['2', 'E']]
    """
    layer = (
        table_layer(path, geometry_types=POLYGONS)
        if is_geo_table(path)
        else read_layer(path_of(path), geometry_types=POLYGONS)
    )
    found = {wanted: _texts(layer, names) for wanted, names in _COLUMNS.items()}
    if found["name"] is None:
        columns = ", ".join(one_line(str(name)) for name in layer.columns[:-1])
        raise FileFormatError(
            f"{_shown(path)} has no column of names, such as 'name', "
            f"'shapeName' or 'NAME_1'; it has: {columns or 'none'}"
        )
    numbers = pd.Series([str(number) for number in range(1, len(layer) + 1)])
    codes = found["code"]
    unique = codes is not None and codes.is_unique and (codes != "").all()
    empty = pd.Series([""] * len(layer))
    country = found["country_code"], found["country_name"]
    code, name = (empty if texts is None else texts for texts in country)
    code, name = code.where(code != "", name), name.where(name != "", code)
    table = {
        "code": codes if unique else numbers,
        "name": found["name"].where(found["name"] != "", numbers),
        "country_code": code,
        "country_name": [_country_name(text) for text in name],
        "area_km2": np.asarray(area_m2(layer.geometry.to_numpy())) / 1e6,
    }
    return gpd.GeoDataFrame(table, geometry=layer.geometry.to_numpy(), crs=layer.crs)


def borders_of(
    borders: str | os.PathLike[str] | gpd.GeoDataFrame | None,
) -> gpd.GeoDataFrame | None:
    """Take regions of the user's own, if there are any, as `read_borders` does."""
    return None if borders is None else read_borders(borders)


def _country_name(text: str) -> str:
    """Name the country of an ISO code, which some files have where a name is due."""
    is_code = re.fullmatch(r"[A-Z]{2,3}", text)
    matches = exact_matches(text) if is_code else []
    units = [match.unit for match in matches if match.is_country]
    return countries()[str(units[0])].name if units else text


def _shown(path: object) -> str:
    return "the GeoDataFrame" if is_geo_table(path) else repr(one_line(str(path)))


def _texts(layer: gpd.GeoDataFrame, names: tuple[str, ...]) -> pd.Series | None:
    columns = {str(column).lower(): column for column in layer.columns}
    for name in names:
        if name in columns:
            return pd.Series(texts_of(layer[columns[name]]), dtype=str)
    return None
