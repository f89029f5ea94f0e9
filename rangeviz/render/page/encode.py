"""What the page carries as data: escaped JSON, and shapes as integer deltas."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

# "<" and "&" could end or open markup, the separators end a line in old
# JavaScript, and "{" is what a template engine would look for.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029\u007f"}
_BIDI_CONTROLS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def to_data_block(value: Any) -> str:
    """Write JSON that can stand inside a ``<script type="application/json">``.

    Parameters
    ----------
    value : JSON-compatible
        May hold hostile text; numbers must be finite.

    Returns
    -------
    str
        Compact JSON without ``<``, ``>``, ``&``, U+2028 or U+2029. It parses
        back to the same value.

    Raises
    ------
    ValueError
        If a number is not finite.

    Examples
    --------
    >>> to_data_block({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.translate(_ESCAPES)


def clean_text(text: str) -> str:
    """Take out of a name what no reader should meet, and nothing else.

    Control characters and lone surrogates become U+FFFD, bidirectional
    overrides and isolates go: they could make a name read as another one.
    Markup stays: it is shown as the text that it is.

    Examples
    --------
    >>> clean_text("<b>\\x07 {{7*7}}")
    '<b>\ufffd {{7*7}}'
    """
    marked = "".join(
        "\ufffd" if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" else c
        for c in text
        if unicodedata.bidirectional(c) not in _BIDI_CONTROLS
    )
    return marked.strip(" ")


def encode_polygons(
    geometry: BaseGeometry, quantum_deg: float
) -> list[list[list[int]]]:
    """Write polygons as integer deltas on a grid.

    Parameters
    ----------
    geometry : Polygon, MultiPolygon or collection of them
        EPSG:4326, lon before lat; longitudes may leave +-180.
    quantum_deg : float
        Grid step in degrees.

    Returns
    -------
    list
        Polygons, each a list of rings (outer first), each a flat list
        ``[lon, lat, dlon, dlat, ...]`` in grid steps: the first vertex from
        (0, 0), the others from the one before. Rings are open: the first
        vertex is not repeated. What collapses on the grid is left out; an
        empty geometry gives an empty list.

    Examples
    --------
    >>> encode_polygons(shapely.box(1, 2, 1.5, 3), 0.5)
    [[[3, 4, 0, 2, -1, 0, 0, -2]]]
    """
    polygons = []
    for part in shapely.get_parts(geometry):
        if not isinstance(part, shapely.Polygon) or part.is_empty:
            continue
        outer = _encode_ring(part.exterior, quantum_deg)
        if outer is None:
            continue
        holes = (_encode_ring(hole, quantum_deg) for hole in part.interiors)
        polygons.append([outer, *(hole for hole in holes if hole is not None)])
    return polygons


def _encode_ring(ring: shapely.LinearRing, quantum_deg: float) -> list[int] | None:
    coordinates = shapely.get_coordinates(ring)
    grid: npt.NDArray[np.int64] = np.rint(coordinates / quantum_deg).astype(np.int64)
    moved = (np.diff(grid, axis=0) != 0).any(axis=1)
    corners = grid[:-1][moved]
    if len(corners) < 3:
        return None
    steps: list[int] = np.diff(corners, axis=0, prepend=[[0, 0]]).ravel().tolist()
    return steps
