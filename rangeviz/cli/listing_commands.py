"""``rangeviz places``, ``regions``, ``systems``: look names up, list the catalogue."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rangeviz.cli import once, options
from rangeviz.cli.option_values import completes
from rangeviz.cli.outputs import put
from rangeviz.cli.terminal import print_notes, print_table
from rangeviz.units import km, miles

if TYPE_CHECKING:
    from rangeviz.model.place import Place
    from rangeviz.model.region import Region
    from rangeviz.model.scenario import Worldview
    from rangeviz.model.system import System

T = TypeVar("T")


@once.command("places", short_help="Look up places by name, in any spelling.")
@click.argument("query", shell_complete=completes("place_names"))
@options.limit
@options.listing_form
@options.talk
def places_command(query: str, limit: int, form: str) -> None:
    """List the places that answer to a name, best match first.

    \b
    Examples:
      rangeviz places Kharkiv
      rangeviz places Springfield --limit 50 --format csv
    """
    from rangeviz.datasets.places.gazetteer import search_places

    places = search_places(query, limit=options.MOST_NAMES)
    _print_listing(places, limit, form, asdict, _place_cells)


@once.command("regions", short_help="Look up regions and countries by name or code.")
@click.argument("query", shell_complete=completes("area_names"))
@options.limit
@options.listing_form
@options.worldview
@options.talk
def regions_command(query: str, limit: int, form: str, worldview: Worldview) -> None:
    """List the regions and countries that answer to a name or code.

    \b
    Examples:
      rangeviz regions Kursk
      rangeviz regions Ukraine --format json
    """
    from rangeviz.datasets.borders.regions import find_regions

    units = find_regions(query, limit=options.MOST_NAMES, worldview=worldview)
    _print_listing(units, limit, form, _region_record, _region_cells)


@once.command("systems", short_help="List the published ranges and their sources.")
@click.argument(
    "system_id",
    metavar="[ID]",
    required=False,
    shell_complete=options.SYSTEM_IDS,
)
@options.systems_file
@options.listing_form
@options.talk
def systems_command(
    system_id: str | None, systems_file: Path | None, form: str
) -> None:
    """List the catalogue, or show one system with every source.

    \b
    Examples:
      rangeviz systems
      rangeviz systems atacms
      rangeviz systems --format json
    """
    from rangeviz.cli.inputs import catalogue_with
    from rangeviz.datasets.catalogue.published import find_system

    catalogue = catalogue_with(systems_file)
    if form != "table":
        wanted = list(catalogue) if system_id is None else [system_id]
        systems = [find_system(name, catalogue) for name in wanted]
        _put_records([_system_record(system) for system in systems], form)
        return
    if system_id is None:
        heads = ("id", "name", "range", "sources give", "platform", "class")
        rows = [("", _system_cells(record)) for record in catalogue.values()]
        print_table(heads, rows, text_columns=2)
        return
    print_notes(_system_notes(find_system(system_id, catalogue)))


def _print_listing(
    things: Sequence[T],
    limit: int,
    form: str,
    record: Callable[[T], dict[str, Any]],
    cells: Callable[[T], dict[str, str]],
) -> None:
    """Print the first things as records, or as a table that says how many are left."""
    if form != "table":
        _put_records([record(each) for each in things[:limit]], form)
        return
    rows = [cells(each) for each in things[:limit]]
    told = [("", tuple(row.values())) for row in rows]
    print_table(tuple(rows[0]), told, text_columns=len(rows[0]) - 1)
    if len(things) > limit:
        click.echo(f"{len(things) - limit:,} more: --limit {len(things)} lists all")


def _put_records(records: Sequence[dict[str, Any]], form: str) -> None:
    """Print records as ``csv`` or ``json``; all have the fields of the first.

    Parameters
    ----------
    records : sequence of dict
        At least one, of texts and numbers; None is an empty cell.
    form : {"csv", "json"}
    """
    from rangeviz.export.text.report_tables import csv_text

    if form == "json":
        put(json.dumps(records, ensure_ascii=False, indent=1) + "\n", None)
        return
    put(csv_text(list(records[0]), records), None)


def _place_cells(place: Place) -> dict[str, str]:
    from rangeviz.model.site import format_position

    people = "" if place.population is None else f"{place.population:,}"
    return {
        "name": place.name,
        "country": place.country_code,
        "region": place.admin1 or "",
        "position": format_position(place.lon, place.lat),
        "population": people,
    }


def _region_cells(unit: Region) -> dict[str, str]:
    return {
        "code": unit.code,
        "name": unit.name,
        "country": unit.country_name,
        "area, km2": f"{unit.area_km2:,.0f}",
    }


def _region_record(unit: Region) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "country": unit.country_code,
        "country_name": unit.country_name,
        "area_km2": round(unit.area_km2, 3),
    }


def _system_cells(system: System) -> tuple[str, ...]:
    """Give one line of the catalogue: id, name, range, band, platform, class."""
    ends_m = {system.low_m or system.max_range_m, system.high_m or system.max_range_m}
    band = "-".join(f"{km(end_m):g}" for end_m in sorted(ends_m))
    return (
        system.id,
        system.name,
        _range_text(system.max_range_m, system.min_range_m),
        f"{band} km",
        system.platform,
        system.source.grade,
    )


def _system_record(system: System) -> dict[str, Any]:
    """Give one record of the catalogue by the names of its figures."""
    high_m = system.high_m or system.max_range_m
    source = system.source
    return {
        "id": system.id,
        "name": system.name,
        "platform": system.platform,
        "min_range_km": km(system.min_range_m or 0.0),
        "max_range_km": km(system.max_range_m),
        "low_km": km(system.low_m or system.max_range_m),
        "high_km": km(high_m),
        "class": source.grade,
        "source": source.citation,
        "url": source.url,
        "note": system.note,
    }


def _system_notes(system: System) -> list[str]:
    """Tell one record of the catalogue in full, with every source."""
    from rangeviz.model.system import SOURCE_CLASSES

    lines = [
        f"{system.name} ({system.id}), {system.platform}-launched",
        f"Published range: {_range_text(system.max_range_m, system.min_range_m)}",
        f"Sources give: {_system_cells(system)[3]}",
    ]
    for source in system.sources:
        grade = f"class {source.grade}, {SOURCE_CLASSES[source.grade]}"
        quote = f': "{source.quote}"' if source.quote else ""
        lines.append(f"{source.citation} ({grade}){quote}")
    return lines + ([system.note] if system.note else [])


def _range_text(max_range_m: float, min_range_m: float | None = None) -> str:
    """Write a range in kilometres and miles, with the least range if there is one.

    Examples
    --------
    >>> _range_text(305_800)
    '305.8 km (190 mi)'
    >>> _range_text(500_000, 50_000)
    '50 to 500 km (31 to 311 mi)'
    """
    if min_range_m:
        return (
            f"{km(min_range_m):g} to {km(max_range_m):g} km "
            f"({miles(min_range_m):.0f} to {miles(max_range_m):.0f} mi)"
        )
    return f"{km(max_range_m):g} km ({miles(max_range_m):.0f} mi)"
