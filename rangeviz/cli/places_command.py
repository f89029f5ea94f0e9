"""``rangeviz places``: look a place up."""

from __future__ import annotations

from dataclasses import asdict

import click

from rangeviz.cli import listings
from rangeviz.cli.completion.candidates import complete_place
from rangeviz.cli.options import shared_options as options


@click.command("places", short_help="Look up places by name, in any spelling.")
@click.argument("query", shell_complete=complete_place)
@listings.limit
@listings.form
@options.talk
def command(query: str, limit: int, form: str) -> None:
    """List the places that answer to a name, best match first.

    \b
    Examples:
      rangeviz places Kharkiv
      rangeviz places Springfield --limit 50 --format csv
    """
    from rangeviz.cli.terminal import print_table
    from rangeviz.datasets.places.gazetteer import search_places
    from rangeviz.model.site import format_position

    places = search_places(query, limit=listings.MOST)
    if form != "table":
        listings.put_records([asdict(place) for place in places[:limit]], form)
        return
    rows = [
        (
            "",
            (
                place.name,
                place.country_code,
                place.admin1 or "",
                format_position(place.lon, place.lat),
                "" if place.population is None else f"{place.population:,}",
            ),
        )
        for place in places[:limit]
    ]
    heads = ("name", "country", "region", "position", "population")
    print_table(heads, rows, text_columns=4)
    listings.tell_more(len(places), limit)
