"""Published weapon ranges on the WGS 84 ellipsoid: maps, tables and files.

The public names load on first use (PEP 562), so ``import rangeviz`` costs
milliseconds and ``rangeviz --help`` never waits for pandas.

Examples
--------
>>> import rangeviz as rv
>>> site = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
>>> site.name
'Kharkiv'
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# module, below rangeviz -> the public names that it defines
_NAMES = {
    "analysis.asking": ("reach",),
    "analysis.comparison": ("SiteComparison",),
    "analysis.layers.layer_table": ("sum_within",),
    "analysis.part": ("Part",),
    "analysis.places": ("PlaceRow", "places_within"),
    "analysis.report": ("ReachReport",),
    "analysis.stages": ("StageReport",),
    "analysis.table": ("coverage",),
    "analysis.together.depths": ("Layer", "overlap_layers"),
    "analysis.together.rows": ("measure_overlap", "Overlap"),
    "answers": ("build_stages", "compare", "Comparison", "dates", "Stages"),
    "datasets.borders.own_borders": ("read_borders",),
    "datasets.borders.regions": (
        *("find_area", "find_country", "find_region", "find_region_at"),
        *("find_regions",),
    ),
    "datasets.borders.shipped": ("load_countries", "load_regions"),
    "datasets.borders.zones": ("find_zone", "read_zones"),
    "datasets.catalogue.policy_facts": ("load_policy_facts", "PolicyFact"),
    "datasets.catalogue.published": (
        *("Catalogue", "find_system", "load_systems", "read_systems"),
    ),
    "datasets.files.own_layers": ("own_layer", "OwnLayer"),
    "datasets.files.raster_file": ("OwnRaster",),
    "datasets.places.coordinates": ("parse_position",),
    "datasets.places.gazetteer": ("find_place", "load_places", "search_places"),
    "datasets.places.sites": ("find_site", "find_sites", "read_sites"),
    "datasets.scenario.reader": ("read_scenario",),
    "datasets.scenario.writer": ("scenario_to_toml",),
    "errors": (
        *("AmbiguousNameError", "ChoiceWarning", "CoordinateError"),
        *("DistanceError", "FileFormatError", "GeometryError", "InputError"),
        *("LookupNameError", "OutputError", "RangevizError", "RangevizWarning"),
        *("ToleranceWarning", "UnknownNameError"),
    ),
    "front": ("Report", "report"),
    "geodesy.antimeridian": ("split_at_antimeridian",),
    "geodesy.buffer.buffers": ("geodesic_buffer",),
    "geodesy.circle.circles": (
        *("geodesic_annulus", "geodesic_circle", "geodesic_circles"),
        *("geodesic_sector", "Shape"),
    ),
    "geodesy.distance.to_shape": (
        *("geodesic_distance", "nearest_positions", "NearestPositions"),
    ),
    "geodesy.distance.within_reach": ("within_reach",),
    "geodesy.ellipsoid": ("direct", "inverse"),
    "geodesy.frames": ("area_m2",),
    "geodesy.shapes": ("shared_edges",),
    "model.place": ("Place",),
    "model.reach": ("ReachEnvelope", "Sector"),
    "model.region": ("Region",),
    "model.scenario": ("Callout", "Scenario", "WithinLayer"),
    "model.site": ("LaunchSite",),
    "model.stage": ("Stage",),
    "model.system": ("Source", "System"),
    "model.zone": ("Zone",),
    "render.figure.figure": ("Picture",),
    "render.page.explore": ("explore",),
    "render.page.rangemap": ("RangeMap",),
    "verification.findings": ("Finding", "Verification"),
    "verification.verify": ("verify",),
    "versions": ("show_versions",),
    "widget": ("explorer",),
    "writing": ("to_text", "write"),
}
_HOMES = {name: f"rangeviz.{home}" for home, names in _NAMES.items() for name in names}

__all__ = ["__version__", *sorted(_HOMES, key=str.lower)]


def __getattr__(name: str) -> Any:
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module 'rangeviz' has no attribute {name!r}") from None
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
