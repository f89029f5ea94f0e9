"""The rows of some sites, as tables in memory."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from rangeviz import __version__
from rangeviz.analysis.batch.question import Land, Question, land_of
from rangeviz.analysis.inside_points import distances_m, elsewhere_m2
from rangeviz.analysis.part import MIN_OVERLAP_M2
from rangeviz.geodesy.ellipsoid import GEOD, FloatArray
from rangeviz.geodesy.inside.point_reaches import PointReaches
from rangeviz.geodesy.inside.range_circles import GREATEST_RADIUS_M, chord_of_arc_m
from rangeviz.geodesy.inside.unit_edges import positions_m
from rangeviz.geodesy.measure import area_m2, sums
from rangeviz.geodesy.pieces import IntArray, ragged
from rangeviz.model.reach import azimuths_of

TABLES: Final = ("places", "zones", "regions", "countries", "reaches")


@dataclass(frozen=True)
class SiteRows:
    """Some sites of a batch.

    Parameters
    ----------
    row : (n,) int array
        Their places in the file, from 0.
    name : (n,) array of str
    lon, lat : (n,) array
        Degrees, EPSG:4326.
    """

    row: IntArray
    name: np.ndarray
    lon: FloatArray
    lat: FloatArray

    def __len__(self) -> int:
        return len(self.row)


def chunk_tables(question: Question, sites: SiteRows) -> dict[str, Any]:
    """Measure every system from every site.

    Parameters
    ----------
    question : Question
        Systems, zones and what else is asked.
    sites : SiteRows
        At least one.

    Returns
    -------
    dict of pyarrow.Table
        ``places``, ``zones``, ``regions``, ``countries`` and ``reaches``: tidy rows,
        by site and system, nearest first; the figures of a single run.
    """
    land = land_of(question)
    chunk = _Chunk(question, sites, land)
    regions, countries, left_m2 = chunk.units()
    return {
        "places": chunk.places(),
        "zones": chunk.zones(),
        "regions": regions,
        "countries": countries,
        "reaches": chunk.reaches_table(left_m2),
    }


def chunk_bytes(question: Question, sites: SiteRows) -> dict[str, bytes]:
    """Make the Parquet files of a chunk, in memory: what a worker hands back."""
    tables = chunk_tables(question, sites)
    return {name: parquet_bytes(table) for name, table in tables.items()}


def geo_metadata(*types: str) -> dict[bytes, bytes]:
    """Give what GeoParquet 1.1 says of a table with a column ``geometry``."""
    column = {"encoding": "WKB", "geometry_types": types}
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": column},
    }
    return {b"geo": json.dumps(geo).encode()}


def parquet_bytes(table: Any) -> bytes:
    """Write an Arrow table as Parquet, in memory."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


class _Chunk:
    """The reaches of some sites: all systems of the first site first."""

    def __init__(self, question: Question, sites: SiteRows, land: Land) -> None:
        self.question, self.sites, self.land = question, sites, land
        count, systems = len(sites), question.systems
        self.site = np.repeat(np.arange(count), len(systems))
        self.system = np.tile(np.arange(len(systems)), count)
        self.min_m = np.array([each.min_range_m or 0.0 for each in systems])
        self.max_m = np.array([each.max_range_m for each in systems])
        self.reaches = PointReaches(
            sites.lon[self.site],
            sites.lat[self.site],
            self.min_m[self.system],
            self.max_m[self.system],
            azimuths_of(question.sector),
        )
        self.reach_m2 = self.reaches.area_m2

    def units(self) -> tuple[Any, Any, FloatArray]:
        """Rows of regions and of countries, and what of each reach is elsewhere."""
        land = self.land
        reach, unit, inside_m2 = self.reaches.covered_m2(land.edges)
        kept = inside_m2 > MIN_OVERLAP_M2
        reach, unit, inside_m2 = reach[kept], unit[kept], inside_m2[kept]
        nearest_m = distances_m(self.reaches, reach, land.edges, unit)
        starts = np.searchsorted(reach, np.arange(len(self.site) + 1))
        left_m2 = elsewhere_m2(
            self.reaches, land.units, unit, inside_m2, starts, land.ground
        )
        key, group = np.unique(
            reach * len(land.country_code) + land.country[unit], return_inverse=True
        )
        country_m2 = sums(group, inside_m2, len(key))
        country_nearest_m = np.full(len(key), np.inf)
        np.minimum.at(country_nearest_m, group, nearest_m)
        of_reach, country = np.divmod(key, max(len(land.country_code), 1))
        regions = self._areas(
            reach, unit, inside_m2, nearest_m, land.units.area_m2, land.units.name,
            {
                "code": _encoded(land.units.code),
                "name": _encoded(land.units.name),
                "country": _encoded(land.units.country_code),
            },
        )  # fmt: skip
        countries = self._areas(
            of_reach, country, country_m2, country_nearest_m, land.country_m2,
            land.country_name,
            {"code": _encoded(land.country_code), "name": _encoded(land.country_name)},
        )  # fmt: skip
        return regions, countries, left_m2

    def zones(self) -> Any:
        """Every zone of every reach."""
        zones = self.question.zones
        count = len(zones)
        reach = np.repeat(np.arange(len(self.site)), count)
        zone = np.tile(np.arange(count), len(self.site))
        whole_m2 = np.array([float(area_m2(each.geometry)) for each in zones])
        return self._areas(
            reach, zone, self.land.zones.inside_m2(self.reaches).ravel(),
            self.land.zones.nearest_m(self.reaches).ravel(), whole_m2, None,
            {
                "name": _encoded([each.name for each in zones]),
                "rule": _encoded([each.rule for each in zones]),
            },
        )  # fmt: skip

    def places(self) -> Any:
        """List populated places in each reach, nearest first."""
        places, sites = self.land.places, self.sites
        farthest_m = chord_of_arc_m(np.array([self.max_m.max()]), GREATEST_RADIUS_M)
        near = self.land.place_tree.query_ball_point(
            positions_m(sites.lon, sites.lat), farthest_m[0] + 1.0, return_sorted=False
        )
        counts = np.array([len(each) for each in near], np.intp)
        site, _ = ragged(counts)
        place = np.fromiter((at for each in near for at in each), np.intp, counts.sum())
        azimuth_deg, _, distance_m = GEOD.inv(
            sites.lon[site], sites.lat[site], places.lon[place], places.lat[place]
        )
        distance_m = np.asarray(distance_m)
        keep = np.ones(len(site), bool)
        if self.question.sector is not None:
            keep = np.asarray(self.question.sector.contains(np.asarray(azimuth_deg)))
        inside = (distance_m >= self.min_m[:, None]) & (
            distance_m <= self.max_m[:, None]
        )
        system, at = np.nonzero(inside & keep)
        reach = site[at] * len(self.max_m) + system
        people = places.population[place[at]]
        order = np.lexsort((-np.nan_to_num(people), distance_m[at], reach))
        reach, at, people = reach[order], at[order], people[order]
        place = place[at]
        return self._table(
            reach,
            {
                "name": _encoded(places.name).take(pa.array(place)),
                "country": _encoded(places.country_code).take(pa.array(place)),
                "lon": places.lon[place],
                "lat": places.lat[place],
                "population": pa.array(people, mask=np.isnan(people)).cast(pa.int64()),
                "distance_km": _km(distance_m[at] / 1e3),
            },
        )

    def reaches_table(self, left_m2: FloatArray) -> Any:
        """Tabulate the reaches themselves, with the site as a point: GeoParquet."""
        site, reaches = self.site, self.reaches
        every = np.arange(len(site))
        points = shapely.to_wkb(shapely.points(self.sites.lon, self.sites.lat))
        permitted_m2 = self.land.zones.permitted_m2(reaches)
        ruled = bool(self.question.zones)
        table = self._table(
            every,
            {
                "lon": self.sites.lon[site],
                "lat": self.sites.lat[site],
                "min_range_km": reaches.min_m / 1e3,
                "max_range_km": reaches.max_m / 1e3,
                "area_km2": _km(self.reach_m2 / 1e6),
                "elsewhere_km2": _km(left_m2 / 1e6),
                "permitted_km2": pa.array(
                    _km(permitted_m2 / 1e6), mask=np.full(len(every), not ruled)
                ),
                "geometry": pa.array(points[site], pa.binary()),
            },
        )
        told = (table.schema.metadata or {}) | geo_metadata("Point")
        return table.replace_schema_metadata(told)

    def _areas(
        self,
        reach: IntArray,
        unit: IntArray,
        inside_m2: FloatArray,
        nearest_m: FloatArray,
        whole_m2: FloatArray,
        sorted_by: np.ndarray | None,
        names: dict[str, Any],
    ) -> Any:
        if sorted_by is not None:  # nearest first, as in a single run
            rank = np.argsort(np.argsort(sorted_by.astype(str), kind="stable"))
            order = np.lexsort((rank[unit], -inside_m2, nearest_m, reach))
            reach, unit = reach[order], unit[order]
            inside_m2, nearest_m = inside_m2[order], nearest_m[order]
        at = pa.array(unit)
        return self._table(
            reach,
            {
                **{key: column.take(at) for key, column in names.items()},
                "area_km2": _km(inside_m2 / 1e6),
                "share_of_unit": _share(inside_m2 / whole_m2[unit]),
                "share_of_reach": _share(inside_m2 / self.reach_m2[reach]),
                "nearest_km": _km(nearest_m / 1e3),
            },
        )

    def _table(self, reach: IntArray, columns: dict[str, Any]) -> Any:
        site = self.site[reach]
        systems = _encoded([each.id for each in self.question.systems])
        return pa.table(
            {
                "site_row": self.sites.row[site],
                "site": _encoded(self.sites.name).take(pa.array(site)),
                "system": systems.take(pa.array(self.system[reach])),
                **columns,
            },
            metadata={"rangeviz": __version__},
        )


def _km(values: FloatArray) -> FloatArray:
    """Keep a square metre and a millimetre: digits beyond are rounding's."""
    return np.asarray(np.round(values, 6))


def _share(values: FloatArray) -> FloatArray:
    return np.asarray(np.round(np.minimum(values, 1.0), 9))


def _encoded(names: Any) -> Any:
    """Texts that many rows share, each once."""
    return pa.array(list(names), pa.string()).dictionary_encode()
