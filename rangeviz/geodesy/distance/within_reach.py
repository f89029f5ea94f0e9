"""Which of many points lie within range of any of many sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import KDTree

from rangeviz.errors import GeometryError
from rangeviz.geodesy.circle.limits import check_limits
from rangeviz.geodesy.distance.to_shape import lonlat_of
from rangeviz.geodesy.ellipsoid import GEOD, FloatArray, to_ecef
from rangeviz.geodesy.frames import is_geo_table, lon_lat_series
from rangeviz.geodesy.inside.range_circles import (
    GREATEST_RADIUS_M,
    LEAST_RADIUS_M,
    chord_of_arc_m,
)
from rangeviz.geodesy.pieces import ragged

if TYPE_CHECKING:
    from rangeviz.geodesy.frames import GeoTable

_AT_ONCE: Final = 500_000
_SLACK_M: Final = 1e-3


def within_reach(
    points: ArrayLike | GeoTable,
    sites: ArrayLike | GeoTable,
    max_range_m: float,
    *,
    min_range_m: float = 0.0,
) -> NDArray[np.bool_]:
    """Tell which points are within range of at least one site.

    Straight distances in space, which bound geodesics from both sides, decide nearly
    all of them; the geodesic itself decides those near the border.

    Parameters
    ----------
    points, sites : (n, 2) and (m, 2) array-like, GeoSeries or GeoDataFrame
        lon, lat in degrees (EPSG:4326), or tables of points in any CRS. Rows, poles
        and the antimeridian as they come.
    max_range_m, min_range_m : float
        Metres, up to 19,900 km; nearer to a site than the least, a point is not
        within its range.

    Returns
    -------
    (n,) array of bool
        In the order of the points. Without sites, all False; for no points, empty.

    Raises
    ------
    CoordinateError
        If a position is not on Earth.
    DistanceError
        If the ranges are out of bounds or don't fit each other.
    GeometryError
        If a table holds something else than points, or has no CRS.

    See Also
    --------
    places_within, sum_within, geodesic_distance

    Examples
    --------
    >>> towns = [(36.59, 50.6), (39.2, 51.67), (37.62, 55.75)]
    >>> within_reach(towns, [(36.23, 49.99), (30.52, 50.45)], 305_800).tolist()
    [True, True, False]
    """
    check_limits(min_range_m, max_range_m)
    point, site = _positions(points), _positions(sites)
    found = np.zeros(len(point), bool)
    if not len(site):
        return found
    tree = KDTree(_space_m(site))
    for start in range(0, len(point), _AT_ONCE):
        some = point[start : start + _AT_ONCE]
        found[start : start + _AT_ONCE] = _within(
            some, site, tree, float(min_range_m), float(max_range_m)
        )
    return found


def _within(
    point: FloatArray, site: FloatArray, tree: Any, min_m: float, max_m: float
) -> NDArray[np.bool_]:
    limits_m = np.array([min_m, max_m])
    surely_in_m = chord_of_arc_m(limits_m, LEAST_RADIUS_M)
    surely_out_m = chord_of_arc_m(limits_m, GREATEST_RADIUS_M) + _SLACK_M
    space_m = _space_m(point)
    chord_m, _ = tree.query(space_m, distance_upper_bound=surely_out_m[1], workers=-1)
    inside = np.asarray(chord_m <= surely_in_m[1])
    if min_m:  # too near one site, a point may still be within range of another
        inside &= chord_m >= surely_out_m[0]
    open_ = np.flatnonzero(~inside & (chord_m < surely_out_m[1]))
    if open_.size:
        near = tree.query_ball_point(space_m[open_], surely_out_m[1])
        counts = np.array([len(each) for each in near], np.intp)
        row, _ = ragged(counts)
        at = np.fromiter((s for each in near for s in each), np.intp, counts.sum())
        from_site, to_point = site[at], point[open_][row]
        solved = GEOD.inv(
            from_site[:, 0], from_site[:, 1], to_point[:, 0], to_point[:, 1]
        )
        distance_m = np.asarray(solved[2])
        fits = (distance_m >= min_m) & (distance_m <= max_m)
        inside[open_] = np.bincount(row[fits], minlength=len(open_)) > 0
    return inside


def _space_m(lonlat: FloatArray) -> FloatArray:
    return to_ecef(lonlat[:, 0], lonlat[:, 1])


def _positions(points: Any) -> FloatArray:
    if not is_geo_table(points):
        return lonlat_of(points)
    shapes = np.asarray(lon_lat_series(points), object)
    if not (shapely.get_type_id(shapes) == 0).all() or shapely.is_empty(shapes).any():
        raise GeometryError("a row of the table is no point: give points alone")
    return lonlat_of(shapely.get_coordinates(shapes))
