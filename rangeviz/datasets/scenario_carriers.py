"""Take the scenario out of a page, picture or GeoJSON that carries it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from os import PathLike
from pathlib import Path

from rangeviz.datasets.records import read_text
from rangeviz.datasets.scenarios import parse_scenario
from rangeviz.errors import FileFormatError, InputError

BLOCK_ID = "rv-scenario"  # of the element of an HTML page or an SVG picture
JSON_MEMBER = "scenario"  # of the FeatureCollection of a GeoJSON file


def extract_scenario(path: str | PathLike[str]) -> str:
    """Take the text of the scenario out of a file that carries it.

    Parameters
    ----------
    path : path-like
        An HTML page (a ``script`` whose id is ``rv-scenario``), an SVG picture
        (an element of that id) or a GeoJSON file (the member ``scenario``).

    Returns
    -------
    str
        TOML that `parse_scenario` has read without an error.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it carries no scenario, or one that is not valid or refers to files
        of whoever made it.
    """
    file = Path(path)
    read = _CARRIERS.get(file.suffix.lower())
    if read is None:
        allowed = ", ".join(_CARRIERS)
        raise FileFormatError(f"{file.name!r}: a scenario travels in {allowed}")
    text = read(file)
    if text is None or not text.strip():
        raise FileFormatError(
            f"{file.name!r} carries no scenario; make it with 'rangeviz map'"
        )
    text = text.strip("\r\n") + "\n"
    parse_scenario(text, name=f"scenario of {file.name}")
    return text


class _Finder(HTMLParser):
    """Collects the text of the element with our id."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: str | None = None
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.text is None and ("id", BLOCK_ID) in attrs:
            self._tag, self.text = tag, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._tag:
            self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag:
            self.text = (self.text or "") + data

    def unknown_decl(self, data: str) -> None:
        if self._tag and data.startswith("CDATA["):
            self.handle_data(data.removeprefix("CDATA["))


def _from_markup(file: Path) -> str | None:
    finder = _Finder()
    finder.feed(read_text(file))
    finder.close()
    return finder.text


def _from_geojson(file: Path) -> str | None:
    try:
        content = json.loads(read_text(file))
    except (ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise FileFormatError(f"{file.name!r} is not valid JSON") from error
    found = content.get(JSON_MEMBER) if isinstance(content, dict) else None
    return found if isinstance(found, str) else None


_CARRIERS = {
    ".html": _from_markup,
    ".htm": _from_markup,
    ".svg": _from_markup,
    ".geojson": _from_geojson,
    ".json": _from_geojson,
}
