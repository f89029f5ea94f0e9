"""The scenario that a page or picture carries: held against others, made again."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import geopandas as gpd
import numpy as np
import shapely

from rangeviz.analysis.comparison import compare
from rangeviz.analysis.report import Report, build_report
from rangeviz.analysis.stages import build_stages
from rangeviz.datasets.catalogue.published import load_systems
from rangeviz.datasets.files.own_layers import OwnLayer
from rangeviz.errors import InputError, RangevizWarning
from rangeviz.geodesy.ellipsoid import LONGEST_DEGREE_M, inverse
from rangeviz.model.scenario import Scenario
from rangeviz.model.system import System
from rangeviz.render.page.content import AREA_QUANTUM_DEG
from rangeviz.units import km
from rangeviz.verification.claims import Claim, measure_claim
from rangeviz.verification.feature_claims import Given
from rangeviz.verification.findings import Finding, RingCheck

if TYPE_CHECKING:
    from rangeviz.writing import Answer

Kind = Literal["report", "stages", "comparison"]

# Bounds of the work that a stranger's scenario may ask for.
MOST_REACHES: Final = 300
MOST_VERTICES: Final = 100_000
LEAST_TOLERANCE_M: Final = 0.1
# Of a meridian at the poles, where a degree is longest: half a diagonal of the grid.
_GRID_M: Final = AREA_QUANTUM_DEG / 2**0.5 * LONGEST_DEGREE_M
_MOVED_M: Final = 100.0
_SAME_M: Final = 1e-3  # a scenario keeps ranges to the micrometre
_BORDERS: Final = ("code", "name", "country_code", "country_name", "area_km2")


@dataclass(frozen=True, slots=True)
class StandIn:
    """What stands for files that a scenario names and that are not at hand.

    Parameters
    ----------
    borders : GeoDataFrame, optional
        As `read_borders` gives; None for the shipped ones.
    layers : tuple of OwnLayer
        One for each own layer of the scenario.
    """

    borders: gpd.GeoDataFrame | None = None
    layers: tuple[OwnLayer, ...] = ()


def check_work(scenario: Scenario) -> None:
    """Refuse a scenario that would take too long to compute again.

    Raises
    ------
    InputError
        If it asks for more reaches, corners or exactness than a page needs.
    """
    states = [scenario.at_stage(stage) for stage in scenario.stages] or [scenario]
    reaches = sum(len(state.sites) * len(state.systems) for state in states)
    whole = scenario.combined()
    shapes = [site.geometry for site in whole.sites]
    shapes += [zone.geometry for zone in whole.zones]
    for count, most, what in (
        (reaches, MOST_REACHES, "reaches"),
        (int(shapely.get_num_coordinates(shapes).sum()), MOST_VERTICES, "corners"),
    ):
        if count > most:
            raise InputError(
                f"the scenario asks for {count:,} {what}, and verify makes {most:,} "
                "again at most: nothing was checked; make it again with "
                "'rangeviz scenario extract' and 'rangeviz map', and compare"
            )
    if scenario.tolerance_m < LEAST_TOLERANCE_M:
        raise InputError(
            f"the scenario asks for a tolerance of {scenario.tolerance_m:g} m, and "
            f"verify draws to {LEAST_TOLERANCE_M:g} m at most: nothing was checked"
        )


def files_missing(
    scenario: Scenario, borders: gpd.GeoDataFrame | None
) -> tuple[str, ...]:
    """Name the files that a scenario refers to and that are not at hand."""
    layers = tuple(layer.path for layer in scenario.within)
    if scenario.borders is None or borders is not None:
        return layers
    return (f"{scenario.borders} (give it with --borders FILE)", *layers)


def stand_ins(
    scenario: Scenario, borders: gpd.GeoDataFrame | None
) -> tuple[StandIn, ...]:
    """Give what to make a page with: one, or two where files are not at hand.

    Where two pages made with two stand-ins differ, the page depends on those files.

    Parameters
    ----------
    scenario : Scenario
        What the page shows.
    borders : GeoDataFrame, optional
        The regions of the user's own, if they are at hand.
    """
    if not files_missing(scenario, borders):
        return (StandIn(borders),)
    lacks_borders = scenario.borders is not None and borders is None
    lon, lat = scenario.sites[0].lon, scenario.sites[0].lat
    return tuple(
        StandIn(
            _squares(lon, lat, count) if lacks_borders else borders,
            tuple(_layer(each.name, each.by, each.sums, lon, lat, count)
                  for each in scenario.within),
        )
        for count in (1, 5)
    )  # fmt: skip


def _squares(lon: float, lat: float, count: int) -> gpd.GeoDataFrame:
    """Make some regions beside each other, the launch point in one of them."""
    west, south = min(max(lon - 1, -180.0), 178.0), min(max(lat - 1, -89.0), 86.0)
    shapes = [
        shapely.box(west, south + 0.7 * row, west + 2 / count, south + 0.7 * (row + 1))
        for row in range(min(count, 4))
    ]
    names = [f"stand-in {count}.{row}" for row in range(len(shapes))]
    table = dict.fromkeys(_BORDERS[:-1], names) | {
        "area_km2": [1e4 / count] * len(names)
    }
    return gpd.GeoDataFrame(table, geometry=shapes, crs=4326)


def _layer(
    name: str, by: str, sums: Sequence[str], lon: float, lat: float, count: int
) -> OwnLayer:
    """Make some features about the launch point, other ones for each count."""
    north = min(max(lat, -89.0), 89.0) + np.arange(17 * count + count**2) / 1e4
    points = np.column_stack([np.full(len(north), lon), north])
    shapes = np.asarray(shapely.points(points))
    if count > 1:
        shapes = np.concatenate([shapes, shapely.buffer(shapes, 1e-3)])
    groups = [f"{count}.{n % count}" if by else "" for n in range(len(shapes))]
    return OwnLayer(
        name=name,
        shapes=shapes,
        by=by,
        groups=np.array(groups, object),
        values={column: np.full(len(shapes), float(count)) for column in sums},
    )


def make_again(
    scenario: Scenario, kind: Kind, borders: gpd.GeoDataFrame | None
) -> list[Answer]:
    """Compute a scenario again: once, or with each of two stand-ins for its files.

    Raises
    ------
    InputError
        If it asks for more than is computed again.
    """
    check_work(scenario)
    return [
        compute_again(scenario, kind, stand_in)
        for stand_in in stand_ins(scenario, borders)
    ]


def compute_again(scenario: Scenario, kind: Kind, stand_in: StandIn) -> Answer:
    """Compute a scenario again, without reading a file that it names.

    Parameters
    ----------
    scenario : Scenario
        What the page or picture shows.
    kind : {"report", "stages", "comparison"}
        What is shown of it.
    stand_in : StandIn
        What to take for the files that it names.
    """
    bare = replace(scenario, borders=None, within=())
    files: dict[str, Any] = {"borders": stand_in.borders, "within": stand_in.layers}

    def named(report: Report) -> Report:
        told = replace(
            report.scenario, borders=scenario.borders, within=scenario.within
        )
        return replace(report, scenario=told)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RangevizWarning)
        if kind == "stages":
            stages = build_stages(bare, **files)
            return replace(stages, combined=named(stages.combined))
        report = named(build_report(bare, **files))
        return compare(report) if kind == "comparison" else report


def contradictions(
    scenario: Scenario, given: Given, *, strict: bool
) -> Iterator[Finding]:
    """Name what the user says or the shipped catalogue has, and the scenario doesn't.

    Whoever changes a range in a scenario and makes the page anew has a page that agrees
    with itself.

    Parameters
    ----------
    scenario : Scenario
        What the page or picture shows.
    given : Given
        What the user says.
    strict : bool
        Whether it is a fault if a system has both an id and a name of the catalogue,
        and other figures. One that has one of the two may be the user's own.
    """
    points = [site for site in scenario.sites if site.is_point]
    for wanted in given.sites:
        away = [
            float(inverse(site.lon, site.lat, wanted.lon, wanted.lat)[2])
            for site in points
        ]
        if points and min(away) > _MOVED_M:
            message = f"no launch point that is shown lies within {_MOVED_M:g} m of it"
            yield Finding("baseline", wanted.name, message)
    systems = scenario.combined().systems
    ranges = [system.max_range_m for system in systems]
    if given.max_range_m and not np.isclose(ranges, given.max_range_m).any():
        message = f"no range of {given.max_range_m / 1e3:g} km is shown"
        yield Finding("range", "", message)
    published = load_systems()
    names = {system.name: system for system in published.values()}
    for system in systems:
        known = published.get(system.id) or names.get(system.name)
        if known is not None:
            same = (system.id, system.name) == (known.id, known.name)
            yield from _unlike(system, known, fault=strict and same)


def _unlike(system: System, known: System, *, fault: bool) -> Iterator[Finding]:
    label = system.name
    for what, own_m, known_m in (
        ("range", system.max_range_m, known.max_range_m),
        ("least range", system.min_range_m, known.min_range_m),
        ("lowest figure", system.low_m, known.low_m),
        ("highest figure", system.high_m, known.high_m),
    ):
        if abs((own_m or 0.0) - (known_m or 0.0)) > _SAME_M:
            message = (
                f"its {what} is {_km(own_m)}, where the catalogue of this version has "
                f"{_km(known_m)} for {known.id}"
            )
            yield Finding("range", label, message, fault=fault)
    if system.sources != known.sources:
        message = f"its source is not the one that the catalogue has for {known.id}"
        yield Finding("source", label, message, fault=fault)


def _km(length_m: float | None) -> str:
    return "none" if length_m is None else f"{km(length_m):g} km"


def measure_again(made: Answer, given: Given) -> tuple[list[RingCheck], list[Finding]]:
    """Measure the rings of lines and areas; those of points are drawn by formula."""
    rings: list[RingCheck] = []
    findings: list[Finding] = []
    for row in made.reaches:
        envelope = row.reach
        if envelope.site.is_point:
            continue
        tolerance_m = given.tolerance_m or made.scenario.tolerance_m
        claim = Claim(
            label=f"{envelope.site.name}, {envelope.system.name}",
            geometry=envelope.geometry,
            baseline=envelope.site.geometry,
            max_range_m=envelope.system.max_range_m,
            min_range_m=envelope.system.min_range_m or 0.0,
            tolerance_m=tolerance_m + _GRID_M,
        )
        measured, wrong = measure_claim(claim)
        rings += measured
        findings += wrong
    return rings, findings
