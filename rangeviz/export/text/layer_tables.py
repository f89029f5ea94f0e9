"""What reaches hold of the user's own layers, as tables for people and for files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from rangeviz.analysis.caveats import sector_words
from rangeviz.analysis.layers.groups import group_name
from rangeviz.analysis.layers.tally import WithinLine, within_lines
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.analysis.serialise import within_to_dict
from rangeviz.export.text.site_tables import Row, TextTable, system_head
from rangeviz.language.language import Language
from rangeviz.units import km

if TYPE_CHECKING:
    import pandas as pd

CSV_COLUMNS: Final = ("layer", "group", "measure", "value", "total")
_AMOUNTS: Final = {
    "points": "within_points",
    "lines": "within_length",
    "polygons": "within_area",
    "cells": "within_cell_sum",
}


def within_tables(report: Report, language: Language) -> list[TextTable]:
    """Arrange what reaches hold of own layers as one table per launch site.

    Parameters
    ----------
    report : Report
        What was computed.
    language : Language
        What to write it in.

    Returns
    -------
    list of TextTable
        Empty where the report has no own layers.
    """
    if not report.reaches[0].within:
        return []
    return [_table(rows, language) for rows in report.by_site]


def within_records(row: ReachReport) -> Iterator[dict[str, Any]]:
    """Give what a reach holds of own layers as records, a figure in each.

    Parameters
    ----------
    row : ReachReport
        The reach.

    Yields
    ------
    dict
        ``kind`` (``within``, or ``within_permitted`` for what zones leave),
        ``share_of_unit`` and `CSV_COLUMNS`. The measure is ``features_wholly``,
        ``features_partly``, ``points``, ``length_km``, ``area_km2``, or ``sum:``
        with the column's name; of a raster ``sum``, ``sum_low`` and ``sum_high``.
    """
    for told in map(within_to_dict, row.within):
        about = {"layer": told["layer"], "group": told["group"]}
        whole = {"features_wholly": told["features"], **_flat(told)}
        for kind, part in (("within", "inside"), ("within_permitted", "permitted")):
            for measure, value in _flat(told.get(part, {})).items():
                total = whole.get(measure)
                share = value / total if total and total > 0 else None
                yield {
                    "kind": kind,
                    **about,
                    "measure": measure,
                    "value": value,
                    "total": total,
                    "share_of_unit": None if share is None else round(share, 6),
                }


def within_frame(report: Report) -> pd.DataFrame:
    """Give what reaches hold of own layers as a table.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    DataFrame
        The columns ``site``, ``system``, ``part`` (``reach`` or ``permitted``),
        `CSV_COLUMNS` and ``share``; no rows without own layers.
    """
    import pandas as pd

    parts = {"within": "reach", "within_permitted": "permitted"}
    records = [
        {
            "site": row.reach.site.name,
            "system": row.reach.system.id,
            "part": parts[told["kind"]],
            **{key: told[key] for key in CSV_COLUMNS},
            "share": told["share_of_unit"],
        }
        for row in report.reaches
        for told in within_records(row)
    ]
    columns = ["site", "system", "part", *CSV_COLUMNS, "share"]
    numbers = dict.fromkeys(("value", "total", "share"), "float64")
    return pd.DataFrame(records, columns=columns).astype(numbers)


_MEASURES = (
    *("features_wholly", "features_partly", "points", "length_km", "area_km2"),
    *("sum", "sum_low", "sum_high"),
)


def _flat(told: dict[str, Any]) -> dict[str, float]:
    figures = {key: told[key] for key in _MEASURES if key in told}
    return figures | {f"sum:{key}": v for key, v in told.get("sums", {}).items()}


def _table(rows: Sequence[ReachReport], language: Language) -> TextTable:
    say, reach = language.phrase, rows[0].reach
    zoned = (say("permitted_part"),) if rows[0].zones else ()
    figures = [
        text
        for row in rows
        for text in (
            system_head(row.reach.system, language),
            say("share_of_all"),
            *zoned,
        )
    ]
    return TextTable(
        title=say("layers_from", site=language.place(reach.site))
        + sector_words(reach.sector, language),
        columns=("", say("all"), *figures),
        rows=tuple(
            _row(line, language) for line in within_lines([row.within for row in rows])
        ),
    )


def _row(line: WithinLine, language: Language) -> Row:
    cells = [_head(line, language), _figure(line, line.whole, language)]
    for number, (value, share) in enumerate(zip(line.inside, line.shares, strict=True)):
        partly = line.partly[number] if line.partly else 0
        more = _bounds(line.bounds, number, language)
        if partly:
            more = f" ({language.phrase('partly', count=language.count(partly))})"
        cells.append(_figure(line, value, language) + more)
        cells.append("" if share is None else language.share(share))
        if line.permitted:
            more = _bounds(line.permitted_bounds, number, language)
            cells.append(_figure(line, line.permitted[number], language) + more)
    return Row("country" if line.group is None else "region", tuple(cells))


def _bounds(
    bounds: Sequence[tuple[float, float]], number: int, language: Language
) -> str:
    """Write what cells across the edge can change, where there are such bounds."""
    if not bounds or not any(bounds[number]):
        return ""
    low, high = (number_text(each, language) for each in bounds[number])
    return f" ({low}-{high})"


def _head(line: WithinLine, language: Language) -> str:
    if line.group is not None:
        return group_name(line.group, line.kind, language)
    key = {"features": "within_features", "sum": "within_sum"}.get(
        line.measure, _AMOUNTS[line.kind]
    )
    return language.phrase(key, layer=line.layer, column=line.column)


def _figure(line: WithinLine, value: float, language: Language) -> str:
    if line.measure == "amount" and line.kind in ("lines", "polygons"):
        value = km(value) if line.kind == "lines" else value / 1e6
    return number_text(value, language)


def number_text(value: float, language: Language) -> str:
    """Write a number: whole from 100 on, else with as many decimals as it needs.

    Examples
    --------
    >>> [number_text(each, Language()) for each in (1234.56, 12.345, 3, 0.01234)]
    ['1,235', '12.3', '3', '0.0123']
    """
    if abs(value) >= 100 or value == round(value):
        return language.number(value)
    digits = f"{value:.3g}"
    if "e" in digits:
        return digits  # so small that no language groups or points it
    return language.number(float(digits), len(digits.partition(".")[2]))
