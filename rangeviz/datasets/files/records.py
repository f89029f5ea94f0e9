"""Records from TOML, JSON and CSV files, checked field by field."""

from __future__ import annotations

import codecs
import csv
import io
import json
import tomllib
import zlib
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from rangeviz.datasets.files.forms import check_keys
from rangeviz.errors import FileFormatError, InputError

MOST_BYTES = 128 << 20  # no table, page, picture or scenario is as long
# RuntimeError: a password; NotImplementedError: a way of packing that Python lacks.
_DAMAGED_ZIP = (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(path: str | PathLike[str]) -> str:
    """Read a whole text file: UTF-8 with or without its mark, or marked UTF-16.

    Raises
    ------
    InputError
        If there is no such file, or it can't be read.
    FileFormatError
        If it is not text, in another encoding, or too long.
    """
    return decoded(read_bytes(path), repr(Path(path).name))


def is_file(path: str | PathLike[str]) -> bool:
    """Tell whether a text is the path of a file that is there; never fails."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):  # too long, or not allowed in a path
        return False


def read_bytes(path: str | PathLike[str]) -> bytes:
    """Read a whole file of at most `MOST_BYTES`.

    Raises
    ------
    InputError
        If there is no such file, or it can't be read.
    FileFormatError
        If it holds more.
    """
    file = Path(path)
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # NUL in a path is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"can't read {str(file)!r}: {reason}") from error
    if len(content) > MOST_BYTES:
        raise FileFormatError(f"{file.name!r} holds more than {MOST_BYTES >> 20} MB")
    return content


def read_member(path: str | PathLike[str], ending: str) -> bytes:
    """Read the first member of a zip whose name has an ending, of `MOST_BYTES` at most.

    Raises
    ------
    InputError
        If there is no such file, or it can't be read.
    FileFormatError
        If it is no zip, is damaged, or has no such member, or too long a one.
    """
    shown = repr(Path(path).name)
    try:
        with ZipFile(io.BytesIO(read_bytes(path))) as packed:
            names = [name for name in packed.namelist() if name.endswith(ending)]
            if not names:
                raise FileFormatError(f"{shown} holds no {ending}")
            with packed.open(names[0]) as stream:
                content = stream.read(MOST_BYTES + 1)
    except _DAMAGED_ZIP as error:
        raise FileFormatError(f"{shown} is a damaged zip, or none") from error
    if len(content) > MOST_BYTES:
        raise FileFormatError(f"{shown} holds more than {MOST_BYTES >> 20} MB")
    return content


def decoded(content: bytes, shown: str) -> str:
    """Decode the bytes of a text file; see `read_text`."""
    encoding = "utf-16" if content.startswith(_UTF16_MARKS) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileFormatError(
            f"{shown} is not text in UTF-8; save it as UTF-8 first"
        ) from error
    if "\0" in text:
        raise FileFormatError(f"{shown} is not a text file: it holds NUL bytes")
    return text


def read_records(path: str | PathLike[str], table: str) -> list[dict[str, Any]]:
    """Read the records of one table from a TOML, JSON or CSV file.

    In TOML and JSON the records stand in a list under the name of the table
    (JSON may also be that list alone). In CSV a record is a row; its cells are texts,
    empty ones count as absent, and ``source_url`` is the ``url`` of ``source``.

    Parameters
    ----------
    path : path-like
        File whose suffix is ``.toml``, ``.json`` or ``.csv``.
    table : str
        Name of the list: ``"system"``.

    Returns
    -------
    list of dict

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it has another suffix, breaks its format's rules or has no records.
    """
    file = Path(path)
    parse = _PARSERS.get(file.suffix.lower())
    if parse is None:
        raise FileFormatError(f"{file.name!r}: give a .toml, .json or .csv file")
    try:
        content = parse(read_text(file))
    except (ValueError, RecursionError, csv.Error) as error:
        if isinstance(error, InputError):
            raise
        reason = " ".join(str(error).split())
        kind = file.suffix[1:].upper()
        raise FileFormatError(f"{file.name!r} is not valid {kind}: {reason}") from error
    records = content
    if isinstance(content, dict):
        check_keys(content, (table,), repr(file.name))
        records = content.get(table)
    if not isinstance(records, list) or not records:
        raise FileFormatError(f"{file.name!r} holds no list of records named {table!r}")
    if not all(isinstance(record, dict) for record in records):
        raise FileFormatError(f"{file.name!r}: every {table} must be a table of fields")
    return records


def _parse_json(text: str) -> Any:
    return json.loads(text, object_hook=_without_null)


def _without_null(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}


def _parse_csv(text: str) -> Any:
    records: list[dict[str, Any]] = []
    for row in csv.DictReader(io.StringIO(text), strict=True):
        record: dict[str, Any] = {}
        for column, cell in row.items():
            if column is None or not isinstance(cell, str):
                raise FileFormatError(
                    f"CSV row {len(records) + 1} has not as many cells as the header"
                )
            if cell.strip():
                _put(record, column.strip(), cell.strip())
        records.append(record)
    return [record for record in records if record]


_PARSERS: dict[str, Callable[[str], Any]] = {
    ".toml": tomllib.loads,
    ".json": _parse_json,
    ".csv": _parse_csv,
}


def _put(record: dict[str, Any], column: str, value: str) -> None:
    for table in ("min_source", "source"):
        if column.startswith(f"{table}_"):
            record.setdefault(table, {})[column.removeprefix(f"{table}_")] = value
            return
    record[column] = value
