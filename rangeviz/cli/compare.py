"""``rangeviz compare``: what one reach adds to another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rangeviz.cli import options
from rangeviz.cli.completion import complete_system
from rangeviz.cli.inputs import borders_of, report_of, scenario_of_pair


@click.command("compare", short_help="Tell what one reach adds to another.")
@click.option(
    "--base",
    metavar="ID",
    required=True,
    shell_complete=complete_system,
    help="The reach to start from: a system of the catalogue, or a range (80km).",
)
@click.option(
    "--with",
    "other",
    metavar="ID",
    required=True,
    shell_complete=complete_system,
    help="The reach that adds to it, named in the same ways.",
)
@options.scenario_but_systems
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "md"]),
    help="How to print it.  [default: table]",
)
@options.lang
@options.output("Write to a file: .csv, .json, .md, or a map of both reaches.")
def command(
    base: str, other: str, form: str | None, output: Path | None, **given: Any
) -> None:
    """Tell what one reach adds to another: area, regions, places.

    \b
    Examples:
      rangeviz compare --from Kharkiv --base himars --with atacms
      rangeviz compare --from Kharkiv --base 80km --with 150km --format json
      rangeviz compare --from Kharkiv --base himars --with atacms -o both.html
    """
    from rangeviz.analysis.comparison import compare
    from rangeviz.cli.terminal import print_site_tables
    from rangeviz.export.comparison import comparison_tables, comparison_to_text
    from rangeviz.files import write_text

    is_map = form is None and _is_map(output)
    form = form or _FORMS.get(_suffix(output), "table")
    if form == "table" and output is not None and not is_map:
        raise click.UsageError(
            "a table is for the terminal: give --format csv, json or md"
        )
    scenario = scenario_of_pair(base, other, given)
    report = report_of(scenario)
    comparisons = compare(report, borders=borders_of(scenario))
    if is_map and output is not None:
        from rangeviz.render.maps import write_report_map

        write_report_map(report, output)
        options.note(f"wrote {output}")
    if form == "table":
        print_site_tables(comparison_tables(comparisons), report)
        return
    text = comparison_to_text(report, comparisons, form)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text)


_FORMS = {".csv": "csv", ".json": "json", ".md": "md"}


def _suffix(output: Path | None) -> str:
    return "" if output is None else output.suffix.lower()


def _is_map(output: Path | None) -> bool:
    from rangeviz.render.maps import SUFFIXES

    return _suffix(output) in SUFFIXES
