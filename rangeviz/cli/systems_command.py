"""``rangeviz systems``: the catalogue, with its sources."""

from __future__ import annotations

from pathlib import Path

import click

from rangeviz.cli import listings
from rangeviz.cli.completion.candidates import complete_system
from rangeviz.cli.options import shared_options as options


@click.command("systems", short_help="List the published ranges and their sources.")
@click.argument(
    "system_id", metavar="[ID]", required=False, shell_complete=complete_system
)
@options.systems_file
@listings.form
@options.talk
def command(system_id: str | None, systems_file: Path | None, form: str) -> None:
    """List the catalogue, or show one system with every source.

    \b
    Examples:
      rangeviz systems
      rangeviz systems atacms
      rangeviz systems --format json
    """
    from rangeviz.cli.terminal import print_notes, print_table
    from rangeviz.datasets.catalogue.published import (
        find_system,
        load_systems,
        read_systems,
    )
    from rangeviz.export.text.catalogue import (
        system_cells,
        system_notes,
        system_record,
    )

    catalogue = dict(load_systems())
    if systems_file:
        catalogue |= read_systems(systems_file)
    if form != "table":
        wanted = list(catalogue) if system_id is None else [system_id]
        systems = [find_system(name, catalogue) for name in wanted]
        listings.put_records([system_record(system) for system in systems], form)
        return
    if system_id is None:
        heads = ("id", "name", "range", "sources give", "platform", "class")
        rows = [("", system_cells(record)) for record in catalogue.values()]
        print_table(heads, rows, text_columns=2)
        return
    print_notes(system_notes(find_system(system_id, catalogue)))
