"""What several sites reach together, as rows of a CSV and as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rangeviz.analysis.caveats import sector_words
from rangeviz.analysis.part import MIN_OVERLAP_M2, Part, keyed, nested
from rangeviz.analysis.report import Report
from rangeviz.analysis.together.rows import Overlap
from rangeviz.export.text.site_tables import (
    ENGLISH,
    SHARE_HEAD,
    Row,
    TextTable,
    system_head,
)

_UNITS: Final = (("country", "countries"), ("region", "regions"), ("zone", "zones"))


def overlap_records(contract: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the rows of a CSV, by the names of its columns.

    Parameters
    ----------
    contract : mapping
        The JSON contract of a report; without ``overlaps`` there are no rows.

    Yields
    ------
    dict
        Of each unit a row of kind ``merged``, ``merged_country``, ... and, for each
        depth, one of kind ``overlap``, ``overlap_country``, ...
    """
    for told in contract.get("overlaps", []):
        about = {key: told[key] for key in ("system", "min_range_km", "max_range_km")}
        about["worldview"] = contract["worldview"]
        if told["sector_deg"]:
            about["start_azimuth_deg"], about["end_azimuth_deg"] = told["sector_deg"]
        for kind, unit, share in _told_units(told):
            named = {k: v for k, v in unit.items() if k in ("code", "name", "country")}
            merged_km2 = {"area_km2": unit["merged_km2"]}
            if share in unit:
                merged_km2["share_of_unit"] = unit[share]
            yield {**about, **named, "kind": f"merged{kind}", **merged_km2}
            for depth, area_km2 in enumerate(unit["depths_km2"], start=1):
                deep = {"kind": f"overlap{kind}", "area_km2": area_km2, "depth": depth}
                yield {**about, **named, **deep}


def _told_units(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield "", {"name": told["system_name"], **told["reach"]}, ""
    for kind, key in _UNITS:
        for unit in told[key]:
            yield f"_{kind}", unit, f"share_of_{kind}"
    yield "_elsewhere", told["elsewhere"], ""
    if told["zones"]:
        yield "_permitted", told["permitted"], ""


def overlap_tables(report: Report) -> list[TextTable]:
    """Arrange what all sites reach together as one table per system."""
    return [_table(found) for found in report.overlaps]


def _table(found: Overlap) -> TextTable:
    deepest = len(found.layers)
    heads = [f"inside {depth} only, km²" for depth in range(1, deepest + 1)]
    if found.is_capped:
        heads[-1] = f"inside {deepest} or more, km²"
    elif deepest == len(found.reaches):
        heads[-1] = f"inside all {deepest}, km²"
    title = f"{system_head(found.system)} from {len(found.reaches)} sites together"
    return TextTable(
        title=title + sector_words(found.reaches[0].sector, ENGLISH),
        columns=("", "inside any, km²", SHARE_HEAD, *heads),
        rows=tuple(_row(part) for _, part in nested(keyed(found.shown))),
    )


def _row(part: Part) -> Row:
    name = part.name + (f" ({part.rule})" if part.rule else "")
    share = ENGLISH.share(part.share_of_unit) if part.is_unit else ""
    depths = (
        ENGLISH.km2(area_m2) if area_m2 > MIN_OVERLAP_M2 else "-"
        for area_m2 in part.exactly_m2
    )
    return Row(part.kind, (name, ENGLISH.km2(part.area_m2), share, *depths))
