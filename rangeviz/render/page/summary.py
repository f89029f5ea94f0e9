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
    """Say what the map shows, in sentences, one launch site after the other."""
    step = len(report.scenario.systems)
    sentences = []
    for start in range(0, len(report.reaches), step):
        sentences += _site_summary(report.reaches[start : start + step], words)
    return sentences


def _site_summary(reaches: Sequence[ReachReport], words: dict[str, str]) -> list[str]:
    names = short_names([found.reach.system for found in reaches])
    ranges = ", ".join(
        f"{name} {format_range_km(found.reach.system.max_range_m)} {words['km']}"
        for name, found in zip(names, reaches, strict=True)
    )
    site = clean_text(reaches[0].reach.site.name)
    sentences = [words["summary_ranges"].format(site=site, ranges=ranges)]
    for row, first in enumerate(reaches[0].zones):
        shares = ", ".join(
            f"{name} {format_share(found.zones[row].share_of_zone)}"
            for name, found in zip(names, reaches, strict=True)
        )
        key = "summary_zone" if first.nearest_m > 0 else "summary_zone_inside"
        sentences.append(
            words[key].format(
                zone=clean_text(first.zone.name),
                nearest=format_km(first.nearest_m),
                shares=shares,
            )
        )
    regions = {row.code for found in reaches for row in found.regions}
    places = {(p.name, p.lon, p.lat) for found in reaches for p in found.places}
    sentences.append(
        words["summary_counts"].format(
            regions=format_count(len(regions)), places=format_count(len(places))
        )
    )
    return sentences


def _list(names: Sequence[str], words: dict[str, str]) -> str:
    shown = ", ".join(clean_text(name) for name in names[:MAX_NAMES])
    more = len(names) - MAX_NAMES
    return words["and_more"].format(names=shown, count=more) if more > 0 else shown
