"""Lines and areas to measure from: a country, a region, a border, or a user's file."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from rangeviz.datasets.borders.regions import find_area
from rangeviz.datasets.files.layers import LINES, POLYGONS, names_of, read_layer
from rangeviz.datasets.files.records import is_file
from rangeviz.datasets.places.sites import LAYER_SUFFIXES
from rangeviz.errors import GeometryError, InputError
from rangeviz.geodesy.shapes import shared_edges
from rangeviz.language.words import GIVEN
from rangeviz.model.scenario import Worldview
from rangeviz.model.site import LaunchSite

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
