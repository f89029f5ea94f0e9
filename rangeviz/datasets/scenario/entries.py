"""Tables of a scenario's lists: each the form of a site, a system, a zone, a layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.files.forms import Form, Name, Number
from rangeviz.datasets.places.sites import LAYER_SUFFIXES, find_place_site, read_sites
from rangeviz.errors import FileFormatError
from rangeviz.geodesy.ellipsoid import check_positions
from rangeviz.language.words import GIVEN
from rangeviz.model.scenario import WithinLayer, Worldview
from rangeviz.model.site import Edges, LaunchSite
from rangeviz.model.system import System
from rangeviz.model.zone import Zone, ZoneRule


@dataclass(frozen=True, slots=True)
class Context:
    """What the entries of a scenario are read by.

    Parameters
    ----------
    where : str
        What error messages call the table that is being read.
    folder : Path, optional
        Where relative paths count from; without one no path may be given.
    worldview : {"international", "natural-earth"}
        Whose view of countries zones follow.
    catalogue : mapping of str to System
        What ids of systems are looked up in.
    """

    where: str
    folder: Path | None
    worldview: Worldview
    catalogue: Mapping[str, System]

    def own_file(self, given: str) -> str:
        """Resolve the path of a user's own file that is read later.

        Raises
        ------
        FileFormatError
            If there is no folder to count from and it is not a bare name: a text that
            travels must not say which files of its reader are read.
        """
        is_bare = not any(mark in given for mark in "/\\:") and given not in (".", "..")
        if self.folder is None and is_bare:
            return given
        return str(self.path(given))

    def path(self, given: str) -> Path:
        """Resolve a path of the file.

        Raises
        ------
        FileFormatError
            If there is no folder to count from.
        """
        if self.folder is None:
            raise FileFormatError(
                f"{self.where}: refers to the file {given!r}, which does not travel "
                "with it"
            )
        return self.folder / given


class PlaceSite(Form):
    """A place of the gazetteer.

    Parameters
    ----------
    place : str
        Its name in any spelling: "Kharkiv", "Odesa, UA".
    name : str
        What the map calls it instead.
    """

    place: Name
    name: str = ""

    def value(self) -> LaunchSite:
        """Look the place up."""
        place = find_place_site(self.place)
        return replace(place, name=self.name or place.name)


class PositionSite(Form, kw_only=True):
    """A position.

    Parameters
    ----------
    name : str
        What the map calls it.
    lon, lat : float
        Degrees, WGS 84.
    country : str
        ISO 3166-1 alpha-3 code of the country that it lies in.
    origin : str
        Where the position comes from.
    """

    name: str = ""
    lon: Number
    lat: Number
    country: str | None = None
    origin: str | None = None

    def value(self) -> LaunchSite:
        """Make the site."""
        return LaunchSite.at(**{"origin": GIVEN} | self.values())


class AreaSite(Form):
    """An area to measure from.

    Parameters
    ----------
    area : str
        A region or country by name or code, or a file of lines or polygons.
    name : str
        What the map calls it instead.
    """

    area: Name
    name: str = ""

    def read(self, context: Context) -> list[LaunchSite]:
        """Look the area up, or read the file."""
        # Only here: a scenario of points must not wait for geopandas.
        from rangeviz.datasets.borders.zones import find_area_site, read_area_sites

        if Path(self.area).suffix.lower() in LAYER_SUFFIXES:
            areas = read_area_sites(context.path(self.area))
        else:
            areas = [find_area_site(self.area, worldview=context.worldview)]
        return [replace(area, name=self.name or area.name) for area in areas]


class BorderSite(Form):
    """A border to measure from.

    Parameters
    ----------
    border : str
        Two countries or regions: "Ukraine/Russia".
    name : str
        What the map calls it instead.
    """

    border: Name
    name: str = ""

    def read(self, context: Context) -> list[LaunchSite]:
        """Look the border up."""
        from rangeviz.datasets.borders.zones import find_border_site

        border = find_border_site(self.border, worldview=context.worldview)
        return [replace(border, name=self.name or border.name)]


class FileSites(Form):
    """Points of a file.

    Parameters
    ----------
    file : str
        Its path, from the scenario's folder: .csv, .geojson, .gpkg and others.
    """

    file: Name

    def read(self, context: Context) -> list[LaunchSite]:
        """Read the file."""
        return read_sites(context.path(self.file))


class ShapeSite(Form, kw_only=True):
    """A point, line or area of one's own to measure from.

    Parameters
    ----------
    name : str
        What the map calls it.
    geometry : str
        WKT, lon before lat.
    edges : str
        "planar" (straight in lon/lat, where it is left out) or "geodesic".
    country : str
        ISO 3166-1 alpha-3 code of the country that it lies in.
    origin : str
        Where the shape comes from.
    """

    name: Name
    geometry: Name
    edges: Edges | None = None
    country: str | None = None
    origin: str | None = None

    def value(self) -> LaunchSite:
        """Make the site."""
        about = {"origin": GIVEN} | self.values()
        return LaunchSite(**about | {"geometry": _geometry(self.geometry)})


class OwnRange(Form):
    """A range of one's own, not a published figure.

    Parameters
    ----------
    range_km : float
        Greatest range.
    min_range_km : float
        Least range.
    label : str
        Its name.
    """

    range_km: Number
    min_range_km: Number | None = None
    label: str = ""

    def value(self) -> System:
        """Make the system."""
        lengths_m = self.values()
        return System.ad_hoc(
            max_range_m=lengths_m["range_m"],
            min_range_m=lengths_m.get("min_range_m"),
            name=self.label,
        )


class RegionZone(Form):
    """A region or country with a rule.

    Parameters
    ----------
    region : str
        Its name or code: "Kursk", "RU-KRS".
    rule : str
        "restricted" (not in there, where it is left out) or "only" (nowhere else).
    name, note : str
        Instead of its own.
    """

    region: Name
    rule: ZoneRule | None = None
    name: str = ""
    note: str = ""

    def read(self, context: Context) -> list[Zone]:
        """Look the region up."""
        # Only here: a scenario without zones must not wait for geopandas.
        from rangeviz.datasets.borders.zones import find_zone

        zone = find_zone(
            self.region, rule=self.rule or "restricted", worldview=context.worldview
        )
        return [replace(zone, name=self.name or zone.name, note=self.note or zone.note)]


class FileZones(Form):
    """Polygons of a file, with a rule.

    Parameters
    ----------
    file : str
        Its path, from the scenario's folder.
    rule : str
        "restricted" (not in there, where it is left out) or "only" (nowhere else).
    """

    file: Name
    rule: ZoneRule | None = None

    def read(self, context: Context) -> list[Zone]:
        """Read the file."""
        from rangeviz.datasets.borders.zones import read_zones

        return read_zones(context.path(self.file), rule=self.rule or "restricted")


class ShapeZone(Form, kw_only=True):
    """An area of one's own, with a rule.

    Parameters
    ----------
    name : str
        What the map calls it.
    rule : str
        "restricted" (not in there, where it is left out) or "only" (nowhere else).
    code : str
        ISO 3166-2 code, where it is a region.
    note : str
        What else a reader must know.
    geometry : str
        WKT, lon before lat.
    """

    name: Name
    rule: ZoneRule | None = None
    code: str | None = None
    note: str = ""
    geometry: Name

    def value(self) -> Zone:
        """Make the zone."""
        return Zone(**self.values() | {"geometry": _geometry(self.geometry)})


class Layer(Form):
    """A layer of one's own, of which reaches tell sums.

    Parameters
    ----------
    file : str
        Its path, from the scenario's folder: points, lines or polygons.
    name : str
        What outputs call it; else the file's name.
    by : str
        A column that groups the features.
    sum : list of str
        Columns of numbers to sum.
    """

    file: Name
    name: str = ""
    by: str = ""
    sum: tuple[str, ...] = ()

    def read(self, context: Context) -> list[WithinLayer]:
        """Make the layer; its file is read later."""
        path = context.own_file(self.file)
        return [WithinLayer(path, self.name, self.by, self.sum)]


def _geometry(text: str) -> BaseGeometry:
    try:
        shape: BaseGeometry = shapely.from_wkt(text)
    except (shapely.errors.GEOSException, NotImplementedError) as error:
        raise FileFormatError(
            "geometry is not WKT with straight edges, like "
            "POLYGON ((35 51, 36 51, 36 52, 35 51))"
        ) from error
    check_positions(*shapely.get_coordinates(shape).T)
    if not shape.is_valid:
        raise FileFormatError(
            f"geometry is not valid: {shapely.is_valid_reason(shape)}"
        )
    return shape
