"""Compare the tables of a page with the figures of a report, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rangeviz.analysis.coverage import AreaRow
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.analysis.stages import StageReport
from rangeviz.analysis.surroundings import NEAREST_TOLERANCE_M
from rangeviz.verification.findings import Finding
from rangeviz.verification.readers.pages import Page

Table = Sequence[tuple[str, Sequence[float | None]]]

# What the page rounds to, and a part in a million of what is rounded.
_AREA_KM2: Final = 0.06
_SHARE: Final = 1.5e-5
_NEAREST_KM: Final = 0.002
_RELATIVE: Final = 2e-6
# A page lists the nearest so many, and says how many more there are.
_MOST_REGIONS: Final = 60
_MOST_PLACES: Final = 25
_MOST_NAMED: Final = 3


@dataclass(slots=True)
class Tally:
    """Compares printed figures with computed ones."""

    count: int = 0
    findings: list[Finding] = field(default_factory=list)

    def compare(
        self,
        label: str,
        printed: float | None,
        true: Sequence[float],
        allowed: float,
    ) -> None:
        """Count a figure; it must agree with one of the true ones."""
        self.count += 1
        if printed is None:
            self.fault(label, "the page gives no figure where there is one")
            return
        off = [abs(printed - value) - _RELATIVE * abs(value) for value in true]
        if not off or not min(off) <= allowed:  # what is not a number agrees with none
            computed = " or ".join(f"{value:,.6g}" for value in true[:3]) or "nothing"
            message = f"the page says {printed:,.6g}; computed again it is {computed}"
            self.fault(label, message)

    def fault(self, label: str, message: str) -> None:
        """Note what is wrong."""
        self.findings.append(Finding("figure", label, message))


def check_tables(
    page: Page, report: Report, *, names: Mapping[str, str], units: bool
) -> Tally:
    """Compare every figure in a page's tables.

    Parameters
    ----------
    page : Page
        With the tables of each site.
    report : Report
        The same, computed again.
    names : mapping of str to str
        Names of countries and regions by code, in the page's language; English
        where there is none.
    units : bool
        False leaves countries and regions out.

    Returns
    -------
    Tally
        How many figures there are, and which are wrong or missing.
    """
    tally = Tally()
    for number, rows in enumerate(report.by_site):
        table = page.tables.get(f"rv-ranges-{number}", [])
        _check_ranges(table, rows, tally, permitted=not report.scenario.stages)
        _check_zones(page.tables.get(f"rv-zones-{number}", []), rows, tally)
        _check_places(page.tables.get(f"rv-places-{number}", []), rows, tally)
        if units:
            table = page.tables.get(f"rv-countries-{number}", [])
            _check_countries(table, rows, names, tally)
            table = page.tables.get(f"rv-regions-{number}", [])
            _check_regions(table, rows, names, tally)
    return tally


def check_stages(page: Page, stages: Sequence[StageReport]) -> Tally:
    """Compare what the sections of a timeline say about ranges and areas.

    Parameters
    ----------
    page : Page
        With a table of ranges for each stage.
    stages : sequence of StageReport
        The same, computed again.
    """
    tally = Tally()
    for number, each in enumerate(stages, start=1):
        rows = each.report.reaches
        table = page.tables.get(f"rv-stage-{number}-0", [])
        if len(table) != len(rows):
            tally.fault(each.stage.date, "the stage's table doesn't list every reach")
            continue
        for (_, cells), row in zip(table, rows, strict=True):
            label = f"{each.stage.date}, {row.reach.label}"
            figures = [
                (row.reach.system.max_range_km, 1e-6),
                (row.reach.area_km2, _AREA_KM2),
                (row.permitted_m2 / 1e6, _AREA_KM2),
            ]
            for cell, (figure, off) in zip(_padded(cells, 3), figures, strict=True):
                tally.compare(label, cell, [figure], off)
    return tally


def _check_ranges(
    table: Table, rows: Sequence[ReachReport], tally: Tally, *, permitted: bool
) -> None:
    site = rows[0].reach.site.name
    if len(table) != len(rows):
        tally.fault(site, "the table of ranges doesn't list every system")
        return
    for (_, cells), row in zip(table, rows, strict=True):
        label = f"{site}, {row.reach.system.name}"
        range_km, _, area_km2, permitted_km2 = _padded(cells, 4)
        tally.compare(label, range_km, [row.reach.system.max_range_km], 1e-6)
        tally.compare(label, area_km2, [row.reach.area_km2], _AREA_KM2)
        if permitted:
            label = f"{label}, permitted"
            tally.compare(label, permitted_km2, [row.permitted_m2 / 1e6], _AREA_KM2)


def _check_zones(table: Table, rows: Sequence[ReachReport], tally: Tally) -> None:
    zones = [row.zones for row in rows]
    if len(table) != len(zones[0]):
        message = f"the table has {len(table)} zones, not {len(zones[0])}"
        tally.fault(rows[0].reach.site.name, message)
        return
    for index, (name, cells) in enumerate(table):
        nearest_km, *shares = _padded(cells, len(rows) + 1)
        first = zones[0][index]
        allowed_km = _nearest_km(rows)
        tally.compare(name, nearest_km, [first.nearest_m / 1e3], allowed_km)
        for printed, column in zip(shares, zones, strict=True):
            tally.compare(name, printed, [column[index].share_of_zone], _SHARE)


def _check_places(table: Table, rows: Sequence[ReachReport], tally: Tally) -> None:
    known: dict[str, list[float]] = {}
    nearest = {
        (place.name, place.lon, place.lat): place.distance_m / 1e3
        for row in rows
        for place in row.places
    }
    for (name, _, _), distance_km in sorted(nearest.items(), key=lambda item: item[1]):
        known.setdefault(_key(name), []).append(distance_km)
    for name, cells in table:
        printed = _padded(cells, 1)[0]
        tally.compare(name, printed, known.get(_key(name), []), _nearest_km(rows))
    wanted = min(len(nearest), _MOST_PLACES)
    if rows[0].places and len(table) < wanted:
        message = f"the table has {len(table)} places, not {wanted}"
        tally.fault(rows[0].reach.site.name, message)


def _check_countries(
    table: Table, rows: Sequence[ReachReport], names: Mapping[str, str], tally: Tally
) -> None:
    columns = [
        {_key(_name(unit, names)): unit.share_of_reach for unit in row.countries}
        for row in rows
    ]
    known = {name for column in columns for name in column}
    for name, cells in table[:-1]:
        for printed, column in zip(_padded(cells, len(rows)), columns, strict=True):
            true = [column.get(_key(name), 0.0)] if _key(name) in known else []
            tally.compare(name, printed, true, _SHARE)
    for name, cells in table[-1:]:  # sea and elsewhere
        for printed, row in zip(_padded(cells, len(rows)), rows, strict=True):
            share = max(row.elsewhere_m2 / row.reach.area_m2, 0.0)
            tally.compare(name, printed, [share], _SHARE)
    wanted = [_name(unit, names) for row in rows for unit in row.countries]
    _check_complete(table, wanted, tally, rows)


def _check_regions(
    table: Table, rows: Sequence[ReachReport], names: Mapping[str, str], tally: Tally
) -> None:
    known: dict[str, list[list[AreaRow | None]]] = {}
    columns = [{unit.code: unit for unit in row.regions} for row in rows]
    units = {unit.code: unit for column in columns for unit in column.values()}
    nearest = sorted(units.values(), key=lambda unit: (unit.nearest_m, unit.name))
    for unit in nearest:
        found = [column.get(unit.code) for column in columns]
        known.setdefault(_key(_name(unit, names)), []).append(found)
    for name, cells in table:
        same = known.get(_key(name), [])
        nearest_km, *shares = _padded(cells, len(rows) + 1)
        near = [u.nearest_m / 1e3 for found in same for u in found if u is not None]
        tally.compare(name, nearest_km, near, _nearest_km(rows))
        for at, printed in enumerate(shares):
            inside = [found[at] for found in same]
            true = [0.0 if unit is None else unit.share_of_unit for unit in inside]
            tally.compare(name, printed, true, _SHARE)
    listed = nearest[:_MOST_REGIONS] if len(table) >= _MOST_REGIONS else nearest
    _check_complete(table, [_name(unit, names) for unit in listed], tally, rows)


def _check_complete(
    table: Table, wanted: Sequence[str], tally: Tally, rows: Sequence[ReachReport]
) -> None:
    listed = {_key(name) for name, _ in table}
    missing = [name for name in dict.fromkeys(wanted) if _key(name) not in listed]
    if missing:
        told = ", ".join(missing[:_MOST_NAMED])
        more = f" and {len(missing) - _MOST_NAMED} more" * (len(missing) > _MOST_NAMED)
        tally.fault(rows[0].reach.site.name, f"the tables leave out {told}{more}")


def _name(unit: AreaRow, names: Mapping[str, str]) -> str:
    return names.get(unit.code) or unit.name


def same_name(one: str, other: str) -> bool:
    """Compare names by their letters."""
    return _key(one) == _key(other)


def _key(name: str) -> str:
    """Compare names by their letters: a page takes hostile characters out."""
    return "".join(filter(str.isalnum, name)).casefold() or name.strip()


def _padded(cells: Sequence[float | None], count: int) -> list[float | None]:
    return [*cells, *[None] * count][:count]


def _nearest_km(rows: Sequence[ReachReport]) -> float:
    if rows[0].reach.site.is_point:
        return _NEAREST_KM
    return _NEAREST_KM + NEAREST_TOLERANCE_M / 1e3
