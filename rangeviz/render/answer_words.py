"""What answers say in sentences, for their pages and their pictures.

The main thing that a report finds, what a comparison gains, what a stage permits.
"""

from __future__ import annotations

from collections.abc import Sequence

from rangeviz.analysis.caveats import sector_words
from rangeviz.analysis.comparison import SiteComparison
from rangeviz.analysis.part import Part
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.analysis.stages import StageReport
from rangeviz.arguments import plain
from rangeviz.errors import InputError
from rangeviz.language.language import MOST_NAMES, NEARLY_ALL, Language
from rangeviz.language.wording import Note
from rangeviz.language.words import OWN_RANGE
from rangeviz.model.site import LaunchSite, named_once
from rangeviz.model.system import System
from rangeviz.model.zone import Zone
from rangeviz.render.page.tables import short_names, zone_name

MAX_AREAS = 4
LONGEST_NAME = 48
LEAST_SAID_M2 = 5e4  # less rounds to no square kilometre


class AnswerWords:
    """Says things in one language.

    Parameters
    ----------
    language : Language
        Its words, numbers, and names of regions.
    """

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, key: str, **values: str) -> str:
        """Say one of the messages; values are no templates."""
        return self.language.phrase(key, **values)


class FindingWords(AnswerWords):
    """Says the main thing that a report's figures say, in one language.

    Parameters
    ----------
    report : Report
        What was computed.
    language : Language
        Its words, numbers, and names of regions.
    """

    def __init__(self, report: Report, language: Language) -> None:
        super().__init__(language)
        self.report = report
        self.systems = report.scenario.systems

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
        if len(names) > MOST_NAMES:
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
        sites = named_once(self.report.scenario.sites)
        return self.few([self.site(site) for site in sites])

    def few(self, names: Sequence[str]) -> str:
        """Join names, the first few if there are many."""
        is_short = len(names) <= MOST_NAMES
        return self.listed(names) if is_short else self.language.few(names)

    def listed(self, names: Sequence[str]) -> str:
        """Join names the way a sentence does: "a, b and c"."""
        *most, last = names
        return self.say("and", most=", ".join(most), last=last) if most else last


def _zone_merit(found: ReachReport) -> tuple[float, float]:
    return found.zones[0].share_of_unit, found.reach.system.max_range_m


class GainWords(AnswerWords):
    """Writes the sentences of a comparison in one language.

    Parameters
    ----------
    comparison : SiteComparison
        Of one site.
    language : Language
        Its words, numbers, and names of regions.
    """

    def __init__(self, comparison: SiteComparison, language: Language) -> None:
        super().__init__(language)
        self.comparison = comparison
        pair = [side.reach.system for side in (comparison.base, comparison.other)]
        self.base, self.other = spoken_names(pair, language)
        self.whole = comparison.of_kind("reach")[0]

    def claim(self) -> str:
        """Say what the second reach adds, in one line."""
        pair = {"base": self.base, "other": self.other, "site": self.site}
        sector = sector_words(self.comparison.base.reach.sector, self.language)
        if self.whole.gained_m2 < LEAST_SAID_M2:
            return self.say("gain_none", **pair) + sector
        area = self.language.km2(self.whole.gained_m2)
        return self.say("gain", area=area, **pair) + sector

    @property
    def site(self) -> str:
        """Name of the site."""
        return self.language.place(self.comparison.base.reach.site)

    def newly(self) -> str:
        """Count what is newly reached, and say what is lost, if anything is."""
        regions = [row for row in self.comparison.of_kind("region") if row.is_new]
        told = self.say(
            "newly",
            regions=self.language.count(len(regions)),
            places=self.language.count(len(self.comparison.places_gained)),
        )
        if self.whole.lost_m2 < LEAST_SAID_M2:
            return told
        area = self.language.km2(self.whole.lost_m2)
        return f"{told} {self.say('only_base', base=self.base, area=area)}"

    def gained(self, area_m2: float) -> str:
        """Label an area that is added."""
        return self.say("gained", area=self.language.km2(area_m2))

    def name(self, part: Part) -> str:
        """Name a country, a region, or what lies elsewhere."""
        if part.kind == "elsewhere":
            return self.language.say("Sea and elsewhere")
        name = self.language.name(part.code, part.name)
        return name or self.language.phrase("noCountry")


def most_gained(comparisons: Sequence[SiteComparison]) -> SiteComparison:
    """Give the comparison of the site that gains most, the first of equals."""
    return max(comparisons, key=lambda each: round(_gained_km2(each)))


def _gained_km2(comparison: SiteComparison) -> float:
    return comparison.of_kind("reach")[0].gained_m2 / 1e6


class StageWords(AnswerWords):
    """Writes the sentences of one stage in one language.

    Parameters
    ----------
    told : StageReport
        The stage and its figures.
    language : Language
        Its words, numbers, and names of regions.
    """

    def __init__(self, told: StageReport, language: Language) -> None:
        super().__init__(language)
        self.told = told
        self.stage, self.report = told.stage, told.report
        systems = self.report.scenario.systems
        self.names = spoken_names(systems, language)

    def zones(self) -> str:
        """Say which zones count, and by which rule."""
        zones = self.report.scenario.zones
        if not zones:
            own = bool(self.stage.sites)
            return f"{self.areas(permitted=False)}." if own else self.say("no_zone")
        rules = {"restricted": "restricted zone", "only": "permitted only here"}
        named = (
            f"{zone_name(each, self.language)} ({self.language.say(rules[each.rule])})"
            for each in zones
        )
        return self.say("zones_of", zones=", ".join(named))

    def note(self) -> str:
        """Say what the stage's author, or rangeviz, remarks on it."""
        return Note(self.stage.note).in_language(self.language)

    def areas(self, *, permitted: bool) -> str:
        """Say how large each system's reach from the first site is, or what is left."""
        first: Sequence[ReachReport] = self.report.reaches[: len(self.names)]
        told = [
            self.say(
                "area_of",
                system=name,
                area=self.language.km2(
                    row.permitted_m2 if permitted else row.reach.area_m2
                ),
            )
            for name, row in zip(self.names, first, strict=True)
        ]
        return ", ".join(told[:MAX_AREAS])

    def permitted(self) -> str:
        """Say what the zones' rules leave, for each system from the first site."""
        told = self.say("permitted", areas=self.areas(permitted=True))
        if len(self.report.scenario.sites) == 1:
            return told
        site = self.language.place(self.report.scenario.sites[0])
        return f"{self.language.say('From {site}').format(site=site)}: {told}"


def has_own_sites(stages: Sequence[StageReport]) -> bool:
    """Tell whether what is measured from changes with the dates."""
    return any(each.stage.sites for each in stages)


def check_dates(stages: Sequence[StageReport], most: int, what: str) -> None:
    """Refuse more stages with lines or areas of their own than a reader can follow.

    Raises
    ------
    InputError
        If there are more.
    """
    if len(stages) > most and has_own_sites(stages):
        raise InputError(
            f"a {what} shows {most} dates of a line or area at most, and there are "
            f"{len(stages):,}: give fewer, or write .csv"
        )


def stages_title(stages: Sequence[StageReport], language: Language) -> str:
    """Head a timeline from its first date to its last; tell a single stage itself."""
    first, last = stages[0].stage, stages[-1].stage
    if len(stages) == 1:
        return f"{first.date}: {first.label}"
    names = [language.place(site) for site in stages[0].report.scenario.sites]
    sites, dates = language.few(names), {"first": first.date, "last": last.date}
    key = "dates_title" if has_own_sites(stages) else "stages_title"
    made = language.phrase(key, site=sites, **dates)
    return made + sector_words(stages[0].report.scenario.sector, language)


def spoken_names(systems: Sequence[System], language: Language) -> list[str]:
    """Name systems in a sentence: briefly, and a range without a name by its length.

    Parameters
    ----------
    systems : sequence of System
        All that the sentence may speak of: short names must tell them apart.
    language : Language
        Of the sentence.

    Examples
    --------
    >>> pair = [System.ad_hoc(max_range_m=metres) for metres in (80_500, 150_000)]
    >>> spoken_names(pair, Language("de"))
    ['80,5 km', '150 km']
    """
    return [
        f"{language.range_km(system.max_range_m)} {language.say('km')}"
        if system.name == OWN_RANGE
        else name
        for system, name in zip(systems, short_names(systems, language), strict=True)
    ]


def with_figure(name: str, figure: str) -> str:
    """Write a name before a figure: a number at its end is kept apart.

    Examples
    --------
    >>> with_figure("ATACMS", "305.8 km"), with_figure("KEPD 350", "500 km")
    ('ATACMS 305.8 km', 'KEPD 350, 500 km')
    """
    return f"{name}, {figure}" if name[-1:].isdigit() else f"{name} {figure}"
