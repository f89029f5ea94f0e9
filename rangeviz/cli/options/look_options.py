"""The options that say how a map looks, the same for every command that draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

title = click.option(
    "--title", metavar="TEXT", default="", help="Headline of the map, instead of ours."
)
_PICTURE_LOOK = (
    click.option(
        "--width",
        "width_mm",
        metavar="MM",
        type=float,
        help="Width of a picture on paper, in millimetres.  [default: 180]",
    ),
    click.option(
        "--dpi",
        metavar="DOTS",
        type=int,
        help="Dots per inch of a .png.  [default: 200]",
    ),
    click.option(
        "--theme",
        type=click.Choice(["light", "dark"]),
        help="Ground colours of a picture; a page follows its reader.  "
        "[default: light]",
    ),
)


def picture_look(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that only pictures take."""
    for option in reversed(_PICTURE_LOOK):
        function = option(function)
    return function
