"""A report as tables for people to read: of each site, and of sites together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rangeviz.analysis.caveats import sector_words
from rangeviz.analysis.part import MIN_OVERLAP_M2, Part, aligned, keyed, nested
from rangeviz.analysis.places import PlaceRow, outside_first
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.analysis.together.rows import Overlap
from rangeviz.language.language import INSIDE, LEAST_SHOWN_M2, Language
from rangeviz.language.wording import Note
from rangeviz.model.site import format_position
from rangeviz.model.system import System


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Parameters
    ----------
    kind : str
        ``country``, ``region``, ``zone``, ``elsewhere``, ``permitted``,
        ``reach`` or ``place``.
    cells : tuple of str
        The name and the figures, as text.
    """

    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of figures as text, such as what the systems of one site reach.

    Parameters
    ----------
    title : str
        What it tells, such as the site and its position.
    columns : tuple of str
        Heads: of a site the name, the nearest distance, and per system the area inside
        and the share of the unit that it is.
    rows : tuple of Row
        Countries with their regions under them, then zones and remainders; of own
        layers the measures, as ``country``, and their groups, as ``region``.
    place_columns, places : tuple of str, tuple of Row
        Places inside: name, distance, and per system whether it is inside; those
        inside a baseline come last.
    notes : tuple of str
        What a reader must know of the columns.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    place_columns: tuple[str, ...] = ()
    places: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


def site_tables(report: Report, language: Language) -> list[TextTable]:
    """Arrange a report as one table per launch site.

    Parameters
    ----------
    report : Report
        What was computed.
    language : Language
        What to write it in.

    Returns
    -------
    list of TextTable
        In the order of the scenario's sites.
    """
    return [_site_table(rows, language) for rows in report.by_site]


def _site_table(rows: Sequence[ReachReport], language: Language) -> TextTable:
    say = language.phrase
    heads = [system_head(row.reach.system, language) for row in rows]
    # Beyond a point there is nothing to be told: its range says it.
    more = () if rows[0].reach.site.is_point else (say("beyond_km"),)
    figures = [
        text
        for head in heads
        for text in (say("area_within", range=head), say("share_of_unit"), *more)
    ]
    return TextTable(
        title=_title(rows[0], language),
        columns=("", say("near_km"), *figures),
        rows=tuple(_area_rows(rows, language)),
        place_columns=(say("place"), say("km"), say("people"), *heads),
        places=tuple(_place_rows(rows, language)),
        notes=(
            say("ruled_note" if rows[0].has_rule else "share_note"),
            *((say("beyond_note"),) if more else ()),
        ),
    )


def _title(row: ReachReport, language: Language) -> str:
    site = row.reach.site
    title = language.phrase("reach_from", site=language.place(site))
    position = format_position(site.lon, site.lat)
    if site.is_point and site.name != position:
        title += f" ({position})"
    return title + sector_words(row.reach.sector, language)


def system_head(system: System, language: Language) -> str:
    """Name a system in the head of a column, with its range."""
    reach = f"{language.range_km(system.max_range_m)} {language.phrase('km')}"
    return f"{Note(system.short_name).in_language(language)} {reach}"


def part_name(part: Part, language: Language) -> str:
    """Name a country, a region, a zone with its rule, or what a total is of."""
    if not part.name:  # regions of the user's own need no country
        return language.phrase("noCountry")
    if not part.is_unit:
        return language.say(part.name)
    name = language.name(part.code, part.name)
    return f"{name} ({language.say(part.rule)})" if part.rule else name


def _area_rows(rows: Sequence[ReachReport], language: Language) -> Iterator[Row]:
    table = aligned([row.shown for row in rows])
    units = {key: next(filter(None, columns)) for key, columns in table.items()}
    with_sea = any(row.elsewhere_m2 >= LEAST_SHOWN_M2 for row in rows)
    for key, unit in nested(units):
        if unit.kind != "elsewhere" or with_sea:
            is_point = rows[0].reach.site.is_point
            yield _row(unit, table[key], language, is_point=is_point)


def _row(
    unit: Part, columns: Sequence[Part | None], language: Language, *, is_point: bool
) -> Row:
    """Make a line of cells: per system the area, the share and how far beyond."""
    near = language.nearest(unit.nearest_m, is_point=is_point) if unit.is_unit else ""
    cells, beyond = [part_name(unit, language), near], not is_point
    for part in columns:
        if part is None:
            cells += ["-", "-"] + [""] * beyond
            continue
        cells += [language.km2(part.area_m2), _share(part, language)]
        far_m = part.farthest_beyond_m
        cells += ["" if far_m is None else language.km(far_m)] * beyond
    return Row(unit.kind, tuple(cells))


def _share(part: Part, language: Language) -> str:
    if part.kind == "permitted":
        return language.share(part.share_of_reach)
    return language.share(part.share_of_unit) if part.is_unit else ""


def _place_rows(rows: Sequence[ReachReport], language: Language) -> Iterator[Row]:
    inside = [{_place_key(place) for place in row.places} for row in rows]
    found = {_place_key(place): place for row in rows for place in row.places}
    envelope = rows[0].reach
    say, within = language.phrase, language.say(INSIDE)
    for key, place in sorted(
        found.items(), key=lambda item: outside_first(item[1], envelope)
    ):
        people = "" if place.population is None else language.count(place.population)
        marks = (within if key in names else "-" for names in inside)
        name = f"{language.place(place)}, {place.country}"
        is_home = outside_first(place, envelope)[0]
        distance = say("in_it") if is_home else language.km(place.distance_m)
        yield Row("place", (name, distance, people, *marks))


def _place_key(place: PlaceRow) -> tuple[str, float, float]:
    return (place.name, place.lon, place.lat)


_KINDS: Final = (("country", "countries"), ("region", "regions"), ("zone", "zones"))


def overlap_records(contract: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the rows of a CSV, by the names of its columns.

    Parameters
    ----------
    contract : mapping
        The JSON contract of a report; without ``overlaps`` there are no rows.

    Yields
    ------
    dict
        Of each unit a row of kind ``merged``, ``merged_country``, ... and, for each
        depth, one of kind ``overlap``, ``overlap_country``, ...
    """
    for told in contract.get("overlaps", []):
        about = {key: told[key] for key in ("system", "min_range_km", "max_range_km")}
        about["worldview"] = contract["worldview"]
        if told["sector_deg"]:
            about["start_azimuth_deg"], about["end_azimuth_deg"] = told["sector_deg"]
        for kind, unit, share in _told_units(told):
            named = {k: v for k, v in unit.items() if k in ("code", "name", "country")}
            merged_km2 = {"area_km2": unit["merged_km2"]}
            if share in unit:
                merged_km2["share_of_unit"] = unit[share]
            yield {**about, **named, "kind": f"merged{kind}", **merged_km2}
            for depth, area_km2 in enumerate(unit["depths_km2"], start=1):
                deep = {"kind": f"overlap{kind}", "area_km2": area_km2, "depth": depth}
                yield {**about, **named, **deep}


def _told_units(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield "", {"name": told["system_name"], **told["reach"]}, ""
    for kind, key in _KINDS:
        for unit in told[key]:
            yield f"_{kind}", unit, f"share_of_{kind}"
    yield "_elsewhere", told["elsewhere"], ""
    if told["zones"]:
        yield "_permitted", told["permitted"], ""


def overlap_tables(report: Report, language: Language) -> list[TextTable]:
    """Arrange what all sites reach together as one table per system."""
    return [_overlap_table(found, language) for found in report.overlaps]


def _overlap_table(found: Overlap, language: Language) -> TextTable:
    say, deepest = language.phrase, len(found.layers)
    heads = [say("in_only", depth=str(depth)) for depth in range(1, deepest + 1)]
    if found.is_capped:
        heads[-1] = say("in_or_more", depth=str(deepest))
    elif deepest == len(found.reaches):
        heads[-1] = say("in_all", depth=str(deepest))
    title = say(
        "from_sites",
        system=system_head(found.system, language),
        count=language.count(len(found.reaches)),
    )
    return TextTable(
        title=title + sector_words(found.reaches[0].sector, language),
        columns=("", say("in_any"), say("share_of_unit"), *heads),
        rows=tuple(
            _overlap_row(part, language) for _, part in nested(keyed(found.shown))
        ),
    )


def _overlap_row(part: Part, language: Language) -> Row:
    share = language.share(part.share_of_unit) if part.is_unit else ""
    depths = (
        language.km2(area_m2) if area_m2 > MIN_OVERLAP_M2 else "-"
        for area_m2 in part.exactly_m2
    )
    name = part_name(part, language)
    return Row(part.kind, (name, language.km2(part.area_m2), share, *depths))
