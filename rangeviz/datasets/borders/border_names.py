"""The shipped index of border names: a spelling -> the units it may stand for.

``names.tsv`` holds one line per folded spelling and unit, sorted: the spelling, how
well it names the unit, and the unit's feature number in ``admin1.fgb`` or, for a
country, its code. Looking one up is a search in the bytes of the file, so it takes
less than a millisecond and needs no index in memory.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rangeviz.datasets.names import fold_name, nearest_names
from rangeviz.datasets.resources import data_path

# Ranks that tools/border_names.py gives; 0 is a code, 2 a translation, more an alias.
NAME = 1
BARE_NAME = 3


class Match(NamedTuple):
    """What a spelling may stand for."""

    rank: int
    unit: int | str  # feature number of a region, or code of a country

    @property
    def is_country(self) -> bool:
        """Whether it stands for a country."""
        return isinstance(self.unit, str)


class Country(NamedTuple):
    """One country of ``countries.csv``."""

    code: str
    name: str
    names: dict[str, str]  # by language, where there is one; "en" always
    area_km2: dict[str, float]  # by worldview, where it has a unit of its own there


def exact_matches(text: str) -> list[Match]:
    """Find what a spelling stands for, best rank first."""
    key = fold_name(text).encode()
    content = _content()
    matches = []
    at = content.find(b"\n" + key + b"\t") if key else -1
    while at >= 0 and content.startswith(key + b"\t", at + 1):
        end = content.index(b"\n", at + 1)
        matches.append(_match(content[at + 1 : end]))
        at = end
    return sorted(matches, key=lambda match: match.rank)


def partial_matches(text: str) -> list[Match]:
    """Find what has a spelling that begins with, then that holds, the text."""
    key = fold_name(text)
    if not key:
        return []
    holding = [(s, match) for s, match in _entries() if key in s]
    holding.sort(key=lambda entry: (not entry[0].startswith(key), entry[1].rank))
    return [match for _, match in holding]


def nearest_matches(text: str, limit: int) -> list[Match]:
    """Find what has a spelling near the text, best first."""
    names = [entry for entry in _entries() if NAME <= entry[1].rank <= BARE_NAME]
    by_spelling = dict(reversed(names))
    near = nearest_names(text, by_spelling, limit)
    return [by_spelling[spelling] for spelling in near]


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """Read the countries, by code."""
    views = {"international": "area_intl_km2", "natural-earth": "area_ne_km2"}
    with data_path("borders", "countries.csv").open(encoding="utf-8") as file:
        return {
            row["code"]: Country(
                row["code"],
                row["name"],
                {"en": row["name"]}
                | {c.removeprefix("name_"): row[c] for c in _translations(row)},
                {view: float(row[at]) for view, at in views.items() if row[at]},
            )
            for row in csv.DictReader(file)
        }


def _translations(row: dict[str, str]) -> list[str]:
    return [column for column in row if column.startswith("name_") and row[column]]


def _entries() -> Iterator[tuple[str, Match]]:
    for line in _content().split(b"\n")[1:-1]:
        yield line.partition(b"\t")[0].decode(), _match(line)


def _match(line: bytes) -> Match:
    _, rank, unit = line.decode().split("\t")
    return Match(int(rank), int(unit) if unit.isdigit() else unit)


@lru_cache(maxsize=1)
def _content() -> bytes:
    return data_path("borders", "names.tsv").read_bytes()
