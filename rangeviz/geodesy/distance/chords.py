"""Distances in space, to the chords of a shape's pieces, and what they prove.

Two inequalities between the chord c and the geodesic distance s of two points on the
ellipsoid, whose radii of normal curvature lie between b^2/a and a^2/b:

    2 (a^2/b) asin(c / (2 a^2/b))  <=  s  <=  2 (b^2/a) asin(c / (2 b^2/a))

(left: the ellipsoid is an intersection of balls of radius a^2/b, by Blaschke's rolling
theorem, so that no path on it beats the arc of that radius; right: Schur's theorem).
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy.spatial import cKDTree

from rangeviz.geodesy.ellipsoid import LARGEST_RADIUS_M, FloatArray, to_ecef
from rangeviz.geodesy.pieces import Features, IntArray, sag_bound

NEIGHBOURS = 8
"""Pieces that are looked at first."""
_FEW, _RIVALS = 4, 16
_MOST_STEPS = 4


class Chords:
    """The chords of a shape's pieces, and a tree of their middles.

    Parameters
    ----------
    features : Features
        Pieces of the shape's edges.
    """

    def __init__(self, features: Features) -> None:
        self.features = features
        self._starts = np.ascontiguousarray(features.start_m.T)
        self._chords = np.ascontiguousarray(features.chord_m.T)
        self.length_m = np.sqrt((self._chords**2).sum(axis=0))
        self._squares = np.maximum(self.length_m**2, 1e-12)

    @cached_property
    def tree(self) -> cKDTree:
        """Of the chords' middles."""
        return cKDTree(self.features.start_m + self.features.chord_m / 2, leafsize=32)

    @cached_property
    def reach_m(self) -> FloatArray:
        """How far each piece reaches from the middle of its chord."""
        return np.asarray(self.length_m / 2 + self.features.sag_m)

    def apart(
        self, position_m: FloatArray, piece: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        """Measure from (..., 3) positions to chords, and where along (unclipped)."""
        # by components: numpy is slow along an axis of three
        u, v, w = (chord.take(piece) for chord in self._chords)
        x, y, z = (
            position_m[..., axis] - start.take(piece)
            for axis, start in enumerate(self._starts)
        )
        along = (x * u + y * v + z * w) / self._squares.take(piece)
        share = np.minimum(np.maximum(along, 0.0), 1.0)
        x, y, z = x - share * u, y - share * v, z - share * w
        return np.sqrt(x * x + y * y + z * z), along

    def nearest(
        self, position_m: FloatArray, at_most_m: float
    ) -> tuple[FloatArray, IntArray, FloatArray]:
        """Find the nearest of few pieces near (n, 3) positions, which are that near.

        Returns
        -------
        apart_m, piece, along : (n,) array
            As `beside` gives them.
        """
        neighbours = min(_FEW, len(self.length_m))
        found = self.tree.query(
            position_m,
            k=range(1, neighbours + 1),
            distance_upper_bound=at_most_m + float(self.reach_m.max()),
        )
        piece = np.minimum(found[1], len(self.length_m) - 1)  # where there are fewer
        apart_m, along = self.apart(position_m[:, None], piece)
        best = np.arange(len(position_m)), np.argmin(apart_m, axis=1)
        return apart_m[best], piece[best], along[best]

    def beside(
        self, position_m: FloatArray, piece: IntArray
    ) -> tuple[FloatArray, IntArray, FloatArray]:
        """Measure from (n, 3) positions to the edges of pieces, searching from those.

        Returns
        -------
        apart_m, piece, along : (n,) array
            The distance, the piece that is nearest, and where along (unclipped).
        """
        apart_m, along = self.apart(position_m, piece)
        piece, rows = piece.copy(), np.arange(len(piece))
        for _ in range(_MOST_STEPS):
            back, on = (self.features.vertex[piece[rows]] < 0).T
            step = (on & (along[rows] > 1)).astype(np.intp)
            step -= back & (along[rows] < 0)
            rows = rows[step != 0]
            if not len(rows):
                break
            piece[rows] += step[step != 0]
            apart_m[rows], along[rows] = self.apart(position_m[rows], piece[rows])
        return apart_m, piece, along

    def at_least(
        self, lon: FloatArray, lat: FloatArray, at_most_m: float
    ) -> FloatArray:
        """Bound from below how near the shape is, without solving for any geodesic.

        Parameters
        ----------
        lon, lat : (n,) array
            Degrees.
        at_most_m : float
            What is farther than this is not looked at.

        Returns
        -------
        (n,) array
            Metres.
        """
        if at_most_m == 0:
            return np.zeros(len(lon))
        position_m, enough_m = to_ecef(lon, lat), float(longest_chord(at_most_m))
        nearest_m, reach_m = np.full(len(lon), enough_m), float(self.reach_m.max())
        pending, neighbours = np.arange(len(lon)), _RIVALS
        while len(pending):
            middle_m, piece = (
                np.ravel(column)
                for column in self.tree.query(
                    position_m[pending],
                    k=range(1, neighbours + 1),
                    distance_upper_bound=enough_m + reach_m,
                )
            )
            at = np.flatnonzero(piece < len(self.length_m))
            at = at[middle_m[at] < enough_m + self.reach_m[piece[at]]]
            row = pending[at // neighbours]
            np.minimum.at(
                nearest_m, row, self._clear(position_m.take(row, axis=0), piece[at])
            )
            unseen_m = middle_m[neighbours - 1 :: neighbours] - reach_m
            pending = pending[unseen_m < nearest_m[pending]]
            neighbours *= 4
        return shortest_geodesic(nearest_m)

    def _clear(self, position_m: FloatArray, piece: IntArray) -> FloatArray:
        """Bound from below how near pieces are, as they stray from their chords.

        At t along its piece an edge is at most 4 t (1 - t) sag from the chord: less
        than the way grows from an end that is clearly the nearest place.
        """
        apart_m, along = self.apart(position_m, piece)
        sag_m = self.features.sag_m[piece]
        beyond = np.maximum(-along, along - 1) * self.length_m[piece] ** 2
        return np.asarray(apart_m - np.where(beyond >= 4 * sag_m * apart_m, 0.0, sag_m))

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
        around = half + sag + at_most_m + self.reach_m.max()
        found = self.tree.query_ball_point((head_m + tail_m) / 2, around)
        row = np.repeat(np.arange(len(head)), [len(pieces) for pieces in found])
        piece = np.concatenate([*found, []]).astype(np.intp)
        apart = segment_distances(
            head_m[row], (tail_m - head_m)[row], f.start_m[piece], f.chord_m[piece]
        )
        nearest = np.full(len(head), at_most_m)
        np.minimum.at(nearest, row, apart - f.sag_m[piece] - sag[row])
        return nearest


def longest_chord(distance_m: float | FloatArray) -> FloatArray:
    """Longest chord that two points at a geodesic distance can have, in metres."""
    turned = np.minimum(np.divide(distance_m, 2 * LARGEST_RADIUS_M), np.pi / 2)
    return np.asarray(2 * LARGEST_RADIUS_M * np.sin(turned) + 1e-6)


def shortest_geodesic(chord_m: FloatArray) -> FloatArray:
    """Shortest geodesic that two points at a distance in space can have, in metres."""
    sine = np.clip(chord_m / (2 * LARGEST_RADIUS_M), 0.0, 1.0)
    return np.asarray(np.maximum(2 * LARGEST_RADIUS_M * np.arcsin(sine) - 1e-6, 0.0))


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
