"""What a reach covers, as a GeoDataFrame."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import shapely

from rangeviz.analysis.coverage import AreaRow, ZoneRow, measure_coverage
from rangeviz.analysis.ground import Ground
from rangeviz.analysis.surroundings import Surroundings
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Worldview
from rangeviz.model.zone import Zone

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
    around = Surroundings.of([envelope], Ground(worldview, 0, borders=borders))
    found = measure_coverage(envelope, zones=zones, around=around)
    shapes = dict(zip(around.units.code, around.units.shapes, strict=True))
    parts = shapely.intersection(
        [shapes[row.code] for row in found.regions], envelope.measured
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
