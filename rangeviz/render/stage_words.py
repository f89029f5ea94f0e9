"""What a scenario's stages say in words, for their page and their picture."""

from __future__ import annotations

from collections.abc import Sequence

from rangeviz.analysis.caveats import sector_words
from rangeviz.analysis.report import ReachReport
from rangeviz.analysis.stages import StageReport
from rangeviz.language.language import Language
from rangeviz.language.picture_words import STAGE_WORDS
from rangeviz.language.spoken import Note
from rangeviz.render.page.tables import zone_name
from rangeviz.render.system_names import spoken_names

MAX_AREAS = 4
MAX_SITES = 3


class StageWords:
    """Writes the sentences of one stage in one language.

    Parameters
    ----------
    told : StageReport
        The stage and its figures.
    language : Language
        Its words, numbers, and names of regions.
    """

    def __init__(self, told: StageReport, language: Language) -> None:
        self.told, self.language = told, language
        self.stage, self.report = told.stage, told.report
        systems = self.report.scenario.systems
        self.names = spoken_names(systems, language)

    def say(self, key: str, **values: str) -> str:
        """Say one of the messages; values are no templates."""
        return self.language.say(STAGE_WORDS[key]).format(**values)

    def zones(self) -> str:
        """Say which zones count, and by which rule."""
        zones = self.report.scenario.zones
        if not zones:
            return self.say("no_zone")
        rules = {"restricted": "restricted zone", "only": "permitted only here"}
        named = (
            f"{zone_name(each, self.language)} ({self.language.say(rules[each.rule])})"
            for each in zones
        )
        return self.say("zones_of", zones=", ".join(named))

    def note(self) -> str:
        """Say what the stage's author, or rangeviz, remarks on it."""
        return Note(self.stage.note).in_language(self.language)

    def permitted(self) -> str:
        """Say what the zones' rules leave, for each system from the first site."""
        first: Sequence[ReachReport] = self.report.reaches[: len(self.names)]
        areas = [
            self.say("area_of", system=name, area=self.language.km2(row.permitted_m2))
            for name, row in zip(self.names, first, strict=True)
        ]
        told = self.say("permitted", areas=", ".join(areas[:MAX_AREAS]))
        if len(self.report.scenario.sites) == 1:
            return told
        site = self.language.place(self.report.scenario.sites[0])
        return f"{self.language.say('From {site}').format(site=site)}: {told}"


def stages_title(stages: Sequence[StageReport], language: Language) -> str:
    """Head a timeline from its first date to its last; tell a single stage itself."""
    first, last = stages[0].stage, stages[-1].stage
    if len(stages) == 1:
        return f"{first.date}: {first.label}"
    names = [language.place(site) for site in stages[0].report.scenario.sites]
    site, more = ", ".join(names[:MAX_SITES]), len(names) - MAX_SITES
    if more > 0:
        template = language.say("{names} and {count} more")
        site = template.format(names=site, count=language.count(more))
    title = language.say(STAGE_WORDS["stages_title"])
    made = title.format(site=site, first=first.date, last=last.date)
    return made + sector_words(stages[0].report.scenario.sector, language)
