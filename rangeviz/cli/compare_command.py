"""``rangeviz compare``: what one reach adds to another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rangeviz.cli import options
from rangeviz.cli.inputs import scenario_of_pair
from rangeviz.cli.outputs import check_file, form_of, note_written, put
from rangeviz.cli.running import report_of

FORMS = ("table", "csv", "json", "md")
_MAPS = ".html, .png, .svg, .pdf, "


@click.command("compare", short_help="Tell what one reach adds to another.")
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
    from rangeviz.analysis.comparison import compare
    from rangeviz.cli.terminal import print_site_tables
    from rangeviz.export.text.comparison_tables import comparison_tables
    from rangeviz.writing import PICTURE_LOOK, to_text, write

    look = {name: given.pop(name) for name in PICTURE_LOOK}
    is_map = _is_map(form, output, look)
    form = form or "table" if is_map else form_of(form, output, FORMS, maps=_MAPS)
    check_file(output, given)
    comparison = compare(report_of(scenario_of_pair(base, other, given)))
    if is_map:
        assert output is not None
        write(comparison, output, **look)
        note_written(output)
    if form == "table":
        print_site_tables(comparison_tables(comparison), comparison.report)
        return
    put(to_text(comparison, form), output)


def _is_map(form: str | None, output: Path | None, look: dict[str, Any]) -> bool:
    """Say whether a map is asked for; refuse a look that nothing takes.

    Raises
    ------
    click.UsageError
        If so.
    InputError
        If the map does not take it.
    """
    from rangeviz.writing import MAPS, check_look

    suffix = "" if output is None else output.suffix.lower()
    if form is None and output is not None and suffix in MAPS:
        check_look(MAPS[suffix], look)
        return True
    if any(value is not None for value in look.values()):
        raise click.UsageError(
            "--width, --dpi and --theme are of pictures: -o .png, .svg or .pdf"
        )
    return False
