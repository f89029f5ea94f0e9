"""A scenario's stages: one report for each date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rangeviz import __version__
from rangeviz.analysis.caveats import caveats_of
from rangeviz.analysis.ground import own_borders
from rangeviz.analysis.report import Progress, ReachReport, Report, build_report
from rangeviz.analysis.serialise import source_to_dict
from rangeviz.arguments import one_of
from rangeviz.datasets.borders.own_borders import borders_of
from rangeviz.errors import InputError
from rangeviz.language.wording import Sentence
from rangeviz.model.scenario import Scenario
from rangeviz.model.stage import Stage
from rangeviz.model.system import Source

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.datasets.files.own_layers import OwnLayer
    from rangeviz.datasets.files.raster_file import OwnRaster


SCHEMA_VERSION = 1  # of the contract of stages


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


@dataclass(frozen=True, slots=True)
class Stages:
    """A scenario told in stages: the report of each, and of all together.

    Parameters
    ----------
    combined : Report
        Of all stages together (`Scenario.combined`).
    stages : tuple of StageReport
        In the order of the stages.
    """

    combined: Report
    stages: tuple[StageReport, ...]

    @property
    def scenario(self) -> Scenario:
        """A scenario that makes the same again: each stage names what it counts."""
        explicit = tuple(
            replace(
                each.stage,
                systems=each.report.scenario.systems,
                zones=each.report.scenario.zones,
            )
            for each in self.stages
        )
        # Those of a stage stand there alone: lines and areas are long texts.
        bare = (each.report for each in self.stages if not each.stage.sites)
        shared = next(bare, self.stages[0].report).scenario.sites
        return replace(self.combined.scenario, sites=shared, stages=explicit)

    @property
    def reaches(self) -> tuple[ReachReport, ...]:
        """The figures of each reach that any stage has."""
        return self.combined.reaches

    @property
    def caveats(self) -> tuple[Sentence, ...]:
        """What a reader must know."""
        return self.combined.caveats

    @property
    def sources(self) -> tuple[Source, ...]:
        """Of the figures of all stages, and of what a stage itself rests on."""
        of_stages = (each.stage.source for each in self.stages)
        known = (source for source in of_stages if source is not None)
        return tuple(dict.fromkeys((*self.combined.sources, *known)))

    @property
    def attributions(self) -> tuple[str, ...]:
        """Of the data, as their licences ask."""
        return self.combined.attributions

    def to_dict(self) -> dict[str, Any]:
        """Convert to the published JSON contract (``docs/stages.schema.json``)."""
        return {
            "rangeviz": __version__,
            "schema": SCHEMA_VERSION,
            "stages": [each.to_dict() for each in self.stages],
        }


def build_stages(
    scenario: Scenario,
    *,
    borders: gpd.GeoDataFrame | None = None,
    overlap: bool = False,
    within: Sequence[OwnLayer | OwnRaster] | None = None,
    progress: Progress | None = None,
) -> Stages:
    """Compute what `rangeviz.build_stages` gives, which documents it.

    Raises
    ------
    InputError
        As said there.
    """
    scenario = one_of(scenario, Scenario, "a scenario with stages")
    borders = borders_of(borders)
    if not scenario.stages:
        raise InputError("the scenario has no stages; add [[stages]] tables to it")
    borders = own_borders(scenario) if borders is None else borders
    if within is None and scenario.within:
        from rangeviz.datasets.files.own_layers import read_own_layers

        within = read_own_layers(scenario.within)

    def build(state: Scenario) -> Report:
        return build_report(
            state, borders=borders, overlap=overlap, within=within, progress=progress
        )

    combined = build(scenario.combined())
    has_layers = bool(within or scenario.within)
    states = [scenario.at_stage(stage) for stage in scenario.stages]
    reports = [
        build(state)
        if overlap
        else _part_of(combined, state, has_layers) or build(state)
        for state in states
    ]
    return Stages(combined, tuple(map(StageReport, scenario.stages, reports)))


def _part_of(whole: Report, state: Scenario, has_layers: bool) -> Report | None:
    """Take a stage's figures from those of all together, where they are the same."""
    told = whole.scenario
    if (state.systems, state.zones) != (told.systems, told.zones):
        return None
    by_site = dict(zip(told.sites, whole.by_site, strict=True))
    reaches = tuple(row for site in state.sites for row in by_site[site])
    caveats = caveats_of(
        state,
        [row.reach for row in reaches],
        whole.borders is None,
        own_layers=has_layers,
    )
    return replace(whole, scenario=state, reaches=reaches, caveats=caveats)
