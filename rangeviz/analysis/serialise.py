"""The report as the published JSON contract, version 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rangeviz.analysis.coverage import AreaRow, ZoneRow
from rangeviz.analysis.layers.sums import Tally, WithinRow
from rangeviz.analysis.places import PlaceRow
from rangeviz.analysis.together.rows import Overlap, Together
from rangeviz.model.system import Source

if TYPE_CHECKING:
    from rangeviz.analysis.report import ReachReport, Report

SCHEMA_VERSION = 1


def report_to_dict(report: Report) -> dict[str, Any]:
    """Convert a report to plain values, ready for JSON.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    dict
        As ``docs/report.schema.json`` describes it. Areas in square
        kilometres, lengths in kilometres, shares from 0 to 1.
    """
    return {
        "rangeviz": report.version,
        "schema": SCHEMA_VERSION,
        "worldview": report.scenario.worldview,
        "tolerance_m": report.scenario.tolerance_m,
        "min_population": report.min_population,
        "reaches": [_reach(row) for row in report.reaches],
        **_overlaps(report.overlaps),
        "sources": [source_to_dict(source) for source in report.sources],
        "attributions": list(report.attributions),
        "caveats": [str(caveat) for caveat in report.caveats],
    }


def _overlaps(overlaps: Sequence[Overlap]) -> dict[str, Any]:
    """Tell what reaches cover together, where that was asked for."""
    if not overlaps:
        return {}
    return {"overlaps": [_overlap(found) for found in overlaps]}


def _overlap(found: Overlap) -> dict[str, Any]:
    system, sector = found.system, found.reaches[0].sector
    whole, elsewhere, permitted = (
        _together(found.of_kind(kind)[0])
        for kind in ("reach", "elsewhere", "permitted")
    )
    return {
        "system": system.id,
        "system_name": system.name,
        "min_range_km": system.min_range_km,
        "max_range_km": system.max_range_km,
        "sector_deg": sector and [sector.start_azimuth_deg, sector.end_azimuth_deg],
        "sites": [envelope.site.name for envelope in found.reaches],
        "deepest_or_more": found.is_capped,
        "reach": whole,
        "countries": [
            _named(row) | _share(row, "country") for row in found.of_kind("country")
        ],
        "regions": [
            _named(row) | {"country": row.country} | _share(row, "region")
            for row in found.of_kind("region")
        ],
        "elsewhere": elsewhere,
        "zones": [
            _named(row)
            | {"rule": row.zone and row.zone.rule, "note": row.zone and row.zone.note}
            | _share(row, "zone")
            for row in found.of_kind("zone")
        ],
        "permitted": permitted,
        "rule_stated": bool(found.of_kind("zone")),
    }


def _named(row: Together) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, **_together(row)}


def _share(row: Together, unit: str) -> dict[str, Any]:
    return {f"share_of_{unit}": round(row.share_of_unit or 0.0, 6)}


def _together(row: Together) -> dict[str, Any]:
    return {
        "merged_km2": _km2(row.merged_m2),
        "depths_km2": [_km2(area_m2) for area_m2 in row.exactly_m2],
    }


def source_to_dict(source: Source) -> dict[str, Any]:
    """Convert a source to plain values."""
    return {
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "url": source.url,
        "quote": source.quote,
        "class": source.grade,
    }


def _reach(row: ReachReport) -> dict[str, Any]:
    envelope = row.reach
    site, system, sector = envelope.site, envelope.system, envelope.sector
    return {
        "site": site.name,
        "lon": _degrees(site.lon),
        "lat": _degrees(site.lat),
        "baseline": site.kind,
        "system": system.id,
        "system_name": system.name,
        "min_range_km": system.min_range_km,
        "max_range_km": system.max_range_km,
        "sector_deg": sector and [sector.start_azimuth_deg, sector.end_azimuth_deg],
        "area_km2": _km2(envelope.area_m2),
        "max_deviation_m": round(envelope.max_deviation_m, 3),
        "source": source_to_dict(system.source),
        "countries": [_unit(unit, "share_of_country") for unit in row.countries],
        "regions": [
            {**_unit(unit, "share_of_region"), "country": unit.country}
            for unit in row.regions
        ],
        "elsewhere_km2": _km2(row.elsewhere_m2),
        "zones": [_zone(zone) for zone in row.zones],
        "permitted_km2": _km2(row.permitted_m2),
        "rule_stated": row.has_rule,
        "places": [_place(place) for place in row.places],
        **(
            {"within": [within_to_dict(each) for each in row.within]}
            if row.within
            else {}
        ),
    }


def _unit(row: AreaRow, share: str) -> dict[str, Any]:
    beyond_m = row.farthest_beyond_m
    beyond = {} if beyond_m is None else {"farthest_beyond_km": _km(beyond_m)}
    return {
        "code": row.code,
        "name": row.name,
        "area_km2": _km2(row.area_m2),
        share: round(row.share_of_unit, 6),
        "share_of_reach": round(row.share_of_reach, 6),
        "nearest_km": _km(row.nearest_m),
        **beyond,
    }


def _zone(row: ZoneRow) -> dict[str, Any]:
    return {
        "code": row.zone.code,
        "name": row.zone.name,
        "rule": row.zone.rule,
        "note": row.zone.note,
        "area_km2": _km2(row.area_m2),
        "share_of_zone": round(row.share_of_zone, 6),
        "share_of_reach": round(row.share_of_reach, 6),
        "nearest_km": _km(row.nearest_m),
    }


def _place(row: PlaceRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "country": row.country,
        "lon": _degrees(row.lon),
        "lat": _degrees(row.lat),
        "population": row.population,
        "distance_km": _km(row.distance_m),
    }


def within_to_dict(row: WithinRow) -> dict[str, Any]:
    """Convert what a reach holds of an own layer to plain values."""
    told = {
        "layer": row.layer,
        "kind": row.kind,
        "group": row.group,
        "features": row.whole.features,
        **_amount(row, row.whole),
        "sums": _sums(row, row.whole),
        "inside": {**_tally(row, row.inside), "share": round(row.share, 6)},
    }
    if row.permitted is not None:
        told["permitted"] = _tally(row, row.permitted)
    return told


def _tally(row: WithinRow, tally: Tally) -> dict[str, Any]:
    return {
        "features_wholly": tally.features,
        "features_partly": tally.partly,
        **_amount(row, tally),
        "sums": _sums(row, tally),
    }


def _amount(row: WithinRow, tally: Tally) -> dict[str, Any]:
    if row.kind == "points":
        return {"points": round(tally.amount)}
    if row.kind == "lines":
        return {"length_km": _km(tally.amount)}
    return {"area_km2": round(tally.amount / 1e6, 6)}


def _sums(row: WithinRow, tally: Tally) -> dict[str, float]:
    return {
        column: float(f"{value:.10g}")
        for column, value in zip(row.columns, tally.sums, strict=True)
    }


def _km2(area_m2: float) -> float:
    return round(area_m2 / 1e6, 3)


def _km(length_m: float) -> float:
    return round(length_m / 1e3, 3)


def _degrees(value: float) -> float:
    return round(value, 7)
