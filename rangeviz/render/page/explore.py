"""Maps for a notebook and from Python, out of reaches or a whole report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rangeviz.analysis.asking import report_of
from rangeviz.analysis.report import build_report
from rangeviz.analysis.stages import build_stages
from rangeviz.arguments import path_of
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
        What to show. Reaches must be every system from every site.
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
        `m`, or a new map that renders to one offline file.

    Raises
    ------
    InputError
        If there is no reach, the reaches are not every system from every site, `m` is
        no folium map, or a scenario with stages is to go on it: it has no timeline.

    See Also
    --------
    write_map, report

    Examples
    --------
    >>> import folium, rangeviz as rv
    >>> mine = folium.Map(tiles=None)
    >>> rv.explore(rv.reach("Kharkiv", "himars"), mine, zones="Kursk") is mine
    True
    """
    if m is None:
        from rangeviz.render.page.rangemap import RangeMap

        return RangeMap(report_of(what, zones=zones, title=title))
    if isinstance(what, Scenario) and what.stages:
        raise InputError(
            "a folium map has no timeline for stages: leave m out and use write_map, "
            "or add what Scenario.at_stage gives"
        )
    from rangeviz.render.page.on_folium import add_report

    add_report(m, report_of(what, zones=zones, title=title))
    return m


def write_map(
    what: Mappable,
    path: str | os.PathLike[str],
    *,
    zones: ZoneLike | Sequence[ZoneLike] = (),
    title: str = "",
    tiles: str | None = None,
    width_mm: float | None = None,
    dpi: int | None = None,
    theme: str | None = None,
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
    tiles : {"osm"}, optional
        Of a page: tiles to load from the network under everything else.
    width_mm, dpi, theme
        Of a picture: its width, the dots per inch of a PNG, and ``"light"`` or
        ``"dark"``.

    Raises
    ------
    InputError
        As `explore`, or if the suffix names no format, or its format does not take an
        option.
    OutputError
        If the file can't be written; one that stood there is untouched.

    See Also
    --------
    explore, write_export

    Examples
    --------
    >>> import rangeviz as rv
    >>> rv.write_map(rv.reach("Kharkiv", "himars"), "kharkiv.txt")
    Traceback (most recent call last):
    rangeviz.errors.InputError: 'kharkiv.txt' ends in .txt; map writes .html, .png, \
.svg, .pdf
    """
    from rangeviz.render.maps import (
        check_look,
        check_map_path,
        write_report_map,
        write_stages_map,
    )

    check_map_path(path_of(path))
    look = {"tiles": tiles, "width_mm": width_mm, "dpi": dpi, "theme": theme}
    check_look(path, look)
    if isinstance(what, Scenario) and what.stages:
        combined = build_report(what.combined())
        write_stages_map(combined, build_stages(what), path, **look)
        return
    write_report_map(report_of(what, zones=zones, title=title), path, **look)
