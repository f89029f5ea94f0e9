"""``rangeviz dates``: lines or areas that have dates, one baseline for each."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rangeviz.cli import options
from rangeviz.cli.inputs import question_from_options
from rangeviz.cli.option_values import INPUT_FILE, OUTPUT_FILE
from rangeviz.cli.outputs import check_file, note, note_written
from rangeviz.cli.running import progress_bar
from rangeviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from rangeviz.analysis.batch.dated_store import DatedStore
    from rangeviz.analysis.batch.question import Question
    from rangeviz.analysis.batch.run import Outcome
    from rangeviz.datasets.dated_sites import DatedSite

BESIDE = ".lines"  # of a .csv: the folder of finished lines
# What makes and joins the tables of a line, by the suffix of the output.
_HOMES = {
    ".parquet": "rangeviz.analysis.batch.dated_tables",
    ".csv": "rangeviz.export.text.dated_rows",
}


@click.command("dates", short_help="Follow a line or an area through its dates.")
@click.argument("lines", metavar="LINES", type=INPUT_FILE)
@click.option(
    "--date-column",
    metavar="COLUMN",
    default="",
    help="Which column has the dates.  [default: date, day, datetime, ...]",
)
@options.dated_question
@options.workers
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=OUTPUT_FILE,
    required=True,
    help="What to fill: a folder of tables (out.parquet) or a table (out.csv).",
)
def command(
    lines: Path,
    date_column: str,
    output: Path,
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
    """
    from rangeviz.datasets.dated_sites import read_dated_sites

    suffix = output.suffix.lower()
    if suffix not in _HOMES:
        raise InputError(
            f"{str(output)!r} ends in {suffix or 'no suffix'}; dates writes "
            ".parquet (a folder of tables), .csv"
        )
    home = _home(suffix)
    if suffix == ".csv":
        check_file(output, given | {"file": lines})
    question = question_from_options(given)
    dated = read_dated_sites(lines, date_column=date_column)
    workers = {"processes": processes, "scheduler": scheduler}
    _fill(output, question, dated, home, workers)


def _home(suffix: str) -> ModuleType:
    try:
        return import_module(_HOMES[suffix])
    except ImportError:
        raise InputError(
            "Parquet needs pyarrow: pip install 'rangeviz[batch]'"
        ) from None


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
