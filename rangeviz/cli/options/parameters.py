"""Kinds of value that options take."""

from __future__ import annotations

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
