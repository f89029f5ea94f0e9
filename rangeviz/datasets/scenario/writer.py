"""Write a scenario as TOML that needs no other file."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import msgspec
import shapely
import tomli_w
from shapely.geometry.base import BaseGeometry

from rangeviz import __version__
from rangeviz.arguments import one_of, path_of
from rangeviz.datasets.catalogue.published import SystemForm
from rangeviz.datasets.files.forms import Form
from rangeviz.datasets.names import fold_name
from rangeviz.datasets.scenario.entries import (
    AreaSite,
    Layer,
    OwnRange,
    PositionSite,
    RegionZone,
    ShapeSite,
    ShapeZone,
)
from rangeviz.datasets.scenario.entry_kinds import PositionCallout
from rangeviz.datasets.scenario.reader import SCHEMA_VERSION, ScenarioForm, StageForm
from rangeviz.errors import LookupNameError
from rangeviz.language.words import OWN_RANGE
from rangeviz.model.scenario import Scenario, WithinLayer, Worldview
from rangeviz.model.site import LaunchSite
from rangeviz.model.stage import Stage
from rangeviz.model.system import System
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
    form = ScenarioForm.of(
        scenario,
        schema=SCHEMA_VERSION,
        sector_deg=_sector(scenario),
        borders=_file(scenario.borders, folder),
        systems_file="",
        sites=tuple(_site(site, scenario.worldview) for site in scenario.sites),
        systems=tuple(_system(system) for system in scenario.systems),
        zones=tuple(_zone(zone, scenario.worldview) for zone in scenario.zones),
        within=tuple(_layer(layer, folder) for layer in scenario.within),
        callouts=tuple(map(PositionCallout.of, scenario.callouts)),
        stages=tuple(_stage(stage, scenario) for stage in scenario.stages),
    )
    document = msgspec.to_builtins(form)
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


def _sector(scenario: Scenario) -> list[float] | None:
    if scenario.sector is None:
        return None
    return [scenario.sector.start_azimuth_deg, scenario.sector.end_azimuth_deg]


def _file(path: str | None, folder: Path | None) -> str | None:
    if path is None or folder is None:
        return path and Path(path).name
    return os.path.relpath(path, folder)


def _layer(layer: WithinLayer, folder: Path | None) -> Layer:
    named = layer.name != WithinLayer(layer.path).name
    return Layer(
        file=_file(layer.path, folder) or "",
        name=layer.name if named else "",
        by=layer.by,
        sum=layer.sums,
    )


def _site(site: LaunchSite, worldview: Worldview) -> Form:
    if site.kind == "area" and _is_shipped_area(site, worldview):
        return AreaSite(area=site.name)
    if site.is_point and not site.geometry.has_z and site.edges == "planar":
        lon, lat = shapely.get_coordinates(site.geometry)[0].tolist()
        return PositionSite.of(site, lon=lon, lat=lat)
    return ShapeSite.of(site, geometry=_wkt(site.geometry))


def _is_shipped_area(site: LaunchSite, worldview: Worldview) -> bool:
    from rangeviz.datasets.borders.zones import SHIPPED_ORIGIN, find_area_site

    if site.origin != SHIPPED_ORIGIN:
        return False
    try:
        return find_area_site(site.name, worldview=worldview) == site
    except LookupNameError:
        return False


def _system(system: System) -> Form:
    return _own_range(system) or SystemForm.of(system)


def _own_range(system: System) -> OwnRange | None:
    plain = System.ad_hoc(
        max_range_m=system.max_range_m,
        min_range_m=system.min_range_m,
        name="" if system.name == OWN_RANGE else system.name,
    )
    if system != plain:
        return None
    label = "" if system.name == OWN_RANGE else system.name
    return OwnRange.of(system, range_km=km(system.max_range_m), label=label)


def _zone(zone: Zone, worldview: Worldview) -> Form:
    if zone.code is not None and _is_shipped(zone, worldview):
        return RegionZone(region=zone.code, rule=zone.rule)
    return ShapeZone.of(zone, geometry=_wkt(zone.geometry))


def _is_shipped(zone: Zone, worldview: Worldview) -> bool:
    from rangeviz.datasets.borders.zones import find_zone

    try:
        return find_zone(zone.code or "", rule=zone.rule, worldview=worldview) == zone
    except LookupNameError:
        return False


def _stage(stage: Stage, scenario: Scenario) -> StageForm:
    shared = _ids(scenario.systems)
    zones = stage.zones
    view = scenario.worldview
    return StageForm.of(
        stage,
        systems=tuple(
            shared.get(system) or _system(system) for system in stage.systems
        ),
        zones=None if zones is None else tuple(_zone(zone, view) for zone in zones),
        sites=tuple(_site(site, view) for site in stage.sites),
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
    # Trimmed: the shortest text that reads back as the same number. GEOS counts
    # decimals, so 17 would cut digits of what lies near 0.
    return str(shapely.to_wkt(geometry, rounding_precision=20, trim=True))
