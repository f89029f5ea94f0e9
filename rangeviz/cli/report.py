"""``rangeviz report``: the same figures as numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rangeviz.cli import options
from rangeviz.cli.inputs import report_from_options


@click.command("report", short_help="Print the figures: table, csv, json or md.")
@options.scenario
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "md"]),
    default="table",
    show_default=True,
    help="How to print them.",
)
@options.output("Write to a file instead of stdout.")
def command(form: str, output: Path | None, **given: Any) -> None:
    """Print what lies inside each reach: countries, regions, zones, places.

    \b
    Examples:
      rangeviz report --from Kharkiv --zone Kursk
      rangeviz report --from Kharkiv --format json | jq '.reaches[].area_km2'
      rangeviz report --from sites.csv --format csv -o sites-report.csv
    """
    from rangeviz.cli.terminal import print_report
    from rangeviz.export.tables import report_to_text
    from rangeviz.files import write_text

    if form == "table" and output is not None:
        raise click.UsageError(
            "a table is for the terminal: give --format csv, json or md"
        )
    report = report_from_options(given)
    if form == "table":
        print_report(report)
        return
    text = report_to_text(report, form)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text)
