"""Areas by name, or from a file: as zones, and as launch areas, lines and borders."""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path

from rangeviz.arguments import one_line, path_of
from rangeviz.datasets.borders.regions import find_area
from rangeviz.datasets.files.layers import LINES, POLYGONS, names_of, read_layer
from rangeviz.datasets.files.records import is_file
from rangeviz.datasets.places.sites import LAYER_SUFFIXES
from rangeviz.errors import GeometryError, InputError
from rangeviz.geodesy.shapes import shared_edges
from rangeviz.language.words import AREA_REPORTED, COUNTRY_DRAWN, GIVEN, REGION_DRAWN
from rangeviz.model.scenario import Worldview
from rangeviz.model.site import LaunchSite
from rangeviz.model.zone import Zone, ZoneRule

# What the sources say of a zone, by the region's code. They disagree about Kursk
# Oblast, so it must not be drawn as a legal boundary.
_REPORTED = {"RU-KRS": AREA_REPORTED}


def find_zone(
    query: str,
    *,
    rule: ZoneRule = "restricted",
    worldview: Worldview = "international",
) -> Zone:
    """Make a zone of a region or country.

    Parameters
    ----------
    query : str
        A name, alias or code, as `find_area` takes it.
    rule : {"restricted", "only"}
        ``restricted``: use is not permitted inside; ``only``: nowhere else.
    worldview : {"international", "natural-earth"}
        Which units are counted to a country.

    Returns
    -------
    Zone
        Its note says where the zone comes from.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        As `find_area`.
    InputError
        If the rule or the worldview is unknown.

    See Also
    --------
    read_zones, find_area

    Examples
    --------
    >>> zone = find_zone("Kursk")
    >>> zone.name, zone.note
    ('Kursk Oblast', 'area named in Nov 2024 reports, not a legal boundary')
    """
    area = find_area(query, worldview=worldview)
    template = COUNTRY_DRAWN if area.is_country else REGION_DRAWN
    drawn = template.format(country=area.country_name, worldview=worldview)
    note = _REPORTED.get(area.code, drawn)
    return Zone(area.name, area.geometry, rule, area.code, note)


def read_zones(
    path: str | os.PathLike[str], *, rule: ZoneRule = "restricted"
) -> list[Zone]:
    """Read zones from a file of polygons.

    Parameters
    ----------
    path : path-like
        GeoJSON, GeoPackage, FlatGeobuf, KML, KMZ, Shapefile or GeoParquet, also
        zipped, in any CRS.
    rule : {"restricted", "only"}
        As in `find_zone`; for all of them.

    Returns
    -------
    list of Zone
        One for each feature, named by its column ``name`` (or ``name_en``,
        ``zone``, ``label``, ``title``, ``id`` ...; case doesn't matter), or else by the
        file and its number.

    Raises
    ------
    FileFormatError
        If the file is missing, damaged, of another format, holds no features, or does
        not say its CRS.
    GeometryError
        If a shape is no polygon or not on Earth. Invalid polygons are made valid.
    InputError
        If the rule is unknown.

    Warns
    -----
    RangevizWarning
        If features were left out, shapes repaired, or further layers ignored.

    See Also
    --------
    find_zone

    Examples
    --------
    >>> read_zones("missing.gpkg")
    Traceback (most recent call last):
    rangeviz.errors.FileFormatError: there is no file 'missing.gpkg'
    """
    path = path_of(path)
    layer = read_layer(path, geometry_types=POLYGONS)
    stem = one_line(os.path.splitext(os.path.basename(path))[0])
    return [
        Zone(name or f"{stem} {number}", shape, rule, note=GIVEN)
        for number, (name, shape) in enumerate(
            zip(names_of(layer), layer.geometry, strict=True), start=1
        )
    ]


SHIPPED_ORIGIN = "Natural Earth"


def find_area_sites(
    what: str, *, worldview: Worldview = "international"
) -> list[LaunchSite]:
    """Find the areas or lines that a text means, as baselines.

    Parameters
    ----------
    what : str
        A region or country by name, alias or code, or the path of a file of
        lines or polygons.
    worldview : {"international", "natural-earth"}
        Which regions are counted to a country.

    Returns
    -------
    list of LaunchSite
        One, except from a file.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        As `find_area`.
    InputError, GeometryError, FileFormatError
        If a file can't be used.

    Examples
    --------
    >>> site = find_area_sites("Sumy Oblast")[0]
    >>> site.name, site.kind
    ('Sumy Oblast', 'area')
    """
    path = Path(what)
    if path.suffix.lower() in LAYER_SUFFIXES or is_file(path):
        return read_area_sites(path)
    return [find_area_site(what, worldview=worldview)]


def find_area_site(name: str, *, worldview: Worldview = "international") -> LaunchSite:
    """Find the region or country of a name, as a baseline.

    Parameters
    ----------
    name : str
        A name, alias or code; never a path.
    worldview : {"international", "natural-earth"}
        Which regions are counted to a country.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        As `find_area`.

    Examples
    --------
    >>> find_area_site("UA-59").name
    'Sumy Oblast'
    """
    area = find_area(name, worldview=worldview)
    return LaunchSite(area.name, area.geometry, area.country_code, SHIPPED_ORIGIN)


def read_area_sites(path: str | PathLike[str]) -> list[LaunchSite]:
    """Read lines or polygons from a file, one baseline per feature.

    Parameters
    ----------
    path : path-like
        Any format that geopandas reads, in any CRS.

    Returns
    -------
    list of LaunchSite

    Raises
    ------
    InputError, GeometryError, FileFormatError
        As `read_layer`.
    """
    layer = read_layer(path, geometry_types=(*LINES, *POLYGONS))
    stem = Path(path).stem
    return [
        LaunchSite(name or stem, geometry, origin=GIVEN)
        for name, geometry in zip(names_of(layer), layer.geometry, strict=True)
    ]


def find_border_site(
    pair: str, *, worldview: Worldview = "international"
) -> LaunchSite:
    """Find the border that two countries or regions share, as a baseline.

    Parameters
    ----------
    pair : str
        Two names or codes with a slash between: ``"Ukraine/Russia"``,
        ``"Sumy Oblast/Kursk Oblast"``.
    worldview : {"international", "natural-earth"}
        Which regions are counted to a country.

    Returns
    -------
    LaunchSite
        A line along the edges that both have.

    Raises
    ------
    InputError
        If the text is not a pair.
    UnknownNameError, AmbiguousNameError
        As `find_area`.
    GeometryError
        If the two share no border.

    Examples
    --------
    >>> site = find_border_site("Sumy Oblast/Kursk Oblast")
    >>> site.name, site.kind
    ('Sumy Oblast-Kursk Oblast border', 'line')
    """
    names = [name.strip() for name in pair.split("/")]
    if len(names) != 2 or not all(names):
        raise InputError(
            f"{pair!r} is not a border: write two names with a slash, "
            "like Ukraine/Russia"
        )
    one, other = (find_area(name, worldview=worldview) for name in names)
    if one == other:
        raise InputError(f"{pair!r} is one area twice: name two that share a border")
    line = shared_edges(one.geometry, other.geometry)
    if line.is_empty:
        raise GeometryError(f"{one.name} and {other.name} share no land border")
    return LaunchSite(f"{one.name}-{other.name} border", line, origin=SHIPPED_ORIGIN)
