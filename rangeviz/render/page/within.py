"""What reaches hold of the author's own layers, as tables of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rangeviz.analysis.groups import NO_VALUE, REST
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.analysis.within_lines import WithinLine, within_lines
from rangeviz.render.page.encode import clean_text
from rangeviz.render.page.language import M2_PER_KM2, Language
from rangeviz.render.page.tables import MAX_ROWS, Cell, Row, short_names
from rangeviz.render.page.words import TEMPLATE_WORDS
from rangeviz.units import km

_AMOUNTS = {
    "points": "within_points",
    "lines": "within_length",
    "polygons": "within_area",
}


@dataclass(frozen=True, slots=True)
class WithinTable:
    """What the systems of one site reach of own layers.

    Parameters
    ----------
    heads : tuple of str
        Of the columns: the layer, all of it, and per system what is inside and, with
        zones, what they leave.
    rows : tuple of Row
        At most `MAX_ROWS`.
    left_out : int
        So many rows more.
    """

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: int


def within_tables(report: Report, language: Language) -> list[WithinTable]:
    """Write what reaches hold of own layers, one table per launch site.

    Parameters
    ----------
    report : Report
        The figures.
    language : Language
        What to write them in.

    Returns
    -------
    list of WithinTable
        Empty where the report has no own layers.
    """
    if not report.reaches[0].within:
        return []
    step = len(report.scenario.systems)
    starts = range(0, len(report.reaches), step)
    return [_table(report.reaches[i : i + step], language) for i in starts]


def _table(reaches: Sequence[ReachReport], language: Language) -> WithinTable:
    def say(key: str) -> str:
        return language.say(TEMPLATE_WORDS[key])

    heads = [say("within_layer"), say("within_all")]
    for name in short_names([found.reach.system for found in reaches]):
        heads.append(name)
        if reaches[0].zones:
            heads.append(say("within_permitted").format(system=name))
    lines = within_lines([found.within for found in reaches])
    rows = tuple(_row(line, language) for line in lines)
    return WithinTable(tuple(heads), rows[:MAX_ROWS], max(len(rows) - MAX_ROWS, 0))


def _row(line: WithinLine, language: Language) -> Row:
    measure = _measure(line, language)
    cells = [_cell(line, line.whole, language)]
    for number, (value, share) in enumerate(zip(line.inside, line.shares, strict=True)):
        partly = line.partly[number] if line.partly else 0
        told = "" if share is None else f" ({language.share(share)})"
        if partly:
            words = language.say(TEMPLATE_WORDS["within_partly"])
            told = f" ({words.format(count=language.count(partly))})"
        cells.append(_cell(line, value, language, told))
        if line.permitted:
            cells.append(_cell(line, line.permitted[number], language))
    if line.group is None:
        return Row(measure, "", tuple(cells))
    ours = line.group in (NO_VALUE, REST)
    group = language.say(line.group) if ours else clean_text(line.group)
    return Row(group, measure, tuple(cells))


def _measure(line: WithinLine, language: Language) -> str:
    layer, column = clean_text(line.layer), clean_text(line.column)
    key = {"features": "within_features", "sum": "within_sum"}.get(
        line.measure, _AMOUNTS[line.kind]
    )
    return language.say(TEMPLATE_WORDS[key]).format(layer=layer, column=column)


def _cell(line: WithinLine, value: float, language: Language, told: str = "") -> Cell:
    if line.measure == "amount" and line.kind != "points":
        value = km(value) if line.kind == "lines" else value / M2_PER_KM2
    decimals = 0 if value == round(value) or abs(value) >= 10 else 1
    return Cell(language.number(value, decimals) + told, round(value, 3))
