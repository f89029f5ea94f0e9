"""What the author of a page points at: words beside positions, a land in the light."""

from __future__ import annotations

import textwrap
from typing import Any

import shapely

from rangeviz.analysis.report import Report
from rangeviz.datasets.borders.regions import find_area
from rangeviz.render.page.basemap import Basemap
from rangeviz.render.page.box import unwrap
from rangeviz.render.page.encode import clean_text, encode_polygons

LINE_LETTERS = 24  # of a callout: two thirds of a phone's map are not for words


def emphasis_data(
    report: Report, basemap: Basemap, quantum_deg: float
) -> dict[str, Any]:
    """Write callouts and spotlight for a page's data block, where there are any.

    Parameters
    ----------
    report : Report
        What was computed.
    basemap : Basemap
        What lies under it.
    quantum_deg : float
        Grid of the shapes.
    """
    scenario, cover = report.scenario, basemap.cover
    data: dict[str, Any] = {}
    if scenario.callouts:
        data["callouts"] = [
            {
                "lon": callout.lon,
                "lat": callout.lat,
                "lines": textwrap.wrap(clean_text(callout.text), LINE_LETTERS),
                "direction": callout.direction,
            }
            for callout in scenario.callouts
        ]
    if scenario.spotlight:
        area = find_area(scenario.spotlight, worldview=scenario.worldview)
        within = shapely.intersection(unwrap(area.geometry, cover), cover.polygon)
        simple = shapely.simplify(within, basemap.tolerance_deg)
        data["spotlight"] = encode_polygons(simple, quantum_deg)
    return data
