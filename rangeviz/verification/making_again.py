"""Make a page of ours again from the scenario that it carries."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import geopandas as gpd
import numpy as np
import shapely

from rangeviz.analysis.comparison import compare
from rangeviz.analysis.report import Report, build_report
from rangeviz.analysis.stages import build_stages
from rangeviz.datasets.files.own_layers import OwnLayer
from rangeviz.errors import InputError, RangevizWarning
from rangeviz.model.scenario import Scenario

if TYPE_CHECKING:
    from rangeviz.writing import Answer

Kind = Literal["report", "stages", "comparison"]

# Bounds of the work that a stranger's scenario may ask for.
MOST_REACHES: Final = 300
MOST_VERTICES: Final = 100_000
LEAST_TOLERANCE_M: Final = 0.1
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
    reaches = len(scenario.sites) * len(scenario.systems) * max(len(scenario.stages), 1)
    shapes = [site.geometry for site in scenario.sites]
    shapes += [zone.geometry for zone in scenario.combined().zones]
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


def compute_again(scenario: Scenario, kind: Kind, stand_in: StandIn) -> Answer:
    """Compute a scenario again, without reading a file that it names.

    Parameters
    ----------
    scenario : Scenario
        Anybody's: `check_work` has let it pass.
    kind : {"report", "stages", "comparison"}
        What is to be made from it.
    stand_in : StandIn
        Instead of the files.
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
