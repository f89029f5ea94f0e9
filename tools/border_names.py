"""The name index of the borders: every spelling, folded, and what it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import geopandas
from border_tables import LANGUAGES, read_country_rows

from rangeviz.datasets.names import fold_name

# How well a spelling names its unit; the reader takes the best rank that answers.
CODE, NAME, TRANSLATION, BARE_NAME, ALIAS, BARE_ALIAS = range(6)

_KINDS = (
    r"(autonomous )?(oblast|okrug|republic)|krai|kray|region|province|district"
    r"|county|voivodeship|municipality|governorate|prefecture|department|canton"
    r"|parish|division|zone|state|city|область|край|республика|республіка|район"
    r"|автономный округ|автономний округ|oblast'|województwo|\(city\)"
)
_BEFORE = (
    r"(autonomous )?republic of|emirate of|region of|province of|county|oblast( de| du"
    r"| d')?|óblast de|obwód|kraj|krai de|region|województwo|woiwodschaft|rajon"
    r"|voblast de|республика|республіка|respublika|provincia de|provincia di"
    r"|république( de| du| des| d')?|comarca|the"
)
_BARE = re.compile(rf"^(?:{_BEFORE})\s*|\s*(?:{_KINDS})$", re.IGNORECASE)


def index_lines(units: geopandas.GeoDataFrame) -> list[str]:
    """Give the sorted lines ``key, rank, fid or country code`` of the index.

    Parameters
    ----------
    units : GeoDataFrame
        The units in the order of the file: row number = feature number.
    """
    best: dict[tuple[str, str], int] = {}
    for target, rank, spelling in [*_of_units(units), *_of_countries()]:
        pair = (fold_name(spelling), target)
        if pair[0]:
            best[pair] = min(rank, best.get(pair, rank))
    entries = sorted((key, rank, target) for (key, target), rank in best.items())
    return [f"{key}\t{rank}\t{target}" for key, rank, target in entries]


def bare(name: str) -> str:
    """Take the kind of unit off a name: Kursk Oblast -> Kursk."""
    return _BARE.sub("", name).strip()


def _of_units(units: geopandas.GeoDataFrame) -> Iterator[tuple[str, int, str]]:
    for fid, unit in enumerate(units.itertuples()):
        translations = [getattr(unit, f"name_{language}") for language in LANGUAGES]
        aliases = unit.aliases.split("|")
        yield from _ranked(str(fid), CODE, [unit.code, unit.adm1_code])
        yield from _ranked(str(fid), NAME, [unit.name])
        yield from _ranked(str(fid), TRANSLATION, translations)
        yield from _ranked(str(fid), BARE_NAME, [bare(unit.name)])
        yield from _ranked(str(fid), ALIAS, aliases)
        shortened = [bare(spelling) for spelling in [*translations, *aliases]]
        yield from _ranked(str(fid), BARE_ALIAS, shortened)


def _of_countries() -> Iterator[tuple[str, int, str]]:
    for row in read_country_rows():
        translations = [row[f"name_{language}"] for language in LANGUAGES]
        yield from _ranked(row["code"], CODE, [row["code"], row["alpha_2"]])
        yield from _ranked(row["code"], NAME, [row["name"]])
        yield from _ranked(row["code"], TRANSLATION, translations)
        yield from _ranked(row["code"], ALIAS, row["aliases"].split("|"))


def _ranked(
    target: str, rank: int, spellings: Iterable[str]
) -> Iterator[tuple[str, int, str]]:
    for spelling in spellings:
        yield target, rank, spelling
