"""How near straight lines in space come to each other."""

from __future__ import annotations

import numpy as np

from rangeviz.geodesy.arrays import FloatArray


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
