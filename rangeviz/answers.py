"""A comparison and a scenario in stages, each with the doors that a report has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from rangeviz.analysis import comparison, stages
from rangeviz.analysis.asking import report_of
from rangeviz.analysis.table import joined
from rangeviz.arguments import brief
from rangeviz.datasets.borders.own_borders import borders_of
from rangeviz.datasets.catalogue.published import DEFAULT_SYSTEMS
from rangeviz.datasets.dated_sites import read_dated_sites, stages_of
from rangeviz.datasets.values import systems_of, zones_of
from rangeviz.errors import InputError
from rangeviz.front import Door, Report
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.geodesy.frames import is_geo_table
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import DEFAULT_MIN_POPULATION, Scenario

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.analysis import report as reports
    from rangeviz.datasets.files.own_layers import OwnLayer
    from rangeviz.datasets.files.raster_file import OwnRaster
    from rangeviz.datasets.values import SystemLike, ZoneLike
    from rangeviz.front import PathLike
    from rangeviz.model.scenario import Worldview


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
        return {name: joined(tables) for name, tables in made.items()}

    def __repr__(self) -> str:
        dates = ", ".join(each.stage.date for each in self.stages)
        return f"<Stages: {len(self.stages)} ({dates})>"


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
    within: Sequence[OwnLayer | OwnRaster] | None = None,
    progress: reports.Progress | None = None,
) -> Stages:
    """Compute a report for each stage of a scenario, and one of all together.

    Parameters
    ----------
    scenario : Scenario
        With stages; each takes what it doesn't say itself from the scenario.
    borders : GeoDataFrame, optional
        Regions to use instead of the shipped ones, as `read_borders` gives; by default
        those of the file that the scenario names, if it names one.
    overlap : bool
        Also measure what all sites reach together.
    within : sequence of OwnLayer or OwnRaster, optional
        Layers of the user's own, as `own_layer` gives; by default those of the files
        that the scenario names.
    progress : callable, optional
        Called as ``progress(done, total, label)`` after each reach; it counts anew in
        each report.

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


def dates(
    lines: PathLike | gpd.GeoDataFrame,
    systems: SystemLike | Sequence[SystemLike] = DEFAULT_SYSTEMS,
    *,
    date_column: str = "",
    zones: ZoneLike | Sequence[ZoneLike] = (),
    worldview: Worldview = "international",
    min_population: int = DEFAULT_MIN_POPULATION,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
    borders: PathLike | gpd.GeoDataFrame | None = None,
    title: str = "",
    language: str = "en",
) -> Stages:
    """Follow a line or an area through its dates: what ranges from it cover on each.

    Parameters
    ----------
    lines : path-like or GeoDataFrame
        Lines or polygons in any CRS, chosen for illustration, with a column of dates.
        The features of one date are one baseline; their order does not matter.
    systems : System or str, or a sequence of them
        As `report` takes them.
    date_column : str
        Which column has the dates: ISO texts (``"2024-11-17"``, ``"2024-11"``), or
        dates or times, of which the day is taken as it is written. By default
        ``date``, ``day``, ``datetime``, ``timestamp`` or ``begin``.
    zones, worldview, min_population, tolerance_m, borders, title, language
        As `report` takes them.

    Returns
    -------
    Stages
        A stage for each date. ``tables()`` has tidy tables of all, EPSG:4326, with the
        date in the column ``stage_date``; ``write(path)`` makes a page with a timeline
        (24 dates at most), a picture with panels (12) or a table (.csv). Equal lines
        are computed once.

    Raises
    ------
    UnknownNameError
        If there is no such column.
    FileFormatError
        If a date is none, or there are none at all.
    GeometryError
        If a shape is a point, is not on Earth, or a date has lines and polygons.

    Warns
    -----
    RangevizWarning
        If features have no date, are there twice, or have times of day.

    See Also
    --------
    report, build_stages

    Notes
    -----
    For thousands of dates ``rangeviz dates`` writes tables as it goes, in processes,
    and takes up what was finished before.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import shapely
    >>> import rangeviz as rv
    >>> lines = shapely.linestrings([[(34, 51), (35, 51)], [(34, 51), (35.2, 51)]])
    >>> table = gpd.GeoDataFrame(geometry=lines, crs=4326)
    >>> told = rv.dates(table.assign(date=["2024-01-01", "2024-01-08"]), "20 km")
    >>> regions = told.tables()["regions"]
    >>> regions[regions.code == "UA-59"].set_index("stage_date").area_km2.round(1)
    stage_date
    2024-01-01    3956.4
    2024-01-08    4113.3
    Name: area_km2, dtype: float64
    """
    stages_of_dates = stages_of(read_dated_sites(lines, date_column=date_column))
    scenario = Scenario(
        sites=stages_of_dates[0].sites,
        systems=systems_of(systems),
        zones=zones_of(zones, worldview=worldview),
        worldview=worldview,
        tolerance_m=tolerance_m,
        title=title,
        language=language,
        min_population=min_population,
        borders=None if borders is None or is_geo_table(borders) else str(borders),
        stages=stages_of_dates,
    )
    return build_stages(scenario, borders=borders_of(borders))
