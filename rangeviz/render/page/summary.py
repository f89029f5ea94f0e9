"""The page's own sentences: headline, subtitle and a description of the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rangeviz.analysis.caveats import sector_caveat
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.language.language import Language
from rangeviz.language.words import FINDING_WORDS
from rangeviz.model.site import named_once
from rangeviz.render.answer_words import FindingWords, spoken_names
from rangeviz.render.page.tables import short_names, zone_name


def headline(report: Report, language: Language) -> str:
    """Give the scenario's title, or the main thing that its figures say."""
    return report.scenario.title or FindingWords(report, language).finding()


def finding_data(report: Report, language: Language) -> dict[str, Any]:
    """Give what the page's script needs to say the headline of a moved point."""
    keys = {"title", "and_more", *FINDING_WORDS}
    if report.borders is None:
        keys.remove("covers_own")
    return {
        "words": {key: language.template(key) for key in sorted(keys)},
        "ranges": spoken_names(report.scenario.systems, language),
    }


def subtitle(report: Report, language: Language) -> str:
    """Give the scenario's subtitle, or what is drawn."""
    scenario = report.scenario
    if scenario.subtitle:
        return scenario.subtitle
    has_rings = any(row.reach.site.is_point for row in report.reaches)
    key = "subtitle" if has_rings else "subtitle_areas"
    if not scenario.zones:
        return language.phrase(key)
    zones = language.few([zone_name(zone, language) for zone in scenario.zones])
    return language.phrase(f"{key}_zones", zones=zones)


def summary(
    report: Report, language: Language, *, counts: str = "summary_counts"
) -> list[str]:
    """Say what the map shows, in sentences, at last how much, by the key `counts`.

    Many sites are told together: how near each zone is to the nearest of them.
    """
    groups = report.by_site
    sites = [language.place(site) for site in named_once(report.scenario.sites)]
    sentences = [
        language.phrase(
            "summary_ranges",
            site=language.few(sites),
            ranges=_ranges(groups[0], language),
        )
    ]
    sentences += [caveat.render(language) for caveat in sector_caveat(report.scenario)]
    for row in range(len(report.scenario.zones)):
        nearest = min(groups, key=lambda group: group[0].zones[row].nearest_m)
        sentences.append(_zone_sentence(nearest, row, len(groups) > 1, language))
    regions = {row.code for found in report.reaches for row in found.regions}
    places = {(p.name, p.lon, p.lat) for found in report.reaches for p in found.places}
    sentences.append(
        language.phrase(
            counts,
            regions=language.count(len(regions)),
            places=language.count(len(places)),
        )
    )
    return sentences


def _ranges(reaches: Sequence[ReachReport], language: Language) -> str:
    names = short_names([found.reach.system for found in reaches], language)
    unit = language.say("km")
    return ", ".join(
        f"{name} {language.range_km(found.reach.system.max_range_m)} {unit}"
        for name, found in zip(names, reaches, strict=True)
    )


def _zone_sentence(
    reaches: Sequence[ReachReport], row: int, name_site: bool, language: Language
) -> str:
    names = short_names([found.reach.system for found in reaches], language)
    first = reaches[0].zones[row]
    inside = first.nearest_m <= 0 and reaches[0].reach.site.is_point
    key = "summary_zone_inside" if inside else "summary_zone"
    sentence = language.phrase(
        key,
        zone=zone_name(first, language),
        nearest=language.km(first.nearest_m),
        shares=", ".join(
            f"{name} {language.share(found.zones[row].share_of_unit)}"
            for name, found in zip(names, reaches, strict=True)
        ),
    )
    if not name_site:
        return sentence
    site = language.place(reaches[0].reach.site)
    start = language.phrase("figures_from", site=site)
    return f"{start}: {sentence}"
