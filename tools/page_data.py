"""The form of a page's data block, declared once.

`tools/build_page_contract.py` writes it out as JSON Schema, into
``docs/page-data.schema.json``. Out of that npm's json-schema-to-typescript makes the
types by which the page's script is checked; tests read the data of pages by it.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from rangeviz.language.words import SCRIPT_WORDS

Polygons = str  # as `encode_polygons` writes them
Lines = str  # as `encode_lines` does
Words = msgspec.defstruct(
    "Words", [(key, str) for key in SCRIPT_WORDS], forbid_unknown_fields=True
)


class _Part(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An object that has these keys and no others."""


class Source(_Part):
    """Where a range was published."""

    text: str
    quote: str
    url: str | None


class System(_Part):
    """A system: its ranges, how it is drawn, and where they were published."""

    id: str
    name: str
    short: str
    min_m: float
    max_m: float
    low_m: float | None
    high_m: float | None
    style: int
    dash: str
    source: Source


class Site(_Part):
    """A launch point; a line or an area carries its outline and its reaches."""

    name: str
    lon: float
    lat: float
    fixed: bool
    outline: Polygons | msgspec.UnsetType = msgspec.UNSET
    reaches: list[Polygons] | msgspec.UnsetType = msgspec.UNSET
    reach_grid_deg: float | msgspec.UnsetType = msgspec.UNSET


class Zone(_Part):
    """A zone: a unit of the page by its number, or a shape with its bounds of error."""

    name: str
    rule: Literal["restricted", "only"]
    note: str
    area_km2: float
    whole: bool
    unit: int | msgspec.UnsetType = msgspec.UNSET
    polygons: Polygons | msgspec.UnsetType = msgspec.UNSET
    off_m: float | msgspec.UnsetType = msgspec.UNSET
    off_km2: float | msgspec.UnsetType = msgspec.UNSET


class Callout(_Part):
    """Words of the author's about a position, in lines."""

    lon: float
    lat: float
    lines: list[str]
    direction: str | None


class Sea(_Part):
    """A sea, or a part of one: its name may stand on water within a distance."""

    name: str
    lon: float
    lat: float
    radius_m: float


class Permitted(_Part):
    """The area that the rules of several zones leave, or take away."""

    inside: bool
    polygons: Polygons
    off_m: float
    off_km2: float


class Places(_Part):
    """Places of the page, as `CarriedPlaces` has them."""

    names: list[str]
    sounds: str
    numbers: str
    grid_deg: float
    min_population: int
    labelled: int
    capitals: list[int]
    seats: list[int]


class MostRows(_Part):
    """So many rows a table has at most."""

    regions: int
    places: int


class Rules(_Part):
    """Regular expressions, each before what is put in its place, between blanks."""

    letters: str
    sounds: str


class Cities(_Part):
    """Cities of the world, as `search_data` writes them."""

    names: str
    sounds: str
    numbers: str
    grid_deg: float
    countries: str
    large: tuple[str, str]


class Search(_Part):
    """What the search knows beside the page's places."""

    rules: Rules
    cities: Cities


class Beneath(_Part):
    """Countries under borders of the author's own, as numbers of their arcs."""

    grid_deg: float
    countries: list[str]  # as the arcs of units
    arcs: Lines


class Water(_Part):
    """Lakes, and rivers with how many are of each rank."""

    lakes: Polygons
    rivers: Lines
    ranks: list[int]


class Gains(_Part):
    """Of a comparison: what is added to lines and areas, null for points."""

    drawn: list[Polygons | None]
    grid_deg: float


class ShownAtStage(_Part):
    """Of a stage: the numbers of the systems, zones and sites that it speaks of."""

    systems: list[int]
    zones: list[int]
    sites: list[int] | msgspec.UnsetType = msgspec.UNSET


class Finding(_Part):
    """What the headline of a moved launch point is made of."""

    words: dict[str, str]
    ranges: list[str]


class Unit(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """A region or a country, as a row."""

    code: str
    name: str
    country: int
    area_km2: float
    whole: Literal[0, 1]
    off_m: float
    off_km2: float
    arcs: str  # by number: `Topology.encoded_shapes`


class PageData(_Part):
    """Lengths in metres, areas in km2, positions as lon, lat in degrees."""

    version: str
    lang: str
    letters: str  # that stand for others in names of units, places and cities
    words: Words  # type: ignore[valid-type]
    worldview: str
    level: Literal["region", "country"]
    grid_deg: float
    fit: tuple[float, float, float, float]
    cover: tuple[float, float, float, float]
    water: Water
    land: Polygons
    land_grid_deg: float
    sites: list[Site]
    systems: list[System]
    sector: tuple[float, float] | None
    zones: list[Zone]
    permitted: Permitted | None
    places: Places
    least_listed: int
    most_rows: MostRows
    beneath: Beneath | None
    search: Search
    countries: list[str]
    countries_off_km2: list[float]
    units: list[Unit]
    arcs: Lines
    seas: list[Sea] | msgspec.UnsetType = msgspec.UNSET
    callouts: list[Callout] | msgspec.UnsetType = msgspec.UNSET
    spotlight: Polygons | msgspec.UnsetType = msgspec.UNSET
    finding: Finding | msgspec.UnsetType = msgspec.UNSET
    gains: Gains | msgspec.UnsetType = msgspec.UNSET
    stages: list[ShownAtStage] | msgspec.UnsetType = msgspec.UNSET


def page_data_schema() -> dict[str, Any]:
    """Give the data block's JSON Schema (2020-12)."""
    (_,), parts = msgspec.json.schema_components(
        [PageData], ref_template="#/$defs/{name}"
    )
    root = parts.pop("PageData")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root,
        "$defs": dict(sorted(parts.items())),
    }
