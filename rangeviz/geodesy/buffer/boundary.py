"""A region in the plane as its edges, each with what is proved of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.distance.curvature import disc_excess, lowest_along
from rangeviz.geodesy.distance.nearest import Feet, NearestSearch
from rangeviz.geodesy.edges import acceleration_bound, length_bound
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.pieces import IntArray, ragged

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
    rings, polygons : arrays
        Offsets of the rings and of the polygons (ragged arrays of shapely).
    start : (m,) array
        The edges' first vertices; each edge ends at the next one.
    feet : Feet
        The shape's nearest places to the vertices.
    length_m, lowest_m, stray_m : (m,) array
        Bounds of each edge's length, of the distance along it (from below), and of
        how far its form in lon/lat strays from its form in the plane.
    """

    xy: FloatArray
    rings: IntArray
    polygons: IntArray
    start: IntArray
    feet: Feet
    length_m: FloatArray
    lowest_m: FloatArray
    stray_m: FloatArray

    def divided(self, edges: IntArray, parts: IntArray) -> BaseGeometry:
        """Return the region with some of its edges in equal parts."""
        return divided(self.xy, self.rings, self.polygons, self.start[edges], parts)


def divided(
    xy: FloatArray,
    rings: IntArray,
    polygons: IntArray,
    start: IntArray,
    parts: IntArray,
) -> BaseGeometry:
    """Return a region with some edges, by their first vertices, in equal parts.

    Parameters
    ----------
    xy, rings, polygons : arrays
        The region's vertices and offsets, as in `Boundary`.
    start, parts : (n,) array
        First vertices, and how many parts each edge is to have.
    """
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
    head, tail : (m, 2) array
        lon, lat in degrees; longitude continuous along each edge.
    length_m, stray_m : (m,) array
        Bounds of the length, and of how far the form straight in lon/lat strays from
        the form straight in the plane.
    """

    head: FloatArray
    tail: FloatArray
    length_m: FloatArray
    stray_m: FloatArray


def edge_bounds(
    plane: StereographicPlane, xy: FloatArray, start: IntArray
) -> EdgeBounds:
    """Bound edges, each from the vertex in row ``start`` of ``xy`` to the next."""
    lonlat = np.column_stack(plane.to_lonlat(xy))
    head, tail = lonlat[start], lonlat[start + 1]
    tail[:, 0] -= 360 * np.round((tail[:, 0] - head[:, 0]) / 360)
    length, bend = length_bound(head, tail), acceleration_bound(head, tail)
    curvature = plane.straight_line_curvature(xy)
    curvature = np.maximum(curvature[start], curvature[start + 1])
    stray = 1.01 * (disc_excess(length, curvature) + bend / 8)
    return EdgeBounds(head, tail, length, np.minimum(stray, length))


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
    """

    def __init__(
        self, plane: StereographicPlane, search: NearestSearch, floor_m: float
    ) -> None:
        self._plane = plane
        self.search = search
        self._floor_m = floor_m
        self._passed: dict[bytes, float] = {}
        self._known_xy = np.zeros(0, complex)
        self._known = search.feet(np.zeros(0), np.zeros(0))

    def measure(self, region: BaseGeometry) -> Boundary:
        """Measure all edges of right-handed areas in the plane."""
        parts = shapely.get_parts(region)
        _, xy, (rings, polygons) = shapely.to_ragged_array(parts)
        start = np.delete(np.arange(len(xy)), rings[1:] - 1)
        feet = self.feet(xy)
        edges = edge_bounds(self._plane, xy, start)
        return Boundary(
            xy,
            rings.astype(np.intp),
            polygons.astype(np.intp),
            start,
            feet,
            edges.length_m,
            self._lowest(
                edges.head,
                edges.tail,
                feet.distance_m[start],
                feet.distance_m[start + 1],
            ),
            edges.stray_m,
        )

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

    def _lowest(
        self,
        head: FloatArray,
        tail: FloatArray,
        head_m: FloatArray,
        tail_m: FloatArray,
    ) -> FloatArray:
        lowest = _lowest_along(head, tail, head_m, tail_m)
        low = lowest < self._floor_m
        low &= np.minimum(head_m, tail_m) > self._floor_m
        rows = np.flatnonzero(low)
        keys = [row.tobytes() for row in np.column_stack([head, tail])[rows]]
        known = np.array([self._passed.get(key, np.nan) for key in keys])
        lowest[rows] = known
        rows = rows[np.isnan(known)]
        ends = np.column_stack([head, tail])[rows]
        lowest[rows] = self._looked_at_closely(ends, head_m[rows], tail_m[rows])
        for key, value in zip(
            (row.tobytes() for row in ends), lowest[rows].tolist(), strict=True
        ):
            if value >= self._floor_m:
                self._passed[key] = value
        return lowest

    def _looked_at_closely(
        self, ends: FloatArray, head_m: FloatArray, tail_m: FloatArray
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
            parts = np.ceil(np.sqrt((nearest - low)[rows] / slack))
            most = _MOST_PARTS if self._floor_m > _NEAR_M else _FEW_PARTS
            parts = np.clip(parts, 2, most).astype(np.intp)
            ends, head_m, tail_m = self._in_parts(
                ends[rows], head_m[rows], tail_m[rows], parts
            )
            owner = np.repeat(owner[rows], parts)
        np.minimum.at(
            lowest, owner, _lowest_along(ends[:, :2], ends[:, 2:], head_m, tail_m)
        )
        return lowest

    def _best_bound(
        self, ends: FloatArray, head_m: FloatArray, tail_m: FloatArray
    ) -> FloatArray:
        """Bound by the parabola; beside a near shape also by lines in space."""
        low = _lowest_along(ends[:, :2], ends[:, 2:], head_m, tail_m)
        if self._floor_m < _NEAR_M:
            rows = np.flatnonzero(
                (low < self._floor_m) & (np.minimum(head_m, tail_m) > self._floor_m)
            )
            head, tail = ends[rows, :2], ends[rows, 2:]
            clear = self.search.clearances(head, tail, self._floor_m)
            low[rows] = np.maximum(low[rows], clear)
        return low

    def _in_parts(
        self,
        ends: FloatArray,
        head_m: FloatArray,
        tail_m: FloatArray,
        parts: IntArray,
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Divide edges, and measure where they were divided."""
        edge, rank = ragged(parts)
        step = (ends[:, 2:] - ends[:, :2]) / parts[:, None]
        head = ends[edge, :2] + step[edge] * rank[:, None]
        inner = np.flatnonzero(rank > 0)
        distance = head_m[edge]
        distance[inner] = self.search.feet(*head[inner].T).distance_m
        tail, tail_distance = ends[edge, 2:], tail_m[edge]
        tail[inner - 1], tail_distance[inner - 1] = head[inner], distance[inner]
        return np.column_stack([head, tail]), distance, tail_distance


def _lowest_along(
    head: FloatArray, tail: FloatArray, head_m: FloatArray, tail_m: FloatArray
) -> FloatArray:
    length, bend = length_bound(head, tail), acceleration_bound(head, tail)
    return lowest_along(head_m, tail_m, length, bend)
