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
from rangeviz.geodesy.distance.to_shape import lonlat_of
from rangeviz.geodesy.ellipsoid import GEOD, LARGEST_RADIUS_M, FloatArray, to_ecef
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
_POINTS_PER_CELL: Final = 24  # fewer cells are told sooner and leave more points open

OUTSIDE: Final = 0
INSIDE: Final = 1
ACROSS: Final = 2


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


class ReachCells:
    """A grid over many points, which tells of most of them at a glance.

    A cell is told by the straight distance of its middle to the nearest site, give or
    take how far a point of the cell can be from its middle.

    Parameters
    ----------
    lonlat : (n, 2) array
        Degrees; one point at least. The grid is as fine as their number allows.
    tree : KDTree
        The sites in space.
    surely_in_m, surely_out_m : (2,) arrays
        Chords of the least and the greatest range: within both of the first, a point
        is in range, beyond the second it is not.
    """

    def __init__(
        self,
        lonlat: FloatArray,
        tree: Any,
        surely_in_m: FloatArray,
        surely_out_m: FloatArray,
    ) -> None:
        self._west, self._south = (column.min() for column in lonlat.T)
        east, north = (column.max() for column in lonlat.T)
        width, height = max(east - self._west, 1e-9), max(north - self._south, 1e-9)
        step = np.sqrt(width * height * _POINTS_PER_CELL / len(lonlat))
        # A long and narrow cloud of points has one row of cells, not cells without end.
        step = max(step, max(width, height) * _POINTS_PER_CELL / len(lonlat))
        self._per_deg = 1 / step
        self._columns = int(width * self._per_deg) + 1
        rows = int(height * self._per_deg) + 1
        lon = self._west + (np.arange(self._columns) + 0.5) * step
        south = self._south + np.arange(rows) * step
        middles_m = to_ecef(
            np.tile(lon, rows), np.repeat(south + step / 2, self._columns)
        )
        radius_m = np.repeat(_radii_m(south, step), self._columns)
        furthest_m = surely_out_m[1] + radius_m.max()
        chord_m, _ = tree.query(middles_m, distance_upper_bound=furthest_m, workers=-1)
        inside = chord_m + radius_m <= surely_in_m[1]
        if surely_out_m[0] > _SLACK_M:  # too near one site, another may have it
            inside &= chord_m - radius_m >= surely_out_m[0]
        outside = chord_m - radius_m > surely_out_m[1]
        self._states = np.where(inside, INSIDE, np.where(outside, OUTSIDE, ACROSS))
        self._states = self._states.astype(np.int8)

    def of(self, lonlat: FloatArray) -> NDArray[np.int8]:
        """Tell the state of the cell that each point is in.

        Parameters
        ----------
        lonlat : (n, 2) array
            Some of the points.

        Returns
        -------
        (n,) array of int8
            `OUTSIDE`, `INSIDE` or `ACROSS`.
        """
        column = ((lonlat[:, 0] - self._west) * self._per_deg).astype(np.int32)
        row = ((lonlat[:, 1] - self._south) * self._per_deg).astype(np.int32)
        return np.asarray(self._states[row * self._columns + column])


def _radii_m(south: FloatArray, step: float) -> FloatArray:
    """Bound how far, straight, a point of each row's cells is from the middle.

    With rho the radius of a parallel, the chord between two positions is
    dz^2 + drho^2 + 4 rho1 rho2 sin^2(dlon / 2), squared. The first two are the chord of
    an arc of the meridian. Neither its radius of curvature nor rho / cos(lat) is ever
    greater than a^2 / b.
    """
    north = south + step
    nearest_equator = np.where(
        (south < 0) & (north > 0), 0, np.minimum(np.abs(south), np.abs(north))
    )
    cosine = np.maximum(np.cos(np.radians(nearest_equator)), 0)
    half = np.radians(step / 2)
    along_m = 2 * LARGEST_RADIUS_M * cosine * np.sin(min(half / 2, np.pi / 2))
    return np.asarray(np.hypot(LARGEST_RADIUS_M * half, along_m) + _SLACK_M)
