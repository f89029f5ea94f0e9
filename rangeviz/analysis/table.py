"""What reaches cover, as GeoDataFrames: one row per reach and country, region, zone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.asking import reaches_of
from rangeviz.analysis.coverage import measure_coverage
from rangeviz.analysis.ground import Ground
from rangeviz.analysis.part import Part, Parts
from rangeviz.analysis.report import Report
from rangeviz.analysis.surroundings import Surroundings
from rangeviz.datasets.borders.own_borders import borders_of
from rangeviz.datasets.values import zones_of
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Worldview

if TYPE_CHECKING:
    from rangeviz.datasets.values import ZoneLike

_COLUMNS: Final = (
    *("site", "system", "kind", "code", "name", "country", "area_km2"),
    *("share_of_unit", "share_of_reach", "nearest_km"),
)
Record = tuple[object, ...]


def coverage(
    reaches: ReachEnvelope | Sequence[ReachEnvelope] | Report,
    *,
    zones: ZoneLike | Sequence[ZoneLike] = (),
    worldview: Worldview = "international",
    borders: str | os.PathLike[str] | gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Tabulate the part of each country, region and zone inside reaches.

    Areas are integrals on the WGS 84 ellipsoid over edges straight in lon/lat, the
    same edges that the overlay cuts, so that parts add up to the whole.

    Parameters
    ----------
    reaches : ReachEnvelope, sequence of them, or Report
        A report has its own zones, worldview and borders.
    zones : Zone or str or GeoDataFrame, or a sequence of them
        Areas with a rule; names as `find_zone` takes them.
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a region is counted on.
    borders : GeoDataFrame or path-like, optional
        Regions to use instead of the shipped ones, in any CRS, with a column of names
        (and codes and countries); see `read_borders`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, cut at the antimeridian; for each reach one row per country, region
        and zone, in this order, with the columns site, system, kind, code, name,
        country, area_km2, share_of_unit, share_of_reach, nearest_km. The geometry is
        the covered part. A reach that meets no land has no rows but its zones.

    Raises
    ------
    InputError
        If there is no reach, or borders have no CRS or no column of names.

    See Also
    --------
    reach, report, places_within, sum_within

    Examples
    --------
    >>> import rangeviz as rv
    >>> table = rv.coverage(rv.reach((36.2304, 49.9935), "80.5 km"))
    >>> table.loc[table.kind == "country", "name"].tolist()
    ['Ukraine', 'Russia']
    """
    if isinstance(reaches, Report):
        return report_table(reaches)
    about = zones_of(zones, worldview=worldview)
    ground = Ground(worldview, 0, borders=borders_of(borders))
    frames = []
    for envelope in reaches_of(reaches):
        around = Surroundings([envelope], ground)
        parts = measure_coverage(envelope, zones=about, around=around)
        frames.append(_frame(envelope, parts, around))
    return joined(frames)


def report_table(report: Report, kind: str = "") -> gpd.GeoDataFrame:
    """Tabulate a report's countries, regions and zones, as `coverage` does.

    Parameters
    ----------
    report : Report
        What was computed; nothing is measured again.
    kind : {"", "country", "region", "zone"}
        Only the rows of this kind.
    """
    ground = Ground(report.scenario.worldview, 0, borders=report.borders)
    frames = []
    for row in report.reaches:
        around = Surroundings([row.reach], ground)
        frames.append(_frame(row.reach, row, around, kind))
    return joined(frames)


def places_table(report: Report) -> gpd.GeoDataFrame:
    """Tabulate the populated places inside each reach of a report, nearest first."""
    records = [
        (
            row.reach.site.name,
            row.reach.system.name,
            place.name,
            place.country,
            place.population,
            place.distance_m / 1e3,
            shapely.Point(place.lon, place.lat),
        )
        for row in report.reaches
        for place in row.places
    ]
    columns = ["site", "system", "name", "country", "population", "distance_km"]
    table = gpd.GeoDataFrame(
        records, columns=[*columns, "geometry"], geometry="geometry", crs="EPSG:4326"
    )
    return table.astype({"population": "Int64", "distance_km": float})


def reaches_table(report: Report) -> gpd.GeoDataFrame:
    """Tabulate the reaches of a report, with their error and their source."""
    records = [
        (
            row.reach.site.name,
            row.reach.system.name,
            row.reach.system.min_range_km,
            row.reach.system.max_range_km,
            row.reach.area_km2,
            row.reach.max_deviation_m,
            row.reach.system.source.citation,
        )
        for row in report.reaches
    ]
    columns = ["site", "system", "min_range_km", "max_range_km", "area_km2"]
    return gpd.GeoDataFrame(
        records,
        columns=[*columns, "max_deviation_m", "source"],
        geometry=[row.reach.geometry for row in report.reaches],
        crs="EPSG:4326",
    )


def _frame(
    envelope: ReachEnvelope, parts: Parts, around: Surroundings, kind: str = ""
) -> gpd.GeoDataFrame:
    of_reach = (envelope.site.name, envelope.system.name)
    table = pd.DataFrame(
        [of_reach + _record(part) for part in parts.parts if part.is_unit],
        columns=[*_COLUMNS],
    )
    if kind:
        table = table[table["kind"] == kind].reset_index(drop=True)
    # Cutting takes longer than all the rest: only what is asked for.
    shapes: list[BaseGeometry] = []
    if kind != "zone":
        covered = _covered(envelope, parts, around)
        shapes += [] if kind == "region" else _dissolved(parts, covered)
        shapes += [] if kind == "country" else covered.values()
    if kind in ("", "zone"):
        zones = [part.zone.geometry for part in parts.zones if part.zone]
        shapes += shapely.intersection(zones, envelope.measured).tolist()
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def _covered(
    envelope: ReachEnvelope, parts: Parts, around: Surroundings
) -> dict[str, BaseGeometry]:
    """Cut the part of each region that is covered, by code."""
    shapes = dict(zip(around.units.code, around.units.shapes, strict=True))
    codes = [row.code or "" for row in parts.regions]
    cut = shapely.intersection([shapes[code] for code in codes], envelope.measured)
    return dict(zip(codes, cut, strict=True))


def _dissolved(
    parts: Parts, covered: Mapping[str, BaseGeometry]
) -> Iterator[BaseGeometry]:
    """Join the covered parts of each country's regions, country by country."""
    members: dict[str | None, list[BaseGeometry]] = {}
    for row in parts.regions:
        members.setdefault(row.country, []).append(covered[row.code or ""])
    return (shapely.union_all(members[row.code]) for row in parts.countries)


def joined(frames: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Put tables under each other; where all are empty, the first is."""
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    return pd.concat(filled, ignore_index=True)


def _record(part: Part) -> Record:
    return (
        part.kind,
        part.code,
        part.name,
        part.code if part.kind == "country" else part.country,
        part.area_m2 / 1e6,
        part.share_of_unit,
        part.share_of_reach,
        part.nearest_m / 1e3,
    )
