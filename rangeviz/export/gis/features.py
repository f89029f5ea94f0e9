"""The features that every GIS format carries: one table, made once.

====================  ======================================================
attribute             says
====================  ======================================================
kind                  ``site``, ``reach``, ``restricted``, ``only``,
                      ``permitted``, and where it was asked for ``merged``
                      (inside any reach of a system) and ``overlap``
site, lon, lat        the baseline's name and position (of an area: a point in it)
baseline              ``point``, ``line`` or ``area``
system, system_name   id in the catalogue and name
zone                  the zone that a restricted or only part lies in
min_range_km,         the published range
max_range_km
start_azimuth_deg,    the sector, clockwise from north; empty without one
end_azimuth_deg
area_km2              as in the report, measured on finer shapes than the drawn ones
max_deviation_m       largest distance of the drawn boundary from the true one
tolerance_m           the deviation that was allowed
worldview             which side of a disputed line a unit is counted on
source                of the greatest range
depth                 how many reaches lie over an overlap, no more and no less
====================  ======================================================

Texts come without control and bidi characters and without blanks at their ends:
not every format carries those.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.caveats import OWN_LAYERS
from rangeviz.analysis.overlay import permitted_part, polygons_of
from rangeviz.analysis.part import MIN_OVERLAP_M2
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.analysis.together.depths import layered
from rangeviz.analysis.together.rows import Overlap
from rangeviz.datasets.scenario.carriers import NOTE
from rangeviz.datasets.scenario.writer import scenario_to_toml
from rangeviz.language.language import up_to_mm
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.site import LaunchSite

if TYPE_CHECKING:
    import geopandas as gpd

GRID_DEG: Final = 1e-7  # RFC 7946 section 11.2: more decimals promise what no map has
TEXTS: Final = (
    "kind",
    "site",
    "baseline",
    "system",
    "system_name",
    "zone",
    "worldview",
    "source",
)
ATTRIBUTES: Final = (
    "kind",
    "site",
    "lon",
    "lat",
    "baseline",
    "system",
    "system_name",
    "zone",
    "min_range_km",
    "max_range_km",
    "start_azimuth_deg",
    "end_azimuth_deg",
    "area_km2",
    "max_deviation_m",
    "tolerance_m",
    "worldview",
    "source",
    "depth",
)


@dataclass(frozen=True, slots=True)
class ExportFeature:
    """One feature of a file.

    Parameters
    ----------
    properties : dict
        Every one of `ATTRIBUTES`; None where it does not apply.
    geometry : shapely geometry
        EPSG:4326 on a grid of 1e-7 degrees, exterior rings counter-clockwise,
        cut at the antimeridian.
    """

    properties: dict[str, Any]
    geometry: BaseGeometry

    @property
    def kind(self) -> str:
        """What it is: the attribute ``kind``."""
        return str(self.properties["kind"])


def features_of(report: Report) -> list[ExportFeature]:
    """List the features of a report.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    list of ExportFeature
        Per site its baseline, then per system the reach, its parts in zones, and
        where there are zones the permitted remainder. Then, of a report with
        overlaps, per system what all sites reach together and its parts by depth.
    """
    found = []
    for rows in report.by_site:
        found.append(_site_feature(rows[0].reach.site, report))
        for reached in rows:
            found += _reach_features(reached, report)
    for overlap in report.overlaps:
        found += _overlap_features(overlap, report)
    return found


def feature_frame(features: list[ExportFeature]) -> gpd.GeoDataFrame:
    """Convert features to a table with the columns `ATTRIBUTES` and ``geometry``.

    Parameters
    ----------
    features : list of ExportFeature
        What to convert; an empty list gives an empty table.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; texts as objects, figures as float64.
    """
    import geopandas as gpd
    import pandas as pd

    columns = {
        name: pd.Series(
            [feature.properties[name] for feature in features],
            dtype=object if name in TEXTS else "float64",
        )
        for name in ATTRIBUTES
    }
    shapes = [feature.geometry for feature in features]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def notes_of(report: Report) -> dict[str, Any]:
    """Collect what a file says about all its features.

    Returns
    -------
    dict
        ``rangeviz`` (its version), ``worldview``, ``sources``, ``attributions``
        and ``caveats``, as in the JSON contract, and the ``scenario`` as TOML. With
        own layers also ``within``, a list of what each reach holds of them.
    """
    told = report.to_dict()
    keys = ("rangeviz", "worldview", "sources", "attributions", "caveats")
    scenario = scenario_to_toml(report.scenario)
    notes = {key: told[key] for key in keys} | {NOTE: scenario}
    within = [
        {key: row[key] for key in ("site", "system", "within")}
        for row in told["reaches"]
        if "within" in row
    ]
    return notes | {"within": within} if within else notes


def notes_text(report: Report) -> str:
    """Write the notes of a report for people, a line each."""
    # The formats that have no more than this text for notes carry no own layers.
    lines = [str(caveat) for caveat in report.caveats if caveat != OWN_LAYERS]
    lines += dict.fromkeys(f"Source: {source.citation}" for source in report.sources)
    lines += report.attributions
    return "\n".join(lines)


def _site_feature(site: LaunchSite, report: Report) -> ExportFeature:
    properties = _baseline(site) | {"worldview": report.scenario.worldview}
    return _feature("site", site.geometry, properties)


def _reach_features(row: ReachReport, report: Report) -> Iterator[ExportFeature]:
    about = _baseline(row.reach.site) | _range(row.reach, report)
    for kind, geometry, area_m2, zone in _parts(row):
        area_km2 = round(area_m2 / 1e6, 3)
        yield _feature(kind, geometry, about | {"area_km2": area_km2, "zone": zone})


def _range(envelope: ReachEnvelope, report: Report) -> dict[str, Any]:
    system, sector = envelope.system, envelope.sector
    return {
        "system": system.id,
        "system_name": system.name,
        "min_range_km": system.min_range_km,
        "max_range_km": system.max_range_km,
        "start_azimuth_deg": sector and sector.start_azimuth_deg,
        "end_azimuth_deg": sector and sector.end_azimuth_deg,
        "max_deviation_m": up_to_mm(envelope.max_deviation_m),
        "tolerance_m": envelope.tolerance_m,
        "worldview": report.scenario.worldview,
        "source": system.source.citation,
    }


def _overlap_features(found: Overlap, report: Report) -> Iterator[ExportFeature]:
    """Make the merged reach, then what exactly so many reaches lie over."""
    drawn = layered([each.geometry for each in found.reaches], len(found.layers))
    worst = max(found.reaches, key=lambda each: each.max_deviation_m)
    about = _range(worst, report) | {"site": f"{len(found.reaches)} sites together"}
    whole = found.of_kind("reach")[0]
    area_km2 = round(whole.area_m2 / 1e6, 3)
    yield _feature("merged", drawn[0], about | {"area_km2": area_km2})
    for at, area_m2 in enumerate(whole.exactly_m2[: len(drawn)]):
        shape = drawn[at]
        if at + 1 < len(drawn):
            shape = polygons_of(shapely.difference(shape, drawn[at + 1]))
        if area_m2 > MIN_OVERLAP_M2 and not shape.is_empty:
            figures = {"area_km2": round(area_m2 / 1e6, 3), "depth": at + 1}
            yield _feature("overlap", shape, about | figures)


def _parts(row: ReachReport) -> Iterator[tuple[str, BaseGeometry, float, str | None]]:
    drawn = row.reach.geometry
    yield "reach", drawn, row.reach.area_m2, None
    zones = [part.zone for part in row.zones if part.zone]
    for zone, part in zip(zones, row.zones, strict=True):
        inside = polygons_of(shapely.intersection(drawn, zone.geometry))
        if not inside.is_empty:
            yield zone.rule, inside, part.area_m2, zone.name
    if zones:
        left = permitted_part(drawn, zones)
        if not left.is_empty:
            yield "permitted", left, row.permitted_m2, None


def _baseline(site: LaunchSite) -> dict[str, Any]:
    return {
        "site": site.name,
        "lon": round(site.lon, 7),
        "lat": round(site.lat, 7),
        "baseline": site.kind,
    }


def _feature(kind: str, shape: BaseGeometry, about: dict[str, Any]) -> ExportFeature:
    properties: dict[str, Any] = dict.fromkeys(ATTRIBUTES)
    properties |= {**about, "kind": kind}
    snapped = shapely.set_precision(shape, GRID_DEG)
    return ExportFeature(properties, shapely.orient_polygons(snapped))


def report_to_geojson(report: Report) -> dict[str, Any]:
    """Convert a report to a FeatureCollection.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    dict
        The features and attributes above, cut at the
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
                "geometry": _geojson_geometry(feature.geometry),
            }
            for feature in features_of(report)
        ],
    }


def geojson_text(report: Report) -> str:
    """Convert a report to the text of a GeoJSON file."""
    told = report_to_geojson(report)
    return json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n"


def _geojson_geometry(geometry: BaseGeometry) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(shapely.to_geojson(geometry))
    result["coordinates"] = _trim(result["coordinates"])
    return result


def _trim(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, 7)
    return [_trim(part) for part in coordinates]
