"""Write a report as a map in the format that the file's suffix names."""

from __future__ import annotations

import os
from pathlib import Path

from rangeviz.analysis.report import Report
from rangeviz.errors import InputError

SUFFIXES = (".html", ".htm")


def check_map_path(path: str | os.PathLike[str]) -> None:
    """Refuse a path whose suffix names no format, before anything is computed.

    Raises
    ------
    InputError
        If so.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"{str(path)!r} ends in {suffix or 'no suffix'}; map writes .html"
        )


def write_report_map(
    report: Report,
    path: str | os.PathLike[str],
    *,
    lang: str | None = None,
    tiles: str | None = None,
) -> None:
    """Write a report as an interactive page.

    Parameters
    ----------
    report : Report
        What was computed.
    path : path-like
        Ends in ``.html``.
    lang : str, optional
        Language of the page; the scenario's by default.
    tiles : {"osm"}, optional
        Map tiles to load from the network; none by default.

    Raises
    ------
    InputError
        If the suffix names no format.
    OutputError
        If the file can't be written; one that stood there is untouched.
    """
    check_map_path(path)
    from rangeviz.render.page.page import write_page

    write_page(report, path, lang=lang, tiles=tiles)
