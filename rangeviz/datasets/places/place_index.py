"""The gazetteer file: SQL and nothing else, so that a look-up waits for no pandas."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple

from rangeviz.datasets.resources import data_path
from rangeviz.model.place import Place

# A primary name counts so many times an alternate. It must be below 44, or "Lugansk"
# would be a village in Kazakhstan; and above 17, or Engels (196,000, "Pokrovsk" until
# 1931) would rival Pokrovsk (60,000).
_PRIMARY_WEIGHT = 20
_UNKNOWN_POPULATION = 500  # the source's own floor
# In whole hundred-thousandths of a degree, as the source gives them.
_LON, _LAT = "place.lon_e5 / 1e5", "place.lat_e5 / 1e5"
_PLACE = f"place.id, place.name, country, region.name, {_LON}, {_LAT}, population"
_COLUMNS = f"{_PLACE}, region.id"
_WITH_REGION = "LEFT JOIN region ON region.id = place.region"
_BY_KEY = f"place_key JOIN place ON place.id = place_key.place {_WITH_REGION}"
_LAST_LETTER = "\U0010ffff"


class Candidate(NamedTuple):
    """A place that answers to a name, and how well."""

    place: Place
    region: int | None
    is_alternate: bool

    @property
    def weight(self) -> float:
        """Population, and many times more under the primary name."""
        people = self.place.population or _UNKNOWN_POPULATION
        return people * (1 if self.is_alternate else _PRIMARY_WEIGHT)


@contextmanager
def open_index() -> Iterator[sqlite3.Connection]:
    """Open the gazetteer, read-only."""
    uri = f"{data_path('places', 'places.sqlite').as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as index:
        yield index


def named(index: sqlite3.Connection, key: str) -> list[Candidate]:
    """Find the places that answer to a folded name."""
    rows = index.execute(
        f"SELECT {_COLUMNS}, is_alternate FROM {_BY_KEY} WHERE key = ?", (key,)
    )
    return [Candidate(Place(*row[:7]), row[7], bool(row[8])) for row in rows]


def beginning(
    index: sqlite3.Connection, key: str, limit: int, *, alternates: bool = True
) -> list[Candidate]:
    """Find the largest places with a name that begins like a folded one."""
    rows = index.execute(
        f"SELECT {_COLUMNS}, MIN(is_alternate) FROM {_BY_KEY} "
        "WHERE key >= ? AND key < ? AND is_alternate <= ? GROUP BY place.id "
        "ORDER BY population DESC, place.id LIMIT ?",
        (key, key + _LAST_LETTER, alternates, limit),
    )
    return [Candidate(Place(*row[:7]), row[7], bool(row[8])) for row in rows]


def narrowed(
    index: sqlite3.Connection, candidates: list[Candidate], qualifier: str
) -> list[Candidate]:
    """Keep the candidates of a country or region, or with a GeoNames number.

    Parameters
    ----------
    qualifier : str
        Folded code or name, or the digits of the number.
    """
    countries = index.execute(
        "SELECT country FROM country_key WHERE key = ?", (qualifier,)
    )
    regions = index.execute("SELECT region FROM region_key WHERE key = ?", (qualifier,))
    codes = {code for (code,) in countries}
    numbers = {number for (number,) in regions}
    return [
        candidate
        for candidate in candidates
        if candidate.place.country_code in codes
        or candidate.region in numbers
        or str(candidate.place.geoname_id) == qualifier
    ]


def keys_like(index: sqlite3.Connection, key: str, *, same_initial: bool) -> list[str]:
    """List the folded names among which the nearest to one are to be sought.

    With the same initial these are all names, else only primary ones: the file has
    to be read from end to end then.
    """
    slack = 1 + len(key) // 4
    span = (len(key) - slack, len(key) + slack)
    query = "SELECT key FROM place_key WHERE length(key) BETWEEN ? AND ?"
    if same_initial:
        initials = (key[0], key[0] + _LAST_LETTER)
        rows = index.execute(f"{query} AND key >= ? AND key < ?", (*span, *initials))
    else:
        rows = index.execute(f"{query} AND is_alternate = 0", span)
    return [row[0] for row in rows]


def regions(index: sqlite3.Connection) -> list[tuple[str, str]]:
    """List code and name of every region that a place lies in."""
    return index.execute("SELECT code, name FROM region").fetchall()


def alpha_2(index: sqlite3.Connection, country_code: str) -> str:
    """Give the alpha-2 code of a country, the shortest way to narrow a name."""
    row = index.execute(
        "SELECT alpha_2 FROM country WHERE code = ?", (country_code,)
    ).fetchone()
    return str(row[0]) if row and row[0] else country_code


def spellings(
    index: sqlite3.Connection, numbers: Iterable[int]
) -> dict[int, list[str]]:
    """List the folded names of places beside their primary ones, by GeoNames number."""
    named: dict[int, list[str]] = {number: [] for number in numbers}
    rows = index.execute(
        "SELECT place, key FROM place_key WHERE is_alternate "
        "AND place IN (SELECT value FROM json_each(?)) ORDER BY place, key",
        (json.dumps(list(named)),),
    )
    for number, key in rows:
        named[number].append(key)
    return named


def rows_within(
    index: sqlite3.Connection,
    spans: list[tuple[float, float]],
    south: float,
    north: float,
    min_population: int,
) -> list[tuple[object, ...]]:
    """List the places in a band of latitude and one or more spans of longitude.

    Sections of a city are no places beside it: they answer to their names only.

    Returns
    -------
    list of tuple
        In the order of the fields of `Place`, by GeoNames number.
    """
    inside = " OR ".join(f"{_LON} BETWEEN ? AND ?" for _ in spans)
    # Scanning 92,000 rows takes 8 ms: an index on positions would not pay.
    cursor = index.execute(
        f"SELECT {_PLACE} FROM place {_WITH_REGION} "
        f"WHERE {_LAT} BETWEEN ? AND ? AND ({inside}) "
        "AND COALESCE(population, 0) >= ? AND NOT is_section ORDER BY place.id",
        (
            *(south, north, *(bound for span in spans for bound in span)),
            min_population,
        ),
    )
    return cursor.fetchall()


def names_within(
    index: sqlite3.Connection,
    language: str,
    spans: list[tuple[float, float]],
    south: float,
    north: float,
) -> list[tuple[str, float, float, str]]:
    """List English name, lon, lat and name in a language of places within bounds.

    A name that is as in English is empty; places without one are left out.
    """
    inside = " OR ".join(f"{_LON} BETWEEN ? AND ?" for _ in spans)
    return index.execute(
        f"SELECT place.name, {_LON}, {_LAT}, place_name.name "
        "FROM place_name JOIN place ON place.id = place_name.place "
        f"WHERE language = ? AND {_LAT} BETWEEN ? AND ? AND ({inside})",
        (language, south, north, *(bound for span in spans for bound in span)),
    ).fetchall()
