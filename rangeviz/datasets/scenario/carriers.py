"""Take the scenario out of a page, a picture or a GIS file that carries it."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path

from rangeviz.datasets.files.markup import MarkupReader
from rangeviz.datasets.files.records import decoded, read_member, read_text
from rangeviz.datasets.scenario.picture_carriers import (
    text_of_pdf,
    text_of_png,
    text_of_pptx,
)
from rangeviz.datasets.scenario.reader import parse_scenario
from rangeviz.errors import FileFormatError, InputError

BLOCK_ID = "rv-scenario"  # of the element of a page, an SVG picture or KML
NOTE = "scenario"  # member of a GeoJSON file, metadata item of a GeoPackage


def extract_scenario(path: str | PathLike[str]) -> str:
    """Take the text of the scenario out of a file that carries it.

    Parameters
    ----------
    path : path-like
        An HTML page, an SVG picture, KML or KMZ (an element whose id is
        ``rv-scenario``), a PNG, a PDF or a slide
        (see `rangeviz.datasets.scenario.picture_carriers`),
        GeoJSON or GeoPackage (the member or metadata item ``scenario``).

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
            f"{file.name!r} carries no scenario; make it with 'rangeviz map' or "
            "'export'"
        )
    text = text.strip() + "\n"
    parse_scenario(text, name=f"scenario of {file.name}")
    return text


class _Finder(MarkupReader):
    """Collects the text of the element with our id."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
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
    return _in_markup(read_text(file), repr(file.name))


def _from_kmz(file: Path) -> str | None:
    shown = repr(file.name)
    return _in_markup(decoded(read_member(file, ".kml"), shown), shown)


def _in_markup(text: str, shown: str) -> str | None:
    finder = _Finder(shown)
    finder.read(text)
    return finder.text


def _from_geojson(file: Path) -> str | None:
    try:
        content = json.loads(read_text(file))
    except (ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise FileFormatError(f"{file.name!r} is not valid JSON") from error
    found = content.get(NOTE) if isinstance(content, dict) else None
    return found if isinstance(found, str) else None


def _from_gpkg(file: Path) -> str | None:
    # Only here: a scenario out of a page must not wait for geopandas.
    from rangeviz.datasets.files.gdal import opened

    with opened(file) as layers:
        found = layers.metadata().get(NOTE)
    return found if isinstance(found, str) else None


_CARRIERS = {
    ".html": _from_markup,
    ".htm": _from_markup,
    ".svg": _from_markup,
    ".kml": _from_markup,
    ".kmz": _from_kmz,
    ".png": text_of_png,
    ".pdf": text_of_pdf,
    ".pptx": text_of_pptx,
    ".geojson": _from_geojson,
    ".json": _from_geojson,
    ".gpkg": _from_gpkg,
}
