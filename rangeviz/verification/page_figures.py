"""Compare the figures of two pages: tables cell by cell, data value by value."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rangeviz.verification.findings import Finding
from rangeviz.verification.pages import Row, Table

# The last decimals of shares, and of kilometres; of areas a part of themselves.
_SHARE_UNIT: Final = 1e-5
_LENGTH_UNIT: Final = 1e-3
_NEAR: Final = 1e-6
_SAME: Final = 1e-9  # of itself, as between machines whose arithmetic rounds otherwise
_MOST_VALUES: Final = 12  # of the data that are named
_LONG: Final = 60


@dataclass(slots=True)
class Comparison:
    """What a comparison of tables came to.

    Parameters
    ----------
    findings : list of Finding
        Cells that differ, rows and tables that are missing or too many.
    faulty : set of str
        Ids of the tables that they are in.
    figures : int
        How many figures (``data-value``) were held against each other.
    nearly : int
        How many of them differ by one unit of their last decimal, as between
        machines whose arithmetic rounds otherwise.
    """

    findings: list[Finding] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    figures: int = 0
    nearly: int = 0

    def note(self, table: str, label: str, message: str, *, fault: bool = True) -> None:
        """Note a difference; one that can't be judged is no fault."""
        check = "figure" if fault else "unchecked"
        self.findings.append(Finding(check, label, message, fault=fault))
        self.faulty |= {table} if fault else set()


def compare_tables(
    page: Mapping[str, Table], made: Mapping[str, Table], *, strict: bool
) -> Comparison:
    """Hold the tables of a page against those made again, by id and row.

    Parameters
    ----------
    page, made : mapping of str to Table
        By the id of the table's body; a table that only the page has is left alone.
    strict : bool
        Whether a row or a table that only one of the two has is a fault. Between
        versions it is not: each may list what the other doesn't.
    """
    result = Comparison()
    for name, table in made.items():
        if name in page:
            _compare_table(name, page[name], table, result, strict)
        elif table.rows:
            message = "the page lacks this table"
            result.note(name, table.caption, message, fault=strict)
    return result


def _compare_table(
    name: str, page: Table, made: Table, result: Comparison, strict: bool
) -> None:
    for drawn, true in _paired(page, made):
        if drawn is None and true is not None:
            message = f"{made.caption!r} leaves out this row"
            result.note(name, true.head, message, fault=strict)
        elif true is None and drawn is not None:
            message = f"a row of {made.caption!r} that is not in it when made again"
            result.note(name, drawn.head, message, fault=strict)
        elif drawn is not None and true is not None:
            _compare_row(name, drawn, true, made, result)


def _paired(page: Table, made: Table) -> Iterator[tuple[Row | None, Row | None]]:
    """Pair rows by their head; of several alike the first with the first."""
    waiting: dict[str, list[Row]] = defaultdict(list)
    for row in reversed(page.rows):
        waiting[row.head].append(row)
    for row in made.rows:
        same = waiting[row.head]
        yield (same.pop() if same else None), row
    for rows in waiting.values():
        for row in reversed(rows):
            yield row, None


def _compare_row(
    name: str, drawn: Row, true: Row, made: Table, result: Comparison
) -> None:
    result.figures += sum(value is not None for value in true.values)
    if len(drawn.texts) != len(true.texts):
        message = f"{len(drawn.texts)} cells, made again {len(true.texts)}"
        result.note(name, true.head, message)
        return
    cells = zip(drawn.values, drawn.texts, true.values, true.texts, strict=True)
    for column, (value, text, true_value, true_text) in enumerate(cells, start=1):
        if text == true_text and value == true_value:
            continue
        if text == true_text and _is_near(value, true_value, text):
            result.nearly += 1
            continue
        where = made.heads[column] if column < len(made.heads) else f"cell {column}"
        message = (
            f"{where}: the page says {_shown(text, value)}, "
            f"made again it is {_shown(true_text, true_value)}"
        )
        result.note(name, true.head, message)


def _shown(text: str, value: str | None) -> str:
    return f"{text!r}" if value is None else f"{text!r} ({value})"


def _is_near(one: str | None, other: str | None, text: str) -> bool:
    """Tell whether two figures differ by one unit of the last decimal at most."""
    try:
        figure, true = float(one or ""), float(other or "")
    except ValueError:
        return False
    unit = _SHARE_UNIT if "%" in text else _LENGTH_UNIT
    return abs(figure - true) <= max(1.5 * unit, _NEAR * abs(true))


def compare_data(
    page: dict[str, Any] | None, made: Sequence[dict[str, Any]]
) -> Iterator[Finding]:
    """Say what a page's data block holds that is not so when it is made again.

    Parameters
    ----------
    page : dict, optional
        None where it is no JSON object.
    made : sequence of dict
        Of the page made again; of two made with two stand-ins for files that are not
        at hand, what differs between them is left alone.

    Yields
    ------
    Finding
        At least one, if nothing is left alone.
    """
    if page is None:
        yield Finding("figure", "", "the page's data block is not a JSON object")
        return
    ours = made[0]
    unknown = {
        key for key in ours if any(key not in m or m[key] != ours[key] for m in made)
    }
    differences = [
        difference
        for key in dict.fromkeys((*ours, *page))
        if key not in unknown
        for difference in _differing_values(page.get(key), ours.get(key), key)
    ]
    # Of many, where it starts and who says so are named before what follows from it.
    differences.sort(key=lambda difference: _check(difference[0]) == "figure")
    for path, drawn, true in differences[:_MOST_VALUES]:
        says, made_it = _value_shown(drawn), _value_shown(true)
        message = f"the data block says {says}, made again it is {made_it}"
        yield Finding(_check(path), path, message)
    if len(differences) > _MOST_VALUES:
        message = (
            f"{len(differences) - _MOST_VALUES:,} more values of the data block differ"
        )
        yield Finding("figure", "", message)
    if not differences and not unknown:
        message = "the data block is not written as this version writes it"
        yield Finding("figure", "", message)


def _differing_values(
    drawn: Any, true: Any, path: str
) -> Iterator[tuple[str, Any, Any]]:
    # A stack of pairs, for a block may be nested deeper than Python calls.
    waiting = [(drawn, true, path)]
    while waiting:
        drawn, true, path = waiting.pop()
        if isinstance(drawn, dict) and isinstance(true, dict):
            keys = [*dict.fromkeys((*true, *drawn))][::-1]
            waiting += [(drawn.get(k), true.get(k), f"{path}.{k}") for k in keys]
        elif isinstance(drawn, list) and isinstance(true, list):
            if len(drawn) != len(true):
                yield f"{path}: length", len(drawn), len(true)
                continue
            pairs = [*enumerate(zip(drawn, true, strict=True))][::-1]
            waiting += [(one, other, f"{path}[{n}]") for n, (one, other) in pairs]
        elif not _is_same(drawn, true):
            yield path, drawn, true


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_SAME)
    return type(one) is type(other) and one == other


def _value_shown(value: Any) -> str:
    text = repr(value) if not isinstance(value, dict | list) else "a list or table"
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."


def _check(path: str) -> str:
    if path.startswith("sites") and path.rpartition(".")[2] in ("lon", "lat", "fixed"):
        return "baseline"
    return "source" if ".source" in path else "figure"
