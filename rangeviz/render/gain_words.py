"""What a comparison says in words, for its picture and its page."""

from __future__ import annotations

from collections.abc import Sequence

from rangeviz.analysis.caveats import sector_words
from rangeviz.analysis.comparison import SiteComparison
from rangeviz.analysis.part import Part
from rangeviz.language.language import Language
from rangeviz.language.page_words import SCRIPT_WORDS
from rangeviz.language.picture_words import GAIN_WORDS
from rangeviz.render.system_names import spoken_names

LEAST_SAID_M2 = 5e4  # less rounds to no square kilometre


class GainWords:
    """Writes the sentences of a comparison in one language.

    Parameters
    ----------
    comparison : SiteComparison
        Of one site.
    language : Language
        Its words, numbers, and names of regions.
    """

    def __init__(self, comparison: SiteComparison, language: Language) -> None:
        self.comparison, self.language = comparison, language
        pair = [side.reach.system for side in (comparison.base, comparison.other)]
        self.base, self.other = spoken_names(pair, language)
        self.whole = comparison.of_kind("reach")[0]

    def say(self, key: str, **values: str) -> str:
        """Say one of the messages; values are no templates."""
        return self.language.say(GAIN_WORDS[key]).format(**values)

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
        return name or self.language.say(SCRIPT_WORDS["noCountry"])


def most_gained(comparisons: Sequence[SiteComparison]) -> SiteComparison:
    """Give the comparison of the site that gains most, the first of equals."""
    return max(comparisons, key=lambda each: round(_gained_km2(each)))


def _gained_km2(comparison: SiteComparison) -> float:
    return comparison.of_kind("reach")[0].gained_m2 / 1e6
