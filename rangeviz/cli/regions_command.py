"""``rangeviz regions``: look a region or country up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rangeviz.cli.completion.candidates import complete_area
from rangeviz.cli.options import shared_options as options

if TYPE_CHECKING:
    from rangeviz.model.scenario import Worldview


@click.command("regions", short_help="Look up regions and countries by name or code.")
@click.argument("query", shell_complete=complete_area)
@options.limit
@options.worldview
@options.talk
def command(query: str, limit: int, worldview: Worldview) -> None:
    """List the regions and countries that answer to a name or code.

    \b
    Examples:
      rangeviz regions Kursk
      rangeviz regions UA-63
    """
    from rangeviz.cli.terminal import print_table
    from rangeviz.datasets.borders.regions import find_regions
    from rangeviz.language.wording import one_line

    rows = [
        (
            "",
            (
                unit.code,
                one_line(unit.name),
                unit.country_name,
                f"{unit.area_km2:,.0f}",
            ),
        )
        for unit in find_regions(query, limit=limit, worldview=worldview)
    ]
    print_table(("code", "name", "country", "area, km2"), rows, text_columns=3)
