"""Compute the figures of a page made by rangeviz again, and compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely

from rangeviz.analysis.claims import Claim, measure_claim
from rangeviz.analysis.coverage import Coverage, measure_coverage
from rangeviz.analysis.feature_claims import Given
from rangeviz.analysis.places import places_within
from rangeviz.analysis.report import USER_BORDERS
from rangeviz.analysis.verification import Finding, RingCheck
from rangeviz.datasets.page_shapes import decode_polygons
from rangeviz.datasets.pages import Page
from rangeviz.errors import FileFormatError
from rangeviz.geodesy.ellipsoid import inverse, wrap_lon
from rangeviz.geodesy.limits import DEFAULT_TOLERANCE_M
from rangeviz.model.reach import ReachEnvelope, Sector, reach
from rangeviz.model.scenario import WORLDVIEWS
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import Source, System

_METRES_PER_DEG: Final = 111_700.0  # of a meridian, at the poles: the most there is
_MOVED_M: Final = 100.0
# What the page rounds to, and a part in a million of what is rounded.
_AREA_KM2: Final = 0.06
_SHARE: Final = 1.5e-5
_NEAREST_KM: Final = 0.002
_RELATIVE: Final = 2e-6


@dataclass(slots=True)
class _Tally:
    """Compares printed figures with computed ones."""

    count: int = 0
    findings: list[Finding] = field(default_factory=list)

    def compare(
        self, label: str, printed: float | None, true: Sequence[float], allowed: float
    ) -> None:
        """Count a figure; it must agree with one of the true ones."""
        if printed is None:
            return
        self.count += 1
        off = [abs(printed - value) - _RELATIVE * abs(value) for value in true]
        if not off or min(off) > allowed:
            computed = " or ".join(f"{value:,.6g}" for value in true[:3]) or "nothing"
            message = f"the page says {printed:,.6g}; computed again it is {computed}"
            self.findings.append(Finding("figure", label, message))


def check_figures(
    page: Page, given: Given
) -> tuple[list[RingCheck], list[Finding], int]:
    """Check a page's ranges, sources and figures, and the rings that it holds.

    Parameters
    ----------
    page : Page
        With a data block.
    given : Given
        What the user says about it.

    Returns
    -------
    rings : list of RingCheck
        Of sites that are lines or areas; a point's rings are drawn when the page is
        opened.
    findings : list of Finding
    figures : int
        How many figures were compared.

    Raises
    ------
    FileFormatError
        If the data block is damaged.
    """
    data = page.data or {}
    try:
        systems = [_system(about) for about in data["systems"]]
        sites = [_site(about) for about in data["sites"]]
        sector = Sector(*data["sector"]) if data["sector"] else None
        rings, findings = _fixed_rings(data, systems, given)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise FileFormatError(
            f"the page's data block is damaged: {type(error).__name__} {error}"
        ) from error
    findings += _missing_sources(data)
    findings += _contradictions(sites, systems, given)
    tally = _Tally()
    for number, site in enumerate(sites):
        if site is not None:
            reaches = [reach(site, system, sector=sector) for system in systems]
            _check_site(page, number, reaches, tally)
    if any(site is not None for site in sites):
        note = "a point's rings are drawn by the page's script; figures computed again"
        findings.append(Finding("figure", "", f"{note}: {tally.count}", fault=False))
    return rings, findings + tally.findings, tally.count


def _system(about: dict[str, Any]) -> System:
    return System(
        id=str(about["id"]),
        name=str(about["name"]),
        max_range_m=float(about["max_m"]),
        min_range_m=float(about["min_m"]) or None,
        source=Source(title=str(about["source"]["text"]) or "none"),
    )


def _site(about: dict[str, Any]) -> LaunchSite | None:
    if about["fixed"]:
        return None
    lon = float(wrap_lon(float(about["lon"])))
    return LaunchSite.at(lon, float(about["lat"]), name=str(about["name"]))


def _missing_sources(data: dict[str, Any]) -> Iterator[Finding]:
    for about in data["systems"]:
        if not str(about["source"].get("text", "")).strip():
            label, message = str(about["name"]), "no source is given for the range"
            yield Finding("source", label, message)


def _contradictions(
    sites: Sequence[LaunchSite | None], systems: Sequence[System], given: Given
) -> Iterator[Finding]:
    """Name what the user says and the page doesn't."""
    points = [site for site in sites if site is not None]
    for wanted in given.sites:
        away = [
            float(inverse(site.lon, site.lat, wanted.lon, wanted.lat)[2])
            for site in points
        ]
        if points and min(away) > _MOVED_M:
            message = f"no launch point of the page lies within {_MOVED_M:g} m of it"
            yield Finding("baseline", wanted.name, message)
    ranges = [system.max_range_m for system in systems]
    if given.max_range_m and not np.isclose(ranges, given.max_range_m).any():
        message = f"the page shows no range of {given.max_range_m / 1e3:g} km"
        yield Finding("range", "", message)


def _fixed_rings(
    data: dict[str, Any], systems: Sequence[System], given: Given
) -> tuple[list[RingCheck], list[Finding]]:
    """Measure the rings of lines and areas, as exactly as their grid allows."""
    rings: list[RingCheck] = []
    findings: list[Finding] = []
    for about in data["sites"]:
        if not about["fixed"]:
            continue
        grids_deg = float(data["grid_deg"]), float(about["reach_grid_deg"])
        outline = decode_polygons(about["outline"], grids_deg[0])
        allowed_m = given.tolerance_m or DEFAULT_TOLERANCE_M
        allowed_m += sum(grids_deg) * _METRES_PER_DEG / np.sqrt(2)
        for system, drawn in zip(systems, about["reaches"], strict=True):
            claim = Claim(
                label=f"{about['name']}, {system.name}",
                geometry=decode_polygons(drawn, grids_deg[1]),
                baseline=shapely.make_valid(outline),
                max_range_m=system.max_range_m,
                min_range_m=system.min_range_m or 0.0,
                tolerance_m=float(allowed_m),
            )
            measured, wrong = measure_claim(claim)
            rings += measured
            findings += wrong
        note = (
            f"the page keeps this baseline on a grid of {grids_deg[0]:g} degrees, "
            f"so its rings can be checked to {allowed_m:.0f} m only"
        )
        findings.append(Finding("deviation", str(about["name"]), note, fault=False))
    return rings, findings


def _check_site(
    page: Page, number: int, reaches: Sequence[ReachEnvelope], tally: _Tally
) -> None:
    rows = page.tables.get(f"rv-ranges-{number}", [])
    if len(rows) != len(reaches):
        message = "the table of ranges doesn't list every system"
        tally.findings.append(Finding("figure", reaches[0].site.name, message))
        return
    for (_, cells), envelope in zip(rows, reaches, strict=True):
        label = f"{envelope.site.name}, {envelope.system.name}"
        range_km, _, area_km2, *_ = [*cells, None, None, None]
        tally.compare(label, range_km, [envelope.system.max_range_km], 1e-6)
        tally.compare(label, area_km2, [envelope.area_km2], _AREA_KM2)
    _check_places(page.tables.get(f"rv-places-{number}", []), reaches, tally)
    data = page.data or {}
    if USER_BORDERS in page.text or data.get("lang") != "en":
        return  # regions of the user's own, or under names of another language
    worldview = data.get("worldview")
    if worldview in WORLDVIEWS:
        found = [measure_coverage(each, worldview=worldview) for each in reaches]
        _check_units(page, number, found, tally)


def _check_places(
    rows: Sequence[tuple[str, list[float | None]]],
    reaches: Sequence[ReachEnvelope],
    tally: _Tally,
) -> None:
    widest = max(reaches, key=lambda each: each.system.max_range_m)
    known: dict[str, list[float]] = {}
    for place in places_within(widest, min_population=0):
        known.setdefault(place.name, []).append(place.distance_m / 1e3)
    for name, cells in rows:
        if cells:
            tally.compare(name, cells[0], known.get(name, []), _NEAREST_KM)


def _check_units(
    page: Page, number: int, found: Sequence[Coverage], tally: _Tally
) -> None:
    for name, cells in page.tables.get(f"rv-countries-{number}", []):
        for coverage, printed in zip(found, cells, strict=False):
            units = [u.share_of_reach for u in coverage.countries if u.name == name]
            if any(u.name == name for each in found for u in each.countries):
                tally.compare(name, printed, units or [0.0], _SHARE)
    for name, cells in page.tables.get(f"rv-regions-{number}", []):
        near = [u.nearest_m / 1e3 for c in found for u in c.regions if u.name == name]
        tally.compare(name, cells[0] if cells else None, near, _NEAREST_KM)
        for coverage, printed in zip(found, cells[1:], strict=False):
            units = [u.share_of_unit for u in coverage.regions if u.name == name]
            tally.compare(name, printed, units or [0.0], _SHARE)
