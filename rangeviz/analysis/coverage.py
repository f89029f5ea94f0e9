"""How much of each country, region and zone a reach covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.ground import Ground, Units
from rangeviz.analysis.overlay import overlap, permitted_part
from rangeviz.analysis.part import MIN_OVERLAP_M2, Part, Parts, nearest_first
from rangeviz.analysis.surroundings import Surroundings
from rangeviz.geodesy.measure import area_m2
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Worldview
from rangeviz.model.zone import Zone

if TYPE_CHECKING:
    import geopandas as gpd

FARTHEST_TOLERANCE_M = 10.0


@dataclass(frozen=True, slots=True)
class Coverage(Parts):
    """Where a reach lies.

    Parameters
    ----------
    parts : tuple of Part
        Countries and regions with some area inside, nearest first; every zone that was
        asked about.
    permitted : shapely geometry
        The reach less ``restricted`` zones, inside ``only`` zones.
    """

    permitted: BaseGeometry


def measure_coverage(
    envelope: ReachEnvelope,
    *,
    zones: Sequence[Zone] = (),
    worldview: Worldview = "international",
    borders: gpd.GeoDataFrame | None = None,
    around: Surroundings | None = None,
) -> Coverage:
    """Measure the part of each country, region and zone inside a reach.

    Areas are integrals on the WGS 84 ellipsoid over edges straight in lon/lat,
    the same edges that the overlay cuts, so that parts add up to the whole.

    Parameters
    ----------
    envelope : ReachEnvelope
        The reach.
    zones : sequence of Zone
        Areas with a rule.
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a region is counted on.
    borders : GeoDataFrame, optional
        Regions to use instead of the shipped ones, as `read_borders` gives.
    around : Surroundings, optional
        The site with the units around it, shared by several reaches; worldview
        and borders are then its own.

    Returns
    -------
    Coverage
    """
    if around is None:
        ground = Ground(worldview, 0, borders=borders)
        around = Surroundings.of([envelope], ground)
    rows = around.rows_meeting(envelope.measured.bounds)
    covered, whole = overlap(around.units.shapes[rows], envelope.measured)
    inside_m2 = np.empty(len(rows))
    inside_m2[whole] = around.whole_m2(rows[whole])
    inside_m2[~whole] = area_m2(covered[~whole])
    kept = inside_m2 > MIN_OVERLAP_M2
    rows, inside_m2 = rows[kept], inside_m2[kept]
    touched = around.units.take(rows)
    regions = _region_parts(
        touched,
        inside_m2,
        around.nearest_m(rows),
        _farthest_beyond_m(envelope, covered[kept], around),
    )
    permitted = permitted_part(envelope.measured, zones)
    left_m2 = float(area_m2(permitted)) if zones else envelope.area_m2
    elsewhere_m2 = _elsewhere_m2(envelope, touched, inside_m2, around.ground)
    countries = _countries(regions, touched, around.ground.country_areas_m2)
    parts = (
        Part("reach", "Whole reach", envelope.area_m2),
        *sorted(countries, key=nearest_first),
        *sorted(regions, key=nearest_first),
        Part("elsewhere", "Sea and elsewhere", elsewhere_m2),
        *_zone_parts(envelope, zones, around),
        Part("permitted", "Permitted", left_m2),
    )
    of_reach = (replace(part, reach_area_m2=envelope.area_m2) for part in parts)
    return Coverage(tuple(of_reach), permitted)


def _region_parts(
    touched: Units,
    inside_m2: np.ndarray,
    nearest_m: np.ndarray,
    farthest_m: Sequence[float | None],
) -> list[Part]:
    columns = zip(
        touched.code.tolist(),
        touched.name.tolist(),
        touched.country_code.tolist(),
        inside_m2.tolist(),
        touched.area_m2.tolist(),
        nearest_m.tolist(),
        farthest_m,
        strict=True,
    )
    return [
        Part(
            "region", name, area, code, country,
            unit_area_m2=total, nearest_m=nearest, farthest_beyond_m=farthest,
        )
        for code, name, country, area, total, nearest, farthest in columns
    ]  # fmt: skip


def _farthest_beyond_m(
    envelope: ReachEnvelope, covered: np.ndarray, around: Surroundings
) -> Sequence[float | None]:
    if envelope.site.is_point:
        return [None] * len(covered)
    outside, goes_beyond = _outside(envelope.site.geometry, covered)
    farthest_m = np.zeros(len(covered))
    farthest_m[goes_beyond] = around.proximity.farthest_m(
        outside[goes_beyond],
        limit_m=envelope.system.max_range_m,
        tolerance_m=FARTHEST_TOLERANCE_M,
    )
    return list(farthest_m.tolist())


def _outside(site: BaseGeometry, parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut the site out of parts of units, and tell of which something is left."""
    shapely.prepare(site)
    is_left = ~shapely.covers(site, parts)
    cut = is_left & shapely.intersects(site, parts)
    outside = parts.copy()
    outside[cut] = shapely.difference(parts[cut], site)
    is_left[cut] = np.asarray(area_m2(outside[cut])) > MIN_OVERLAP_M2
    return outside, is_left


def _elsewhere_m2(
    envelope: ReachEnvelope, touched: Units, inside_m2: np.ndarray, ground: Ground
) -> float:
    if ground.borders is None:  # the shipped units never overlap
        return max(envelope.area_m2 - float(inside_m2.sum()), 0.0)
    land = shapely.union_all(touched.shapes)
    return float(area_m2(shapely.difference(envelope.measured, land)))


def _countries(
    regions: Sequence[Part], touched: Units, totals_m2: dict[str, float]
) -> Iterator[Part]:
    members: dict[str, list[Part]] = {}
    for part in regions:
        members.setdefault(part.country or "", []).append(part)
    names = dict(zip(touched.country_code, touched.country_name, strict=True))
    for code, parts in members.items():
        yield Part(
            "country",
            names[code],
            sum(part.area_m2 for part in parts),
            code,
            unit_area_m2=totals_m2[code],
            nearest_m=min(part.nearest_m for part in parts),
            farthest_beyond_m=_greatest(part.farthest_beyond_m for part in parts),
        )


def _greatest(distances_m: Iterable[float | None]) -> float | None:
    return max((d for d in distances_m if d is not None), default=None)


def _zone_parts(
    envelope: ReachEnvelope, zones: Sequence[Zone], around: Surroundings
) -> Iterator[Part]:
    shapes = np.array([zone.geometry for zone in zones], dtype=object)
    columns = zip(
        zones,
        np.asarray(area_m2(shapely.intersection(shapes, envelope.measured))).tolist(),
        np.asarray(area_m2(shapes)).tolist(),
        around.distances_m(shapes).tolist(),
        strict=True,
    )
    for zone, inside_m2, whole_m2, nearest_m in columns:
        yield Part(
            "zone", zone.name, inside_m2, zone.code,
            unit_area_m2=whole_m2, nearest_m=nearest_m, zone=zone,
        )  # fmt: skip
