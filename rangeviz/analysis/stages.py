"""A scenario's stages: one report for each date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rangeviz.analysis.ground import own_borders
from rangeviz.analysis.report import Progress, Report, build_report
from rangeviz.analysis.serialise import source_to_dict
from rangeviz.arguments import one_of
from rangeviz.datasets.borders.own_borders import borders_of
from rangeviz.errors import InputError
from rangeviz.model.scenario import Scenario
from rangeviz.model.stage import Stage

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.datasets.files.own_layers import OwnLayer


@dataclass(frozen=True, slots=True)
class StageReport:
    """A stage and the report of the scenario as it stands there.

    Parameters
    ----------
    stage : Stage
        Date, label, note and source.
    report : Report
        Its figures.
    """

    stage: Stage
    report: Report

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values: the stage, and under ``report`` its contract."""
        source = self.stage.source
        return {
            "date": self.stage.date,
            "label": self.stage.label,
            "note": self.stage.note,
            "source": None if source is None else source_to_dict(source),
            "report": self.report.to_dict(),
        }


def build_stages(
    scenario: Scenario,
    *,
    borders: gpd.GeoDataFrame | None = None,
    overlap: bool = False,
    within: Sequence[OwnLayer] | None = None,
    progress: Progress | None = None,
) -> list[StageReport]:
    """Compute a report for each stage of a scenario.

    Parameters
    ----------
    scenario : Scenario
        With stages; each takes what it doesn't say itself from the scenario.
    borders, overlap, within, progress
        As `build_report` takes them; progress counts anew in each stage.

    Returns
    -------
    list of StageReport
        In the order of the stages.

    Raises
    ------
    InputError
        If the scenario has no stages.

    See Also
    --------
    report, write_stages_map

    Examples
    --------
    >>> import rangeviz as rv
    >>> site, system = rv.LaunchSite.at(36, 50), rv.load_systems()["himars"]
    >>> stages = (rv.Stage("2024-05-30", "One"), rv.Stage("2024-11", "Two"))
    >>> told = build_stages(rv.Scenario((site,), (system,), stages=stages))
    >>> [(each.stage.date, len(each.report.reaches)) for each in told]
    [('2024-05-30', 1), ('2024-11', 1)]
    """
    scenario = one_of(scenario, Scenario, "a scenario with stages")
    borders = borders_of(borders)
    if not scenario.stages:
        raise InputError("the scenario has no stages; add [[stages]] tables to it")
    borders = own_borders(scenario) if borders is None else borders
    if within is None and scenario.within:
        from rangeviz.datasets.files.own_layers import read_own_layers

        within = read_own_layers(scenario.within)
    return [
        StageReport(
            stage,
            build_report(
                scenario.at_stage(stage),
                borders=borders,
                overlap=overlap,
                within=within,
                progress=progress,
            ),
        )
        for stage in scenario.stages
    ]


def staged_scenario(combined: Report, stages: Sequence[StageReport]) -> Scenario:
    """Give a scenario that makes the same stages again, for an output to carry.

    Parameters
    ----------
    combined : Report
        Of all stages together (`Scenario.combined`).
    stages : sequence of StageReport
        As `build_stages` gives them.

    Returns
    -------
    Scenario
        Each stage names its own systems and zones.
    """
    explicit = tuple(
        replace(
            each.stage,
            systems=each.report.scenario.systems,
            zones=each.report.scenario.zones,
        )
        for each in stages
    )
    return replace(combined.scenario, stages=explicit)
