"""Write docs/cli.md: what every command says with --help, in one page.

    python tools/build_cli_reference.py

click's own help text is taken as it is, so that page and terminal say the same; a
test holds the one against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from rangeviz.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
HEAD = """\
# The command line

What `rangeviz COMMAND -h` prints, for every command.
Written by `python tools/build_cli_reference.py`; don't edit.
"""
WIDTH = 96


def commands(
    group: click.Group, parent: click.Context
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """List the commands of a group and of the groups in it, by path."""
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        assert command is not None
        context = command.make_context(name, [], parent=parent, resilient_parsing=True)
        context.terminal_width = WIDTH
        yield context.command_path, command, context
        if isinstance(command, click.Group):
            yield from commands(command, context)


def reference() -> str:
    """Give the text of the page."""
    root = main.make_context("rangeviz", [], resilient_parsing=True)
    root.terminal_width = WIDTH
    sections = [("rangeviz", main, root), *commands(main, root)]
    links = [f"- [`{path}`](#{path.replace(' ', '-')})" for path, _, _ in sections]
    blocks = [HEAD, "\n".join(links) + "\n"]
    for path, command, context in sections:
        told = "\n".join(
            line.rstrip() for line in command.get_help(context).split("\n")
        )
        blocks.append(f"## {path}\n\n```text\n{told.strip()}\n```\n")
    return "\n".join(blocks)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
