"""Paths on the plane of lon and lat: made continuous, and cut at +-180."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from rangeviz.geodesy.ellipsoid import FloatArray

SNAP_DEG: Final = 1e-11
"""A micrometre: what is nearer than this to +-180 is on it."""


def unwrap(coordinates: ArrayLike) -> FloatArray:
    """Make longitudes continuous: each step goes the short way round.

    A step of exactly 360 degrees (along a pole) is kept.

    Parameters
    ----------
    coordinates : (n, 2) array
        lon, lat in degrees.

    Returns
    -------
    (n, 2) array
        The same positions; the first longitude is unchanged.

    Examples
    --------
    >>> unwrap([[170, 0], [-170, 5], [175, 9]])[:, 0].tolist()
    [170.0, 190.0, 175.0]
    """
    path = np.array(coordinates, float)[:, :2]
    steps = np.diff(path[:, 0])
    turns = np.where(np.abs(steps) == 360, 0, np.round(steps / 360))
    path[1:, 0] -= 360 * np.cumsum(turns)
    return path


def cut(path: FloatArray) -> list[tuple[FloatArray, int]]:
    """Cut a path with continuous longitudes wherever it crosses the antimeridian.

    Parameters
    ----------
    path : (n, 2) array
        lon, lat in degrees. Vertices within ``SNAP_DEG`` of +-180 are put on it.

    Returns
    -------
    list of ((m, 2) array, int)
        Pieces in order, brought into -180 to 180, each with the turn round the Earth
        that it lay in (0 for -180 to 180, 1 for 180 to 540). An edge along
        +-180 goes to the side on its left. A path without extent gives no piece.

    Examples
    --------
    >>> for piece, turn in cut(np.array([[170.0, 0], [190, 10]])):
    ...     print(turn, piece.tolist())
    0 [[170.0, 0.0], [180.0, 5.0]]
    1 [[-180.0, 5.0], [-170.0, 10.0]]
    """
    path = _with_crossings(_snapped(path))
    path = path[np.append(True, (np.diff(path, axis=0) != 0).any(axis=1))]
    if len(path) < 2:
        return []
    middle = (path[1:, 0] + path[:-1, 0]) / 2
    windows = np.floor((middle + 180) / 360).astype(int)
    along = (np.diff(path[:, 0]) == 0) & ((middle + 180) % 360 == 0)
    windows -= along & (path[1:, 1] > path[:-1, 1])  # northward: the region is west
    bounds = [0, *(np.flatnonzero(np.diff(windows)) + 1), len(windows)]
    pieces = []
    for start, stop in pairwise(bounds):
        window = int(windows[start])
        pieces.append((path[start : stop + 1] - [360 * window, 0], window))
    return pieces


def _snapped(path: FloatArray) -> FloatArray:
    nearest = 360 * np.round((path[:, 0] - 180) / 360) + 180
    lon = np.where(np.abs(path[:, 0] - nearest) < SNAP_DEG, nearest, path[:, 0])
    return np.column_stack([lon, path[:, 1]])


def _with_crossings(path: FloatArray) -> FloatArray:
    """Insert a vertex wherever an edge crosses an odd multiple of 180."""
    turns = (path[:, 0] + 180) / 360
    low, high = np.minimum(turns[1:], turns[:-1]), np.maximum(turns[1:], turns[:-1])
    first, last = np.floor(low).astype(int) + 1, np.ceil(high).astype(int) - 1
    count = np.maximum(0, last - first + 1)
    edge = np.repeat(np.arange(len(count)), count)
    if not len(edge):
        return path
    rank = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    eastward = turns[edge + 1] > turns[edge]
    at = 360.0 * np.where(eastward, first[edge] + rank, last[edge] - rank) - 180
    (lon0, lat0), (lon1, lat1) = path[edge].T, path[edge + 1].T
    lat = lat0 + (lat1 - lat0) * ((at - lon0) / (lon1 - lon0))
    return np.insert(path, edge + 1, np.column_stack([at, lat]), axis=0)
