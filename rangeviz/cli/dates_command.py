"""``rangeviz dates``: lines or areas that have dates, one baseline for each."""

from __future__ import annotations

import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rangeviz.arguments import check_library
from rangeviz.cli import once, options
from rangeviz.cli.inputs import question_from_options
from rangeviz.cli.option_values import INPUT_FILE, OUTPUT_FILE
from rangeviz.cli.outputs import check_file, note, note_written
from rangeviz.cli.running import answer_of, progress_bar
from rangeviz.errors import InputError
from rangeviz.language.language import user_language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from rangeviz.analysis.batch.dated_store import DatedStore
    from rangeviz.analysis.batch.question import Question
    from rangeviz.analysis.batch.run import Outcome
    from rangeviz.datasets.dated_sites import DatedSite
    from rangeviz.model.scenario import Scenario

BESIDE = ".lines"  # of a .csv: the folder of finished lines
# What makes and joins the tables of a line, by the form of the output.
_HOMES = {
    "parquet": "rangeviz.analysis.batch.dated_tables",
    "csv": "rangeviz.export.text.dated_rows",
}


@once.command("dates", short_help="Follow a line or an area through its dates.")
@click.argument("lines", metavar="LINES", type=INPUT_FILE)
@click.option(
    "--date-column",
    metavar="COLUMN",
    default="",
    help="Which column has the dates.  [default: date, day, datetime, ...]",
)
@options.dated_question
@options.title
@options.lang
@options.picture_look
@options.workers
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=OUTPUT_FILE,
    required=True,
    help="What to write: tables (out.parquet, a folder), one table (.csv), a page with "
    "a timeline (.html) or a picture with panels (.png, .svg, .pdf).",
)
def command(
    lines: Path,
    date_column: str,
    output: Path,
    title: str,
    language: str | None,
    processes: int | None,
    scheduler: str | None,
    **given: Any,
) -> None:
    """Measure ranges from lines or areas that have dates: what they cover on each.

    LINES is a layer of lines or polygons (.geojson, .gpkg, .parquet, ...) with a
    column of dates; the features of one date are one baseline, chosen for
    illustration. A line that did not change costs nothing, in the same run or in a
    later one with more dates. Ctrl-C or a crash lose nothing: the same command goes on.

    \b
    Examples:
      rangeviz dates lines.geojson -o lines.parquet
      rangeviz dates lines.gpkg --date-column day --system atacms -o lines.csv
      rangeviz dates lines.geojson --title 'A line through 2024' -o lines.html
    """
    from rangeviz.datasets.dated_sites import read_dated_sites
    from rangeviz.output_forms import PICTURE_LOOK, check_look, named_form

    look = {name: given.pop(name) for name in PICTURE_LOOK}
    form = named_form(None, output, _forms(), "dates")
    check_look(form, look)
    home = _home(form) if form in _HOMES else None
    if form != "parquet":
        check_file(output, given | {"lines": lines})
    question = question_from_options(given)
    dated = read_dated_sites(lines, date_column=date_column)
    if home is None:
        scenario = replace(
            _scenario(question, dated, form),
            title=title,
            language=language or user_language(),
        )
        _draw(output, scenario, look)
    else:
        workers = {"processes": processes, "scheduler": scheduler}
        _fill(output, question, dated, home, workers)


def _forms() -> dict[str, str]:
    from rangeviz.analysis.stages import Stages
    from rangeviz.output_forms import forms_of

    return forms_of(Stages, "page", "picture") | {f".{form}": form for form in _HOMES}


def _scenario(question: Question, dated: Sequence[DatedSite], form: str) -> Scenario:
    """Make a scenario of as many dates as the form shows."""
    from rangeviz.datasets.dated_sites import stages_of, thinned
    from rangeviz.render.figure.multiples import MOST_PANELS
    from rangeviz.render.page.timeline_page import MOST_DATES

    shown = thinned(dated, MOST_DATES if form == "html" else MOST_PANELS)
    if len(shown) < len(dated):
        note(
            f"note: {len(shown)} of {len(dated):,} dates are shown, chosen evenly, the "
            "first and the last among them; .parquet and .csv have all"
        )
    return replace(question.scenario(shown[0].site), stages=stages_of(shown))


def _draw(output: Path, scenario: Scenario, look: dict[str, Any]) -> None:
    from rangeviz.writing import write

    write(answer_of(scenario), output, **look)
    note_written(output)


def _home(form: str) -> ModuleType:
    if form == "parquet":
        check_library("pyarrow", "Parquet needs pyarrow", "batch", "write .csv")
    return import_module(_HOMES[form])


def _fill(
    output: Path,
    question: Question,
    dated: Sequence[DatedSite],
    home: ModuleType,
    workers: dict[str, Any],
) -> None:
    """Compute the lines that are not finished, and put the tables together."""
    from rangeviz.analysis.batch.dated_store import open_dated_store
    from rangeviz.analysis.batch.run import run_batch

    is_file = output.suffix.lower() == ".csv"
    folder = output.with_name(f"{output.name}{BESIDE}") if is_file else output
    store = open_dated_store(folder, question, dated, home.FILES)
    start_s = time.monotonic()
    with progress_bar("dates", store.sites) as advance:
        outcome = run_batch(
            store, question, home.line_bytes, progress=advance, **workers
        )
    if outcome.failed:
        raise InputError(_failures(outcome, store))
    home.put_together(store, output)
    _tell(outcome, store, time.monotonic() - start_s)
    note_written(output)
    if is_file:
        note(f"finished lines stay in {folder} for a run with more dates")


def _tell(outcome: Outcome, store: DatedStore, spent_s: float) -> None:
    before = f"; {outcome.before:,} had a finished line" if outcome.before else ""
    others = sum(1 for _ in store.rows()) - store.sites
    more = f"; {others:,} of earlier runs stay" if others > 0 else ""
    waiting = store.waiting()
    left = f"; {waiting:,} of an earlier run are not computed yet" if waiting else ""
    note(
        f"{store.sites:,} dates, {store.chunks:,} different lines, in {spent_s:.1f} s"
        f"{before}{more}{left}"
    )


def _failures(outcome: Outcome, store: DatedStore) -> str:
    chunk, why = next(iter(sorted(outcome.failed.items())))
    return (
        f"{len(outcome.failed)} lines could not be computed, the first that of "
        f"{store.date_of(chunk)}: {why}; all others stay, and the tables wait for "
        "these: the same command tries them again"
    )
