"""``rangeviz embed``: the snippet that puts a page into another one."""

from __future__ import annotations

from pathlib import Path

import click

from rangeviz.cli.options.parameters import INPUT_FILE


@click.command("embed", short_help="Print the iframe snippet for a page.")
@click.argument("page", type=INPUT_FILE, metavar="FILE")
def command(page: Path) -> None:
    """Print the HTML that shows a page inside another page.

    \b
    Examples:
      rangeviz embed kharkiv.html
    """
    from rangeviz.render.page.embed import embed_snippet

    click.echo(embed_snippet(page))
