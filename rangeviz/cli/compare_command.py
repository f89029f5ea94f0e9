"""``rangeviz compare``: what one reach adds to another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rangeviz.cli import once, options
from rangeviz.cli.inputs import scenario_of_pair
from rangeviz.cli.outputs import check_file, form_of, note_written, put
from rangeviz.cli.running import report_of

FORMS = ("table", "csv", "json", "md")


@once.command("compare", short_help="Tell what one reach adds to another.")
@click.option(
    "--base",
    metavar="ID",
    required=True,
    shell_complete=options.SYSTEM_IDS,
    help="The reach to start from: a system of the catalogue, or a range (80km).",
)
@click.option(
    "--with",
    "other",
    metavar="ID",
    required=True,
    shell_complete=options.SYSTEM_IDS,
    help="The reach that adds to it, named in the same ways.",
)
@options.scenario_but_systems
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="How to print it.  [default: as the file's suffix says, else table]",
)
@options.title
@options.lang
@options.picture_look
@options.output(
    "Write to a file: .html (a page), .png, .svg or .pdf (a picture), .csv, .json, .md."
)
def command(
    base: str, other: str, form: str | None, output: Path | None, **given: Any
) -> None:
    """Tell what one reach adds to another: area, regions, places.

    \b
    Examples:
      rangeviz compare --from Kharkiv --base himars --with atacms
      rangeviz compare --from Kharkiv --base 80km --with 150km --format json
      rangeviz compare --from Kharkiv --base himars --with atacms -o both.html
      rangeviz compare --from Kharkiv --base himars --with atacms -o both.png
    """
    from rangeviz.analysis.comparison import Comparison, compare
    from rangeviz.cli.terminal import print_tables
    from rangeviz.export.text.comparison_tables import comparison_tables
    from rangeviz.export.text.layer_tables import within_tables
    from rangeviz.export.text.report_tables import report_language
    from rangeviz.output_forms import MAPS, PICTURE_LOOK, check_look, forms_of
    from rangeviz.writing import to_text, write

    look = {name: given.pop(name) for name in PICTURE_LOOK}
    form = form_of(form, output, forms_of(Comparison), "compare")
    check_look(form, look)
    check_file(output, given)
    comparison = compare(report_of(scenario_of_pair(base, other, given)))
    if form in MAPS.values():
        assert output is not None
        write(comparison, output, **look)
        note_written(output)
    if form in ("table", *MAPS.values()):
        report = comparison.report
        language = report_language(report)
        made = comparison_tables(comparison, language) + within_tables(report, language)
        print_tables(made, report, language)
        return
    put(to_text(comparison, form), output)
