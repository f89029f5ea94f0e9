"""True shortest distances on the ellipsoid, to points, lines and areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.errors import CoordinateError
from rangeviz.geodesy.certificate import lowest_along
from rangeviz.geodesy.edges import acceleration_bound, length_bound
from rangeviz.geodesy.ellipsoid import FloatArray, check_positions, wrap_lon
from rangeviz.geodesy.features import Features, features_of, ragged, simple_parts
from rangeviz.geodesy.nearest import NearestSearch
from rangeviz.geodesy.shapes import Edges, prepared

_PIECE_M = 5_000.0
_STRAY_M = 10.0
_SETTLED_M = 1e-4
_PARTS = 8
_MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class NearestPlaces:
    """The nearest places of a shape to n positions.

    Attributes
    ----------
    distance_m : (n,) array
        Length of the shortest geodesic; 0 inside an area and on a line.
    lon, lat : (n,) array
        The nearest place in degrees; the position itself inside an area.
    """

    distance_m: FloatArray
    lon: FloatArray
    lat: FloatArray


def nearest_places(
    points: ArrayLike, geometry: BaseGeometry, *, edges: Edges = "planar"
) -> NearestPlaces:
    """Find the place of a shape that is nearest to each position.

    Parameters
    ----------
    points : (n, 2) array-like
        lon, lat in degrees (EPSG:4326).
    geometry : shapely geometry
        Points, lines, areas or a collection, EPSG:4326. May run across the
        antimeridian and round the poles.
    edges : {"planar", "geodesic"}, default "planar"
        What joins the vertices: straight lines in lon/lat (RFC 7946) or geodesics.

    Returns
    -------
    NearestPlaces
        Distances to a millimetre. For no points: empty arrays.

    Raises
    ------
    CoordinateError
        If a point is not on Earth.
    GeometryError
        If the shape is empty or has coordinates that are not on Earth.

    Examples
    --------
    One degree of latitude north of the middle of an edge along the equator:

    >>> edge = shapely.LineString([(0, 0), (10, 0)])
    >>> near = nearest_places([(5, 1)], edge)
    >>> near.distance_m.round(3).tolist(), near.lon.round(9).tolist()
    ([110574.389], [5.0])
    """
    lonlat = _lonlat(points)
    shape = prepared(geometry, edges=edges)
    lon, lat = wrap_lon(lonlat[:, 0]), lonlat[:, 1]
    features = features_of(shape, _PIECE_M, _STRAY_M)
    feet = NearestSearch(features, exact_feet=True).feet(lon, lat)
    inside = within(lon, lat, shape)
    return NearestPlaces(
        np.where(inside, 0.0, feet.distance_m),
        np.where(inside, lon, wrap_lon(feet.lon)),
        np.where(inside, lat, feet.lat),
    )


def geodesic_distance(
    points: Any,
    geometry: BaseGeometry,
    *,
    edges: Edges = "planar",
) -> Any:
    """Measure the shortest distance to a shape, in metres.

    Parameters
    ----------
    points : (n, 2) array-like, shapely geometry, or GeoSeries
        lon, lat in degrees (EPSG:4326), or shapes of any type to measure from.
    geometry : shapely geometry
        Points, lines, areas or a collection, EPSG:4326.
    edges : {"planar", "geodesic"}, default "planar"
        What joins the vertices: straight lines in lon/lat (RFC 7946) or geodesics.

    Returns
    -------
    (n,) array, or float for a single shape
        To a millimetre; 0 where the shapes touch or overlap.

    Raises
    ------
    CoordinateError
        If a point is not on Earth.
    GeometryError
        If a shape is empty or has coordinates that are not on Earth.

    Examples
    --------
    >>> square = shapely.box(0, 0, 2, 2)
    >>> geodesic_distance([(1, 1), (1, 3)], square).round(3).tolist()
    [0.0, 110576.417]
    >>> round(geodesic_distance(shapely.box(3, 0, 4, 2), square), 3)
    111252.13
    """
    if isinstance(points, BaseGeometry):
        return _between(points, geometry, edges)
    if hasattr(points, "crs"):  # a GeoSeries or GeoDataFrame
        lonlat = points.to_crs(4326) if points.crs else points
        points = np.asarray(lonlat.geometry, object)
    if isinstance(points, np.ndarray) and points.dtype == object:
        if (shapely.get_type_id(points) != 0).any():
            return np.array([_between(shape, geometry, edges) for shape in points])
        points = shapely.get_coordinates(points)
    return nearest_places(points, geometry, edges=edges).distance_m


def within(lon: FloatArray, lat: FloatArray, shape: BaseGeometry) -> NDArray[np.bool_]:
    """Tell which positions (longitudes -180 to 180) are in the areas of a shape."""
    parts = simple_parts(shape)
    areas = parts[shapely.get_type_id(parts) == 3]
    shapely.prepare(areas)
    inside = np.zeros(len(lon), bool)
    across = np.where(np.abs(lon) == 180, -lon, lon)
    for area in areas:
        inside |= shapely.intersects_xy(area, lon, lat)
        inside |= shapely.intersects_xy(area, across, lat)
    return inside


def _between(one: BaseGeometry, other: BaseGeometry, edges: Edges) -> float:
    """Shortest distance of two shapes: 0, or branch and bound on either's edges."""
    shapes = [prepared(shape, edges=edges) for shape in (one, other)]
    for shape, rest in (shapes, shapes[::-1]):
        if (shapely.get_type_id(simple_parts(shape)) == 0).all():
            found = nearest_places(shapely.get_coordinates(shape), rest)
            return float(found.distance_m.min())
    if shapely.intersects(*shapes):
        return 0.0
    sides = [features_of(shape, _PIECE_M, _STRAY_M) for shape in shapes]
    searches = [NearestSearch(side) for side in sides]
    least = np.inf
    for side, search, area in zip(sides, searches[::-1], shapes[::-1], strict=True):
        lon, lat = wrap_lon(side.start[:, 0]), side.start[:, 1]
        if within(lon, lat, area).any():
            return 0.0
        least = min(least, _least(side, search, least))
    return float(least)


def _least(side: Features, search: NearestSearch, least: float) -> float:
    """Shortest distance from one shape's pieces to another shape."""
    head, tail = side.start, side.end
    for _ in range(_MOST_ROUNDS):
        head_m = search.feet(*head.T).distance_m
        tail_m = search.feet(*tail.T).distance_m
        least = min(least, float(head_m.min()), float(tail_m.min()))
        length, bend = length_bound(head, tail), acceleration_bound(head, tail)
        open_ = lowest_along(head_m, tail_m, length, bend) < least - _SETTLED_M
        if not open_.any():
            break
        step = (tail - head)[open_] / _PARTS
        row, rank = ragged(np.full(len(step), _PARTS))
        head = head[open_][row] + step[row] * rank[:, None]
        tail = head + step[row]
    return least


def _lonlat(points: Any) -> FloatArray:
    lonlat = np.asarray(points, float)
    lonlat = lonlat.reshape(-1, 2) if lonlat.size == 0 else np.atleast_2d(lonlat)
    if lonlat.ndim != 2 or lonlat.shape[1] != 2:
        raise CoordinateError(
            f"points of shape {lonlat.shape} are not (n, 2): give lon, lat pairs"
        )
    check_positions(lonlat[:, 0], lonlat[:, 1])
    return lonlat
