"""A report as one table per launch site, for people to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rangeviz.analysis.caveats import sector_words
from rangeviz.analysis.coverage import AreaRow, nearest_first
from rangeviz.analysis.places import PlaceRow, outside_first
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.language.language import Language
from rangeviz.language.wording import one_line
from rangeviz.model.site import format_position
from rangeviz.model.system import System

ENGLISH = Language("en")  # tables for a terminal have no other

SHARE_HEAD: Final = "share of unit"
SHARE_NOTE: Final = "Share of unit: how much of a country, region or zone lies inside."
RULED_NOTE: Final = (
    "Share of unit: how much of a country, region or zone lies inside; of what is "
    "permitted, how much of the reach."
)
BEYOND_NOTE: Final = (
    "Beyond: how far from the baseline the farthest part of a country or region lies, "
    "of what is inside the reach."
)
LEAST_SHOWN_M2: Final = 0.05e6  # less is printed as 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Parameters
    ----------
    kind : str
        ``country``, ``region``, ``zone``, ``elsewhere``, ``permitted``,
        ``reach`` or ``place``.
    cells : tuple of str
        The name and the figures, as text.
    """

    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteTable:
    """Everything that the systems of one site reach.

    Parameters
    ----------
    title : str
        The site and its position.
    columns : tuple of str
        Heads: the name, the nearest distance, and per system the area inside
        and the share of the unit that it is.
    rows : tuple of Row
        Countries with their regions under them, then zones and remainders.
    places : tuple of Row
        Places inside: name, distance, and per system whether it is inside; those
        inside a baseline come last.
    notes : tuple of str
        What a reader must know of the columns.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    place_columns: tuple[str, ...]
    places: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def site_tables(report: Report) -> list[SiteTable]:
    """Arrange a report as one table per launch site.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    list of SiteTable
        In the order of the scenario's sites.
    """
    return [_site_table(rows) for rows in report.by_site]


def _site_table(rows: Sequence[ReachReport]) -> SiteTable:
    heads = [reach_head(row) for row in rows]
    # Beyond a point there is nothing to be told: its range says it.
    more = () if rows[0].reach.site.is_point else ("beyond, km",)
    figures = [text for head in heads for text in (f"{head}, km²", SHARE_HEAD, *more)]
    return SiteTable(
        title=_title(rows[0]),
        columns=("", "nearest, km", *figures),
        rows=tuple(_area_rows(rows)),
        place_columns=("Place", "km", "population", *heads),
        places=tuple(_place_rows(rows)),
        notes=(
            RULED_NOTE if rows[0].has_rule else SHARE_NOTE,
            *((BEYOND_NOTE,) if more else ()),
        ),
    )


def _title(row: ReachReport) -> str:
    site = row.reach.site
    title = f"Reach from {one_line(site.name)}"
    position = format_position(site.lon, site.lat)
    if site.is_point and site.name != position:
        title += f" ({position})"
    return title + sector_words(row.reach.sector, ENGLISH)


def reach_head(row: ReachReport) -> str:
    """Name a reach in the head of a column: the system and its range."""
    return system_head(row.reach.system)


def system_head(system: System) -> str:
    """Name a system in the head of a column, with its range."""
    return f"{one_line(system.name).split(',')[0]} {system.max_range_km:g} km"


def _area_rows(rows: Sequence[ReachReport]) -> Iterator[Row]:
    areas_m2 = [row.reach.area_m2 for row in rows]
    yield _row("reach", "Whole reach", None, [(area, None) for area in areas_m2], rows)
    for country in _union([row.countries for row in rows]):
        yield _unit_row("country", country, [row.countries for row in rows], rows)
        for region in _union([row.regions for row in rows]):
            if region.country == country.code:
                yield _unit_row("region", region, [row.regions for row in rows], rows)
    elsewhere = [(row.elsewhere_m2, None) for row in rows]
    if any(area_m2 >= LEAST_SHOWN_M2 for area_m2, _ in elsewhere):
        yield _row("elsewhere", "Sea and elsewhere", None, elsewhere, rows)
    for index, first in enumerate(rows[0].zones):
        name = f"{first.zone.name} ({first.zone.rule})"
        zones = [row.zones[index] for row in rows]
        figures = [(zone.area_m2, zone.share_of_zone) for zone in zones]
        yield _row("zone", name, first.nearest_m, figures, rows)
    if rows[0].has_rule:
        left = [
            (row.permitted_m2, row.permitted_m2 / row.reach.area_m2) for row in rows
        ]
        yield _row("permitted", "Permitted", None, left, rows)


def _union(lists: Sequence[Sequence[AreaRow]]) -> list[AreaRow]:
    found = {row.code: row for rows in lists for row in rows}
    return sorted(found.values(), key=nearest_first)


def _unit_row(
    kind: str,
    unit: AreaRow,
    lists: Sequence[Sequence[AreaRow]],
    rows: Sequence[ReachReport],
) -> Row:
    matches = [{row.code: row for row in units}.get(unit.code) for units in lists]
    figures = [
        None if row is None else (row.area_m2, row.share_of_unit) for row in matches
    ]
    beyond_m = [None if row is None else row.farthest_beyond_m for row in matches]
    name = unit.name or "No country named"  # regions of the user's own need none
    return _row(kind, name, unit.nearest_m, figures, rows, beyond_m)


def _row(
    kind: str,
    name: str,
    nearest_m: float | None,
    figures: Sequence[tuple[float, float | None] | None],
    rows: Sequence[ReachReport],
    beyond_m: Sequence[float | None] = (),
) -> Row:
    """Make a line of cells: per system the area, the share and how far beyond."""
    cells = [one_line(name), "" if nearest_m is None else ENGLISH.km(nearest_m)]
    for index, row in enumerate(rows):
        figure = figures[index]
        if figure is None:
            cells += ["-", "-"]
        else:
            area_m2, share = figure
            cells += [
                ENGLISH.km2(area_m2),
                "" if share is None else ENGLISH.share(share),
            ]
        if not row.reach.site.is_point:
            far_m = beyond_m[index] if beyond_m else None
            cells.append("" if far_m is None else ENGLISH.km(far_m))
    return Row(kind, tuple(cells))


def _place_rows(rows: Sequence[ReachReport]) -> Iterator[Row]:
    inside = [{_place_key(place) for place in row.places} for row in rows]
    found = {_place_key(place): place for row in rows for place in row.places}
    envelope = rows[0].reach
    for key, place in sorted(
        found.items(), key=lambda item: outside_first(item[1], envelope)
    ):
        people = "" if place.population is None else ENGLISH.count(place.population)
        marks = ("inside" if key in names else "-" for names in inside)
        name = f"{one_line(place.name)}, {place.country}"
        is_home = outside_first(place, envelope)[0]
        distance = "in it" if is_home else ENGLISH.km(place.distance_m)
        yield Row("place", (name, distance, people, *marks))


def _place_key(place: PlaceRow) -> tuple[str, float, float]:
    return (place.name, place.lon, place.lat)
