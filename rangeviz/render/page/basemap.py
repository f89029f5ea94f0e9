"""The borders under the rings: a few hundred units, simplified for one view."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.borders import load_regions
from rangeviz.model.scenario import Worldview
from rangeviz.model.site import LaunchSite

if TYPE_CHECKING:
    import geopandas as gpd

POLAR_RADIUS_M = 6_356_752.3  # the shortest: a box from it is never too small
COVER_FACTOR = 2.2  # how far the borders run, in longest ranges
FIT_FACTOR = 1.06  # what the first view shows
MERCATOR_END_DEG = 85.0
LANDSCAPE = 1.5  # a wide screen's map, width to height
PORTRAIT = 1.25  # a phone's, height to width
MAX_VERTICES = 3_200  # in the first view; farther out borders are coarser
MAX_VERTICES_OF_COUNTRIES = 25_000  # the world may weigh more than a region
MAX_REGIONS = 900  # more would be a blur: countries are drawn instead
MIN_HALF_HEIGHT_DEG = 0.3


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in degrees, EPSG:4326; longitudes run on across the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @property
    def centre_lon(self) -> float:
        """Longitude half way, in degrees."""
        return (self.west + self.east) / 2

    @property
    def polygon(self) -> shapely.Polygon:
        """The box as a shape."""
        return shapely.box(self.west, self.south, self.east, self.north)

    @property
    def on_screen(self) -> BaseGeometry:
        """What a wide screen shows beside the box too, and a phone above and below."""
        west, east = _seen(self)
        tall_deg = (PORTRAIT - 1) / 2 * (self.north - self.south)
        tall = shapely.box(
            self.west, self.south - tall_deg, self.east, self.north + tall_deg
        )
        return shapely.union(tall, shapely.box(west, self.south, east, self.north))


@dataclass(frozen=True, slots=True)
class Unit:
    """A region or country as the page draws it.

    Parameters
    ----------
    code, name, country_code, country_name : str
        As in the border data, in the chosen worldview.
    area_m2 : float
        Of the whole unit, at full resolution.
    geometry : Polygon or MultiPolygon
        Simplified and clipped, longitudes unwrapped about the view's centre.
    whole : bool
        False where the clipping box cut a part away.
    """

    code: str
    name: str
    country_code: str
    country_name: str
    area_m2: float
    geometry: BaseGeometry
    whole: bool


@dataclass(frozen=True, slots=True)
class Basemap:
    """Everything that is drawn below the rings.

    Parameters
    ----------
    cover, fit : Box
        Where borders are known, and what the first view shows.
    units : tuple of Unit
        A coverage: neighbours share their edges vertex by vertex.
    level : {"region", "country"}
        What a unit is.
    tolerance_deg : float
        Simplification tolerance, as of `shapely.coverage_simplify`.
    """

    cover: Box
    fit: Box
    units: tuple[Unit, ...]
    level: str
    tolerance_deg: float


def make_basemap(
    sites: Sequence[LaunchSite],
    longest_m: float,
    *,
    worldview: Worldview = "international",
    borders: gpd.GeoDataFrame | None = None,
) -> Basemap:
    """Cut, simplify and unwrap the borders about some sites.

    Parameters
    ----------
    sites : sequence of LaunchSite
        The view holds their reaches.
    longest_m : float
        Longest range in metres.
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a unit is counted on.
    borders : GeoDataFrame, optional
        Regions to use instead of the shipped ones, however many they are.

    Returns
    -------
    Basemap
    """
    cover = box_about(sites, longest_m * COVER_FACTOR)
    fit = box_about(sites, longest_m * FIT_FACTOR)
    regions = _load(cover, worldview, borders)
    crowded = borders is None and len(regions) > MAX_REGIONS
    level = "country" if crowded else "region"
    if crowded:
        regions = _dissolve(regions)
    shapes = _clip(regions, cover)
    regions = regions[shapes.present]
    most = MAX_VERTICES_OF_COUNTRIES if crowded else MAX_VERTICES
    visible = _without_specks(shapes.geometry, cover)
    tolerance_deg, simple = _simplify(visible, fit, most)
    units = tuple(
        Unit(code, name, country_code, country_name, area_km2 * 1e6, geometry, whole)
        for code, name, country_code, country_name, area_km2, geometry, whole in zip(
            regions["code"],
            regions["name"],
            regions["country_code"],
            regions["country_name"],
            regions["area_km2"].tolist(),
            simple,
            shapes.whole.tolist(),
            strict=True,
        )
    )
    return Basemap(cover, fit, units, level, tolerance_deg)


def box_about(sites: Sequence[LaunchSite], distance_m: float) -> Box:
    """Bounds of everything within a distance of some sites.

    Longitudes run on across the antimeridian and span at most 360 degrees,
    about the middle of the sites; a box that holds a pole spans them all.

    Examples
    --------
    >>> box = box_about([LaunchSite.at(179.0, 0.0)], 222_000)
    >>> round(box.west), round(box.east)
    (177, 181)
    """
    angle_deg = max(math.degrees(distance_m / POLAR_RADIUS_M), MIN_HALF_HEIGHT_DEG)
    first_lon = sites[0].lon
    boxes = [_box(site, angle_deg, first_lon) for site in sites]
    west, east = min(b.west for b in boxes), max(b.east for b in boxes)
    if east - west > 360:
        middle = (
            min(b.centre_lon for b in boxes) + max(b.centre_lon for b in boxes)
        ) / 2
        west, east = middle - 180, middle + 180
    south, north = min(b.south for b in boxes), max(b.north for b in boxes)
    return Box(west, max(south, -90.0), east, min(north, 90.0))


def _box(site: LaunchSite, angle_deg: float, first_lon: float) -> Box:
    west, south, east, north = site.geometry.bounds
    shift = 360 * round((first_lon - (west + east) / 2) / 360)
    low, high = south - angle_deg, north + angle_deg
    if low <= -90 or high >= 90:
        half_deg = 180.0
    else:
        widest = math.cos(math.radians(max(abs(south), abs(north))))
        half_deg = math.degrees(math.asin(math.sin(math.radians(angle_deg)) / widest))
    return Box(west + shift - half_deg, low, east + shift + half_deg, high)


def unwrap(geometry: BaseGeometry, box: Box) -> BaseGeometry:
    """Move a shape's parts by whole turns into the 360 degrees about a box.

    Parameters
    ----------
    geometry : shapely geometry
        EPSG:4326, longitudes within +-180.
    box : Box
        Its middle longitude becomes the middle of the result.

    Returns
    -------
    shapely geometry
        Empty where `geometry` is.
    """
    low, high = box.centre_lon - 180, box.centre_lon + 180
    west, _, east, _ = shapely.bounds(geometry)
    if not (west < low or east > high):
        return geometry
    frame = shapely.box(low, -90, high, 90)
    turns = [
        shapely.intersection(affinity.translate(geometry, xoff=turn), frame)
        for turn in (-360, 0, 360)
    ]
    return shapely.union_all([part for part in turns if not part.is_empty])


@dataclass(frozen=True, slots=True)
class _Clipped:
    geometry: np.ndarray
    whole: np.ndarray
    present: np.ndarray


def _load(
    cover: Box, worldview: Worldview, borders: gpd.GeoDataFrame | None
) -> gpd.GeoDataFrame:
    import pandas as pd

    if borders is not None:
        frames = [
            borders.cx[west:east, cover.south : cover.north]
            for west, east in _windows(cover)
        ]
    else:
        frames = [
            load_regions(
                worldview=worldview, bbox=(west, cover.south, east, cover.north)
            )
            for west, east in _windows(cover)
        ]
    return pd.concat(frames).drop_duplicates("code").sort_values("code")


def _windows(cover: Box) -> Iterable[tuple[float, float]]:
    for turn in (-360, 0, 360):
        west, east = max(cover.west + turn, -180.0), min(cover.east + turn, 180.0)
        if west < east:
            yield west, east


def _dissolve(regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    groups = regions.groupby("country_code", sort=True)
    shapes = groups["geometry"].agg(
        lambda parts: shapely.coverage_union_all(parts.values)
    )
    countries = groups[["country_name"]].first().reset_index()
    return countries.assign(
        code=countries["country_code"],
        name=countries["country_name"],
        area_km2=groups["area_km2"].sum().to_numpy(),
        geometry=shapes.to_numpy(),
    )


def _clip(regions: gpd.GeoDataFrame, cover: Box) -> _Clipped:
    frame = cover.polygon
    moved = np.array([unwrap(shape, cover) for shape in regions["geometry"]])
    shapely.prepare(frame)
    whole = shapely.covers(frame, moved) if len(moved) else np.zeros(0, bool)
    clipped = moved.copy()
    clipped[~whole] = shapely.intersection(moved[~whole], frame)
    present = shapely.area(clipped) > 0
    return _Clipped(clipped[present], whole[present], present)


def _without_specks(shapes: np.ndarray, cover: Box) -> np.ndarray:
    """Drop islands too small to be seen, but never the largest part of a unit."""
    speck_deg2 = ((cover.north - cover.south) / 900) ** 2
    parts, owner = shapely.get_parts(shapes, return_index=True)
    size_deg2 = shapely.area(parts)
    largest_deg2 = np.zeros(len(shapes))
    np.maximum.at(largest_deg2, owner, size_deg2)
    kept = (size_deg2 >= speck_deg2) | (size_deg2 == largest_deg2[owner])
    kept &= shapely.get_dimensions(parts) == 2
    visible: np.ndarray = shapely.multipolygons(parts[kept], indices=owner[kept])
    return visible


def _simplify(shapes: np.ndarray, fit: Box, most: int) -> tuple[float, np.ndarray]:
    """Simplify as Web Mercator shows it: near the poles a degree is tall there."""
    low, high = _mercator_deg([fit.south, fit.north]).tolist()
    west, east = _seen(fit)
    tolerance = max(high - low, 0.25) / 2_000
    simple = shapely.transform(shapes, _to_map)
    for _ in range(7):
        simple = shapely.coverage_simplify(simple, tolerance)
        vertices = _vertices_within(simple, west, low, east, high)
        if vertices <= most:
            break
        tolerance *= max(1.3, vertices / most)
    narrowing = math.cos(math.radians(float(_unmercator_deg((low + high) / 2))))
    return tolerance * narrowing, shapely.transform(simple, _from_map)


def _seen(fit: Box) -> tuple[float, float]:
    low, high = _mercator_deg([fit.south, fit.north]).tolist()
    half_deg = max(LANDSCAPE * (high - low), fit.east - fit.west) / 2
    return fit.centre_lon - half_deg, fit.centre_lon + half_deg


def _to_map(lonlat: np.ndarray) -> np.ndarray:
    return np.column_stack((lonlat[:, 0], _mercator_deg(lonlat[:, 1])))


def _from_map(flat: np.ndarray) -> np.ndarray:
    return np.column_stack((flat[:, 0], _unmercator_deg(flat[:, 1])))


def _mercator_deg(lat: npt.ArrayLike) -> np.ndarray:
    """Ordinate on a Mercator map in degrees of longitude; straight on to the poles."""
    shown = np.radians(np.clip(lat, -MERCATOR_END_DEG, MERCATOR_END_DEG))
    north = np.degrees(np.arctanh(np.sin(shown)))
    beyond = (lat - np.degrees(shown)) / math.cos(math.radians(MERCATOR_END_DEG))
    return np.asarray(north + beyond)


def _unmercator_deg(north: npt.ArrayLike) -> np.ndarray:
    end = float(_mercator_deg(MERCATOR_END_DEG))
    shown = np.clip(north, -end, end)
    lat = np.degrees(np.arcsin(np.tanh(np.radians(shown))))
    beyond = (north - shown) * math.cos(math.radians(MERCATOR_END_DEG))
    return np.asarray(np.clip(lat + beyond, -90.0, 90.0))


def _vertices_within(
    shapes: np.ndarray, west: float, south: float, east: float, north: float
) -> int:
    x, y = shapely.get_coordinates(shapes).T
    return int(((x >= west) & (x <= east) & (y >= south) & (y <= north)).sum())
