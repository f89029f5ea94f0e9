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
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.buffer.patches import ray_ends, strip_excesses
from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.columns import Columns
from rangeviz.geodesy.distance.chords import longest_chord
from rangeviz.geodesy.distance.curvature import circle_radius_m, disc_excess
from rangeviz.geodesy.distance.nearest import NearestSearch
from rangeviz.geodesy.edges import outward_deg
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.pieces import IntArray, ragged

Spacing = Callable[[FloatArray, FloatArray], FloatArray]
_MOST_SPLITS = 5
_HAIR_DEG = 0.01
_BEYOND = 0.005  # how far arcs go on beyond a corner, as a share of the joint


@dataclass(frozen=True, slots=True)
class _Path(Columns):
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

    def woven(self, after: list[Any], others: list[_Path]) -> _Path:
        """Put samples after some of these, after one and the same in their order."""
        place = np.concatenate([np.arange(len(self.ring)), *after])
        return _Path.concatenate([self, *others]).take(np.argsort(place, kind="stable"))

    def falls_deg(self, tail: IntArray) -> FloatArray:
        """Return by how much azimuths fall to their neighbours': -180 to 180."""
        return (self.azimuth_deg - self.azimuth_deg[tail] + 180) % 360 - 180

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
        self._edges = np.sort(pairs @ [self._vertices, 1])

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
        _, piece, along = self._nearest(xy)
        path = self._split(self._path(ring, xy, piece, along))
        path = self._turned(self._beside_edges(self._opened(path)))
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

    def _path(
        self, ring: IntArray, xy: FloatArray, piece: IntArray, along: FloatArray
    ) -> _Path:
        """Take samples with feet on pieces; from inside edges rays go straight out."""
        feet = self._search.places(*self._plane.to_lonlat(xy), piece, along)
        lon = np.where(feet.lon == -180.0, 180.0, feet.lon)  # one place, one number
        foot, f = np.column_stack([lon, feet.lat]), self._search.features
        step = f.end[feet.piece] - f.start[feet.piece]
        outward = outward_deg(foot, step, feet.azimuth_deg)
        azimuth = np.where(feet.vertex < 0, outward, feet.azimuth_deg)
        of_feet = feet.distance_m, feet.edge, feet.vertex, feet.piece
        return _Path(ring, xy, np.ones(len(ring), bool), foot, azimuth, *of_feet)

    def _nearest(self, xy: FloatArray) -> tuple[FloatArray, IntArray, FloatArray]:
        """Find the pieces that are nearest to positions inside the buffer."""
        space_m = self._plane.to_ecef(xy)
        return self._search.chords.nearest(space_m, self._level_m)

    def _kinds(
        self, one: _Path, other: _Path
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Tell joints of samples on one foot, and those on one edge."""
        pairs = self._search.features.edge_vertices
        same = (one.foot == other.foot).all(axis=1)
        shared = one.edge == other.edge
        shared |= (pairs[other.edge] == one.vertex[:, None]).any(axis=1)
        shared |= (pairs[one.edge] == other.vertex[:, None]).any(axis=1)
        key = np.minimum(one.vertex, other.vertex) * self._vertices
        key += np.maximum(one.vertex, other.vertex)
        at = np.minimum(np.searchsorted(self._edges, key), len(self._edges) - 1)
        shared |= (one.vertex >= 0) & (other.vertex >= 0) & (self._edges[at] == key)
        return same, shared & ~same

    def _jumps(self, one: _Path, other: _Path) -> IntArray:
        return np.flatnonzero(~np.logical_or(*self._kinds(one, other)))

    def _split(self, path: _Path) -> _Path:
        """Put samples where feet jump, one for either foot.

        Where a third place is nearer than both, one for that, and what is left of the
        joint on its two sides is split in turn.
        """
        tail = path.following()
        head = self._jumps(path, path.take(tail))
        if not len(head):
            return path
        one, other = path.take(head), path.take(tail[head])
        low, high = head.astype(float), head + 1.0
        places: list[FloatArray] = []
        thirds: list[_Path] = []
        corners: list[tuple[_Path, _Path, FloatArray, FloatArray]] = []
        for left in reversed(range(_MOST_SPLITS)):
            xy, piece, along, share, missed = self._meetings(one, other)
            missed &= left > 0
            place, met = (low + high) / 2, ~missed
            corners.append((one.take(met), other.take(met), share[:, met], place[met]))
            if not missed.any():
                break
            place = place[missed]
            ring = one.ring[missed]
            third = self._path(ring, xy[missed], piece[missed], along[missed])
            places, thirds = [*places, place], [*thirds, third]
            one = _Path.concatenate([one.take(missed), third])
            other = _Path.concatenate([third, other.take(missed)])
            low = np.concatenate([low[missed], place])
            high = np.concatenate([place, high[missed]])
            rows = self._jumps(one, other)
            one, other = one.take(rows), other.take(rows)
            low, high = low[rows], high[rows]
        ones, others, shares, middles = zip(*corners, strict=True)
        one, other = _Path.concatenate(ones), _Path.concatenate(others)
        sides = self._sides(one, other, np.concatenate(shares, axis=1))
        farther_m = np.maximum(*(side.distance_m for side in sides))
        rows = np.flatnonzero(farther_m < self._level_m)
        place = np.concatenate(middles)[rows]
        sides = [side.take(rows) for side in sides]
        return path.woven([*places, place, place], [*thirds, *sides])

    def _meetings(
        self, one: _Path, other: _Path
    ) -> tuple[FloatArray, IntArray, FloatArray, FloatArray, NDArray[np.bool_]]:
        """Find where joints are as near to the one's edge as to the other's.

        Returns
        -------
        xy, piece, along : arrays of n rows
            Positions near there, their nearest pieces, and where along those.
        share : (2, n) array
            Of the joints, a little beyond there and before.
        missed : (n,) array of bool
            Where that piece is clearly nearer than both edges.
        """
        ends = np.stack([np.ones(len(one)), np.zeros(len(one))])
        _, (apart_m, _, _) = self._beside(one, other, ends)
        low = longest_chord(one.distance_m) - apart_m[1]
        high = apart_m[0] - longest_chord(other.distance_m)
        share = np.clip(-low / np.maximum(high - low, 1e-9), 0, 1)
        (xy, _), (apart_m, _, _) = self._beside(one, other, np.stack([share, share]))
        nearest_m, piece, along = self._nearest(xy)
        missed = nearest_m < apart_m.min(axis=0) - self._allowed_m
        middle = apart_m[0] - apart_m[1]
        better = np.where(middle > 0, share * low, share * high - middle)
        better /= np.where(middle > 0, low - middle, high - middle) - 1e-9
        better = np.clip(better, 0, 1)
        more = np.maximum(_BEYOND, np.abs(better - share) / 2)
        beyond = np.clip(np.stack([better + more, better - more]), 0, 1)
        return xy, piece, along, beyond, missed

    def _sides(self, one: _Path, other: _Path, share: FloatArray) -> list[_Path]:
        """Put samples on joints, with feet on the one's edge and on the other's."""
        xy, (_, piece, along) = self._beside(one, other, share)
        ring = np.concatenate([one.ring, one.ring])
        both = self._path(ring, xy.reshape(-1, 2), piece.ravel(), along.ravel())
        return [both.take(rows) for rows in np.arange(len(both)).reshape(2, -1)]

    def _beside(
        self, one: _Path, other: _Path, share: FloatArray
    ) -> tuple[FloatArray, tuple[FloatArray, IntArray, FloatArray]]:
        """Measure from shares (2, n) of joints to the one's edge and to the other's."""
        xy = one.xy + share[..., None] * (other.xy - one.xy)
        piece = np.concatenate([one.piece, other.piece])
        space_m = self._plane.to_ecef(xy).reshape(-1, 3)
        apart_m, piece, along = self._search.chords.beside(space_m, piece)
        shape = share.shape
        return xy, (apart_m.reshape(shape), piece.reshape(shape), along.reshape(shape))

    def _opened(self, path: _Path) -> _Path:
        """Draw back to the samples themselves at joints whose cells are not proved."""
        tail = path.following()
        other = path.take(tail)
        proved = np.logical_or(*self._kinds(path, other)) & path.ray & other.ray
        every = np.arange(len(tail))
        excess = self._excesses_m(path.foot, path.xy, every, tail)
        room_m = self._level_m - np.maximum(path.distance_m, other.distance_m)
        return self._drawn_back(path, np.flatnonzero(~proved | (excess > room_m)))

    def _turned(self, path: _Path) -> _Path:
        """Draw back at joints where rays turn back about a foot: it is no true one."""
        tail = path.following()
        same = (path.foot == path.foot[tail]).all(axis=1)
        turns = path.ray & path.ray[tail] & same & (path.falls_deg(tail) < -_HAIR_DEG)
        return self._drawn_back(path, np.flatnonzero(turns)) if turns.any() else path

    def _drawn_back(self, path: _Path, head: IntArray) -> _Path:
        """Put the samples themselves between the rays of joints."""
        sides = [
            replace(path.take(rows), ray=np.zeros(len(rows), bool))
            for rows in (head, path.following()[head])
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
        ends = np.concatenate([start, start + step])
        both = np.concatenate([step, step]), np.concatenate([seen_deg, seen_deg])
        azimuth = outward_deg(ends, *both)
        one, other = np.arange(len(ends)).reshape(2, -1)
        excess = self._excesses_m(ends, self._rays(ends, azimuth), one, other)
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
            azimuth_deg=outward_deg(foot, step[joint], seen_deg[joint]),
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
        fall = path.falls_deg(tail)
        # a sample between arcs is drawn as a step if it is on one
        first = np.where(inner, np.floor(high), np.ceil(high) - 1).astype(np.intp)
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
        head = np.flatnonzero(path.ray & path.ray[tail])
        arc = (path.foot[head] == path.foot[tail[head]]).all(axis=1)
        beside, about = head[~arc], head[arc]
        rows = np.concatenate([beside, tail[beside]])
        joints = np.arange(len(rows)).reshape(2, -1)
        excess = self._excesses_m(
            path.foot.take(rows, axis=0), end.take(rows, axis=0), *joints
        )
        chord_m = circle_radius_m(self._level_m) * 2 * np.pi / steps[about]
        curvature = self._plane.straight_line_curvature(end)
        curvature = np.maximum(curvature[about], curvature[tail[about]])
        of_discs = disc_excess(chord_m, curvature)
        return float(max(excess.max(initial=0.0), of_discs.max(initial=0.0)))

    def _excesses_m(
        self, foot: FloatArray, end: FloatArray, head: IntArray, tail: IntArray
    ) -> FloatArray:
        return strip_excesses(self._plane, self._level_m, foot, end, head, tail)


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
