"""The report's figures as the page's tables: rendered without any script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rangeviz.analysis.part import Part, aligned
from rangeviz.analysis.places import outside_first
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.language.language import LEAST_SHOWN_M2, M2_PER_KM2, Language
from rangeviz.language.wording import Note
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.system import System
from rangeviz.model.zone import Zone
from rangeviz.units import km

MAX_ROWS = 60
MAX_PLACES = 25


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is written, and its number where there is one.

    Parameters
    ----------
    text : str
        For the reader.
    value : float, optional
        For a file: kilometres, km2, a share from 0 to 1, or a count.
    """

    text: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is about, and its figures already written.

    Parameters
    ----------
    head, note : str
        Row header and the smaller words below it; hostile text is welcome.
    cells : tuple of Cell
        Figures, left to right.
    population : int, optional
        Of a place.
    """

    head: str
    note: str
    cells: tuple[Cell, ...]
    population: int | None = None


@dataclass(frozen=True, slots=True)
class SiteTables:
    """Every table of one launch site."""

    name: str
    ranges: tuple[Row, ...]
    zones: tuple[Row, ...]
    countries: tuple[Row, ...]
    regions: tuple[Row, ...]
    places: tuple[Row, ...]
    regions_left_out: int
    places_left_out: int


def short_names(systems: Sequence[System], language: Language) -> list[str]:
    """Names that fit a column: up to the first comma or bracket, if still unique.

    Examples
    --------
    >>> from rangeviz.model.system import System
    >>> own = System.ad_hoc(max_range_m=9e4, name="HIMARS, as reported")
    >>> short_names([own], Language())
    ['HIMARS']
    """
    full = [Note(system.name).in_language(language) for system in systems]
    short = [Note(each.short_name).in_language(language)[:24] for each in systems]
    return [s if short.count(s) == 1 else f for s, f in zip(short, full, strict=True)]


def zone_name(zone: Zone | Part, language: Language) -> str:
    """Name a zone: a region's own name in the language, or as it was given."""
    return language.name(zone.code, zone.name)


def site_tables(report: Report, language: Language) -> list[SiteTables]:
    """Write every table of a report, one set per launch site.

    Parameters
    ----------
    report : Report
        The figures.
    language : Language
        What to write them in.
    """
    return [_tables(reaches, language) for reaches in report.by_site]


def _tables(reaches: Sequence[ReachReport], language: Language) -> SiteTables:
    regions, places = _region_rows(reaches, language), _place_rows(reaches, language)
    short = short_names([found.reach.system for found in reaches], language)
    return SiteTables(
        name=language.place(reaches[0].reach.site),
        ranges=tuple(
            _range_row(name, found, language)
            for name, found in zip(short, reaches, strict=True)
        ),
        zones=tuple(_zone_rows(reaches, language)),
        countries=tuple(_country_rows(reaches, language)),
        regions=regions[:MAX_ROWS],
        places=places[:MAX_PLACES],
        regions_left_out=max(len(regions) - MAX_ROWS, 0),
        places_left_out=max(len(places) - MAX_PLACES, 0),
    )


def _range_row(short: str, found: ReachReport, language: Language) -> Row:
    system = found.reach.system
    least = f"{language.range_km(system.min_range_m)}–" if system.min_range_m else ""
    return Row(
        short,
        "",
        (
            Cell(
                least + language.range_km(system.max_range_m),
                km(system.max_range_m),
            ),
            Cell(_band(system, language)),
            _km2(found.reach.area_m2, language),
            *([_km2(found.permitted_m2, language)] if found.has_rule else []),
        ),
    )


def _band(system: System, language: Language) -> str:
    if system.low_m is None or system.high_m is None:
        return "–"
    return "–".join(map(language.range_km, (system.low_m, system.high_m)))


def _km(metres: float, language: Language) -> Cell:
    return Cell(language.km(metres), round(km(metres), 3))


def nearest_cell(land: Part, reach: ReachEnvelope, language: Language) -> Cell:
    """Write how far a land is from where a reach starts."""
    metres = land.nearest_m
    text = language.nearest(metres, is_point=reach.site.is_point)
    return Cell(text, round(km(metres), 3))


def _km2(square_metres: float, language: Language) -> Cell:
    return Cell(language.km2(square_metres), round(square_metres / M2_PER_KM2, 1))


def _shares(shares: Iterable[float], language: Language) -> tuple[Cell, ...]:
    return tuple(Cell(language.share(share), round(share, 5)) for share in shares)


def _zone_rows(reaches: Sequence[ReachReport], language: Language) -> list[Row]:
    columns = zip(*(found.zones for found in reaches), strict=True)
    return [
        Row(
            zone_name(column[0], language),
            column[0].rule,
            (
                nearest_cell(column[0], reaches[0].reach, language),
                *_shares((row.share_of_unit for row in column), language),
            ),
        )
        for column in columns
    ]


def _region_rows(reaches: Sequence[ReachReport], language: Language) -> tuple[Row, ...]:
    country_names = {
        country.code: language.name(country.code, country.name)
        for found in reaches
        for country in found.countries
    }
    rows = []
    for columns in aligned([found.regions for found in reaches]).values():
        unit = next(row for row in columns if row is not None)
        shares = (row.share_of_unit if row else 0.0 for row in columns)
        country = country_names.get(unit.country or "", unit.country or "")
        rows.append(
            Row(
                language.name(unit.code, unit.name),
                country,
                (
                    nearest_cell(unit, reaches[0].reach, language),
                    *_shares(shares, language),
                ),
            )
        )
    return tuple(rows)


def _country_rows(reaches: Sequence[ReachReport], language: Language) -> list[Row]:
    rows = []
    for columns in aligned([found.countries for found in reaches]).values():
        unit = next(row for row in columns if row is not None)
        shares = (row.share_of_reach if row else 0.0 for row in columns)
        name = language.name(unit.code, unit.name)
        name = name or language.phrase("noCountry")
        rows.append(Row(name, "", _shares(shares, language)))
    if any(found.elsewhere_m2 >= LEAST_SHOWN_M2 for found in reaches):
        rest = [max(found.elsewhere_m2 / found.reach.area_m2, 0.0) for found in reaches]
        rows.append(Row(language.say("Sea and elsewhere"), "", _shares(rest, language)))
    return rows


def _place_rows(reaches: Sequence[ReachReport], language: Language) -> tuple[Row, ...]:
    names = short_names([found.reach.system for found in reaches], language)
    within: dict[tuple[str, float, float], list[str]] = {}
    for name, found in zip(names, reaches, strict=True):
        for place in found.places:
            within.setdefault((place.name, place.lon, place.lat), []).append(name)
    places = {
        (place.name, place.lon, place.lat): place
        for found in reaches
        for place in found.places
    }
    return tuple(
        Row(
            language.place(place),
            "" if place.population is None else language.count(place.population),
            (_km(place.distance_m, language), Cell(", ".join(within[key]))),
            place.population,
        )
        for key, place in sorted(
            places.items(), key=lambda item: outside_first(item[1], reaches[0].reach)
        )
    )
