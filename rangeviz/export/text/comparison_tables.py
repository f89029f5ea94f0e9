"""A comparison as JSON, CSV, Markdown, and rows for the terminal."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from rangeviz.analysis.caveats import sector_words
from rangeviz.analysis.comparison import Change, Comparison
from rangeviz.analysis.places import PlaceRow
from rangeviz.analysis.report import Report
from rangeviz.errors import InputError
from rangeviz.export.text.report_tables import (
    inert,
    markdown_notes,
    markdown_table,
    markdown_text,
)
from rangeviz.export.text.site_tables import (
    ENGLISH,
    Row,
    SiteTable,
    reach_head,
)
from rangeviz.language.wording import one_line

SCHEMA_VERSION = 1
CSV_COLUMNS = (
    "site",
    "base",
    "with",
    "kind",
    "code",
    "name",
    "country",
    "base_km2",
    "with_km2",
    "gained_km2",
    "lost_km2",
    "newly_reached",
    "nearest_km",
    "population",
)
_PLURALS = {"country": "countries", "region": "regions", "zone": "zones"}


def comparison_to_text(
    report: Report, comparisons: Sequence[Comparison], form: str
) -> str:
    """Convert comparisons to ``csv``, ``json`` or ``md``.

    Parameters
    ----------
    report : Report
        What they were made of.
    comparisons : sequence of Comparison
        As `compare` gives them.
    form : str
        Which of the three.

    Raises
    ------
    InputError
        If the form is none of these.
    """
    if form == "csv":
        return _csv(comparisons)
    if form == "json":
        told = comparison_to_dict(report, comparisons)
        return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    if form == "md":
        return _markdown(report, comparisons)
    raise InputError(f"format {form!r} is not one of csv, json, md")


def comparison_to_dict(
    report: Report, comparisons: Sequence[Comparison]
) -> dict[str, Any]:
    """Convert comparisons to the JSON contract, ``docs/compare.schema.json``."""
    told = report.to_dict()
    reaches = told.pop("reaches")
    pairs = zip(comparisons, reaches[::2], reaches[1::2], strict=True)
    return {
        **told,
        "schema": SCHEMA_VERSION,
        "comparisons": [_comparison(*pair) for pair in pairs],
    }


def _comparison(
    comparison: Comparison, base: dict[str, Any], other: dict[str, Any]
) -> dict[str, Any]:
    kinds: dict[str, list[dict[str, Any]]] = {
        kind: [_areas(change) for change in comparison.of_kind(kind)]
        for kind in ("reach", "country", "region", "elsewhere", "zone", "permitted")
    }
    return {
        **{key: base[key] for key in ("site", "lon", "lat", "baseline")},
        "base": _side(base),
        "with": _side(other),
        "reach": _unnamed(kinds["reach"][0]),
        **{plural: kinds[kind] for kind, plural in _PLURALS.items()},
        "elsewhere": _unnamed(kinds["elsewhere"][0]),
        "permitted": _unnamed(kinds["permitted"][0]),
        "rule_stated": comparison.base.has_rule,
        "places_gained": [_place(row) for row in comparison.places_gained],
        "places_lost": [_place(row) for row in comparison.places_lost],
    }


def _side(told: dict[str, Any]) -> dict[str, Any]:
    keys = ("system", "system_name", "min_range_km", "max_range_km", "source")
    return {key: told[key] for key in keys}


def _areas(change: Change) -> dict[str, Any]:
    gained_km2, lost_km2 = _gained_and_lost_km2(change)
    return {
        "code": change.code,
        "name": change.name,
        "country": change.country,
        "base_km2": _km2(change.base_m2),
        "with_km2": _km2(change.other_m2),
        "gained_km2": gained_km2,
        "lost_km2": lost_km2,
        "newly_reached": change.is_new,
        "nearest_km": None if change.nearest_m is None else _km(change.nearest_m),
    }


def _gained_and_lost_km2(change: Change) -> tuple[float, float]:
    """Round so that base, with, gained and lost add up as they are printed."""
    growth_km2 = _km2(change.other_m2) - _km2(change.base_m2)
    if change.lost_m2 == 0:
        return max(round(growth_km2, 3), 0.0), 0.0
    gained_km2 = _km2(change.gained_m2)
    return gained_km2, max(round(gained_km2 - growth_km2, 3), 0.0)


def _unnamed(areas: dict[str, Any]) -> dict[str, float]:
    return {key: value for key, value in areas.items() if key.endswith("_km2")}


def _place(row: PlaceRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "country": row.country,
        "lon": round(row.lon, 7),
        "lat": round(row.lat, 7),
        "population": row.population,
        "distance_km": _km(row.distance_m),
    }


def _km2(area_m2: float) -> float:
    return round(area_m2 / 1e6, 3)


def _km(length_m: float) -> float:
    return round(length_m / 1e3, 3)


def _csv(comparisons: Sequence[Comparison]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, CSV_COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    for comparison in comparisons:
        about = {
            "site": comparison.base.reach.site.name,
            "base": comparison.base.reach.system.id,
            "with": comparison.other.reach.system.id,
        }
        for cells in _csv_rows(comparison):
            writer.writerow({k: inert(v) for k, v in {**about, **cells}.items()})
    return out.getvalue()


def _csv_rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    for change in comparison.shown:
        cells = _areas(change)
        cells["newly_reached"] = "yes" if change.is_new else ""
        yield {"kind": change.kind, **cells}
    for kind, rows in (
        ("place_gained", comparison.places_gained),
        ("place_lost", comparison.places_lost),
    ):
        for row in rows:
            yield {
                "kind": kind,
                "name": row.name,
                "country": row.country,
                "nearest_km": _km(row.distance_m),
                "population": row.population,
            }


def comparison_tables(comparisons: Sequence[Comparison]) -> list[SiteTable]:
    """Arrange comparisons as one table per site, for people to read."""
    return [_table(comparison) for comparison in comparisons]


def _table(comparison: Comparison) -> SiteTable:
    base, other = reach_head(comparison.base), reach_head(comparison.other)
    site = one_line(comparison.base.reach.site.name)
    columns = ["", "nearest, km", f"{base}, km²", f"{other}, km²", "gained, km²"]
    loses = any(change.lost_m2 for change in comparison.changes)
    columns += ["lost, km²"] * loses
    sector = sector_words(comparison.base.reach.sector, ENGLISH)
    return SiteTable(
        title=f"What {other} adds to {base} from {site}{sector}",
        columns=(*columns, "newly reached"),
        rows=tuple(_rows(comparison, loses)),
        place_columns=("Place", "km", "population", "only inside"),
        places=tuple(_place_rows(comparison.places_gained, other))
        + tuple(_place_rows(comparison.places_lost, base)),
    )


def _rows(comparison: Comparison, loses: bool) -> Iterator[Row]:
    regions = comparison.of_kind("region")
    for change in comparison.shown:
        if change.kind != "region":
            yield _row(change, loses)
        for region in regions if change.kind == "country" else ():
            if region.country == change.code:
                yield _row(region, loses)


def _row(change: Change, loses: bool) -> Row:
    nearest = "" if change.nearest_m is None else ENGLISH.km(change.nearest_m)
    areas_m2 = [change.base_m2, change.other_m2, change.gained_m2]
    areas_m2 += [change.lost_m2] * loses
    figures = (ENGLISH.km2(each_m2) if each_m2 else "-" for each_m2 in areas_m2)
    new = "yes" if change.is_new else ""
    return Row(change.kind, (one_line(change.name), nearest, *figures, new))


def _place_rows(places: Sequence[PlaceRow], where: str) -> Iterator[Row]:
    for row in places:
        people = "" if row.population is None else ENGLISH.count(row.population)
        name = f"{one_line(row.name)}, {row.country}"
        yield Row("place", (name, ENGLISH.km(row.distance_m), people, where))


def _markdown(report: Report, comparisons: Sequence[Comparison]) -> str:
    blocks = []
    for table in comparison_tables(comparisons):
        blocks.append(f"## {markdown_text(table.title)}")
        blocks.append(markdown_table(table.columns, table.rows))
        if table.places:
            blocks.append(markdown_table(table.place_columns, table.places))
    return "\n\n".join([*blocks, markdown_notes(report)]) + "\n"
