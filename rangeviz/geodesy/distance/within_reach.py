"""Which of many points lie within range of any of many sites."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import KDTree

from rangeviz.errors import GeometryError
from rangeviz.geodesy.circle.limits import check_limits
from rangeviz.geodesy.distance.reach_cells import ACROSS, INSIDE, ReachCells
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

_AT_ONCE: Final = 100_000  # fits a processor's own memory
_SLACK_M: Final = 1e-3


def within_reach(
    points: ArrayLike | GeoTable,
    sites: ArrayLike | GeoTable,
    max_range_m: float,
    *,
    min_range_m: float = 0.0,
) -> NDArray[np.bool_]:
    """Tell which points are within range of at least one site.

    Straight distances in space bound geodesics from both sides: they decide nearly
    all points, whole cells of them at once. The geodesic itself decides at the border.

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
    if not (len(site) and len(point)):
        return np.zeros(len(point), bool)
    search = _Search(point, site, np.array([min_range_m, max_range_m], float))
    chunks = [
        point[start : start + _AT_ONCE] for start in range(0, len(point), _AT_ONCE)
    ]
    if len(chunks) == 1:
        return search.within(point)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.concatenate(list(pool.map(search.within, chunks)))


class _Search:
    """Sites and their ranges, asked for many points."""

    def __init__(
        self, point: FloatArray, site: FloatArray, limits_m: FloatArray
    ) -> None:
        self._site, self._limits_m = site, limits_m
        self._surely_in_m = chord_of_arc_m(limits_m, LEAST_RADIUS_M)
        self._surely_out_m = chord_of_arc_m(limits_m, GREATEST_RADIUS_M) + _SLACK_M
        self._tree = KDTree(_space_m(site))
        self._cells = ReachCells(
            point, self._tree, self._surely_in_m, self._surely_out_m
        )

    def within(self, point: FloatArray) -> NDArray[np.bool_]:
        """Tell by the cells, near the border by chords, at it by geodesics."""
        states = self._cells.of(point)
        inside = np.asarray(states == INSIDE)
        across = np.flatnonzero(states == ACROSS)
        if not across.size:
            return inside
        space_m = _space_m(point[across])
        most_m = self._surely_out_m[1]
        chord_m, _ = self._tree.query(space_m, distance_upper_bound=most_m)
        sure = chord_m <= self._surely_in_m[1]
        if self._limits_m[0]:  # too near one site, another may have it in range
            sure &= chord_m >= self._surely_out_m[0]
        open_ = ~sure & (chord_m < most_m)
        sure[open_] = self._by_geodesics(point[across[open_]], space_m[open_])
        inside[across] = sure
        return inside

    def _by_geodesics(
        self, point: FloatArray, space_m: FloatArray
    ) -> NDArray[np.bool_]:
        if not len(point):
            return np.zeros(0, bool)
        near = self._tree.query_ball_point(space_m, self._surely_out_m[1])
        counts = np.array([len(each) for each in near], np.intp)
        row, _ = ragged(counts)
        at = np.fromiter((s for each in near for s in each), np.intp, counts.sum())
        solved = GEOD.inv(*self._site[at].T, *point[row].T)
        distance_m = np.asarray(solved[2])
        fits = (distance_m >= self._limits_m[0]) & (distance_m <= self._limits_m[1])
        return np.asarray(np.bincount(row[fits], minlength=len(point)) > 0)


def _space_m(lonlat: FloatArray) -> FloatArray:
    return to_ecef(lonlat[:, 0], lonlat[:, 1])


def _positions(points: Any) -> FloatArray:
    if not is_geo_table(points):
        return lonlat_of(points)
    shapes = np.asarray(lon_lat_series(points), object)
    if not (shapely.get_type_id(shapes) == 0).all() or shapely.is_empty(shapes).any():
        raise GeometryError("a row of the table is no point: give points alone")
    return lonlat_of(shapely.get_coordinates(shapes))
