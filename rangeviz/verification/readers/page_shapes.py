"""Read the shapes in the data block of a page made by rangeviz."""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from rangeviz.errors import FileFormatError

_DIGITS: Final = {
    letter: value
    for value, letter in enumerate(
        string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    )
}


def decode_ring(text: str, grid_deg: float) -> NDArray[np.float64]:
    """Read one line: base64 VLQ of steps on a grid, as source maps use it.

    Parameters
    ----------
    text : str
        Pairs of lon and lat steps; the first pair is a position.
    grid_deg : float
        Grid step in degrees.

    Returns
    -------
    (n, 2) array
        lon, lat in degrees.

    Raises
    ------
    FileFormatError
        If the text is damaged.

    Examples
    --------
    >>> decode_ring("ACCDgBA", 0.5).tolist()
    [[0.0, 0.5], [0.5, 0.0], [8.5, 0.0]]
    """
    steps, number, shift = [], 0, 0
    for letter in text:
        digit = _DIGITS.get(letter, -1)
        if digit < 0:
            raise FileFormatError(f"the page's shapes are damaged: {letter!r} in one")
        number |= (digit & 31) << shift
        shift += 5
        if not digit & 32:
            steps.append(-(number >> 1) if number & 1 else number >> 1)
            number = shift = 0
    if len(steps) % 2 or shift:
        raise FileFormatError("the page's shapes are damaged: one is cut short")
    vertices: NDArray[np.float64] = np.cumsum(np.reshape(steps, (-1, 2)), axis=0)
    return vertices * grid_deg


def decode_polygons(
    polygons: Sequence[Sequence[str]], grid_deg: float
) -> shapely.MultiPolygon:
    """Read polygons: lists of rings, the outer one first.

    Parameters
    ----------
    polygons : sequence of sequences of str
        As `decode_ring` reads each ring; rings are open.
    grid_deg : float
        Grid step in degrees.

    Returns
    -------
    MultiPolygon
        EPSG:4326; longitudes may leave +-180.

    Raises
    ------
    FileFormatError
        If a text is damaged.
    """
    parts = []
    for rings in polygons:
        outer, *holes = (decode_ring(text, grid_deg) for text in rings)
        if len(outer) < 3:
            raise FileFormatError("the page's shapes are damaged: a ring is too short")
        parts.append(shapely.Polygon(outer, holes))
    return shapely.MultiPolygon(parts)
