"""A comparison and a scenario in stages, each with the doors that a report has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from rangeviz.analysis import comparison, stages
from rangeviz.analysis.asking import report_of
from rangeviz.arguments import brief
from rangeviz.errors import InputError
from rangeviz.front import Door, Report
from rangeviz.model.reach import ReachEnvelope

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.analysis import report as reports
    from rangeviz.datasets.files.own_layers import OwnLayer
    from rangeviz.model.scenario import Scenario


class Comparison(Door, comparison.Comparison):
    """What a second system adds to a first, from every site; `compare` makes it.

    Parameters
    ----------
    report : Report
        Of the two systems, the base first.
    sites : tuple of SiteComparison
        One per site of the report.

    Examples
    --------
    >>> import rangeviz as rv
    >>> rv.compare(rv.report((36.2304, 49.9935), ["himars", "atacms"]))
    <Comparison: what atacms adds to himars from 1 site>
    """

    __slots__ = ()

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give the tables by name: changes of areas in km2, and places in one only."""
        from rangeviz.export.text.comparison_tables import (
            CSV_COLUMNS,
            comparison_records,
        )

        rows = pd.DataFrame.from_records(
            list(comparison_records(self)), columns=CSV_COLUMNS
        )
        of_place = rows["kind"].isin(["place_gained", "place_lost"])
        about = ["site", "base", "with", "kind"]
        places = rows.loc[
            of_place, [*about, "name", "country", "population", "nearest_km"]
        ]
        return {
            "changes": rows[~of_place].drop(columns="population"),
            "places": places.reset_index(drop=True).astype({"population": "Int64"}),
        }

    def __repr__(self) -> str:
        base, other = (system.id for system in self.scenario.systems)
        count = len(self.sites)
        from_sites = f"{count} site{'s' * (count > 1)}"
        return f"<Comparison: what {other} adds to {base} from {from_sites}>"


class Stages(Door, stages.Stages):
    """A scenario told in stages; `build_stages` makes it.

    Parameters
    ----------
    combined : Report
        Of all stages together (`Scenario.combined`).
    stages : tuple of StageReport
        In the order of the stages.
    """

    __slots__ = ()

    def tables(self) -> dict[str, gpd.GeoDataFrame]:
        """Give a report's tables, with the stage's date and label in front."""
        made: dict[str, list[gpd.GeoDataFrame]] = {}
        for each in self.stages:
            for name, table in Report.of(each.report).tables().items():
                table.insert(0, "stage_date", each.stage.date)
                table.insert(1, "stage", each.stage.label)
                made.setdefault(name, []).append(table)
        return {name: _joined(tables) for name, tables in made.items()}

    def __repr__(self) -> str:
        dates = ", ".join(each.stage.date for each in self.stages)
        return f"<Stages: {len(self.stages)} ({dates})>"


def _joined(tables: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    filled = [table for table in tables if len(table)] or tables[:1]
    return pd.concat(filled, ignore_index=True)


def compare(
    report: reports.Report | ReachEnvelope, other: ReachEnvelope | None = None
) -> Comparison:
    """Measure what the second system of a report adds to the first.

    Both sides keep the figures of the report. Where the base lies inside the
    other reach, the gain is their difference; else it is measured by overlay.

    Parameters
    ----------
    report : Report or ReachEnvelope
        Of a scenario with two systems, the base first; or the base reach alone.
    other : ReachEnvelope, optional
        Beside a base reach: that of another system from the same site.

    Returns
    -------
    Comparison
        One `SiteComparison` per site, in their order.

    Raises
    ------
    InputError
        If the scenario has not two systems, or two reaches are not of two systems
        from one site in one sector.

    See Also
    --------
    report, write

    Examples
    --------
    >>> import rangeviz as rv
    >>> systems = rv.load_systems()
    >>> pair = (systems["himars"], systems["atacms"])
    >>> told = rv.report(rv.Scenario((rv.find_site("Kharkiv"),), pair))
    >>> round(rv.compare(told).sites[0].of_kind("reach")[0].gained_m2 / 1e6)
    273368
    >>> rv.compare(rv.reach("Kharkiv", "himars"), rv.reach("Kharkiv", "atacms"))
    <Comparison: what atacms adds to himars from 1 site>
    """
    if isinstance(report, ReachEnvelope) or other is not None:
        report = _pair(report, other)
    made = comparison.compare(report)
    return Comparison(made.report, made.sites)


def _pair(base: object, other: object) -> reports.Report:
    """Make the report of two reaches."""
    if not (isinstance(base, ReachEnvelope) and isinstance(other, ReachEnvelope)):
        raise InputError(
            f"{brief(base)} and {brief(other)}: compare takes one report of two "
            "systems, as rangeviz.report(site, [base, other]) gives, or two reaches"
        )
    if (base.site, base.sector) != (other.site, other.sector):
        raise InputError(
            "two reaches are compared from one site in one sector: "
            f"these are {base.label!r} and {other.label!r}"
        )
    return report_of((base, other))


def build_stages(
    scenario: Scenario,
    *,
    borders: gpd.GeoDataFrame | None = None,
    overlap: bool = False,
    within: Sequence[OwnLayer] | None = None,
    progress: reports.Progress | None = None,
) -> Stages:
    """Compute a report for each stage of a scenario, and one of all together.

    Parameters
    ----------
    scenario : Scenario
        With stages; each takes what it doesn't say itself from the scenario.
    borders, overlap, within, progress
        As `build_report` takes them; progress counts anew in each report.

    Returns
    -------
    Stages
        The reports in the order of the stages.

    Raises
    ------
    InputError
        If the scenario has no stages.

    See Also
    --------
    report, write

    Examples
    --------
    >>> import rangeviz as rv
    >>> site, system = rv.LaunchSite.at(36, 50), rv.load_systems()["himars"]
    >>> stages = (rv.Stage("2024-05-30", "One"), rv.Stage("2024-11", "Two"))
    >>> told = build_stages(rv.Scenario((site,), (system,), stages=stages))
    >>> [(each.stage.date, len(each.report.reaches)) for each in told.stages]
    [('2024-05-30', 1), ('2024-11', 1)]
    """
    made = stages.build_stages(
        scenario, borders=borders, overlap=overlap, within=within, progress=progress
    )
    of_each = (replace(each, report=Report.of(each.report)) for each in made.stages)
    return Stages(Report.of(made.combined), tuple(of_each))
