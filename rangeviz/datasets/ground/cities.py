"""The largest cities of the world, by their names in the languages of the page."""

from __future__ import annotations

import csv
from typing import NamedTuple

from rangeviz.datasets.resources import data_path


class City(NamedTuple):
    """A city, to be found by any of its names."""

    name: str  # in English
    country_code: str
    lon: float
    lat: float
    names: dict[str, str]  # by language, where there is one other than the English
    sounds: list[str]  # of other names, these and former ones, as `sound_of` has them


def load_cities() -> list[City]:
    """Load 1,500 cities, the largest first.

    Returns
    -------
    list of City
        Positions to a hundredth of a degree. Sections of a city, and places of
        unknown population, are not among them.

    Examples
    --------
    >>> cities = {city.name: city for city in load_cities()}
    >>> cities["Kyiv"].names["pl"], cities["Tokyo"].names["uk"]
    ('Kijów', 'Токіо')
    >>> "lananhrad" in cities["Saint Petersburg"].sounds
    True
    """
    path = data_path("ground", "cities.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        languages = next(rows)[4:-1]
        return [
            City(
                name,
                country_code,
                float(lon),
                float(lat),
                {
                    key: local
                    for key, local in zip(languages, names, strict=True)
                    if local
                },
                sounds.split(),
            )
            for name, country_code, lon, lat, *names, sounds in rows
        ]
