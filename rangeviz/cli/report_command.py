"""``rangeviz report``: the same figures as numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rangeviz.cli.inputs import report_of, scenario_from_options, stages_of
from rangeviz.cli.options import shared_options as options
from rangeviz.cli.outputs import check_file, form_of, put

if TYPE_CHECKING:
    from rangeviz.model.scenario import Scenario

FORMS = ("table", "csv", "json", "md", "matrix")


@click.command(
    "report", short_help="Print the figures: table, csv, json, md or matrix."
)
@options.scenario
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="How to print them; matrix is a CSV of reaches by regions.  [default: as the "
    "file's suffix says, else table]",
)
@options.overlap
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
    from rangeviz.export.text.forms import report_to_text
    from rangeviz.export.text.stage_tables import stages_to_text

    form = form_of(form, output, FORMS)
    check_file(output, given)
    scenario = scenario_from_options(given)
    if form == "table":
        _print(scenario, overlap)
        return
    if scenario.stages:
        text = stages_to_text(stages_of(scenario, overlap=overlap), form)
    else:
        text = report_to_text(report_of(scenario, overlap=overlap), form)
    put(text, output)


def _print(scenario: Scenario, overlap: bool) -> None:
    from rangeviz.cli.terminal import print_report, print_stages

    if scenario.stages:
        print_stages(stages_of(scenario, overlap=overlap))
    else:
        print_report(report_of(scenario, overlap=overlap))
