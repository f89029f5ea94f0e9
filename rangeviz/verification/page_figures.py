"""Compute the figures of a page made by rangeviz again, and compare."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from rangeviz.analysis.report import Report, build_report
from rangeviz.analysis.stages import StageReport
from rangeviz.datasets.borders.shipped import (
    NAME_LANGUAGES,
    country_names,
    load_regions,
)
from rangeviz.errors import FileFormatError, InputError, ToleranceWarning
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.geodesy.ellipsoid import inverse
from rangeviz.model.scenario import Scenario
from rangeviz.verification.claims import Claim, measure_claim
from rangeviz.verification.feature_claims import Given
from rangeviz.verification.findings import Finding, RingCheck
from rangeviz.verification.page_gains import check_gains
from rangeviz.verification.page_scenario import scenario_of
from rangeviz.verification.page_tables import check_stages, check_tables
from rangeviz.verification.readers.page_shapes import decode_polygons
from rangeviz.verification.readers.pages import Page

if TYPE_CHECKING:
    import geopandas as gpd

_METRES_PER_DEG: Final = 111_700.0  # of a meridian, at the poles: the most there is
_MOVED_M: Final = 100.0


def check_figures(
    page: Page, given: Given, borders: gpd.GeoDataFrame | None = None
) -> tuple[list[RingCheck], list[Finding], int]:
    """Check a page's ranges, sources and figures, and the rings that it holds.

    Parameters
    ----------
    page : Page
        With a data block.
    given : Given
        What the user says about it.
    borders : GeoDataFrame, optional
        The regions of the user's own that the page was made with.

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
        If the data block or the scenario is damaged.
    """
    data = page.data or {}
    try:
        scenario, findings = scenario_of(page)
        rings, wrong = _fixed_rings(data, scenario, given)
        findings += [*wrong, *_missing_sources(data)]
    except InputError:
        raise
    except (
        LookupError,
        TypeError,
        AttributeError,
        ValueError,
        ArithmeticError,
    ) as error:
        raise FileFormatError(
            f"the page's data block is damaged: {type(error).__name__} {error}"
        ) from error
    findings += _contradictions(scenario, given)
    if any(finding.fault for finding in findings if finding.check == "figure"):
        return rings, findings, 0  # of two things that it says no figures follow
    units = borders is not None or not scenario.borders
    report, stages = _computed(scenario, borders)
    names = _names(str(data.get("lang", "en")), report)
    tallies = (
        check_tables(page, report, names=names, units=units),
        check_stages(page, stages),
        check_gains(page, report, names=names, units=units, borders=borders),
    )
    count = sum(tally.count for tally in tallies)
    findings += _notes(scenario, units, count)
    return rings, findings + [f for tally in tallies for f in tally.findings], count


def _computed(
    scenario: Scenario, borders: gpd.GeoDataFrame | None
) -> tuple[Report, list[StageReport]]:
    """Compute everything again but what needs files that aren't in the page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ToleranceWarning)
        report = build_report(scenario, borders=borders, within=())
        stages = [
            StageReport(
                each,
                build_report(scenario.at_stage(each), borders=borders, within=()),
            )
            for each in scenario.stages
        ]
    return report, stages


def _missing_sources(data: Mapping[str, Any]) -> Iterator[Finding]:
    for about in data["systems"]:
        if not str(about["source"].get("text", "")).strip():
            label, message = str(about["name"]), "no source is given for the range"
            yield Finding("source", label, message)


def _contradictions(scenario: Scenario, given: Given) -> Iterator[Finding]:
    """Name what the user says and the page doesn't."""
    points = [site for site in scenario.sites if site.is_point]
    for wanted in given.sites:
        away = [
            float(inverse(site.lon, site.lat, wanted.lon, wanted.lat)[2])
            for site in points
        ]
        if points and min(away) > _MOVED_M:
            message = f"no launch point of the page lies within {_MOVED_M:g} m of it"
            yield Finding("baseline", wanted.name, message)
    ranges = [system.max_range_m for system in scenario.systems]
    if given.max_range_m and not np.isclose(ranges, given.max_range_m).any():
        message = f"the page shows no range of {given.max_range_m / 1e3:g} km"
        yield Finding("range", "", message)


def _fixed_rings(
    data: Mapping[str, Any], scenario: Scenario, given: Given
) -> tuple[list[RingCheck], list[Finding]]:
    """Measure the rings of lines and areas, as exactly as their grid allows."""
    rings: list[RingCheck] = []
    findings: list[Finding] = []
    for about, site in zip(data["sites"], scenario.sites, strict=False):
        if not about["fixed"] or site.is_point:
            continue
        grid_deg = float(about["reach_grid_deg"])
        tolerance_m = given.tolerance_m or scenario.tolerance_m or DEFAULT_TOLERANCE_M
        allowed_m = float(tolerance_m + grid_deg / np.sqrt(2) * _METRES_PER_DEG)
        for system, drawn in zip(scenario.systems, about["reaches"], strict=False):
            claim = Claim(
                label=f"{about['name']}, {system.name}",
                geometry=decode_polygons(drawn, grid_deg),
                baseline=site.geometry,
                max_range_m=system.max_range_m,
                min_range_m=system.min_range_m or 0.0,
                tolerance_m=allowed_m,
            )
            measured, wrong = measure_claim(claim)
            rings += measured
            findings += wrong
        message = (
            f"the page draws these rings on a grid of {grid_deg:g} degrees, so "
            f"{allowed_m:.1f} m is allowed"
        )
        findings.append(Finding("deviation", str(about["name"]), message, fault=False))
    return rings, findings


def _names(language: str, report: Report) -> dict[str, str]:
    """Names of countries and regions by code; none where the page is in English."""
    if language not in NAME_LANGUAGES:
        return {}
    names: dict[str, Any] = dict(country_names(language))
    for row in report.reaches:
        regions = load_regions(
            worldview=report.scenario.worldview,
            bbox=row.reach.measured.bounds,
            languages=[language],
        )
        names |= dict(zip(regions["code"], regions[f"name_{language}"], strict=True))
    return {
        code: name for code, name in names.items() if isinstance(name, str) and name
    }


def _notes(scenario: Scenario, units: bool, count: int) -> Iterator[Finding]:
    if any(site.is_point for site in scenario.sites):
        message = (
            f"a point's rings are drawn by the page's script; figures computed again: "
            f"{count}"
        )
        yield Finding("figure", "", message, fault=False)
    if scenario.within:
        message = "layers of one's own are not in the page: their sums are not checked"
        yield Finding("figure", "", message, fault=False)
    if not units:
        message = (
            f"countries and regions come from {scenario.borders!r}, which is not in "
            "the page: give it with --borders FILE to check them"
        )
        yield Finding("figure", "", message, fault=False)
