"""The shipped borders: first-level units of the whole world, and their countries.

One coverage (Natural Earth 1:10m admin-1, repaired; see ``data/borders/SOURCES.md``)
feeds both layers, so countries and regions share every edge. The *worldview* says
on which side of a disputed line a unit is counted; the shapes are the same in both.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import tuple_of
from rangeviz.datasets.borders.border_names import countries
from rangeviz.datasets.resources import data_path
from rangeviz.errors import InputError
from rangeviz.geodesy.bbox import Bbox, boxes_of
from rangeviz.model.region import Region
from rangeviz.model.scenario import WORLDVIEWS, Worldview

NAME_LANGUAGES = ("uk", "ru", "de", "pl", "fr", "es")

_COLUMNS = ("code", "name", "country_code", "country_name", "area_km2")
_VIEW_COLUMNS = {"international": "country_intl", "natural-earth": "country_ne"}


def load_regions(
    *,
    worldview: Worldview = "international",
    bbox: Bbox | None = None,
    languages: Sequence[str] = (),
) -> gpd.GeoDataFrame:
    """Load the first-level units (admin-1), of the world or of a view.

    Parameters
    ----------
    worldview : {"international", "natural-earth"}
        Whose view of disputed units ``country_code`` and ``country_name`` follow.
    bbox : (west, south, east, north), optional
        Degrees. Only units that meet the box. Across the antimeridian, west is
        greater than east, or one of them lies beyond 180.
    languages : sequence of str, optional
        Also give the names in these languages, as columns ``name_uk`` and so on;
        empty where there is none. Of "uk", "ru", "de", "pl", "fr", "es".

    Returns
    -------
    GeoDataFrame
        Columns ``code``, ``name``, ``country_code``, ``country_name``,
        ``area_km2``, the names asked for, and ``geometry`` in EPSG:4326. Empty
        where no unit meets the box. Unit by unit valid, and together a valid
        coverage: no overlaps, shared edges identical.

    Raises
    ------
    InputError
        If the worldview or a language is unknown.
    CoordinateError
        If the box is no box on Earth.

    See Also
    --------
    load_countries, find_region

    Examples
    --------
    >>> units = load_regions(bbox=(36.0, 49.9, 36.4, 50.1))
    >>> print(units[["code", "name", "country_code"]].to_string(index=False))
     code           name country_code
    UA-63 Kharkiv Oblast          UKR
    """
    languages = tuple_of(languages, str, "languages")
    if unknown := set(languages) - set(NAME_LANGUAGES):
        raise InputError(
            f"no region names in {sorted(unknown)}; take of {', '.join(NAME_LANGUAGES)}"
        )
    columns = [*_COLUMNS, *(f"name_{language}" for language in languages)]
    return _read_box(bbox, worldview, columns)[[*columns, "geometry"]]


def load_countries(
    *, worldview: Worldview = "international", bbox: Bbox | None = None
) -> gpd.GeoDataFrame:
    """Load the countries (admin-0), dissolved from their units.

    Parameters
    ----------
    worldview : {"international", "natural-earth"}
        Which country disputed units are dissolved into.
    bbox : (west, south, east, north), optional
        As in `load_regions`. A country then consists of those of its units that
        meet the box, which is all that a view needs; its ``area_km2`` is that of
        the whole country nevertheless. For one whole shape, `find_country`.

    Returns
    -------
    GeoDataFrame
        Columns ``code`` (ISO 3166-1 alpha-3 where there is one), ``name``,
        ``area_km2`` and ``geometry`` in EPSG:4326, by code. Edges are shared among
        countries, and with the regions.

    Raises
    ------
    InputError, CoordinateError
        As `load_regions`.

    See Also
    --------
    load_regions, find_country

    Examples
    --------
    >>> load_countries(bbox=(33, 45, 34.5, 45.5))["code"].to_list()
    ['UKR']
    >>> view = load_countries(bbox=(33, 45, 34.5, 45.5), worldview="natural-earth")
    >>> view["code"].to_list()
    ['RUS']
    """
    units = _read_box(bbox, worldview, ["country_code"])
    shapes = units.geometry.to_numpy()
    groups = units.groupby("country_code", sort=True).indices
    areas = country_areas_km2(worldview)
    known = countries()
    table = {
        "code": list(groups),
        "name": [known[code].name for code in groups],
        "area_km2": [areas[code] for code in groups],
    }
    dissolved = [dissolve(shapes[rows]) for rows in groups.values()]
    return gpd.GeoDataFrame(table, geometry=dissolved, crs=units.crs)


def country_areas_km2(worldview: Worldview = "international") -> dict[str, float]:
    """Give the area of every country that has a unit in a worldview.

    Examples
    --------
    >>> print(f"{country_areas_km2()['UKR']:,.0f} km2")
    599,094 km2
    """
    _view_column(worldview)
    return {
        code: country.area_km2[worldview]
        for code, country in countries().items()
        if worldview in country.area_km2
    }


def country_names(language: str = "en") -> dict[str, str]:
    """Give the names of the countries in a language, by code.

    Parameters
    ----------
    language : str
        "en", "uk", "ru", "de", "pl", "fr" or "es". Territories without a name in
        the language keep their English one.

    Raises
    ------
    InputError
        If there are no names in the language.

    Examples
    --------
    >>> country_names("de")["UKR"], country_names("uk")["POL"]
    ('Ukraine', 'Польща')
    """
    if language not in ("en", *NAME_LANGUAGES):
        raise InputError(
            f"no country names in {language!r}; take one of en, "
            f"{', '.join(NAME_LANGUAGES)}"
        )
    return {
        code: country.names.get(language, country.name)
        for code, country in countries().items()
    }


def regions_at(fids: Sequence[int], worldview: Worldview) -> list[Region]:
    """Read regions by their feature numbers in the shipped file."""
    return to_regions(_read(worldview, fids=list(fids)))


def regions_of(country_code: str, worldview: Worldview) -> gpd.GeoDataFrame:
    """Read the regions of one country, by name."""
    where = f"{_view_column(worldview)}_code = '{country_code}'"
    return _read(worldview, where=where).sort_values("name", ignore_index=True)


def to_regions(units: gpd.GeoDataFrame) -> list[Region]:
    """Turn rows into values."""
    columns = (units[name] for name in (*_COLUMNS, "geometry"))
    return [Region(*row) for row in zip(*columns, strict=True)]


def dissolve(shapes: np.ndarray) -> BaseGeometry:
    """Join units of the coverage into one shape."""
    return shapes[0] if len(shapes) == 1 else shapely.coverage_union_all(shapes)


def _read_box(
    bbox: Bbox | None, worldview: Worldview, columns: Sequence[str]
) -> gpd.GeoDataFrame:
    boxes = [None] if bbox is None else boxes_of(bbox)
    parts = [_read(worldview, columns, bbox=box) for box in boxes]
    if len(parts) > 1:  # a unit may meet both sides of the antimeridian
        both = pd.concat(parts)
        parts = [both[~both.index.duplicated()]]
    return parts[0].reset_index(drop=True)


def _read(
    worldview: Worldview, columns: Sequence[str] = _COLUMNS, **how: object
) -> gpd.GeoDataFrame:
    """Read some units; the file has the countries of each worldview."""
    country = _view_column(worldview)
    stored = {column.replace("country", country): column for column in columns}
    units = pyogrio.read_dataframe(
        data_path("borders", "admin1.fgb"), columns=[*stored], fid_as_index=True, **how
    )
    return units.rename(columns=stored)


def check_worldview(worldview: Worldview) -> None:
    """Refuse a worldview that is not known.

    Raises
    ------
    InputError
        If so.
    """
    _view_column(worldview)


def _view_column(worldview: Worldview) -> str:
    try:
        return _VIEW_COLUMNS[worldview]
    except (KeyError, TypeError):
        known = " or ".join(map(repr, WORLDVIEWS))
        raise InputError(f"worldview {worldview!r} is not {known}") from None
