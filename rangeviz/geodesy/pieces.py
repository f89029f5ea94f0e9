"""The vertices and edges of a shape, as arrays that distances are measured to.

Edges are straight in lon/lat. An edge is divided into *pieces* that are short enough
for the chord between their ends to stand for them; how far a piece strays from its
chord is bounded, not sampled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.edges import speed_bounds
from rangeviz.geodesy.ellipsoid import SMALLEST_RADIUS_M, FloatArray, to_ecef

IntArray = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Features:
    """Pieces of the edges of a shape, and its lone points as pieces of no length.

    Attributes
    ----------
    start, end : (n, 2) array
        lon, lat in degrees at both ends of each piece; along one piece longitude
        is continuous.
    edge : (n,) array
        The edge that a piece is of.
    vertex : (n, 2) array
        The vertex of the shape at the start and at the end of the piece, or -1.
    start_m, chord_m : (n, 3) array
        ECEF position of the start, and the vector to the end.
    sag_m : (n,) array
        A bound on how far in space the piece strays from its chord.
    """

    start: FloatArray
    end: FloatArray
    edge: IntArray
    vertex: IntArray
    edge_vertices: IntArray
    start_m: FloatArray
    chord_m: FloatArray
    sag_m: FloatArray


def features_of(
    geometry: BaseGeometry, max_piece_m: float, max_stray_m: float
) -> Features:
    """Divide the points, lines and rings of a shape into pieces.

    Parameters
    ----------
    geometry : shapely geometry
        Degrees; longitudes continuous along each line or ring.
    max_piece_m : float
        Longest piece.
    max_stray_m : float
        Farthest that a piece may stray from the geodesic between its ends.

    Returns
    -------
    Features
        Without any piece where the shape is empty.
    """
    start, end = _edges(geometry)
    first, last = _vertex_ids(start, end)
    length, bend = speed_bounds(start, end)
    by_length, by_stray = length / max_piece_m, np.sqrt(bend / (8 * max_stray_m))
    count = np.maximum(1, np.ceil(np.maximum(by_length, by_stray))).astype(int)
    edge, rank = ragged(count)
    step = ((end - start) / count[:, None])[edge]
    head = start[edge] + step * rank[:, None]
    is_last = rank == count[edge] - 1
    tail = np.where(is_last[:, None], end[edge], head + step)
    vertex = np.column_stack(
        [np.where(rank == 0, first[edge], -1), np.where(is_last, last[edge], -1)]
    )
    head_m, tail_m = to_ecef(head[:, 0], head[:, 1]), to_ecef(tail[:, 0], tail[:, 1])
    sag = sag_bound(head, tail)
    pairs = np.column_stack([first, last])
    return Features(head, tail, edge, vertex, pairs, head_m, tail_m - head_m, sag)


def sag_bound(start: FloatArray, end: FloatArray) -> FloatArray:
    """Bound how far in space edges stray from the chords between their ends."""
    length, bend = speed_bounds(start, end)
    return np.asarray(np.hypot(length**2 / SMALLEST_RADIUS_M, bend) / 8)


def ragged(counts: IntArray) -> tuple[IntArray, IntArray]:
    """Return the row, and the rank in it, of items laid out row after row.

    Examples
    --------
    >>> row, rank = ragged(np.array([2, 0, 3]))
    >>> row.tolist(), rank.tolist()
    ([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])
    """
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)


def simple_parts(geometry: BaseGeometry) -> NDArray[Any]:
    """Return the points, lines and polygons of a shape, however nested."""
    parts = np.atleast_1d(shapely.get_parts(geometry))
    while (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    return np.asarray(parts[~shapely.is_empty(parts)])


def _edges(geometry: BaseGeometry) -> tuple[FloatArray, FloatArray]:
    """Return the ends of edges that have a length, then lone points twice."""
    parts = simple_parts(geometry)
    types = shapely.get_type_id(parts)
    rings = shapely.get_rings(parts[types == 3])
    lines = np.concatenate([rings, parts[(types == 1) | (types == 2)]])
    xy, index = shapely.get_coordinates(lines, return_index=True)
    joined = (index[1:] == index[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
    joined &= ~((np.abs(xy[1:, 1]) == 90) & (xy[1:, 1] == xy[:-1, 1]))
    start, end = xy[:-1][joined], xy[1:][joined]
    alone = np.flatnonzero(np.bincount(index[:-1][joined], minlength=len(lines)) == 0)
    points = shapely.get_coordinates(parts[types == 0])
    points = np.concatenate([points, xy[np.searchsorted(index, alone)]])
    return np.concatenate([start, points]), np.concatenate([end, points])


def _vertex_ids(start: FloatArray, end: FloatArray) -> tuple[IntArray, IntArray]:
    """Give the ends of edges numbers; equal positions share one."""
    keys = np.concatenate([start, end])
    keys = np.where(keys == 180.0, -180.0, keys) + 0.0
    _, ids = np.unique(keys.view(np.complex128).ravel(), return_inverse=True)
    return ids[: len(start)], ids[len(start) :]
