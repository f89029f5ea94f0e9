"""``rangeviz map``: the interactive page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rangeviz.cli import options
from rangeviz.cli.inputs import report_from_options
from rangeviz.render.page.language import LANGUAGES
from rangeviz.render.page.tiles import TILES


@click.command("map", short_help="Write an interactive map and print its table.")
@options.scenario
@click.option("--title", metavar="TEXT", default="", help="Headline of the page.")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of the page; by default the scenario's, or English.",
)
@click.option(
    "--tiles",
    type=click.Choice(tuple(TILES)),
    help="Load map tiles from the network under the map; none by default.",
)
@options.output("The page to write, .html.", default="rangeviz.html")
def command(
    output: Path, title: str, lang: str | None, tiles: str | None, **given: Any
) -> None:
    """Write an interactive map as one HTML file that works offline.

    \b
    Examples:
      rangeviz map --from Kharkiv --zone Kursk -o kharkiv.html
      rangeviz map --from 49.99,36.23 --range 120km --label Example -o own.html
      rangeviz map --from Kharkiv --zone Kursk --zone-rule only -o only.html
    """
    from rangeviz.cli.terminal import print_report
    from rangeviz.render.maps import write_report_map

    report = report_from_options({**given, "title": title})
    write_report_map(report, output, lang=lang, tiles=tiles)
    print_report(report)
    options.note(f"wrote {output} ({output.stat().st_size / 1e3:,.0f} kB)")
