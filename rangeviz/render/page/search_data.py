"""What a page's search knows: its own places, and the cities of the world."""

from __future__ import annotations

import functools
import itertools
from typing import Any

import numpy as np

from rangeviz.datasets.map_ground import City, load_cities
from rangeviz.datasets.places import place_index
from rangeviz.datasets.sounds import (
    LETTER_RULES,
    SOUND_RULES,
    common_sounds,
    other_sounds,
    sound_of,
)
from rangeviz.render.page.encode import encode_integers, swap_letters

CITY_GRID_DEG = 0.02  # half a step is a kilometre: less than any of the cities is wide
SIZE_RANKS = (150, 350)  # so many are the largest, and so many large
LEAST_SPELLINGS = 3


def search_data(language: str) -> dict[str, Any]:
    """Collect the rules of spelling and the cities, by names in a language.

    Parameters
    ----------
    language : str
        "en", "uk", "ru", "de", "pl", "fr" or "es".

    Returns
    -------
    dict
        ``rules`` for letters and for sounds, between blanks; ``cities`` by country and
        from south to north: ``names`` (letters swapped) and other ``sounds`` between
        semicolons, ``numbers`` of lon and lat in steps of ``grid_deg``, each as its
        difference from the city before, ``countries`` (alpha-2) with how many follow,
        and which ones are among the largest and among the ``large``.
    """
    return {
        "rules": {
            "letters": " ".join(itertools.chain(*LETTER_RULES)),
            "sounds": " ".join(itertools.chain(*SOUND_RULES)),
        },
        "cities": _cities(language),
    }


@functools.cache
def _cities(language: str) -> dict[str, Any]:
    ranked = list(enumerate(load_cities()))
    with place_index.open_index() as index:
        alpha_2 = {
            code: place_index.alpha_2(index, code)
            for code in {city.country_code for _, city in ranked}
        }
    # Neighbours in the file are neighbours on the ground: their differences are small.
    ranked.sort(key=lambda row: (alpha_2[row[1].country_code], *_cell(row[1])))
    steps = np.rint([(c.lon / CITY_GRID_DEG, c.lat / CITY_GRID_DEG) for _, c in ranked])
    countries: dict[str, int] = {}
    for _, city in ranked:
        code = alpha_2[city.country_code]
        countries[code] = countries.get(code, 0) + 1
    ranks = np.array([rank for rank, _ in ranked])
    differences = np.diff(steps.astype(int), axis=0, prepend=0)
    return {
        "names": swap_letters(
            ";".join(_name(city, language) for _, city in ranked), language
        ),
        "sounds": ";".join(_sounds(city, language) for _, city in ranked),
        "numbers": encode_integers(differences.T.ravel().tolist()),
        "grid_deg": CITY_GRID_DEG,
        "countries": "".join(f"{code}{count}" for code, count in countries.items()),
        "large": [_rows(ranks < SIZE_RANKS[0]), _rows(ranks < SIZE_RANKS[1])],
    }


def _rows(chosen: np.ndarray) -> str:
    """Write which cities are chosen, each as its distance from the one before."""
    return encode_integers(np.diff(np.flatnonzero(chosen), prepend=0).tolist())


def _cell(city: City) -> tuple[int, float]:
    return round(city.lat / 3), city.lon


def _name(city: City, language: str) -> str:
    return city.names.get(language, city.name)


def _sounds(city: City, language: str) -> str:
    shown = sound_of(_name(city, language))
    return " ".join(other_sounds([sound_of(city.name), *city.sounds], [shown]))


def place_sounds(names: dict[int, str]) -> str:
    """Give the sounds of the names that places have or had beside the one shown.

    Parameters
    ----------
    names : dict of int to str
        By GeoNames number, in the order of the page.

    Returns
    -------
    str
        Between spaces, and between semicolons from place to place.
    """
    with place_index.open_index() as index:
        spellings = place_index.spellings(index, names)
    return ";".join(
        " ".join(
            other_sounds(
                common_sounds(spellings.get(number, []), LEAST_SPELLINGS),
                [sound_of(name)],
            )
        )
        for number, name in names.items()
    )
