"""Records from TOML, JSON and CSV files, checked field by field."""

from __future__ import annotations

import codecs
import csv
import io
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from rangeviz.datasets.names import nearest_names
from rangeviz.errors import FileFormatError, InputError
from rangeviz.model.system import Source

MOST_BYTES = 128 << 20  # no table, page, picture or scenario is as long
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LARGEST = sys.float_info.max
_SOURCE_KEYS = ("title", "publisher", "date", "url", "quote", "class")


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
    (JSON may also be that list alone). In CSV a record is a row; empty cells
    count as absent, and ``source_url`` is the ``url`` of the table ``source``.

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


def _parse_toml(text: str) -> Any:
    return tomllib.loads(text)


def _parse_json(text: str) -> Any:
    return json.loads(text)


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
                _put(record, column.strip(), _number_or_text(cell.strip()))
        records.append(record)
    return [record for record in records if record]


_PARSERS = {".toml": _parse_toml, ".json": _parse_json, ".csv": _parse_csv}


def _put(record: dict[str, Any], column: str, value: float | str) -> None:
    for table in ("min_source", "source"):
        if column.startswith(f"{table}_"):
            record.setdefault(table, {})[column.removeprefix(f"{table}_")] = value
            return
    record[column] = value


def _number_or_text(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def check_keys(record: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
    """Refuse a key that no one would read.

    Raises
    ------
    FileFormatError
        If a key is not in `allowed`; the message names the nearest one.
    """
    for key in record:
        if key not in allowed:
            nearest = nearest_names(key, allowed, limit=1)
            hint = f"did you mean {nearest[0]!r}? " if nearest else ""
            known = ", ".join(allowed)
            raise FileFormatError(f"{where}: unknown key {key!r}; {hint}known: {known}")


def text_of(
    record: Mapping[str, Any], key: str, where: str, *, required: bool = False
) -> str:
    """Give the text under a key, or nothing where it is absent.

    Raises
    ------
    FileFormatError
        If it is not text, or is required and absent or blank.
    """
    value = record.get(key, "")
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise FileFormatError(f"{where}: {key} must be text, not {value!r}")
    if required and not value.strip():
        raise FileFormatError(f"{where}: {key} is missing")
    return value.strip()


def number_of(record: Mapping[str, Any], key: str, where: str) -> float | None:
    """Give the finite number under a key, or None where it is absent.

    Raises
    ------
    FileFormatError
        If it is anything else.
    """
    value = record.get(key)
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # An integer of TOML or JSON may be longer than any float.
    if not is_number or not -_LARGEST <= value <= _LARGEST:
        told = f"{value!r:.40}"
        raise FileFormatError(f"{where}: {key} must be a finite number, not {told}")
    return float(value)


def integer_of(record: Mapping[str, Any], key: str, where: str) -> int | None:
    """Give the whole number under a key, or None where it is absent.

    Raises
    ------
    FileFormatError
        If it is anything else.
    """
    value = number_of(record, key, where)
    if value is None:
        return None
    if not value.is_integer():
        raise FileFormatError(f"{where}: {key} must be a whole number, not {value:g}")
    return int(value)


def list_of(record: Mapping[str, Any], key: str, where: str) -> list[Any]:
    """Give the list under a key, empty where it is absent.

    Raises
    ------
    FileFormatError
        If it is no list.
    """
    value = record.get(key, [])
    if not isinstance(value, list):
        told = f"{value!r:.40}"
        raise FileFormatError(f"{where}: {key} must be a list, not {told}")
    return value


def source_of(record: Mapping[str, Any], key: str, where: str) -> Source:
    """Make the source under a key.

    Raises
    ------
    FileFormatError
        If it is absent, has no title, an unknown key, an unknown class or a
        quote of more than 15 words.
    """
    return make_source(record.get(key), f"{where}: {key}")


def make_source(fields: Any, where: str) -> Source:
    """Make a source from its fields; see `source_of`."""
    if not isinstance(fields, Mapping):
        raise FileFormatError(
            f"{where} is missing: say where the figure was published, with a title"
        )
    check_keys(fields, _SOURCE_KEYS, where)
    values = {key: text_of(fields, key, where) for key in _SOURCE_KEYS}
    try:
        return Source(
            title=values["title"],
            publisher=values["publisher"],
            date=values["date"],
            url=values["url"] or None,
            quote=values["quote"],
            grade=values["class"] or "U",
        )
    except InputError as error:
        raise FileFormatError(f"{where}: {error}") from error
