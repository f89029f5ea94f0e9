"""Zones: a region or country by name, or the polygons of a user's own file."""

from __future__ import annotations

import os

from rangeviz.arguments import one_line, path_of
from rangeviz.datasets.borders.regions import find_area
from rangeviz.datasets.files.layers import POLYGONS, names_of, read_layer
from rangeviz.language.words import AREA_REPORTED, COUNTRY_DRAWN, GIVEN, REGION_DRAWN
from rangeviz.model.scenario import Worldview
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
