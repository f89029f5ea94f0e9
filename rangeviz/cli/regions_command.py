"""``rangeviz regions``: look a region or country up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rangeviz.cli import listings
from rangeviz.cli.completion.candidates import complete_area
from rangeviz.cli.options import shared_options as options

if TYPE_CHECKING:
    from rangeviz.model.region import Region
    from rangeviz.model.scenario import Worldview


@click.command("regions", short_help="Look up regions and countries by name or code.")
@click.argument("query", shell_complete=complete_area)
@listings.limit
@listings.form
@options.worldview
@options.talk
def command(query: str, limit: int, form: str, worldview: Worldview) -> None:
    """List the regions and countries that answer to a name or code.

    \b
    Examples:
      rangeviz regions Kursk
      rangeviz regions Ukraine --format json
    """
    from rangeviz.cli.terminal import print_table
    from rangeviz.datasets.borders.regions import find_regions
    from rangeviz.language.wording import one_line

    units = find_regions(query, limit=listings.MOST, worldview=worldview)
    if form != "table":
        listings.put_records([_record(unit) for unit in units[:limit]], form)
        return
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
        for unit in units[:limit]
    ]
    print_table(("code", "name", "country", "area, km2"), rows, text_columns=3)
    listings.tell_more(len(units), limit)


def _record(unit: Region) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "country": unit.country_code,
        "country_name": unit.country_name,
        "area_km2": round(unit.area_km2, 3),
    }
