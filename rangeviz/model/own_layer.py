"""WithinLayer: a layer of the user's own, of which reaches tell sums."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rangeviz.arguments import check_text, one_line
from rangeviz.errors import InputError

MOST_LAYERS: Final = 20
"""So that layers of one feature each can't stand for a list of features."""


@dataclass(frozen=True, slots=True)
class WithinLayer:
    """A file of points, lines or polygons, and what to tell of it.

    Parameters
    ----------
    path : str
        The file.
    name : str
        What outputs call it; the file's name without suffix where it is empty.
    by : str
        Column that groups the features; none where it is empty.
    sums : tuple of str
        Columns of numbers to sum.

    Raises
    ------
    InputError
        If there is no path.

    Examples
    --------
    >>> WithinLayer("data/roads.gpkg", by="class").name
    'roads'
    """

    path: str
    name: str = ""
    by: str = ""
    sums: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_text(self.path, "the path of a layer")
        check_text(self.name, "the name of a layer")
        if not self.path.strip():
            raise InputError("a layer needs the path of its file")
        name = one_line(self.name).strip() or one_line(Path(self.path).stem)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "sums", tuple(dict.fromkeys(self.sums)))


def check_within(layers: tuple[WithinLayer, ...]) -> None:
    """Refuse more layers than a table of sums has room for.

    Raises
    ------
    InputError
        If there are more than `MOST_LAYERS`.
    """
    if len(layers) > MOST_LAYERS:
        raise InputError(
            f"{len(layers)} layers to look within; give {MOST_LAYERS} at most: "
            "put features of one kind into one layer"
        )
