"""The borders under the rings: a few hundred units, simplified for one view."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.borders.shipped import load_regions
from rangeviz.geodesy.bbox import windows
from rangeviz.model.scenario import Worldview
from rangeviz.render.page.box import (
    Box,
    box_about,
    from_map,
    mercator_deg,
    to_map,
    unmercator_deg,
    unwrap,
)

if TYPE_CHECKING:
    import geopandas as gpd

COVER_FACTOR = 2.2  # how far the borders run, in longest ranges
FIT_FACTOR = 1.06  # what the first view shows
MAX_VERTICES = 22_000  # of regions
MAX_VERTICES_OF_COUNTRIES = 25_000  # the world may weigh more than a region
MAX_VERTICES_BENEATH = 6_000
MAX_REGIONS = 900  # more would be a blur: countries are drawn instead


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
    exact : Polygon or MultiPolygon
        Clipped and unwrapped, but not simplified.
    """

    code: str
    name: str
    country_code: str
    country_name: str
    area_m2: float
    geometry: BaseGeometry
    whole: bool
    exact: BaseGeometry


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
    baselines: Sequence[BaseGeometry],
    longest_m: float,
    *,
    worldview: Worldview = "international",
    borders: gpd.GeoDataFrame | None = None,
) -> Basemap:
    """Cut, simplify and unwrap the borders about some baselines.

    Parameters
    ----------
    baselines : sequence of shapely geometry
        In EPSG:4326; the view holds the reaches from them.
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
    cover = box_about(baselines, longest_m * COVER_FACTOR).on_tenths
    fit = box_about(baselines, longest_m * FIT_FACTOR)
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
        Unit(code, name, country_code, country_name, area_km2 * 1e6, *shape)
        for code, name, country_code, country_name, area_km2, *shape in zip(
            regions["code"],
            regions["name"],
            regions["country_code"],
            regions["country_name"],
            regions["area_km2"].tolist(),
            simple,
            shapes.whole.tolist(),
            shapes.geometry,
            strict=True,
        )
    )
    return Basemap(cover, fit, units, level, tolerance_deg)


def countries_beneath(
    basemap: Basemap, *, worldview: Worldview = "international"
) -> tuple[float, np.ndarray]:
    """Cut and simplify the shipped countries, to lie beneath a user's own borders.

    Parameters
    ----------
    basemap : Basemap
        Of the user's borders.
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a region is counted on.

    Returns
    -------
    tolerance_deg : float
        As of `Basemap`.
    shapes : (n,) array of Polygon or MultiPolygon
        A coverage, clipped and unwrapped as the basemap's units are.
    """
    regions = _dissolve(_load(basemap.cover, worldview, None))
    shapes = _without_specks(_clip(regions, basemap.cover).geometry, basemap.cover)
    return _simplify(shapes, basemap.fit, MAX_VERTICES_BENEATH)


@dataclass(frozen=True, slots=True)
class _Clipped:
    geometry: np.ndarray
    whole: np.ndarray
    present: np.ndarray


def _load(
    cover: Box, worldview: Worldview, borders: gpd.GeoDataFrame | None
) -> gpd.GeoDataFrame:
    import pandas as pd

    boxes = windows(cover.west, cover.south, cover.east, cover.north)
    if borders is None:
        frames = [load_regions(worldview=worldview, bbox=bbox) for _, bbox in boxes]
    else:
        frames = [borders.cx[w:e, s:n] for _, (w, s, e, n) in boxes]
    return pd.concat(frames).drop_duplicates("code").sort_values("code")


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
    low, high = mercator_deg([fit.south, fit.north]).tolist()
    tolerance = max(high - low, 0.25) / 2_000
    simple = shapely.transform(shapes, to_map)
    for _ in range(7):
        simple = shapely.coverage_simplify(simple, tolerance)
        vertices = shapely.get_num_coordinates(simple).sum()
        if vertices <= most:
            break
        tolerance *= max(1.3, vertices / most)
    narrowing = math.cos(math.radians(float(unmercator_deg((low + high) / 2))))
    return tolerance * narrowing, shapely.transform(simple, from_map)
