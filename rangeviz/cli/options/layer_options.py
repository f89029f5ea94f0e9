"""The options of the user's own layers, of which reaches tell sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rangeviz.cli.options.parameters import INPUT_FILE

if TYPE_CHECKING:
    from rangeviz.model.own_layer import WithinLayer

within = click.option(
    "--within",
    "within_files",
    metavar="FILE",
    type=INPUT_FILE,
    multiple=True,
    help="Your own points, lines or polygons, to count and sum what of them is inside. "
    "Repeatable.",
)
within_by = click.option(
    "--within-by",
    metavar="COLUMN",
    default="",
    help="Group them by a column that three features or more share in each value.",
)
within_sum = click.option(
    "--within-sum",
    "within_sums",
    metavar="COLUMN",
    multiple=True,
    help="Sum a column of numbers, such as a population. Repeatable.",
)

WITHIN = (within, within_by, within_sum)
WITHIN_NAMES = ("within_files", "within_by", "within_sums")


def within_of(options: dict[str, Any]) -> tuple[WithinLayer, ...]:
    """Make the layers that a command's options ask for.

    Parameters
    ----------
    options : dict
        With `WITHIN_NAMES`, where the command has them.

    Raises
    ------
    click.UsageError
        If there is something to tell, but no layer.
    UnknownNameError, FileFormatError
        As `within_layers`.
    """
    files, by, sums = (options.get(name) or () for name in WITHIN_NAMES)
    if not files:
        if by or sums:
            raise click.UsageError("--within-by and --within-sum go with --within")
        return ()
    from rangeviz.datasets.files.own_layers import within_layers

    return within_layers(files, by=by or "", sums=sums)
