"""A report, turned into what the page's script draws."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.report import USER_BORDERS, ReachReport, Report
from rangeviz.datasets.borders.regions import find_area
from rangeviz.datasets.map_ground import load_land, load_seas, load_water, rank_for
from rangeviz.geodesy.ellipsoid import AUTHALIC_RADIUS_M
from rangeviz.language.language import Language
from rangeviz.language.wording import Note
from rangeviz.language.words import SCRIPT_WORDS
from rangeviz.model.system import Source, System
from rangeviz.render.page.basemap import Basemap
from rangeviz.render.page.box import Box, unwrap
from rangeviz.render.page.carried_places import carried_places
from rangeviz.render.page.content_borders import (
    beneath_data,
    borders_data,
    permitted_data,
    quantum_of,
    zone_data,
)
from rangeviz.render.page.encode import (
    clean_text,
    encode_lines,
    encode_polygons,
    grid_line,
    swapped_letters,
)
from rangeviz.render.page.search_data import search_data
from rangeviz.render.page.tables import MAX_PLACES, MAX_ROWS, short_names
from rangeviz.style import RING_STYLES, ring_style

# A tenth of a metre: the drawn reaches keep the deviation that the page states.
AREA_QUANTUM_DEG = 1e-6
LAND_QUANTUM_DEG = 0.1
# A page carries the land whole, whatever it is about: this takes half of its bytes.
TOLERANCE_DEG, POLAR_TOLERANCE_DEG = 0.32, 1.2
LEAST_LAKE = 8e-5  # of the first view's area: a smaller one is a dot
COARSENESS = 3.0  # how much farther than borders a line may be moved
LEAST_SEA_VIEW_M = 2_000_000.0  # a lower view shows a coast, which names tell
LINE_LETTERS = 24  # of a callout: two thirds of a phone's map are not for words


def page_data(report: Report, basemap: Basemap, language: Language) -> dict[str, Any]:
    """Collect the page's data block.

    Parameters
    ----------
    report : Report
        What was computed.
    basemap : Basemap
        What lies under it.
    language : Language
        What the page is written in.

    Returns
    -------
    dict
        JSON-compatible. Lengths in metres, areas in km2, positions as
        lon, lat in degrees, shapes on ``grid_deg`` as `encode_coverage`
        (units) and `encode_polygons` (all others) write them.
    """
    scenario, sector = report.scenario, report.scenario.sector
    quantum_deg = quantum_of(basemap)
    return {
        "version": report.version,
        "lang": language.tag,
        "letters": swapped_letters(language.tag),
        "words": _words(report, language),
        "worldview": scenario.worldview,
        "level": basemap.level,
        "grid_deg": quantum_deg,
        "fit": _bounds(basemap.fit),
        "cover": _bounds(basemap.cover),
        "water": carried_water(basemap, quantum_deg),
        "land": land_beyond(basemap.cover),
        "land_grid_deg": LAND_QUANTUM_DEG,
        "sites": [
            _site(rows, basemap, quantum_deg, language) for rows in report.by_site
        ],
        "systems": _systems(scenario.systems, language),
        "sector": sector and [sector.start_azimuth_deg, sector.end_azimuth_deg],
        "zones": _zones(report, basemap, language),
        "permitted": permitted_data(report, basemap, quantum_deg),
        "places": carried_places(basemap.cover, scenario.min_population, language),
        "least_listed": scenario.min_population,
        "most_rows": {"regions": MAX_ROWS, "places": MAX_PLACES},
        "beneath": beneath_data(report, basemap),
        "search": search_data(language.tag),
        **borders_data(basemap, language, quantum_deg),
        **seas_data(basemap, language.tag),
        **emphasis_data(report, basemap, quantum_deg),
    }


def _zones(
    report: Report, basemap: Basemap, language: Language
) -> list[dict[str, Any]]:
    return [
        zone_data(
            zone,
            part.unit_area_m2,
            basemap,
            quantum_of(basemap),
            language,
            shipped=report.borders is None,
        )
        for zone, part in zip(
            report.scenario.zones, report.reaches[0].zones, strict=True
        )
    ]


def _words(report: Report, language: Language) -> dict[str, str]:
    words = language.words(SCRIPT_WORDS)
    if report.borders is None:
        return words
    # The shipped ones are drawn too: beneath them.
    both = f"{language.say(USER_BORDERS)} {words['attribution']}"
    return words | {"attribution": both}


def web_address(url: str | None) -> str | None:
    """Give the address if a reader may follow it, and None for any other scheme."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None


def _bounds(box: Box) -> list[float]:
    return [round(v, 4) for v in (box.west, box.south, box.east, box.north)]


def _site(
    rows: Sequence[ReachReport],
    basemap: Basemap,
    quantum_deg: float,
    language: Language,
) -> dict[str, Any]:
    site = rows[0].reach.site
    turn = 360 * round((basemap.cover.centre_lon - site.lon) / 360)
    about: dict[str, Any] = {
        "name": language.place(site),
        "lon": site.lon + turn,
        "lat": site.lat,
        "fixed": not site.is_point,
    }
    if not site.is_point:
        about["outline"] = encode_polygons(
            unwrap(_as_area(site.geometry), basemap.cover), quantum_deg
        )
        about["reaches"] = [
            encode_polygons(
                unwrap(found.reach.geometry, basemap.cover), AREA_QUANTUM_DEG
            )
            for found in rows
        ]
        about["reach_grid_deg"] = AREA_QUANTUM_DEG
    return about


def _as_area(baseline: BaseGeometry) -> BaseGeometry:
    is_area = shapely.get_dimensions(baseline) == 2
    return baseline if is_area else baseline.buffer(1e-3)


def _systems(systems: Sequence[System], language: Language) -> list[dict[str, Any]]:
    return [
        {
            "id": system.id,
            "name": Note(system.name).in_language(language),
            "short": short,
            "min_m": system.min_range_m or 0.0,
            "max_m": system.max_range_m,
            "low_m": system.low_m,
            "high_m": system.high_m,
            "style": row % len(RING_STYLES),
            "dash": ring_style(row).dash,
            "source": _source(system.source, language),
        }
        for row, (system, short) in enumerate(
            zip(systems, short_names(systems, language), strict=True)
        )
    ]


def _source(source: Source, language: Language) -> dict[str, Any]:
    title = Note(source.title).in_language(language)
    parts = (title, source.publisher, source.date)
    return {
        "text": ", ".join(filter(None, parts)),
        "quote": source.quote,
        "url": web_address(source.url),
    }


def land_beyond(cover: Box) -> str:
    """Write the land outside a page's own borders.

    Parameters
    ----------
    cover : Box
        Where the page has borders of its own.

    Returns
    -------
    str
        As `encode_polygons` writes it, on a grid of `LAND_QUANTUM_DEG`, longitudes
        unwrapped about the middle of `cover`. Empty where that is the whole world.

    Examples
    --------
    >>> land_beyond(Box(-180, -90, 180, 90))
    ''
    """
    parts = shapely.get_parts(load_land())
    is_polar = shapely.bounds(parts)[:, 3] < -60  # a third of all coasts, on few maps
    tolerance_deg = np.where(is_polar, POLAR_TOLERANCE_DEG, TOLERANCE_DEG)
    land = shapely.union_all(shapely.simplify(parts, tolerance_deg))
    rest = shapely.difference(unwrap(land, cover), cover.polygon)
    return encode_polygons(rest, LAND_QUANTUM_DEG)


def seas_data(basemap: Basemap, tag: str) -> dict[str, Any]:
    """Write the seas of a large view, the largest first; nothing for others."""
    fit, cover = basemap.fit, basemap.cover
    if math.radians(fit.north - fit.south) * AUTHALIC_RADIUS_M < LEAST_SEA_VIEW_M:
        return {}
    seas = [
        {
            "name": sea.name_in(tag),
            "lon": sea.lon,
            "lat": sea.lat,
            "radius_m": sea.radius_m,
        }
        for sea in sorted(load_seas(), key=lambda sea: -sea.radius_m)
        if cover.south <= sea.lat <= cover.north
        and (sea.lon - cover.west) % 360 <= cover.east - cover.west
    ]
    return {"seas": seas} if seas else {}


def carried_water(basemap: Basemap, grid_deg: float) -> dict[str, Any]:
    """Write the water within a page's cover.

    Parameters
    ----------
    basemap : Basemap
        What the page draws beside it.
    grid_deg : float
        Grid of the shapes.

    Returns
    -------
    dict
        ``lakes`` as `encode_polygons` writes them; ``rivers`` as `encode_lines` does,
        the greatest first, and ``ranks``, of how many of them each rank is.
    """
    cover, fit = basemap.cover, basemap.fit
    is_world = cover.east - cover.west >= 360
    height_m = math.radians(fit.north - fit.south) * AUTHALIC_RADIUS_M
    water = load_water(
        bbox=None if is_world else cover.bounds, max_rank=rank_for(height_m)
    )
    shapes = np.array([unwrap(shape, cover) for shape in water.geometry], dtype=object)
    shapes = shapely.simplify(
        shapely.intersection(shapes, cover.polygon), COARSENESS * basemap.tolerance_deg
    )
    is_lake = (water["kind"] == "lake").to_numpy()
    parts = shapely.get_parts(shapes[is_lake])
    large = parts[shapely.area(parts) >= LEAST_LAKE * fit.polygon.area]
    lines = [shapely.get_parts(shapely.line_merge(shape)) for shape in shapes[~is_lake]]
    rank = water["rank"].to_numpy()[~is_lake].repeat([len(each) for each in lines])
    return {
        "lakes": encode_polygons(shapely.MultiPolygon(list(large)), grid_deg),
        "rivers": encode_lines(
            grid_line(line, grid_deg) for each in lines for line in each
        ),
        "ranks": np.bincount(rank).tolist(),
    }


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
