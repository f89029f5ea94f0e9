"""The folder of a batch: its plan, its sites, and the parts that are finished.

One file of a table holds the rows of one chunk of sites. The files of a chunk are put
in their places one by one, that of the reaches last: where it stands, the chunk is
finished. Names that begin with an underscore or a dot are passed over by readers of
Parquet folders.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rangeviz import __version__
from rangeviz.analysis.batch.chunk import TABLES, SiteRows
from rangeviz.analysis.batch.question import Question, file_digest
from rangeviz.datasets.places.site_stream import stream_sites
from rangeviz.errors import InputError, OutputError
from rangeviz.files import replacing, write_text

PLAN: Final = "_batch.json"
_NUMBERS = ("chunks", "count", "sites_at_once")
_SITES: Final = "_sites"
_LAST: Final = TABLES[-1]


@dataclass(frozen=True)
class Store:
    """A folder that a batch fills.

    Parameters
    ----------
    folder : Path
    chunks : int
        How many there are.
    sites : int
        How many there are in all.
    sites_at_once : int
        How many there are in a chunk.
    """

    folder: Path
    chunks: int
    sites: int
    sites_at_once: int
    what: ClassVar[str] = "sites"

    def finished(self) -> list[int]:
        """List the chunks whose rows all stand in their places, by number."""
        names = {path.name for path in (self.folder / _LAST).glob("part-*.parquet")}
        return [chunk for chunk in range(self.chunks) if _part(chunk) in names]

    def size_of(self, chunk: int) -> int:
        """Count the sites of a chunk."""
        return min(self.sites_at_once, self.sites - chunk * self.sites_at_once)

    def sites_of(self, chunk: int) -> SiteRows:
        """Read the sites of a chunk."""
        table = pq.read_table(self.folder / _SITES / _part(chunk))
        return SiteRows(
            table["row"].to_numpy(),
            np.asarray(table["name"].to_pylist(), object),
            table["lon"].to_numpy(),
            table["lat"].to_numpy(),
        )

    def put(self, chunk: int, tables: Mapping[str, bytes]) -> None:
        """Put the rows of a chunk in their places, whole or not at all.

        Raises
        ------
        OutputError
            If the disk is full, or the folder has gone.
        """
        for name in TABLES:
            with replacing(self.folder / name / _part(chunk)) as temporary:
                temporary.write_bytes(tables[name])


def take_up(sites: Path, question: Question, folder: Path, sites_at_once: int) -> Store:
    """Take up a batch where it was left, or begin it.

    Parameters
    ----------
    sites : Path
        A file of points, as `stream_sites` reads it; read only if the batch begins.
    question : Question
        What is asked of every site.
    folder : Path
        Where the tables stand, or are to stand.
    sites_at_once : int
        Sites in a chunk; a batch that was begun keeps its own.

    Raises
    ------
    InputError
        If the file can't be read, or the folder holds another batch or something else.
    OutputError
        If the folder can't be written.
    CoordinateError, FileFormatError, GeometryError
        If a site is none: before anything is computed.
    """
    try:
        digest = file_digest(sites)
    except OSError as error:
        raise InputError(f"can't read {str(sites)!r}: {error.strerror}") from error
    plan = {"rangeviz": __version__, "sites": digest, **question.told}
    return open_store(folder, plan, stream_sites(sites), sites_at_once)


def open_store(
    folder: Path,
    plan: dict[str, Any],
    sites: Iterable[tuple[str, float, float]],
    sites_at_once: int,
) -> Store:
    """Take up the batch of a plan, or begin it: only then its sites are read.

    Parameters
    ----------
    folder : Path
        Where the tables stand, or are to stand.
    plan : dict
        ``sites`` and ``question``: what another batch differs in.
    sites : iterable of (str, float, float)
        Name, longitude and latitude of each, in degrees.
    sites_at_once : int
        Sites in a chunk.

    Raises
    ------
    InputError
        If the folder holds another batch or something else.
    OutputError
        If the folder can't be written.
    """
    known = _known_plan(folder)
    if known is None:
        known = {**plan, **_stage(folder, sites, sites_at_once)}
        write_text(folder / PLAN, json.dumps(known, indent=1, ensure_ascii=False))
    for key, what in (("sites", "other sites"), ("question", "another question")):
        if known[key] != plan[key]:
            raise InputError(
                f"{str(folder)!r} holds a batch of {what}: give another -o"
            )
    for half_written in folder.glob("*/.rangeviz-*"):  # by a process that was killed
        shutil.rmtree(half_written, ignore_errors=True)
    return Store(folder, *(int(known[key]) for key in _NUMBERS))


def _known_plan(folder: Path) -> dict[str, Any] | None:
    if not folder.exists():
        return None
    if not folder.is_dir():
        raise InputError(f"{str(folder)!r} is a file: a batch fills a folder")
    try:
        known: dict[str, Any] = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        if not all(int(known[key]) >= 0 for key in _NUMBERS):
            raise ValueError("it counts below zero")
        known["sites"], known["question"]
    except FileNotFoundError:
        strange = [
            path.name
            for path in folder.iterdir()
            if path.name not in (*TABLES, _SITES) and not path.name.startswith(".")
        ]
        if strange:
            raise InputError(
                f"{str(folder)!r} is no batch: it holds {strange[0]!r}; give another -o"
            ) from None
        return None
    except (OSError, ValueError) as error:
        raise InputError(f"{str(folder / PLAN)!r} can't be read: {error}") from error
    except (KeyError, TypeError) as error:
        raise InputError(f"{str(folder / PLAN)!r} is no batch's plan") from error
    return known


def _stage(
    folder: Path, sites: Iterable[tuple[str, float, float]], sites_at_once: int
) -> dict[str, int]:
    """Lay the sites out in chunks, so that none is read twice."""
    try:
        for name in (*TABLES, _SITES):
            shutil.rmtree(folder / name, ignore_errors=True)
            (folder / name).mkdir(parents=True)
    except OSError as error:
        raise OutputError(f"can't make {str(folder)!r}: {error.strerror}") from error
    chunks = count = 0
    for some in _chunks(sites, sites_at_once):
        table = pa.table(
            {
                "row": np.arange(count, count + len(some)),
                "name": [name for name, _, _ in some],
                "lon": [lon for _, lon, _ in some],
                "lat": [lat for _, _, lat in some],
            }
        )
        with replacing(folder / _SITES / _part(chunks)) as temporary:
            pq.write_table(table, temporary)
        chunks, count = chunks + 1, count + len(some)
    return {"chunks": chunks, "count": count, "sites_at_once": sites_at_once}


def _chunks(
    sites: Iterable[tuple[str, float, float]], size: int
) -> Iterator[list[tuple[str, float, float]]]:
    some: list[tuple[str, float, float]] = []
    for site in sites:
        some.append(site)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def _part(chunk: int) -> str:
    return f"part-{chunk:07d}.parquet"
