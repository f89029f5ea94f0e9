"""The sites, systems and zones of a scenario's TOML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.catalogue.published import (
    DEFAULT_SYSTEMS,
    find_system,
    load_systems,
    make_system,
    read_systems,
)
from rangeviz.datasets.files.records import check_keys, list_of, number_of, text_of
from rangeviz.datasets.places.coordinates import parse_position
from rangeviz.datasets.places.sites import (
    LAYER_SUFFIXES,
    TABLE_SUFFIXES,
    find_place_site,
    find_sites,
    read_sites,
)
from rangeviz.errors import FileFormatError, InputError
from rangeviz.geodesy.ellipsoid import check_positions
from rangeviz.model.own_layer import WithinLayer
from rangeviz.model.scenario import Worldview
from rangeviz.model.site import Edges, LaunchSite
from rangeviz.model.system import System
from rangeviz.model.zone import Zone, ZoneRule
from rangeviz.units import M_PER_KM

_SITE_KINDS = ("place", "lon", "area", "border", "file", "geometry")
_SITE_KEYS = (*_SITE_KINDS, "lat", "name", "edges", "country", "origin")
_ZONE_KEYS = ("region", "file", "geometry", "name", "rule", "code", "note")
_WITHIN_KEYS = ("file", "name", "by", "sum")
_OWN_RANGE_KEYS = ("range_km", "min_range_km", "label")
_GIVEN = "given by the user"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Context:
    """What the entries of a scenario are read by.

    Parameters
    ----------
    where : str
        What error messages call the file.
    folder : Path, optional
        Where relative paths count from; without one no path may be given.
    worldview : {"international", "natural-earth"}
        Whose view of countries zones follow.
    """

    where: str
    folder: Path | None
    worldview: Worldview

    def own_file(self, given: str, where: str) -> str:
        """Resolve the path of a user's own file that is read later.

        Raises
        ------
        FileFormatError
            If there is no folder to count from and it is not a bare name: a text that
            travels must not say which files of its reader are read.
        """
        if self.folder is not None:
            return str(self.folder / given)
        if any(mark in given for mark in "/\\:") or given in (".", ".."):
            self.path(given, where)
        return given

    def path(self, given: str, where: str) -> Path:
        """Resolve a path of the file.

        Raises
        ------
        FileFormatError
            If there is no folder to count from.
        """
        if self.folder is None:
            raise FileFormatError(
                f"{where}: refers to the file {given!r}, which does not travel with it"
            )
        return self.folder / given


def entries(
    document: Mapping[str, Any],
    key: str,
    context: Context,
    read: Callable[[Any, str, Context], list[_T]],
) -> tuple[_T, ...]:
    """Read every entry of a list: a text, or a table that says more.

    Parameters
    ----------
    document : mapping
        The table that holds the list.
    key : str
        Name of the list; absent counts as empty.
    context : Context
        See there.
    read : callable
        Takes the entry, what messages call it, and the context.

    Raises
    ------
    FileFormatError
        If it is no list, or an entry is not acceptable; the message names it.
    """
    found: list[_T] = []
    for number, entry in enumerate(list_of(document, key, context.where), start=1):
        where = f"{context.where}, {key} {number}"
        if not isinstance(entry, str | Mapping):
            raise FileFormatError(f"{where}: must be text or a table, not {entry!r}")
        try:
            found += read(entry, where, context)
        except FileFormatError as error:
            told = str(error)
            raise FileFormatError(
                told if told.startswith(where) else f"{where}: {told}"
            ) from error
        except InputError as error:
            raise FileFormatError(f"{where}: {error}") from error
    return tuple(found)


def read_site(entry: Any, where: str, context: Context) -> list[LaunchSite]:
    """Read one entry of ``sites``: usually one site, several from a file."""
    if isinstance(entry, str):
        return _site_of_text(entry, where, context)
    check_keys(entry, _SITE_KEYS, where)
    _one_of(entry, _SITE_KINDS, where)
    name = text_of(entry, "name", where)
    if "area" in entry or "border" in entry:
        found = _baselines(entry, where, context)
        return [replace(site, name=name or site.name) for site in found]
    if "file" in entry:
        return read_sites(context.path(text_of(entry, "file", where), where))
    if "place" in entry:
        place = find_place_site(text_of(entry, "place", where, required=True))
        return [replace(place, name=name or place.name)]
    about: dict[str, Any] = {
        "country": text_of(entry, "country", where) or None,
        "origin": text_of(entry, "origin", where) if "origin" in entry else _GIVEN,
    }
    if "lon" in entry:
        lon, lat = _degrees(entry, "lon", where), _degrees(entry, "lat", where)
        return [LaunchSite.at(lon, lat, name=name, **about)]
    edges = cast("Edges", text_of(entry, "edges", where) or "planar")
    if edges not in ("planar", "geodesic"):
        raise FileFormatError(f"{where}: edges {edges!r} is not planar or geodesic")
    shape = _geometry(entry, where)
    name = text_of(entry, "name", where, required=True)
    return [LaunchSite(name, shape, edges=edges, **about)]


def _baselines(
    entry: Mapping[str, Any], where: str, context: Context
) -> list[LaunchSite]:
    # Only here: a scenario of points must not wait for geopandas.
    from rangeviz.datasets.borders.areas import (
        find_area_site,
        find_border_site,
        read_area_sites,
    )

    if "border" in entry:
        pair = text_of(entry, "border", where, required=True)
        return [find_border_site(pair, worldview=context.worldview)]
    area = text_of(entry, "area", where, required=True)
    if Path(area).suffix.lower() in LAYER_SUFFIXES:
        return read_area_sites(context.path(area, where))
    return [find_area_site(area, worldview=context.worldview)]


def _site_of_text(text: str, where: str, context: Context) -> list[LaunchSite]:
    if parse_position(text) is not None:
        return find_sites(text)
    if Path(text).suffix.lower() in (*TABLE_SUFFIXES, *LAYER_SUFFIXES):
        return read_sites(context.path(text, where))
    return [find_place_site(text)]


def read_catalogue(document: Mapping[str, Any], context: Context) -> dict[str, System]:
    """Load the shipped catalogue and the file of ``systems_file`` beside it."""
    catalogue = dict(load_systems())
    own = text_of(document, "systems_file", context.where)
    if own:
        catalogue |= read_systems(context.path(own, context.where))
    return catalogue


def read_all_systems(
    document: Mapping[str, Any], context: Context, catalogue: Mapping[str, System]
) -> tuple[System, ...]:
    """Read the list ``systems``: ids of the catalogue, records, or own ranges."""

    def read(entry: Any, where: str, _context: Context) -> list[System]:
        if isinstance(entry, str):
            return [find_system(entry, catalogue)]
        if "range_km" in entry:
            return [_own_range(entry, where)]
        return [make_system(entry, where, min_source_needed=False)]

    return entries(document, "systems", context, read)


def default_systems() -> tuple[System, ...]:
    """Give the systems of a scenario that names none."""
    return tuple(load_systems()[name] for name in DEFAULT_SYSTEMS)


def _own_range(entry: Mapping[str, Any], where: str) -> System:
    check_keys(entry, _OWN_RANGE_KEYS, where)
    lengths_m = [
        None if value_km is None else round(value_km * M_PER_KM, 6)
        for value_km in (number_of(entry, key, where) for key in _OWN_RANGE_KEYS[:2])
    ]
    return System.ad_hoc(
        max_range_m=lengths_m[0] or 0.0,
        min_range_m=lengths_m[1],
        name=text_of(entry, "label", where),
    )


def read_zone(entry: Any, where: str, context: Context) -> list[Zone]:
    """Read one entry of ``zones``: a region, a file of polygons, or a shape."""
    # Only here: a scenario without zones must not wait for geopandas.
    from rangeviz.datasets.borders.zones import find_zone, read_zones

    if isinstance(entry, str):
        if Path(entry).suffix.lower() in LAYER_SUFFIXES:
            return read_zones(context.path(entry, where))
        return [find_zone(entry, worldview=context.worldview)]
    check_keys(entry, _ZONE_KEYS, where)
    _one_of(entry, ("region", "file", "geometry"), where)
    rule = cast("ZoneRule", text_of(entry, "rule", where) or "restricted")
    if "file" in entry:
        path = context.path(text_of(entry, "file", where), where)
        return read_zones(path, rule=rule)
    name, note = text_of(entry, "name", where), text_of(entry, "note", where)
    if "region" in entry:
        region = text_of(entry, "region", where, required=True)
        zone = find_zone(region, rule=rule, worldview=context.worldview)
        return [replace(zone, name=name or zone.name, note=note or zone.note)]
    code = text_of(entry, "code", where) or None
    name = text_of(entry, "name", where, required=True)
    return [Zone(name, _geometry(entry, where), rule, code, note)]


def read_within(entry: Any, where: str, context: Context) -> list[WithinLayer]:
    """Read one entry of ``within``: a file, and what to tell of it."""
    if isinstance(entry, str):
        return [WithinLayer(context.own_file(entry, where))]
    check_keys(entry, _WITHIN_KEYS, where)
    sums = list_of(entry, "sum", where)
    if not all(isinstance(column, str) for column in sums):
        raise FileFormatError(f"{where}: sum must be a list of columns, not {sums!r}")
    given = text_of(entry, "file", where, required=True)
    return [
        WithinLayer(
            context.own_file(given, where),
            name=text_of(entry, "name", where),
            by=text_of(entry, "by", where),
            sums=tuple(sums),
        )
    ]


def _one_of(entry: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    given = [key for key in keys if key in entry]
    if len(given) != 1:
        told = f"it has {' and '.join(given)}" if given else "it has none"
        raise FileFormatError(f"{where}: give one of {', '.join(keys)}; {told}")


def _geometry(entry: Mapping[str, Any], where: str) -> BaseGeometry:
    text = text_of(entry, "geometry", where, required=True)
    try:
        shape: BaseGeometry = shapely.from_wkt(text)
    except (shapely.errors.GEOSException, NotImplementedError) as error:
        raise FileFormatError(
            f"{where}: geometry is not WKT with straight edges, like "
            "POLYGON ((35 51, 36 51, 36 52, 35 51))"
        ) from error
    check_positions(*shapely.get_coordinates(shape).T)
    if not shape.is_valid:
        told = shapely.is_valid_reason(shape)
        raise FileFormatError(f"{where}: geometry is not valid: {told}")
    return shape


def _degrees(entry: Mapping[str, Any], key: str, where: str) -> float:
    value = number_of(entry, key, where)
    if value is None:
        raise FileFormatError(f"{where}: {key} is missing")
    return value
