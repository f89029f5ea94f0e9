"""Write a report as a map in the format that the file's suffix names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rangeviz.analysis.comparison import Comparison
from rangeviz.analysis.report import Report
from rangeviz.analysis.stages import StageReport
from rangeviz.arguments import path_of
from rangeviz.errors import InputError

PICTURE_SUFFIXES = (".png", ".svg", ".pdf")
SUFFIXES = (".html", ".htm", *PICTURE_SUFFIXES)
PICTURE_LOOK = ("width_mm", "dpi", "theme")


def check_map_path(path: str | os.PathLike[str]) -> None:
    """Refuse a path whose suffix names no format, before anything is computed.

    Raises
    ------
    InputError
        If so.
    """
    suffix = path_of(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"{str(path)!r} ends in {suffix or 'no suffix'}; map writes .html, "
            f"{', '.join(PICTURE_SUFFIXES)}"
        )


def is_picture(path: str | os.PathLike[str]) -> bool:
    """Whether a path's suffix names a format of pictures.

    Examples
    --------
    >>> is_picture("kharkiv.PNG"), is_picture("kharkiv.html")
    (True, False)
    """
    return Path(path).suffix.lower() in PICTURE_SUFFIXES


def check_look(path: str | os.PathLike[str], look: dict[str, Any]) -> None:
    """Refuse what pictures have of a page, and what pages have of a picture.

    Parameters
    ----------
    path : path-like
        Its suffix names the format.
    look : dict
        Options by name; those that are None were not asked for.

    Raises
    ------
    InputError
        If so.
    """
    asked = [name for name, value in look.items() if value is not None]
    wrong = [name for name in asked if (name in PICTURE_LOOK) != is_picture(path)]
    if wrong:
        names = ", ".join(name.removesuffix("_mm") for name in wrong)
        pictures = ", ".join(PICTURE_SUFFIXES)
        kind, other = ("picture", ".html") if is_picture(path) else ("page", pictures)
        raise InputError(f"a {kind} takes no {names}: leave it out, or write {other}")


def write_report_map(
    report: Report,
    path: str | os.PathLike[str],
    **look: str | float | None,
) -> None:
    """Write a report as an interactive page or as a picture.

    Parameters
    ----------
    report : Report
        What was computed.
    path : path-like
        Ends in ``.html``, ``.png``, ``.svg`` or ``.pdf``.
    **look
        Of a page: ``lang`` and ``tiles`` as of `write_page`. Of a picture:
        ``width_mm``, ``dpi`` and ``theme`` as of `write_figure`. None is the default.

    Raises
    ------
    InputError
        If the suffix names no format, or its format does not take an option.
    OutputError
        If the file can't be written; one that stood there is untouched.
    """
    asked = _asked(path, look)
    if is_picture(path):
        from rangeviz.render.figure.figure import write_figure

        write_figure(report, path, **asked)
        return
    from rangeviz.render.page.page_file import write_page

    write_page(report, path, **asked)


def write_comparison_map(
    report: Report,
    comparisons: Sequence[Comparison],
    path: str | os.PathLike[str],
    **look: str | float | None,
) -> None:
    """Write a comparison as an interactive page or as a picture.

    Parameters
    ----------
    report : Report
        Of two systems, the base first.
    comparisons : sequence of Comparison
        As `compare` gives them for it.
    path, **look
        As of `write_report_map`.

    Raises
    ------
    InputError
        If the suffix names no format, or its format does not take an option.
    OutputError
        If the file can't be written; one that stood there is untouched.

    See Also
    --------
    compare, write_map

    Examples
    --------
    >>> import rangeviz as rv
    >>> report = rv.report((36.23, 49.99), ["himars", "atacms"])
    >>> write_comparison_map(report, rv.compare(report), "gain.html", dpi=300)
    Traceback (most recent call last):
    rangeviz.errors.InputError: a page takes no dpi: leave it out, or write .png, \
.svg, .pdf
    """
    asked = _asked(path, look)
    if is_picture(path):
        from rangeviz.render.figure.gains_figure import write_comparison_figure

        write_comparison_figure(report, comparisons, path, **asked)
        return
    from rangeviz.files import write_text
    from rangeviz.render.page.gains_page import GainsMap

    write_text(path, GainsMap(report, comparisons, **asked).to_html())


def write_stages_map(
    combined: Report,
    stages: Sequence[StageReport],
    path: str | os.PathLike[str],
    **look: str | float | None,
) -> None:
    """Write a scenario's stages as a page with a timeline, or as panels of a picture.

    Parameters
    ----------
    combined : Report
        Of all stages together (`Scenario.combined`).
    stages : sequence of StageReport
        As `build_stages` gives them.
    path, **look
        As of `write_report_map`.

    Raises
    ------
    InputError
        If the suffix names no format, or its format does not take an option.
    OutputError
        If the file can't be written; one that stood there is untouched.

    See Also
    --------
    build_stages, write_map

    Examples
    --------
    >>> import rangeviz as rv
    >>> stages = (rv.Stage("2024-05-30", "One"), rv.Stage("2024-11", "Two"))
    >>> site, system = rv.LaunchSite.at(36, 50), rv.load_systems()["himars"]
    >>> scenario = rv.Scenario(site, system, stages=stages)
    >>> combined, told = rv.report(scenario.combined()), rv.build_stages(scenario)
    >>> write_stages_map(combined, told, "stages.txt")
    Traceback (most recent call last):
    rangeviz.errors.InputError: 'stages.txt' ends in .txt; map writes .html, .png, \
.svg, .pdf
    """
    asked = _asked(path, look)
    if is_picture(path):
        from rangeviz.render.figure.multiples import write_stages_figure

        write_stages_figure(combined, stages, path, **asked)
        return
    from rangeviz.files import write_text
    from rangeviz.render.page.timeline_page import TimelineMap

    write_text(path, TimelineMap(combined, stages, **asked).to_html())


def _asked(path: str | os.PathLike[str], look: dict[str, Any]) -> dict[str, Any]:
    check_map_path(path)
    check_look(path, look)
    return {name: value for name, value in look.items() if value is not None}
