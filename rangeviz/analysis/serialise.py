"""Values of an answer as plain ones, as the published JSON contracts have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from rangeviz.analysis.layers.tally import Tally, WithinRow
from rangeviz.analysis.part import KINDS, Kind, Part, Parts
from rangeviz.analysis.places import PlaceRow
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.system import Source

_PLURALS: Final = {"country": "countries", "region": "regions", "zone": "zones"}


def range_to_dict(envelope: ReachEnvelope) -> dict[str, Any]:
    """Convert the published range of a reach, and its sector."""
    system, sector = envelope.system, envelope.sector
    return {
        "system": system.id,
        "system_name": system.name,
        "min_range_km": system.min_range_km,
        "max_range_km": system.max_range_km,
        "sector_deg": sector and [sector.start_azimuth_deg, sector.end_azimuth_deg],
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


def parts_to_dict(
    parts: Parts,
    convert: Callable[[Part], dict[str, Any]],
    kinds: Sequence[Kind] = KINDS,
) -> dict[str, Any]:
    """Convert all parts, kind by kind: of countries, regions and zones a list."""
    told: dict[str, Any] = {}
    for kind in kinds:
        of_kind = [convert(part) for part in parts.of_kind(kind)]
        told[_PLURALS.get(kind, kind)] = of_kind if kind in _PLURALS else of_kind[0]
    return told | {"rule_stated": parts.has_rule}


def unit_to_dict(part: Part) -> dict[str, Any]:
    """Convert a country, region or zone, and how much of it lies inside one reach."""
    beyond_m = part.farthest_beyond_m
    return {
        **_named(part),
        **_rule(part),
        "area_km2": km2(part.area_m2),
        **_share(part),
        "share_of_reach": round(part.share_of_reach, 6),
        "nearest_km": km(part.nearest_m),
        **({} if beyond_m is None else {"farthest_beyond_km": km(beyond_m)}),
        **_country(part),
    }


def depths_to_dict(part: Part) -> dict[str, Any]:
    """Convert how much of a part lies inside any of several reaches, and by depth."""
    depths_km2 = [km2(area_m2) for area_m2 in part.exactly_m2]
    areas = {"merged_km2": km2(part.area_m2), "depths_km2": depths_km2}
    if not part.is_unit:
        return areas
    return {**_named(part), **areas, **_country(part), **_rule(part), **_share(part)}


def change_to_dict(part: Part) -> dict[str, Any]:
    """Convert a part of a comparison: areas in km2 that add up as they are printed."""
    gained_km2, lost_km2 = _gained_and_lost_km2(part)
    areas = {
        "base_km2": km2(part.base_m2),
        "with_km2": km2(part.area_m2),
        "gained_km2": gained_km2,
        "lost_km2": lost_km2,
    }
    if not part.is_unit:
        return areas
    told = {**_named(part), "country": part.country, **areas}
    return told | {"newly_reached": part.is_new, "nearest_km": km(part.nearest_m)}


def _gained_and_lost_km2(part: Part) -> tuple[float, float]:
    """Round so that base, with, gained and lost add up as they are printed."""
    growth_km2 = km2(part.area_m2) - km2(part.base_m2)
    if part.lost_m2 == 0:
        return max(round(growth_km2, 3), 0.0), 0.0
    gained_km2 = km2(part.gained_m2)
    return gained_km2, max(round(gained_km2 - growth_km2, 3), 0.0)


def _named(part: Part) -> dict[str, Any]:
    return {"code": part.code, "name": part.name}


def _country(part: Part) -> dict[str, Any]:
    return {"country": part.country} if part.kind == "region" else {}


def _rule(part: Part) -> dict[str, Any]:
    return {"rule": part.rule, "note": part.zone.note} if part.zone else {}


def _share(part: Part) -> dict[str, Any]:
    return {f"share_of_{part.kind}": round(part.share_of_unit, 6)}


def place_to_dict(row: PlaceRow) -> dict[str, Any]:
    """Convert a populated place and its distance."""
    return {
        "name": row.name,
        "country": row.country,
        "lon": degrees(row.lon),
        "lat": degrees(row.lat),
        "population": row.population,
        "distance_km": km(row.distance_m),
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
    bounds = zip(("sum_low", "sum_high"), tally.bounds or (), strict=False)
    return {
        "features_wholly": tally.features,
        "features_partly": tally.partly,
        **_amount(row, tally),
        **{key: _plain(value) for key, value in bounds},
        "sums": _sums(row, tally),
    }


def _amount(row: WithinRow, tally: Tally) -> dict[str, Any]:
    if row.kind == "points":
        return {"points": round(tally.amount)}
    if row.kind == "lines":
        return {"length_km": km(tally.amount)}
    if row.kind == "cells":
        return {"sum": _plain(tally.amount)}
    return {"area_km2": round(tally.amount / 1e6, 6)}


def _sums(row: WithinRow, tally: Tally) -> dict[str, float]:
    return {
        column: _plain(value)
        for column, value in zip(row.columns, tally.sums, strict=True)
    }


def _plain(value: float) -> float:
    return float(f"{value:.10g}")


def km2(area_m2: float) -> float:
    """Round to a square metre, in square kilometres."""
    return round(area_m2 / 1e6, 3)


def km(length_m: float) -> float:
    """Round to a metre, in kilometres."""
    return round(length_m / 1e3, 3)


def degrees(value_deg: float) -> float:
    """Round to a centimetre, in degrees."""
    return round(value_deg, 7)
