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

# public name -> the module that defines it
_HOMES = {
    "AmbiguousNameError": "rangeviz.errors",
    "area_m2": "rangeviz.geodesy.frames",
    "build_stages": "rangeviz.answers",
    "Callout": "rangeviz.model.callout",
    "Catalogue": "rangeviz.datasets.catalogue.published",
    "ChoiceWarning": "rangeviz.errors",
    "compare": "rangeviz.answers",
    "Comparison": "rangeviz.answers",
    "CoordinateError": "rangeviz.errors",
    "coverage": "rangeviz.analysis.table",
    "dates": "rangeviz.answers",
    "direct": "rangeviz.geodesy.ellipsoid",
    "DistanceError": "rangeviz.errors",
    "explore": "rangeviz.render.page.explore",
    "explorer": "rangeviz.widget",
    "FileFormatError": "rangeviz.errors",
    "find_area": "rangeviz.datasets.borders.regions",
    "find_country": "rangeviz.datasets.borders.regions",
    "find_place": "rangeviz.datasets.places.gazetteer",
    "find_region": "rangeviz.datasets.borders.regions",
    "find_region_at": "rangeviz.datasets.borders.locate",
    "find_regions": "rangeviz.datasets.borders.regions",
    "find_site": "rangeviz.datasets.places.sites",
    "find_sites": "rangeviz.datasets.places.sites",
    "find_system": "rangeviz.datasets.catalogue.published",
    "find_zone": "rangeviz.datasets.borders.zones",
    "Finding": "rangeviz.verification.findings",
    "geodesic_annulus": "rangeviz.geodesy.circle.circles",
    "geodesic_buffer": "rangeviz.geodesy.buffer.buffers",
    "geodesic_circle": "rangeviz.geodesy.circle.circles",
    "geodesic_circles": "rangeviz.geodesy.circle.circles",
    "geodesic_distance": "rangeviz.geodesy.distance.to_shape",
    "geodesic_sector": "rangeviz.geodesy.circle.circles",
    "GeometryError": "rangeviz.errors",
    "InputError": "rangeviz.errors",
    "inverse": "rangeviz.geodesy.ellipsoid",
    "LaunchSite": "rangeviz.model.site",
    "Layer": "rangeviz.analysis.together.depths",
    "load_countries": "rangeviz.datasets.borders.shipped",
    "load_places": "rangeviz.datasets.places.gazetteer",
    "load_policy_facts": "rangeviz.datasets.catalogue.policy_facts",
    "load_regions": "rangeviz.datasets.borders.shipped",
    "load_systems": "rangeviz.datasets.catalogue.published",
    "LookupNameError": "rangeviz.errors",
    "measure_overlap": "rangeviz.analysis.together.rows",
    "nearest_positions": "rangeviz.geodesy.distance.to_shape",
    "NearestPositions": "rangeviz.geodesy.distance.to_shape",
    "OutputError": "rangeviz.errors",
    "Overlap": "rangeviz.analysis.together.rows",
    "Part": "rangeviz.analysis.part",
    "overlap_layers": "rangeviz.analysis.together.depths",
    "own_layer": "rangeviz.datasets.files.own_layers",
    "OwnLayer": "rangeviz.datasets.files.own_layers",
    "OwnRaster": "rangeviz.datasets.files.raster_file",
    "parse_position": "rangeviz.datasets.places.coordinates",
    "Picture": "rangeviz.render.figure.figure",
    "Place": "rangeviz.model.place",
    "PlaceRow": "rangeviz.analysis.places",
    "places_within": "rangeviz.analysis.places",
    "PolicyFact": "rangeviz.datasets.catalogue.policy_facts",
    "RangeMap": "rangeviz.render.page.rangemap",
    "RangevizError": "rangeviz.errors",
    "RangevizWarning": "rangeviz.errors",
    "reach": "rangeviz.analysis.asking",
    "ReachEnvelope": "rangeviz.model.reach",
    "ReachReport": "rangeviz.analysis.report",
    "read_borders": "rangeviz.datasets.borders.own_borders",
    "read_scenario": "rangeviz.datasets.scenario.reader",
    "read_sites": "rangeviz.datasets.places.sites",
    "read_systems": "rangeviz.datasets.catalogue.published",
    "read_zones": "rangeviz.datasets.borders.zones",
    "Region": "rangeviz.model.region",
    "Report": "rangeviz.front",
    "report": "rangeviz.front",
    "Scenario": "rangeviz.model.scenario",
    "scenario_to_toml": "rangeviz.datasets.scenario.writer",
    "search_places": "rangeviz.datasets.places.gazetteer",
    "Sector": "rangeviz.model.reach",
    "Shape": "rangeviz.geodesy.circle.circles",
    "shared_edges": "rangeviz.geodesy.shapes",
    "SiteComparison": "rangeviz.analysis.comparison",
    "Source": "rangeviz.model.system",
    "split_at_antimeridian": "rangeviz.geodesy.antimeridian",
    "Stage": "rangeviz.model.stage",
    "StageReport": "rangeviz.analysis.stages",
    "Stages": "rangeviz.answers",
    "show_versions": "rangeviz.versions",
    "sum_within": "rangeviz.analysis.layers.layer_table",
    "System": "rangeviz.model.system",
    "to_text": "rangeviz.writing",
    "ToleranceWarning": "rangeviz.errors",
    "UnknownNameError": "rangeviz.errors",
    "Verification": "rangeviz.verification.findings",
    "verify": "rangeviz.verification.verify",
    "within_reach": "rangeviz.geodesy.distance.within_reach",
    "WithinLayer": "rangeviz.model.own_layer",
    "write": "rangeviz.writing",
    "Zone": "rangeviz.model.zone",
}

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
