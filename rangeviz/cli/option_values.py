"""What options take: lengths and files, and names that a shell completes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from rangeviz.errors import DistanceError
from rangeviz.units import parse_length_m


class Length(click.ParamType):  # type: ignore[type-arg]
    """A number with a unit, as metres."""

    name = "length"

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        """Read the text; a malformed one is a usage error."""
        if isinstance(value, float):
            return value
        try:
            return parse_length_m(value)
        except DistanceError as error:
            self.fail(str(error), param, ctx)


LENGTH = Length()
INPUT_FILE = click.Path(path_type=Path)
OUTPUT_FILE = click.Path(path_type=Path)


def completes(
    finder: str, *, files: bool = True
) -> Callable[[click.Context, click.Parameter, str], list[Any]]:
    """Let a shell offer names that begin so; where there are none, files.

    Parameters
    ----------
    finder : str
        A function of `rangeviz.datasets.places.prefixes`.
    files : bool
        Whether the option takes a file too.
    """

    def offer(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        from rangeviz.datasets.places import prefixes

        # fish takes a comma for the end of what it is told.
        names = [
            CompletionItem(name, help=told.replace(",", "") or None)
            for name, told in getattr(prefixes, finder)(typed)
            if "," not in name
        ]
        is_file = files and bool(typed) and not names
        return [CompletionItem(typed, type="file")] if is_file else names

    return offer
