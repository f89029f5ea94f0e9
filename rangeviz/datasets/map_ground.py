"""The ground under a map: water, the land of the world, its seas and largest cities."""

from __future__ import annotations

import csv
import functools
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.resources import data_path
from rangeviz.geodesy.bbox import Bbox, boxes_of

MAX_RANK = 4
# Height of a map in metres, and the greatest rank of the water that shows on it.
_RANKS = ((900e3, MAX_RANK), (2_200e3, 3), (5_000e3, 2), (12_000e3, 1))


def rank_for(height_m: float) -> int:
    """Give the greatest rank of the water that shows on a map of some height.

    Examples
    --------
    >>> rank_for(500e3), rank_for(20_000e3)
    (4, 0)
    """
    return next((rank for high_m, rank in _RANKS if height_m <= high_m), 0)


def load_water(
    *, bbox: Bbox | None = None, max_rank: int = MAX_RANK
) -> gpd.GeoDataFrame:
    """Load the lakes, reservoirs and rivers of the world or of a view.

    Parameters
    ----------
    bbox : (west, south, east, north), optional
        Degrees. Only what meets the box; across the antimeridian, west is greater
        than east, or one of them lies beyond 180.
    max_rank : int
        From 0, the greatest only, to 4, all.

    Returns
    -------
    GeoDataFrame
        Columns ``kind`` ("lake", which reservoirs are too, or "river"), ``rank`` and
        ``geometry`` in EPSG:4326: areas of lakes, lines of rivers, whole where they
        cross the box. The greatest first; empty where there is no water.

    Raises
    ------
    CoordinateError
        If the box is no box on Earth.

    Notes
    -----
    Natural Earth: lakes at 1:10m, simplified to 0.004 degrees; rivers at 1:50m. A
    lake's rank goes by its area (10,000, 1,000, 200, 50 km2), a river's by the length
    of the piece between two confluences (2,000, 1,000, 500, 200 km).

    Examples
    --------
    >>> water = load_water(bbox=(30, 46, 36, 49), max_rank=3)
    >>> sorted(set(water["kind"]))
    ['lake', 'river']
    """
    path = data_path("ground", "water.fgb")
    where = f'"rank" <= {int(max_rank)}'
    parts = [
        pyogrio.read_dataframe(path, bbox=box, where=where, fid_as_index=True)
        for box in boxes_of(bbox)
    ]
    water = pd.concat(parts)
    water = water[~water.index.duplicated()].sort_values("rank", kind="stable")
    return gpd.GeoDataFrame(water.reset_index(drop=True), crs="EPSG:4326")


@functools.cache
def load_land() -> BaseGeometry:
    """Load the land of the world as one shape.

    Returns
    -------
    MultiPolygon
        EPSG:4326, lon before lat in degrees, on a grid of 0.1 degrees; no borders.

    Notes
    -----
    Natural Earth's countries at 1:110m, merged: a backdrop for what lies outside a
    map's own borders, not to be measured on.

    Examples
    --------
    >>> from shapely import Point
    >>> land = load_land()
    >>> land.covers(Point(25.0, 0.0)), land.covers(Point(-30.0, 0.0))
    (True, False)
    """
    land: BaseGeometry = pyogrio.read_dataframe(
        data_path("ground", "land.fgb")
    ).geometry.iloc[0]
    return land


class Sea(NamedTuple):
    """A sea, or a part of one: its name may stand on water within a distance."""

    name: str  # in English
    lon: float
    lat: float
    radius_m: float
    names: dict[str, str]  # by language

    def name_in(self, tag: str) -> str:
        """Give its name in a language, in English where there is none."""
        return self.names.get(tag, self.name)


@functools.cache
def load_seas() -> tuple[Sea, ...]:
    """Load the seas of the world; some are there several times, in parts.

    Examples
    --------
    >>> seas = {sea.name: sea for sea in load_seas()}
    >>> seas["Black Sea"].name_in("uk"), seas["Black Sea"].name_in("en")
    ('Чорне море', 'Black Sea')
    """
    path = data_path("ground", "seas.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        languages = next(rows)[4:]
        return tuple(
            Sea(
                name,
                float(lon),
                float(lat),
                float(radius_km) * 1e3,
                dict(zip(languages, names, strict=True)),
            )
            for name, lon, lat, radius_km, *names in rows
        )


class City(NamedTuple):
    """A city, to be found by any of its names."""

    name: str  # in English
    country_code: str
    lon: float
    lat: float
    names: dict[str, str]  # by language, where there is one other than the English
    sounds: list[str]  # of other names, these and former ones, as `sound_of` has them


def load_cities() -> list[City]:
    """Load the capitals and the largest other cities, 1,360 in all, the largest first.

    Returns
    -------
    list of City
        Positions to a hundredth of a degree. Sections of a city are not among them.

    Examples
    --------
    >>> cities = {city.name: city for city in load_cities()}
    >>> cities["Kyiv"].names["pl"], cities["Tokyo"].names["uk"]
    ('Kijów', 'Токіо')
    >>> "lananhrad" in cities["Saint Petersburg"].sounds
    True
    """
    path = data_path("ground", "cities.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        languages = next(rows)[4:-1]
        return [
            City(
                name,
                country_code,
                float(lon),
                float(lat),
                {
                    key: local
                    for key, local in zip(languages, names, strict=True)
                    if local
                },
                sounds.split(),
            )
            for name, country_code, lon, lat, *names, sounds in rows
        ]
