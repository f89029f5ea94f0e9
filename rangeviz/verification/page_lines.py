"""Compare two pages, or two SVG, line by line, and say what the lines that differ are.

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
from rangeviz.verification.pages import Page

# Beyond this many lines more than the page has, they are not compared one by one.
MORE_LINES: Final = 5_000
_EXCERPT: Final = 60  # characters on either side
_TAG: Final = re.compile(r"<[a-zA-Z][^<>]*")
_HEADING: Final = re.compile(
    r"<(h[1-6]|legend|summary|caption|title)\b[^>]*>(.*?)</\1>"
)
_RAW: Final = re.compile(r"<(script|style)\b([^>]*)>")
_GROUP: Final = re.compile(r'^ *<g id="([^"]*)">$')  # of an SVG: what it draws
_DRAWN: Final = re.compile(r"^ *<(path|use|image|rect)|^[MLCQz] ?[-\d. ]*$|^\" ")
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
    "path": "a path or a mark is not the one that its scenario gives",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line of a page stands.

    Parameters
    ----------
    kind : {"policy", "language", "script", "style", "scenario", "data", "row", \
"source", "path", "text"}
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


def changes(
    made: Sequence[str], page: Sequence[str], *, in_order: bool = False
) -> list[Change] | None:
    """Find where a page has other lines than the page made again.

    Parameters
    ----------
    made, page : sequence of str
        Lines.
    in_order : bool
        Whether lines that moved are not looked for: from the first that differs to
        the last all have changed. A large SVG, full of lines that are alike, needs it.

    Returns
    -------
    list of Change or None
        None where the page has far too many lines.
    """
    if len(page) > len(made) + MORE_LINES:
        return None
    if in_order:
        first, last = _same(made, page), 0
        last = min(_same(made[::-1], page[::-1]), min(len(made), len(page)) - first)
        if first == len(made) == len(page):
            return []
        stop = len(made) - last
        return [Change(first, stop, tuple(page[first : len(page) - last]))]
    matcher = difflib.SequenceMatcher(None, made, page, autojunk=False)
    return [
        Change(start, stop, tuple(page[first:last]))
        for kind, start, stop, first, last in matcher.get_opcodes()
        if kind != "equal"
    ]


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the lines at the start of both that are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def line_by_line(found: Iterable[Change]) -> Iterator[Change]:
    """Take changes apart, line against line, where they have as many as were made."""
    for change in found:
        if len(change.lines) == change.stop - change.start:
            for at, line in enumerate(change.lines, start=change.start):
                yield Change(at, at + 1, (line,))
        else:
            yield change


def spots(lines: Iterable[str]) -> list[Spot]:
    """Say of each line of a page of ours where it stands."""
    found: list[Spot] = []
    raw = kind = heading = table = ""
    for line in lines:
        if not raw:
            for match in _HEADING.finditer(line):
                heading = html.unescape(re.sub(r"<[^>]*>", "", match[2]))
            if group := _GROUP.search(line):
                heading = group[1]
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
    if _DRAWN.search(line):
        return "path"
    return "source" if line.startswith(("<dd", "<dt")) else "text"


def describe(
    change: Change, made: Sequence[str], where: Sequence[Spot]
) -> Iterator[Finding]:
    """Say what is wrong with the lines of a change, at least in one finding."""
    old = made[change.start : change.stop]
    further = list(_further(old, change.lines))
    yield from further
    if old:
        # of several lines the first that says what they are, each kind once
        kinds = {
            where[at].kind: at for at in range(change.stop - 1, change.start - 1, -1)
        }
        for kind, at in kinds.items():
            ours = [
                made[n]
                for n in range(change.start, change.stop)
                if where[n].kind == kind
            ]
            yield _finding(where[at], "\n".join(ours), "\n".join(change.lines))
    elif not further:
        # what is put between two lines belongs to the one before
        yield _finding(where[max(change.start - 1, 0)], "", "\n".join(change.lines))


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


def _finding(spot: Spot, ours: str, theirs: str) -> Finding:
    kind, heading = spot.kind, spot.heading
    if kind == "policy":
        gone = "Content-Security-Policy" not in theirs
        message = "is missing" if gone else "is not this version's"
        return Finding("policy", "", f"the Content-Security-Policy {message}")
    if kind in _MESSAGES:
        check = {"style": "script", "data": "figure", "path": "picture"}.get(kind, kind)
        label = heading if kind == "path" else ""
        return Finding(check, label, _MESSAGES[kind])
    if not theirs:
        message = f"left out: {_excerpt(ours, 0)}"
    elif not ours:
        message = f"this version does not write: {_excerpt(theirs, 0)}"
    else:
        at = _same(ours, theirs)
        message = (
            f"it has {_excerpt(theirs, at)}, where this version writes "
            f"{_excerpt(ours, at)}"
        )
    check = {"row": "figure", "source": "source"}.get(kind, "text")
    label = "language" if kind == "language" else heading
    return Finding(check, label, message)


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


class Excuse:
    """Lines that depend on files that are not at hand.

    They are those that differ between two pages made with two stand-ins for the files;
    `headings` names where they stand.
    """

    def __init__(self, made: Sequence[Page]) -> None:
        self._lines: set[int] = set()
        self._gaps: set[int] = set()
        self._tags: set[str] = set()
        self.headings: tuple[str, ...] = ()
        if len(made) < 2:
            return
        ours, others = (each.text.split("\n") for each in made)
        where = spots(ours)
        headings: dict[str, None] = {}
        for change in changes(ours, others) or ():
            first = where[min(change.start, len(where) - 1)]
            if first.kind not in ("data", "script") and first.heading:
                headings[first.heading] = None
            self._lines |= set(range(change.start, change.stop))
            # What is put in after the last of them, up to the next heading.
            heading = where[max(change.stop - 1, 0)].heading
            stop = change.stop
            while stop < len(where) and where[stop].heading == heading:
                stop += 1
            self._gaps |= set(range(change.start, stop + 1))
        self._lines -= {n for n in self._lines if where[n].kind in ("script", "data")}
        self._tags = {t for t in tags([*ours, *others]) if not is_acting(t)}
        self.headings = tuple(headings)

    def covers(self, change: Change) -> bool:
        """Tell whether a change is of such lines alone, and does nothing."""
        here = set(range(change.start, change.stop))
        known = here <= self._lines if here else change.start in self._gaps
        return known and tags(change.lines) <= self._tags
