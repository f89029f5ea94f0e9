"""A report's shapes as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.report import Report
from rangeviz.export.gis.features import features_of, notes_of


def report_to_geojson(report: Report) -> dict[str, Any]:
    """Convert a report to a FeatureCollection.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    dict
        The features and attributes of `rangeviz.export.gis.features`, cut at the
        antimeridian, exterior rings counter-clockwise, seven decimals. Sources,
        caveats and attributions stand beside the features as foreign members.
    """
    return {
        "type": "FeatureCollection",
        **notes_of(report),
        "features": [
            {
                "type": "Feature",
                "properties": feature.properties,
                "geometry": _geometry(feature.geometry),
            }
            for feature in features_of(report)
        ],
    }


def geojson_text(report: Report) -> str:
    """Convert a report to the text of a GeoJSON file."""
    told = report_to_geojson(report)
    return json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n"


def _geometry(geometry: BaseGeometry) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(shapely.to_geojson(geometry))
    result["coordinates"] = _trim(result["coordinates"])
    return result


def _trim(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, 7)
    return [_trim(part) for part in coordinates]
