"""What the page carries as data: escaped JSON, and shapes as short texts."""

from __future__ import annotations

import json
import string
import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

# "<" and "&" could end or open markup, the separators end a line in old
# JavaScript, and "{" is what a template engine would look for.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029\u007f"}
_BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
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


def encode_steps(vertices: npt.NDArray[np.int64]) -> str:
    """Write a line on a grid as text: base64 VLQ, as source maps use it.

    Parameters
    ----------
    vertices : (n, 2) array of int
        Lon and lat in grid steps.

    Returns
    -------
    str
        ``lon, lat`` of the first vertex, then the steps ``dlon, dlat`` to each
        next one. A number is doubled, its lowest bit made its sign, and written
        in digits of 5 bits, the lowest first; the sixth bit says that more come.

    Examples
    --------
    >>> encode_steps(np.array([[0, 1], [1, 0], [17, 0]]))
    'ACCDgBA'
    """
    steps = np.diff(vertices, axis=0, prepend=[[0, 0]]).ravel()
    return encode_integers(steps.tolist())


def encode_integers(numbers: Iterable[int]) -> str:
    """Write integers one after another, in the digits of `encode_steps`.

    Examples
    --------
    >>> encode_integers([0, -1, 17])
    'ADiB'
    """
    return "".join(map(_vlq, numbers))


def _vlq(number: int) -> str:
    rest = (abs(number) << 1) | (number < 0)
    digits = []
    while True:
        digit, rest = rest & 31, rest >> 5
        digits.append(_BASE64[digit | (32 if rest else 0)])
        if not rest:
            return "".join(digits)


def encode_polygons(geometry: BaseGeometry, quantum_deg: float) -> list[list[str]]:
    """Write polygons as lines on a grid.

    Parameters
    ----------
    geometry : Polygon, MultiPolygon or collection of them
        EPSG:4326, lon before lat; longitudes may leave +-180.
    quantum_deg : float
        Grid step in degrees.

    Returns
    -------
    list
        Polygons, each a list of rings (outer first), each as `encode_steps`
        writes it. Rings are open: the first vertex is not repeated. What
        collapses on the grid is left out; an empty geometry gives an empty
        list.

    Examples
    --------
    >>> encode_polygons(shapely.box(1, 2, 1.5, 3), 0.5)
    [['GIAEDAAF']]
    """
    polygons = []
    for part in shapely.get_parts(geometry):
        if not isinstance(part, shapely.Polygon) or part.is_empty:
            continue
        rings = [
            grid_ring(ring, quantum_deg) for ring in (part.exterior, *part.interiors)
        ]
        if len(rings[0]) >= 3:
            polygons.append([encode_steps(ring) for ring in rings if len(ring) >= 3])
    return polygons


def encode_line(line: shapely.LineString, quantum_deg: float) -> str:
    """Write a line on a grid, as `encode_steps` does; repeated vertices go.

    Examples
    --------
    >>> encode_line(shapely.LineString([(0, 0.5), (0.1, 0.6), (0.5, 0.5)]), 0.5)
    'ACCA'
    """
    grid = _on_grid(line, quantum_deg)
    moved = np.concatenate([[True], (np.diff(grid, axis=0) != 0).any(axis=1)])
    return encode_steps(grid[moved])


def grid_ring(ring: shapely.LinearRing, quantum_deg: float) -> npt.NDArray[np.int64]:
    """Round a ring to a grid; repeated vertices and the closing one go."""
    grid = _on_grid(ring, quantum_deg)
    moved = (np.diff(grid, axis=0) != 0).any(axis=1)
    corners: npt.NDArray[np.int64] = grid[:-1][moved]
    return corners


def _on_grid(line: shapely.LineString, quantum_deg: float) -> npt.NDArray[np.int64]:
    grid: npt.NDArray[np.int64] = np.rint(
        shapely.get_coordinates(line) / quantum_deg
    ).astype(np.int64)
    return grid
