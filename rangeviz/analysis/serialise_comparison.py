"""A comparison as plain values, in the shape of its published JSON contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rangeviz.analysis.places import PlaceRow

if TYPE_CHECKING:
    from rangeviz.analysis.comparison import Change, Comparison, SiteComparison

SCHEMA_VERSION = 1
_PLURALS = {"country": "countries", "region": "regions", "zone": "zones"}


def comparison_to_dict(comparison: Comparison) -> dict[str, Any]:
    """Convert a comparison to the JSON contract, ``docs/compare.schema.json``."""
    told = comparison.report.to_dict()
    reaches = told.pop("reaches")
    pairs = zip(comparison.sites, reaches[::2], reaches[1::2], strict=True)
    return {
        **told,
        "schema": SCHEMA_VERSION,
        "comparisons": [_of_site(*pair) for pair in pairs],
    }


def _of_site(
    comparison: SiteComparison, base: dict[str, Any], other: dict[str, Any]
) -> dict[str, Any]:
    kinds: dict[str, list[dict[str, Any]]] = {
        kind: [areas_to_dict(change) for change in comparison.of_kind(kind)]
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


def areas_to_dict(change: Change) -> dict[str, Any]:
    """Convert a change: areas in km2 that add up as they are printed."""
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
        "nearest_km": _km(change.nearest_m),
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


def _km(length_m: float | None) -> float | None:
    return None if length_m is None else round(length_m / 1e3, 3)


def _km2(area_m2: float) -> float:
    return round(area_m2 / 1e6, 3)
