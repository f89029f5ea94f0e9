"""Tables for the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rangeviz.analysis.report import Report

PLAIN_WIDTH = 120
# Kinds of row that stand out, and how.
_STYLES = {"reach": "bold", "country": "bold", "zone": "magenta", "permitted": "bold"}
MAX_PLACES = 12


def print_report(report: Report) -> None:
    """Print a report's tables and caveats to stdout."""
    from rangeviz.export.summary import site_tables

    for table in site_tables(report):
        rows = [(row.kind, row.cells) for row in table.rows]
        print_table(table.columns, rows, title=table.title)
        if table.places:
            places = [(row.kind, row.cells) for row in table.places[:MAX_PLACES]]
            print_table(table.place_columns, places, title=_place_title(table, report))
    print_notes(str(caveat) for caveat in report.caveats)
    print_notes([*(f"{s.citation}" for s in report.sources), *report.attributions])


def _place_title(table: object, report: Report) -> str:
    count = len(table.places)  # type: ignore[attr-defined]
    people = f"{report.min_population:,}"
    shown = f", the nearest {MAX_PLACES} of {count}" if count > MAX_PLACES else ""
    return f"Places of {people} people or more inside{shown}"


def print_table(
    columns: Sequence[str],
    rows: Iterable[tuple[str, Sequence[str]]],
    *,
    title: str = "",
) -> None:
    """Print a table to stdout, plain where that is not a terminal.

    Parameters
    ----------
    columns : sequence of str
        Heads; the first column is left-aligned, the others right.
    rows : iterable of (kind, cells)
        The kind chooses the style: countries stand out, regions are indented.
    title : str
        A line above.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, width=_width(), highlight=False)
    table = Table(
        title=Text(title) if title else None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for index, column in enumerate(columns):
        table.add_column(Text(column), justify="right" if index else "left")
    for kind, cells in rows:
        indent = "  " if kind == "region" else ""
        texts = [Text(indent + cells[0]), *(Text(cell) for cell in cells[1:])]
        table.add_row(*texts, style=_STYLES.get(kind, ""))
    console.print(table)


def print_notes(notes: Iterable[str]) -> None:
    """Print sentences to stdout, wrapped, one paragraph each."""
    from rich.console import Console
    from rich.text import Text

    from rangeviz.wording import one_line

    console = Console(file=sys.stdout, width=_width(), highlight=False)
    for note in notes:
        console.print(Text("- " + one_line(note), style="dim"))


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PLAIN_WIDTH
