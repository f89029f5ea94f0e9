"""Compare two pages line by line, and say what the lines that differ are.

What is said of a page is named by the page made again, which is trusted. The lines
cover the whole page, so that no difference goes by unseen.
"""

from __future__ import annotations

import difflib
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rangeviz.verification.findings import Finding

# Beyond this many lines more than the page has, they are not compared one by one.
MORE_LINES: Final = 5_000
_EXCERPT: Final = 60  # characters on either side
_TAG: Final = re.compile(r"<[a-zA-Z][^<>]*")
_HEADING: Final = re.compile(
    r"<(h[1-6]|legend|summary|caption|title)\b[^>]*>(.*?)</\1>"
)
_RAW: Final = re.compile(r"<(script|style)\b([^>]*)>")
_BODY: Final = re.compile(r'<tbody id="([^"]*)"')
_VALUE: Final = re.compile(r' data-value="[^"]*"')
# Elements that act, load or lead elsewhere, and attributes that run.
_ACTING: Final = (
    *("script", "style", "meta", "link", "base", "form", "iframe", "frame", "object"),
    *("embed", "img", "image", "use", "video", "audio", "source", "input", "button"),
    *("textarea", "select", "portal", "template", "dialog", "animate", "set", "svg"),
)
_RUNS: Final = re.compile(r"\son[a-z]+\s*=|\bstyle\s*=|javascript:", re.IGNORECASE)
_MESSAGES: Final = {
    "script": "the script is not this version's: what it draws is not known",
    "style": "the styles are not this version's",
    "scenario": "the scenario is not written as this version writes it",
    "data": "the data block is not written as this version writes it",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line of a page stands.

    Parameters
    ----------
    kind : {"policy", "language", "script", "style", "scenario", "data", "row", \
"source", "text"}
        What it belongs to.
    heading : str
        The last heading or caption before it.
    table : str
        Id of the table's body that it is in; empty where it is in none.
    """

    kind: str
    heading: str
    table: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Lines ``start`` to ``stop`` of a page made again, where the page has others."""

    start: int
    stop: int
    lines: tuple[str, ...]


def changes(made: Sequence[str], page: Sequence[str]) -> list[Change] | None:
    """Find where a page has other lines than the page made again.

    Returns
    -------
    list of Change or None
        None where the page has far too many lines.
    """
    if len(page) > len(made) + MORE_LINES:
        return None
    matcher = difflib.SequenceMatcher(None, made, page, autojunk=False)
    return [
        Change(start, stop, tuple(page[first:last]))
        for kind, start, stop, first, last in matcher.get_opcodes()
        if kind != "equal"
    ]


def spots(lines: Iterable[str]) -> list[Spot]:
    """Say of each line of a page of ours where it stands."""
    found: list[Spot] = []
    raw = kind = heading = table = ""
    for line in lines:
        if not raw:
            for match in _HEADING.finditer(line):
                heading = html.unescape(re.sub(r"<[^>]*>", "", match[2]))
            if body := _BODY.search(line):
                table = body[1]
        opened = None if raw else _RAW.search(line)
        if opened:
            kind, raw = _raw_kind(opened), opened[1]
        found.append(
            Spot(kind, heading, "") if raw else Spot(_kind(line), heading, table)
        )
        table = "" if "</tbody>" in line else table
        if raw and (closed := line.rfind(f"</{raw}")) >= 0:
            again = _RAW.search(line, closed)
            raw = again[1] if again else ""
            kind = _raw_kind(again) if again else ""
    return found


def _raw_kind(opened: re.Match[str]) -> str:
    for kind in ("scenario", "data"):
        if f'id="rv-{kind}"' in opened[2]:
            return kind
    return opened[1]


def _kind(line: str) -> str:
    if "Content-Security-Policy" in line:
        return "policy"
    if line.startswith("<html"):
        return "language"
    if line.startswith(("<tr><th", "<tr data-")):
        return "row"
    return "source" if line.startswith(("<dd", "<dt")) else "text"


def describe(
    change: Change, made: Sequence[str], where: Sequence[Spot]
) -> Iterator[Finding]:
    """Say what is wrong with the lines of a change, at least in one finding."""
    old = made[change.start : change.stop]
    further = list(_further(old, change.lines))
    yield from further
    pairs = _pairs(change, made, where)
    if further and not old:
        return
    for (kind, heading), (ours, theirs) in pairs.items():
        yield _finding(kind, heading, "\n".join(ours), "\n".join(theirs))


def _pairs(
    change: Change, made: Sequence[str], where: Sequence[Spot]
) -> dict[tuple[str, str], tuple[list[str], list[str]]]:
    """Gather lines by what they belong to, line against line where their counts fit."""
    stop = change.stop if change.stop > change.start else change.start + 1
    indices = range(change.start, min(stop, len(where)))
    fits = len(change.lines) == change.stop - change.start
    pairs: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for number, index in enumerate(indices):
        # what is put between two lines belongs to the one before
        spot = where[index if change.stop > change.start else max(index - 1, 0)]
        ours, theirs = pairs.setdefault((spot.kind, spot.heading), ([], []))
        if change.stop > change.start:
            ours.append(made[index])
        if fits:
            theirs.append(change.lines[number])
        elif number == 0:
            theirs += change.lines
    return pairs


def _further(old: Iterable[str], new: Iterable[str]) -> Iterator[Finding]:
    """Name elements that act or load, and that the page made again doesn't have."""
    extra = _acting(new) - _acting(old)
    for tag, count in sorted(extra.items()):
        times = "" if count == 1 else f" ({count} times)"
        message = f"a further {tag} that this version does not write{times}"
        yield Finding("element", "", message)


def _acting(lines: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for tag in (tag for line in lines for tag in _TAG.findall(line)):
        name = re.split(r"[\s/]", tag[1:], maxsplit=1)[0].lower()
        if name in _ACTING:
            found[f"<{name}>"] += 1
        elif _RUNS.search(tag):
            found[f"<{name}> with a script or style of its own"] += 1
    return found


def _finding(kind: str, heading: str, ours: str, theirs: str) -> Finding:
    if kind == "policy":
        gone = "Content-Security-Policy" not in theirs
        message = "is missing" if gone else "is not this version's"
        return Finding("policy", "", f"the Content-Security-Policy {message}")
    if kind in _MESSAGES:
        check = {"style": "script", "data": "figure"}.get(kind, kind)
        return Finding(check, "", _MESSAGES[kind])
    if not theirs:
        message = f"left out: {_excerpt(ours, 0)}"
    elif not ours:
        message = f"this version does not write: {_excerpt(theirs, 0)}"
    else:
        at = _first_difference(ours, theirs)
        message = (
            f"the page has {_excerpt(theirs, at)}, where this version writes "
            f"{_excerpt(ours, at)}"
        )
    check = {"row": "figure", "source": "source"}.get(kind, "text")
    label = "language" if kind == "language" else heading
    return Finding(check, label, message)


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _excerpt(text: str, at: int) -> str:
    start = max(0, at - _EXCERPT // 3)
    part = text[start : at + _EXCERPT]
    before = "..." if start else ""
    after = "..." if at + _EXCERPT < len(text) else ""
    return f"{before}{part.strip()!r}{after}"


def without_values(line: str) -> str:
    """Take the figures behind its cells out of a row's line."""
    return _VALUE.sub("", line)


def tags(lines: Iterable[str]) -> set[str]:
    """Give every opening tag of some lines, without the figures behind cells."""
    return {without_values(tag) for line in lines for tag in _TAG.findall(line)}


def is_acting(tag: str) -> bool:
    """Tell whether an opening tag is of an element that acts, loads or runs."""
    return bool(_acting([tag]))
