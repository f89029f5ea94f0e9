"""A report, turned into what the page's script draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.report import USER_BORDERS, ReachReport, Report
from rangeviz.datasets.places.gazetteer import load_places
from rangeviz.language.language import Language, place_code
from rangeviz.language.page_words import SCRIPT_WORDS, TEMPLATE_WORDS
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import Source, System
from rangeviz.model.zone import Zone
from rangeviz.render.page.basemap import Basemap
from rangeviz.render.page.box import Box, unwrap
from rangeviz.render.page.encode import clean_text, encode_integers, encode_polygons
from rangeviz.render.page.tables import short_names, zone_name
from rangeviz.render.page.topology import encode_coverage
from rangeviz.style import RING_STYLES, ring_style

MAX_PLACES = 100
MIN_MAPPED_POPULATION = 20_000
ZONE_VERTICES = 1_500
COARSER = 4.0  # borders out of the first view, against those in it
# A tenth of a metre: the drawn reaches keep the deviation that the page states.
AREA_QUANTUM_DEG = 1e-6
GRIDS_DEG = (1e-2, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4)


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
    quantum_deg = _quantum(basemap)
    return {
        "version": report.version,
        "lang": language.tag,
        "words": _words(report, language),
        "worldview": scenario.worldview,
        "level": basemap.level,
        "grid_deg": quantum_deg,
        "fit": _bounds(basemap.fit),
        "cover": _bounds(basemap.cover),
        "sites": [
            _site(site, rows, basemap, quantum_deg, language)
            for site, rows in zip(scenario.sites, report.by_site, strict=True)
        ],
        "systems": _systems(scenario.systems),
        "sector": sector and [sector.start_azimuth_deg, sector.end_azimuth_deg],
        "zones": [
            _zone(zone, report, row, basemap, quantum_deg)
            | {"name": zone_name(zone, language)}
            for row, zone in enumerate(scenario.zones)
        ],
        "places": _places(basemap.cover, language),
        **_borders(basemap, language, quantum_deg),
    }


def _words(report: Report, language: Language) -> dict[str, str]:
    words = language.words(SCRIPT_WORDS)
    if report.borders is None:
        return words
    places = f"{language.say(TEMPLATE_WORDS['place_names'])}: GeoNames"
    return words | {"attribution": f"{language.say(USER_BORDERS)} {places}"}


def _borders(
    basemap: Basemap, language: Language, quantum_deg: float
) -> dict[str, Any]:
    countries = sorted({(u.country_code, u.country_name) for u in basemap.units})
    row_of = {country: row for row, country in enumerate(countries)}
    topology = encode_coverage(
        [unit.geometry for unit in basemap.units],
        quantum_deg,
        fine=basemap.fit.on_screen,
        coarse_deg=COARSER * basemap.tolerance_deg,
    )
    return {
        "countries": [clean_text(language.name(*country)) for country in countries],
        "units": [
            [
                clean_text(unit.code),
                clean_text(language.name(unit.code, unit.name)),
                row_of[unit.country_code, unit.country_name],
                round(unit.area_m2 / 1e6, 1),
                int(unit.whole),
                [[encode_integers(ring) for ring in part] for part in parts],
            ]
            for unit, parts in zip(basemap.units, topology.shapes, strict=True)
        ],
        "arcs": topology.arcs,
    }


def web_address(url: str | None) -> str | None:
    """Give the address if a reader may follow it, and None for any other scheme."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None


def _quantum(basemap: Basemap) -> float:
    return next((q for q in GRIDS_DEG if q <= basemap.tolerance_deg / 4), GRIDS_DEG[-1])


def _bounds(box: Box) -> list[float]:
    return [round(v, 4) for v in (box.west, box.south, box.east, box.north)]


def _site(
    site: LaunchSite,
    rows: Sequence[ReachReport],
    basemap: Basemap,
    quantum_deg: float,
    language: Language,
) -> dict[str, Any]:
    turn = 360 * round((basemap.cover.centre_lon - site.lon) / 360)
    about: dict[str, Any] = {
        "name": clean_text(language.place(site)),
        "lon": site.lon + turn,
        "lat": site.lat,
        "fixed": not site.is_point,
    }
    if not site.is_point:
        about["outline"] = encode_polygons(
            unwrap(_as_area(site), basemap.cover), quantum_deg
        )
        about["reaches"] = [
            encode_polygons(
                unwrap(found.reach.geometry, basemap.cover), AREA_QUANTUM_DEG
            )
            for found in rows
        ]
        about["reach_grid_deg"] = AREA_QUANTUM_DEG
    return about


def _as_area(site: LaunchSite) -> BaseGeometry:
    if shapely.get_dimensions(site.geometry) == 2:
        return site.geometry
    return site.geometry.buffer(1e-3)


def _systems(systems: Sequence[System]) -> list[dict[str, Any]]:
    return [
        {
            "id": clean_text(system.id),
            "name": clean_text(system.name),
            "short": short,
            "min_m": system.min_range_m or 0.0,
            "max_m": system.max_range_m,
            "low_m": system.low_m,
            "high_m": system.high_m,
            "style": row % len(RING_STYLES),
            "dash": ring_style(row).dash,
            "source": _source(system.source),
        }
        for row, (system, short) in enumerate(
            zip(systems, short_names(systems), strict=True)
        )
    ]


def _source(source: Source) -> dict[str, Any]:
    parts = (source.title, source.publisher, source.date)
    return {
        "text": clean_text(", ".join(part for part in parts if part)),
        "quote": clean_text(source.quote),
        "url": web_address(source.url),
    }


def _zone(
    zone: Zone, report: Report, row: int, basemap: Basemap, quantum_deg: float
) -> dict[str, Any]:
    found = report.reaches[0].zones[row]
    about: dict[str, Any] = {
        "rule": zone.rule,
        "note": clean_text(zone.note),
        "area_km2": round(found.unit_area_m2 / 1e6, 3),
    }
    drawn = {unit.code: at for at, unit in enumerate(basemap.units) if unit.whole}
    shipped = report.borders is None
    if shipped and zone.code in drawn and basemap.level == "region":
        return about | {"unit": drawn[zone.code], "whole": True}
    tolerance_deg = basemap.tolerance_deg / 4
    shape = shapely.simplify(zone.geometry, tolerance_deg)
    while shapely.get_num_coordinates(shape) > ZONE_VERTICES:
        tolerance_deg *= 1.6
        simpler = shapely.simplify(zone.geometry, tolerance_deg)
        if simpler.is_empty or simpler.equals(shape):
            break
        shape = simpler
    return about | {
        "whole": True,
        "polygons": encode_polygons(unwrap(shape, basemap.cover), quantum_deg),
    }


def _places(cover: Box, language: Language) -> list[list[Any]]:
    found = []
    for turn in (-360, 0, 360):
        west, east = max(cover.west + turn, -180.0), min(cover.east + turn, 180.0)
        if west >= east:
            continue
        bbox = (west, cover.south, east, cover.north)
        places = load_places(bbox=bbox, min_population=MIN_MAPPED_POPULATION)
        found += [
            [
                clean_text(language.name(place_code(name, lon, lat), name)),
                round(lon - turn, 4),
                round(lat, 4),
                int(population),
            ]
            for name, lon, lat, population in zip(
                places["name"],
                places["lon"].tolist(),
                places["lat"].tolist(),
                places["population"].tolist(),
                strict=True,
            )
        ]
    found.sort(key=lambda place: (-place[3], place[0], place[1]))
    return found[:MAX_PLACES]
