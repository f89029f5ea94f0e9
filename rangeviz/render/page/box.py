"""Bounds of a page's map, also across the antimeridian and round the poles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.bbox import Bbox
from rangeviz.geodesy.ellipsoid import SEMI_MINOR_M
from rangeviz.model.site import LaunchSite
from rangeviz.render.page.mercator import mercator_deg

LANDSCAPE = 1.5  # a wide screen's map, width to height
PORTRAIT = 1.25  # a phone's, height to width
MIN_HALF_HEIGHT_DEG = 0.3


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in degrees, EPSG:4326; longitudes run on across the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @property
    def centre_lon(self) -> float:
        """Longitude half way, in degrees."""
        return (self.west + self.east) / 2

    @property
    def bounds(self) -> Bbox:
        """West, south, east, north, turned until the middle lies within +-180."""
        turn = 360 * round(self.centre_lon / 360)
        return self.west - turn, self.south, self.east - turn, self.north

    @property
    def polygon(self) -> shapely.Polygon:
        """The box as a shape."""
        return shapely.box(self.west, self.south, self.east, self.north)

    @property
    def on_tenths(self) -> Box:
        """The box widened to tenths of a degree, the grid of the rest of the land.

        What is cut along its sides then meets without a seam. A box all round the
        Earth stays as wide as it is.
        """
        south, north = math.floor(self.south * 10) / 10, math.ceil(self.north * 10) / 10
        west, east = math.floor(self.west * 10) / 10, math.ceil(self.east * 10) / 10
        if east - west > 360:
            west, east = self.west, self.east
        return Box(west, max(south, -90.0), east, min(north, 90.0))

    @property
    def seen_lons(self) -> tuple[float, float]:
        """Least and greatest longitude that a wide screen shows."""
        low, high = mercator_deg([self.south, self.north]).tolist()
        half_deg = max(LANDSCAPE * (high - low), self.east - self.west) / 2
        return self.centre_lon - half_deg, self.centre_lon + half_deg


def box_about(sites: Sequence[LaunchSite], distance_m: float) -> Box:
    """Bounds of everything within a distance of some sites.

    Longitudes run on across the antimeridian and span at most 360 degrees,
    about the middle of the sites; a box that holds a pole spans them all.

    Examples
    --------
    >>> box = box_about([LaunchSite.at(179.0, 0.0)], 222_000)
    >>> round(box.west), round(box.east)
    (177, 181)
    """
    angle_deg = max(math.degrees(distance_m / SEMI_MINOR_M), MIN_HALF_HEIGHT_DEG)
    first_lon = sites[0].lon
    boxes = [_box(site, angle_deg, first_lon) for site in sites]
    west, east = min(b.west for b in boxes), max(b.east for b in boxes)
    if east - west > 360:
        middle = (
            min(b.centre_lon for b in boxes) + max(b.centre_lon for b in boxes)
        ) / 2
        west, east = middle - 180, middle + 180
    south, north = min(b.south for b in boxes), max(b.north for b in boxes)
    return Box(west, max(south, -90.0), east, min(north, 90.0))


def _box(site: LaunchSite, angle_deg: float, first_lon: float) -> Box:
    west, south, east, north = site.geometry.bounds
    shift = 360 * round((first_lon - (west + east) / 2) / 360)
    low, high = south - angle_deg, north + angle_deg
    if low <= -90 or high >= 90:
        half_deg = 180.0
    else:
        widest = math.cos(math.radians(max(abs(south), abs(north))))
        half_deg = math.degrees(math.asin(math.sin(math.radians(angle_deg)) / widest))
    return Box(west + shift - half_deg, low, east + shift + half_deg, high)


def unwrap(geometry: BaseGeometry, box: Box) -> BaseGeometry:
    """Move a shape's parts by whole turns into the 360 degrees about a box.

    Parameters
    ----------
    geometry : shapely geometry
        EPSG:4326, longitudes within +-180.
    box : Box
        Its middle longitude becomes the middle of the result.

    Returns
    -------
    shapely geometry
        Empty where `geometry` is.
    """
    low, high = box.centre_lon - 180, box.centre_lon + 180
    west, _, east, _ = shapely.bounds(geometry)
    if not (west < low or east > high):
        return geometry
    frame = shapely.box(low, -90, high, 90)
    turns = [
        shapely.intersection(affinity.translate(geometry, xoff=turn), frame)
        for turn in (-360, 0, 360)
    ]
    return shapely.union_all([part for part in turns if not part.is_empty])
