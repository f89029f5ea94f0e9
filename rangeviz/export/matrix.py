"""A report as a matrix: a row per reach, a column per region."""

from __future__ import annotations

import csv
import io

from rangeviz.analysis.report import Report
from rangeviz.export.tables import inert

FIRST_COLUMNS = ("site", "lon", "lat", "system", "area_km2")


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
    reaches = report.to_dict()["reaches"]
    codes = sorted({unit["code"] for told in reaches for unit in told["regions"]})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*FIRST_COLUMNS, *map(inert, codes), "elsewhere"])
    for told in reaches:
        inside_km2 = {unit["code"]: unit["area_km2"] for unit in told["regions"]}
        about = [inert(told[key]) for key in FIRST_COLUMNS]
        areas_km2 = [inside_km2.get(code, 0) for code in codes]
        writer.writerow([*about, *areas_km2, told["elsewhere_km2"]])
    return out.getvalue()
