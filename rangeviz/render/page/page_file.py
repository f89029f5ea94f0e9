"""Write a report as one HTML file."""

from __future__ import annotations

import os

from rangeviz.analysis.report import Report
from rangeviz.files import write_text
from rangeviz.render.page.rangemap import RangeMap


def page_html(
    report: Report,
    *,
    lang: str | None = None,
    tiles: str | None = None,
) -> str:
    """Render a report as one interactive, self-contained HTML document.

    Parameters
    ----------
    report : Report
        As `rangeviz.report` computes it.
    lang : str, optional
        Language of the page; the scenario's by default.
    tiles : {"osm"}, optional
        Map tiles to load from the network; none by default.

    Returns
    -------
    str
        HTML with everything inlined: unless tiles are asked for it makes no
        request, and its Content-Security-Policy allows none. Two calls give equal text.
    """
    return RangeMap(report, lang=lang, tiles=tiles).to_html()


def write_page(
    report: Report,
    path: str | os.PathLike[str],
    *,
    lang: str | None = None,
    tiles: str | None = None,
) -> None:
    """Write `page_html` to a file, whole or not at all.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    write_text(path, page_html(report, lang=lang, tiles=tiles))
