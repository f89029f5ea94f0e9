"""The borders, zones and permitted areas of a page's data block."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.report import Report
from rangeviz.geodesy.ellipsoid import LONGEST_DEGREE_M
from rangeviz.geodesy.measure import area_m2
from rangeviz.language.language import Language
from rangeviz.language.wording import Note
from rangeviz.model.zone import Zone
from rangeviz.render.page.basemap import Basemap, countries_beneath
from rangeviz.render.page.box import unwrap
from rangeviz.render.page.encode import (
    clean_text,
    encode_lines,
    encode_polygons,
    swap_letters,
)
from rangeviz.render.page.tables import zone_name
from rangeviz.render.page.topology import encode_coverage

ZONE_VERTICES = 1_500
GRIDS_DEG = (1e-2, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4)


def quantum_of(basemap: Basemap) -> float:
    """Choose the grid of a page's shapes, in degrees."""
    return _grid_for(basemap.tolerance_deg)


def _grid_for(tolerance_deg: float) -> float:
    finest = tolerance_deg / 3
    return next((q for q in GRIDS_DEG if q <= finest), GRIDS_DEG[-1])


def beneath_data(report: Report, basemap: Basemap) -> dict[str, Any] | None:
    """Write the countries that lie beneath a user's own borders; None without them."""
    if report.borders is None:
        return None
    tolerance_deg, shapes = countries_beneath(
        basemap, worldview=report.scenario.worldview
    )
    grid_deg = _grid_for(tolerance_deg)
    topology = encode_coverage(list(shapes), grid_deg)
    return {
        "grid_deg": grid_deg,
        "countries": topology.encoded_shapes(),
        "arcs": encode_lines(topology.arcs),
    }


def borders_data(
    basemap: Basemap, language: Language, quantum_deg: float
) -> dict[str, Any]:
    """Write units and countries: names, areas, shapes, and bounds of their error."""
    countries = sorted({(u.country_code, u.country_name) for u in basemap.units})
    row_of = {country: row for row, country in enumerate(countries)}
    owner = np.array(
        [row_of[u.country_code, u.country_name] for u in basemap.units], int
    )
    topology = encode_coverage([unit.geometry for unit in basemap.units], quantum_deg)
    exact = np.array([unit.exact for unit in basemap.units], dtype=object)
    drawn = _on_grid([unit.geometry for unit in basemap.units], quantum_deg)
    return {
        "countries": [clean_text(language.name(*country)) for country in countries],
        "countries_off_km2": _countries_off_km2(exact, drawn, owner, basemap.level),
        "units": [
            [
                clean_text(unit.code),
                swap_letters(
                    clean_text(language.name(unit.code, unit.name)), language.tag
                ),
                owner,
                round(unit.area_m2 / 1e6, 1),
                int(unit.whole),
                *off,
                arcs,
            ]
            for unit, owner, off, arcs in zip(
                basemap.units,
                owner.tolist(),
                _off(exact, drawn, measured=basemap.level == "region"),
                topology.encoded_shapes(),
                strict=True,
            )
        ],
        "arcs": encode_lines(topology.arcs),
    }


def _off(
    exact: np.ndarray, drawn: np.ndarray, *, measured: bool = True
) -> list[tuple[int, float]]:
    """Bound what is off for each of n shapes: metres, and km2.

    Distances to whole countries are in no table: theirs need not be measured.
    """
    unmeasured = [NO_BOUND_M] * len(exact)
    return list(
        zip(
            distances_off_m(exact, drawn).tolist() if measured else unmeasured,
            _km2(areas_off_m2(exact, drawn)),
            strict=True,
        )
    )


def _countries_off_km2(
    exact: np.ndarray, drawn: np.ndarray, owner: np.ndarray, level: str
) -> list[float]:
    """Bound the error of countries' areas in a reach: inner borders don't count."""
    if level == "country":
        return _km2(areas_off_m2(exact, drawn))
    members = [np.flatnonzero(owner == row) for row in range(owner.max(initial=-1) + 1)]
    return _km2(
        areas_off_m2(
            np.array([shapely.union_all(exact[rows]) for rows in members], object),
            np.array([shapely.union_all(drawn[rows]) for rows in members], object),
        )
    )


def _km2(areas_m2: np.ndarray) -> list[float]:
    """Square kilometres, rounded up to tenths."""
    tenths: list[float] = (np.ceil(areas_m2 / 1e5) / 10).tolist()
    return tenths


def _on_grid(shapes: Sequence[BaseGeometry], quantum_deg: float) -> np.ndarray:
    """Round shapes as the page's data block does."""
    rounded = shapely.transform(
        np.array(shapes, dtype=object),
        lambda lonlat: np.rint(lonlat / quantum_deg) * quantum_deg,
    )
    return np.asarray(shapely.make_valid(rounded))


def zone_data(
    zone: Zone,
    area_m2: float,
    basemap: Basemap,
    quantum_deg: float,
    language: Language,
    *,
    shipped: bool,
) -> dict[str, Any]:
    """Write a zone: its rule, its area, and its shape or the unit that it is.

    Parameters
    ----------
    zone : Zone
        What to write.
    area_m2 : float
        Of the whole zone.
    basemap : Basemap
        What is drawn.
    quantum_deg : float
        Grid of the shapes.
    language : Language
        Of its name.
    shipped : bool
        False where the borders are of the user's own.
    """
    about: dict[str, Any] = {
        "name": zone_name(zone, language),
        "rule": zone.rule,
        "note": Note(zone.note).in_language(language),
        "area_km2": round(area_m2 / 1e6, 3),
        "whole": True,
    }
    drawn = {unit.code: at for at, unit in enumerate(basemap.units) if unit.whole}
    if shipped and zone.code in drawn and basemap.level == "region":
        return about | {"unit": drawn[zone.code]}
    return about | shape_data(zone.geometry, basemap, quantum_deg)


def permitted_data(
    report: Report, basemap: Basemap, quantum_deg: float
) -> dict[str, Any] | None:
    """Write the area that the rules of several zones leave, or take away.

    None where one zone, or none, has a rule: its own shape is then that area. What
    is permitted is the part of a reach inside the shape, or outside it.
    """
    zones = report.scenario.zones
    if len(zones) < 2:
        return None
    only = [zone.geometry for zone in zones if zone.rule == "only"]
    restricted = [zone.geometry for zone in zones if zone.rule == "restricted"]
    taken = shapely.union_all(restricted)
    shape = shapely.difference(shapely.union_all(only), taken) if only else taken
    return {"inside": bool(only)} | shape_data(shape, basemap, quantum_deg)


def shape_data(
    geometry: BaseGeometry, basemap: Basemap, quantum_deg: float
) -> dict[str, Any]:
    """Write a shape simplified, and bounds of the error that this makes."""
    tolerance_deg = basemap.tolerance_deg / 4
    exact = unwrap(geometry, basemap.cover)
    shape = shapely.simplify(exact, tolerance_deg)
    while shapely.get_num_coordinates(shape) > ZONE_VERTICES:
        tolerance_deg *= 1.6
        simpler = shapely.simplify(exact, tolerance_deg)
        if simpler.is_empty or simpler.equals(shape):
            break
        shape = simpler
    ((off_m, off_km2),) = _off(np.array([exact]), _on_grid([shape], quantum_deg))
    return {
        "polygons": encode_polygons(shape, quantum_deg),
        "off_m": off_m,
        "off_km2": off_km2,
    }


METRES_PER_DEGREE_LON: Final = 111_320.0  # of the equator
BOUNDS_M: Final = (250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000)
NO_BOUND_M: Final = 30_000_000  # farther than anything


def distances_off_m(exact: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Bound by how much distances to drawn shapes can be off.

    Parameters
    ----------
    exact, drawn : (n,) array of Polygon or MultiPolygon
        EPSG:4326, longitudes unwrapped alike; valid.

    Returns
    -------
    (n,) array of int
        Metres, each the least of `BOUNDS_M` that holds at every vertex of either
        outline, or `NO_BOUND_M`: as where a remote island is not drawn.

    Examples
    --------
    >>> square, smaller = shapely.box(0, 0, 1, 1), shapely.box(0, 0, 0.95, 1)
    >>> distances_off_m(np.array([square]), np.array([smaller])).tolist()
    [10000]
    """
    scaled = [_in_metres(*pair) for pair in zip(exact, drawn, strict=True)]
    outlines = shapely.boundary(np.array(scaled, dtype=object).reshape(-1, 2))
    there = _least_bound_m(outlines[:, 0], outlines[:, 1])
    back = _least_bound_m(outlines[:, 1], outlines[:, 0])
    return np.asarray(np.maximum(there, back))


def areas_off_m2(exact: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Bound by how much the area of any part of drawn shapes can be off.

    Parameters
    ----------
    exact, drawn : (n,) array of Polygon or MultiPolygon
        As for `distances_off_m`.

    Returns
    -------
    (n,) array
        The greater of what is lost and what is added, whatever cuts the shapes.

    Examples
    --------
    >>> square, smaller = shapely.box(0, 0, 1, 1), shapely.box(0, 0, 0.95, 1)
    >>> (areas_off_m2(np.array([square]), np.array([smaller])) / 1e6).round().tolist()
    [615.0]
    """
    common = area_m2(shapely.intersection(exact, drawn))
    larger = np.maximum(area_m2(exact), area_m2(drawn))
    return np.maximum(larger - common, 0.0)


def _in_metres(
    exact: shapely.Geometry, drawn: shapely.Geometry
) -> list[shapely.Geometry]:
    """Lay shapes on a plane in which no distance is shorter than on the ground."""
    _, south, _, north = shapely.bounds(exact).tolist()
    widest_lat = 0.0 if south <= 0 <= north else min(abs(south), abs(north))
    east = METRES_PER_DEGREE_LON * math.cos(math.radians(widest_lat))
    scale = np.array([east, LONGEST_DEGREE_M])
    return [shapely.transform(each, lambda at: at * scale) for each in (exact, drawn)]


def _least_bound_m(outlines: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Bound the distance of the vertices of n outlines to n others."""
    vertices, row = shapely.get_coordinates(outlines, return_index=True)
    points = np.asarray(shapely.points(vertices))
    bound_m = np.zeros(len(outlines), int)
    shapely.prepare(others)
    for each_m in BOUNDS_M:
        bound_m[row] = each_m
        far = ~shapely.dwithin(others[row], points, each_m)
        points, row = points[far], row[far]
    bound_m[row] = NO_BOUND_M
    return bound_m
