"""Maps for a notebook and from Python, out of reaches or a whole report.

Leaflet reads names of layers, tooltips and attributions as HTML: every text is
escaped here, so that no name can run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

import folium
import shapely
from branca.element import MacroElement
from jinja2 import Template

from rangeviz.analysis.asking import reports_of
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.arguments import brief, one_line
from rangeviz.errors import InputError
from rangeviz.language.language import Language
from rangeviz.model.scenario import Callout, Scenario
from rangeviz.model.site import LaunchSite
from rangeviz.model.zone import Zone
from rangeviz.render.page import inline
from rangeviz.render.page.basemap import make_basemap
from rangeviz.render.page.offline import OfflineFigure, Text
from rangeviz.render.page.rangemap import RangeMap
from rangeviz.style import ZONE_LINE, RingStyle, ring_style
from rangeviz.units import km

if TYPE_CHECKING:
    from rangeviz.analysis.asking import Mappable
    from rangeviz.datasets.values import ZoneLike


_LAND: Final = {
    "color": "#83837e",
    "fillColor": "#f6f4ee",
    "fillOpacity": 1,
    "weight": 0.8,
}
_RULES = {"restricted": "use is not permitted inside", "only": "nowhere else"}
# Where words stand, by the last letter of a callout's direction.
_SIDES: Final = {"N": "top", "E": "right", "S": "bottom", "W": "left"}


class _Caption(MacroElement):
    """A control with the title, the sources and the caveats of a report."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "(function(){var box=L.control({position:'bottomleft'});"
        "box.onAdd=function(){var at=L.DomUtil.create('div','rangeviz-caption');"
        "at.style.cssText='background:#fffd;padding:6px 8px;max-width:26em;"
        "font:12px/1.35 sans-serif;color:#222';"
        "at.innerHTML={{ this.markup|tojson }};return at};"
        "box.addTo({{ this._parent.get_name() }});"
        "{{ this._parent.get_name() }}.attributionControl"
        ".addAttribution({{ this.attribution|tojson }})})();"
        "{% endmacro %}"
    )

    def __init__(self, markup: str, attribution: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "RangevizCaption"
        self.markup = markup
        self.attribution = attribution


class _OfflineMap(folium.Map):
    """A folium map that carries Leaflet, so that it renders to one offline file."""

    def __init__(self, title: str) -> None:
        super().__init__(tiles=None)
        self.default_js, self.default_css = [], []
        self._figure = OfflineFigure(title=title)
        self._figure.add_child(self)

    def render(self, **kwargs: Any) -> str:
        """Hand Leaflet to the figure, and what folium writes itself."""
        script, styles = inline.leaflet_script(whole=True), inline.leaflet_styles()
        carried = f"<style>{styles}</style><script>{script}</script>"
        self._figure.header.add_child(Text(carried), name="leaflet")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


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
        and each zone with a tooltip, the sites, callouts, titles, sources and caveats.
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
        If there is no reach, `m` is no folium map, or it has no place for something:
        a scenario's stages or spotlight, sums of own layers.

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
        return RangeMap(reports[0])
    m = _offline_map(reports) if m is None else m
    _add_reports(m, reports)
    return m


def _offline_map(reports: Sequence[Report]) -> folium.Map:
    """Make a map for some reports: the borders about them, and no request.

    Parameters
    ----------
    reports : sequence of Report
        At least one.
    """
    scenarios = [report.scenario for report in reports]
    systems = {each for scenario in scenarios for each in scenario.systems}
    basemap = make_basemap(
        [site.geometry for scenario in scenarios for site in scenario.sites],
        max(system.max_range_m for system in systems),
        worldview=scenarios[0].worldview,
        borders=reports[0].borders,
    )
    m = _OfflineMap(_title(reports))
    land = shapely.geometrycollections([unit.geometry for unit in basemap.units])
    folium.GeoJson(
        shapely.geometry.mapping(land),
        name="Borders",
        style_function=lambda _: _LAND,
    ).add_to(m)
    box = basemap.fit
    m.fit_bounds([[box.south, box.west], [box.north, box.east]])
    return m


def _add_reports(m: folium.Map, reports: Sequence[Report]) -> None:
    """Add reaches, zones, sites, callouts, titles, sources and caveats to a map.

    Parameters
    ----------
    m : folium.Map
        Any map; each reach and each zone becomes a layer that its layer control names.
    reports : sequence of Report
        What to show; all have the zones of the first.

    Raises
    ------
    InputError
        If `m` is no folium map, or they hold what it can't show.
    """
    if not isinstance(m, folium.Map):
        raise InputError(f"m is {brief(m)}: give a folium.Map, or leave it out")
    for report in reports:
        _check_fits(report)
    for zone in reports[0].scenario.zones:
        _add_zone(m, zone)
    systems = list(dict.fromkeys(x for each in reports for x in each.scenario.systems))
    for reached in (row for report in reports for row in report.reaches):
        look = ring_style(systems.index(reached.reach.system))
        _add_reach(m, reached, look)
    for site in dict.fromkeys(x for each in reports for x in each.scenario.sites):
        _add_site(m, site)
    for callout in reports[0].scenario.callouts:
        _add_callout(m, callout)
    attributions = dict.fromkeys(x for each in reports for x in each.attributions)
    _Caption(_caption(reports), "; ".join(map(_text, attributions))).add_to(m)


def _check_fits(report: Report) -> None:
    """Refuse in words what only a page of ours can show."""
    what = ""
    if any(row.within for row in report.reaches):
        what = "no table for the sums of your own layers"
    if report.scenario.spotlight:
        what = "no way to dim what lies around a spotlight"
    if what:
        raise InputError(
            f"a folium map has {what}: leave m out, or make the report without"
        )


def _add_reach(m: folium.Map, reached: ReachReport, look: RingStyle) -> None:
    envelope = reached.reach
    style = {
        "color": look.line,
        "dashArray": look.dash or None,
        "fillColor": look.line,
        "fillOpacity": 0.1,
        "weight": 2.6,
    }
    bound = Language("en").bound(envelope.max_deviation_m)
    lines = [
        envelope.label,
        f"Area {envelope.area_km2:,.0f} km2, drawn within {bound} m",
        f"Range: {envelope.system.source.citation}",
    ]
    _add(m, envelope.label, envelope.geometry, style, lines)


def _add_zone(m: folium.Map, zone: Zone) -> None:
    style = {
        "color": ZONE_LINE,
        "fillColor": ZONE_LINE,
        "fillOpacity": 0.25,
        "weight": 1.6,
        "dashArray": "3 3",
    }
    name = f"{zone.name} ({zone.rule})"
    rule = f"Zone: {_RULES[zone.rule]}"
    _add(m, name, zone.geometry, style, [zone.name, rule, zone.note])


def _add(
    m: folium.Map,
    name: str,
    geometry: shapely.geometry.base.BaseGeometry,
    style: Mapping[str, object],
    lines: Sequence[str],
) -> None:
    group = folium.FeatureGroup(name=_text(name)).add_to(m)
    shape = shapely.geometry.mapping(geometry)
    folium.GeoJson(
        shape,
        style_function=lambda _: style,
        smooth_factor=0,
        tooltip=_tooltip(lines),
    ).add_to(group)


def _add_site(m: folium.Map, site: LaunchSite) -> None:
    if not site.is_point:
        return
    folium.CircleMarker(
        [site.lat, site.lon],
        radius=4,
        color="#222",
        fill=True,
        tooltip=_tooltip([site.name, "Baseline, chosen for illustration"]),
    ).add_to(m)


def _add_callout(m: folium.Map, callout: Callout) -> None:
    words = folium.Tooltip(
        _text(callout.text),
        permanent=True,
        direction=_SIDES.get((callout.direction or "")[-1:], "auto"),
    )
    folium.CircleMarker(
        [callout.lat, callout.lon], radius=3, color="#222", fill=True, tooltip=words
    ).add_to(m)


def _tooltip(lines: Sequence[str]) -> folium.Tooltip:
    return folium.Tooltip("<br>".join(_text(line) for line in lines if line))


def _title(reports: Sequence[Report]) -> str:
    systems = (each for report in reports for each in report.scenario.systems)
    names = ", ".join(dict.fromkeys(system.name for system in systems))
    return reports[0].scenario.title or f"Published ranges: {names}"


def _caption(reports: Sequence[Report]) -> str:
    cited = dict.fromkeys(x.citation for each in reports for x in each.sources)
    sources = "; ".join(cited)
    caveats = " ".join(dict.fromkeys(str(x) for each in reports for x in each.caveats))
    systems = (each for report in reports for each in report.scenario.systems)
    farthest = max(km(system.max_range_m) for system in systems)
    subtitle = reports[0].scenario.subtitle
    return (
        f"<strong>{_text(_title(reports))}</strong><br>"
        f"{_text(subtitle) + '<br>' if subtitle else ''}"
        f"Up to {farthest:g} km. Sources: {_text(sources)}"
        f"<details><summary>What it does not say</summary>{_text(caveats)}</details>"
    )


def _text(text: str) -> str:
    return escape(one_line(text))
