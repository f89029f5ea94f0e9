"""What a page made by rangeviz says that it shows: its data and its scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rangeviz.datasets.scenario.reader import parse_scenario
from rangeviz.errors import FileFormatError
from rangeviz.geodesy.ellipsoid import wrap_lon
from rangeviz.model.reach import Sector
from rangeviz.model.scenario import WORLDVIEWS, Scenario
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import Source, System
from rangeviz.verification.findings import Finding
from rangeviz.verification.readers.pages import Page

_SAME_DEG: Final = 1e-6
_SAME_M: Final = 1e-3


def scenario_of(page: Page) -> tuple[Scenario, list[Finding]]:
    """Make the scenario that a page shows.

    Parameters
    ----------
    page : Page
        With a data block.

    Returns
    -------
    scenario : Scenario
        The one that the page carries. Where it carries none, what its data block
        tells: points, ranges and a sector, without zones.
    findings : list of Finding
        Where data block and scenario contradict each other.

    Raises
    ------
    FileFormatError
        If the page carries a damaged scenario, or none and its sites are no points.
    KeyError, TypeError, ValueError
        If the data block is damaged.
    """
    data = page.data or {}
    if page.scenario.strip():
        scenario = parse_scenario(page.scenario, name="the page's scenario")
        if "stages" in data:
            scenario = scenario.combined()
        return scenario, list(_contradictions(data, scenario))
    message = (
        "the page carries no scenario: zones and what is permitted are not checked"
    )
    return _drawn(data), [Finding("figure", "", message, fault=False)]


def _drawn(data: Mapping[str, Any]) -> Scenario:
    if any(about["fixed"] for about in data["sites"]):
        raise FileFormatError("the page carries no scenario, so its lines and areas "
                              "can't be measured")  # fmt: skip
    worldview = data["worldview"]
    return Scenario(
        sites=tuple(
            LaunchSite.at(
                float(wrap_lon(float(about["lon"]))),
                float(about["lat"]),
                name=str(about["name"]),
            )
            for about in data["sites"]
        ),
        systems=tuple(_system(about) for about in data["systems"]),
        sector=Sector(*data["sector"]) if data["sector"] else None,
        worldview=worldview if worldview in WORLDVIEWS else "international",
        min_population=0,
    )


def _system(about: Mapping[str, Any]) -> System:
    return System(
        id=str(about["id"]),
        name=str(about["name"]),
        max_range_m=float(about["max_m"]),
        min_range_m=float(about["min_m"]) or None,
        source=Source(title=str(about["source"]["text"]) or "none"),
    )


def _contradictions(data: Mapping[str, Any], scenario: Scenario) -> Iterator[Finding]:
    for what, drawn, said in _pairs(data, scenario):
        if drawn != said:
            message = f"the page draws {what} {drawn}, where its scenario says {said}"
            yield Finding("figure", "", message)
    for about, site in zip(data["sites"], scenario.sites, strict=False):
        if about["fixed"] == site.is_point:
            message = "it is drawn as another kind of site than the scenario says"
            yield Finding("baseline", str(about["name"]), message)
        elif site.is_point and _is_elsewhere(about, site):
            message = "it is drawn at another position than the scenario says"
            yield Finding("baseline", str(about["name"]), message)
    for about, system in zip(data["systems"], scenario.systems, strict=False):
        pairs = (("max_m", system.max_range_m), ("min_m", system.min_range_m or 0.0))
        for key, range_m in pairs:
            if abs(float(about[key]) - range_m) > _SAME_M:
                message = (
                    f"the page draws {float(about[key]) / 1e3:g} km, where its "
                    f"scenario says {range_m / 1e3:g} km"
                )
                yield Finding("figure", str(about["name"]), message)


def _pairs(
    data: Mapping[str, Any], scenario: Scenario
) -> Iterator[tuple[str, Any, Any]]:
    sector = scenario.sector
    azimuths = [sector.start_azimuth_deg, sector.end_azimuth_deg] if sector else None
    yield "sites:", len(data["sites"]), len(scenario.sites)
    yield "systems:", len(data["systems"]), len(scenario.systems)
    yield "the sector", data["sector"], azimuths
    yield "worldview", data["worldview"], scenario.worldview
    rules = [str(zone["rule"]) for zone in data["zones"]]
    yield "zones:", rules, [zone.rule for zone in scenario.zones]


def _is_elsewhere(about: Mapping[str, Any], site: LaunchSite) -> bool:
    turned = (float(about["lon"]) - site.lon + 180) % 360 - 180
    off_deg = max(abs(turned), abs(float(about["lat"]) - site.lat))
    return off_deg > _SAME_DEG
