"""The places that a page carries, for its map and for its tables after a move."""

from __future__ import annotations

from typing import Any

import numpy as np

from rangeviz.datasets.places.gazetteer import load_places
from rangeviz.datasets.places.seats import CAPITAL, SEAT, prominence
from rangeviz.geodesy.bbox import windows
from rangeviz.language.language import Language, place_code
from rangeviz.render.page.box import Box
from rangeviz.render.page.encode import encode_integers, swap_letters
from rangeviz.render.page.search_data import place_sounds

MAX_LABELLED = 400
MIN_LABELLED_POPULATION = 20_000
# A page of half the world would carry ten thousand; it then lists the larger ones.
MAX_CARRIED = 2_500
MAX_SOUNDS = 400  # the largest are found by names that they had, too
GRID_DEG = 1e-5  # as the gazetteer has them
UNKNOWN = -1  # population


def carried_places(
    cover: Box, min_population: int, language: Language
) -> dict[str, Any]:
    """Choose the places within a box that a page needs, the largest first.

    Parameters
    ----------
    cover : Box
        Where the page knows borders.
    min_population : int
        The report's own threshold.
    language : Language
        Of their names.

    Returns
    -------
    dict
        ``names``, letters swapped for the page's language; other ``sounds`` of the
        largest, as `sound_of` has them, between spaces, and between semicolons from
        place to place; ``numbers``: for each place lon and lat in steps of ``grid_deg``
        and population (-1 where it is unknown), each as its difference from the place
        before it, as `encode_integers` writes them; ``min_population``: after a move,
        smaller ones are not listed; ``labelled``: so many of the first may be named on
        the map; which are ``capitals``, and ``seats``, chief places of regions.
    """
    least = min(min_population, MIN_LABELLED_POPULATION)
    rows = sorted(
        _within(cover, least, language), key=lambda row: (-row[3], row[0], row[1])
    )
    population = np.array([row[3] for row in rows])
    labelled = min(int((population >= MIN_LABELLED_POPULATION).sum()), MAX_LABELLED)
    listed = int((population >= _floor(min_population)).sum())
    if listed > MAX_CARRIED:
        # Whole classes only: of equally large places, all or none.
        min_population = int(population[MAX_CARRIED]) + 1
        listed = int((population >= min_population).sum())
    kept = rows[: max(listed, labelled)]
    steps = np.diff(
        np.array([row[1:4] for row in kept]).reshape(-1, 3), axis=0, prepend=0
    )
    return {
        "names": [swap_letters(row[0], language.tag) for row in kept],
        "sounds": place_sounds({row[4]: row[0] for row in kept[:MAX_SOUNDS]}),
        "numbers": encode_integers(steps.ravel().tolist()),
        "grid_deg": GRID_DEG,
        "min_population": min_population,
        "labelled": labelled,
        "capitals": [at for at, row in enumerate(kept) if row[5] == CAPITAL],
        "seats": [at for at, row in enumerate(kept) if row[5] == SEAT],
    }


def _floor(min_population: int) -> int:
    return min_population or UNKNOWN


def _within(
    cover: Box, least: int, language: Language
) -> list[tuple[str, int, int, int, int, int]]:
    """Name, lon and lat on the grid, population, GeoNames number, and rank."""
    rows = []
    sides = cover.west, cover.south, cover.east, cover.north
    for turn_deg, bbox in windows(*sides):
        places = load_places(bbox=bbox, min_population=least)
        names = [
            language.name(place_code(name, lon, lat), name)
            for name, lon, lat in zip(
                places["name"],
                places["lon"].tolist(),
                places["lat"].tolist(),
                strict=True,
            )
        ]
        lon_deg = places["lon"].to_numpy()
        people = places["population"].to_numpy(dtype=float, na_value=UNKNOWN)
        columns = zip(
            names,
            np.rint((lon_deg - turn_deg) / GRID_DEG).astype(int).tolist(),
            np.rint(places["lat"].to_numpy() / GRID_DEG).astype(int).tolist(),
            people.astype(int).tolist(),
            places["geoname_id"].tolist(),
            prominence(places).rank.tolist(),
            strict=True,
        )
        rows += [(str(name), *numbers) for name, *numbers in columns]
    return rows
