"""Geodesic buffers: everything within a distance of points, lines or areas."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.errors import DistanceError, GeometryError, ToleranceWarning
from rangeviz.geodesy.buffer.construction import construct
from rangeviz.geodesy.buffer.earthward import areas_of
from rangeviz.geodesy.distance.curvature import MAX_DISTANCE_M
from rangeviz.geodesy.shapes import Edges, prepared, true_boundary

_DEPARTURE = 0.02  # share of the tolerance that geodesic edges may be off


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
        CRS is transformed). May run across the antimeridian and round the poles. An
        area that crosses itself is read by the even-odd rule; areas that overlap are
        one.
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
    options: dict[str, Any] = {"edges": edges, "min_distance_m": min_distance_m}
    if hasattr(geometry, "crs"):
        _check_distances(distance_m, min_distance_m, tolerance_m)
        return _of_series(geometry, distance_m, tolerance_m=tolerance_m, **options)
    return buffer_to_tolerances(geometry, distance_m, [tolerance_m], **options)[0]


def buffer_to_tolerances(
    geometry: BaseGeometry,
    distance_m: float,
    tolerances_m: Sequence[float],
    *,
    edges: Edges = "planar",
    min_distance_m: float = 0.0,
) -> list[GeodesicBuffer]:
    """Return one buffer drawn to several tolerances, for a map and for measuring.

    It is built once, to the least tolerance, and generalised to the others.

    Parameters
    ----------
    geometry : shapely geometry
        As for `geodesic_buffer`, and so are distances and edges.
    tolerances_m : sequence of float
        At least one.

    Returns
    -------
    list of GeodesicBuffer
        One per tolerance, in this order, each with its certificate.

    Raises
    ------
    DistanceError, GeometryError
        As `geodesic_buffer`.

    Warns
    -----
    ToleranceWarning
        As `geodesic_buffer`.

    Examples
    --------
    >>> edge = shapely.LineString([(30, 50), (31, 50)])
    >>> fine, coarse = buffer_to_tolerances(edge, 80_500, [1, 10])
    >>> fine.max_deviation_m <= 1, 1 < coarse.max_deviation_m <= 10
    (True, True)
    >>> counts = [shapely.get_num_coordinates(each.geometry) for each in (fine, coarse)]
    >>> bool(counts[0] > counts[1])
    True
    """
    finest_m = min(tolerances_m)
    _check_distances(distance_m, min_distance_m, finest_m)
    departure_m = _DEPARTURE * min(finest_m, abs(distance_m))
    shape = prepared(geometry, edges=edges, departure_m=departure_m)
    if distance_m < 0:
        results = _inside(shape, -distance_m, tolerances_m)
    else:
        results = _around(shape, distance_m, tolerances_m)
    if min_distance_m > 0:
        holes = _around(shape, min_distance_m, tolerances_m)
        results = [_less(*pair) for pair in zip(results, holes, strict=True)]
    if edges == "geodesic":
        results = [
            replace(each, max_deviation_m=each.max_deviation_m + departure_m)
            for each in results
        ]
    _warn_beyond(distance_m, results, tolerances_m)
    return results


def _around(
    shape: BaseGeometry, distance_m: float, tolerances_m: Sequence[float]
) -> list[GeodesicBuffer]:
    return [
        GeodesicBuffer(*each) for each in construct(shape, distance_m, tolerances_m)
    ]


def _less(whole: GeodesicBuffer, hole: GeodesicBuffer) -> GeodesicBuffer:
    return GeodesicBuffer(
        areas_of(shapely.difference(whole.geometry, hole.geometry)),
        max(whole.max_deviation_m, hole.max_deviation_m),
    )


def _warn_beyond(
    distance_m: float, results: Sequence[GeodesicBuffer], tolerances_m: Sequence[float]
) -> None:
    for result, tolerance_m in zip(results, tolerances_m, strict=True):
        if result.max_deviation_m > tolerance_m:
            warnings.warn(
                f"a buffer by {distance_m:g} m is certified to "
                f"{result.max_deviation_m:.3g} m, not to {tolerance_m:g} m",
                ToleranceWarning,
                stacklevel=3,
            )


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


def _inside(
    shape: BaseGeometry, depth_m: float, tolerances_m: Sequence[float]
) -> list[GeodesicBuffer]:
    areas = areas_of(shape)
    if areas.is_empty:
        raise GeometryError(
            f"a {shape.geom_type} has no inside: a negative distance is for areas"
        )
    whole = GeodesicBuffer(areas, 0.0)
    rims = _around(true_boundary(areas), depth_m, tolerances_m)
    return [_less(whole, rim) for rim in rims]
