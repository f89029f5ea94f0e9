"""The cities that a page's search knows: the largest of the world, and every capital.

Chinese and Japanese write names in characters that no rule turns into sounds: the
largest cities and the capitals have theirs, out of the catalogues that give the names
by language (place_names.py).
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from place_names import LANGUAGES, read_catalogues, read_messages

from rangeviz.datasets.names import fold_name
from rangeviz.datasets.sounds import common_sounds, other_sounds, sound_of

CITIES = 1_360  # as many as a page has room for
# So many, and the capitals of so many people, are known by their Chinese characters.
LARGE, GREAT_CAPITAL = 25, 2_000_000
LEAST_SPELLINGS = 3  # so many of a gazetteer's make a name that is in use
NO_MORE = {"AN", "CS"}  # codes of countries that are gone
HAN_SHA256 = {
    "zh_CN": "8ac911fae5aedc5318292abd0421e9388233b79c8831b164c7887e1127789772",
    "zh": "8d9b486484a59221c6780b6ebeda3af28c14e9e96f9cc03177d5bf9991898d30",
    "ja": "b874c994c910d716273436a39ca0f7be4fddbe2bd497f488d14a9409bc584074",
}
HAN = re.compile("[\u4e00-\u9fff]+")
CITY_OF = re.compile("(?<=..)[市都]$")  # what Chinese and Japanese add to many

Row = dict[str, Any]


@dataclass(slots=True)
class City:
    """What a line of the file is made of."""

    number: int
    name: str
    country: str
    lon: float
    lat: float
    population: int
    names: Mapping[str, str] = field(default_factory=dict)
    spellings: Sequence[str] = ()


def write_cities(
    path: Path,
    places: Path,
    countries: Mapping[str, Row],
    towns: Sequence[Row],
    package: Path,
) -> Path:
    """Write the cities, the largest first: a name is empty where it is English.

    The last column has the sounds of those that sound otherwise, and of other names in
    use, now or in former times.
    """
    names = read_catalogues(package)
    cyrillic = {tag: names[tag] for tag in ("uk", "ru")}
    han = read_han(package, towns)
    by_country: defaultdict[str, list[Row]] = defaultdict(list)
    for town in towns:
        by_country[town["countrycode"]].append(town)
    with closing(sqlite3.connect(places)) as index:
        gazetteer = Gazetteer(index)
        capitals = [
            gazetteer.capital(country["capital"], code)
            or small_capital(country, by_country[code], cyrillic)
            for code, country in sorted(countries.items())
            if code not in NO_MORE and by_country[code]
        ]
        chosen = {city.number: city for city in capitals}
        for number in gazetteer.largest():
            if len(chosen) == CITIES:
                break
            chosen.setdefault(number, gazetteer.city(number))
    columns = ("name", "country_code", "lon_deg", "lat_deg", *LANGUAGES, "sounds")
    ranked = sorted(chosen.values(), key=lambda city: (-city.population, city.number))
    great = [city for city in capitals if city.population >= GREAT_CAPITAL]
    known = {city.number for city in (*ranked[:LARGE], *great)}
    lines = ["\t".join(columns)]
    for city in ranked:
        names = [city.names.get(language, "") for language in LANGUAGES]
        heard = [*map(sound_of, names)]
        heard += common_sounds(city.spellings, LEAST_SPELLINGS)
        sounds = other_sounds(heard, [sound_of(city.name)])
        if city.number in known:
            sounds += han_names(city, han)
        at = (f"{city.lon:.2f}", f"{city.lat:.2f}")
        lines.append(
            "\t".join((city.name, city.country, *at, *names, " ".join(sounds)))
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


class Gazetteer:
    """The places of data/places/, by number."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self.index = index

    def largest(self) -> Iterator[int]:
        """Give the numbers of places by population; sections of a city are none."""
        rows = self.index.execute(
            "SELECT id FROM place WHERE NOT is_section AND population IS NOT NULL "
            "ORDER BY population DESC, id"
        )
        return (number for (number,) in rows)

    def capital(self, name: str, alpha_2: str) -> City | None:
        """Find the place of a country that bears a name."""
        number = find_capital(self.index, name, alpha_2)
        return None if number is None else self.city(number)

    def city(self, number: int) -> City:
        """Read a place."""
        row = self.index.execute(
            "SELECT name, country, lon_e5, lat_e5, population FROM place WHERE id = ?",
            (number,),
        ).fetchone()
        name, country, lon_e5, lat_e5, population = row
        names = self.index.execute(
            "SELECT language, name FROM place_name WHERE place = ?", (number,)
        )
        spellings = self.index.execute(
            "SELECT key FROM place_key WHERE is_alternate AND place = ? ORDER BY key",
            (number,),
        )
        at = (lon_e5 / 1e5, lat_e5 / 1e5)
        keys = [key for (key,) in spellings]
        return City(number, name, country, *at, population or 0, dict(names), keys)


def find_capital(index: sqlite3.Connection, name: str, alpha_2: str) -> int | None:
    """Find the number of the place of a country that bears the name of its capital."""
    row = index.execute(
        "SELECT place.id FROM place JOIN place_key ON place = place.id "
        "JOIN country ON country.code = country "
        "WHERE alpha_2 = ? AND key = ? AND NOT is_section "
        "ORDER BY is_alternate, population DESC, place.id LIMIT 1",
        (alpha_2, fold_name(name)),
    ).fetchone()
    return None if row is None else int(row[0])


def small_capital(
    country: Row, towns: list[Row], catalogues: Mapping[str, Mapping[int, str]]
) -> City:
    """Take a capital that data/places/ is too coarse for, or the country's largest."""
    capital = fold_name(country["capital"])

    def is_called_so(town: Row) -> bool:
        return capital in map(fold_name, town["alternatenames"])

    def order(town: Row) -> tuple[bool, bool, int]:
        is_named_so = capital == fold_name(town["name"])
        return is_named_so, is_called_so(town), town["population"]

    town = max(towns, key=order)
    number = town["geonameid"]
    # The capital Diego Garcia is a place that is named Downtown.
    is_renamed = is_called_so(town) and not order(town)[0]
    return City(
        number,
        country["capital"] if is_renamed else town["name"],
        country["iso3"],
        town["longitude"],
        town["latitude"],
        town["population"],
        {tag: names[number] for tag, names in catalogues.items() if number in names},
    )


def read_han(package: Path, towns: Iterable[Row]) -> dict[str, dict[int, str]]:
    """Read the names in Chinese characters, by language and number."""
    han = {
        language: {
            number: CITY_OF.sub("", name)
            for number, name in messages.items()
            if HAN.fullmatch(name)
        }
        for language, messages in read_messages(package, HAN_SHA256).items()
    }
    others = {
        town["geonameid"]: next(filter(HAN.fullmatch, town["alternatenames"]), None)
        for town in towns
    }
    known = {number: CITY_OF.sub("", name) for number, name in others.items() if name}
    return {"zh": known | han["zh_CN"] | han["zh"], "ja": han["ja"]}


def han_names(city: City, han: Mapping[str, Mapping[int, str]]) -> list[str]:
    """Give a city's Chinese name, and how Japan writes its own."""
    tags = ("zh", "ja") if city.country == "JPN" else ("zh",)
    names = [han[tag][city.number] for tag in tags if city.number in han[tag]]
    return list(dict.fromkeys(names))
