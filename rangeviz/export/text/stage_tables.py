"""The reports of a scenario's stages as sections."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from rangeviz import __version__
from rangeviz.analysis.stages import StageReport
from rangeviz.errors import InputError
from rangeviz.export.text.matrix import STAGE_COLUMNS, stages_to_matrix
from rangeviz.export.text.report_tables import (
    inert,
    markdown_text,
    report_to_csv,
    report_to_markdown,
)
from rangeviz.model.stage import Stage

SCHEMA_VERSION = 1


def stages_to_text(stages: Sequence[StageReport], form: str) -> str:
    """Convert the reports of stages to ``csv``, ``json``, ``md`` or ``matrix``.

    Parameters
    ----------
    stages : sequence of StageReport
        As `build_stages` gives them; at least one.
    form : str
        ``csv``: the columns of a report behind ``stage_date`` and ``stage``.
        ``json``: ``stages``, a list whose members hold a whole ``report``, as
        ``docs/stages.schema.json`` describes it.
        ``md``: a section for each stage. ``matrix``: as `stages_to_matrix` gives it.

    Raises
    ------
    InputError
        If the form is none of these.
    """
    if form == "csv":
        return _csv(stages)
    if form == "json":
        told = {
            "rangeviz": __version__,
            "schema": SCHEMA_VERSION,
            "stages": [each.to_dict() for each in stages],
        }
        return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    if form == "md":
        return "\n".join(_section(each) for each in stages)
    if form == "matrix":
        return stages_to_matrix(stages)
    raise InputError(f"format {form!r} is not one of csv, json, md, matrix")


def stage_notes(stage: Stage) -> list[str]:
    """Tell what goes with a stage: its note and its source, where it has them."""
    source = "" if stage.source is None else f"Source: {stage.source.citation}"
    return [told for told in (stage.note, source) if told]


def _csv(stages: Sequence[StageReport]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, each in enumerate(stages):
        rows = list(csv.reader(io.StringIO(report_to_csv(each.report))))
        if number == 0:
            writer.writerow([*STAGE_COLUMNS, *rows[0]])
        about = [each.stage.date, inert(each.stage.label)]
        writer.writerows([*about, *row] for row in rows[1:])
    return out.getvalue()


def _section(each: StageReport) -> str:
    head = f"# {markdown_text(f'{each.stage.date}: {each.stage.label}')}"
    notes = [markdown_text(told) for told in stage_notes(each.stage)]
    return "\n\n".join([head, *notes, report_to_markdown(each.report)])
