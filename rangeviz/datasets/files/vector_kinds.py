"""Tell what a vector file is by its first bytes; what isn't known isn't opened.

GDAL picks one of some seventy drivers by a file's content, and some of them run
queries, ask servers or load libraries that the content names. So a file from a
stranger is first known here for one of a few plain formats.

GeoJSON and KML are then written anew, so that GDAL sees nothing of a stranger's in
their head. Its drivers look for words of theirs in the first bytes of a text: a
polyglot is both a KML and something that loads a library. Here the text must be what
it says by a parser of Python's own, and its head is written by us, longer than any
driver looks.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from typing import Any, Final, Literal
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from pyproj import CRS
from pyproj.exceptions import CRSError

from rangeviz.arguments import one_line
from rangeviz.errors import FileFormatError

Kind = Literal[
    "GeoJSON", "GeoPackage", "FlatGeobuf", "KML", "Shapefile", "GeoParquet", "zip"
]
# What GDAL would call a file of the kind.
SUFFIXES: Final[dict[Kind, str]] = {
    "GeoJSON": ".geojson",
    "GeoPackage": ".gpkg",
    "FlatGeobuf": ".fgb",
    "KML": ".kml",
    "Shapefile": ".shp",
    "GeoParquet": ".parquet",
    "zip": ".zip",
}
WANTED: Final = (
    "give GeoJSON, GeoPackage, FlatGeobuf, KML, KMZ, Shapefile or GeoParquet, "
    "or a zip of one"
)
HEAD_BYTES: Final = 1024  # as much as `kind_of` wants to see
_SQLITE: Final = b"SQLite format 3\0"
_APPLICATION_IDS: Final = (b"GPKG", b"GP10", b"GP11")
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Drivers of GDAL 3.12 look at 1 kB to 6 kB.
_PADDING: Final = " " * 65_536
_GEOMETRIES: Final = (
    *("Point", "MultiPoint", "LineString", "MultiLineString"),
    *("Polygon", "MultiPolygon", "GeometryCollection"),
)
_CRS84: Final = "OGC:CRS84"
_CRS_NAME: Final = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:)?(EPSG|OGC)::?(?:[0-9.]*:)?([A-Za-z0-9]+)", re.I
)
_NAMESPACE: Final = re.compile(r"xmlns(?::[\w.-]+)?")
_PLAIN: Final = re.compile(r"[\w:/.#-]*")
_START_TAG: Final = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})")


def kind_of(head: bytes) -> Kind | None:
    """Tell the kind of a vector file by its first bytes.

    Parameters
    ----------
    head : bytes
        The first `HEAD_BYTES` of the file, or all of a shorter one.

    Returns
    -------
    str or None
        None where it is none of the kinds that are read. Of the text formats this is
        only a promise: their reader still looks at what the text holds.

    Examples
    --------
    >>> kind_of(b"PAR1..."), kind_of(b"  {"), kind_of(b"SQLite format 3" + bytes(99))
    ('GeoParquet', 'GeoJSON', None)
    """
    if head.startswith(_SQLITE):
        return "GeoPackage" if head[68:72] in _APPLICATION_IDS else None
    # The last byte of the mark is a patch number; the top byte of the header's
    # length is 0 up to 16 MB, so that no text can follow.
    if head.startswith(b"fgb\x03fgb") and head[11:12] == b"\0":
        return "FlatGeobuf"
    if head.startswith(b"PAR1"):
        return "GeoParquet"
    if head.startswith(b"\x00\x00\x27\x0a"):
        return "Shapefile"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> Kind | None:
    for mark in _MARKS:
        head = head.removeprefix(mark)
    first = head.lstrip(b" \t\r\n\0")[:1]  # a NUL is half of a letter of UTF-16
    if first == b"{":
        return "GeoJSON"
    return "KML" if first == b"<" else None


def safe_geojson(text: str, shown: str) -> tuple[str, CRS | None, str]:
    """Check that a text is GeoJSON and write it with a head of our own.

    Parameters
    ----------
    text : str
        The file.
    shown : str
        What messages call it.

    Returns
    -------
    text : str
        A feature collection without foreign members.
    crs : pyproj.CRS or None
        What the member ``crs`` says, longitude CRS84 where there is none; None where
        it says that the CRS is unknown.
    name : str
        The member ``name``; empty where there is none.

    Raises
    ------
    FileFormatError
        If it is no JSON, no GeoJSON, or its ``crs`` is not known.
    """
    document = _json(text, shown)
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
    elif kind == "Feature":
        features = [document]
    elif kind in _GEOMETRIES:
        features = [{"type": "Feature", "properties": {}, "geometry": document}]
    else:
        told = f"its type is {kind!r:.40}" if kind is not None else "it has no type"
        raise FileFormatError(f"{shown} is JSON but not GeoJSON ({told}); {WANTED}")
    if not isinstance(features, list) or not all(map(_is_feature, features)):
        raise FileFormatError(f"{shown} is damaged: its features are not GeoJSON")
    crs = _crs_of(document, shown)
    name = document.get("name")
    head = '{"type":"FeatureCollection","features":[' + _PADDING
    body = json.dumps(features, separators=(",", ":"))[1:]
    return f"{head}{body}}}", crs, name if isinstance(name, str) else ""


def _json(text: str, shown: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise FileFormatError(
            f"{shown} is damaged: its lists stand in each other too deep"
        ) from error
    except ValueError as error:
        raise FileFormatError(
            f"{shown} is damaged: not valid JSON: {one_line(str(error))}"
        ) from error
    if not isinstance(document, dict):
        raise FileFormatError(f"{shown} is JSON but not GeoJSON; {WANTED}")
    return document


def _is_feature(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("type") != "Feature":
        return False
    geometry = value.get("geometry")
    return geometry is None or (
        isinstance(geometry, dict) and geometry.get("type") in _GEOMETRIES
    )


def _crs_of(document: Mapping[str, Any], shown: str) -> CRS | None:
    crs = document.get("crs", _CRS84)
    if crs is None:
        return None
    if crs == _CRS84 and "crs" not in document:
        return CRS(_CRS84)
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    match = _CRS_NAME.fullmatch(name) if isinstance(name, str) else None
    try:
        if match is None:
            raise CRSError("not the name of an authority")
        return CRS(f"{match[1]}:{match[2]}".upper())
    except CRSError as error:
        told = one_line(str(name if name is not None else crs))
        raise FileFormatError(
            f"{shown}: its crs {told!r:.60} is not known; name it like "
            "urn:ogc:def:crs:EPSG::32637, or leave it out for lon/lat"
        ) from error


def safe_kml(content: bytes, shown: str) -> str:
    """Check that a text is KML and write it with a head of our own.

    Parameters
    ----------
    content : bytes
        The file, in the encoding that it declares.
    shown : str
        What messages call it.

    Raises
    ------
    FileFormatError
        If it is not well-formed XML, declares entities, or is no KML.
    """
    text = _decoded_xml(content, shown).encode()
    start = _root_of(text, shown)
    tag = _START_TAG.match(text, start.at)
    if tag is None or tag[0].endswith(b"/>"):
        raise FileFormatError(f"{shown} holds no features")
    spaces = "".join(
        f" {name}={quoteattr(value)}"
        for name, value in start.attributes.items()
        if _NAMESPACE.fullmatch(name) and _PLAIN.fullmatch(value)
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{start.name}{spaces}>{_PADDING}'
    return head + text[tag.end() :].decode()


class _Root:
    """What an XML parser says of the root element."""

    name = ""
    at = 0
    attributes: dict[str, str]


def _root_of(text: bytes, shown: str) -> _Root:
    root = _Root()
    parser = expat.ParserCreate("utf-8")

    def start(name: str, attributes: dict[str, str]) -> None:
        root.name, root.attributes = name, attributes
        root.at = parser.CurrentByteIndex
        parser.StartElementHandler = None

    def refuse(*_: Any) -> None:
        raise FileFormatError(f"{shown} declares a document type; KML needs none")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise FileFormatError(
            f"{shown} is damaged: not well-formed XML: {one_line(str(error))}"
        ) from error
    if root.name.rpartition(":")[2] != "kml":
        raise FileFormatError(
            f"{shown} is XML but not KML (its root is {one_line(root.name)!r:.40}); "
            f"{WANTED}"
        )
    return root


def _decoded_xml(content: bytes, shown: str) -> str:
    """Decode by the mark or the declaration; the declaration goes."""
    declared = _ENCODING.match(content)
    encoding = declared[1].decode() if declared else "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = content.decode(encoding)
    except (LookupError, ValueError) as error:
        raise FileFormatError(
            f"{shown} is not text in the encoding that it declares ({encoding})"
        ) from error
    text = text.removeprefix("\ufeff").lstrip()
    if text.startswith("<?xml"):
        text = text.partition("?>")[2]
    return text.lstrip()
