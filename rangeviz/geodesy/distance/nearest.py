"""The nearest place of a shape, by geodesics, for many positions at once.

Candidates come from a k-d tree on positions in space; what can't be nearest is left
out by the inequalities between chords and geodesics (`chords`).
The rest is settled by Karney's inverse problem and Newton's method along the edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rangeviz.geodesy.columns import Columns
from rangeviz.geodesy.distance.chords import NEIGHBOURS, Chords, longest_chord
from rangeviz.geodesy.ellipsoid import (
    GEOD,
    SPHERE_RADIUS_M,
    FloatArray,
    meridian_radius_m,
    prime_vertical_radius_m,
    to_ecef,
)
from rangeviz.geodesy.pieces import Features, IntArray

_CONVERGED_M = 1e-5  # squared miss of a foot over twice the distance
_EXACT_M = 1e-4
_MAX_STEPS = 20
_PLAIN_M = 2_000_000.0  # beyond, chords say little about which end is nearer


@dataclass(frozen=True, slots=True)
class Feet(Columns):
    """The nearest place of a shape for each of n positions.

    Attributes
    ----------
    distance_m : (n,) array
        Geodesic distance from the foot.
    lon, lat : (n,) array
        The foot, in degrees.
    azimuth_deg : (n,) array
        Azimuth at the foot towards the position.
    edge, vertex : (n,) array
        The edge that the foot is on; its vertex where the foot is one, else -1.
    piece : (n,) array
        The piece of the edge.
    """

    distance_m: FloatArray
    lon: FloatArray
    lat: FloatArray
    azimuth_deg: FloatArray
    edge: IntArray
    vertex: IntArray
    piece: IntArray


class NearestSearch:
    """Finds the nearest place of a shape.

    Parameters
    ----------
    features : Features
        Pieces of the shape's edges.
    exact_feet : bool, default False
        Find feet to 0.1 mm, not only as well as distances need them.
    """

    def __init__(self, features: Features, *, exact_feet: bool = False) -> None:
        self.features, self.chords = features, Chords(features)
        self._exact_feet = exact_feet

    def feet(self, lon: FloatArray, lat: FloatArray) -> Feet:
        """Find the foot of each position.

        Parameters
        ----------
        lon, lat : (n,) array
            Degrees.

        Returns
        -------
        Feet
            Distances are right to 0.1 mm.
        """
        lon, lat = np.ascontiguousarray(lon, float), np.ascontiguousarray(lat, float)
        result = Feet(*np.zeros((4, len(lon))), *np.zeros((3, len(lon)), np.intp))
        pending = np.arange(len(lon))
        neighbours = min(NEIGHBOURS, len(self.features.edge))
        while len(pending):
            found, settled = self._among(lon[pending], lat[pending], neighbours)
            done = pending[settled]
            for column, value in zip(result.columns(), found.columns(), strict=True):
                column[done] = value[settled]
            pending = pending[~settled]
            neighbours = min(4 * neighbours, len(self.features.edge))
        return result

    def places(
        self, lon: FloatArray, lat: FloatArray, piece: IntArray, along: FloatArray
    ) -> Feet:
        """Measure to places at shares of pieces, as if they were the feet."""
        t = np.clip(along, 0.0, 1.0)
        foot = self._foot(piece, t)
        foot_lon, foot_lat = foot.T
        azimuth, _, distance = GEOD.inv(foot_lon, foot_lat, lon, lat)
        return self._feet(piece, t, foot, azimuth, distance)

    def _among(
        self, lon: FloatArray, lat: FloatArray, neighbours: int
    ) -> tuple[Feet, np.ndarray]:
        """Search the pieces with the nearest middles; say which rows are settled."""
        position_m = to_ecef(lon, lat)
        found = self.chords.tree.query(position_m, k=neighbours)
        middle_m, piece = (np.reshape(a, (len(lon), neighbours)) for a in found)
        chord_m, along = self.chords.apart(position_m[:, None], piece)
        best = np.argmin(chord_m, axis=1)
        row = np.arange(len(lon))
        first = self._solve(lon, lat, piece[row, best], along[row, best])
        enough_m = longest_chord(first.distance_m)
        rival = chord_m - self.features.sag_m[piece] <= enough_m[:, None]
        rival[row, best] = False
        rival &= ~self._same_corner(first, piece, along, chord_m)
        at, column = np.nonzero(rival)
        if len(at):
            other = self._solve(lon[at], lat[at], piece[at, column], along[at, column])
            first = _nearer(first, other, at)
        unseen_m = middle_m[:, -1] - self.chords.reach_m.max()
        settled = (unseen_m > longest_chord(first.distance_m)) | (
            neighbours == len(self.features.edge)
        )
        return first, settled

    def _same_corner(
        self, first: Feet, piece: IntArray, along: FloatArray, chord_m: FloatArray
    ) -> np.ndarray:
        """Tell pieces whose nearest point is clearly the vertex already found."""
        length = self.chords.length_m[piece]
        turn = 16 * self.features.sag_m[piece] / np.maximum(length, 1e-3)
        slack = 1 + (1e-3 + turn) * chord_m
        corner = self.features.vertex[piece]
        before = (along * length < -slack) & (corner[..., 0] == first.vertex[:, None])
        after = (along - 1) * length > slack
        after &= corner[..., 1] == first.vertex[:, None]
        near = (first.vertex >= 0) & (first.distance_m < _PLAIN_M)
        return np.asarray((before | after) & near[:, None])

    def _solve(
        self, lon: FloatArray, lat: FloatArray, piece: IntArray, along: FloatArray
    ) -> Feet:
        """Newton's method for the foot along each given piece."""
        f = self.features
        t = np.clip(along, 0.0, 1.0)
        azimuth, distance = np.empty(len(t)), np.empty(len(t))
        active = np.arange(len(t))
        for _ in range(_MAX_STEPS):
            p = piece[active]
            step = f.end[p] - f.start[p]
            foot = f.start[p] + t[active, None] * step
            lon0, lat0 = foot.T
            solved = GEOD.inv(lon0, lat0, lon[active], lat[active])
            azimuth[active], _, distance[active] = solved
            toward = np.radians(azimuth[active])
            moved, speed = _newton_step(t[active], foot, step, toward, distance[active])
            miss = (moved - t[active]) * speed
            enough_m2 = 2 * _CONVERGED_M * np.maximum(distance[active], 1e-5)
            if self._exact_feet:
                enough_m2 = np.minimum(enough_m2, _EXACT_M**2)
            going = miss**2 > enough_m2
            t[active[going]] = moved[going]
            active = active[going]
            if not len(active):
                break
        return self._feet(piece, t, self._foot(piece, t), azimuth, distance)

    def _foot(self, piece: IntArray, t: FloatArray) -> FloatArray:
        start, end = self.features.start[piece], self.features.end[piece]
        return np.where((t == 1)[:, None], end, start + t[:, None] * (end - start))

    def _feet(
        self,
        piece: IntArray,
        t: FloatArray,
        foot: FloatArray,
        azimuth: FloatArray,
        distance: FloatArray,
    ) -> Feet:
        f = self.features
        vertex = np.where(t == 0, f.vertex[piece, 0], -1)
        vertex = np.where(t == 1, f.vertex[piece, 1], vertex)
        lon, lat = foot.T
        return Feet(distance, lon, lat, azimuth, f.edge[piece], vertex, piece)


def _newton_step(
    t: FloatArray,
    foot: FloatArray,
    step: FloatArray,
    toward: FloatArray,
    distance_m: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Where on the edge half the squared distance should be least, and the speed.

    Newton's method with the second derivative on the sphere, and the edge's own
    acceleration; to an end of the piece where that derivative is not positive.
    """
    lam, phi = np.radians(step).T
    sine, cosine = np.sin(np.radians(foot[:, 1])), np.cos(np.radians(foot[:, 1]))
    parallel = prime_vertical_radius_m(foot[:, 1]) * cosine
    meridian = meridian_radius_m(foot[:, 1])
    east, north = parallel * lam, meridian * phi
    to_east, to_north = np.sin(toward), np.cos(toward)
    along = east * to_east + north * to_north
    square = east**2 + north**2
    angle = distance_m / SPHERE_RADIUS_M
    spread = np.where(angle > 1e-8, angle / np.tan(np.maximum(angle, 1e-8)), 1.0)
    bend = sine * lam * (parallel * lam * to_north - 2 * meridian * phi * to_east)
    second = along**2 + (square - along**2) * spread - distance_m * bend
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = t + np.where(
            second > 0.02 * square, distance_m * along / second, np.sign(along)
        )
    return np.clip(moved, 0.0, 1.0), np.sqrt(square)


def _nearer(first: Feet, other: Feet, row: IntArray) -> Feet:
    """Put other feet of some rows in place where they are nearer."""
    order = np.lexsort([other.distance_m, row])
    row = row[order]
    leading = np.append(True, row[1:] != row[:-1])[: len(row)]
    better = leading & (other.distance_m[order] < first.distance_m[row])
    row, order = row[better], order[better]
    for column, value in zip(first.columns(), other.columns(), strict=True):
        column[row] = value[order]
    return first
