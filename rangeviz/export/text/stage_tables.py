"""The reports of a scenario's stages as sections."""

from __future__ import annotations

import csv
import io

from rangeviz.analysis.stages import StageReport, Stages
from rangeviz.export.text.matrix import STAGE_COLUMNS
from rangeviz.export.text.report_tables import (
    inert,
    markdown_text,
    report_to_csv,
    report_to_markdown,
)
from rangeviz.model.stage import Stage


def stages_to_markdown(stages: Stages) -> str:
    """Convert stages to Markdown: a section for each."""
    return "\n".join(_section(each) for each in stages.stages)


def stage_notes(stage: Stage) -> list[str]:
    """Tell what goes with a stage: its note and its source, where it has them."""
    source = "" if stage.source is None else f"Source: {stage.source.citation}"
    return [told for told in (stage.note, source) if told]


def stages_to_csv(stages: Stages) -> str:
    """Convert stages to CSV: a report's columns behind ``stage_date`` and ``stage``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, each in enumerate(stages.stages):
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
