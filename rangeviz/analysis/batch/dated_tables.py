"""What a line covers as tables, and the tables of all dates put together from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from rangeviz.analysis.batch.chunk import TABLES, geo_metadata, parquet_bytes
from rangeviz.analysis.batch.dated_store import DatedStore
from rangeviz.analysis.batch.question import Question, line_report
from rangeviz.analysis.part import Part
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.files import replacing
from rangeviz.model.site import LaunchSite

FILES: Final = tuple(f"{name}.parquet" for name in TABLES)
_ROWS_AT_ONCE: Final = 100_000
_TEXT: Final = pa.string()


def _floats(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, pa.float64())


_UNIT: Final = _floats("area_km2", "share_of_unit", "share_of_reach", "nearest_km")
_BEYOND: Final = _floats("farthest_beyond_km")
_COLUMNS: Final[dict[str, dict[str, Any]]] = {
    "places": {
        "name": _TEXT,
        "country": _TEXT,
        **_floats("lon", "lat"),
        "population": pa.int64(),
        **_floats("distance_km"),
    },
    "zones": {"name": _TEXT, "rule": _TEXT, **_UNIT},
    "regions": {"code": _TEXT, "name": _TEXT, "country": _TEXT, **_UNIT, **_BEYOND},
    "countries": {"code": _TEXT, "name": _TEXT, **_UNIT, **_BEYOND},
    "reaches": {
        **_floats("min_range_km", "max_range_km", "area_km2", "elsewhere_km2"),
        **_floats("permitted_km2", "max_deviation_m"),
        "geometry": pa.binary(),
    },
}


def line_bytes(question: Question, site: LaunchSite) -> dict[str, bytes]:
    """Make the tables of a line, without its dates: what a worker hands back."""
    report = line_report(question, site)
    tables = {
        name: parquet_bytes(_table(name, report, rows)) for name, rows in _ROWS.items()
    }
    return {f"{name}.parquet": tables[name] for name in TABLES}


def _table(
    name: str, report: Report, rows: Callable[[ReachReport], Iterator[Sequence[Any]]]
) -> Any:
    columns = {"system": _TEXT, **_COLUMNS[name]}
    records = [
        (each.reach.system.id, *row) for each in report.reaches for row in rows(each)
    ]
    cells = zip(*records, strict=True) if records else ((),) * len(columns)
    arrays = [
        pa.array(values, kind)
        for values, kind in zip(cells, columns.values(), strict=True)
    ]
    return pa.table(arrays, names=list(columns))


def _places(row: ReachReport) -> Iterator[Sequence[Any]]:
    for each in row.places:
        yield (
            each.name, each.country, each.lon, each.lat,
            each.population, _km(each.distance_m / 1e3),
        )  # fmt: skip


def _zones(row: ReachReport) -> Iterator[Sequence[Any]]:
    for part in row.zones:
        yield part.name, part.rule, *_figures(part)


def _regions(row: ReachReport) -> Iterator[Sequence[Any]]:
    for part in row.regions:
        yield part.code, part.name, part.country, *_figures(part), _beyond(part)


def _countries(row: ReachReport) -> Iterator[Sequence[Any]]:
    for part in row.countries:
        yield part.code, part.name, *_figures(part), _beyond(part)


def _reach(row: ReachReport) -> Iterator[Sequence[Any]]:
    envelope, system = row.reach, row.reach.system
    yield (
        system.min_range_km or 0.0,
        system.max_range_km,
        _km(envelope.area_m2 / 1e6),
        _km(row.elsewhere_m2 / 1e6),
        _km(row.permitted_m2 / 1e6) if row.has_rule else None,
        _km(envelope.max_deviation_m),
        shapely.to_wkb(envelope.geometry),
    )


_ROWS: Final = {
    "places": _places,
    "zones": _zones,
    "regions": _regions,
    "countries": _countries,
    "reaches": _reach,
}


def _figures(part: Part) -> tuple[float, float, float, float]:
    return (
        _km(part.area_m2 / 1e6),
        round(part.share_of_unit, 9),
        round(part.share_of_reach, 9),
        _km(part.nearest_m / 1e3),
    )


def _beyond(part: Part) -> float | None:
    far_m = part.farthest_beyond_m
    return None if far_m is None else _km(far_m / 1e3)


def _km(value: float) -> float:
    """Keep a square metre and a millimetre: digits beyond are rounding's."""
    return round(float(value), 6)


def put_together(store: DatedStore, folder: Path) -> None:
    """Write the tables of all dates that are finished, each whole or not at all.

    Raises
    ------
    OutputError
        If the disk is full, or the folder has gone.
    """
    for name in TABLES:
        with replacing(folder / f"{name}.parquet") as temporary:
            schema = _dated_schema(name)
            with pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
                for tables in _groups(store, f"{name}.parquet", schema):
                    writer.write_table(pa.concat_tables(tables).combine_chunks())


def _dated_schema(name: str) -> Any:
    heads = {"stage_date": _TEXT, "stage": _TEXT, "site": _TEXT, "system": _TEXT}
    geo = geo_metadata("Polygon", "MultiPolygon") if name == "reaches" else {}
    return pa.schema(list({**heads, **_COLUMNS[name]}.items()), metadata=geo)


def _groups(store: DatedStore, table: str, schema: Any) -> Iterator[list[Any]]:
    """Give the rows of the dates, so many at once, whatever the lines are."""
    tables: list[Any] = []
    count, last, rows = 0, "", None
    for date, name, digest in store.rows():
        if digest != last:
            last, rows = digest, pq.read_table(store.part(digest, table))
        assert rows is not None
        heads = [pa.array([text] * len(rows), _TEXT) for text in (date, name, name)]
        tables.append(pa.table([*heads, *rows.columns], schema=schema))
        count += len(rows)
        if count >= _ROWS_AT_ONCE:
            yield tables
            tables, count = [], 0
    if tables:
        yield tables
