"""Take the scenario out of a page, a picture or a GIS file that carries it.

Pictures carry it beside the drawing, in a PNG's texts or a PDF's information; a slide
carries what the PNG on it does.
"""

from __future__ import annotations

import io
import json
import re
import struct
import warnings
import zlib
from os import PathLike
from pathlib import Path

from rangeviz.datasets.files.markup import MarkupReader
from rangeviz.datasets.files.records import decoded, read_bytes, read_member, read_text
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
        (see `rangeviz.datasets.scenario.carriers`),
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


PNG_KEYWORD = "rangeviz-scenario"  # of an iTXt chunk
PDF_KEY = "RangevizScenario"  # of the document information dictionary
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What Pillow raises for a PNG that is cut or altered.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    struct.error,
    zlib.error,
)
_LONGEST = 8 << 20  # bytes of a PDF's string


def text_of_png(file: Path) -> str | None:
    """Read the text that a PNG carries under `PNG_KEYWORD`.

    Parameters
    ----------
    file : Path
        The picture.

    Returns
    -------
    str or None
        None where there is no such text.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it is no PNG, or is cut short or damaged before the text ends.
    """
    return _text_in_png(read_bytes(file), file.name)


def png_of_pptx(file: Path) -> bytes:
    """Read the first PNG that stands on the slides of a presentation.

    Parameters
    ----------
    file : Path
        The presentation.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it is no presentation, is damaged, or has no PNG.
    """
    return read_member(file, ".png")


def text_of_pptx(file: Path) -> str | None:
    """Read the text that the picture on a slide carries; see `text_of_png`."""
    return _text_in_png(png_of_pptx(file), file.name)


def _text_in_png(content: bytes, name: str) -> str | None:
    if not content.startswith(_PNG_SIGNATURE):
        raise FileFormatError(f"{name!r} is not a PNG")
    # Only here: a scenario out of a page must not wait for Pillow. It decodes no
    # pixels here, and its own limits stop a text that unpacks to too much.
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
                text = picture.info.get(PNG_KEYWORD)
    except (*_DAMAGE, Image.DecompressionBombError) as error:
        raise FileFormatError(f"{name!r} is a damaged PNG") from error
    return None if text is None else str(text)


# Possessive: nothing is kept to try again, so that a megabyte takes no gigabyte.
_PDF_STRING = re.compile(
    rb"/%s\s*+\(((?:[^\\()]++|\\.)*+)\)" % PDF_KEY.encode(), re.DOTALL
)
_PDF_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_PDF_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of_pdf(file: Path) -> str | None:
    """Read the text that a PDF carries under `PDF_KEY`.

    It is a literal string (ISO 32000-1, 7.3.4.2) in the plain part of the file, as
    rangeviz writes it; another program that saves the file anew may pack it away.

    Parameters
    ----------
    file : Path
        The picture.

    Returns
    -------
    str or None
        None where there is no such text.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it is no PDF, or the text is damaged.
    """
    content = read_bytes(file)
    if not content.startswith(b"%PDF-"):
        raise FileFormatError(f"{file.name!r} is not a PDF")
    found = _PDF_STRING.search(content)
    if found is None:
        return None
    if len(found[1]) > _LONGEST:
        raise FileFormatError(f"{file.name!r}: its scenario is too long")
    raw = _PDF_ESCAPE.sub(lambda m: _PDF_NAMED.get(m[1], m[1]), found[1])
    try:
        is_wide = raw.startswith(b"\xfe\xff")
        return raw[2:].decode("utf-16-be") if is_wide else raw.decode("latin-1")
    except UnicodeDecodeError as error:
        raise FileFormatError(f"{file.name!r} is a damaged PDF") from error


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
