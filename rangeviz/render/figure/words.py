"""What a picture says in words, all of it from the report's own figures."""

from __future__ import annotations

from collections.abc import Sequence

from rangeviz.analysis.coverage import ZoneRow
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.model.site import format_position
from rangeviz.model.system import System
from rangeviz.render.figure.text import plain
from rangeviz.render.figure.view import View
from rangeviz.render.page.language import NEARLY_ALL, Language
from rangeviz.render.page.tables import short_names
from rangeviz.units import miles

MAX_NAMES = 3
LONGEST_NAME = 48
RULES = {"restricted": "restricted zone", "only": "permitted only here"}
_ENGLISH = Language()
_STRETCH_SAID = 0.005  # a smaller distortion does not show


def headline(report: Report) -> str:
    """Give the scenario's title, or the main thing that the figures say.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    str
        One line: about the first zone, if there is one, else about countries.
    """
    scenario = report.scenario
    if scenario.title:
        return plain(scenario.title)
    if scenario.zones:
        return _zone_claim(report)
    found = max(report.reaches, key=lambda row: row.reach.system.max_range_m)
    names = {row.code: plain(row.name) for r in report.reaches for row in r.countries}
    where = f"{_range_name(found, report)} from {_sites(report)}"
    if not names:
        return f"{where} covers no land"
    if len(names) == 1:
        return f"{where} covers land of {next(iter(names.values()))} only"
    if len(names) > MAX_NAMES:
        return f"{where} covers parts of {len(names)} countries"
    return f"{where} covers parts of {listed(list(names.values()))}"


def _zone_claim(report: Report) -> str:
    """Say how much of the first zone the range that says most about it reaches."""
    full = [r for r in report.reaches if r.zones[0].share_of_zone >= NEARLY_ALL]
    if full:
        found = min(full, key=lambda row: row.reach.system.max_range_m)
    else:
        found = max(report.reaches, key=_zone_merit)
    row = found.zones[0]
    zone, reach = plain(row.zone.name, longest=LONGEST_NAME), _range_name(found, report)
    site = plain(found.reach.site.name, longest=LONGEST_NAME)
    if row.share_of_zone <= 0:
        return f"{zone} is beyond {reach} from {site}"
    if full:
        return f"All of {zone} is within {reach} from {site}"
    return (
        f"{_ENGLISH.share(row.share_of_zone)} of {zone} is within {reach} from {site}"
    )


def _zone_merit(found: ReachReport) -> tuple[float, float]:
    return found.zones[0].share_of_zone, found.reach.system.max_range_m


def _range_name(found: ReachReport, report: Report) -> str:
    return f"{_name(found.reach.system, report.scenario.systems)} range"


def subtitle(report: Report) -> str:
    """Give the scenario's subtitle, or the ranges and the zones' figures.

    Parameters
    ----------
    report : Report
        What was computed.
    """
    scenario = report.scenario
    if scenario.subtitle:
        return plain(scenario.subtitle)
    ranges = listed(
        [range_label(system, scenario.systems) for system in scenario.systems]
    )
    sentences = [f"Straight-line range from {_sites(report)}: {ranges}."]
    step = len(scenario.systems)
    for index in range(len(scenario.zones)):
        rows = [found.zones[index] for found in report.reaches]
        nearest = min(range(len(rows)), key=lambda at: rows[at].nearest_m)
        first = nearest // step * step
        sentences.append(_zone_figures(rows[first : first + step], report, first))
    return " ".join(sentences)


def _zone_figures(rows: Sequence[ZoneRow], report: Report, first: int) -> str:
    systems = report.scenario.systems
    shares = ", ".join(
        f"{_ENGLISH.share(row.share_of_zone)} within {_name(system, systems)}"
        for system, row in zip(systems, rows, strict=True)
    )
    nearest = rows[0].nearest_m
    point = report.reaches[first].reach.site.is_point
    touching = "holds the launch point" if point else "touches the launch area"
    where = f"nearest edge {_ENGLISH.km(nearest)} km away" if nearest else touching
    if len(report.scenario.sites) > 1:
        where += f" (from {plain(report.reaches[first].reach.site.name)})"
    return f"{plain(rows[0].zone.name)}: {where}; {shares}."


def range_label(system: System, systems: Sequence[System]) -> str:
    """Name a system with its range in kilometres and miles.

    Examples
    --------
    >>> own = System.ad_hoc(max_range_m=305_800, name="Example")
    >>> range_label(own, [own])
    'Example 305.8 km (190 mi)'
    """
    name = _name(system, systems)
    least = f"{_ENGLISH.range_km(system.min_range_m)}–" if system.min_range_m else ""
    figure = f"{least}{_ENGLISH.range_km(system.max_range_m)} km ({_miles(system)} mi)"
    return figure if figure.startswith(f"{name} (") else f"{name} {figure}"


def _name(system: System, systems: Sequence[System]) -> str:
    """Short name; of an ad-hoc range without a label, its kilometres."""
    if system.name == f"{system.max_range_km:g} km":
        return f"{_ENGLISH.range_km(system.max_range_m)} km"
    return plain(short_names(systems)[list(systems).index(system)], longest=28)


def _miles(system: System) -> str:
    return (
        _ENGLISH.miles(system.max_range_m)
        if system.max_range_m >= 16_000
        else (f"{miles(system.max_range_m):.1f}")
    )


def zone_label(row: ZoneRow) -> str:
    """Name a zone with its rule."""
    return f"{plain(row.zone.name, longest=40)}: {RULES[row.zone.rule]}"


def footers(report: Report, view: View) -> list[str]:
    """Give the paragraphs under the map, the main caveat first.

    Parameters
    ----------
    report : Report
        What was computed.
    view : View
        What is drawn, for the projection's own caveat.

    Returns
    -------
    list of str
        Main caveat; further caveats; sources of the ranges; projection and data.
    """
    first, *others = (plain(str(caveat)) for caveat in report.caveats)
    sources = "; ".join(plain(source.citation) for source in report.sources)
    data = " ".join(plain(text) for text in report.attributions)
    made = f"Made with rangeviz {report.version}."
    return [
        first,
        " ".join(_ended(text) for text in others),
        _ended(f"Ranges: {sources}"),
        f"{projection(report, view)} {data} {made}",
    ]


def projection(report: Report, view: View) -> str:
    """Say what the projection keeps true, and what not."""
    sites = report.scenario.sites
    if len(sites) == 1 and sites[0].is_point:
        name = plain(sites[0].name, longest=LONGEST_NAME)
        text = (
            f"Azimuthal equidistant projection about {name} (WGS 84): distances and "
            "directions from there are true to scale, so the rings are true circles; "
            "north is up there."
        )
    else:
        text = (
            "Azimuthal equidistant projection about "
            f"{format_position(view.lon, view.lat)} (WGS 84): distances from there "
            "are true to scale."
        )
    if view.stretch > 1:
        return f"{text} Shapes far from the centre are strongly stretched."
    if view.stretch > _STRETCH_SAID:
        return (
            f"{text} Across that direction, lengths are up to {view.stretch:.0%} long."
        )
    return text


def description(report: Report) -> str:
    """Describe the picture to someone who can't see it."""
    return " ".join(
        [
            "Map of range rings in azimuthal equidistant projection.",
            subtitle(report),
            *(_ended(plain(str(caveat))) for caveat in report.caveats[:1]),
        ]
    )


def listed(names: Sequence[str]) -> str:
    """Join names the way a sentence does.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _sites(report: Report) -> str:
    names = [plain(s.name, longest=LONGEST_NAME) for s in report.scenario.sites]
    if len(names) > MAX_NAMES:
        return f"{len(names)} launch points"
    return listed(names)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
