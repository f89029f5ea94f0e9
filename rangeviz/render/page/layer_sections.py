"""What reaches hold of the author's own layers, as tables of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rangeviz.analysis.layers.groups import group_name
from rangeviz.analysis.layers.tally import WithinLine, within_lines
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.language.language import M2_PER_KM2, Language
from rangeviz.render.page.encode import clean_text
from rangeviz.render.page.tables import MAX_ROWS, Cell, Row, short_names
from rangeviz.units import km

_AMOUNTS = {
    "points": "within_points",
    "lines": "within_length",
    "polygons": "within_area",
    "cells": "within_cells",
}


@dataclass(frozen=True, slots=True)
class WithinTable:
    """What the systems of one site reach of own layers.

    Parameters
    ----------
    heads : tuple of str
        Of the columns: the layer, then each system.
    rows : tuple of Row
        At most `MAX_ROWS`.
    left_out : int
        So many rows more.
    """

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: int


def within_tables(
    report: Report, language: Language, *, permitted: bool = True
) -> list[WithinTable]:
    """Write what reaches hold of own layers, one table per launch site.

    Parameters
    ----------
    report : Report
        The figures.
    language : Language
        What to write them in.
    permitted : bool
        Whether to tell what zones leave.

    Returns
    -------
    list of WithinTable
        Empty where the report has no own layers.
    """
    if not report.reaches[0].within:
        return []
    return [_table(rows, language, permitted) for rows in report.by_site]


def _table(
    reaches: Sequence[ReachReport], language: Language, permitted: bool
) -> WithinTable:
    names = short_names([found.reach.system for found in reaches], language)
    lines = within_lines([found.within for found in reaches])
    if not permitted:
        lines = [replace(line, permitted=()) for line in lines]
    rows = tuple(row for line in lines for row in _rows(line, language))
    return WithinTable(
        heads=(language.phrase("within_layer"), *names),
        rows=rows[:MAX_ROWS],
        left_out=max(len(rows) - MAX_ROWS, 0),
    )


def _rows(line: WithinLine, language: Language) -> Iterator[Row]:
    """Write a line as a row; with zones or features partly inside as two."""
    measure = _measure(line, language)
    whole = language.phrase("within_of", whole=_number(line, line.whole, language))
    if line.group is not None:
        group = clean_text(group_name(line.group, line.kind, language))
        cells = _cells(line, line.inside, language, line.bounds)
        yield Row(group, f"{measure}, {whole}", cells)
        return
    yield Row(measure, whole, _cells(line, line.inside, language, line.bounds))
    if line.permitted:
        permitted = language.phrase("within_permitted", measure=measure)
        bounds = line.permitted_bounds
        yield Row(permitted, whole, _cells(line, line.permitted, language, bounds))
    if any(line.partly):
        words = language.phrase("within_partly", layer=clean_text(line.layer))
        partly = [Cell(language.count(count), count) for count in line.partly]
        yield Row(words, "", tuple(partly))


def _cells(
    line: WithinLine,
    values: Sequence[float],
    language: Language,
    bounds: Sequence[tuple[float, float]] = (),
) -> tuple[Cell, ...]:
    cells = []
    for number, value in enumerate(values):
        text = _number(line, value, language)
        if bounds:
            ends = (_number(line, end, language) for end in bounds[number])
            text += f" [{'–'.join(ends)}]" if any(bounds[number]) else ""
        if line.whole > 0:
            text += f" ({language.share(value / line.whole)})"
        cells.append(Cell(text, round(_in_units(line, value), 3)))
    return tuple(cells)


def _measure(line: WithinLine, language: Language) -> str:
    layer, column = clean_text(line.layer), clean_text(line.column)
    key = {"features": "within_features", "sum": "within_sum"}.get(
        line.measure, _AMOUNTS[line.kind]
    )
    return language.phrase(key, layer=layer, column=column)


def _number(line: WithinLine, value: float, language: Language) -> str:
    value = _in_units(line, value)
    whole = value == round(value) or abs(value) >= 10
    return language.number(value, 0 if whole else 1)


def _in_units(line: WithinLine, value: float) -> float:
    if line.measure != "amount" or line.kind in ("points", "cells"):
        return value
    return km(value) if line.kind == "lines" else value / M2_PER_KM2
