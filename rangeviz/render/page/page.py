"""Write a report as one HTML file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rangeviz.analysis.report import Report
from rangeviz.files import write_text
from rangeviz.render.page.rangemap import RangeMap

if TYPE_CHECKING:
    import geopandas as gpd


def page_html(
    report: Report,
    *,
    lang: str | None = None,
    tiles: str | None = None,
    borders: gpd.GeoDataFrame | None = None,
) -> str:
    """Render a report as one interactive, self-contained HTML document.

    Parameters
    ----------
    report : Report
        As `rangeviz.build_report` computes it.
    lang : str, optional
        Language of the page; the scenario's by default.
    tiles : {"osm"}, optional
        Map tiles to load from the network; none by default.
    borders : GeoDataFrame, optional
        Regions to draw instead of the shipped ones.

    Returns
    -------
    str
        HTML with everything inlined: unless tiles are asked for it makes no
        request, and its Content-Security-Policy allows none. Two calls give equal text.
    """
    return RangeMap(report, lang=lang, tiles=tiles, borders=borders).to_html()


def write_page(
    report: Report,
    path: str | os.PathLike[str],
    *,
    lang: str | None = None,
    tiles: str | None = None,
    borders: gpd.GeoDataFrame | None = None,
) -> None:
    """Write `page_html` to a file, whole or not at all.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    write_text(path, page_html(report, lang=lang, tiles=tiles, borders=borders))
