"""Geodesic buffers: everything within a distance of points, lines or areas."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import float_of
from rangeviz.errors import DistanceError, GeometryError, ToleranceWarning
from rangeviz.geodesy.buffer.construction import construct
from rangeviz.geodesy.buffer.earthward import areas_of
from rangeviz.geodesy.circle.circles import Shape
from rangeviz.geodesy.distance.curvature import MAX_DISTANCE_M
from rangeviz.geodesy.ellipsoid import FloatArray, floats_of
from rangeviz.geodesy.frames import back_in, is_geo_table, lon_lat_series
from rangeviz.geodesy.shapes import Edges, prepared, true_boundary

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.geodesy.frames import GeoTable

_DEPARTURE = 0.02  # share of the tolerance that geodesic edges may be off


@overload
def geodesic_buffer(
    geometry: BaseGeometry,
    distance_m: float,
    *,
    tolerance_m: float = ...,
    edges: Edges = ...,
    min_distance_m: float = ...,
) -> Shape: ...
@overload
def geodesic_buffer(
    geometry: GeoTable,
    distance_m: float | ArrayLike,
    *,
    tolerance_m: float = ...,
    edges: Edges = ...,
    min_distance_m: float = ...,
) -> gpd.GeoDataFrame: ...
def geodesic_buffer(
    geometry: BaseGeometry | GeoTable,
    distance_m: float | ArrayLike,
    *,
    tolerance_m: float = 10.0,
    edges: Edges = "planar",
    min_distance_m: float = 0.0,
) -> Shape | gpd.GeoDataFrame:
    """Return what lies within a distance of a shape, on the ellipsoid.

    Parameters
    ----------
    geometry : shapely geometry, GeoSeries or GeoDataFrame
        Points, lines, areas or a collection. A shapely geometry is in EPSG:4326, a
        table in any CRS. May run across the antimeridian and round the poles. An
        area that crosses itself is read by the even-odd rule; areas that overlap are
        one.
    distance_m : float, or (n,) array for a table of n rows
        1 m to 9,900 km. Negative for areas: what lies deeper inside than that.
    tolerance_m : float, default 10
        Largest deviation allowed; 1.5 % of the distance and a millimetre where that
        is less.
    edges : {"planar", "geodesic"}, default "planar"
        What joins the vertices: straight lines in lon/lat (RFC 7946) or geodesics.
        Edges of a table in a projected CRS are straight there if they are planar.
    min_distance_m : float, default 0
        Leave out what lies nearer than this: an annulus about a point, a belt
        round an area.

    Returns
    -------
    Shape or GeoDataFrame
        For a shapely geometry its buffer and the proven bound e: it contains
        everything within distance - e of the shape and nothing farther than distance
        + e. For a table a GeoDataFrame with its index, its columns and its CRS, and
        the bounds in the column ``max_deviation_m``; a row without a shape stays
        without, and its bound is NaN. No rows give no rows.

    Raises
    ------
    DistanceError
        If a distance or the tolerance is out of bounds.
    GeometryError
        If the shape is empty or not on Earth, a table has no CRS, or if the buffer
        is the whole Earth.

    Warns
    -----
    ToleranceWarning
        If the certified bound exceeds the tolerance.

    See Also
    --------
    geodesic_circle, geodesic_distance, area_m2

    Notes
    -----
    ``docs/engine.md`` has the algorithm, and the proof of the bound. It holds for
    EPSG:4326; another CRS adds about 1e-7 of the extent.

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
    if is_geo_table(geometry):
        return _of_table(geometry, distance_m, tolerance_m, options)
    length_m = float_of(distance_m, "distance_m")
    return buffer_to_tolerances(geometry, length_m, [tolerance_m], **options)[0]


def buffer_to_tolerances(
    geometry: BaseGeometry,
    distance_m: float,
    tolerances_m: Sequence[float],
    *,
    edges: Edges = "planar",
    min_distance_m: float = 0.0,
) -> list[Shape]:
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
    list of Shape
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
    finest_m = min(float_of(each, "tolerance_m") for each in tolerances_m)
    min_distance_m = float_of(min_distance_m, "min_distance_m")
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
) -> list[Shape]:
    return [Shape(*each) for each in construct(shape, distance_m, tolerances_m)]


def _less(whole: Shape, hole: Shape) -> Shape:
    return Shape(
        areas_of(shapely.difference(whole.geometry, hole.geometry)),
        max(whole.max_deviation_m, hole.max_deviation_m),
    )


def _warn_beyond(
    distance_m: float, results: Sequence[Shape], tolerances_m: Sequence[float]
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


def _of_table(
    table: GeoTable, distance_m: float | ArrayLike, tolerance_m: float, options: Any
) -> gpd.GeoDataFrame:
    """Buffer each row of a GeoSeries or GeoDataFrame."""
    import pandas as pd

    shapes = np.array(lon_lat_series(table), object)  # a copy: rows are replaced
    if isinstance(distance_m, pd.Series):  # by the index, as geopandas does
        distance_m = distance_m.reindex(table.index)
    lengths_m = _lengths_m(distance_m, len(shapes))
    deviations = np.full(len(shapes), np.nan)
    for row in np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes))):
        (drawn,) = buffer_to_tolerances(
            shapes[row], float(lengths_m[row]), [tolerance_m], **options
        )
        shapes[row], deviations[row] = drawn.geometry, drawn.max_deviation_m
    buffers = back_in(shapes, table)
    is_frame = hasattr(table, "columns")
    frame = table.set_geometry(buffers) if is_frame else buffers.to_frame("geometry")
    return frame.assign(max_deviation_m=deviations)


def _lengths_m(distance_m: float | ArrayLike, rows: int) -> FloatArray:
    """Give each row its distance."""
    (lengths_m,) = floats_of(distance_m=distance_m)
    if lengths_m.shape not in ((), (rows,)):
        raise DistanceError(
            f"{lengths_m.size} distances for {rows} rows: give one, or one for each"
        )
    return np.broadcast_to(lengths_m, (rows,))


def _inside(
    shape: BaseGeometry, depth_m: float, tolerances_m: Sequence[float]
) -> list[Shape]:
    areas = areas_of(shape)
    if areas.is_empty:
        raise GeometryError(
            f"a {shape.geom_type} has no inside: a negative distance is for areas"
        )
    whole = Shape(areas, 0.0)
    rims = _around(true_boundary(areas), depth_m, tolerances_m)
    return [_less(whole, rim) for rim in rims]
