"""How much of each country, region and zone a reach covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.ground import Ground
from rangeviz.analysis.overlay import overlap, permitted_part
from rangeviz.datasets.borders import country_areas_km2, load_regions
from rangeviz.geodesy.measure import area_m2
from rangeviz.geodesy.proximity import Proximity
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Worldview
from rangeviz.model.zone import Zone

if TYPE_CHECKING:
    import geopandas as gpd

# An overlap smaller than this is where two shared edges meet, not cover.
MIN_OVERLAP_M2 = 1.0
# About lines and areas, where each distance is a search of its own: a hundredth of
# the borders' own accuracy, and what a kilometre with one decimal tells.
NEAREST_TOLERANCE_M = 10.0
FARTHEST_TOLERANCE_M = 50.0


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
    ground: Ground | None = None,
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
    ground : Ground, optional
        The same regions, loaded before.

    Returns
    -------
    Coverage
    """
    units = (
        regions_near(envelope, worldview, borders)
        if ground is None
        else ground.regions(envelope.measured.bounds)
    )
    covered = overlap(units.geometry.to_numpy(), envelope.measured)
    inside_m2 = np.asarray(area_m2(covered), dtype=float)
    is_touched = inside_m2 > MIN_OVERLAP_M2
    touched, inside_m2 = units[is_touched], inside_m2[is_touched]
    regions = _region_rows(envelope, touched, covered[is_touched], inside_m2)
    permitted = permitted_part(envelope.measured, zones)
    return Coverage(
        regions=_by_nearness(regions),
        countries=_countries(regions, touched, worldview, borders),
        zones=tuple(_zone_row(envelope, zone) for zone in zones),
        elsewhere_m2=_elsewhere_m2(envelope, touched, inside_m2, borders),
        permitted=permitted,
        permitted_m2=float(area_m2(permitted)) if zones else envelope.area_m2,
    )


def distances_m(envelope: ReachEnvelope, geometries: np.ndarray) -> np.ndarray:
    """Geodesic distance from the site of a reach to each geometry, in metres."""
    site = envelope.site
    return Proximity(site.geometry, edges=site.edges).nearest_m(
        geometries, tolerance_m=1.0 if site.is_point else NEAREST_TOLERANCE_M
    )


def regions_near(
    envelope: ReachEnvelope, worldview: Worldview, borders: gpd.GeoDataFrame | None
) -> gpd.GeoDataFrame:
    """Load the regions whose bounds meet those of a reach."""
    bounds = envelope.measured.bounds
    if borders is None:
        return load_regions(worldview=worldview, bbox=bounds)
    west, south, east, north = bounds
    return borders.cx[west:east, south:north]


def _region_rows(
    envelope: ReachEnvelope,
    touched: gpd.GeoDataFrame,
    covered: np.ndarray,
    inside_m2: np.ndarray,
) -> tuple[AreaRow, ...]:
    nearest_m = distances_m(envelope, touched.geometry.to_numpy())
    columns = zip(
        touched["code"],
        touched["name"],
        touched["country_code"],
        inside_m2.tolist(),
        (touched["area_km2"] * 1e6).tolist(),
        nearest_m.tolist(),
        _farthest_beyond_m(envelope, covered),
        strict=True,
    )
    return tuple(
        AreaRow(code, name, country, area, total, envelope.area_m2, nearest, farthest)
        for code, name, country, area, total, nearest, farthest in columns
    )


def _farthest_beyond_m(
    envelope: ReachEnvelope, covered: np.ndarray
) -> Sequence[float | None]:
    site = envelope.site
    if site.is_point:
        return [None] * len(covered)
    outside = shapely.difference(covered, site.geometry)
    goes_beyond = np.asarray(area_m2(outside), dtype=float) > MIN_OVERLAP_M2
    farthest_m = np.zeros(len(covered))
    farthest_m[goes_beyond] = Proximity(site.geometry, edges=site.edges).farthest_m(
        outside[goes_beyond],
        limit_m=envelope.system.max_range_m,
        tolerance_m=FARTHEST_TOLERANCE_M,
    )
    return list(farthest_m.tolist())


def _elsewhere_m2(
    envelope: ReachEnvelope,
    touched: gpd.GeoDataFrame,
    inside_m2: np.ndarray,
    borders: gpd.GeoDataFrame | None,
) -> float:
    if borders is None:  # the shipped units never overlap
        return max(envelope.area_m2 - float(inside_m2.sum()), 0.0)
    land = shapely.union_all(touched.geometry.to_numpy())
    return float(area_m2(shapely.difference(envelope.measured, land)))


def _countries(
    regions: tuple[AreaRow, ...],
    touched: gpd.GeoDataFrame,
    worldview: Worldview,
    borders: gpd.GeoDataFrame | None,
) -> tuple[AreaRow, ...]:
    names = dict(zip(touched["country_code"], touched["country_name"], strict=True))
    totals_km2 = country_areas_km2(worldview) if borders is None else _totals(borders)
    rows = []
    for code, name in names.items():
        members = [row for row in regions if row.country == code]
        beyond_m = [row.farthest_beyond_m or 0.0 for row in members]
        rows.append(
            AreaRow(
                code=code,
                name=name,
                country=None,
                area_m2=sum(row.area_m2 for row in members),
                unit_area_m2=totals_km2[code] * 1e6,
                reach_area_m2=members[0].reach_area_m2,
                nearest_m=min(row.nearest_m for row in members),
                farthest_beyond_m=max(
                    (d for d in beyond_m if d is not None), default=None
                ),
            )
        )
    return _by_nearness(rows)


def _totals(borders: gpd.GeoDataFrame) -> dict[str, float]:
    totals: dict[str, float] = (
        borders.groupby("country_code")["area_km2"].sum().to_dict()
    )
    return totals


def _zone_row(envelope: ReachEnvelope, zone: Zone) -> ZoneRow:
    inside = shapely.intersection(zone.geometry, envelope.measured)
    return ZoneRow(
        zone=zone,
        area_m2=float(area_m2(inside)),
        unit_area_m2=float(area_m2(zone.geometry)),
        reach_area_m2=envelope.area_m2,
        nearest_m=float(distances_m(envelope, np.array([zone.geometry]))[0]),
    )


def _by_nearness(rows: Sequence[AreaRow]) -> tuple[AreaRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.nearest_m, row.code)))
