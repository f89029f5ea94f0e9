"""Bounds of a page's map, also across the antimeridian and round the poles.

Borders are thinned as the map of a browser shows them, Mercator's on the sphere:
y = artanh(sin lat), Snyder, *Map Projections: A Working Manual*, 1987, equation 7-2a.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.bbox import Bbox
from rangeviz.geodesy.ellipsoid import SEMI_MINOR_M

MIN_HALF_HEIGHT_DEG = 0.3
MERCATOR_END_DEG = 85.0


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


def box_about(shapes: Sequence[BaseGeometry], distance_m: float) -> Box:
    """Bounds of everything within a distance of some shapes.

    Longitudes run on across the antimeridian and span at most 360 degrees,
    about the middle of the shapes; a box that holds a pole spans them all.

    Examples
    --------
    >>> box = box_about([shapely.Point(179, 0)], 222_000)
    >>> round(box.west), round(box.east)
    (177, 181)
    """
    angle_deg = max(math.degrees(distance_m / SEMI_MINOR_M), MIN_HALF_HEIGHT_DEG)
    first_lon = float(shapes[0].representative_point().x)
    boxes = [_box(shape, angle_deg, first_lon) for shape in shapes]
    west, east = min(b.west for b in boxes), max(b.east for b in boxes)
    if east - west > 360:
        middle = (
            min(b.centre_lon for b in boxes) + max(b.centre_lon for b in boxes)
        ) / 2
        west, east = middle - 180, middle + 180
    south, north = min(b.south for b in boxes), max(b.north for b in boxes)
    return Box(west, max(south, -90.0), east, min(north, 90.0))


def _box(shape: BaseGeometry, angle_deg: float, first_lon: float) -> Box:
    west, south, east, north = shape.bounds
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


def to_map(lonlat: np.ndarray) -> np.ndarray:
    """Move positions (n, 2), lon before lat in degrees, onto the map."""
    return np.column_stack((lonlat[:, 0], mercator_deg(lonlat[:, 1])))


def from_map(flat: np.ndarray) -> np.ndarray:
    """Move places on the map (n, 2) back to lon and lat in degrees."""
    return np.column_stack((flat[:, 0], unmercator_deg(flat[:, 1])))


def mercator_deg(lat: npt.ArrayLike) -> np.ndarray:
    """Give the ordinate of latitudes, in degrees of longitude.

    Beyond 85 degrees it goes straight on to the poles.

    Examples
    --------
    >>> round(float(mercator_deg(60.0)), 2)
    75.46
    """
    shown = np.radians(np.clip(lat, -MERCATOR_END_DEG, MERCATOR_END_DEG))
    north = np.degrees(np.arctanh(np.sin(shown)))
    beyond = (lat - np.degrees(shown)) / math.cos(math.radians(MERCATOR_END_DEG))
    return np.asarray(north + beyond)


def unmercator_deg(north: npt.ArrayLike) -> np.ndarray:
    """Give the latitudes of ordinates, at most 90 degrees.

    Examples
    --------
    >>> round(float(unmercator_deg(mercator_deg(60.0))), 9)
    60.0
    """
    end = float(mercator_deg(MERCATOR_END_DEG))
    shown = np.clip(north, -end, end)
    lat = np.degrees(np.arcsin(np.tanh(np.radians(shown))))
    beyond = (north - shown) * math.cos(math.radians(MERCATOR_END_DEG))
    return np.asarray(np.clip(lat + beyond, -90.0, 90.0))
