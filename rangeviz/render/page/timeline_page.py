"""The page of a scenario with stages: a timeline over the map, and all its steps."""

from __future__ import annotations

from dataclasses import replace

import markupsafe

from rangeviz.analysis.stages import StageReport, Stages
from rangeviz.model.scenario import Scenario
from rangeviz.model.site import LaunchSite
from rangeviz.render.answer_words import (
    StageWords,
    check_dates,
    has_own_sites,
    stages_title,
)
from rangeviz.render.page.layer_sections import WithinTable, within_tables
from rangeviz.render.page.parts import Extras, Part, PartTable
from rangeviz.render.page.rangemap import RangeMap
from rangeviz.render.page.summary import summary
from rangeviz.render.page.tables import Cell, Row, SiteTables, nearest_cell, zone_name
from rangeviz.units import km

_CONTROL = markupsafe.Markup(
    '<div class="rv-timeline" role="group" aria-label="{label}">'
    '<button type="button" id="rv-play" aria-label="{play}" data-play="{play}" '
    'data-pause="{pause}" data-next="play"></button>'
    '<button type="button" id="rv-earlier" aria-label="{earlier}">‹</button>'
    '<div class="rv-dates" id="rv-dates" role="radiogroup" aria-label="{label}">'
    "{dates}</div>"
    '<button type="button" id="rv-later" aria-label="{later}">›</button>'
    '<p id="rv-stage-told" class="rv-stage-told" role="status"></p></div>'
)
_DATE = markupsafe.Markup(
    '<label><input type="radio" name="rv-stage" value="{number}" autocomplete="off" '
    'aria-label="{date}: {label}"><time datetime="{date}" aria-hidden="true">{date}'
    "</time></label>"
)


# Of stages with lines or areas of their own, each of which is drawn.
MOST_DATES = 24


class TimelineMap(RangeMap):
    """A scenario's stages on a folium map, rendered as one file without any request.

    Parameters
    ----------
    stages : Stages
        As `build_stages` gives them.
    lang
        As of `RangeMap`.
    """

    def __init__(self, stages: Stages, **look: str | None) -> None:
        self.stages = stages.stages
        check_dates(self.stages, MOST_DATES, "page")
        super().__init__(stages.combined, **look)

    def carried(self) -> Scenario:
        """Give the scenario with stages that need nothing from it."""
        return Stages(self.report, self.stages).scenario

    def headline(self) -> str:
        """Give the scenario's title, or the first and the last date."""
        made = stages_title(self.stages, self.language)
        return self.report.scenario.title or made

    def finds(self) -> bool:
        """Say that the title stays as published."""
        return False

    def subtitle(self) -> str:
        """Say how to use the timeline."""
        own = self.report.scenario.subtitle
        key = "dates_help" if has_own_sites(self.stages) else "timeline_help"
        return own or self.language.phrase(key)

    def summary(self) -> list[str]:
        """Say what holds whichever ranges and zones count."""
        bare = replace(self.report.scenario, zones=())
        report = replace(self.report, scenario=bare)
        return summary(report, self.language, counts="dates_counts")

    def tables(self) -> list[SiteTables]:
        """Leave out what is permitted: it is another figure at each stage."""
        return [
            replace(
                table,
                name=self._dated(site, table.name),
                ranges=tuple(replace(row, cells=row.cells[:3]) for row in table.ranges),
            )
            for site, table in zip(
                self.report.scenario.sites, super().tables(), strict=True
            )
        ]

    def _dated(self, site: LaunchSite, name: str) -> str:
        """Add the first date of a line or area that only some stages have."""
        dates = (each.stage.date for each in self.stages if site in each.stage.sites)
        first = next(dates, None)
        return name if first is None else f"{name}, {first}"

    def own_layers(self) -> list[WithinTable]:
        """Leave out what is permitted here too."""
        return within_tables(self.report, self.language, permitted=False)

    def extras(self) -> Extras:
        """Give the timeline, and a section for each stage."""
        words = [StageWords(each, self.language) for each in self.stages]
        say = words[0].say
        dates = markupsafe.Markup("").join(
            _DATE.format(
                number=number,
                date=told.stage.date,
                label=told.stage.label,
            )
            for number, told in enumerate(words, start=1)
        )
        control = _CONTROL.format(
            label=say("timeline"),
            play=say("play"),
            pause=say("pause"),
            earlier=say("earlier"),
            later=say("later"),
            dates=dates,
        )
        return Extras(
            head=control,
            parts=tuple(
                _part(told, number, len(words))
                for number, told in enumerate(words, start=1)
            ),
            data={"stages": [self._shown(each) for each in self.stages]},
            published=self.language.phrase("as_published"),
            source=self.language.say("Source"),
        )

    def _shown(self, told: StageReport) -> dict[str, list[int]]:
        """Give the numbers of what a stage speaks of among what the page holds."""
        scenario, own = self.report.scenario, told.report.scenario
        moving = has_own_sites(self.stages)
        sites = [scenario.sites.index(each) for each in own.sites] if moving else []
        return {
            **({"sites": sites} if moving else {}),
            "systems": [scenario.systems.index(each) for each in own.systems],
            "zones": [scenario.zones.index(each) for each in own.zones],
        }


def _part(told: StageWords, number: int, count: int) -> Part:
    stage = told.stage
    step = told.say("stage_of", number=str(number), count=str(count))
    return Part(
        id=f"rv-stage-{number}",
        title=f"{stage.date}: {stage.label}",
        paragraphs=tuple(filter(None, (f"{step}. {told.zones()}", told.note()))),
        tables=(_ranges(told), *_zones(told)),
        source=stage.source,
    )


def _ranges(told: StageWords) -> PartTable:
    language, report = told.language, told.report
    many = len(report.scenario.sites) > 1
    zoned = bool(report.scenario.zones)
    heads = ("System", "Range, km", "Area, km²", *["Permitted, km²"] * zoned)
    rows = []
    for row, found in enumerate(report.reaches):
        range_m = found.reach.system.max_range_m
        areas_m2 = (found.reach.area_m2, *[found.permitted_m2] * zoned)
        cells = [Cell(language.range_km(range_m), km(range_m))]
        cells += [Cell(language.km2(m2), round(m2 / 1e6, 1)) for m2 in areas_m2]
        site = language.place(found.reach.site) if many else ""
        rows.append(Row(told.names[row % len(told.names)], site, tuple(cells)))
    caption = told.say("stage_caption" if zoned else "stage_caption_plain")
    return PartTable(caption, tuple(map(language.say, heads)), tuple(rows))


def _zones(told: StageWords) -> list[PartTable]:
    language, report = told.language, told.report
    if not report.scenario.zones:
        return []
    rows = []
    step = len(told.names)
    for first in range(0, len(report.reaches), step):
        group = report.reaches[first : first + step]
        many = len(report.scenario.sites) > 1
        site = language.place(group[0].reach.site) if many else ""
        for column in zip(*(found.zones for found in group), strict=True):
            shares = [row.share_of_unit for row in column]
            cells = [nearest_cell(column[0], group[0].reach, language)]
            cells += [Cell(language.share(each), round(each, 5)) for each in shares]
            head = zone_name(column[0], language)
            rows.append(Row(head, site, tuple(cells)))
    heads = (language.say("Zone"), language.say("Nearest, km"), *told.names)
    caption = (
        "Distance to the nearest edge, and the share of the zone within each range"
    )
    return [PartTable(language.say(caption), heads, tuple(rows))]
