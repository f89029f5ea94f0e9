"""What the page carries as data: escaped JSON, and shapes as short texts."""

from __future__ import annotations

import itertools
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
# Of numbers: neither JSON, markup nor template engines have a use for them, nor do
# `encode_lines` and `encode_polygons`.
DIGITS = "".join(sorted(set(map(chr, range(33, 127))) - set("\"$&',;<>\\`{|}")))
LAST_DIGITS = 68  # as many as make pages smallest
# A Cyrillic letter takes two bytes: in the many names of a page a Latin one stands for
# it, and it for that one.
_CYRILLIC = "абвгдезийклмнопрстухцчьяії" + "жшщфюєґыэёъ"
_LATIN = string.ascii_lowercase + "0123456789!"
_CAPITALS = string.ascii_uppercase + "#%()*+/:=?@"
_SWAPPED = _CYRILLIC + _CYRILLIC.upper() + _LATIN + _CAPITALS
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


def swapped_letters(language: str) -> str:
    """Give the letters that `swap_letters` swaps, and then those for which: or none."""
    return _SWAPPED if language in {"uk", "ru"} else ""


def swap_letters(text: str, language: str) -> str:
    """Let letters of one byte stand for those of a language, and these for them.

    Parameters
    ----------
    text : str
        Whatever it holds: swapped twice, it is the same again.
    language : str
        One that is written in Latin letters leaves the text as it is.

    Examples
    --------
    >>> [swap_letters(name, "uk") for name in ("Київ", "Jhzc")]
    ['Jhzc', 'Київ']
    """
    letters = swapped_letters(language)
    half = len(letters) // 2
    return text.translate(str.maketrans(letters, letters[half:] + letters[:half]))


def encode_integers(numbers: Iterable[int]) -> str:
    """Write integers one after another, as text that gzip makes small.

    Parameters
    ----------
    numbers : iterable of int

    Returns
    -------
    str
        A number is doubled, its lowest bit made its sign, and written with its highest
        digits first. The last digit is one of the first `LAST_DIGITS` of `DIGITS`, so
        that most numbers are one letter; those before it are of the others, which count
        from 1: none of them is a zero.

    Examples
    --------
    >>> encode_integers([0, -1, 17, 34])
    '!(Ko!'
    """
    return "".join(map(_digits, numbers))


def _digits(number: int) -> str:
    rest, last = divmod(abs(number) << 1 | (number < 0), LAST_DIGITS)
    text = DIGITS[last]
    while rest:
        rest, digit = divmod(rest - 1, len(DIGITS) - LAST_DIGITS)
        text = DIGITS[LAST_DIGITS + digit] + text
    return text


def encode_lines(lines: Iterable[npt.NDArray[np.int64]]) -> str:
    """Write lines on a grid.

    Parameters
    ----------
    lines : iterable of (n, 2) array of int
        Lon and lat of vertices in grid steps.

    Returns
    -------
    str
        The steps ``dlon, dlat`` to each vertex from the one before it, as
        `encode_integers` writes them, with ";" between lines: a line starts from where
        the one before it ends, the first from 0, 0.

    Examples
    --------
    >>> encode_lines([np.array([[0, 1], [1, 0]]), np.array([[1, 0], [17, 0]])])
    '!%%(;!!I!'
    """
    ends = np.zeros((1, 2), int)
    texts = []
    for line in lines:
        texts.append(
            encode_integers(np.diff(line, axis=0, prepend=ends).ravel().tolist())
        )
        ends = line[-1:]
    return ";".join(texts)


def encode_polygons(geometry: BaseGeometry, quantum_deg: float) -> str:
    """Write polygons as lines on a grid.

    Parameters
    ----------
    geometry : Polygon, MultiPolygon or collection of them
        EPSG:4326, lon before lat; longitudes may leave +-180.
    quantum_deg : float
        Grid step in degrees.

    Returns
    -------
    str
        Rings as `encode_lines` writes them, with "|" before the outer ring of each
        polygon but the first. Rings are open: the first vertex is not repeated. What
        collapses on the grid is left out; an empty geometry gives an empty text.

    Examples
    --------
    >>> encode_polygons(shapely.box(1, 2, 1.5, 3), 0.5)
    '+.!)(!!*'
    """
    rings, counts = [], []
    for part in shapely.get_parts(geometry):
        if not isinstance(part, shapely.Polygon) or part.is_empty:
            continue
        own = [
            grid_ring(ring, quantum_deg) for ring in (part.exterior, *part.interiors)
        ]
        if len(own[0]) >= 3:
            kept = [ring for ring in own if len(ring) >= 3]
            rings += kept
            counts.append(len(kept))
    texts = iter(encode_lines(rings).split(";"))
    return "|".join(";".join(itertools.islice(texts, count)) for count in counts)


def grid_line(line: shapely.LineString, quantum_deg: float) -> npt.NDArray[np.int64]:
    """Round a line to a grid; repeated vertices go."""
    grid = _on_grid(line, quantum_deg)
    moved = np.concatenate([[True], (np.diff(grid, axis=0) != 0).any(axis=1)])
    vertices: npt.NDArray[np.int64] = grid[moved]
    return vertices


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
