"""Text of a picture: how wide it is, and where a line of it breaks."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path

from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags

FAMILY = "DejaVu Sans"
POINTS_PER_INCH = 72
SLACK = 1.01  # renderers round each letter a little differently
_FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
# French writes a blank before these: a line must not begin with them.
_LONE_SIGN = re.compile(r" ([:;!?])(?=\s|$)")


@contextmanager
def quiet_glyphs() -> Iterator[None]:
    """Keep quiet about letters that the font lacks: they show as boxes."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


@cache
def font(size_pt: float, *, bold: bool = False) -> FontProperties:
    """Give the font that ships with rangeviz, so that no machine's own differs."""
    path = Path(__file__).with_name("fonts") / _FILES[bold]
    return FontProperties(
        family=FAMILY,
        weight="bold" if bold else "normal",
        size=size_pt,
        fname=str(path),
    )


@lru_cache(maxsize=4096)  # a label is tried in hundreds of places
def width_in(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Measure a line of text in inches.

    Examples
    --------
    >>> width_in("", 10)
    0.0
    """
    if not text:
        return 0.0
    face = get_font(str(font(size_pt, bold=bold).get_file()))
    face.set_size(size_pt, POINTS_PER_INCH)
    with quiet_glyphs():
        face.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(face.get_width_height()[0]) / 64 / POINTS_PER_INCH * SLACK


def wrap(text: str, size_pt: float, line_in: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit; a word too long for one is broken too.

    Parameters
    ----------
    text : str
        As `plain` gives it.
    size_pt : float
        Font size in points.
    line_in : float
        Length of a line in inches.

    Returns
    -------
    list of str
        Empty for an empty text.

    Examples
    --------
    >>> wrap("one two", 10, 0.4)
    ['one', 'two']
    """
    lines: list[str] = []
    line, length_in = "", 0.0
    space_in = width_in("n n", size_pt, bold=bold) - width_in("nn", size_pt, bold=bold)
    for word in filter(None, _LONE_SIGN.sub("\u00a0\\1", text).split(" ")):
        longer_in = (
            length_in + space_in * bool(line) + width_in(word, size_pt, bold=bold)
        )
        if longer_in <= line_in:
            line, length_in = f"{line} {word}" if line else word, longer_in
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, size_pt, line_in, bold)
        lines += full
        length_in = width_in(line, size_pt, bold=bold)
    return [*lines, line] if line else lines


def _broken(word: str, size_pt: float, line_in: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        longer = pieces[-1] + letter
        if pieces[-1] and width_in(longer, size_pt, bold=bold) > line_in:
            pieces.append(letter)
        else:
            pieces[-1] = longer
    return pieces
