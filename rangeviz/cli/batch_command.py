"""``rangeviz batch``: any number of sites, chunk by chunk, into Parquet."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rangeviz.arguments import check_library
from rangeviz.cli import once, options
from rangeviz.cli.option_values import INPUT_FILE, OUTPUT_FILE
from rangeviz.cli.outputs import note
from rangeviz.errors import InputError

if TYPE_CHECKING:
    from rangeviz.analysis.batch.run import Outcome


@once.command("batch", short_help="Measure any number of sites, into Parquet.")
@click.argument("sites", metavar="SITES", type=INPUT_FILE)
@options.question
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=OUTPUT_FILE,
    required=True,
    help="Folder of the tables, such as out.parquet; a run that was cut short goes on.",
)
@options.workers
@click.option(
    "--chunk",
    "sites_at_once",
    type=click.IntRange(1, 100_000),
    default=500,
    show_default=True,
    help="Sites that are computed together; memory grows with them.",
)
def command(
    sites: Path,
    output: Path,
    processes: int | None,
    scheduler: str | None,
    sites_at_once: int,
    **given: Any,
) -> None:
    """Measure what lies inside the reaches of a file of points, however many.

    SITES is a table (.csv), a layer (.geojson, .gpkg) or GeoParquet. The folder gets
    reaches, regions, countries, zones and places, each a Parquet table in parts.
    Memory stays the same however many sites there are. Ctrl-C, a crash or a full disk
    lose nothing: the same command goes on, and computes no finished part again.

    \b
    Examples:
      rangeviz batch sites.csv -o out.parquet
      rangeviz batch sites.parquet --system atacms --zone Kursk -o out.parquet
      rangeviz batch sites.csv -o out.parquet --scheduler tcp://10.0.0.1:8786
    """
    check_library("pyarrow", "batch writes Parquet, which needs pyarrow", "batch")
    from rangeviz.analysis.batch.chunk import chunk_bytes
    from rangeviz.analysis.batch.run import run_batch
    from rangeviz.analysis.batch.store import take_up
    from rangeviz.cli.inputs import question_from_options
    from rangeviz.cli.running import progress_bar

    question = question_from_options(given)
    store = take_up(sites, question, output, sites_at_once)
    start_s = time.monotonic()
    with progress_bar("sites", store.sites) as advance:
        outcome = run_batch(
            store,
            question,
            chunk_bytes,
            processes=processes,
            scheduler=scheduler,
            progress=advance,
        )
    _tell(outcome, store.sites, output, time.monotonic() - start_s)
    if outcome.failed:
        raise InputError(_failures(outcome, store.sites_at_once))


def _tell(outcome: Outcome, total: int, output: Path, spent_s: float) -> None:
    rate = outcome.sites / max(spent_s, 1e-9)
    before = f", {outcome.before:,} before" if outcome.before else ""
    note(
        f"{outcome.sites:,} of {total:,} sites in {spent_s:.1f} s{before} "
        f"({rate:,.0f} sites/s): {output}"
    )


def _failures(outcome: Outcome, sites_at_once: int) -> str:
    chunk, why = next(iter(sorted(outcome.failed.items())))
    first = chunk * sites_at_once
    return (
        f"{len(outcome.failed)} parts could not be computed, the first from row "
        f"{first:,} to {first + sites_at_once - 1:,}: {why}; all others stand, and the "
        "same command tries these again"
    )
