"""The page of a comparison: what the second reach adds, hatched and in tables."""

from __future__ import annotations

import markupsafe
import shapely

from rangeviz.analysis.comparison import Comparison, SiteComparison
from rangeviz.analysis.part import Part as ReachPart
from rangeviz.render.answer_words import GainWords, most_gained
from rangeviz.render.page.box import unwrap
from rangeviz.render.page.content import AREA_QUANTUM_DEG
from rangeviz.render.page.encode import encode_polygons
from rangeviz.render.page.parts import Extras, Part, PartTable
from rangeviz.render.page.rangemap import RangeMap
from rangeviz.render.page.summary import subtitle
from rangeviz.render.page.tables import MAX_PLACES, Cell, Row
from rangeviz.units import km

_HATCH = markupsafe.Markup(
    '<svg class="rv-gain-defs rv-s1" width="0" height="0" aria-hidden="true"><defs>'
    '<pattern id="rv-hatch-gain" width="9" height="9" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(-45)"><line class="rv-gain-line" x1="4.5" x2="4.5" '
    'y1="0" y2="9"/></pattern></defs></svg>'
)
_KEY = markupsafe.Markup(
    '<p class="rv-gain-key rv-s1"><svg class="rv-key" viewBox="0 0 36 18" '
    'aria-hidden="true"><rect class="rv-gain" x="1" y="1" width="34" height="16"/>'
    "</svg><span>{}</span></p>"
)


class GainsMap(RangeMap):
    """A comparison on a folium map, rendered as one file without any request.

    Parameters
    ----------
    comparison : Comparison
        As `compare` gives it.
    lang
        As of `RangeMap`.
    """

    def __init__(self, comparison: Comparison, **look: str | None) -> None:
        self.comparisons = comparison.sites
        super().__init__(comparison.report, **look)

    def headline(self) -> str:
        """Give the scenario's title, or the claim."""
        told = GainWords(most_gained(self.comparisons), self.language)
        return self.report.scenario.title or told.claim()

    def finds(self) -> bool:
        """Say that the title stays as published."""
        return False

    def subtitle(self) -> str:
        """Say what is newly reached."""
        if self.report.scenario.subtitle:
            return subtitle(self.report, self.language)
        return GainWords(most_gained(self.comparisons), self.language).newly()

    def extras(self) -> Extras:
        """Give the hatch, and a section of gains for each site."""
        words = [GainWords(each, self.language) for each in self.comparisons]
        return Extras(
            head=_HATCH,
            parts=tuple(_part(told, i, len(words)) for i, told in enumerate(words)),
            data={
                "gains": {
                    "drawn": [self._shape(each) for each in self.comparisons],
                    "grid_deg": AREA_QUANTUM_DEG,
                }
            },
            published=words[0].say("as_published"),
        )

    def _shape(self, comparison: SiteComparison) -> str | None:
        """Draw what is added to a line or an area, which stays where it is."""
        if comparison.base.reach.site.is_point:
            return None
        base, other = (
            each.reach.geometry for each in (comparison.base, comparison.other)
        )
        gained = unwrap(shapely.difference(other, base), self.basemap.cover)
        return encode_polygons(gained, AREA_QUANTUM_DEG)


def _part(told: GainWords, number: int, count: int) -> Part:
    title = told.say("gains_table")
    return Part(
        id=f"rv-gains-{number}",
        title=f"{title}: {told.site}" if count > 1 else title,
        paragraphs=(f"{told.claim()}. {told.newly()}",),
        tables=(*_areas(told), *_places(told)),
        markup=_KEY.format(told.say("hatch")),
    )


def _areas(told: GainWords) -> tuple[PartTable, PartTable]:
    comparison, say = told.comparison, told.language.say
    loses = told.whole.lost_m2 > 0
    countries = comparison.of_kind("country")
    names = {each.code: told.name(each) for each in countries}
    parts = [row for row in comparison.listed if row.kind in ("country", "elsewhere")]
    heads = (told.base, told.other, told.say("added"), *[told.say("lost")] * loses)
    return (
        PartTable(
            told.say("gains_caption"),
            (say("Country"), *heads),
            tuple(_area_row(told, each, "", loses) for each in parts),
        ),
        PartTable(
            told.say("gains_caption"),
            (say("Region"), *heads),
            tuple(
                _area_row(told, each, names.get(each.country, ""), loses)
                for each in comparison.of_kind("region")
            ),
        ),
    )


def _area_row(told: GainWords, area: ReachPart, note: str, loses: bool) -> Row:
    areas_m2 = [area.base_m2, area.area_m2, area.gained_m2]
    areas_m2 += [area.lost_m2] * loses
    cells = tuple(
        Cell(told.language.km2(each_m2), round(each_m2 / 1e6, 3))
        for each_m2 in areas_m2
    )
    notes = [note, told.say("newly_reached") if area.is_new else ""]
    return Row(told.name(area), ", ".join(filter(None, notes)), cells)


def _places(told: GainWords) -> list[PartTable]:
    language, gained = told.language, told.comparison.places_gained
    rows = tuple(
        Row(
            language.place(place),
            "" if place.population is None else language.count(place.population),
            (Cell(language.km(place.distance_m), round(km(place.distance_m), 3)),),
        )
        for place in gained[:MAX_PLACES]
    )
    more = len(gained) - MAX_PLACES
    caption = told.say("new_places")
    if more > 0:
        count = language.count(more)
        caption += f". {language.say('And {count} more.').format(count=count)}"
    heads = (language.say("Place"), language.say("km"))
    return [PartTable(caption, heads, rows)] if rows else []
