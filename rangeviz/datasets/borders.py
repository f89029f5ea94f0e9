"""The shipped borders: first-level units of the whole world, and their countries.

One coverage (Natural Earth 1:10m admin-1, repaired; see ``data/borders/SOURCES.md``)
feeds both layers, so countries and regions share every edge. The *worldview* says
on which side of a disputed line a unit is counted; the shapes are the same in both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.border_names import countries
from rangeviz.datasets.resources import data_path
from rangeviz.errors import CoordinateError, DistanceError, InputError
from rangeviz.geodesy.ellipsoid import (
    check_position,
    meridian_radius_m,
    prime_vertical_radius_m,
    wrap_lon,
)
from rangeviz.model.region import Region
from rangeviz.model.scenario import WORLDVIEWS, Worldview

NAME_LANGUAGES = ("uk", "ru", "de", "pl", "fr", "es")
Bbox = tuple[float, float, float, float]

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
        Degrees. Only units that meet the box; west > east runs across the
        antimeridian.
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

    Examples
    --------
    >>> units = load_regions(bbox=(36.0, 49.9, 36.4, 50.1))
    >>> print(units[["code", "name", "country_code"]].to_string(index=False))
     code           name country_code
    UA-63 Kharkiv Oblast          UKR
    """
    country = _view_column(worldview)
    if unknown := set(languages) - set(NAME_LANGUAGES):
        raise InputError(
            f"no region names in {sorted(unknown)}; take of {', '.join(NAME_LANGUAGES)}"
        )
    wanted = ["code", "name", f"{country}_code", f"{country}_name", "area_km2"]
    wanted += [f"name_{language}" for language in languages]
    parts = [_read(columns=wanted, bbox=box) for box in _boxes(bbox)]
    units = parts[0] if len(parts) == 1 else pd.concat(parts)
    units = units[~units.index.duplicated()].reset_index(drop=True)
    units = units.rename(columns={wanted[2]: "country_code", wanted[3]: "country_name"})
    wanted[2:4] = ["country_code", "country_name"]
    return units[[*wanted, "geometry"]]


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

    Examples
    --------
    >>> load_countries(bbox=(33, 45, 34.5, 45.5))["code"].to_list()
    ['UKR']
    >>> view = load_countries(bbox=(33, 45, 34.5, 45.5), worldview="natural-earth")
    >>> view["code"].to_list()
    ['RUS']
    """
    units = load_regions(worldview=worldview, bbox=bbox)
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


def locate(
    lon: float,
    lat: float,
    *,
    worldview: Worldview = "international",
    max_distance_km: float = 5.0,
) -> Region | None:
    """Find the region that a point lies in.

    The shipped coast is generalised, so that some 70 coastal towns of Ukraine and
    Russia (Kherson among them) lie outside every polygon: where no region holds the
    point, the nearest one within `max_distance_km` is given.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    worldview : {"international", "natural-earth"}
        Whose view the region's country follows.
    max_distance_km : float
        How far outside every region a point may lie; 0 for none.

    Returns
    -------
    Region or None
        None at sea. On a shared edge, the region whose code sorts first.

    Raises
    ------
    CoordinateError
        If the position is not on Earth.
    DistanceError
        If the distance is negative or not finite.

    Examples
    --------
    >>> locate(36.23, 49.99).name
    'Kharkiv Oblast'
    >>> locate(31.0, 43.0) is None  # the Black Sea
    True
    """
    check_position(lon, lat)
    if not 0 <= max_distance_km < math.inf:
        raise DistanceError(f"max_distance_km {max_distance_km} is not 0 or more")
    lon = float(wrap_lon(lon))
    box = _box_around(lon, lat, max_distance_km)
    units = load_regions(worldview=worldview, bbox=box).sort_values("code")
    distances_km = _distances_km(lon, lat, units.geometry.to_numpy(), box)
    if not len(units) or distances_km.min() > max_distance_km:
        return None
    return to_regions(units.iloc[[int(distances_km.argmin())]])[0]


def regions_at(fids: Sequence[int], worldview: Worldview) -> list[Region]:
    """Read regions by their feature numbers in the shipped file."""
    country = _view_column(worldview)
    view = [f"{country}_code", f"{country}_name"]
    units = _read(columns=["code", "name", *view, "area_km2"], fids=list(fids))
    return to_regions(units.rename(columns=lambda c: c.replace(country, "country")))


def regions_of(country_code: str, worldview: Worldview) -> gpd.GeoDataFrame:
    """Read the regions of one country, by name."""
    country = _view_column(worldview)
    view = [f"{country}_code", f"{country}_name"]
    units = _read(
        columns=["code", "name", *view, "area_km2"],
        where=f"{country}_code = '{country_code}'",
    ).rename(columns=lambda c: c.replace(country, "country"))
    return units.sort_values("name", ignore_index=True)


def to_regions(units: gpd.GeoDataFrame) -> list[Region]:
    """Turn rows into values."""
    rows = zip(
        units["code"],
        units["name"],
        units["country_code"],
        units["country_name"],
        units["area_km2"],
        units.geometry,
        strict=True,
    )
    return [Region(*row) for row in rows]


def dissolve(shapes: np.ndarray) -> BaseGeometry:
    """Join units of the coverage into one shape."""
    return shapes[0] if len(shapes) == 1 else shapely.coverage_union_all(shapes)


def _read(**how: object) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(_path(), fid_as_index=True, **how)


def _path() -> str:
    return str(data_path("borders", "admin1.fgb"))


def _view_column(worldview: Worldview) -> str:
    try:
        return _VIEW_COLUMNS[worldview]
    except KeyError:
        known = " or ".join(map(repr, WORLDVIEWS))
        raise InputError(f"worldview {worldview!r} is not {known}") from None


def _boxes(bbox: Bbox | None) -> list[Bbox | None]:
    if bbox is None:
        return [None]
    west, south, east, north = (float(side) for side in bbox)
    inside = all(-180 <= lon <= 180 for lon in (west, east))
    if not (inside and -90 <= south <= north <= 90):
        raise CoordinateError(
            f"bbox {tuple(bbox)} is not (west, south, east, north) in degrees, with "
            "longitudes from -180 to 180 and south below north"
        )
    if west <= east:
        return [(west, south, east, north)]
    return [(west, south, 180.0, north), (-180.0, south, east, north)]


def _box_around(lon: float, lat: float, distance_km: float) -> Bbox:
    high_deg = distance_km / 110.0 + 1e-9  # a degree of latitude: 110.6 km or more
    south, north = max(lat - high_deg, -90.0), min(lat + high_deg, 90.0)
    slimmest = math.cos(math.radians(max(abs(south), abs(north))))
    wide_deg = high_deg / slimmest if slimmest > high_deg / 180 else 180.0
    if wide_deg >= 180:
        return (-180.0, south, 180.0, north)
    west, east = wrap_lon(np.array([lon - wide_deg, lon + wide_deg]))
    return (float(west), south, float(east), north)


def _distances_km(lon: float, lat: float, shapes: np.ndarray, box: Bbox) -> np.ndarray:
    """Distances in the tangent plane: good to metres over the few km that count."""
    west, south, east, north = box
    if west <= east:
        shapes = shapely.clip_by_rect(shapes, west, south, east, north)
    east_m = float(prime_vertical_radius_m(lat)) * math.cos(math.radians(lat))
    scale_m = np.radians([east_m, float(meridian_radius_m(lat))])

    def to_plane(lon_lat: np.ndarray) -> np.ndarray:
        step = np.column_stack([wrap_lon(lon_lat[:, 0] - lon), lon_lat[:, 1] - lat])
        return np.asarray(step * scale_m)

    plane = shapely.transform(shapes, to_plane)
    return np.asarray(shapely.distance(plane, shapely.Point(0, 0))) / 1000
