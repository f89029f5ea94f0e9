"""Names that begin like what someone is typing: fast, with no library loaded."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable

from rangeviz.datasets.names import fold_name
from rangeviz.datasets.places.place_index import beginning, open_index, regions
from rangeviz.datasets.resources import data_path

Named = tuple[str, str]
"""A name, and the country or title that tells what it is."""

MOST: int = 40


def place_names(prefix: str, limit: int = MOST) -> list[Named]:
    """Find the largest places with a name that begins so.

    Parameters
    ----------
    prefix : str
        The beginning of a name in any case and script, with or without accents.
    limit : int
        At most so many.

    Returns
    -------
    list of (name, country code)
        Primary names, the largest place first, each once. Nothing for a prefix
        without a letter.

    Examples
    --------
    >>> place_names("khark")[0], place_names("Харьк")[0]
    (('Kharkiv', 'UKR'), ('Kharkiv', 'UKR'))
    """
    key = fold_name(prefix)
    if not key:
        return []
    with open_index() as index:
        # Primary names are Latin; alternates in Latin are mostly former names, whose
        # places would surprise.
        found = beginning(index, key, limit, alternates=not prefix.isascii())
    countries: dict[str, str] = {}
    for candidate in found:
        countries.setdefault(candidate.place.name, candidate.place.country_code)
    return list(countries.items())


def area_names(prefix: str, limit: int = MOST) -> list[Named]:
    """Find the names of countries and regions that begin so.

    Parameters
    ----------
    prefix : str
        The beginning of a name, or of an ISO 3166-2 code in capitals (``UA-``).
    limit : int
        At most so many.

    Returns
    -------
    list of (name, country code)
        Countries first, then regions, each in the order of the alphabet. A region's
        code where the prefix is one. Everything for an empty prefix.

    Examples
    --------
    >>> area_names("ukr"), area_names("kursk")
    ([('Ukraine', 'UKR')], [('Kursk Oblast', 'RU-KRS')])
    >>> area_names("UA-6")[:2]
    [('UA-61', 'Ternopil Oblast'), ('UA-63', 'Kharkiv Oblast')]
    """
    with open_index() as index:
        units = regions(index)
    if prefix[2:3] == "-" and prefix.isupper():
        coded = [(code, name) for code, name in units if code.startswith(prefix)]
        return sorted(coded)[:limit]
    named = [(name, code) for code, name in units]
    return [*_like(prefix, _countries()), *_like(prefix, named)][:limit]


def border_names(prefix: str, limit: int = MOST) -> list[Named]:
    """Find the borders whose two names begin so.

    Parameters
    ----------
    prefix : str
        The beginning of a country, or a country, a slash and the beginning of a
        neighbour; or the same of regions.
    limit : int
        At most so many.

    Returns
    -------
    list of (pair, codes)
        Countries with each of their neighbours, in order. Of regions it is not known
        here which touch: first one with its slash, then any other.

    Examples
    --------
    >>> [pair for pair, _ in border_names("ukraine/r")]
    ['Ukraine/Romania', 'Ukraine/Russia']
    >>> border_names("sumy")
    [('Sumy Oblast/', 'UA-59')]
    """
    one, slash, other = prefix.partition("/")
    found = _countries_beside(one, other, whole=bool(slash))
    if not slash:
        with_code = [(name, code) for name, code in area_names(one) if "-" in code]
        found += [(f"{name}/", code) for name, code in with_code]
    elif not found:
        beside = [pair for pair in area_names(other) if pair[0] != one]
        found = [(f"{one}/{name}", code) for name, code in beside]
    return found[:limit]


def _countries_beside(one: str, other: str, *, whole: bool) -> list[Named]:
    with data_path("borders", "neighbours.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pairs = [(row["name"], row["other_name"], row["other_code"]) for row in rows]
    pairs += [(row["other_name"], row["name"], row["code"]) for row in rows]
    start, end = fold_name(one), fold_name(other)
    keys = {name: fold_name(name) for name in dict.fromkeys(pair[0] for pair in pairs)}
    return sorted(
        (f"{name}/{beside}", code)
        for name, beside, code in pairs
        if (keys[name] == start if whole else keys[name].startswith(start))
        and keys[beside].startswith(end)
    )


def system_ids(prefix: str = "") -> list[Named]:
    """Find the ids of the shipped catalogue that begin so, with their names.

    Examples
    --------
    >>> dict(system_ids())["himars"]
    'HIMARS, as reported in Nov 2024'
    """
    text = data_path("systems", "systems.toml").read_text(encoding="utf-8")
    named = [(each["id"], each["name"]) for each in tomllib.loads(text)["system"]]
    return [pair for pair in named if pair[0].startswith(prefix.casefold())]


def _countries() -> list[Named]:
    with data_path("borders", "countries.csv").open(encoding="utf-8") as file:
        return [(row["name"], row["code"]) for row in csv.DictReader(file)]


def _like(prefix: str, named: Iterable[Named]) -> list[Named]:
    """Keep the names that begin so, one of each, in order."""
    key = fold_name(prefix)
    # Folding 4,000 names takes 15 ms, looking at their first letter 0.5.
    first = prefix[:1].casefold() if prefix.isascii() else ""
    near = {
        name: (name, code)
        for name, code in named
        if (not first or not name[:1].isascii() or name[:1].casefold() == first)
        and fold_name(name).startswith(key)
    }
    return sorted(near.values())
