"""True shortest distances on the ellipsoid, to points, lines and areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely.geometry.base import BaseGeometry

from rangeviz.errors import CoordinateError
from rangeviz.geodesy.distance.nearest import NearestSearch
from rangeviz.geodesy.distance.proximity import PIECE_M, STRAY_M, Proximity
from rangeviz.geodesy.ellipsoid import FloatArray, check_positions, wrap_lon
from rangeviz.geodesy.pieces import features_of, simple_parts
from rangeviz.geodesy.shapes import Edges, prepared, within

_SETTLED_M = 1e-4


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
    features = features_of(shape, PIECE_M, STRAY_M)
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


def _between(one: BaseGeometry, other: BaseGeometry, edges: Edges) -> float:
    """Shortest distance of two shapes."""
    shapes = [prepared(shape, edges=edges) for shape in (one, other)]
    for shape, rest in (shapes, shapes[::-1]):
        if (shapely.get_type_id(simple_parts(shape)) == 0).all():
            found = nearest_places(shapely.get_coordinates(shape), rest)
            return float(found.distance_m.min())
    proximity = Proximity(shapes[0])
    return float(proximity.nearest_m(shapes[1:], tolerance_m=_SETTLED_M)[0])


def _lonlat(points: Any) -> FloatArray:
    lonlat = np.asarray(points, float)
    lonlat = lonlat.reshape(-1, 2) if lonlat.size == 0 else np.atleast_2d(lonlat)
    if lonlat.ndim != 2 or lonlat.shape[1] != 2:
        raise CoordinateError(
            f"points of shape {lonlat.shape} are not (n, 2): give lon, lat pairs"
        )
    check_positions(lonlat[:, 0], lonlat[:, 1])
    return lonlat
