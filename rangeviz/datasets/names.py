"""Names as people type them: one key for all spellings, and the nearest ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ł": "l",
        "ŧ": "t",
        "þ": "th",
        "ə": "a",
        "ґ": "г",
    }
)
# What people call the column with the name of a feature or site, as `fold_name` has
# it: the first that there is.
NAME_COLUMNS = (
    *("name", "nameen", "site", "zone", "label", "title", "place"),
    *("назва", "название", "id"),
)
# Letters and digits. Not Lm: modifier letters stand for apostrophes (ʼ ʹ ʺ).
_KEPT = frozenset({"Ll", "Lu", "Lt", "Lo", "Nd", "Nl", "No"})
_LEAST_SCORE = 65.0  # of 100: below it, suggestions are noise


def fold_name(text: str) -> str:
    """Reduce a name to the key under which all its spellings meet.

    Case, accents, apostrophes, hyphens, dots, spaces and every other mark that
    is not a letter or a digit fall away; letters keep their script. Marks fall
    from Cyrillic too (й = и, ї = і, ё = е, ґ = г): people type both, and both
    sides of a comparison pass through here.

    Parameters
    ----------
    text : str
        A name in any script.

    Returns
    -------
    str
        Lower-case letters and digits; empty if `text` holds none.

    Examples
    --------
    >>> fold_name("Ivano-Frankivs’k"), fold_name("KHARKIV"), fold_name("Łódź")
    ('ivanofrankivsk', 'kharkiv', 'lodz')
    >>> fold_name("Київ") == fold_name("київ")
    True
    >>> fold_name(" - ")
    ''
    """
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN_LETTERS)
    # Casefolding may bring marks back (İ), so decompose once more.
    plain = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in plain if unicodedata.category(letter) in _KEPT)


def name_column(columns: Iterable[T]) -> T | None:
    """Find the column that names what the rows are; None where there is none.

    Examples
    --------
    >>> name_column(["geometry", "ID", "Name_EN"])
    'Name_EN'
    """
    keys: dict[str, T] = {}
    for column in columns:
        keys.setdefault(fold_name(str(column)), column)
    return next((keys[key] for key in NAME_COLUMNS if key in keys), None)


def nearest_names(given: str, names: Iterable[str], limit: int = 5) -> list[str]:
    """Find the names that someone may have meant.

    Parameters
    ----------
    given : str
        What was typed.
    names : iterable of str
        What exists; up to some ten thousand names.
    limit : int
        How many names to give back at most.

    Returns
    -------
    list of str
        The nearest names as they are written in `names`, best first; empty if
        none comes near.

    Examples
    --------
    >>> nearest_names("Kurks", ["Sumy Oblast", "Kursk Oblast", "Kyiv"])
    ['Kursk Oblast']
    >>> nearest_names("m57", ["himars", "atacms-m39", "atacms-m57"])
    ['atacms-m57']
    >>> nearest_names("?", ["himars"])
    []
    """
    key = fold_name(given)
    if not key:
        return []
    # Only here: completing a name in a shell must not wait for it.
    from rapidfuzz import fuzz, process

    keys = {name: fold_name(name) for name in names}
    matches = process.extract(
        key, keys, scorer=fuzz.WRatio, score_cutoff=_LEAST_SCORE, limit=None
    )
    # A part that matches wholly scores alike in every name: the closer length wins.
    matches.sort(key=lambda match: (-match[1], -fuzz.ratio(key, match[0])))
    return [name for _, _, name in matches[:limit]]
