"""The report's figures as the page's tables: rendered without any script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rangeviz.analysis.coverage import AreaRow
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import System
from rangeviz.render.page.encode import clean_text
from rangeviz.render.page.numbers import (
    M2_PER_KM2,
    format_count,
    format_km,
    format_km2,
    format_range_km,
    format_share,
)
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
    """

    head: str
    note: str
    cells: tuple[Cell, ...]


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


def short_names(systems: Sequence[System]) -> list[str]:
    """Names that fit a column: up to the first comma or bracket, if still unique.

    Examples
    --------
    >>> from rangeviz.model.system import System
    >>> short_names([System.ad_hoc(max_range_m=9e4, name="HIMARS, as reported")])
    ['HIMARS']
    """
    full = [clean_text(system.name) for system in systems]
    short = [name.split(",")[0].split("(")[0].strip()[:24] or name for name in full]
    return [s if short.count(s) == 1 else f for s, f in zip(short, full, strict=True)]


def site_tables(report: Report, elsewhere: str) -> list[SiteTables]:
    """Write every table of a report, one set per launch site.

    Parameters
    ----------
    report : Report
        The figures.
    elsewhere : str
        What to call the part of a reach that lies in no country.
    """
    step = len(report.scenario.systems)
    groups = [report.reaches[i : i + step] for i in range(0, len(report.reaches), step)]
    return [
        _tables(site, group, elsewhere)
        for site, group in zip(report.scenario.sites, groups, strict=True)
    ]


def _tables(
    site: LaunchSite, reaches: Sequence[ReachReport], elsewhere: str
) -> SiteTables:
    regions, places = _region_rows(reaches), _place_rows(reaches)
    short = short_names([found.reach.system for found in reaches])
    return SiteTables(
        name=clean_text(site.name),
        ranges=tuple(map(_range_row, short, reaches)),
        zones=tuple(_zone_rows(reaches)),
        countries=tuple(_country_rows(reaches, elsewhere)),
        regions=regions[:MAX_ROWS],
        places=places[:MAX_PLACES],
        regions_left_out=max(len(regions) - MAX_ROWS, 0),
        places_left_out=max(len(places) - MAX_PLACES, 0),
    )


def _range_row(short: str, found: ReachReport) -> Row:
    system = found.reach.system
    least = f"{format_range_km(system.min_range_m)}–" if system.min_range_m else ""
    return Row(
        short,
        "",
        (
            Cell(least + format_range_km(system.max_range_m), km(system.max_range_m)),
            Cell(_band(system)),
            _km2(found.reach.area_m2),
            _km2(found.permitted_m2),
        ),
    )


def _band(system: System) -> str:
    if system.low_m is None or system.high_m is None:
        return "–"
    return f"{format_range_km(system.low_m)}–{format_range_km(system.high_m)}"


def _km(metres: float) -> Cell:
    return Cell(format_km(metres), round(km(metres), 3))


def _km2(square_metres: float) -> Cell:
    return Cell(format_km2(square_metres), round(square_metres / M2_PER_KM2, 1))


def _share(share: float) -> Cell:
    return Cell(format_share(share), round(share, 5))


def _zone_rows(reaches: Sequence[ReachReport]) -> list[Row]:
    columns = zip(*(found.zones for found in reaches), strict=True)
    return [
        Row(
            clean_text(column[0].zone.name),
            column[0].zone.rule,
            (
                _km(column[0].nearest_m),
                *(_share(row.share_of_zone) for row in column),
            ),
        )
        for column in columns
    ]


def _by_code(rows: Sequence[Sequence[AreaRow]]) -> list[list[AreaRow | None]]:
    codes = {row.code: row for column in rows for row in column}
    nearest_first = sorted(codes.values(), key=lambda row: (row.nearest_m, row.name))
    found = [{row.code: row for row in column} for column in rows]
    return [[column.get(unit.code) for column in found] for unit in nearest_first]


def _region_rows(reaches: Sequence[ReachReport]) -> tuple[Row, ...]:
    country_names = {
        country.code: country.name for found in reaches for country in found.countries
    }
    rows = []
    for columns in _by_code([found.regions for found in reaches]):
        unit = next(row for row in columns if row is not None)
        shares = (_share(row.share_of_unit if row else 0.0) for row in columns)
        country = country_names.get(unit.country or "", unit.country or "")
        rows.append(
            Row(
                clean_text(unit.name),
                clean_text(country),
                (_km(unit.nearest_m), *shares),
            )
        )
    return tuple(rows)


def _country_rows(reaches: Sequence[ReachReport], elsewhere: str) -> list[Row]:
    rows = []
    for columns in _by_code([found.countries for found in reaches]):
        unit = next(row for row in columns if row is not None)
        shares = (_share(row.share_of_reach if row else 0.0) for row in columns)
        rows.append(Row(clean_text(unit.name), "", tuple(shares)))
    rest = [max(found.elsewhere_m2 / found.reach.area_m2, 0.0) for found in reaches]
    rows.append(Row(elsewhere, "", tuple(map(_share, rest))))
    return rows


def _place_rows(reaches: Sequence[ReachReport]) -> tuple[Row, ...]:
    names = short_names([found.reach.system for found in reaches])
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
            clean_text(place.name),
            "" if place.population is None else format_count(place.population),
            (_km(place.distance_m), Cell(", ".join(within[key]))),
        )
        for key, place in sorted(places.items(), key=lambda item: item[1].distance_m)
    )
