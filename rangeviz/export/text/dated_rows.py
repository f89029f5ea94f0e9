"""The figures of dated baselines as CSV, put together line by line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from rangeviz.analysis.batch.dated_store import DatedStore
from rangeviz.analysis.batch.question import Question, line_report
from rangeviz.export.text.report_tables import STAGE_COLUMNS, csv_text, report_to_csv
from rangeviz.files import replacing
from rangeviz.model.site import LaunchSite

FILES: Final = ("rows.csv",)
# Stands for the site in what is kept of a line, which has another name on each date.
_NAMELESS: Final = "line"


def line_bytes(question: Question, site: LaunchSite) -> dict[str, bytes]:
    """Make the rows of a line, without its dates: what a worker hands back."""
    report = line_report(question, replace(site, name=_NAMELESS))
    return {FILES[0]: report_to_csv(report).encode()}


def put_together(store: DatedStore, path: Path) -> None:
    """Write the rows of all dates that are finished, as `stages_to_csv` has them.

    Raises
    ------
    OutputError
        If the disk is full, or the folder has gone.
    """
    is_headed = False
    with replacing(path) as temporary, temporary.open("wb") as file:
        for date, name, digest in store.rows():
            text = store.part(digest, FILES[0])
            head, *rows = text.read_text("utf-8").split("\n")[:-1]
            if not is_headed:
                file.write(f"{','.join((*STAGE_COLUMNS, head))}\n".encode())
                is_headed = True
            begin = csv_text((date, name, name), ()).removesuffix("\n")
            for row in rows:  # a record is one line: its texts are
                file.write(f"{begin}{row.removeprefix(_NAMELESS)}\n".encode())
