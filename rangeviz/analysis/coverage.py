"""How much of each country, region and zone a reach covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.ground import Ground, Units
from rangeviz.analysis.overlay import overlap, permitted_part
from rangeviz.analysis.surroundings import Surroundings
from rangeviz.geodesy.measure import area_m2
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Worldview
from rangeviz.model.zone import Zone

if TYPE_CHECKING:
    import geopandas as gpd

# An overlap smaller than this is where two shared edges meet, not cover.
MIN_OVERLAP_M2 = 1.0
FARTHEST_TOLERANCE_M = 10.0


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One country or region and the part of it that a reach covers.

    Parameters
    ----------
    code, name : str
        ISO 3166 where it has one, and the English name.
    country : str, optional
        Code of the country that a region is counted in; None for countries.
    area_m2, unit_area_m2, reach_area_m2 : float
        Inside the reach; of the whole unit; of the whole reach.
    nearest_m : float
        Geodesic distance from the site to the unit; 0 inside it.
    farthest_beyond_m : float, optional
        How far beyond a line or area the reach goes in the unit: the distance from
        the site to the farthest place on the outline of the covered part. None for
        sites that are points.
    """

    code: str
    name: str
    country: str | None
    area_m2: float
    unit_area_m2: float
    reach_area_m2: float
    nearest_m: float
    farthest_beyond_m: float | None = None

    @property
    def share_of_unit(self) -> float:
        """Part of the unit that is inside the reach, 0 to 1."""
        return min(self.area_m2 / self.unit_area_m2, 1.0)

    @property
    def share_of_reach(self) -> float:
        """Part of the reach that lies in the unit, 0 to 1."""
        return min(self.area_m2 / self.reach_area_m2, 1.0)


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One zone and the part of it that a reach covers."""

    zone: Zone
    area_m2: float
    unit_area_m2: float
    reach_area_m2: float
    nearest_m: float

    @property
    def share_of_zone(self) -> float:
        """Part of the zone that is inside the reach, 0 to 1."""
        return min(self.area_m2 / self.unit_area_m2, 1.0)

    @property
    def share_of_reach(self) -> float:
        """Part of the reach that lies in the zone, 0 to 1."""
        return min(self.area_m2 / self.reach_area_m2, 1.0)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where a reach lies.

    Parameters
    ----------
    regions, countries : tuple of AreaRow
        Every unit with some area inside, nearest first.
    zones : tuple of ZoneRow
        Every zone that was asked about, inside or not.
    elsewhere_m2 : float
        Sea, and land of no listed unit: regions and elsewhere add up to the
        reach.
    permitted : shapely geometry
        The reach less ``restricted`` zones, inside ``only`` zones.
    permitted_m2 : float
        Its area.
    """

    regions: tuple[AreaRow, ...]
    countries: tuple[AreaRow, ...]
    zones: tuple[ZoneRow, ...]
    elsewhere_m2: float
    permitted: BaseGeometry
    permitted_m2: float


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
    regions = _region_rows(
        envelope,
        touched,
        inside_m2,
        around.nearest_m(rows),
        _farthest_beyond_m(envelope, covered[kept], around),
    )
    permitted = permitted_part(envelope.measured, zones)
    return Coverage(
        regions=_by_nearness(regions),
        countries=_countries(regions, touched, around.ground.country_areas_m2),
        zones=_zone_rows(envelope, zones, around),
        elsewhere_m2=_elsewhere_m2(envelope, touched, inside_m2, around.ground),
        permitted=permitted,
        permitted_m2=float(area_m2(permitted)) if zones else envelope.area_m2,
    )


def _region_rows(
    envelope: ReachEnvelope,
    touched: Units,
    inside_m2: np.ndarray,
    nearest_m: np.ndarray,
    farthest_m: Sequence[float | None],
) -> tuple[AreaRow, ...]:
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
    return tuple(
        AreaRow(code, name, country, area, total, envelope.area_m2, nearest, farthest)
        for code, name, country, area, total, nearest, farthest in columns
    )


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
    regions: tuple[AreaRow, ...], touched: Units, totals_m2: dict[str, float]
) -> tuple[AreaRow, ...]:
    members: dict[str, list[AreaRow]] = {}
    for row, code in zip(regions, touched.country_code.tolist(), strict=True):
        members.setdefault(code, []).append(row)
    names = dict(zip(touched.country_code, touched.country_name, strict=True))
    return _by_nearness(
        [
            AreaRow(
                code=code,
                name=names[code],
                country=None,
                area_m2=sum(row.area_m2 for row in rows),
                unit_area_m2=totals_m2[code],
                reach_area_m2=rows[0].reach_area_m2,
                nearest_m=min(row.nearest_m for row in rows),
                farthest_beyond_m=_greatest(row.farthest_beyond_m for row in rows),
            )
            for code, rows in members.items()
        ]
    )


def _greatest(distances_m: Iterable[float | None]) -> float | None:
    return max((d for d in distances_m if d is not None), default=None)


def _zone_rows(
    envelope: ReachEnvelope, zones: Sequence[Zone], around: Surroundings
) -> tuple[ZoneRow, ...]:
    shapes = np.array([zone.geometry for zone in zones], dtype=object)
    columns = zip(
        zones,
        np.asarray(area_m2(shapely.intersection(shapes, envelope.measured))).tolist(),
        np.asarray(area_m2(shapes)).tolist(),
        around.distances_m(shapes).tolist(),
        strict=True,
    )
    return tuple(
        ZoneRow(zone, inside_m2, whole_m2, envelope.area_m2, nearest_m)
        for zone, inside_m2, whole_m2, nearest_m in columns
    )


def _by_nearness(rows: Sequence[AreaRow]) -> tuple[AreaRow, ...]:
    return tuple(sorted(rows, key=nearest_first))


def nearest_first(row: AreaRow) -> tuple[float, float, str]:
    """Sort units by their distance; those that touch the baseline by area inside."""
    return (row.nearest_m, -row.area_m2, row.name)
