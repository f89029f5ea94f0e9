"""How much of each country, region and zone a reach covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.borders import country_areas_km2, load_regions
from rangeviz.geodesy.measure import area_m2
from rangeviz.geodesy.proximity import distances_to_shapes
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Worldview
from rangeviz.model.zone import Zone

if TYPE_CHECKING:
    import geopandas as gpd

# An overlap smaller than this is where two shared edges meet, not cover.
MIN_OVERLAP_M2 = 1.0


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
    """

    code: str
    name: str
    country: str | None
    area_m2: float
    unit_area_m2: float
    reach_area_m2: float
    nearest_m: float

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

    Returns
    -------
    Coverage
    """
    units = _units(envelope, worldview, borders)
    inside_m2 = _overlap_m2(units.geometry.to_numpy(), envelope.measured)
    touched = units[inside_m2 > MIN_OVERLAP_M2]
    inside_m2 = inside_m2[inside_m2 > MIN_OVERLAP_M2]
    nearest_m = distances_m(envelope, touched.geometry.to_numpy())
    regions = tuple(
        AreaRow(code, name, country, area, total_km2 * 1e6, envelope.area_m2, nearest)
        for code, name, country, area, total_km2, nearest in zip(
            touched["code"],
            touched["name"],
            touched["country_code"],
            inside_m2.tolist(),
            touched["area_km2"],
            nearest_m.tolist(),
            strict=True,
        )
    )
    permitted = permitted_part(envelope.measured, zones)
    return Coverage(
        regions=_by_nearness(regions),
        countries=_countries(regions, touched, worldview, borders),
        zones=tuple(_zone_row(envelope, zone) for zone in zones),
        elsewhere_m2=_elsewhere_m2(envelope, touched, inside_m2, borders),
        permitted=permitted,
        permitted_m2=float(area_m2(permitted)) if zones else envelope.area_m2,
    )


def coverage(
    envelope: ReachEnvelope,
    *,
    zones: Sequence[Zone] = (),
    worldview: Worldview = "international",
    borders: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Tabulate the part of each country, region and zone inside a reach.

    Parameters
    ----------
    envelope, zones, worldview, borders
        As `measure_coverage` takes them.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; one row per country, region and zone, in this order, with
        the columns kind, code, name, country, area_km2, share_of_unit,
        share_of_reach, nearest_km. The geometry is the covered part of regions
        and zones, and empty for countries.

    Examples
    --------
    >>> import rangeviz as rv
    >>> site = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    >>> envelope = rv.reach(site, rv.System.ad_hoc(max_range_m=80_500))
    >>> table = rv.coverage(envelope)
    >>> table.loc[table.kind == "country", "name"].tolist()
    ['Ukraine', 'Russia']
    """
    import geopandas as gpd

    found = measure_coverage(
        envelope, zones=zones, worldview=worldview, borders=borders
    )
    units = _units(envelope, worldview, borders).set_index("code").geometry
    parts = shapely.intersection(
        units[[row.code for row in found.regions]].to_numpy(), envelope.measured
    )
    zone_parts = [shapely.intersection(z.geometry, envelope.measured) for z in zones]
    nothing = [shapely.Polygon()] * len(found.countries)
    records = [_record("country", row) for row in found.countries]
    records += [_record("region", row) for row in found.regions]
    records += [_zone_record(row) for row in found.zones]
    return gpd.GeoDataFrame(
        records,
        columns=[*_COLUMNS],
        geometry=[*nothing, *parts, *zone_parts],
        crs="EPSG:4326",
    )


_COLUMNS = (
    "kind",
    "code",
    "name",
    "country",
    "area_km2",
    "share_of_unit",
    "share_of_reach",
    "nearest_km",
)


def permitted_part(reached: BaseGeometry, zones: Sequence[Zone]) -> BaseGeometry:
    """Cut a reach by its zones' rules.

    Parameters
    ----------
    reached : shapely geometry
        Polygon or MultiPolygon, EPSG:4326.
    zones : sequence of Zone
        ``restricted`` zones are cut away; where there are ``only`` zones,
        nothing outside them is left.

    Returns
    -------
    shapely geometry
        Polygon, MultiPolygon or empty.

    Examples
    --------
    >>> square = shapely.box(0, 0, 2, 2)
    >>> half = Zone("half", shapely.box(1, 0, 2, 2))
    >>> permitted_part(square, [half]).bounds
    (0.0, 0.0, 1.0, 2.0)
    """
    only = [zone.geometry for zone in zones if zone.rule == "only"]
    restricted = [zone.geometry for zone in zones if zone.rule == "restricted"]
    if only:
        reached = shapely.intersection(reached, shapely.union_all(only))
    if restricted:
        reached = shapely.difference(reached, shapely.union_all(restricted))
    return polygons_of(reached)


def polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """Keep the polygons of a geometry: overlays leave lines and points behind."""
    parts = shapely.get_parts(geometry)
    polygons = parts[shapely.get_dimensions(parts) == 2]
    if len(polygons) == 1:
        only: BaseGeometry = polygons[0]
        return only
    return shapely.MultiPolygon(list(polygons))


def distances_m(envelope: ReachEnvelope, geometries: np.ndarray) -> np.ndarray:
    """Geodesic distance from the site of a reach to each geometry, in metres."""
    site = envelope.site
    return distances_to_shapes(site.geometry, geometries, edges=site.edges)


def _units(
    envelope: ReachEnvelope, worldview: Worldview, borders: gpd.GeoDataFrame | None
) -> gpd.GeoDataFrame:
    bounds = envelope.measured.bounds
    if borders is None:
        return load_regions(worldview=worldview, bbox=bounds)
    west, south, east, north = bounds
    return borders.cx[west:east, south:north]


def _overlap_m2(units: np.ndarray, reached: BaseGeometry) -> np.ndarray:
    shapely.prepare(reached)
    overlap = np.where(
        shapely.contains_properly(reached, units),
        units,
        shapely.intersection(units, reached),
    )
    return np.asarray(area_m2(overlap), dtype=float)


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
        rows.append(
            AreaRow(
                code=code,
                name=name,
                country=None,
                area_m2=sum(row.area_m2 for row in members),
                unit_area_m2=totals_km2[code] * 1e6,
                reach_area_m2=members[0].reach_area_m2,
                nearest_m=min(row.nearest_m for row in members),
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


def _record(kind: str, row: AreaRow) -> tuple[object, ...]:
    return (
        kind,
        row.code,
        row.name,
        row.country,
        row.area_m2 / 1e6,
        row.share_of_unit,
        row.share_of_reach,
        row.nearest_m / 1e3,
    )


def _zone_record(row: ZoneRow) -> tuple[object, ...]:
    return (
        "zone",
        row.zone.code,
        row.zone.name,
        None,
        row.area_m2 / 1e6,
        row.share_of_zone,
        row.share_of_reach,
        row.nearest_m / 1e3,
    )
