"""True shortest distances on the ellipsoid, to points, lines and areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.errors import CoordinateError
from rangeviz.geodesy.distance.nearest import NearestSearch
from rangeviz.geodesy.distance.proximity import PIECE_M, STRAY_M, Proximity
from rangeviz.geodesy.ellipsoid import FloatArray, check_positions, floats_of, wrap_lon
from rangeviz.geodesy.frames import is_geo_table, like, lon_lat_series, shapes_of
from rangeviz.geodesy.pieces import features_of, simple_parts
from rangeviz.geodesy.shapes import Edges, prepared, within

if TYPE_CHECKING:
    import pandas as pd

    from rangeviz.geodesy.frames import GeoTable

_SETTLED_M = 1e-4


@dataclass(frozen=True, slots=True)
class NearestPositions:
    """The nearest positions of a shape to n others.

    Attributes
    ----------
    distance_m : (n,) array
        Length of the shortest geodesic; 0 inside an area and on a line.
    lon, lat : (n,) array
        The nearest position in degrees; the position itself inside an area.
    """

    distance_m: FloatArray
    lon: FloatArray
    lat: FloatArray


def nearest_positions(
    points: ArrayLike, geometry: BaseGeometry, *, edges: Edges = "planar"
) -> NearestPositions:
    """Find the position of a shape that is nearest to each position.

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
    NearestPositions
        Distances to a millimetre. For no points: empty arrays.

    Raises
    ------
    CoordinateError
        If a point is not on Earth.
    GeometryError
        If the shape is empty or has coordinates that are not on Earth.

    See Also
    --------
    geodesic_distance

    Examples
    --------
    One degree of latitude north of the middle of an edge along the equator:

    >>> edge = shapely.LineString([(0, 0), (10, 0)])
    >>> near = nearest_positions([(5, 1)], edge)
    >>> near.distance_m.round(3).tolist(), near.lon.round(9).tolist()
    ([110574.389], [5.0])
    """
    lonlat = lonlat_of(points)
    shape = prepared(geometry, edges=edges)
    lon, lat = wrap_lon(lonlat[:, 0]), lonlat[:, 1]
    features = features_of(shape, PIECE_M, STRAY_M)
    feet = NearestSearch(features, exact_feet=True).feet(lon, lat)
    inside = within(lon, lat, shape)
    return NearestPositions(
        np.where(inside, 0.0, feet.distance_m),
        np.where(inside, lon, wrap_lon(feet.lon)),
        np.where(inside, lat, feet.lat),
    )


@overload
def geodesic_distance(
    points: BaseGeometry, geometry: BaseGeometry, *, edges: Edges = ...
) -> float: ...
@overload
def geodesic_distance(
    points: ArrayLike, geometry: BaseGeometry, *, edges: Edges = ...
) -> FloatArray: ...
@overload
def geodesic_distance(
    points: GeoTable, geometry: BaseGeometry, *, edges: Edges = ...
) -> pd.Series[float]: ...
def geodesic_distance(
    points: BaseGeometry | ArrayLike | GeoTable,
    geometry: BaseGeometry,
    *,
    edges: Edges = "planar",
) -> float | FloatArray | pd.Series[float]:
    """Measure the shortest distance to a shape, in metres.

    Parameters
    ----------
    points : (n, 2) array-like, shapely geometry, GeoSeries or GeoDataFrame
        lon, lat in degrees (EPSG:4326), or shapes of any type to measure from; a
        table in any CRS.
    geometry : shapely geometry
        Points, lines, areas or a collection, EPSG:4326. May run across the
        antimeridian and round the poles.
    edges : {"planar", "geodesic"}, default "planar"
        What joins the vertices: straight lines in lon/lat (RFC 7946) or geodesics.

    Returns
    -------
    float for a single shape, (n,) array, or Series with the index of a table
        To a millimetre; 0 where the shapes touch or overlap, NaN for a row without a
        shape. For no points: empty.

    Raises
    ------
    CoordinateError
        If a point is not on Earth.
    GeometryError
        If a shape is empty or has coordinates that are not on Earth, or a table has
        no CRS.

    See Also
    --------
    nearest_positions, geodesic_buffer, inverse

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
    if is_geo_table(points):
        shapes = np.asarray(lon_lat_series(points), object)
        return like(points, _rowwise(shapes, geometry, edges), "distance_m")
    if isinstance(points, np.ndarray) and points.dtype == object:
        return _rowwise(shapes_of(points), geometry, edges)
    return nearest_positions(points, geometry, edges=edges).distance_m


def _rowwise(
    shapes: NDArray[np.object_], geometry: BaseGeometry, edges: Edges
) -> FloatArray:
    distances_m = np.full(len(shapes), np.nan)
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if (shapely.get_type_id(shapes[there]) != 0).any():
        distances_m[there] = [_between(s, geometry, edges) for s in shapes[there]]
        return distances_m
    lonlat = shapely.get_coordinates(shapes[there])
    near = nearest_positions(lonlat, geometry, edges=edges)
    distances_m[there] = near.distance_m
    return distances_m


def _between(one: BaseGeometry, other: BaseGeometry, edges: Edges) -> float:
    """Shortest distance of two shapes."""
    shapes = [prepared(shape, edges=edges) for shape in (one, other)]
    for shape, rest in (shapes, shapes[::-1]):
        if (shapely.get_type_id(simple_parts(shape)) == 0).all():
            found = nearest_positions(shapely.get_coordinates(shape), rest)
            return float(found.distance_m.min())
    proximity = Proximity(shapes[0])
    return float(proximity.nearest_m(shapes[1:], tolerance_m=_SETTLED_M)[0])


def lonlat_of(points: ArrayLike) -> FloatArray:
    """Take pairs of lon and lat in degrees, as an (n, 2) array.

    Raises
    ------
    CoordinateError
        If they are no pairs, or one is not on Earth.
    """
    (lonlat,) = floats_of(points=points)
    lonlat = lonlat.reshape(-1, 2) if lonlat.size == 0 else np.atleast_2d(lonlat)
    if lonlat.ndim != 2 or lonlat.shape[1] != 2:
        raise CoordinateError(
            f"points of shape {lonlat.shape} are not (n, 2): give lon, lat pairs"
        )
    check_positions(lonlat[:, 0], lonlat[:, 1])
    return lonlat
