"""What a picture says in words, all of it from the report's own figures."""

from __future__ import annotations

from collections.abc import Sequence

from rangeviz.analysis.caveats import OWN_LAYERS, sector_caveat
from rangeviz.analysis.part import Part
from rangeviz.arguments import plain
from rangeviz.language.wording import Note
from rangeviz.model.site import LaunchSite, format_position
from rangeviz.model.system import System
from rangeviz.model.zone import Zone
from rangeviz.render.answer_words import FindingWords, with_figure
from rangeviz.render.figure.view import View
from rangeviz.units import miles

_STRETCH_SAID = 0.005  # a smaller distortion does not show


class Words(FindingWords):
    """Writes a picture's sentences in one language.

    Parameters
    ----------
    report : Report
        What was computed.
    language : Language
        Its words, numbers, and names of regions.
    """

    def headline(self) -> str:
        """Give the scenario's title, or the main thing that the figures say."""
        return plain(self.report.scenario.title) or self.finding()

    def subtitle(self) -> str:
        """Give the scenario's subtitle, or the ranges and the zones' figures."""
        scenario = self.report.scenario
        if scenario.subtitle:
            return plain(scenario.subtitle)
        ranges = self.few([self.range_label(system) for system in scenario.systems])
        sentences = [self.say("ranges", site=self.sites(), ranges=ranges)]
        sentences += [each.render(self.language) for each in sector_caveat(scenario)]
        step = len(scenario.systems)
        for index in range(len(scenario.zones)):
            rows = [found.zones[index] for found in self.report.reaches]
            nearest = min(range(len(rows)), key=lambda at: rows[at].nearest_m)
            first = nearest // step * step
            site = self.report.reaches[first].reach.site
            sentences.append(self._zone_figures(rows[first : first + step], site))
        return " ".join(sentences)

    def _zone_figures(self, rows: Sequence[Part], site: LaunchSite) -> str:
        shares = [
            f"{self.name(system)} {self.language.share(row.share_of_unit)}"
            for system, row in zip(self.systems, rows, strict=True)
        ]
        nearest_m = rows[0].nearest_m
        inside = "summary_zone_inside" if site.is_point else "zone_touches"
        sentence = self.say(
            "summary_zone" if nearest_m else inside,
            zone=self.zone(rows[0]),
            nearest=self.language.km(nearest_m),
            shares=self.few(shares),
        )
        if len(self.report.scenario.sites) == 1:
            return sentence
        return f"{self.say('figures_from', site=self.site(site))}: {sentence}"

    def range_label(self, system: System, *, both: bool = True) -> str:
        """Name a system with its range in kilometres and, if both, in miles.

        Examples
        --------
        >>> from rangeviz.analysis.report import build_report
        >>> from rangeviz.language.language import Language
        >>> from rangeviz.model.scenario import Scenario
        >>> own = System.ad_hoc(max_range_m=305_800, name="Example")
        >>> report = build_report(Scenario((LaunchSite.at(36, 50),), (own,)))
        >>> Words(report, Language("de")).range_label(own)
        'Example 305,8 km (190 mi)'
        """
        name, language = self.name(system), self.language
        least = (
            f"{language.range_km(system.min_range_m)}–" if system.min_range_m else ""
        )
        most, km = language.range_km(system.max_range_m), language.say("km")
        figure = f"{least}{most} {km}"
        label = figure if figure == name else with_figure(name, figure)
        if not both:
            return label
        return f"{label} ({self._miles(system)} {language.say('mi')})"

    def _miles(self, system: System) -> str:
        if system.max_range_m >= 16_000:
            return self.language.miles(system.max_range_m)
        return self.language.number(miles(system.max_range_m), 1)

    def zone_label(self, zone: Zone) -> str:
        """Name a zone with its rule."""
        return self.say("zone_label", zone=self.zone(zone), rule=self.say(zone.rule))

    def footers(self, view: View) -> list[str]:
        """Give the paragraphs under the map, the main caveat first.

        Parameters
        ----------
        view : View
            What is drawn, for the projection's own caveat.

        Returns
        -------
        list of str
            Main caveat; further caveats; sources of the ranges; projection and data.
        """
        first, *others = self.caveats()
        # One report may be the source of several ranges, with a quote for each.
        cited = dict.fromkeys(
            plain(Note(each.citation).in_language(self.language))
            for each in self.report.sources
        )
        sources = "; ".join(cited)
        data = " ".join(plain(self.language.say(t)) for t in self.report.attributions)
        made = self.say("made_with", version=self.report.version)
        return [
            first,
            " ".join(others),
            _ended(self.say("sources", sources=sources)),
            f"{self.projection(view)} {data} {made}",
        ]

    def short_footers(self) -> list[str]:
        """Give the main caveat, and briefly the sources of ranges and data."""
        parts = [(s.title, s.publisher, s.date) for s in self.report.sources]
        cited = dict.fromkeys(plain(", ".join(filter(None, each))) for each in parts)
        data = " ".join(plain(self.language.say(t)) for t in self.report.attributions)
        made = self.say("made_with", version=self.report.version)
        sources = _ended(self.say("sources", sources="; ".join(cited)))
        return [self.caveats()[0], f"{sources} {data} {made}"]

    def caveats(self) -> list[str]:
        """Give every caveat as a sentence of one line; a picture has no own layers."""
        kept = [caveat for caveat in self.report.caveats if caveat != OWN_LAYERS]
        told = (caveat.render(self.language) for caveat in kept)
        return [_ended(plain(text)) for text in told]

    def projection(self, view: View) -> str:
        """Say what the projection keeps true, and what not."""
        sites = self.report.scenario.sites
        if len(sites) == 1 and sites[0].is_point:
            key = "about_site_sector" if self.report.scenario.sector else "about_site"
            text = self.say(key, site=self.site(sites[0]))
        else:
            position = format_position(view.lon, view.lat)
            text = self.say("about_middle", position=position)
        if view.stretch > 1:
            return f"{text} {self.say('stretched')}"
        if view.stretch > _STRETCH_SAID:
            percent = self.language.share(max(view.stretch, 0.01))
            return f"{text} {self.say('stretched_by', percent=percent)}"
        return text

    def description(self, *, whole: bool = False) -> str:
        """Describe the picture to someone who can't see it, with all caveats or one."""
        caveats = self.caveats()
        told = caveats if whole else caveats[:1]
        if callouts := self.report.scenario.callouts:
            written = "; ".join(callout.text for callout in callouts)
            told = [_ended(f"{self.say('callouts')}: {written}"), *told]
        return " ".join([self.say("picture"), self.subtitle(), *told])


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
