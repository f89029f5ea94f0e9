"""A report as a matrix: a row per reach, a column per region."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from rangeviz.analysis.report import Report
from rangeviz.analysis.stages import Stages
from rangeviz.export.text.report_tables import inert

FIRST_COLUMNS = ("site", "lon", "lat", "system", "area_km2")
STAGE_COLUMNS = ("stage_date", "stage")


def report_to_matrix(report: Report) -> str:
    """Convert a report to a CSV matrix of areas.

    Parameters
    ----------
    report : Report
        What was computed.

    Returns
    -------
    str
        A row per site and system; behind `FIRST_COLUMNS` a column for each
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
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*heads, *FIRST_COLUMNS, *map(inert, codes), "elsewhere"])
    for stage, told in rows:
        inside_km2 = {unit["code"]: unit["area_km2"] for unit in told["regions"]}
        about = [inert(cell) for cell in (*stage, *(told[k] for k in FIRST_COLUMNS))]
        areas_km2 = [inside_km2.get(code, 0) for code in codes]
        writer.writerow([*about, *areas_km2, told["elsewhere_km2"]])
    return out.getvalue()
