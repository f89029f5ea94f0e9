"""Maps for a notebook and from Python, out of reaches or a whole report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rangeviz.analysis.report import Report, build_report
from rangeviz.analysis.stages import build_stages
from rangeviz.errors import InputError
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Scenario
from rangeviz.model.zone import Zone
from rangeviz.style import ring_style

if TYPE_CHECKING:
    import folium

Mappable = Report | Scenario | ReachEnvelope | Sequence[ReachEnvelope]


def explore(
    what: Mappable,
    m: folium.Map | None = None,
    *,
    zones: Sequence[Zone] = (),
    title: str = "",
) -> folium.Map:
    """Show reaches on an interactive map, as under a notebook cell.

    Parameters
    ----------
    what : Report, Scenario, ReachEnvelope or sequence of ReachEnvelope
        What to show. Reaches must be every system from every site.
    m : folium.Map, optional
        Add plain shapes to this map instead of making a new one.
    zones : sequence of Zone
        Areas with a rule, where `what` is made of reaches.
    title : str
        Headline, where `what` is made of reaches.

    Returns
    -------
    folium.Map
        `m`, or a new `RangeMap` that renders to one offline file.

    Raises
    ------
    InputError
        If there is no reach, or the reaches are not every system from every
        site.
    """
    report = _report(what, zones, title)
    if m is None:
        from rangeviz.render.page.rangemap import RangeMap

        return RangeMap(report)
    from rangeviz.render.page.on_folium import add_shapes

    for row, found in enumerate(report.reaches):
        look = ring_style(row % len(report.scenario.systems))
        add_shapes(m, found.reach.geometry, look)
    return m


def write_map(
    what: Mappable,
    path: str | os.PathLike[str],
    *,
    zones: Sequence[Zone] = (),
    title: str = "",
) -> None:
    """Write reaches as a map, in the format that the path's suffix names.

    Parameters
    ----------
    what : Report, Scenario, ReachEnvelope or sequence of ReachEnvelope
        What to show. Reaches must be every system from every site.
    path : path-like
        Ends in ``.html``, ``.png``, ``.svg`` or ``.pdf``. A scenario with stages
        makes a page with a timeline, or a picture with a panel for each.
    zones, title
        As of `explore`.

    Raises
    ------
    InputError
        As `explore`, or if the suffix names no format.
    OutputError
        If the file can't be written.
    """
    from rangeviz.render.maps import (
        check_map_path,
        write_report_map,
        write_stages_map,
    )

    check_map_path(path)
    if isinstance(what, Scenario) and what.stages:
        combined = build_report(what.combined())
        write_stages_map(combined, build_stages(what), path)
        return
    write_report_map(_report(what, zones, title), path)


def _report(what: Mappable, zones: Sequence[Zone], title: str) -> Report:
    if isinstance(what, Report):
        return what
    if isinstance(what, Scenario):
        return build_report(what)
    reaches = [what] if isinstance(what, ReachEnvelope) else list(what)
    if not reaches:
        raise InputError("there is nothing to show: give at least one reach")
    return build_report(_scenario(reaches, zones, title))


def _scenario(
    reaches: Sequence[ReachEnvelope], zones: Sequence[Zone], title: str
) -> Scenario:
    sites = list(dict.fromkeys(found.site for found in reaches))
    systems = list(dict.fromkeys(found.system for found in reaches))
    sectors = {found.sector for found in reaches}
    pairs = {(found.site, found.system) for found in reaches}
    if len(pairs) < len(sites) * len(systems) or len(sectors) > 1:
        raise InputError(
            "these reaches are not every system from every site in one sector: "
            "show them one site at a time"
        )
    return Scenario(
        sites=tuple(sites),
        systems=tuple(systems),
        zones=tuple(zones),
        sector=sectors.pop(),
        tolerance_m=min(found.tolerance_m for found in reaches),
        title=title,
    )
