"""Read what a web page draws and loads, without running it."""

from __future__ import annotations

import itertools
import json
import math
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rangeviz.arguments import one_line
from rangeviz.datasets.files.markup import MarkupReader
from rangeviz.datasets.files.records import read_text
from rangeviz.datasets.scenario.carriers import BLOCK_ID
from rangeviz.errors import FileFormatError
from rangeviz.verification.findings import Finding

DATA_ID: Final = "rv-data"
_LOADED: Final = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "base": ("href",),
    "body": ("background",),
}
_QUIET_LINKS: Final = ("canonical", "alternate", "author", "license", "help", "next")
_REMOTE: Final = r"(?:(?:https?|wss?|ftp):)?//[^\s\"'`)>\\,]+"
_ADDRESS: Final = re.compile(_REMOTE, re.IGNORECASE)
_IN_STYLE: Final = re.compile(
    rf"(?:url\(\s*[\"']?|@import\s+[\"'])({_REMOTE})", re.IGNORECASE
)
_IN_SCRIPT: Final = re.compile(
    r"(?:\b(?:fetch|import|importScripts|tileLayer(?:\.wms)?|imageOverlay|Worker|"
    r"WebSocket|EventSource|sendBeacon|getJSON|ajax|d3\.json)\(\s*"
    r"|\.open\(\s*[\"'][A-Z]+[\"']\s*,\s*|\.(?:src|href)\s*=\s*"
    r"|\burl\s*:\s*|\b(?:import|from)\s*)"
    rf"[\"'`]({_REMOTE})",
)
_CIRCLE: Final = re.compile(r"\bL\.circle\(\s*")
_POLYGON: Final = re.compile(r"\bL\.polygon\(\s*")
_GEOJSON: Final = re.compile(r"(?:\bL\.geo[jJ][sS][oO][nN]\(|\w_add\()\s*(?=\{)")
# A page of a million broken calls must not take hours.
_MOST_VALUES: Final = 10_000
MOST_CIRCLES: Final = 150  # each is measured at 16,000 places of its edge
_RADIUS: Final = re.compile(
    r"[\"']?radius[\"']?\s*:\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(?![\w.])"
)


@dataclass(slots=True)
class Row:
    """A row of a table of figures.

    Parameters
    ----------
    head : str
        What the row is about, with its note.
    values : list of str or None
        By cell the figure behind it (``data-value``); None where it has none.
    texts : list of str
        By cell what is read.
    """

    head: str = ""
    values: list[str | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table of figures: its caption, the heads of its columns, its rows."""

    caption: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """What a page holds.

    Parameters
    ----------
    text : str
        All of it, lines ending in ``\\n``.
    is_ours : bool
        Whether it has a data block or a scenario of rangeviz.
    data : dict, optional
        The data block of a page made by rangeviz; None where it is no JSON object.
    tables : dict of str to Table
        By the id of a table's body.
    circles : list of (lon, lat, radius_m)
        Each ``L.circle``.
    collections : list of dict
        GeoJSON objects handed to Leaflet, and each ``L.polygon`` as one.
    requests : list of str
        Addresses that the page loads something from; mere links don't count.
    scenario : str
        The scenario that a page made by rangeviz carries, as TOML; else empty.
    """

    text: str = ""
    is_ours: bool = False
    data: dict[str, Any] | None = None
    tables: dict[str, Table] = field(default_factory=dict)
    circles: list[tuple[float, float, float]] = field(default_factory=list)
    collections: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    scenario: str = ""

    def request_findings(self) -> list[Finding]:
        """Say what it loads from elsewhere, each a fault."""
        return [
            Finding("request", "", f"the page loads {url} when it is opened")
            for url in self.requests
        ]


def read_page(path: str | os.PathLike[str]) -> Page:
    """Read a page.

    Parameters
    ----------
    path : path-like
        An HTML file, by rangeviz, folium or by hand.

    Returns
    -------
    Page

    Raises
    ------
    InputError
        If there is no such file.
    FileFormatError
        If it is not text, is cut short, or draws more than `MOST_CIRCLES`.
    """
    name = Path(path).name
    page = parse_page(read_text(path), repr(name))
    if len(page.circles) > MOST_CIRCLES:
        raise FileFormatError(
            f"{name!r} draws {len(page.circles):,} circles; at most "
            f"{MOST_CIRCLES} are measured: give a page with fewer"
        )
    return page


def parse_page(text: str, name: str = "the page") -> Page:
    """Read the text of a page; ``name`` is what messages call it."""
    parser = _Parser(name)
    parser.read(text)
    page = parser.page
    page.text = text.replace("\r\n", "\n")
    page.requests = list(dict.fromkeys(one_line(url) for url in page.requests))
    return page


class _Parser(MarkupReader):
    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self.page = Page()
        self._inside = ""
        self._id = ""
        self._table = Table()
        self._is_body = False
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note_requests(tag, given)
        if tag in ("script", "style", "metadata"):
            self._inside = tag
            self._id = given.get("id", "")
            self.page.is_ours |= self._id in (DATA_ID, BLOCK_ID)
        else:
            self._read_table(tag, given)

    def _read_table(self, tag: str, given: dict[str, str]) -> None:
        table = self._table
        if tag == "table":
            table, self._is_body = Table(), False
            self._table = table
        elif tag == "tbody":
            self._is_body = True
            self.page.tables.setdefault(given.get("id", ""), table)
        elif tag == "tr" and self._is_body:
            table.rows.append(Row())
        elif tag == "th" and not self._is_body:
            table.heads.append("")
        elif tag == "td" and table.rows:
            table.rows[-1].values.append(given.get("data-value"))
            table.rows[-1].texts.append("")
        elif tag == "span" and self._open == "th" and table.rows:
            table.rows[-1].head += ", "
        self._open = tag if tag in ("caption", "th", "td", "span") else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside
        if tag in ("tbody", "table"):
            self._table, self._is_body = Table(), False
        self._open = "" if tag in ("caption", "tr") else self._open

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.page.requests += _IN_STYLE.findall(data)
        elif self._inside == "script" and self._id == DATA_ID:
            self.page.data = _json_object(data)
        elif self._inside == "script" and self._id == BLOCK_ID:
            self.page.scenario += data
        elif self._inside == "script":
            self._read_script(data)
        elif self._open:
            self._read_cell(data.strip("\n"))

    def _read_cell(self, text: str) -> None:
        table = self._table
        if self._open == "caption":
            table.caption += text
        elif not self._is_body:
            if self._open == "th" and table.heads:
                table.heads[-1] += text
        elif table.rows and table.rows[-1].texts:
            table.rows[-1].texts[-1] += text
        elif table.rows:
            table.rows[-1].head += text

    def _note_requests(self, tag: str, given: dict[str, str]) -> None:
        self.page.requests += _IN_STYLE.findall(given.get("style", ""))
        if tag == "link" and given.get("rel", "").lower() in _QUIET_LINKS:
            return
        for name in _LOADED.get(tag, ()):
            self.page.requests += _ADDRESS.findall(given.get(name, ""))

    def _read_script(self, text: str) -> None:
        page = self.page
        page.requests += _IN_SCRIPT.findall(text)
        for centre, rest in _values(_CIRCLE, text):
            radius = _RADIUS.search(rest[: rest.find(")")])
            if _is_position(centre) and radius and math.isfinite(float(radius[1])):
                page.circles.append((centre[1], centre[0], float(radius[1])))
        for ring, _ in _values(_POLYGON, text):
            if shape := _polygon(ring):
                page.collections.append(shape)
        page.collections += [
            value for value, _ in _values(_GEOJSON, text) if isinstance(value, dict)
        ]


def _values(pattern: re.Pattern[str], text: str) -> Iterator[tuple[Any, str]]:
    """Yield the JSON value after each match, and the text behind it."""
    for match in itertools.islice(pattern.finditer(text), _MOST_VALUES):
        try:
            value, end = json.JSONDecoder().raw_decode(text, match.end())
        except (ValueError, RecursionError):
            continue
        yield value, text[end : end + 2000]


def _polygon(ring: Any) -> dict[str, Any] | None:
    """Turn the lat/lon lists of ``L.polygon`` into a GeoJSON feature."""
    rings = ring if isinstance(ring, list) else []
    if rings and _is_position(rings[0]):
        rings = [rings]
    if not rings or not all(
        isinstance(part, list) and len(part) > 2 and all(map(_is_position, part))
        for part in rings
    ):
        return None
    turned = [[[lon, lat] for lat, lon in (*part, part[0])] for part in rings]
    geometry = {"type": "Polygon", "coordinates": turned}
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def _is_position(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
    )


def _json_object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
