"""A report's shapes as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.coverage import permitted_part, polygons_of
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.files import write_text

GRID_DEG = 1e-7  # RFC 7946 section 11.2: more decimals promise what no map has


def report_to_geojson(report: Report) -> dict[str, Any]:
    """Convert a report to a FeatureCollection.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    dict
        One feature per reach (``kind: "reach"``), per reach and zone
        (``"restricted"`` or ``"only"``) and, where there are zones, per
        permitted remainder (``"permitted"``). Cut at the antimeridian, exterior
        rings counter-clockwise, seven decimals. Sources, caveats and
        attributions stand beside the features as foreign members.
    """
    told = report.to_dict()
    return {
        "type": "FeatureCollection",
        "rangeviz": report.version,
        "worldview": report.scenario.worldview,
        "sources": told["sources"],
        "attributions": told["attributions"],
        "caveats": told["caveats"],
        "features": [
            _feature(row, report, kind, geometry, area, extra)
            for row in report.reaches
            for kind, geometry, area, extra in layers_of(row)
        ],
    }


def geojson_text(report: Report) -> str:
    """Convert a report to the text of a GeoJSON file."""
    told = report_to_geojson(report)
    return json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n"


def write_geojson(report: Report, path: str | os.PathLike[str]) -> None:
    """Write a report's shapes as GeoJSON, whole or not at all.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    write_text(path, geojson_text(report))


def layers_of(
    row: ReachReport,
) -> Iterator[tuple[str, BaseGeometry, float, dict[str, Any]]]:
    """Yield the shapes of one reach: kind, geometry, area in m2, extra properties.

    The figures are those of the report, measured on finer shapes than the
    drawn ones that are given here.
    """
    drawn = row.reach.geometry
    yield "reach", drawn, row.reach.area_m2, {}
    for zone_row in row.zones:
        zone = zone_row.zone
        inside = polygons_of(shapely.intersection(drawn, zone.geometry))
        if not inside.is_empty:
            yield zone.rule, inside, zone_row.area_m2, {"zone": zone.name}
    if row.zones:
        left = permitted_part(drawn, [zone_row.zone for zone_row in row.zones])
        if not left.is_empty:
            yield "permitted", left, row.permitted_m2, {}


def _feature(
    row: ReachReport,
    report: Report,
    kind: str,
    geometry: BaseGeometry,
    area: float,
    extra: dict[str, Any],
) -> dict[str, Any]:
    envelope = row.reach
    return {
        "type": "Feature",
        "properties": {
            "kind": kind,
            **extra,
            "site": envelope.site.name,
            "system": envelope.system.id,
            "min_range_km": envelope.system.min_range_km,
            "max_range_km": envelope.system.max_range_km,
            "area_km2": round(area / 1e6, 3),
            "max_deviation_m": round(envelope.max_deviation_m, 3),
            "worldview": report.scenario.worldview,
            "source": envelope.system.source.citation,
        },
        "geometry": _rounded(geometry),
    }


def _rounded(geometry: BaseGeometry) -> dict[str, Any]:
    snapped = shapely.set_precision(geometry, GRID_DEG)
    oriented = shapely.orient_polygons(snapped)
    result: dict[str, Any] = json.loads(shapely.to_geojson(oriented))
    result["coordinates"] = _trim(result["coordinates"])
    return result


def _trim(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, 7)
    return [_trim(part) for part in coordinates]
