"""The page's own sentences: headline, subtitle and a description of the map."""

from __future__ import annotations

from collections.abc import Sequence

from rangeviz.analysis.report import ReachReport, Report
from rangeviz.render.page.encode import clean_text
from rangeviz.render.page.numbers import (
    format_count,
    format_km,
    format_range_km,
    format_share,
)
from rangeviz.render.page.tables import short_names

MAX_NAMES = 3


def headline(report: Report, words: dict[str, str]) -> str:
    """Give the scenario's title, or one made from its sites and systems."""
    scenario = report.scenario
    if scenario.title:
        return clean_text(scenario.title)
    return words["title"].format(
        sites=_list([site.name for site in scenario.sites], words),
        systems=_list(short_names(scenario.systems), words),
    )


def subtitle(report: Report, words: dict[str, str]) -> str:
    """Give the scenario's subtitle, or what is drawn."""
    scenario = report.scenario
    if scenario.subtitle:
        return clean_text(scenario.subtitle)
    if not scenario.zones:
        return words["subtitle"]
    zones = _list([zone.name for zone in scenario.zones], words)
    return words["subtitle_zones"].format(zones=zones)


def summary(report: Report, words: dict[str, str]) -> list[str]:
    """Say what the map shows, in sentences.

    Many sites are told together: how near each zone is to the nearest of them.
    """
    step = len(report.scenario.systems)
    groups = [report.reaches[i : i + step] for i in range(0, len(report.reaches), step)]
    sites = [found.reach.site.name for found in report.reaches[::step]]
    sentences = [
        words["summary_ranges"].format(
            site=_list(sites, words), ranges=_ranges(groups[0], words)
        )
    ]
    for row in range(len(report.scenario.zones)):
        nearest = min(groups, key=lambda group: group[0].zones[row].nearest_m)
        sentences.append(_zone_sentence(nearest, row, len(groups) > 1, words))
    regions = {row.code for found in report.reaches for row in found.regions}
    places = {(p.name, p.lon, p.lat) for found in report.reaches for p in found.places}
    sentences.append(
        words["summary_counts"].format(
            regions=format_count(len(regions)), places=format_count(len(places))
        )
    )
    return sentences


def _ranges(reaches: Sequence[ReachReport], words: dict[str, str]) -> str:
    names = short_names([found.reach.system for found in reaches])
    return ", ".join(
        f"{name} {format_range_km(found.reach.system.max_range_m)} {words['km']}"
        for name, found in zip(names, reaches, strict=True)
    )


def _zone_sentence(
    reaches: Sequence[ReachReport], row: int, name_site: bool, words: dict[str, str]
) -> str:
    names = short_names([found.reach.system for found in reaches])
    first = reaches[0].zones[row]
    key = "summary_zone" if first.nearest_m > 0 else "summary_zone_inside"
    sentence = words[key].format(
        zone=clean_text(first.zone.name),
        nearest=format_km(first.nearest_m),
        shares=", ".join(
            f"{name} {format_share(found.zones[row].share_of_zone)}"
            for name, found in zip(names, reaches, strict=True)
        ),
    )
    if not name_site:
        return sentence
    site = clean_text(reaches[0].reach.site.name)
    return f"{words['figures_from'].format(site=site)}: {sentence}"


def _list(names: Sequence[str], words: dict[str, str]) -> str:
    shown = ", ".join(clean_text(name) for name in names[:MAX_NAMES])
    more = len(names) - MAX_NAMES
    return words["and_more"].format(names=shown, count=more) if more > 0 else shown
