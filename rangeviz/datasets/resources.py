"""The one place that finds shipped files."""

from __future__ import annotations

import importlib.resources
import os
from pathlib import Path

from rangeviz.errors import InputError


def data_path(folder: str, name: str) -> Path:
    """Give the path of a file that ships with rangeviz.

    The environment variable ``RANGEVIZ_DATA_DIR`` names another folder to take all
    of them from, with the same folders and files inside.

    Parameters
    ----------
    folder : str
        ``"borders"``, ``"ground"``, ``"places"`` or ``"systems"``.
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
    elsewhere = os.environ.get("RANGEVIZ_DATA_DIR")
    home = elsewhere or _home()
    path = Path(home, folder, name)
    if not path.is_file():
        cure = "correct RANGEVIZ_DATA_DIR" if elsewhere else "reinstall rangeviz"
        raise InputError(f"rangeviz's own {folder}/{name} is missing in {home}; {cure}")
    return path


def _home() -> str:
    try:
        return str(importlib.resources.files("rangeviz.data"))
    except ModuleNotFoundError:  # a checkout keeps data/ beside the package
        checkout = Path(__file__).parents[2]
        raise InputError(
            f"rangeviz isn't installed, its data aren't found: in {checkout}, "
            "python -m pip install -e . or make demo"
        ) from None
