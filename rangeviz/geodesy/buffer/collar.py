"""From a planar buffer to the true one: its boundary is pushed out along geodesics.

Every sample of the boundary goes out along the geodesic from its foot until it is at
the distance; between two samples the outline is an arc about a vertex of the shape or
runs beside an edge. What is added is a ring of *cells*, one per joint of two samples,
each of which lies within the distance of one vertex or one edge (docs/engine.md has
the proof). Where feet jump from one place of the shape to another, both arcs are drawn
on beyond the place where they meet, and the overlay finds the corner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.buffer.patches import ray_ends, strip_excesses
from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.distance.curvature import (
    circle_radius_m,
    disc_excess,
)
from rangeviz.geodesy.distance.nearest import Feet, NearestSearch
from rangeviz.geodesy.ellipsoid import (
    FloatArray,
    meridian_radius_m,
    prime_vertical_radius_m,
)
from rangeviz.geodesy.pieces import IntArray, ragged

Spacing = Callable[[FloatArray, FloatArray], FloatArray]
_BEYOND = 0.005  # how far arcs go on beyond a corner, as a share of the joint


@dataclass(frozen=True, slots=True)
class _Path:
    """Samples of rings, ring after ring; the last one's neighbour is the first.

    A sample with a ``ray`` is drawn where the geodesic from its ``foot`` ends; one
    without is drawn where it is, at ``xy``.
    """

    ring: IntArray
    xy: FloatArray
    ray: NDArray[np.bool_]
    foot: FloatArray
    azimuth_deg: FloatArray
    distance_m: FloatArray
    edge: IntArray
    vertex: IntArray
    piece: IntArray

    @classmethod
    def of(cls, ring: IntArray, xy: FloatArray, feet: Feet) -> _Path:
        lon = np.where(feet.lon == -180.0, 180.0, feet.lon)  # one place, one number
        foot = np.column_stack([lon, feet.lat])
        of_feet = feet.azimuth_deg, feet.distance_m, feet.edge, feet.vertex, feet.piece
        return cls(ring, xy, np.ones(len(ring), bool), foot, *of_feet)

    def take(self, rows: IntArray) -> _Path:
        return _Path(*(getattr(self, name)[rows] for name in _Path.__slots__))

    def woven(self, after: list[IntArray], others: list[_Path]) -> _Path:
        """Put samples after some of these, after one and the same in their order."""
        place = np.concatenate([np.arange(len(self.ring)), *after])
        order = np.argsort(place, kind="stable")
        columns = (
            np.concatenate([getattr(each, name) for each in (self, *others)])[order]
            for name in _Path.__slots__
        )
        return _Path(*columns)

    def following(self) -> IntArray:
        """Return the row of each sample's neighbour."""
        last = np.append(self.ring[1:] != self.ring[:-1], True)
        following = np.arange(1, len(self.ring) + 1)
        following[last] = np.append(0, np.flatnonzero(last)[:-1] + 1)
        return following


class Collar:
    """Pushes planar buffers out.

    Parameters
    ----------
    plane : StereographicPlane
        Where they lie.
    search : NearestSearch
        Of the shape.
    level_m : float
        The distance to which they are pushed.
    allowed_m : float
        How far chords may leave their cells.
    spacing : callable
        How far apart vertices may be, from latitudes and positions in the plane.
    steps_per_turn : callable
        Steps of azimuth that suit a spacing.
    """

    def __init__(
        self,
        plane: StereographicPlane,
        search: NearestSearch,
        level_m: float,
        allowed_m: float,
        spacing: Spacing,
        steps_per_turn: Callable[[FloatArray], IntArray],
    ) -> None:
        self._plane, self._search = plane, search
        self._level_m, self._allowed_m = level_m, allowed_m
        self._spacing, self._steps_per_turn = spacing, steps_per_turn
        pairs = np.sort(search.features.edge_vertices, axis=1)
        self._vertices = int(pairs.max()) + 1
        self._edges = np.unique(pairs @ [self._vertices, 1])

    def pushed_out(self, region: BaseGeometry) -> tuple[BaseGeometry, float]:
        """Push a planar buffer out to the true distance.

        Parameters
        ----------
        region : Polygon or MultiPolygon
            Right-handed, within the true buffer.

        Returns
        -------
        region : Polygon or MultiPolygon
        excess_m : float
            How far it can exceed the distance.
        """
        rings, polygon = shapely.get_rings(shapely.get_parts(region), return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        opens = np.append(ring[1:] == ring[:-1], False)
        xy, ring = xy[opens], ring[opens]
        feet = self._search.feet(*self._plane.to_lonlat(xy))
        path = self._split(_Path.of(ring, xy, feet))
        path = self._beside_edges(self._opened(path))
        xy, ring, excess_m = self._drawn(path)
        # a ring of which nothing is left is within one disc
        ends = np.searchsorted(ring, np.arange(len(polygon) + 1))
        pushed = [xy[low:high] for low, high in pairwise(ends)]
        first = np.flatnonzero(np.diff(polygon, prepend=-1))
        areas = [
            shapely.Polygon(_bridged(pushed[low:high]))
            for low, high in pairwise([*first, len(polygon)])
        ]
        # by winding numbers: what the arcs beyond corners cover twice is covered
        return shapely.buffer(shapely.MultiPolygon(areas), 0.0), excess_m

    def _joints(
        self, path: _Path, head: IntArray, tail: IntArray
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Tell joints on one foot, and those on one edge, whose cells are proved."""
        one, other = path.take(head), path.take(tail)
        pairs = self._search.features.edge_vertices
        same = (one.foot == other.foot).all(axis=1)
        shared = one.edge == other.edge
        shared |= (pairs[other.edge] == one.vertex[:, None]).any(axis=1)
        shared |= (pairs[one.edge] == other.vertex[:, None]).any(axis=1)
        key = np.minimum(one.vertex, other.vertex) * self._vertices
        key += np.maximum(one.vertex, other.vertex)
        at = np.minimum(np.searchsorted(self._edges, key), len(self._edges) - 1)
        shared |= (one.vertex >= 0) & (other.vertex >= 0) & (self._edges[at] == key)
        excess = strip_excesses(
            self._plane, self._level_m, (one.foot, other.foot), (one.xy, other.xy)
        )
        room_m = self._level_m - np.maximum(one.distance_m, other.distance_m)
        fit = one.ray & other.ray & (excess <= room_m)
        return same & fit, shared & ~same & fit

    def _split(self, path: _Path) -> _Path:
        """Put samples where feet jump, one for either foot."""
        tail = path.following()
        same, shared = self._joints(path, np.arange(len(tail)), tail)
        head = np.flatnonzero(~same & ~shared)
        xy, left, right = self._between(path, head, tail[head])
        farther_m = np.maximum(left.distance_m, right.distance_m)
        rows = np.flatnonzero(farther_m < self._level_m)
        ring = path.ring[head[rows]]
        sides = [
            _Path.of(ring, place[rows], feet.take(rows))
            for place, feet in zip(xy, (left, right), strict=True)
        ]
        return path.woven([head[rows], head[rows]], sides)

    def _between(
        self, path: _Path, head: IntArray, tail: IntArray
    ) -> tuple[FloatArray, Feet, Feet]:
        """Find where feet jump: as near to the head's edge as to the tail's.

        A little beyond on either side, (2, n, 2), and the feet there: on the head's
        edge beyond, and on the tail's before.
        """
        xy, step = path.xy[head], path.xy[tail] - path.xy[head]
        pieces = np.concatenate([path.piece[head], path.piece[tail]])

        def at(ahead: FloatArray, back: FloatArray) -> tuple[FloatArray, Feet, Feet]:
            places = xy + np.stack([ahead, back])[..., None] * step
            lon, lat = self._plane.to_lonlat(places.reshape(-1, 2))
            feet = self._search.beside(lon, lat, pieces)
            of_head, of_tail = np.split(np.arange(len(pieces)), 2)
            return places, feet.take(of_head), feet.take(of_tail)

        _, left, right = at(np.ones(len(head)), np.zeros(len(head)))
        low = path.distance_m[head] - right.distance_m
        high = left.distance_m - path.distance_m[tail]
        share = np.clip(-low / np.maximum(high - low, 1e-9), 0, 1)
        _, left, right = at(share, share)
        middle = left.distance_m - right.distance_m
        better = np.where(middle > 0, share * low, share * high - middle)
        better /= np.where(middle > 0, low - middle, high - middle) - 1e-9
        better = np.clip(better, 0, 1)
        more = np.maximum(_BEYOND, np.abs(better - share) / 2)
        return at(np.minimum(better + more, 1), np.maximum(better - more, 0))

    def _opened(self, path: _Path) -> _Path:
        """Draw back to the samples themselves at joints whose cells are not proved."""
        tail = path.following()
        same, shared = self._joints(path, np.arange(len(tail)), tail)
        head = np.flatnonzero(~same & ~shared)
        sides = [
            replace(path.take(rows), ray=np.zeros(len(rows), bool))
            for rows in (head, tail[head])
        ]
        return path.woven([head, head], sides)

    def _rays(self, foot: FloatArray, azimuth_deg: FloatArray) -> FloatArray:
        """Position in the plane where rays from feet end."""
        lon, lat = foot.T
        return ray_ends(self._plane, lon, lat, azimuth_deg, self._level_m)

    def _spacing_at(self, xy: FloatArray) -> FloatArray:
        return self._spacing(self._plane.to_lonlat(xy)[1], xy)

    def _beside_edges(self, path: _Path) -> _Path:
        """Put rays between samples whose feet are on one edge."""
        tail = path.following()
        jump = (path.foot != path.foot[tail]).any(axis=1)
        head = np.flatnonzero(jump & path.ray & path.ray[tail])
        tail = tail[head]
        start, step = path.foot[head], path.foot[tail] - path.foot[head]
        step[:, 0] -= 360 * np.round(step[:, 0] / 360)
        seen_deg = path.azimuth_deg[head]
        ends = start, start + step
        azimuths = (_outward_deg(end, step, seen_deg) for end in ends)
        first, last = (
            self._rays(end, azimuth)
            for end, azimuth in zip(ends, azimuths, strict=True)
        )
        excess = strip_excesses(self._plane, self._level_m, ends, (first, last))
        parts = np.ceil(np.sqrt(np.maximum(1.0, 1.1 * excess / self._allowed_m)))
        parts = parts.astype(np.intp)
        joint, rank = ragged(parts + 1)
        is_last = rank == parts[joint]
        # a sample whose foot is inside the edge has this ray already
        new = (rank > 0) | (path.vertex[head[joint]] >= 0)
        new &= ~is_last | (path.vertex[tail[joint]] >= 0)
        joint, rank, is_last = joint[new], rank[new], is_last[new]
        foot = start[joint] + (rank / parts[joint])[:, None] * step[joint]
        foot[is_last] = path.foot[tail[joint[is_last]]]
        added = replace(
            path.take(head[joint]),
            foot=foot,
            azimuth_deg=_outward_deg(foot, step[joint], seen_deg[joint]),
            vertex=np.full(len(joint), -1),
        )
        return path.woven([head[joint]], [added])

    def _drawn(self, path: _Path) -> tuple[FloatArray, IntArray, float]:
        """Draw all samples, and steps of azimuth between those on one foot."""
        tail = path.following()
        arc = (path.foot == path.foot[tail]).all(axis=1) & path.ray & path.ray[tail]
        inner = np.empty_like(arc)
        inner[tail] = arc
        inner &= arc
        own = np.flatnonzero(~inner)  # others are between steps
        end = self._rays(path.foot, path.azimuth_deg)
        spacing_m = self._spacing_at(end)
        steps = self._steps_per_turn(np.minimum(spacing_m, spacing_m[tail]))
        high = path.azimuth_deg / 360 * steps
        fall = (path.azimuth_deg - path.azimuth_deg[tail] + 180) % 360 - 180
        first = np.ceil(high).astype(np.intp) - 1
        last = np.floor(high - fall / 360 * steps).astype(np.intp) + 1
        sample, rank = ragged(np.where(arc, np.maximum(first - last + 1, 0), 0))
        step = (first[sample] - rank) % steps[sample]
        azimuth = 360 * step / steps[sample]
        stepped = self._rays(path.foot[sample], azimuth)
        xy = np.where(path.ray[:, None], end, path.xy)
        order = np.argsort(np.concatenate([own, sample]), kind="stable")
        xy = np.concatenate([xy[own], stepped])[order]
        ring = path.ring[np.concatenate([own, sample])[order]]
        return xy, ring, self._excess_m(path, end, steps)

    def _excess_m(self, path: _Path, end: FloatArray, steps: IntArray) -> float:
        """Bound how far chords leave the discs and strips of their cells."""
        tail = path.following()
        beside = np.flatnonzero(path.ray & path.ray[tail])
        tail = tail[beside]
        feet, ends = (path.foot[beside], path.foot[tail]), (end[beside], end[tail])
        excess = strip_excesses(self._plane, self._level_m, feet, ends)
        arc = (feet[0] == feet[1]).all(axis=1)
        chord_m = circle_radius_m(self._level_m) * 2 * np.pi / steps[beside]
        curvature = self._plane.straight_line_curvature(end)
        curvature = np.maximum(curvature[beside], curvature[tail])
        excess = np.where(arc, disc_excess(chord_m, curvature), excess)
        return float(excess.max(initial=0.0))


def _bridged(rings: list[FloatArray]) -> FloatArray:
    """Join holes to their exterior, there and back.

    GEOS tells how a ring winds by its topmost corner, which of a hole that was pushed
    can be one of the loops at corners, that wind the other way.
    """
    exterior, *holes = rings
    there_and_back = [
        np.vstack([hole, hole[:1], exterior[:1]]) for hole in holes if len(hole)
    ]
    return np.vstack([exterior, exterior[:1], *there_and_back])


def _outward_deg(
    foot: FloatArray, step: FloatArray, seen_deg: FloatArray
) -> FloatArray:
    """Azimuth away from edges, on the side of other azimuths."""
    outward = np.degrees(np.arctan2(*_east_north(foot[:, 1], step))) + 90
    turn = (outward - seen_deg + 180) % 360 - 180
    return np.where(np.abs(turn) > 90, outward - 180, outward)


def _east_north(lat: FloatArray, step: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Turn steps in degrees into metres, at latitudes."""
    dlon, dlat = np.radians(step).T
    parallel = prime_vertical_radius_m(lat) * np.cos(np.radians(lat))
    return parallel * dlon, meridian_radius_m(lat) * dlat
