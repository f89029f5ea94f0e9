"""``rangeviz report``: the same figures as numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rangeviz.cli import once, options
from rangeviz.cli.inputs import scenario_from_options
from rangeviz.cli.outputs import check_file, form_of, put
from rangeviz.cli.running import answer_of

FORMS = ("table", "csv", "json", "md", "matrix")


@once.command("report", short_help="Print the figures: table, csv, json, md or matrix.")
@options.scenario
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="How to print them; matrix is a CSV of reaches by regions.  [default: as the "
    "file's suffix says, else table]",
)
@options.overlap
@options.lang
@options.output("Write to a file instead of stdout.")
def command(form: str | None, output: Path | None, overlap: bool, **given: Any) -> None:
    """Print what lies inside each reach: countries, regions, zones, places.

    A scenario with stages gets a section for each of them.

    \b
    Examples:
      rangeviz report --from Kharkiv --zone Kursk
      rangeviz report --from Kharkiv --format json | jq '.reaches[].area_km2'
      rangeviz report --from sites.csv -o sites-report.csv
      rangeviz report --from Kharkiv --from Sumy --overlap
    """
    from rangeviz.output_forms import TABLES
    from rangeviz.writing import to_text

    form = form_of(form, output, TABLES, "report")
    check_file(output, given)
    answer = answer_of(scenario_from_options(given), overlap=overlap)
    if form == "table":
        from rangeviz.cli.terminal import print_answer

        print_answer(answer)
        return
    put(to_text(answer, form), output)
