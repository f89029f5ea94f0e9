"""Tell what a vector file is by its first bytes; what isn't known isn't opened.

GDAL picks one of some seventy drivers by a file's content, and some of them run
queries, ask servers or load libraries that the content names. So a file from a
stranger is first known here for one of a few plain formats.
"""

from __future__ import annotations

from typing import Final, Literal

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
