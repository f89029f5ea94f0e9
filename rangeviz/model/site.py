"""LaunchSite: the named point, line or area that a range is measured from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, Self

import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import take_texts
from rangeviz.errors import InputError
from rangeviz.geodesy.ellipsoid import check_position, wrap_lon
from rangeviz.language.cards import html_card
from rangeviz.model.checks import feature_of, on_earth

Edges = Literal["planar", "geodesic"]
EDGES: tuple[Edges, ...] = ("planar", "geodesic")


@dataclass(frozen=True, slots=True)
class LaunchSite:
    """A named baseline on the WGS 84 ellipsoid, chosen for illustration.

    Parameters
    ----------
    name : str
        What the reader sees. From a file it may hold anything: every output
        treats it as text.
    geometry : shapely geometry
        Point, line or polygon (or several) in EPSG:4326, lon before lat; what passes
        +-180 is cut there.
    country : str, optional
        Code of the country that the site lies in, where it is known.
    origin : str, optional
        Where name and position come from ("GeoNames", "given by the user").
    edges : {"planar", "geodesic"}
        How the edges of a line or polygon run: straight in lon/lat (RFC 7946)
        or along geodesics.

    Raises
    ------
    GeometryError
        If the geometry is empty, no shape, or an area that is not valid.
    CoordinateError
        If a coordinate is not finite or not on Earth.
    InputError
        If the name is no text, or the edges are none of the two.

    Examples
    --------
    >>> site = LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    >>> site.lon, site.lat, site.is_point
    (36.2304, 49.9935, True)
    """

    name: str
    geometry: BaseGeometry
    country: str | None = None
    origin: str = ""
    edges: Edges = "planar"

    def __post_init__(self) -> None:
        take_texts(self, "a launch site", "name", others=("country", "origin"))
        if self.edges not in EDGES:
            raise InputError(f"edges {self.edges!r} are not 'planar' or 'geodesic'")
        shape = self.geometry
        if isinstance(shape, shapely.Point) and not shape.is_empty:
            # Tables of 100,000 points pass here: arrays of one would triple the time.
            check_position(shape.x, shape.y)
            if abs(shape.x) <= 180:
                return
        shape = on_earth(shape, f"launch site {self.name!r}")
        object.__setattr__(self, "geometry", shape)

    @classmethod
    def at(cls, lon: float, lat: float, *, name: str = "", **about: Any) -> Self:
        """Make a site from a longitude and a latitude in degrees.

        Without a name the site is called by its position.

        Examples
        --------
        >>> LaunchSite.at(36.2304, 49.9935).name
        '49.9935 N, 36.2304 E'
        """
        check_position(lon, lat)
        # Python's own: numpy's would not do as parts of a name.
        lon, lat = float(lon), float(lat)
        if abs(lon) > 180:
            lon = float(wrap_lon(lon))
        return cls(name or format_position(lon, lat), shapely.Point(lon, lat), **about)

    @property
    def is_point(self) -> bool:
        """Whether the site is one point."""
        return isinstance(self.geometry, shapely.Point)

    @property
    def kind(self) -> Literal["point", "line", "area"]:
        """Whether the range is measured from points, lines or areas."""
        dimension = int(shapely.get_dimensions(self.geometry))
        return ("point", "line", "area")[dimension]

    @property
    def lon(self) -> float:
        """Longitude in degrees: of the point, or of an area's inner point."""
        return float(self.geometry.representative_point().x)

    @property
    def lat(self) -> float:
        """Latitude in degrees: of the point, or of an area's inner point."""
        return float(self.geometry.representative_point().y)

    def __repr__(self) -> str:
        return f"<LaunchSite {self.name}: {self.kind} at {self.lon:g}, {self.lat:g}>"

    def _repr_html_(self) -> str:
        rows = [
            (self.kind, f"longitude {self.lon:.5f}, latitude {self.lat:.5f}"),
            ("country", self.country or "not told"),
            ("from", self.origin or "not told"),
        ]
        return html_card(self.name, rows)

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return feature_of(self.geometry, name=self.name, country=self.country)


def named_once(sites: Iterable[LaunchSite]) -> list[LaunchSite]:
    """Leave out lines and areas that are called as one before them: one line's dates.

    Examples
    --------
    >>> lines = shapely.linestrings([[(30, 50), (31, 51)], [(30, 50), (31, 52)]])
    >>> len(named_once([LaunchSite("A line", line) for line in lines]))
    1
    """
    once = {site if site.is_point else site.name: site for site in sites}
    return list(once.values())


def format_position(lon: float, lat: float) -> str:
    """Write a position the way people do: latitude first, with its letters.

    Examples
    --------
    >>> format_position(-70.5, -33.25)
    '33.2500 S, 70.5000 W'
    """
    return f"{abs(lat):.4f} {'NS'[lat < 0]}, {abs(lon):.4f} {'EW'[lon < 0]}"
