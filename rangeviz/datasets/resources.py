"""The one place that finds shipped files."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

from rangeviz.errors import InputError


def data_path(folder: str, name: str) -> Path:
    """Give the path of a file that ships with rangeviz.

    Parameters
    ----------
    folder : str
        ``"borders"``, ``"places"`` or ``"systems"``.
    name : str
        Name of the file in that folder.

    Raises
    ------
    InputError
        If the installation lacks the file.

    Examples
    --------
    >>> data_path("systems", "systems.toml").name
    'systems.toml'
    """
    # An installed wheel is always unpacked: rangeviz is not zip-safe.
    path = Path(str(importlib.resources.files("rangeviz.data") / folder / name))
    if not path.is_file():
        raise InputError(
            f"rangeviz's own {folder}/{name} is missing; reinstall rangeviz"
        )
    return path
