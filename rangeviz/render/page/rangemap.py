"""RangeMap: a folium map that becomes one offline file."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib.resources import files
from typing import Any

import folium
import jinja2
import markupsafe

from rangeviz.analysis.report import Report
from rangeviz.datasets.local_names import language_in
from rangeviz.datasets.scenario.writer import scenario_to_toml
from rangeviz.language.language import Language
from rangeviz.language.wording import Note
from rangeviz.language.words import TEMPLATE_WORDS
from rangeviz.model.scenario import Scenario
from rangeviz.model.site import named_once
from rangeviz.render.page import inline, notebook, offline
from rangeviz.render.page.basemap import Basemap, make_basemap
from rangeviz.render.page.content import page_data, web_address
from rangeviz.render.page.encode import to_data_block
from rangeviz.render.page.layer_sections import WithinTable, within_tables
from rangeviz.render.page.parts import Extras
from rangeviz.render.page.summary import finding_data, headline, subtitle, summary
from rangeviz.render.page.tables import SiteTables, short_names, site_tables, zone_name
from rangeviz.style import RING_STYLES, ring_style

MOST_ROWS_OPEN = 8  # a longer table is folded at first
FOOTER_CAVEATS = 2  # always in sight; the panel holds them all
# The little of jQuery that folium's popups call.
_JQUERY_SHIM = (
    "window.$=window.jQuery||function(a){if(typeof a==='string'){"
    "var t=document.createElement('template');t.innerHTML=a.trim();"
    "return t.content.childNodes}return{ready:function(f){f()}}};"
)


class RangeMap(folium.Map):
    """A report on a folium map, rendered as one file without any request.

    folium children can be added as to any map; what they would fetch from
    the network is refused, with its address, when the map is rendered.

    Parameters
    ----------
    report : Report
        What to show.
    lang : str, optional
        Language of the page, one of `rangeviz.language.language.LANGUAGES`;
        the scenario's by default.

    Notes
    -----
    Names become text nodes: nothing in a name is read as HTML, JavaScript or
    a template. Two renderings of one report are byte-equal.
    """

    def __init__(
        self,
        report: Report,
        *,
        lang: str | None = None,
    ) -> None:
        site = report.scenario.sites[0]
        super().__init__(location=[site.lat, site.lon], tiles=None)
        self.default_js, self.default_css = [], []
        language = lang or report.scenario.language
        # The page carries its scenario, and that includes its language.
        self.report = report = replace(
            report, scenario=replace(report.scenario, language=language)
        )
        self.basemap = basemap = self._basemap()
        self.language = language_in(
            language, basemap.cover.bounds, worldview=report.scenario.worldview
        )
        self._extras = self.extras()
        data = page_data(report, basemap, self.language) | (self._extras.data or {})
        if self.finds():
            data["finding"] = finding_data(report, self.language)
        self._has_places = data["places"]["labelled"] > 0
        self._data = to_data_block(data)
        # Of the scenario, not of the data: so the script of two pages that differ in
        # borders alone is the same, and can be checked without the borders.
        carried = scenario_to_toml(self.carried())
        self._id = hashlib.sha256(carried.encode("utf-8")).hexdigest()[:32]
        self.title = self.headline()
        self._figure = offline.OfflineFigure(
            title=self.title,
            lang=self.language.tag,
            description=" ".join(self.summary()[:-1]),
        )
        self._figure._id = self._id
        self._figure.add_child(self)

    def carried(self) -> Scenario:
        """Give the scenario that the page carries."""
        return self.report.scenario

    def headline(self) -> str:
        """Give the page's title."""
        return headline(self.report, self.language)

    def finds(self) -> bool:
        """Say whether the title is the figures' own, which follows a moved point."""
        return not self.report.scenario.title

    def subtitle(self) -> str:
        """Give the line under the title."""
        return subtitle(self.report, self.language)

    def summary(self) -> list[str]:
        """Say what the map shows, in sentences."""
        return summary(self.report, self.language)

    def tables(self) -> list[SiteTables]:
        """Give the tables of each launch site."""
        return site_tables(self.report, self.language)

    def own_layers(self) -> list[WithinTable]:
        """Give the tables of own layers, where there are any."""
        return within_tables(self.report, self.language)

    def extras(self) -> Extras:
        """Give what the page carries beside the usual: nothing here."""
        return Extras()

    def _basemap(self) -> Basemap:
        scenario = self.report.scenario
        return make_basemap(
            [site.geometry for site in scenario.sites],
            max(system.high_m or system.max_range_m for system in scenario.systems),
            worldview=scenario.worldview,
            borders=self.report.borders,
        )

    def to_html(self) -> str:
        """Give the whole document as text."""
        return self._figure.render()

    def render(self, **kwargs: Any) -> str:
        """Hand every part to the figure; branca calls it and ignores the result."""
        figure = self._figure
        whole = bool(self._children)
        extended = self._extras.data is not None
        sheet = inline.stylesheet(whole=whole, extended=extended)
        styles = f"<style>{sheet}</style>"
        libraries = f"<script>{inline.leaflet_script(whole=whole)}</script>"
        figure.header.add_child(offline.Text(styles), name="styles")
        figure.header.add_child(offline.Text(libraries), name="libraries")
        figure.html.add_child(offline.Text(self._body()), name="page")
        script = "".join(
            (
                self._children_support(),
                inline.page_script(extended=extended),
                f"var {self.get_name()} = rangeviz.start();\n",
            )
        )
        figure.script.add_child(offline.Text(script), name="page")
        for child in list(self._children.values()):
            child.render(**kwargs)
        return ""

    def _children_support(self) -> str:
        if not self._children:
            return ""
        return _JQUERY_SHIM + offline.marker_icon_script() + "\n"

    def _body(self) -> str:
        report, language = self.report, self.language
        return _template(language).render(
            w=language.words(TEMPLATE_WORDS),
            title=self.title,
            subtitle=self.subtitle(),
            finds=self.finds(),
            summary=self.summary(),
            extras=self._extras,
            site_names=[
                self.language.place(site) for site in named_once(report.scenario.sites)
            ],
            sites=report.scenario.sites,
            points=[site for site in report.scenario.sites if site.is_point],
            systems=report.scenario.systems,
            has_bands=any(
                system.low_m and system.high_m and system.low_m < system.high_m
                for system in report.scenario.systems
            ),
            has_places=self._has_places,
            shorts=short_names(report.scenario.systems, self.language),
            system_names=[
                Note(system.name).in_language(self.language)
                for system in report.scenario.systems
            ],
            styles=len(RING_STYLES),
            dashes=[ring_style(i).dash for i in range(len(report.scenario.systems))],
            zones=report.scenario.zones,
            callouts=report.scenario.callouts,
            zone_names=[zone_name(zone, language) for zone in report.scenario.zones],
            tables=self.tables(),
            own_layers=self.own_layers(),
            caveats=[c.render(language) for c in report.caveats],
            first_caveats=FOOTER_CAVEATS,
            most_open=MOST_ROWS_OPEN,
            attributions=[language.say(line) for line in report.attributions],
            version=report.version,
            data=markupsafe.Markup(self._data),
            scenario=markupsafe.Markup(scenario_to_toml(self.carried())),
        )

    def _repr_html_(self, **_: Any) -> str:
        """Give the frame with the page, where nobody asks for a picture."""
        return notebook.frame(self.title, self.to_html())

    def _ipython_display_(self, name: str = "") -> None:
        """Show the page in a notebook, and its picture where no script runs."""
        notebook.Shown(self).display(name or f"<RangeMap: {self.title}>")


def _template(language: Language) -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["miles"] = language.miles
    environment.filters["range_km"] = language.range_km
    environment.filters["web_address"] = web_address
    environment.filters["note"] = lambda text: Note(text).in_language(language)
    source = files("rangeviz.render.page").joinpath("templates", "page.html.jinja")
    return environment.from_string(source.read_text(encoding="utf-8"))
