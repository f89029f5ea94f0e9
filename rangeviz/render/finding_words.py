"""What a report finds, in one sentence: the headline of a page and of a picture."""

from __future__ import annotations

from collections.abc import Sequence

from rangeviz.analysis.caveats import sector_words
from rangeviz.analysis.part import Part
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.language.language import NEARLY_ALL, Language
from rangeviz.language.page_words import TEMPLATE_WORDS
from rangeviz.language.picture_words import PICTURE_WORDS
from rangeviz.language.wording import plain
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import System
from rangeviz.model.zone import Zone
from rangeviz.render.page.tables import zone_name
from rangeviz.render.system_names import spoken_names

MAX_NAMES = 3
LONGEST_NAME = 48
_WORDS = {**TEMPLATE_WORDS, **PICTURE_WORDS}


class FindingWords:
    """Says the main thing that a report's figures say, in one language.

    Parameters
    ----------
    report : Report
        What was computed.
    language : Language
        Its words, numbers, and names of regions.
    """

    def __init__(self, report: Report, language: Language) -> None:
        self.report, self.language = report, language
        self.systems = report.scenario.systems

    def say(self, key: str, **values: str) -> str:
        """Say one of the picture's or the page's messages; values are no templates."""
        return self.language.say(_WORDS[key]).format(**values)

    def finding(self) -> str:
        """Say the main thing that the figures say."""
        scenario = self.report.scenario
        claim = self._zone_claim() if scenario.zones else self._country_claim()
        return claim + sector_words(scenario.sector, self.language)

    def _country_claim(self) -> str:
        reaches = self.report.reaches
        found = max(reaches, key=lambda row: row.reach.system.max_range_m)
        about = {"range": self.name(found.reach.system), "site": self.sites()}
        if self.report.borders is not None:
            codes = {row.code for each in reaches for row in each.regions}
            count = self.language.count(len(codes))
            return self.say("covers_own", count=count, **about)
        named = {row.code: row.name for each in reaches for row in each.countries}
        names = [plain(self.language.name(*each)) for each in named.items()]
        if not names:
            return self.say("covers_none", **about)
        if len(names) == 1:
            return self.say("covers_one", country=names[0], **about)
        if len(names) > MAX_NAMES:
            count = self.language.count(len(names))
            return self.say("covers_many", count=count, **about)
        return self.say("covers_listed", countries=self.listed(names), **about)

    def _zone_claim(self) -> str:
        """Say how much of the first zone the range that says most reaches."""
        reaches = self.report.reaches
        full = [r for r in reaches if r.zones[0].share_of_unit >= NEARLY_ALL]
        if full:
            found = min(full, key=lambda row: row.reach.system.max_range_m)
        else:
            found = max(reaches, key=_zone_merit)
        row = found.zones[0]
        key = "zone_all" if full else "zone_some" if row.share_of_unit else "zone_none"
        return self.say(
            key,
            zone=self.zone(row),
            range=self.name(found.reach.system),
            site=self.site(found.reach.site),
            share=self.language.share(row.share_of_unit),
        )

    def name(self, system: System) -> str:
        """Name a system briefly; a range without a name by its kilometres."""
        names = spoken_names(self.systems, self.language)
        return plain(names[list(self.systems).index(system)], longest=28)

    def zone(self, zone: Zone | Part) -> str:
        """Name a zone."""
        return plain(zone_name(zone, self.language), longest=LONGEST_NAME)

    def site(self, site: LaunchSite) -> str:
        """Name a launch site."""
        return plain(self.language.place(site), longest=LONGEST_NAME)

    def sites(self) -> str:
        """Name the launch sites, the first few if there are many."""
        return self.few([self.site(site) for site in self.report.scenario.sites])

    def few(self, names: Sequence[str]) -> str:
        """Join names, the first few if there are many."""
        more = len(names) - MAX_NAMES
        if more <= 0:
            return self.listed(names)
        shown = ", ".join(names[:MAX_NAMES])
        return self.say("and_more", names=shown, count=self.language.count(more))

    def listed(self, names: Sequence[str]) -> str:
        """Join names the way a sentence does: "a, b and c"."""
        *most, last = names
        return self.say("and", most=", ".join(most), last=last) if most else last


def _zone_merit(found: ReachReport) -> tuple[float, float]:
    return found.zones[0].share_of_unit, found.reach.system.max_range_m
