"""The folder of dated baselines: a plan of the dates, and the lines that are finished.

What is kept is kept by line and not by date: an equal line of another date, of another
run or of another file is never computed again. The tables are put together from the
lines anew at the end of a run, so that they are the same however it came about.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Final

from rangeviz import __version__
from rangeviz.analysis.batch.question import Question
from rangeviz.datasets.dated_sites import DatedSite
from rangeviz.errors import InputError, OutputError
from rangeviz.files import replacing, write_text
from rangeviz.model.site import LaunchSite

PLAN: Final = "_dates.json"
LINES: Final = "_lines"


@dataclass(frozen=True)
class DatedStore:
    """The lines of some dates, and where what is computed of them goes.

    Parameters
    ----------
    folder : Path
        Where the plan and the lines stand.
    tables : tuple of str
        File names of what is kept of a line.
    dated : sequence of DatedSite
        What is asked for now.
    """

    folder: Path
    tables: tuple[str, ...]
    dated: Sequence[DatedSite]
    what: ClassVar[str] = "dates"

    @cached_property
    def _lines(self) -> list[list[DatedSite]]:
        """The dates of each line, in the order of their first."""
        lines: dict[str, list[DatedSite]] = {}
        for each in self.dated:
            lines.setdefault(each.digest, []).append(each)
        return list(lines.values())

    @property
    def chunks(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def sites(self) -> int:
        """How many dates there are."""
        return len(self.dated)

    def finished(self) -> list[int]:
        """List the lines that were computed before, by number."""
        there = self._there()
        return [
            number
            for number, (first, *_) in enumerate(self._lines)
            if first.digest in there
        ]

    def size_of(self, chunk: int) -> int:
        """Count the dates of a line."""
        return len(self._lines[chunk])

    def sites_of(self, chunk: int) -> LaunchSite:
        """Give a line."""
        return self._lines[chunk][0].site

    def date_of(self, chunk: int) -> str:
        """Name the first date of a line."""
        return self._lines[chunk][0].date

    def put(self, chunk: int, tables: Mapping[str, bytes]) -> None:
        """Put what was computed of a line in its place, whole or not at all.

        Raises
        ------
        OutputError
            If the disk is full, or the folder has gone.
        """
        digest = self._lines[chunk][0].digest
        for name in self.tables:
            with replacing(self.part(digest, name)) as temporary:
                temporary.write_bytes(tables[name])

    def part(self, digest: str, table: str) -> Path:
        """Give the path of what is kept of a line."""
        return self.folder / LINES / f"{digest}-{table}"

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """List date, name and line of all dates that are finished, in their order.

        Dates of earlier runs are among them.
        """
        there = self._there()
        for date, (name, digest) in sorted(read_plan(self.folder)["dates"].items()):
            if digest in there:
                yield date, name, digest

    def waiting(self) -> int:
        """Count the dates of earlier runs whose lines were not computed."""
        return len(read_plan(self.folder)["dates"]) - sum(1 for _ in self.rows())

    def _there(self) -> set[str]:
        last = f"-{self.tables[-1]}"
        names = (path.name for path in (self.folder / LINES).glob(f"*{last}"))
        return {name.removesuffix(last) for name in names}


def open_dated_store(
    folder: Path, question: Question, dated: Sequence[DatedSite], tables: Sequence[str]
) -> DatedStore:
    """Take up a folder of dates where it was left, or begin it.

    Parameters
    ----------
    folder : Path
        Where the lines stand, or are to stand.
    question : Question
        What is asked of every line.
    dated : sequence of DatedSite
        A date that the folder has already gets the line that is told here; dates that
        are not told stay.
    tables : sequence of str
        File names of what is kept of a line, the last of which is written last.

    Raises
    ------
    InputError
        If the folder holds the answers to another question, or something else.
    OutputError
        If it can't be written.
    """
    known = read_plan(folder) if folder.exists() else {}
    if known and known["question"] != question.fingerprint:
        raise InputError(
            f"{str(folder)!r} holds dates of another question: give another -o"
        )
    try:
        (folder / LINES).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"can't make {str(folder)!r}: {error.strerror}") from error
    told = {each.date: [each.site.name, each.digest] for each in dated}
    dates = dict(sorted((known.get("dates", {}) | told).items()))
    plan = {"rangeviz": __version__, **question.told, "dates": dates}
    write_text(folder / PLAN, json.dumps(plan, indent=1, ensure_ascii=False) + "\n")
    return DatedStore(folder, tuple(tables), dated)


def read_plan(folder: Path) -> dict[str, Any]:
    """Read which dates a folder has, with their names and lines.

    Raises
    ------
    InputError
        If it is no folder of dates.
    """
    if not folder.is_dir():
        raise InputError(f"{str(folder)!r} is a file: dates fill a folder")
    try:
        known: dict[str, Any] = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        if not (isinstance(known, dict) and isinstance(known["dates"], dict)):
            raise ValueError("it is no plan of dates")
        known["question"]
    except KeyError:
        raise InputError(f"{str(folder / PLAN)!r} is no plan of dates") from None
    except FileNotFoundError:
        names = (path.name for path in folder.iterdir())
        strange = [name for name in names if name != LINES and not name.startswith(".")]
        if strange:
            raise InputError(
                f"{str(folder)!r} holds no dates but {strange[0]!r}: give another -o"
            ) from None
        return {}
    except (OSError, ValueError) as error:
        raise InputError(f"{str(folder / PLAN)!r} can't be read: {error}") from error
    return known
