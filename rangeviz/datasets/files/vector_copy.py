"""The one door for a user's vector file: known by its content, copied, then opened.

GDAL never sees the file itself, but a copy of it alone in a folder that goes
afterwards: it finds no neighbours that could carry instructions, and what it writes
beside a file it reads is not written beside the user's.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from pyproj import CRS

from rangeviz.arguments import one_line
from rangeviz.datasets.files.records import decoded
from rangeviz.datasets.files.vector_kinds import (
    HEAD_BYTES,
    SUFFIXES,
    WANTED,
    Kind,
    kind_of,
    safe_geojson,
    safe_kml,
)
from rangeviz.errors import FileFormatError, InputError

MOST_BYTES: Final = 2 << 30
MOST_TEXT_BYTES: Final = 256 << 20
_MOST_MEMBERS: Final = 10_000
_WAL: Final = "-wal"  # what SQLite has not yet written into the file itself
# Files of a shapefile besides .shp that are read: index, attributes, CRS, encoding.
_SHAPEFILE: Final = (".shx", ".dbf", ".prj", ".cpg")
_VECTOR_SUFFIXES: Final = (*SUFFIXES.values(), ".json", ".geoparquet")
_STEPS: Final = 2_000_000  # of SQLite's machine: far more than any list of tables needs


@dataclass(frozen=True, slots=True)
class VectorCopy:
    """A vector file of a known kind, fit for GDAL.

    Parameters
    ----------
    path : Path
        The copy.
    kind : str
        As `kind_of` tells it.
    crs : pyproj.CRS or None
        What a GeoJSON says; None of the other kinds, and where it is unknown.
    name : str
        What a layer without a name is called.
    """

    path: Path
    kind: Kind
    crs: CRS | None
    name: str


@contextlib.contextmanager
def vector_copy(source: Path, shown: str) -> Iterator[VectorCopy]:
    """Copy a vector file into a folder of its own, if it is of a kind that is read.

    Parameters
    ----------
    source : Path
        A file; of a zip the first member of a known kind, of a Shapefile its
        neighbours too.
    shown : str
        What messages call it.

    Yields
    ------
    VectorCopy
        The folder goes when the block ends.

    Raises
    ------
    InputError
        If the file can't be read or copied.
    FileFormatError
        If it is of no kind that is read, is not what its first bytes promise, is too
        large, or is a GeoPackage that computes what it holds.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="rangeviz-") as folder:
            yield _copy(source, Path(folder), shown)
    except OSError as error:
        if isinstance(error, InputError):
            raise
        told = error.strerror or "it can't be copied"
        raise InputError(f"can't read {shown}: {told}") from error


def _copy(source: Path, folder: Path, shown: str) -> VectorCopy:
    with source.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        kind = _known(head, shown)
        if kind != "zip":
            path = _write(head, stream, folder, kind, shown)
            _copy_neighbours(source, path, kind, shown)
            return _checked(path, kind, source.stem, shown)
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise FileFormatError(f"{shown} is a zip in a pipe; give its path")
    try:
        with zipfile.ZipFile(source) as archive:
            return _copy_member(archive, folder, source.stem, shown)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileFormatError(f"{shown} can't be read: it is a damaged zip") from error


def _known(head: bytes, shown: str) -> Kind:
    kind = kind_of(head)
    if kind is None:
        raise FileFormatError(f"{shown} can't be read as a vector file; {WANTED}")
    return kind


def _write(
    head: bytes, stream: IO[bytes], folder: Path, kind: Kind, shown: str
) -> Path:
    path = folder / f"layer{SUFFIXES[kind]}"
    limit = MOST_TEXT_BYTES if kind in ("GeoJSON", "KML") else MOST_BYTES
    _write_limited(head, stream, path, limit, shown)
    return path


def _write_limited(
    head: bytes, stream: IO[bytes], path: Path, limit: int, shown: str
) -> None:
    size = len(head)
    with path.open("wb") as out:
        out.write(head)
        while block := stream.read(1 << 20):
            size += len(block)
            if size > limit:
                raise FileFormatError(
                    f"{shown} holds more than {limit >> 20} MB; "
                    "give a part of it, or GeoPackage or FlatGeobuf instead of text"
                )
            out.write(block)


def _copy_neighbours(source: Path, path: Path, kind: Kind, shown: str) -> None:
    if kind == "GeoPackage":
        wal = source.with_name(source.name + _WAL)
        if wal.is_file():
            with wal.open("rb") as stream:
                target = path.with_name(path.name + _WAL)
                _write_limited(b"", stream, target, MOST_BYTES, shown)
    elif kind == "Shapefile":
        for beside in source.parent.glob(f"{_escaped(source.stem)}.*"):
            if beside.suffix.lower() in _SHAPEFILE and beside.is_file():
                with beside.open("rb") as stream:
                    target = path.with_suffix(beside.suffix.lower())
                    _write_limited(b"", stream, target, MOST_BYTES, shown)


def _escaped(stem: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in stem)


def _copy_member(
    archive: zipfile.ZipFile, folder: Path, stem: str, shown: str
) -> VectorCopy:
    members = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(members) > _MOST_MEMBERS:
        raise FileFormatError(f"{shown} holds more than {_MOST_MEMBERS} files")
    if any(entry.flag_bits & 1 for entry in members):
        raise FileFormatError(f"{shown} is encrypted; unpack it first")
    layers = sorted(
        (entry for entry in members if _suffix(entry) in _VECTOR_SUFFIXES),
        key=lambda entry: entry.filename,
    )
    if not layers:
        raise FileFormatError(f"{shown} can't be read: no vector file in it; {WANTED}")
    chosen = next((m for m in layers if m.filename.lower() == "doc.kml"), layers[0])
    with archive.open(chosen) as stream:
        head = stream.read(HEAD_BYTES)
        kind = _known(head, shown)
        if kind == "zip":
            raise FileFormatError(f"{shown} holds a zip in a zip; unpack it first")
        path = _write(head, stream, folder, kind, shown)
    if kind == "Shapefile":
        base = chosen.filename[: -len(".shp")]
        for entry in members:
            suffix = _suffix(entry)
            if suffix in _SHAPEFILE and entry.filename[: -len(suffix)] == base:
                with archive.open(entry) as stream:
                    target = path.with_suffix(suffix)
                    _write_limited(b"", stream, target, MOST_BYTES, shown)
    name = stem if kind == "KML" else PurePosixPath(chosen.filename).stem
    return _checked(path, kind, name, shown)


def _suffix(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(entry.filename).suffix.lower()


def _checked(path: Path, kind: Kind, name: str, shown: str) -> VectorCopy:
    crs = None
    if kind == "GeoJSON":
        text, crs, own_name = safe_geojson(decoded(path.read_bytes(), shown), shown)
        path.write_text(text, encoding="utf-8")
        name = own_name or name
    elif kind == "KML":
        path.write_text(safe_kml(path.read_bytes(), shown), encoding="utf-8")
    elif kind == "GeoPackage":
        _check_geopackage(path, shown)
    return VectorCopy(path, kind, crs, one_line(name)[:80])


_RTREE: Final = re.compile(
    r"CREATE VIRTUAL TABLE\s+(?:\"(?:[^\"]|\"\")*\"|[\w$]+)\s+USING\s+rtree\s*\(", re.I
)


def _check_geopackage(path: Path, shown: str) -> None:
    """Refuse what computes: a view may do so without end, a module what it likes."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.set_progress_handler(lambda: 1, _STEPS)
            computed = next(_computed(database), None)
    except sqlite3.Error as error:
        raise FileFormatError(f"{shown} is damaged: no whole GeoPackage") from error
    if computed is not None:
        raise FileFormatError(
            f"{shown} holds {one_line(computed)!r:.60}, a view or computed table; "
            "copy the layer with 'ogr2ogr new.gpkg old.gpkg LAYER'"
        )


def _computed(database: sqlite3.Connection) -> Iterator[str]:
    tables = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
    for kind, name, sql in database.execute(tables).fetchall():
        if kind == "view":
            yield str(name)
        elif str(sql).startswith("CREATE VIRTUAL"):
            if not _RTREE.match(str(sql)):  # the index of a GeoPackage
                yield str(name)
        elif database.execute(
            "SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden IN (2, 3)", (name,)
        ).fetchone():
            yield str(name)
