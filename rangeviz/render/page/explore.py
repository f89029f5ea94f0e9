"""Maps for a notebook and from Python, out of reaches or a whole report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rangeviz.analysis.asking import reports_of
from rangeviz.errors import InputError
from rangeviz.model.scenario import Scenario

if TYPE_CHECKING:
    import folium

    from rangeviz.analysis.asking import Mappable
    from rangeviz.datasets.values import ZoneLike


def explore(
    what: Mappable,
    m: folium.Map | None = None,
    *,
    zones: ZoneLike | Sequence[ZoneLike] = (),
    title: str = "",
) -> folium.Map:
    """Show reaches on an interactive map, as under a notebook cell.

    Parameters
    ----------
    what : Report, Scenario, ReachEnvelope or sequence of ReachEnvelope
        What to show.
    m : folium.Map, optional
        Add everything to this map instead of making a new one: a layer for each reach
        and each zone with a tooltip, the sites, title, sources and caveats.
    zones : Zone or str or GeoDataFrame, or a sequence of them
        Areas with a rule, where `what` is made of reaches; names as `find_zone` takes
        them, tables of polygons in any CRS.
    title : str
        Headline, where `what` is made of reaches.

    Returns
    -------
    folium.Map
        `m`, or a new map that renders to one offline file: a `RangeMap`, with tables
        and controls, unless the reaches are not every system from every site.

    Raises
    ------
    InputError
        If there is no reach, `m` is no folium map, or a scenario with stages is to go
        on it: it has no timeline.

    See Also
    --------
    write, report

    Examples
    --------
    >>> import folium, rangeviz as rv
    >>> mine = folium.Map(tiles=None)
    >>> rv.explore(rv.reach("Kharkiv", "himars"), mine, zones="Kursk") is mine
    True
    """
    if m is not None and isinstance(what, Scenario) and what.stages:
        raise InputError(
            "a folium map has no timeline for stages: leave m out and use write, "
            "or add what Scenario.at_stage gives"
        )
    reports = reports_of(what, zones=zones, title=title)
    if m is None and len(reports) == 1:
        from rangeviz.render.page.rangemap import RangeMap

        return RangeMap(reports[0])
    from rangeviz.render.page.on_folium import add_reports, offline_map

    m = offline_map(reports) if m is None else m
    add_reports(m, reports)
    return m
