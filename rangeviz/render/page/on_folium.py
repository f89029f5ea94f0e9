"""A report on a folium map that somebody else made.

Leaflet reads names of layers, tooltips and attributions as HTML: every text is
escaped here, so that no name can run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import folium
import shapely
from branca.element import MacroElement
from jinja2 import Template

from rangeviz.analysis.report import ReachReport, Report
from rangeviz.arguments import brief
from rangeviz.errors import InputError
from rangeviz.language.wording import one_line
from rangeviz.model.site import LaunchSite
from rangeviz.model.zone import Zone
from rangeviz.style import ZONE_LINE, RingStyle, ring_style
from rangeviz.units import km

_RULES = {"restricted": "use is not permitted inside", "only": "nowhere else"}


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


def add_report(m: folium.Map, report: Report) -> None:
    """Add reaches, zones, sites, title, sources and caveats to a map.

    Parameters
    ----------
    m : folium.Map
        Any map; each reach and each zone becomes a layer that its layer control names.
    report : Report
        What to show.

    Raises
    ------
    InputError
        If `m` is no folium map.
    """
    if not isinstance(m, folium.Map):
        raise InputError(f"m is {brief(m)}: give a folium.Map, or leave it out")
    systems = len(report.scenario.systems)
    for zone in report.scenario.zones:
        _add_zone(m, zone)
    for row, reached in enumerate(report.reaches):
        _add_reach(m, reached, ring_style(row % systems))
    for site in report.scenario.sites:
        _add_site(m, site)
    attribution = "; ".join(_text(each) for each in report.attributions)
    _Caption(_caption(report), attribution).add_to(m)


def _add_reach(m: folium.Map, reached: ReachReport, look: RingStyle) -> None:
    envelope = reached.reach
    style = {
        "color": look.line,
        "dashArray": look.dash or None,
        "fillColor": look.line,
        "fillOpacity": 0.1,
        "weight": 2.6,
    }
    lines = [
        envelope.label,
        f"Area {envelope.area_km2:,.0f} km2, drawn within "
        f"{envelope.max_deviation_m:.2g} m",
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


def _tooltip(lines: Sequence[str]) -> folium.Tooltip:
    return folium.Tooltip("<br>".join(_text(line) for line in lines if line))


def _caption(report: Report) -> str:
    scenario = report.scenario
    names = ", ".join(system.name for system in scenario.systems)
    title = scenario.title or f"Published ranges: {names}"
    sources = "; ".join(source.citation for source in report.sources)
    caveats = " ".join(map(str, report.caveats))
    farthest = max(km(system.max_range_m) for system in scenario.systems)
    return (
        f"<strong>{_text(title)}</strong><br>"
        f"Up to {farthest:g} km. Sources: {_text(sources)}"
        f"<details><summary>What it does not say</summary>{_text(caveats)}</details>"
    )


def _text(text: str) -> str:
    return escape(one_line(text))
