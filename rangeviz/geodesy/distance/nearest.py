"""The nearest place of a shape, by geodesics, for many positions at once.

Candidates come from a k-d tree on positions in space; what can't be nearest is left
out by two inequalities between the chord c and the geodesic distance s of two points
on the ellipsoid, whose radii of normal curvature lie between b^2/a and a^2/b:

    2 (a^2/b) asin(c / (2 a^2/b))  <=  s  <=  2 (b^2/a) asin(c / (2 b^2/a))

(left: the ellipsoid is an intersection of balls of radius a^2/b, by Blaschke's rolling
theorem, so that no path on it beats the arc of that radius; right: Schur's theorem).
The rest is settled by Karney's inverse problem and Newton's method along the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from rangeviz.geodesy.ellipsoid import (
    GEOD,
    LARGEST_RADIUS_M,
    SPHERE_RADIUS_M,
    FloatArray,
    meridian_radius_m,
    prime_vertical_radius_m,
    to_ecef,
)
from rangeviz.geodesy.pieces import Features, IntArray, sag_bound

_NEIGHBOURS = 8
_CONVERGED_M = 1e-5  # squared miss of a foot over twice the distance
_EXACT_M = 1e-4
_MAX_STEPS = 20
_MOST_NEIGHBOURS = 4
_PLAIN_M = 2_000_000.0  # beyond, chords say little about which end is nearer


@dataclass(frozen=True, slots=True)
class Feet:
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

    def take(self, index: IntArray) -> Feet:
        """Return the feet of some of the positions."""
        return Feet(*(column[index] for column in self.columns()))

    def columns(self) -> list[Any]:
        """Return all arrays, in their order."""
        return [getattr(self, name) for name in self.__slots__]

    @staticmethod
    def concatenate(feet: list[Feet]) -> Feet:
        """Join feet end to end."""
        columns = zip(*(part.columns() for part in feet), strict=True)
        return Feet(*(np.concatenate(column) for column in columns))


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
        self.features = features
        self._exact_feet = exact_feet

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.features.start_m + self.features.chord_m / 2)

    @cached_property
    def _length_m(self) -> FloatArray:
        return np.asarray(np.linalg.norm(self.features.chord_m, axis=1))

    @cached_property
    def _reach_m(self) -> float:
        """How far a piece reaches from the middle of its chord."""
        return float((self._length_m / 2 + self.features.sag_m).max())

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
        neighbours = min(_NEIGHBOURS, len(self.features.edge))
        while len(pending):
            found, settled = self._among(lon[pending], lat[pending], neighbours)
            done = pending[settled]
            for column, value in zip(result.columns(), found.columns(), strict=True):
                column[done] = value[settled]
            pending = pending[~settled]
            neighbours = min(4 * neighbours, len(self.features.edge))
        return result

    def beside(self, lon: FloatArray, lat: FloatArray, piece: IntArray) -> Feet:
        """Find the foot of each position on the edge of a piece, searching from it."""
        position_m = to_ecef(lon, lat)
        _, along = self._chords(position_m, piece[:, None])
        feet = self._solve(lon, lat, piece, along[:, 0])
        for _ in range(_MOST_NEIGHBOURS):
            step = self._at_end(feet)
            rows = np.flatnonzero(step)
            if not len(rows):
                break
            piece = feet.piece[rows] + step[rows]
            _, along = self._chords(position_m[rows], piece[:, None])
            other = self._solve(lon[rows], lat[rows], piece, along[:, 0])
            feet = _nearer(feet, other, rows)
        return feet

    def _at_end(self, feet: Feet) -> IntArray:
        """Tell feet at ends of pieces that are no vertices: 1 on, or -1 back."""
        foot = np.column_stack([feet.lon, feet.lat])
        ends = self.features.start, self.features.end
        back, on = (
            (end[feet.piece] == foot).all(axis=1) & (feet.vertex < 0) for end in ends
        )
        return np.asarray(on.astype(np.intp) - back)

    def clearances(
        self, head: FloatArray, tail: FloatArray, at_most_m: float
    ) -> FloatArray:
        """Bound from below how near edges come to the shape, by lines in space.

        Parameters
        ----------
        head, tail : (n, 2) array
            Ends of edges straight in lon/lat, degrees.
        at_most_m : float
            What is farther than this is not looked at.

        Returns
        -------
        (n,) array
            Metres: no geodesic is shorter than its chord, and edges and pieces stray
            from their chords by bounded amounts.
        """
        f = self.features
        head_m, tail_m = to_ecef(*head.T), to_ecef(*tail.T)
        sag = sag_bound(head, tail)
        half = np.linalg.norm(tail_m - head_m, axis=1) / 2
        around = half + sag + at_most_m + self._reach_m
        found = self._tree.query_ball_point((head_m + tail_m) / 2, around)
        row = np.repeat(np.arange(len(head)), [len(pieces) for pieces in found])
        piece = np.concatenate([*found, []]).astype(np.intp)
        apart = segment_distances(
            head_m[row], (tail_m - head_m)[row], f.start_m[piece], f.chord_m[piece]
        )
        nearest = np.full(len(head), at_most_m)
        np.minimum.at(nearest, row, apart - f.sag_m[piece] - sag[row])
        return nearest

    def _among(
        self, lon: FloatArray, lat: FloatArray, neighbours: int
    ) -> tuple[Feet, np.ndarray]:
        """Search the pieces with the nearest middles; say which rows are settled."""
        position_m = to_ecef(lon, lat)
        found = self._tree.query(position_m, k=neighbours)
        middle_m, piece = (np.reshape(a, (len(lon), neighbours)) for a in found)
        chord_m, along = self._chords(position_m, piece)
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
        unseen_m = middle_m[:, -1] - self._reach_m
        settled = (unseen_m > longest_chord(first.distance_m)) | (
            neighbours == len(self.features.edge)
        )
        return first, settled

    def _chords(
        self, position_m: FloatArray, piece: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        """Distance in space to the chords of pieces, and where along (unclipped)."""
        offset = position_m[:, None] - self.features.start_m[piece]
        chord = self.features.chord_m[piece]
        square = np.maximum(self._length_m[piece] ** 2, 1e-12)
        along = np.einsum("ijk,ijk->ij", offset, chord) / square
        chord *= np.clip(along, 0, 1)[..., None]
        offset -= chord
        return np.sqrt(np.einsum("ijk,ijk->ij", offset, offset)), along

    def _same_corner(
        self, first: Feet, piece: IntArray, along: FloatArray, chord_m: FloatArray
    ) -> np.ndarray:
        """Tell pieces whose nearest point is clearly the vertex already found."""
        length = self._length_m[piece]
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
        foot = f.start[piece] + t[:, None] * (f.end[piece] - f.start[piece])
        vertex = np.where(t == 0, f.vertex[piece, 0], -1)
        vertex = np.where(t == 1, f.vertex[piece, 1], vertex)
        at_end = (t == 1)[:, None]
        foot = np.where(at_end, f.end[piece], foot)
        lon1, lat1 = foot.T
        return Feet(distance, lon1, lat1, azimuth, f.edge[piece], vertex, piece)


def longest_chord(distance_m: FloatArray) -> FloatArray:
    """Longest chord that two points at a geodesic distance can have, in metres."""
    turned = np.minimum(distance_m / (2 * LARGEST_RADIUS_M), np.pi / 2)
    return np.asarray(2 * LARGEST_RADIUS_M * np.sin(turned) + 1e-6)


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


def segment_distances(
    start: FloatArray, along: FloatArray, other: FloatArray, other_along: FloatArray
) -> FloatArray:
    """Measure between pairs of line segments in space.

    Parameters
    ----------
    start, along : (n, 3) array
        Start of one segment of each pair, and the vector to its end.
    other, other_along : (n, 3) array
        The other segment.

    Returns
    -------
    (n,) array
        The least distance: at an end of either, or between the inner points where
        the common perpendicular meets both.

    Examples
    --------
    >>> x, y = np.array([[2.0, 0, 0]]), np.array([[0, 2.0, 0]])
    >>> segment_distances(0 * x, x, np.array([[1.0, -1, 3]]), y).tolist()
    [3.0]
    """
    ends = [
        _from_points(start, other, other_along),
        _from_points(start + along, other, other_along),
        _from_points(other, start, along),
        _from_points(other + other_along, start, along),
    ]
    normal = np.cross(along, other_along)
    square = (normal**2).sum(axis=1)
    gap = other - start
    with np.errstate(divide="ignore", invalid="ignore"):
        s = (np.cross(gap, other_along) * normal).sum(axis=1) / square
        t = (np.cross(gap, along) * normal).sum(axis=1) / square
        between = np.abs((gap * normal).sum(axis=1)) / np.sqrt(square)
    inner = (square > 0) & (s > 0) & (s < 1) & (t > 0) & (t < 1)
    return np.asarray(np.minimum.reduce([*ends, np.where(inner, between, np.inf)]))


def _from_points(point: FloatArray, start: FloatArray, along: FloatArray) -> FloatArray:
    gap = point - start
    square = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip((gap * along).sum(axis=1) / square, 0, 1)
    return np.asarray(np.linalg.norm(gap - share[:, None] * along, axis=1))
