"""Lines and areas of a user's own that have dates: one baseline for each date."""

from __future__ import annotations

import datetime
import hashlib
import math
import os
import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import check_text, one_line, path_of
from rangeviz.datasets.files.layers import (
    LINES,
    POLYGONS,
    names_of,
    read_layer,
    table_layer,
)
from rangeviz.datasets.names import nearest_names
from rangeviz.errors import (
    FileFormatError,
    GeometryError,
    RangevizWarning,
    UnknownNameError,
)
from rangeviz.geodesy.frames import is_geo_table
from rangeviz.language.words import GIVEN
from rangeviz.model.site import LaunchSite
from rangeviz.model.stage import Stage

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# The last two are KML's own.
DATE_COLUMNS: Final = ("date", "day", "datetime", "timestamp", "begin")
NAMELESS: Final = "baseline"  # whatever the file is called: others may add to it
_DATE: Final = re.compile(r"(\d{4})(?:[-/](\d\d)(?:[-/](\d\d)(?:[T ](.+))?)?)?", re.A)
_TIME: Final = re.compile(
    r"(\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)(?:Z|[+-]\d\d(?::?\d\d)?)?", re.A
)


@dataclass(frozen=True)
class DatedSite:
    """What ranges are measured from on one date.

    Parameters
    ----------
    date : str
        ISO date, or as much of it as is known.
    site : LaunchSite
        A line or an area, in one order of its parts and vertices whatever the order
        that they were drawn in.
    """

    date: str
    site: LaunchSite

    @cached_property
    def digest(self) -> str:
        """Tells lines apart: equal ones have equal figures, whatever their names."""
        return hashlib.sha256(shapely.to_wkb(self.site.geometry)).hexdigest()[:32]


def read_dated_sites(
    what: str | os.PathLike[str] | gpd.GeoDataFrame, *, date_column: str = ""
) -> list[DatedSite]:
    """Read lines or polygons with a column of dates.

    Parameters
    ----------
    what : path-like or GeoDataFrame
        A file as `read_layer` takes it, or a table in any CRS.
    date_column : str
        Which column has the dates: ISO texts, or dates and times of the file's own
        type. By default one that is called so (`DATE_COLUMNS`).

    Returns
    -------
    list of DatedSite
        Each date once, in their order: the features of a date are one baseline. It is
        called as they are, where they all have one name.

    Raises
    ------
    UnknownNameError
        If there is no such column.
    FileFormatError
        If a date is none, or there are none at all; and as `read_layer`.
    GeometryError
        If a date has lines and polygons; and as `read_layer`.

    Warns
    -----
    RangevizWarning
        If features have no date, are there twice, or have times of day.

    Examples
    --------
    >>> import geopandas as gpd
    >>> lines = shapely.linestrings([[(30, 50), (31, 51)], [(31, 52), (30, 50)]])
    >>> table = gpd.GeoDataFrame(geometry=lines, crs=4326)
    >>> dated = read_dated_sites(table.assign(date=["2024-02", "2024-01"]))
    >>> [each.date for each in dated]
    ['2024-01', '2024-02']
    """
    check_text(date_column, "the column of dates")
    shapes = (*LINES, *POLYGONS)
    if is_geo_table(what):
        path, layer = Path("the table"), table_layer(what, geometry_types=shapes)
    else:
        path = path_of(what)
        layer = read_layer(path, geometry_types=shapes)
    where = repr(one_line(path.name))
    days, has_times = _days(layer[_column(layer, date_column, where)], where)
    dated = np.array([day is not None for day in days], bool)
    if not dated.any():
        raise FileFormatError(f"{where}: no feature has a date")
    names = names_of(layer)
    members: dict[str, dict[bytes, int]] = {}
    for row in np.flatnonzero(dated).tolist():
        shape = shapely.normalize(layer.geometry.iloc[row])
        members.setdefault(str(days[row]), {}).setdefault(shapely.to_wkb(shape), row)
    twice = int(dated.sum()) - sum(map(len, members.values()))
    _tell(where, int((~dated).sum()), twice, has_times)
    return [
        _dated_site(day, shapes, {names[row] for row in shapes.values()}, where)
        for day, shapes in sorted(members.items())
    ]


def stages_of(dated: Sequence[DatedSite]) -> tuple[Stage, ...]:
    """Make a stage of each date, equal lines of one site.

    Examples
    --------
    >>> line = shapely.LineString([(30, 50), (31, 51)])
    >>> days = [DatedSite(day, LaunchSite("own", line)) for day in ("2024", "2025")]
    >>> [each.sites[0].name for each in stages_of(days)]
    ['own', 'own']
    """
    sites: dict[str, LaunchSite] = {}
    return tuple(
        Stage(
            each.date,
            each.site.name,
            sites=(sites.setdefault(each.digest, each.site),),
        )
        for each in dated
    )


def thinned(dated: Sequence[DatedSite], most: int) -> list[DatedSite]:
    """Choose at most so many dates evenly, the first and the last among them.

    Examples
    --------
    >>> sites = [DatedSite(str(year), None) for year in range(2000, 2011)]
    >>> [each.date for each in thinned(sites, 3)]
    ['2000', '2005', '2010']
    """
    if len(dated) <= most:
        return list(dated)
    rows = np.linspace(0, len(dated) - 1, most).round().astype(int)
    return [dated[row] for row in rows.tolist()]


def _column(layer: gpd.GeoDataFrame, asked: str, where: str) -> str:
    columns = [str(column) for column in layer.columns if column != "geometry"]
    if asked in columns:
        return asked
    by_key = {column.lower(): column for column in columns}
    usual = [by_key[key] for key in DATE_COLUMNS if key in by_key and not asked]
    filled = [column for column in usual if layer[column].notna().any()]
    if usual:
        return (filled or usual)[0]
    near = [one_line(name) for name in nearest_names(asked or "date", columns)]
    has = ", ".join(one_line(name) for name in columns[:20]) or "no columns"
    hint = f"it has {has}; name one with --date-column" if not (asked and near) else ""
    raise UnknownNameError(f"column of {where}", asked or "date", near, hint)


def _days(column: pd.Series, where: str) -> tuple[list[str | None], bool]:
    """Read a column of dates; tell whether any has a time of day."""
    days: list[str | None] = []
    bad, has_times = [], False
    for value in column.tolist():
        text = _text(value)
        day, time = _day(text) if text else (None, "")
        if text and day is None:
            bad.append(text)
        has_times |= bool(time.strip("0:.,"))
        days.append(day)
    if bad:
        more = f", nor are {len(bad) - 1} more" if len(bad) > 1 else ""
        raise FileFormatError(
            f"{where}: {one_line(bad[0])!r:.60} is no date{more}: write dates like "
            "2024-11-17, 2024-11 or 2024"
        )
    return days, has_times


def _text(value: Any) -> str:
    """Write a value as it stands in the file, empty where there is none."""
    if value is None or value != value:  # NaN, NaT
        return ""
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)  # readers turn whole numbers with gaps into floats
    return str(value.isoformat() if hasattr(value, "isoformat") else value).strip()


def _day(text: str) -> tuple[str | None, str]:
    """Give the day that a text says, as it is written in its zone, and the time."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None, ""
    time = _TIME.fullmatch(match[4] or "00:00")
    try:
        datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None, ""
    day = "-".join(filter(None, match.groups()[:3]))
    return (None, "") if time is None else (day, time[1])


def _dated_site(
    day: str, shapes: Iterable[bytes], names: set[str], where: str
) -> DatedSite:
    """Make one baseline of the features of a date."""
    parts = shapely.get_parts(shapely.from_wkb(sorted(shapes)))
    kinds = np.unique(shapely.get_dimensions(parts))
    if len(kinds) > 1:
        raise GeometryError(
            f"{where} has lines and polygons on {day}: give one kind a date"
        )
    whole: BaseGeometry
    if kinds[0] == 2:
        whole = shapely.union_all(parts)
    else:
        whole = parts[0] if len(parts) == 1 else shapely.MultiLineString(list(parts))
    name = names.pop() if len(names) == 1 else ""
    return DatedSite(
        day, LaunchSite(name or NAMELESS, shapely.normalize(whole), origin=GIVEN)
    )


def _tell(where: str, undated: int, twice: int, has_times: bool) -> None:
    told = []
    if undated:
        told.append(f"{undated} features without a date left out")
    if twice:
        told.append(f"{twice} features that stand there twice on a date count once")
    if has_times:
        told.append("times of day are left off, so that a day has one baseline")
    if told:
        warnings.warn(f"{where}: {'; '.join(told)}", RangevizWarning, stacklevel=3)
