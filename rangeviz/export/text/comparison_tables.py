"""A comparison as CSV, Markdown, and rows for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rangeviz.analysis.caveats import sector_words
from rangeviz.analysis.comparison import Comparison, SiteComparison
from rangeviz.analysis.part import Part, keyed, nested
from rangeviz.analysis.places import PlaceRow
from rangeviz.analysis.serialise import change_to_dict
from rangeviz.export.text.report_tables import (
    csv_text,
    report_language,
    tables_to_markdown,
)
from rangeviz.export.text.site_tables import Row, TextTable, part_name, system_head
from rangeviz.language.language import Language

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


def comparison_to_csv(comparison: Comparison) -> str:
    """Convert a comparison to CSV: a row per change and per place, by site."""
    return csv_text(CSV_COLUMNS, comparison_records(comparison))


def comparison_records(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Give the rows of the CSV by column; a row names only the columns that it has."""
    for of_site in comparison.sites:
        about = {
            "site": of_site.base.reach.site.name,
            "base": of_site.base.reach.system.id,
            "with": of_site.other.reach.system.id,
        }
        for cells in _records(of_site):
            yield {**about, **cells}


def _records(comparison: SiteComparison) -> Iterator[dict[str, Any]]:
    for part in comparison.shown:
        cells = change_to_dict(part) | {"newly_reached": "yes" if part.is_new else ""}
        yield {"kind": part.kind, "name": part.name, **cells}
    for kind, rows in (
        ("place_gained", comparison.places_gained),
        ("place_lost", comparison.places_lost),
    ):
        for row in rows:
            yield {
                "kind": kind,
                "name": row.name,
                "country": row.country,
                "nearest_km": round(row.distance_m / 1e3, 3),
                "population": row.population,
            }


def comparison_tables(comparison: Comparison, language: Language) -> list[TextTable]:
    """Arrange a comparison as one table per site, for people to read."""
    return [_table(of_site, language) for of_site in comparison.sites]


def _table(comparison: SiteComparison, language: Language) -> TextTable:
    say, reach = language.phrase, comparison.base.reach
    base = system_head(reach.system, language)
    other = system_head(comparison.other.reach.system, language)
    site = language.place(reach.site)
    areas = [say("area_within", range=head) for head in (base, other)]
    loses = any(part.lost_m2 for part in comparison.parts)
    changes = [say("gained_km2"), *[say("lost_km2")] * loses]
    return TextTable(
        title=say("what_adds", other=other, base=base, site=site)
        + sector_words(reach.sector, language),
        columns=("", say("near_km"), *areas, *changes, say("newly_reached")),
        rows=tuple(
            _row(part, loses, language, is_point=reach.site.is_point)
            for _, part in nested(keyed(comparison.listed))
        ),
        place_columns=(say("place"), say("km"), say("people"), say("only_inside")),
        places=tuple(_place_rows(comparison.places_gained, other, language))
        + tuple(_place_rows(comparison.places_lost, base, language)),
    )


def _row(part: Part, loses: bool, language: Language, *, is_point: bool) -> Row:
    near = language.nearest(part.nearest_m, is_point=is_point) if part.is_unit else ""
    areas_m2 = [part.base_m2, part.area_m2, part.gained_m2]
    areas_m2 += [part.lost_m2] * loses
    figures = (language.km2(each_m2) if each_m2 else "-" for each_m2 in areas_m2)
    new = language.phrase("yes") if part.is_new else ""
    return Row(part.kind, (part_name(part, language), near, *figures, new))


def _place_rows(
    places: Sequence[PlaceRow], where: str, language: Language
) -> Iterator[Row]:
    for row in places:
        people = "" if row.population is None else language.count(row.population)
        name = f"{language.place(row)}, {row.country}"
        yield Row("place", (name, language.km(row.distance_m), people, where))


def comparison_to_markdown(comparison: Comparison) -> str:
    """Convert a comparison to Markdown: tables by site, then caveats and sources."""
    language = report_language(comparison.report)
    tables = comparison_tables(comparison, language)
    return tables_to_markdown(tables, comparison.report, language)
