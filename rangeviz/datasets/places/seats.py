"""Which places are capitals or the chief places of regions, and what weighs more."""

from __future__ import annotations

import csv
import functools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from rangeviz.datasets.resources import data_path

if TYPE_CHECKING:
    import pandas as pd

CAPITAL, SEAT, TOWN = 0, 1, 2
_WEIGHTS = np.array([10.0, 3.0, 1.0])  # of a person, by rank
MOST_WEIGHT = int(_WEIGHTS.max())


class Prominence(NamedTuple):
    """How much a place stands out on a map.

    Parameters
    ----------
    rank : (n,) array of int
        `CAPITAL`, `SEAT` (the chief place of a region) or `TOWN`.
    weight : (n,) array of float
        People; those of a capital count ten times, of a seat three times.
    """

    rank: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]


def prominence(places: pd.DataFrame) -> Prominence:
    """Rank places, as `load_places` gives them.

    Examples
    --------
    >>> from rangeviz.datasets.places.gazetteer import load_places
    >>> places = load_places(bbox=(30, 49.7, 37, 51), min_population=900_000)
    >>> ranks = prominence(places).rank.tolist()
    >>> sorted(zip(places["name"], ranks, strict=True))
    [('Kharkiv', 1), ('Kyiv', 0)]
    """
    seats = _load_seats()
    rank = np.array([seats.get(each, TOWN) for each in places["geoname_id"].tolist()])
    rank = rank.astype(np.int64)
    people = places["population"].to_numpy(dtype=float, na_value=0.0)
    return Prominence(rank, people * _WEIGHTS[rank])


@functools.cache
def _load_seats() -> dict[int, int]:
    path = data_path("ground", "seats.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            int(row["geoname_id"]): int(row["rank"])
            for row in csv.DictReader(file, delimiter="\t")
        }
