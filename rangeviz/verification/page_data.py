"""Compare the data blocks of two pages, value by value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from rangeviz.verification.findings import Finding

_MOST: Final = 12  # differences that are named
_LONG: Final = 60
_NEAR: Final = 1e-9  # of itself, as between machines whose arithmetic rounds otherwise


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
        for difference in _differences(page.get(key), ours.get(key), key)
    ]
    for path, drawn, true in differences[:_MOST]:
        message = (
            f"the data block says {_shown(drawn)}, made again it is {_shown(true)}"
        )
        yield Finding(_check(path), path, message)
    if len(differences) > _MOST:
        message = f"{len(differences) - _MOST:,} more values of the data block differ"
        yield Finding("figure", "", message)
    if not differences and not unknown:
        message = "the data block is not written as this version writes it"
        yield Finding("figure", "", message)


def _differences(drawn: Any, true: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
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
        return math.isclose(one, other, rel_tol=_NEAR)
    return type(one) is type(other) and one == other


def _shown(value: Any) -> str:
    text = repr(value) if not isinstance(value, dict | list) else "a list or table"
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."


def _check(path: str) -> str:
    if path.startswith("sites") and path.rpartition(".")[2] in ("lon", "lat", "fixed"):
        return "baseline"
    return "source" if ".source" in path else "figure"
