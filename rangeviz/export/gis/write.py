"""Write a report's shapes in the format that the file's suffix names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rangeviz.analysis.asking import report_of
from rangeviz.analysis.report import Report
from rangeviz.arguments import path_of
from rangeviz.errors import InputError
from rangeviz.export.gis.geojson import write_geojson
from rangeviz.export.gis.kml import write_kml
from rangeviz.export.gis.ogr import (
    check_pyarrow,
    write_flatgeobuf,
    write_geoparquet,
    write_gpkg,
)
from rangeviz.export.text.report_tables import write_csv

if TYPE_CHECKING:
    from rangeviz.analysis.asking import Mappable

_WRITERS: dict[str, Callable[[Report, Path], None]] = {
    ".geojson": write_geojson,
    ".json": write_geojson,
    ".gpkg": write_gpkg,
    ".kml": write_kml,
    ".fgb": write_flatgeobuf,
    ".parquet": write_geoparquet,
    ".csv": write_csv,
}


SUFFIXES = tuple(_WRITERS)


def check_export_path(path: str | os.PathLike[str]) -> None:
    """Refuse a path that can't be written, before anything is computed.

    Raises
    ------
    InputError
        If its suffix names no format, or a library for it is missing.
    """
    suffix = path_of(path).suffix.lower()
    if suffix not in _WRITERS:
        allowed = ", ".join(_WRITERS)
        raise InputError(
            f"{str(path)!r} ends in {suffix or 'no suffix'}; export writes {allowed}"
        )
    if suffix == ".parquet":
        check_pyarrow()


def write_export(what: Mappable, path: str | os.PathLike[str]) -> None:
    """Write a report's shapes in the format that the suffix names.

    Parameters
    ----------
    what : Report, Scenario, ReachEnvelope or sequence of ReachEnvelope
        What to write. Reaches must be every system from every site.
    path : path-like
        Ends in ``.geojson``, ``.json``, ``.gpkg``, ``.kml``, ``.fgb``,
        ``.parquet`` (needs pyarrow) or ``.csv`` (the figures, without shapes).

    Raises
    ------
    InputError
        If the suffix names no format, or pyarrow is missing.
    OutputError
        If the file can't be written; one that stood there is untouched.

    See Also
    --------
    write_map, report

    Notes
    -----
    Every format carries the attributes of `rangeviz.export.gis.features` (CSV: the
    columns of `rangeviz.export.text.report_tables`), and two runs give the same bytes.

    Examples
    --------
    >>> import rangeviz as rv
    >>> write_export(rv.reach((36.23, 49.99), "himars"), "reach.txt")
    Traceback (most recent call last):
    rangeviz.errors.InputError: 'reach.txt' ends in .txt; export writes .geojson, \
.json, .gpkg, .kml, .fgb, .parquet, .csv
    """
    check_export_path(path)
    _WRITERS[Path(path).suffix.lower()](report_of(what), Path(path))
