"""``rangeviz embed``: the snippet that puts a page into another one."""

from __future__ import annotations

from pathlib import Path

import click

from rangeviz.cli import once, options
from rangeviz.cli.option_values import INPUT_FILE
from rangeviz.cli.outputs import check_file, put


@once.command("embed", short_help="Print the iframe snippet for a page.")
@click.argument("page", type=INPUT_FILE, metavar="FILE")
@options.output("Write to a file instead of stdout.")
@options.talk
def command(page: Path, output: Path | None) -> None:
    """Print the HTML that shows a page inside another page.

    \b
    Examples:
      rangeviz embed kharkiv.html
    """
    from rangeviz.render.page.embed import embed_snippet

    check_file(output, {"file": page})
    put(embed_snippet(page) + "\n", output)
