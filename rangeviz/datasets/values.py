"""Sites, systems and zones out of what people have: names, positions, shapes, tables.

A text means what it means on the command line. A table is a GeoSeries or GeoDataFrame
that says its CRS; each row is a site or a zone, called by its column of names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeGuard, TypeVar

from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import brief
from rangeviz.datasets.catalogue.published import find_system
from rangeviz.datasets.places.sites import find_sites, read_sites, site_at
from rangeviz.errors import DistanceError, InputError
from rangeviz.geodesy.frames import is_geo_table
from rangeviz.language.words import GIVEN
from rangeviz.model.place import Place
from rangeviz.model.region import Region
from rangeviz.model.site import LaunchSite, format_position
from rangeviz.model.system import System
from rangeviz.model.zone import Zone
from rangeviz.units import parse_length_m

if TYPE_CHECKING:
    from rangeviz.geodesy.frames import GeoTable
    from rangeviz.model.scenario import Worldview

    Position: TypeAlias = tuple[float, float]
    SiteLike: TypeAlias = (
        LaunchSite | Place | Region | str | Position | BaseGeometry | GeoTable
    )
    SystemLike: TypeAlias = System | str
    ZoneLike: TypeAlias = Zone | Region | str | GeoTable

T = TypeVar("T")


def sites_of(sites: SiteLike | Sequence[SiteLike]) -> tuple[LaunchSite, ...]:
    """Make launch sites of whatever says where.

    Parameters
    ----------
    sites : site-like, or a sequence of them
        A LaunchSite; a text as `find_sites` reads it; (lon, lat) in degrees; a shapely
        geometry in EPSG:4326; a Place or Region; a GeoSeries or GeoDataFrame.

    Returns
    -------
    tuple of LaunchSite
        At least one.

    Raises
    ------
    InputError
        If something is none of these, or there is nothing.

    Examples
    --------
    >>> [site.name for site in sites_of(["Kharkiv", (30.5, 50.4)])]
    ['Kharkiv', '50.4000 N, 30.5000 E']
    """
    if _is_position(sites):
        sites = [sites]
    found = _each(sites, _sites, "launch site")
    if not found:
        raise InputError("there is no launch site: give at least one")
    return found


def site_of(site: SiteLike) -> LaunchSite:
    """Make the one launch site of whatever says where; see `sites_of`.

    Raises
    ------
    InputError
        As `sites_of`, or if it holds several.
    """
    sites = sites_of(site)
    if len(sites) > 1:
        raise InputError(
            f"{brief(site)} holds {len(sites)} launch sites where one is wanted; "
            "rangeviz.report takes many"
        )
    return sites[0]


def systems_of(systems: SystemLike | Sequence[SystemLike]) -> tuple[System, ...]:
    """Make systems of ids, names, ranges with their unit, or take them.

    Parameters
    ----------
    systems : System or str, or a sequence or mapping of them
        ``"atacms"``, ``"Storm Shadow"``, ``"305.8 km"``.

    Returns
    -------
    tuple of System
        At least one, each once.

    Raises
    ------
    UnknownNameError
        If no system answers to a name.
    InputError
        If something is no system, or there is nothing.

    Examples
    --------
    >>> [system.max_range_km for system in systems_of(["himars", "190 mi"])]
    [80.5, 305.77536]
    """
    if isinstance(systems, Mapping):
        systems = list(systems.values())
    found = _each(systems, _systems, "system")
    if not found:
        raise InputError("there is no system: give at least one")
    return tuple(dict.fromkeys(found))


def zones_of(
    zones: ZoneLike | Sequence[ZoneLike], *, worldview: Worldview = "international"
) -> tuple[Zone, ...]:
    """Make zones of names of regions, of files and tables of polygons, or take them.

    Parameters
    ----------
    zones : zone-like, or a sequence of them
        A Zone or Region; a name as `find_zone` takes it, or the path of a file as
        `read_zones` reads it; a GeoSeries or GeoDataFrame of polygons.
    worldview : {"international", "natural-earth"}
        Which units are counted to a country.

    Returns
    -------
    tuple of Zone
        All restricted, unless they are Zone values of another rule.

    Raises
    ------
    InputError
        If something is none of these.

    Examples
    --------
    >>> [zone.name for zone in zones_of("Kursk")]
    ['Kursk Oblast']
    """
    return _each(zones, lambda zone: _zones(zone, worldview), "zone")


def _each(
    things: object, take: Callable[[object], Sequence[T] | None], what: str
) -> tuple[T, ...]:
    """Take one thing, or all of a sequence."""
    taken = take(things)
    if taken is not None:
        return tuple(taken)
    if isinstance(things, bytes | dict) or not isinstance(things, Iterable):
        raise _none(things, what)
    values: list[T] = []
    for thing in things:
        taken = take(thing)
        if taken is None:
            raise _none(thing, what)
        values += taken
    return tuple(values)


def _none(thing: object, what: str) -> InputError:
    ways = {
        "launch site": "a place's name, (lon, lat), a shapely geometry, a GeoDataFrame "
        "or a LaunchSite",
        "system": "an id or name of the catalogue, a range like '305.8 km' or a System",
        "zone": "a region's name, a GeoDataFrame of polygons or a Zone",
    }
    return InputError(f"{brief(thing)} is no {what}: give {ways[what]}")


def _is_position(thing: object) -> TypeGuard[Sequence[float]]:
    return (
        isinstance(thing, tuple | list)
        and len(thing) == 2
        and all(isinstance(x, float | int) or hasattr(x, "__float__") for x in thing)
    )


def _sites(thing: object) -> Sequence[LaunchSite] | None:
    if isinstance(thing, LaunchSite):
        return [thing]
    if isinstance(thing, Place):
        return [site_at(thing)]
    if isinstance(thing, Region):
        return [LaunchSite(thing.name, thing.geometry, thing.country_code)]
    if isinstance(thing, str):
        return find_sites(thing)
    if isinstance(thing, os.PathLike):
        return read_sites(thing)
    if isinstance(thing, BaseGeometry):
        return [_site("", thing)]
    if is_geo_table(thing):
        return [_site(name, shape) for name, shape in _rows(thing, zones=False)]
    if _is_position(thing):
        return [LaunchSite.at(thing[0], thing[1], origin=GIVEN)]
    return None


def _site(name: str, shape: BaseGeometry) -> LaunchSite:
    if not name and not shape.is_empty:
        middle = shape.representative_point()
        about = "" if shape.geom_type == "Point" else f"{shape.geom_type} near "
        name = about + format_position(middle.x, middle.y)
    return LaunchSite(name, shape, origin=GIVEN)


def _systems(thing: object) -> Sequence[System] | None:
    if isinstance(thing, System):
        return [thing]
    return [system_of(thing)] if isinstance(thing, str) else None


def system_of(text: str, catalogue: Mapping[str, System] | None = None) -> System:
    """Find a system by id or name, or make one of a range with its unit.

    Parameters
    ----------
    text : str
        An id, a name, or a length (80km).
    catalogue : mapping of str to System, optional
        By id; the shipped one by default.

    Raises
    ------
    UnknownNameError
        If it is neither.

    Examples
    --------
    >>> system_of("himars").max_range_km, system_of("80km").max_range_km
    (80.5, 80.0)
    """
    try:
        length_m = parse_length_m(text)
    except DistanceError:
        return find_system(text, catalogue)
    return System.ad_hoc(max_range_m=length_m)


def _zones(thing: object, worldview: Worldview) -> Sequence[Zone] | None:
    # Only here: a site by its name must not wait for geopandas.
    from rangeviz.datasets.borders.zones import find_zone, read_zones

    if isinstance(thing, Zone):
        return [thing]
    if isinstance(thing, Region):
        return [Zone(thing.name, thing.geometry, code=thing.code)]
    if isinstance(thing, str):
        if os.path.isfile(thing):
            return read_zones(thing)
        return [find_zone(thing, worldview=worldview)]
    if isinstance(thing, os.PathLike):
        return read_zones(thing)
    if is_geo_table(thing):
        return [
            Zone(name or f"zone {number}", shape, note=GIVEN)
            for number, (name, shape) in enumerate(_rows(thing, zones=True), start=1)
        ]
    return None


def _rows(table: GeoTable, *, zones: bool) -> list[tuple[str, BaseGeometry]]:
    """Give the name, empty where there is none, and the shape of each row."""
    from rangeviz.datasets.files.layers import (
        LINES,
        POINTS,
        POLYGONS,
        names_of,
        table_layer,
    )

    kinds = POLYGONS if zones else (*POINTS, *LINES, *POLYGONS)
    layer = table_layer(table, geometry_types=kinds)
    return list(zip(names_of(layer), layer.geometry, strict=True))
