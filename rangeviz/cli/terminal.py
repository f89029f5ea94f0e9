"""Tables and notes on stdout: styled on a terminal, plain in a pipe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from rangeviz.analysis.report import Report
    from rangeviz.analysis.stages import Stages
    from rangeviz.export.text.site_tables import TextTable
    from rangeviz.language.language import Language

# A pipe has no width: as wide as the widest table, so that no cell is cut.
PIPE_WIDTH = 400
# Kinds of row that stand out, and how.
_STYLES = {"reach": "bold", "country": "bold", "zone": "magenta", "permitted": "bold"}
MAX_PLACES = 12


def print_answer(answer: Report | Stages) -> None:
    """Print a report, or that of each stage under its date, label, note and source."""
    from rangeviz.analysis.stages import Stages
    from rangeviz.export.text.report_tables import report_language, stage_notes

    if not isinstance(answer, Stages):
        _print_report(answer, report_language(answer))
        return
    for each in answer.stages:
        language = report_language(each.report)
        click.echo(f"{each.stage.date}: {each.stage.label}")
        print_notes(stage_notes(each.stage, language))
        click.echo()
        _print_report(each.report, language)
        click.echo()


def _print_report(report: Report, language: Language) -> None:
    from rangeviz.export.text.report_tables import text_tables

    print_tables(text_tables(report, language), report, language)


def print_tables(
    tables: Sequence[TextTable], report: Report, language: Language
) -> None:
    """Print tables, then caveats and sources of their report."""
    from rangeviz.export.text.report_tables import notes_of

    for table in tables:
        rows = [(row.kind, row.cells) for row in table.rows]
        print_table(table.columns, rows, title=table.title)
        if table.places:
            _print_places(table, report.min_population, language)
        print_notes(table.notes)
    print_notes(notes_of(report, language))


def print_table(
    columns: Sequence[str],
    rows: Iterable[tuple[str, Sequence[str]]],
    *,
    title: str = "",
    text_columns: int = 1,
) -> None:
    """Print a table to stdout.

    Parameters
    ----------
    columns : sequence of str
        Heads.
    rows : iterable of (kind, cells)
        The kind chooses the style: countries stand out, regions are indented.
    title : str
        A line above.
    text_columns : int
        So many columns are aligned to the left, the others to the right.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for index, column in enumerate(columns):
        justify = "left" if index < text_columns else "right"
        table.add_column(Text(column), justify=justify)  # type: ignore[arg-type]
    for kind, cells in rows:
        indent = "  " if kind == "region" else ""
        texts = [Text(indent + cells[0]), *(Text(cell) for cell in cells[1:])]
        table.add_row(*texts, style=_STYLES.get(kind, ""))
    console = _console()
    with console.capture() as printed:
        if title:  # not the table's, which wraps at the width of its columns
            console.print(Text(title, style="bold"))
        console.print(table)
    lines = (line.rstrip() for line in printed.get().strip("\n").splitlines())
    click.echo("\n".join(lines) + "\n")


def print_notes(notes: Iterable[str]) -> None:
    """Print sentences to stdout, a line each; a terminal wraps them at words."""
    from rich.text import Text

    console = _console()
    for note in notes:
        if console.is_terminal:
            console.print(Text(f"- {note}"))
        else:
            click.echo(f"- {note}")


def _print_places(table: TextTable, min_population: int, language: Language) -> None:
    key = "places_inside" if len(table.places) <= MAX_PLACES else "places_nearest"
    title = language.phrase(
        key,
        people=language.count(min_population),
        shown=language.count(MAX_PLACES),
        count=language.count(len(table.places)),
    )
    print_table(
        table.place_columns,
        [(row.kind, row.cells) for row in table.places[:MAX_PLACES]],
        title=title,
    )


def _console() -> Console:
    from rich.console import Console

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else PIPE_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False)
