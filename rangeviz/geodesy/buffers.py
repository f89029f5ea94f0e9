"""Geodesic buffers: everything within a distance of points, lines or areas."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.errors import DistanceError, GeometryError, ToleranceWarning
from rangeviz.geodesy.certificate import MAX_DISTANCE_M
from rangeviz.geodesy.earthward import areas_of, to_earth
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.features import Features, features_of, simple_parts
from rangeviz.geodesy.nearest import NearestSearch
from rangeviz.geodesy.outline import Outline
from rangeviz.geodesy.patches import coarse_cover
from rangeviz.geodesy.shapes import Edges, prepared, true_boundary, within
from rangeviz.geodesy.stereographic import (
    SPHERE_RADIUS_M,
    StereographicPlane,
    normals,
)

_FINEST = 0.015  # the tolerance in use is at most this share of the distance
_DEPARTURE = 0.02  # share of the tolerance that geodesic edges may be off
_SHORT_PIECE_M, _LONG_PIECE_M, _STRAY_M = 3_000.0, 10_000.0, 20.0
_NEAR_M = 20_000.0
_MARGIN_M = 500_000.0  # the plane's point at infinity is so far outside
_LEAST_RADIUS_M = 6_300_000.0  # less than any distance per radian of normals


@dataclass(frozen=True, slots=True)
class GeodesicBuffer:
    """A buffer and its certificate.

    Attributes
    ----------
    geometry : Polygon, MultiPolygon, GeoSeries or GeoDataFrame
        EPSG:4326 (RFC 7946), edges straight in lon/lat.
    max_deviation_m : float, or (n,) array for n shapes
        The proven bound e: the geometry contains everything within distance - e of
        the shape and nothing farther than distance + e.
    """

    geometry: Any
    max_deviation_m: Any


def geodesic_buffer(
    geometry: Any,
    distance_m: float,
    *,
    tolerance_m: float = 10.0,
    edges: Edges = "planar",
    min_distance_m: float = 0.0,
) -> GeodesicBuffer:
    """Return what lies within a distance of a shape, on the ellipsoid.

    Parameters
    ----------
    geometry : shapely geometry, GeoSeries or GeoDataFrame
        Points, lines, areas or a collection in EPSG:4326 (a GeoSeries with another
        CRS is transformed). May run across the antimeridian and round the poles.
    distance_m : float
        1 m to 9,900 km. Negative for areas: what lies deeper inside than that.
    tolerance_m : float, default 10
        Largest deviation allowed; 1.5 % of the distance and a millimetre where that
        is less.
    edges : {"planar", "geodesic"}, default "planar"
        What joins the vertices: straight lines in lon/lat (RFC 7946) or geodesics.
    min_distance_m : float, default 0
        Leave out what lies nearer than this: an annulus about a point, a belt
        round an area.

    Returns
    -------
    GeodesicBuffer
        Shape and certified bound; for n shapes a GeoSeries, or a GeoDataFrame with
        the column ``max_deviation_m``, and n bounds.

    Raises
    ------
    DistanceError
        If a distance or the tolerance is out of bounds.
    GeometryError
        If the shape is empty or not on Earth, or if the buffer is the whole Earth.

    Warns
    -----
    ToleranceWarning
        If the certified bound exceeds the tolerance.

    See Also
    --------
    docs/engine.md : the algorithm, and the proof of the bound.

    Examples
    --------
    >>> edge = shapely.LineString([(30, 50), (31, 50)])
    >>> buffer = geodesic_buffer(edge, 80_500, tolerance_m=10)
    >>> buffer.max_deviation_m <= 10
    True
    >>> [round(bound, 3) for bound in buffer.geometry.bounds]
    [28.877, 49.276, 32.123, 50.724]
    """
    _check_distances(distance_m, min_distance_m, tolerance_m)
    if hasattr(geometry, "crs"):
        return _of_series(
            geometry,
            distance_m,
            tolerance_m=tolerance_m,
            edges=edges,
            min_distance_m=min_distance_m,
        )
    departure_m = _DEPARTURE * min(tolerance_m, abs(distance_m))
    shape = prepared(geometry, edges=edges, departure_m=departure_m)
    if distance_m < 0:
        result = _inside(shape, -distance_m, tolerance_m)
    else:
        result = _outside(shape, distance_m, tolerance_m)
    if min_distance_m > 0:
        hole = _outside(shape, min_distance_m, tolerance_m)
        result = GeodesicBuffer(
            areas_of(shapely.difference(result.geometry, hole.geometry)),
            max(result.max_deviation_m, hole.max_deviation_m),
        )
    if edges == "geodesic":
        result = replace(result, max_deviation_m=result.max_deviation_m + departure_m)
    if result.max_deviation_m > tolerance_m:
        warnings.warn(
            f"a buffer by {distance_m:g} m is certified to "
            f"{result.max_deviation_m:.3g} m, not to {tolerance_m:g} m",
            ToleranceWarning,
            stacklevel=2,
        )
    return result


def _check_distances(
    distance_m: float, min_distance_m: float, tolerance_m: float
) -> None:
    if not (math.isfinite(distance_m) and 1 <= abs(distance_m) <= MAX_DISTANCE_M):
        raise DistanceError(
            f"a buffer by {distance_m:g} m can't be drawn: give 1 m to "
            f"{MAX_DISTANCE_M / 1000:,.0f} km (negative: into an area)"
        )
    if not (math.isfinite(tolerance_m) and tolerance_m >= 0.01):
        raise DistanceError(
            f"a tolerance of {tolerance_m:g} m is not usable: give 0.01 m or more"
        )
    if not (min_distance_m == 0 or 1 <= min_distance_m < distance_m):
        raise DistanceError(
            f"a minimum of {min_distance_m:g} m doesn't fit a distance of "
            f"{distance_m:g} m: give 0, or 1 m to less than the distance"
        )


def _of_series(series: Any, distance_m: float, **options: Any) -> GeodesicBuffer:
    """Buffer each geometry of a GeoSeries or GeoDataFrame."""
    lonlat = series.to_crs(4326) if series.crs else series.set_crs(4326)
    buffers = [
        geodesic_buffer(shape, distance_m, **options) for shape in lonlat.geometry
    ]
    deviations = np.array([buffer.max_deviation_m for buffer in buffers], float)
    shapes = [buffer.geometry for buffer in buffers]
    if hasattr(lonlat, "columns"):
        frame = lonlat.set_geometry(
            type(lonlat.geometry)(shapes, lonlat.index, crs=4326)
        )
        return GeodesicBuffer(frame.assign(max_deviation_m=deviations), deviations)
    return GeodesicBuffer(type(lonlat)(shapes, lonlat.index, crs=4326), deviations)


def _inside(shape: BaseGeometry, depth_m: float, tolerance_m: float) -> GeodesicBuffer:
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise GeometryError(
            f"a {shape.geom_type} has no inside: a negative distance is for areas"
        )
    rim = _outside(true_boundary(shape), depth_m, tolerance_m)
    deep = shapely.difference(shapely.make_valid(shape), rim.geometry)
    return GeodesicBuffer(areas_of(deep), rim.max_deviation_m)


def _outside(
    shape: BaseGeometry, distance_m: float, tolerance_m: float
) -> GeodesicBuffer:
    tolerance_m = min(tolerance_m, _FINEST * distance_m)
    longest = min(max(_SHORT_PIECE_M, distance_m / 100), _LONG_PIECE_M)
    if distance_m < _NEAR_M:  # pieces must stand for their edges to a tenth
        longest = min(longest, math.sqrt(0.8 * tolerance_m * SPHERE_RADIUS_M))
    features = features_of(shape, longest, min(0.015 * distance_m, _STRAY_M))
    plane = _plane(shape, features, distance_m)
    # the sides of capsules about the pieces must not bend out of the buffer
    curvature = plane.straight_line_curvature(plane.from_lonlat(*features.start.T))
    straight = math.sqrt(0.03 * distance_m / float(curvature.max()))
    if straight < longest:
        features = features_of(shape, straight, min(0.015 * distance_m, _STRAY_M))
    start = shapely.union_all(
        [*coarse_cover(plane, features, distance_m), *_cores(plane, shape, distance_m)]
    )
    outline = Outline(plane, features, distance_m, tolerance_m)
    region, deviation_m = outline.grow(start)
    return GeodesicBuffer(to_earth(plane, region), deviation_m)


def _plane(
    shape: BaseGeometry, features: Features, distance_m: float
) -> StereographicPlane:
    """Choose a plane whose point at infinity is outside the buffer."""
    middle = normals(features.start[:, 0], features.start[:, 1]).mean(axis=0)
    length = np.linalg.norm(middle)
    if length > 0.01:
        centre = middle / length
        cosine = (normals(features.start[:, 0], features.start[:, 1]) @ centre).min()
        angle = math.pi - math.acos(min(1.0, max(-1.0, cosine)))
        clear = angle * _LEAST_RADIUS_M > distance_m + _MARGIN_M
        if clear and not within(*_opposite(centre[None]), shape).any():
            return StereographicPlane(centre)
    search = NearestSearch(features)
    grid = _even_normals(4_000)
    far_m = _opposite_m(shape, search, grid)
    best = int(np.argmax(far_m))
    if far_m[best] < distance_m + 1_000:
        raise GeometryError(
            f"nearly everything on Earth is within {distance_m / 1000:,.0f} km of "
            "the shape: give a smaller distance"
        )
    return StereographicPlane(grid[best])


def _opposite_m(
    shape: BaseGeometry, search: NearestSearch, centres: FloatArray
) -> FloatArray:
    """Measure from a shape to the points opposite to unit vectors."""
    lon, lat = _opposite(centres)
    return np.where(within(lon, lat, shape), 0.0, search.feet(lon, lat).distance_m)


def _opposite(centres: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return lon and lat of the points opposite to unit vectors."""
    x, y, z = -centres.T
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))


def _even_normals(count: int) -> FloatArray:
    """Spread unit vectors evenly (Fibonacci lattice)."""
    z = 1 - (2 * np.arange(count) + 1) / count
    angle = np.arange(count) * math.pi * (3 - math.sqrt(5))
    flat = np.sqrt(1 - z**2)
    return np.column_stack([flat * np.cos(angle), flat * np.sin(angle), z])


def _cores(
    plane: StereographicPlane, shape: BaseGeometry, distance_m: float
) -> list[BaseGeometry]:
    """Bring the areas of a shape into the plane, near enough to the true ones."""
    parts = simple_parts(shape)
    areas = parts[shapely.get_type_id(parts) == 3]
    if not len(areas):
        return []
    corner = plane.from_lonlat(*shapely.get_coordinates(areas).T)
    curvature = float(plane.straight_line_curvature(corner).max())
    step = math.sqrt(
        0.15 * distance_m / (2 * SPHERE_RADIUS_M + 2 * curvature * SPHERE_RADIUS_M**2)
    )
    dense = shapely.segmentize(areas, math.degrees(step))
    flat = shapely.transform(dense, lambda xy: plane.from_lonlat(xy[:, 0], xy[:, 1]))
    return list(shapely.make_valid(flat))
