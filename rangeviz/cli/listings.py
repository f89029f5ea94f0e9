"""Lists of places, regions and systems: tables for people, records for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import click

from rangeviz.cli.outputs import put

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
MOST = 1_000_000  # more names than there are

form: Decorator = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print them.",
)
limit: Decorator = click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    default=20,
    show_default=True,
    help="At most so many.",
)


def put_records(records: Sequence[dict[str, Any]], form: str) -> None:
    """Print records as ``csv`` or ``json``; all have the fields of the first.

    Parameters
    ----------
    records : sequence of dict
        At least one, of texts and numbers; None is an empty cell.
    form : {"csv", "json"}
    """
    from rangeviz.export.text.report_tables import inert

    if form == "json":
        put(json.dumps(records, ensure_ascii=False, indent=1) + "\n", None)
        return
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: inert(v) for k, v in record.items()} for record in records)
    put(out.getvalue(), None)


def tell_more(count: int, shown: int) -> None:
    """Say under a table how many it leaves out."""
    if count > shown:
        click.echo(f"{count - shown:,} more: --limit {count} lists all")
