"""Write a scenario as TOML that needs no other file."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import shapely
import tomli_w
from shapely.geometry.base import BaseGeometry

from rangeviz import __version__
from rangeviz.arguments import one_of, path_of
from rangeviz.datasets.names import fold_name
from rangeviz.datasets.scenario.reader import SCHEMA_VERSION
from rangeviz.errors import LookupNameError
from rangeviz.model.own_layer import WithinLayer
from rangeviz.model.scenario import Scenario, Worldview
from rangeviz.model.site import LaunchSite
from rangeviz.model.stage import Stage
from rangeviz.model.system import UNNAMED, Source, System
from rangeviz.model.zone import Zone
from rangeviz.units import km


def scenario_to_toml(scenario: Scenario, *, folder: Path | None = None) -> str:
    """Convert a scenario to TOML, as `read_scenario` reads it.

    Parameters
    ----------
    scenario : Scenario
        Texts are kept without blanks at their ends, ranges to the micrometre,
        everything else exactly.
    folder : Path, optional
        Where the text will stand: the paths of the user's own borders and layers,
        the only files that it may refer to, are written relative to it. Without
        one only a file's name is written, so that a shared page tells no folder.

    Returns
    -------
    str
        The same for equal scenarios. Sites stand by their coordinates, systems
        with their figures and sources, zones by the code of the shipped region
        that they are or else by their shape. No ``<``, control, bidi or
        noncharacter stands in it as itself, so that a page or XML can hold it;
        lone surrogates become U+FFFD.

    Raises
    ------
    InputError
        If it is no scenario, or the folder no path.

    See Also
    --------
    read_scenario

    Examples
    --------
    >>> site = LaunchSite.at(36.2304, 49.9935, name="Kharkiv", origin="GeoNames")
    >>> own = Scenario((site,), (System.ad_hoc(max_range_m=120_000),))
    >>> print(scenario_to_toml(own).partition("sites")[2])
     = [
        { name = "Kharkiv", lon = 36.2304, lat = 49.9935, origin = "GeoNames" },
    ]
    systems = [
        { range_km = 120.0 },
    ]
    <BLANKLINE>
    """
    scenario = one_of(scenario, Scenario, "a scenario")
    folder = None if folder is None else path_of(folder)
    document = _without_none(
        {
            "schema": SCHEMA_VERSION,
            "title": scenario.title or None,
            "subtitle": scenario.subtitle or None,
            "language": scenario.language,
            "worldview": scenario.worldview,
            "tolerance_m": scenario.tolerance_m,
            "min_population": scenario.min_population,
            "sector_deg": _sector(scenario),
            "borders": _file(scenario.borders, folder),
            "sites": [_site(site, scenario.worldview) for site in scenario.sites],
            "systems": [_system(system) for system in scenario.systems],
            "zones": _zones(scenario.zones, scenario.worldview) or None,
            "within": [_within(layer, folder) for layer in scenario.within] or None,
            "stages": [_stage(stage, scenario) for stage in scenario.stages] or None,
        }
    )
    head = f"# rangeviz {__version__}: rangeviz map --scenario FILE draws this map.\n"
    return head + _escaped(tomli_w.dumps(document))


def _escaped(text: str) -> str:
    # Outside of strings TOML as it is written here is plain ASCII.
    text = _SURROGATES.sub("\ufffd", text)
    return "".join(f"\\U{ord(c):08X}" if c == "<" or _is_unsafe(c) else c for c in text)


_SURROGATES = re.compile("[\ud800-\udfff]")  # no UTF can hold them


def _is_unsafe(character: str) -> bool:
    if character == "\n" or character.isprintable():
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cn", "Zl", "Zp")


def _without_none(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}


def _sector(scenario: Scenario) -> list[float] | None:
    if scenario.sector is None:
        return None
    return [scenario.sector.start_azimuth_deg, scenario.sector.end_azimuth_deg]


def _file(path: str | None, folder: Path | None) -> str | None:
    if path is None or folder is None:
        return path and Path(path).name
    return os.path.relpath(path, folder)


def _within(layer: WithinLayer, folder: Path | None) -> dict[str, Any]:
    named = layer.name != WithinLayer(layer.path).name
    return _without_none(
        {
            "file": _file(layer.path, folder),
            "name": layer.name if named else None,
            "by": layer.by or None,
            "sum": list(layer.sums) or None,
        }
    )


def _site(site: LaunchSite, worldview: Worldview) -> dict[str, Any]:
    if site.kind == "area" and _is_shipped_area(site, worldview):
        return {"area": site.name}
    if site.is_point and not site.geometry.has_z and site.edges == "planar":
        lon, lat = shapely.get_coordinates(site.geometry)[0].tolist()
        position: dict[str, Any] = {"lon": lon, "lat": lat}
    else:
        position = {"geometry": _wkt(site.geometry), "edges": site.edges}
    return _without_none(
        {
            "name": site.name,
            **position,
            "country": site.country,
            "origin": site.origin,
        }
    )


def _is_shipped_area(site: LaunchSite, worldview: Worldview) -> bool:
    from rangeviz.datasets.borders.areas import SHIPPED_ORIGIN, find_area_site

    if site.origin != SHIPPED_ORIGIN:
        return False
    try:
        return find_area_site(site.name, worldview=worldview) == site
    except LookupNameError:
        return False


def _system(system: System) -> dict[str, Any]:
    own = _own_range(system)
    if own is not None:
        return own
    least = system.min_source
    return _without_none(
        {
            "id": system.id,
            "name": system.name,
            "platform": system.platform,
            "max_range_km": km(system.max_range_m),
            "min_range_km": _km(system.min_range_m),
            "low_km": _km(system.low_m),
            "high_km": _km(system.high_m),
            "note": system.note or None,
            "source": _source(system.source),
            "min_source": None if least is None else _source(least),
            "agrees": [_source(source) for source in system.agrees] or None,
        }
    )


def _own_range(system: System) -> dict[str, Any] | None:
    plain = System.ad_hoc(
        max_range_m=system.max_range_m,
        min_range_m=system.min_range_m,
        name="" if system.name == UNNAMED else system.name,
    )
    if system != plain:
        return None
    unnamed = System.ad_hoc(max_range_m=system.max_range_m)
    return _without_none(
        {
            "range_km": km(system.max_range_m),
            "min_range_km": _km(system.min_range_m),
            "label": None if system.name == unnamed.name else system.name,
        }
    )


def _km(length_m: float | None) -> float | None:
    return None if length_m is None else km(length_m)


def _source(source: Source) -> dict[str, Any]:
    return _without_none(
        {
            "title": source.title,
            "publisher": source.publisher or None,
            "date": source.date or None,
            "url": source.url or None,
            "quote": source.quote or None,
            "class": source.grade,
        }
    )


def _zones(zones: Sequence[Zone], worldview: Worldview) -> list[dict[str, Any]]:
    return [_zone(zone, worldview) for zone in zones]


def _zone(zone: Zone, worldview: Worldview) -> dict[str, Any]:
    if zone.code is not None and _is_shipped(zone, worldview):
        return {"region": zone.code, "rule": zone.rule}
    return _without_none(
        {
            "name": zone.name,
            "rule": zone.rule,
            "code": zone.code,
            "note": zone.note or None,
            "geometry": _wkt(zone.geometry),
        }
    )


def _is_shipped(zone: Zone, worldview: Worldview) -> bool:
    from rangeviz.datasets.borders.zones import find_zone

    try:
        return find_zone(zone.code or "", rule=zone.rule, worldview=worldview) == zone
    except LookupNameError:
        return False


def _stage(stage: Stage, scenario: Scenario) -> dict[str, Any]:
    shared = _ids(scenario.systems)
    systems = [shared.get(system) or _system(system) for system in stage.systems]
    zones = stage.zones
    return _without_none(
        {
            "date": stage.date,
            "label": stage.label,
            "note": stage.note or None,
            "systems": systems or None,
            "zones": None if zones is None else _zones(zones, scenario.worldview),
            "source": None if stage.source is None else _source(stage.source),
        }
    )


def _ids(systems: Sequence[System]) -> dict[System, str]:
    """Give the ids by which a stage may refer to systems of the scenario."""
    keys = [fold_name(system.id) for system in systems]
    return {
        system: system.id
        for system, key in zip(systems, keys, strict=True)
        if key and keys.count(key) == 1 and _own_range(system) is None
    }


def _wkt(geometry: BaseGeometry) -> str:
    # 17 digits and trimmed: the shortest text that reads back as the same number.
    return str(shapely.to_wkt(geometry, rounding_precision=17, trim=True))
