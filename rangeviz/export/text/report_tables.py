"""A report, or that of each stage, as CSV, Markdown and a matrix."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rangeviz.analysis.report import ReachReport, Report
from rangeviz.analysis.stages import StageReport, Stages
from rangeviz.arguments import one_line
from rangeviz.datasets.local_names import language_in
from rangeviz.export.text.layer_tables import CSV_COLUMNS as WITHIN_COLUMNS
from rangeviz.export.text.layer_tables import within_records, within_tables
from rangeviz.export.text.site_tables import (
    Row,
    TextTable,
    overlap_records,
    overlap_tables,
    site_tables,
)
from rangeviz.geodesy.bbox import total_bounds
from rangeviz.language.language import Language
from rangeviz.language.wording import Note
from rangeviz.model.stage import Stage

CSV_COLUMNS = (
    "site",
    "lon",
    "lat",
    "system",
    "min_range_km",
    "max_range_km",
    "kind",
    "code",
    "name",
    "country",
    "area_km2",
    "share_of_unit",
    "share_of_reach",
    "nearest_km",
    "farthest_beyond_km",
    "population",
    "max_deviation_m",
    "worldview",
    "source",
    "depth",
)
MATRIX_COLUMNS = ("site", "lon", "lat", "system", "area_km2")
STAGE_COLUMNS = ("stage_date", "stage")
# Behind them where not all azimuths count, as the GIS files have them.
SECTOR_COLUMNS = ("start_azimuth_deg", "end_azimuth_deg")

# What a spreadsheet takes for the begin of a formula, full-width forms too. An empty
# text begins with none of them.
_FORMULA_SIGNS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def report_to_csv(report: Report) -> str:
    """Convert a report to CSV (RFC 4180, with ``\\n`` line ends).

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    str
        One row per reach, country, region, zone, remainder and place, told
        apart by the column ``kind``. Where it was asked for what all sites reach
        together, ``merged``, ``merged_country``, ... hold the area inside any
        reach, and ``overlap``, ``overlap_country``, ... the area inside so many of
        them as ``depth`` says and no more (at the `MOST_DEPTH` of
        `rangeviz.analysis.together.rows`: so many or more). Own layers have a row per
        figure, in columns of their own at the end. A cell that a spreadsheet would
        run as a formula gets an apostrophe in front.
    """
    return csv_text(_columns(report), _records(report))


def csv_text(columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> str:
    """Write records as CSV by `columns`; what a record lacks is an empty cell."""
    rows = ([record.get(column, "") for column in columns] for record in records)
    return _csv_of_rows(columns, rows)


def _csv_of_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([inert(cell) for cell in row] for row in (columns, *rows))
    return out.getvalue()


def _columns(report: Report) -> tuple[str, ...]:
    sector = SECTOR_COLUMNS if report.scenario.sector is not None else ()
    within = WITHIN_COLUMNS if any(row.within for row in report.reaches) else ()
    return (*CSV_COLUMNS, *sector, *within)


def _records(report: Report) -> Iterator[dict[str, Any]]:
    contract = report.to_dict()
    for told, row in zip(contract["reaches"], report.reaches, strict=True):
        about = {key: told[key] for key in CSV_COLUMNS[:6]}
        about["worldview"] = report.scenario.worldview
        about |= dict(zip(SECTOR_COLUMNS, told["sector_deg"] or (), strict=False))
        yield from ({**about, **cells} for cells in _csv_rows(told, row))
    yield from overlap_records(contract)


def _csv_rows(told: dict[str, Any], row: ReachReport) -> Iterator[dict[str, Any]]:
    yield {
        "kind": "reach",
        "name": told["system_name"],
        "area_km2": told["area_km2"],
        "share_of_reach": 1,
        "max_deviation_m": told["max_deviation_m"],
        "source": row.reach.system.source.citation,
    }
    for kind, key, share in (
        ("country", "countries", "share_of_country"),
        ("region", "regions", "share_of_region"),
        ("zone", "zones", "share_of_zone"),
    ):
        for unit in told[key]:
            cells = {k: v for k, v in unit.items() if k in CSV_COLUMNS}
            yield {"kind": kind, **cells, "share_of_unit": unit[share]}
    yield {"kind": "elsewhere", "area_km2": told["elsewhere_km2"]}
    if row.has_rule:
        yield {"kind": "permitted", "area_km2": told["permitted_km2"]}
    for place in told["places"]:
        yield {
            "kind": "place",
            "name": place["name"],
            "country": place["country"],
            "nearest_km": place["distance_km"],
            "population": place["population"],
        }
    yield from within_records(row)


def inert(value: Any) -> Any:
    """Make a cell harmless to terminals and spreadsheets; numbers stay as they are.

    Control characters become blanks, and a text that a spreadsheet would run as a
    formula, behind blanks too, gets an apostrophe in front.

    Examples
    --------
    >>> inert("=1+1"), inert("\\x1b[31m red"), inert(-5.0)
    ("'=1+1", ' [31m red', -5.0)
    """
    if not isinstance(value, str):
        return value
    text = one_line(value)
    return "'" + text if text.lstrip()[:1] in _FORMULA_SIGNS else text


def report_to_markdown(report: Report) -> str:
    """Convert a report to Markdown: a table per site, then notes and sources.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    str
    """
    return _told(report, report_language(report))


def _told(report: Report, language: Language) -> str:
    return tables_to_markdown(text_tables(report, language), report, language)


def report_language(report: Report) -> Language:
    """Give the language of a report's scenario, with the names of what it reaches.

    Raises
    ------
    InputError
        If tables don't speak it.
    """
    scenario = report.scenario
    boxes = [row.reach.bounds for row in report.reaches]
    boxes += [zone.geometry.bounds for zone in scenario.zones]
    bounds = total_bounds(boxes)
    return language_in(scenario.language, bounds, worldview=scenario.worldview)


def text_tables(report: Report, language: Language) -> list[TextTable]:
    """Arrange a report as tables: of each site, of overlaps and of own layers."""
    makers = (site_tables, overlap_tables, within_tables)
    return [table for make in makers for table in make(report, language)]


def notes_of(report: Report, language: Language) -> list[str]:
    """Tell a report's caveats, sources and attributions."""
    caveats = (caveat.render(language) for caveat in report.caveats)
    told = (Note(source.citation).in_language(language) for source in report.sources)
    cited = dict.fromkeys(told)
    return [*caveats, *cited, *map(language.say, report.attributions)]


def tables_to_markdown(
    tables: Iterable[TextTable], report: Report, language: Language
) -> str:
    """Write tables with their notes as Markdown, then what goes with their report."""
    blocks = []
    for table in tables:
        blocks.append(f"## {markdown_text(table.title)}")
        blocks.append(_md_table(table.columns, table.rows))
        if table.places:
            blocks.append(_md_table(table.place_columns, table.places))
        blocks += map(markdown_text, table.notes)
    told = "\n".join(f"- {markdown_text(note)}" for note in notes_of(report, language))
    care = f"## {language.phrase('caveats')}\n\n{told}"
    return "\n\n".join([*blocks, care]) + "\n"


def _md_table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    rule = "| --- |" + " ---: |" * (len(columns) - 1)
    return "\n".join([_md_row(columns), rule, *(_md_row(row.cells) for row in rows)])


def _md_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(markdown_text(cell) for cell in cells) + " |"


def markdown_text(text: str) -> str:
    """Escape a text so that Markdown and HTML show it as it is."""
    safe = one_line(text).replace("&", "&amp;").replace("<", "&lt;")
    for character in "\\|[]`*":
        safe = safe.replace(character, "\\" + character)
    return safe


def stages_to_markdown(stages: Stages) -> str:
    """Convert stages to Markdown: a section for each."""
    return "\n".join(_section(each) for each in stages.stages)


def stage_notes(stage: Stage, language: Language) -> list[str]:
    """Tell what goes with a stage: its note and its source, where it has them."""
    told = [Note(stage.note).in_language(language)] if stage.note else []
    if stage.source is None:
        return told
    return [*told, language.phrase("source_of", citation=stage.source.citation)]


def stages_to_csv(stages: Stages) -> str:
    """Convert stages to CSV: a report's columns behind ``stage_date`` and ``stage``."""
    records = (
        dict(zip(STAGE_COLUMNS, (each.stage.date, each.stage.label), strict=True)) | row
        for each in stages.stages
        for row in _records(each.report)
    )
    return csv_text((*STAGE_COLUMNS, *_columns(stages.stages[0].report)), records)


def _section(each: StageReport) -> str:
    head = f"# {markdown_text(f'{each.stage.date}: {each.stage.label}')}"
    language = report_language(each.report)
    notes = [markdown_text(told) for told in stage_notes(each.stage, language)]
    return "\n\n".join([head, *notes, _told(each.report, language)])


def report_to_matrix(report: Report) -> str:
    """Convert a report to a CSV matrix of areas.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    str
        A row per site and system; behind `MATRIX_COLUMNS` a column for each
        region that any of them reaches, by code, with the square kilometres
        inside, 0 where there are none, and ``elsewhere`` last: each row's
        parts add up to its ``area_km2``.
    """
    return _matrix((), [((), told) for told in report.to_dict()["reaches"]])


def stages_to_matrix(stages: Stages) -> str:
    """Convert the reports of stages to one matrix.

    Parameters
    ----------
    stages : Stages
        As `build_stages` gives them.

    Returns
    -------
    str
        As `report_to_matrix`, behind `STAGE_COLUMNS`; every stage has the columns
        of all regions that any stage reaches.
    """
    rows = [
        ((each.stage.date, each.stage.label), told)
        for each in stages.stages
        for told in each.report.to_dict()["reaches"]
    ]
    return _matrix(STAGE_COLUMNS, rows)


def _matrix(
    heads: Iterable[str], rows: Sequence[tuple[tuple[str, ...], dict[str, Any]]]
) -> str:
    codes = sorted({unit["code"] for _, told in rows for unit in told["regions"]})
    cells = []
    for stage, told in rows:
        inside_km2 = {unit["code"]: unit["area_km2"] for unit in told["regions"]}
        areas_km2 = [inside_km2.get(code, 0) for code in codes]
        about = [told[column] for column in MATRIX_COLUMNS]
        cells.append([*stage, *about, *areas_km2, told["elsewhere_km2"]])
    return _csv_of_rows([*heads, *MATRIX_COLUMNS, *codes, "elsewhere"], cells)
