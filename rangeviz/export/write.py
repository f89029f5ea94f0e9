"""Write a report's shapes in the format that the file's suffix names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from rangeviz.analysis.report import Report
from rangeviz.errors import InputError
from rangeviz.export.geojson import write_geojson

_WRITERS: dict[str, Callable[[Report, Path], None]] = {
    ".geojson": write_geojson,
    ".json": write_geojson,
}


def check_export_path(path: str | os.PathLike[str]) -> None:
    """Refuse a path whose suffix names no format, before anything is computed.

    Raises
    ------
    InputError
        If so.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in _WRITERS:
        allowed = ", ".join(sorted(_WRITERS))
        raise InputError(
            f"{str(path)!r} ends in {suffix or 'no suffix'}; export writes {allowed}"
        )


def write_export(report: Report, path: str | os.PathLike[str]) -> None:
    """Write a report's shapes in the format that the suffix names.

    Parameters
    ----------
    report : Report
        What was computed.
    path : path-like
        Ends in ``.geojson`` or ``.json``.

    Raises
    ------
    InputError
        If the suffix names no format.
    OutputError
        If the file can't be written; one that stood there is untouched.
    """
    check_export_path(path)
    _WRITERS[Path(path).suffix.lower()](report, Path(path))
