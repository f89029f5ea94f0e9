"""A region in the plane as its edges, each with what is proved of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.distance.curvature import disc_excess, lowest_along
from rangeviz.geodesy.distance.nearest import Feet, NearestSearch
from rangeviz.geodesy.edges import speed_bounds
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.pieces import IntArray, ragged

Near = Callable[[FloatArray, FloatArray], FloatArray]
"""Distances from the shape at lon and lat, or bounds of them from below."""
_MOST_ROUNDS = 6
_MOST_PARTS = 16
_FEW_PARTS = 4
_NEAR_M = 20_000.0  # chords up to so long are within a centimetre of geodesics


@dataclass(frozen=True, slots=True)
class Boundary:
    """All edges of a region in the plane, with what is known of them.

    Attributes
    ----------
    xy : (n, 2) array
        Vertices, ring after ring, the closing ones included; the region on the left.
    start : (m,) array
        The edges' first vertices; each edge ends at the next one.
    distance_m : (n,) array
        Distance of the vertices from the shape, or a bound of it from below where
        that is enough for their edges.
    length_m, lowest_m, stray_m : (m,) array
        Bounds of each edge's length, of the distance along it (from below), and of
        how far its form in lon/lat strays from its form in the plane.
    """

    xy: FloatArray
    start: IntArray
    distance_m: FloatArray
    length_m: FloatArray
    lowest_m: FloatArray
    stray_m: FloatArray


def vertices(region: BaseGeometry) -> tuple[FloatArray, IntArray]:
    """Return the vertices of areas, ring after ring, and the first ones of edges."""
    rings = shapely.get_rings(shapely.get_parts(region))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    return xy, np.flatnonzero(ring[1:] == ring[:-1])


def divided(region: BaseGeometry, start: IntArray, parts: IntArray) -> BaseGeometry:
    """Return a region with some edges, by their first vertices, in equal parts.

    Parameters
    ----------
    region : Polygon or MultiPolygon
        In the plane.
    start, parts : (n,) array
        First vertices, and how many parts each edge is to have.
    """
    _, xy, (rings, polygons) = shapely.to_ragged_array(shapely.get_parts(region))
    step = (xy[start + 1] - xy[start]) / parts[:, None]
    edge, rank = ragged(parts - 1)
    inner = xy[start[edge]] + step[edge] * (rank + 1)[:, None]
    place = start[edge] + 1
    added = np.append(0, np.cumsum(np.bincount(place, minlength=len(xy) + 1)))
    areas = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON,
        np.insert(xy, place, inner, axis=0),
        (rings + added[rings], polygons),
    )
    return shapely.MultiPolygon(list(np.asarray(areas)))


@dataclass(frozen=True, slots=True)
class EdgeBounds:
    """Edges of a region in the plane, in lon/lat, with what bounds them.

    Attributes
    ----------
    lonlat : (n, 2) array
        The vertices in degrees.
    head, step : (m, 2) array
        First vertices, and the way to the last; longitude continuous along each edge.
    length_m, bend_m, stray_m : (m,) array
        Bounds of the speed and of the acceleration, and of how far the form straight
        in lon/lat strays from the form straight in the plane.
    """

    lonlat: FloatArray
    head: FloatArray
    step: FloatArray
    length_m: FloatArray
    bend_m: FloatArray
    stray_m: FloatArray


def edge_bounds(
    plane: StereographicPlane, xy: FloatArray, start: IntArray
) -> EdgeBounds:
    """Bound edges, each from the vertex in row ``start`` of ``xy`` to the next."""
    lonlat = np.column_stack(plane.to_lonlat(xy))
    head, tail = lonlat.take(start, axis=0), lonlat.take(start + 1, axis=0)
    tail[:, 0] -= 360 * np.round((tail[:, 0] - head[:, 0]) / 360)
    length, bend = speed_bounds(head, tail)
    curvature = plane.straight_line_curvature(xy)
    curvature = np.maximum(curvature[start], curvature[start + 1])
    stray = 1.01 * (disc_excess(length, curvature) + bend / 8)
    return EdgeBounds(
        lonlat, head, tail - head, length, bend, np.minimum(stray, length)
    )


class Gauge:
    """Measures boundaries against a shape; what was measured once is remembered.

    Parameters
    ----------
    plane : StereographicPlane
        Where the boundaries lie.
    search : NearestSearch
        Of the shape.
    floor_m : float
        The distance that edges must keep; edges are looked at closely until it is
        proved that they do, or found that they don't.
    by_chords_m : float
        The distance of vertices that chords are to prove, as far as they can.
    """

    def __init__(
        self,
        plane: StereographicPlane,
        search: NearestSearch,
        floor_m: float,
        by_chords_m: float,
    ) -> None:
        self._plane = plane
        self.search = search
        self._floor_m, self._by_chords_m = floor_m, by_chords_m
        self._proved_ends = np.zeros((0, 2), complex)
        self._proved_m = np.zeros(0)
        self._known_xy = np.zeros(0, complex)
        self._known = search.feet(np.zeros(0), np.zeros(0))

    def measure(self, region: BaseGeometry) -> Boundary:
        """Measure all edges of right-handed areas in the plane.

        By chords first, which prove most edges; the others by geodesics.
        """
        xy, start = vertices(region)
        edges = edge_bounds(self._plane, xy, start)
        lowest_m = self._recalled(xy, start)
        new = np.flatnonzero(np.isnan(lowest_m))
        asked = _at_ends(len(xy), start[new])
        distance_m = np.zeros(len(xy))
        distance_m[asked] = self._by_chords_at(*edges.lonlat[asked].T)
        lowest_m[new] = lowest_along(
            distance_m[start[new]],
            distance_m[start[new] + 1],
            edges.length_m[new],
            edges.bend_m[new],
        )
        for near in (self._by_chords_at, self._exactly):
            low = np.flatnonzero(lowest_m < self._floor_m)
            if not len(low):
                break
            if near == self._exactly:
                asked = _at_ends(len(xy), start[low])
                distance_m[asked] = self.feet(xy[asked]).distance_m
            ends = np.column_stack([edges.head[low], edges.head[low] + edges.step[low]])
            ends_m = distance_m[start[low]], distance_m[start[low] + 1]
            lowest_m[low] = self._looked_at_closely(ends, *ends_m, near)
        else:
            self._remember(xy, start, lowest_m)
        return Boundary(xy, start, distance_m, edges.length_m, lowest_m, edges.stray_m)

    def _remember(self, xy: FloatArray, start: IntArray, lowest_m: FloatArray) -> None:
        """Keep what is proved for the next round, in which most edges are the same."""
        proved = np.flatnonzero(lowest_m >= self._floor_m)
        ends = _ends(xy, start[proved])
        order = np.argsort(ends[:, 0])
        self._proved_ends, self._proved_m = ends[order], lowest_m[proved[order]]

    def _recalled(self, xy: FloatArray, start: IntArray) -> FloatArray:
        """Return the bound along edges that were proved, NaN along others."""
        if not len(self._proved_m):
            return np.full(len(start), np.nan)
        ends = _ends(xy, start)
        known = np.concatenate([self._proved_ends, np.full((1, 2), np.nan)])
        at = np.searchsorted(self._proved_ends[:, 0], ends[:, 0])
        same = (known[at] == ends).all(axis=1)
        return np.where(same, np.append(self._proved_m, np.nan)[at], np.nan)

    def _by_chords_at(self, lon: FloatArray, lat: FloatArray) -> FloatArray:
        return self.search.chords.at_least(lon, lat, self._by_chords_m)

    def _exactly(self, lon: FloatArray, lat: FloatArray) -> FloatArray:
        return self.search.feet(lon, lat).distance_m

    def feet(self, xy: FloatArray) -> Feet:
        """Find the feet of positions in the plane."""
        given = np.ascontiguousarray(xy).view(complex).ravel()
        keys = np.sort(given)
        keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
        place = np.searchsorted(self._known_xy, keys)
        new = np.append(self._known_xy, np.nan)[place] != keys
        if new.any():
            lon, lat = self._plane.to_lonlat(keys[new].view(float).reshape(-1, 2))
            found = Feet.concatenate([self._known, self.search.feet(lon, lat)])
            merged = np.concatenate([self._known_xy, keys[new]])
            order = np.argsort(merged)
            self._known_xy, self._known = merged[order], found.take(order)
        return self._known.take(np.searchsorted(self._known_xy, given))

    def _looked_at_closely(
        self, ends: FloatArray, head_m: FloatArray, tail_m: FloatArray, near: Near
    ) -> FloatArray:
        """Bound the distance along edges (lon, lat, lon, lat) from more positions."""
        lowest = np.full(len(ends), np.inf)
        owner = np.arange(len(ends))
        for _ in range(_MOST_ROUNDS):
            low = self._best_bound(ends, head_m, tail_m)
            nearest = np.minimum(head_m, tail_m)
            done = (low >= self._floor_m) | (nearest < self._floor_m)
            np.minimum.at(lowest, owner[done], low[done])
            rows = np.flatnonzero(~done & (lowest[owner] >= self._floor_m))
            if not len(rows):
                return lowest
            slack = nearest[rows] - self._floor_m + 1e-9
            parts = np.ceil(1.5 * np.sqrt((nearest - low)[rows] / slack))
            most = _MOST_PARTS if self._floor_m > _NEAR_M else _FEW_PARTS
            parts = np.clip(parts, 2, most).astype(np.intp)
            ends, head_m, tail_m = _in_parts(
                ends[rows], head_m[rows], tail_m[rows], parts, near
            )
            owner = np.repeat(owner[rows], parts)
        np.minimum.at(lowest, owner, _lowest_along(ends, head_m, tail_m))
        return lowest

    def _best_bound(
        self, ends: FloatArray, head_m: FloatArray, tail_m: FloatArray
    ) -> FloatArray:
        """Bound by the parabola; beside a near shape also by lines in space."""
        low = _lowest_along(ends, head_m, tail_m)
        if self._floor_m < _NEAR_M:
            rows = np.flatnonzero(
                (low < self._floor_m) & (np.minimum(head_m, tail_m) > self._floor_m)
            )
            head, tail = ends[rows, :2], ends[rows, 2:]
            clear = self.search.chords.clearances(head, tail, self._floor_m)
            low[rows] = np.maximum(low[rows], clear)
        return low


def _at_ends(vertices: int, start: IntArray) -> NDArray[np.bool_]:
    """Tell which vertices edges begin or end at."""
    is_end = np.zeros(vertices, bool)
    is_end[start] = is_end[start + 1] = True
    return is_end


def _ends(xy: FloatArray, start: IntArray) -> NDArray[np.complex128]:
    """Give both ends of edges as complex numbers, which can be sorted: (n, 2)."""
    return np.column_stack([xy[start], xy[start + 1]]).view(complex)


def _in_parts(
    ends: FloatArray,
    head_m: FloatArray,
    tail_m: FloatArray,
    parts: IntArray,
    near: Near,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Divide edges, and measure where they were divided."""
    edge, rank = ragged(parts)
    step = (ends[:, 2:] - ends[:, :2]) / parts[:, None]
    head = ends[edge, :2] + step[edge] * rank[:, None]
    inner = np.flatnonzero(rank > 0)
    distance = head_m[edge]
    distance[inner] = near(*head[inner].T)
    tail, tail_distance = ends[edge, 2:], tail_m[edge]
    tail[inner - 1], tail_distance[inner - 1] = head[inner], distance[inner]
    return np.column_stack([head, tail]), distance, tail_distance


def _lowest_along(
    ends: FloatArray, head_m: FloatArray, tail_m: FloatArray
) -> FloatArray:
    head, tail = ends[:, :2], ends[:, 2:]
    length, bend = speed_bounds(head, tail)
    return lowest_along(head_m, tail_m, length, bend)
