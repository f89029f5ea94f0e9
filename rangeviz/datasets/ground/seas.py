"""Seas, gulfs and oceans, by their names in the languages of the page."""

from __future__ import annotations

import csv
import functools
from typing import NamedTuple

from rangeviz.datasets.resources import data_path


class Sea(NamedTuple):
    """A sea, or a part of one: its name may stand on water within a distance."""

    name: str  # in English
    lon: float
    lat: float
    radius_m: float
    names: dict[str, str]  # by language

    def name_in(self, tag: str) -> str:
        """Give its name in a language, in English where there is none."""
        return self.names.get(tag, self.name)


@functools.cache
def load_seas() -> tuple[Sea, ...]:
    """Load the seas of the world; some are there several times, in parts.

    Examples
    --------
    >>> seas = {sea.name: sea for sea in load_seas()}
    >>> seas["Black Sea"].name_in("uk"), seas["Black Sea"].name_in("en")
    ('Чорне море', 'Black Sea')
    """
    path = data_path("ground", "seas.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        languages = next(rows)[4:]
        return tuple(
            Sea(
                name,
                float(lon),
                float(lat),
                float(radius_km) * 1e3,
                dict(zip(languages, names, strict=True)),
            )
            for name, lon, lat, radius_km, *names in rows
        )
