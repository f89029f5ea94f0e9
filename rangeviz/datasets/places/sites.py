"""Launch sites: from coordinates, from a file of points, or from a place's name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import NamedTuple, TextIO

import shapely

from rangeviz.arguments import one_line, path_of
from rangeviz.datasets.files.records import is_file, read_text
from rangeviz.datasets.names import NAME_COLUMNS, fold_name
from rangeviz.datasets.places.coordinates import parse_position
from rangeviz.datasets.places.gazetteer import find_place
from rangeviz.errors import CoordinateError, FileFormatError, InputError
from rangeviz.geodesy.ellipsoid import check_position
from rangeviz.language.words import GIVEN
from rangeviz.model.place import Place
from rangeviz.model.site import LaunchSite, format_position

TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
LAYER_SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".fgb", ".kml")
_LON = (
    *("lon", "lng", "long", "longitude", "londeg", "longitudedeg", "longitudedegrees"),
    *("x", "довгота", "долгота", "langengrad", "lange", "longitud", "dlugosc"),
)
_LAT = (
    *("lat", "latitude", "latdeg", "latitudedeg", "latitudedegrees"),
    *("y", "широта", "breitengrad", "breite", "latitud", "szerokosc"),
)
_SEPARATOR_LINE = re.compile(r"sep=([;,|\t])\r?\s*(?:\n|$)", re.IGNORECASE)
_DELIMITERS = ";\t|,"


class PositionColumns(NamedTuple):
    """Where a table has longitude, latitude and perhaps a name."""

    lon: int
    lat: int
    name: int | None


def find_sites(where: str) -> list[LaunchSite]:
    """Find the launch sites that a text means.

    Parameters
    ----------
    where : str
        Coordinates as `parse_position` reads them, else the path of a file as
        `read_sites` reads it, else a place's name as `find_place` finds it.

    Returns
    -------
    list of LaunchSite
        One, except from a file.

    Raises
    ------
    CoordinateError, InputError, FileFormatError, UnknownNameError, AmbiguousNameError
        If the text looks like one of the three and is not.

    See Also
    --------
    find_site, read_sites

    Examples
    --------
    >>> find_sites("49.99,36.23")[0].name
    '49.9900 N, 36.2300 E'
    >>> find_sites("Харків")[0].name
    'Kharkiv'
    """
    position = parse_position(where)
    if position is not None:
        return [LaunchSite.at(*position, origin=GIVEN)]
    path = Path(where)
    if path.suffix.lower() in (*TABLE_SUFFIXES, *LAYER_SUFFIXES) or is_file(path):
        return read_sites(path)
    return [find_place_site(where)]


def find_site(where: str) -> LaunchSite:
    """Find the one launch site that a text means.

    Parameters
    ----------
    where : str
        Coordinates, the path of a file, or a place's name; see `find_sites`.

    Returns
    -------
    LaunchSite
        In EPSG:4326, with the country where it is known.

    Raises
    ------
    InputError
        If it is a file of several sites.
    CoordinateError, FileFormatError, UnknownNameError, AmbiguousNameError
        As `find_sites`.

    See Also
    --------
    find_sites, find_place

    Examples
    --------
    >>> site = find_site("Kharkiv")
    >>> site.name, site.lon, site.lat
    ('Kharkiv', 36.25475, 49.98177)
    """
    sites = find_sites(where)
    if len(sites) > 1:
        raise InputError(
            f"{where!r} holds {len(sites)} sites where one is wanted; use find_sites"
        )
    return sites[0]


def find_place_site(query: str) -> LaunchSite:
    """Find a populated place by its name and make a launch site of its centre.

    Parameters
    ----------
    query : str
        A name in any spelling, that a country or region may narrow; see
        `rangeviz.datasets.places.gazetteer.find_place`.

    Raises
    ------
    UnknownNameError
        If none answers to it.
    AmbiguousNameError
        If several do and none leads clearly.

    Warns
    -----
    ChoiceWarning
        If others answer to it too.

    Examples
    --------
    >>> site = find_place_site("Kharkov")
    >>> site.name, site.country, site.lon, site.lat
    ('Kharkiv', 'UKR', 36.25475, 49.98177)
    """
    return site_at(find_place(query))


def site_at(place: Place) -> LaunchSite:
    """Make a launch site of a place of the gazetteer."""
    return LaunchSite.at(
        place.lon,
        place.lat,
        name=place.name,
        country=place.country_code,
        origin="GeoNames",
    )


def read_sites(path: str | PathLike[str]) -> list[LaunchSite]:
    """Read launch sites from a file of points.

    Parameters
    ----------
    path : path-like
        A table (``.csv``, ``.tsv``, ``.txt``) whose first line names a column
        for longitude (lon, lng, longitude, x) and one for latitude (lat,
        latitude, y), in degrees, and perhaps one for the name; delimited by
        comma, semicolon, tab or bar. Or a layer of points that geopandas reads,
        in any CRS.

    Returns
    -------
    list of LaunchSite
        In the order of the file; a site without a name is called by its position.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it has no such columns, no rows, or is of another kind.
    CoordinateError
        If a position is impossible; the message gives the line.
    GeometryError
        If a layer holds lines or areas.

    See Also
    --------
    find_sites

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "sites.csv")
    ...     _ = path.write_text("name,lon,lat\\nKharkiv,36.23,49.99\\n")
    ...     [site.name for site in read_sites(path)]
    ['Kharkiv']
    """
    file = path_of(path)
    suffix = file.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        sites = _from_table(read_text(file), file.name)
    elif suffix in LAYER_SUFFIXES:
        sites = _from_layer(file)
    else:
        raise FileFormatError(
            f"{str(file)!r} is not a file of points; give "
            + ", ".join((*TABLE_SUFFIXES, *LAYER_SUFFIXES))
        )
    if not sites:
        raise FileFormatError(f"{file.name!r} holds no sites")
    return sites


def _from_table(text: str, filename: str) -> list[LaunchSite]:
    points = list(table_points(io.StringIO(text, newline=""), filename))
    if not points:
        return []
    # All at once: one by one, shapely takes most of the time.
    shapes = shapely.points([(lon, lat) for _, lon, lat in points])
    return [
        LaunchSite(name or format_position(lon, lat), shape, origin=GIVEN)
        for (name, lon, lat), shape in zip(points, shapes, strict=True)
    ]


def table_points(file: TextIO, filename: str) -> Iterator[tuple[str, float, float]]:
    """Read name, longitude and latitude of each row of a table, one after the other.

    Parameters
    ----------
    file : text stream
        At its start, without a change of line ends.
    filename : str
        What the message calls it.

    Raises
    ------
    FileFormatError
        If it is no table, or a row doesn't fit its first line.
    CoordinateError
        If a position is impossible.
    """
    head = file.readline()
    while head and not head.strip():
        head = file.readline()
    if not _SEPARATOR_LINE.match(head):
        file.seek(0)
    rows = csv.reader(file, delimiter=delimiter_of(head), strict=True)
    try:
        filled = (row for row in rows if any(map(str.strip, row)))
        header = next(filled, [])
        columns = position_columns(header, filename)
        for row in filled:
            yield _table_point(row, columns, filename, rows.line_num, len(header))
    except csv.Error as error:
        where = f"{filename!r}, line {rows.line_num}"
        raise FileFormatError(f"{where}: not a table: {error}") from error


def delimiter_of(text: str) -> str:
    """Tell what delimits the cells of a table, by its first line.

    Examples
    --------
    >>> delimiter_of("name;lon;lat")
    ';'
    """
    lines = (line for line in text.splitlines() if line.strip())
    header_line = next(lines, "")
    if said := _SEPARATOR_LINE.match(header_line):
        return said[1]
    return max(_DELIMITERS, key=header_line.count)


def table_body(text: str) -> str:
    """Give a table without the line ``sep=;`` that Excel writes before the head."""
    if _SEPARATOR_LINE.match(text):
        return text.partition("\n")[2]
    return text


def position_columns(header: Sequence[str], filename: str) -> PositionColumns:
    """Find the columns of a position by the first line of a table.

    Raises
    ------
    FileFormatError
        If there is no column for longitude or none for latitude, or two of a name.
    """
    keys = [fold_name(column) for column in header]

    def column(spellings: Sequence[str]) -> int | None:
        key = next((key for key in spellings if key in keys), None)
        if key is not None and keys.count(key) > 1:
            raise FileFormatError(
                f"{filename!r} names the column {key} {keys.count(key)} times"
            )
        return None if key is None else keys.index(key)

    lon, lat = column(_LON), column(_LAT)
    if lon is None or lat is None:
        found = ", ".join(repr(cell.strip()[:30]) for cell in header[:10]) or "none"
        raise FileFormatError(
            f"{filename!r} needs a first line that names the columns lon and lat "
            f"(and name); it has {found}"
        )
    return PositionColumns(lon, lat, column(NAME_COLUMNS))


def _table_point(
    row: Sequence[str], columns: PositionColumns, filename: str, line: int, width: int
) -> tuple[str, float, float]:
    """Read the name, lon and lat of a row; the name is empty where there is none.

    Raises
    ------
    FileFormatError, CoordinateError
        If a cell is missing, or no position; the message gives the line.
    """
    if any(map(str.strip, row[width:])):
        raise FileFormatError(
            f"{filename!r}, line {line}: has {len(row)} cells where the first line has "
            f"{width}; with decimal commas, delimit cells by semicolons"
        )
    if len(row) <= max(columns.lon, columns.lat):
        raise FileFormatError(
            f"{filename!r}, line {line}: has no longitude or no latitude"
        )
    try:
        lon, lat = _position(row[columns.lon].strip(), row[columns.lat].strip())
    except CoordinateError as error:
        raise CoordinateError(f"{filename!r}, line {line}: {error}") from None
    name = "" if columns.name is None else "".join(row[columns.name :][:1])
    return label_of(name), lon, lat


def _position(lon_cell: str, lat_cell: str) -> tuple[float, float]:
    try:
        lon, lat = float(lon_cell), float(lat_cell)
    except ValueError:
        # Decimal commas, degree signs, letters.
        position = parse_position(f"{lat_cell}; {lon_cell}")
        if position is None:
            raise CoordinateError(
                f"longitude {lon_cell!r}, latitude {lat_cell!r} is not a position; "
                "give degrees"
            ) from None
        return position
    check_position(lon, lat)
    if abs(lon) > 180:
        raise CoordinateError(f"longitude {lon:g} is outside -180 to 180")
    return lon, lat


def _from_layer(file: Path) -> list[LaunchSite]:
    # Only here: a place's name must not wait for geopandas.
    from rangeviz.datasets.files.layers import POINTS, names_of, read_layer

    points = read_layer(file, geometry_types=POINTS).explode(ignore_index=True)
    return [
        LaunchSite(name or format_position(point.x, point.y), point, origin=GIVEN)
        for name, point in zip(names_of(points), points.geometry, strict=True)
    ]


def label_of(name: object) -> str:
    """Give a name as text in one line; empty where it is missing."""
    missing = name is None or name != name
    return "" if missing else one_line(str(name)).strip()
