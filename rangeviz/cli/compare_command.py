"""``rangeviz compare``: what one reach adds to another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rangeviz.cli.completion.candidates import complete_system
from rangeviz.cli.inputs import borders_of, report_of, scenario_of_pair
from rangeviz.cli.options import look_options as looks
from rangeviz.cli.options import shared_options as options


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
@looks.title
@options.lang
@looks.picture_look
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
    from rangeviz.analysis.comparison import compare
    from rangeviz.cli.terminal import print_site_tables
    from rangeviz.export.text.comparison_tables import (
        comparison_tables,
        comparison_to_text,
    )
    from rangeviz.files import write_text
    from rangeviz.render.maps import PICTURE_LOOK, write_comparison_map

    look = {name: given.pop(name) for name in PICTURE_LOOK}
    is_map = _check_output(form, output, look)
    scenario = scenario_of_pair(base, other, given)
    report = report_of(scenario)
    comparisons = compare(report, borders=borders_of(scenario))
    form = form or _FORMS.get(_suffix(output), "table")
    if output is not None and is_map:
        write_comparison_map(report, comparisons, output, **look)
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


def _check_output(form: str | None, output: Path | None, look: dict[str, Any]) -> bool:
    """Refuse what does not go together, before anything is computed.

    Returns
    -------
    bool
        Whether a map is to be written.
    """
    from rangeviz.render.maps import SUFFIXES, check_look

    suffix = _suffix(output)
    if output is not None and form is None and suffix in SUFFIXES:
        check_look(output, look)
        return True
    if any(value is not None for value in look.values()):
        raise click.UsageError(
            "--width, --dpi and --theme are of pictures: -o .png, .svg or .pdf"
        )
    if output is None or form in ("csv", "json", "md") or suffix in _FORMS:
        return False
    if form == "table":
        raise click.UsageError(
            "a table is for the terminal: give --format csv, json or md"
        )
    raise click.UsageError(
        f"{str(output)!r} ends in {suffix or 'no suffix'}; compare writes "
        f"{', '.join((*SUFFIXES, *_FORMS))}; or give --format"
    )
