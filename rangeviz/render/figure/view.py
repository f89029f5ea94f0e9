"""The projection and the frame of a picture.

Azimuthal equidistant about the launch point: the plane's polar coordinates are
the azimuth and the geodesic distance from the centre (J. P. Snyder, "Map
Projections: A Working Manual", USGS PP 1395, 1987, ch. 25), here on the ellipsoid.
Distances and directions from the centre are true, so rings about it are circles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from rangeviz.analysis.report import Report
from rangeviz.geodesy.ellipsoid import (
    AUTHALIC_RADIUS_M,
    SMALLEST_RADIUS_M,
    FloatArray,
    direct,
    inverse,
)
from rangeviz.model.site import LaunchSite

WORLD_RADIUS_M = 20_003_931.0  # half a meridian: no place is farther away
ASPECT = 1.23  # width by height of a frame about one site
ASPECTS = (1.0, 1.8)
MARGIN = 1.16  # by how much the frame is larger than the rings
ZONE_MARGIN = 1.9  # a zone is shown as far out as this, in rings


@dataclass(frozen=True, slots=True)
class View:
    """What a picture shows.

    Parameters
    ----------
    lon, lat : float
        Centre of the projection in degrees.
    west_m, south_m, east_m, north_m : float
        The frame in the projection's plane, metres.
    """

    lon: float
    lat: float
    west_m: float
    south_m: float
    east_m: float
    north_m: float

    @property
    def width_m(self) -> float:
        """Width of the frame."""
        return self.east_m - self.west_m

    @property
    def height_m(self) -> float:
        """Height of the frame."""
        return self.north_m - self.south_m

    @property
    def corners(self) -> FloatArray:
        """The four corners, (4, 2), metres."""
        west, east = self.west_m, self.east_m
        south, north = self.south_m, self.north_m
        return np.array([[west, south], [east, south], [east, north], [west, north]])

    @property
    def earth(self) -> FloatArray:
        """What of the plane is Earth, closed and anticlockwise, (n, 2), metres.

        More than the frame; of the whole Earth, a disc.
        """
        if self.farthest_m >= WORLD_RADIUS_M:
            turn = np.linspace(0, 2 * np.pi, 361)
            return WORLD_RADIUS_M * np.column_stack([np.cos(turn), np.sin(turn)])
        middle = self.corners.mean(axis=0)
        around = (self.corners - middle) * 1.02 + middle
        return np.vstack([around, around[:1]])

    @property
    def farthest_m(self) -> float:
        """Greatest distance from the centre that the frame shows."""
        return min(float(np.hypot(*self.corners.T).max()), WORLD_RADIUS_M)

    @property
    def bounds_deg(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all that the frame may show.

        Longitudes run on across the antimeridian; round a pole, all of them.
        """
        angle = self.farthest_m / SMALLEST_RADIUS_M
        south = self.lat - math.degrees(angle)
        north = self.lat + math.degrees(angle)
        if south <= -90 or north >= 90:
            return (-180.0, max(south, -90.0), 180.0, min(north, 90.0))
        half = math.degrees(
            math.asin(math.sin(angle) / math.cos(math.radians(self.lat)))
        )
        return (self.lon - half, south, self.lon + half, north)

    def to_plane(self, lon_lat: FloatArray) -> FloatArray:
        """Project positions (n, 2), degrees, to metres east and north."""
        lon, lat = np.asarray(lon_lat, dtype=float).reshape(-1, 2).T
        if not lon.size:
            return np.empty((0, 2))
        azimuth_deg, _, distance_m = inverse(
            np.full(lon.shape, self.lon), np.full(lon.shape, self.lat), lon, lat
        )
        azimuth = np.radians(azimuth_deg)
        return np.column_stack(
            [distance_m * np.sin(azimuth), distance_m * np.cos(azimuth)]
        )

    def to_lon_lat(self, plane_m: FloatArray) -> FloatArray:
        """Give the positions (n, 2), degrees, of points of the plane."""
        x_m, y_m = np.asarray(plane_m, dtype=float).reshape(-1, 2).T
        azimuth_deg = np.degrees(np.arctan2(x_m, y_m))
        lon, lat, _ = direct(
            np.full(x_m.shape, self.lon), self.lat, azimuth_deg, np.hypot(x_m, y_m)
        )
        return np.column_stack([lon, lat])

    @property
    def convergence_deg(self) -> float:
        """How far north turns away from "up", at most, anywhere in the frame."""
        x_m, y_m = self.corners.T
        azimuth_deg = np.degrees(np.arctan2(x_m, y_m))
        distance_m = np.minimum(np.hypot(x_m, y_m), WORLD_RADIUS_M)
        _, _, at_end_deg = direct(
            np.full(x_m.shape, self.lon), self.lat, azimuth_deg, distance_m
        )
        turn = (np.asarray(at_end_deg) - azimuth_deg + 180) % 360 - 180
        return float(np.abs(turn).max())

    @property
    def stretch(self) -> float:
        """How much longer a short line across the radius is drawn, at most."""
        angle = min(self.farthest_m / AUTHALIC_RADIUS_M, math.pi * 0.999)
        return angle / math.sin(angle) - 1


def make_view(report: Report, *, aspect: float | None = None) -> View:
    """Centre and frame that show every reach of a report, and zones near them.

    Parameters
    ----------
    report : Report
        What was computed.
    aspect : float, optional
        Width by height of the frame; by default what suits the reaches.

    Returns
    -------
    View
        About the launch point, if there is only one; else about the middle of all.
    """
    lon, lat = _centre(report.scenario.sites)
    view = View(lon, lat, 0.0, 0.0, 0.0, 0.0)
    shapes = [found.reach.geometry for found in report.reaches]
    shapes += [site.geometry for site in report.scenario.sites]
    reached = _bounds(view.to_plane(shapely.get_coordinates(shapes)))
    limits = _grown(reached, ZONE_MARGIN)
    for zone in report.scenario.zones:
        plane = view.to_plane(shapely.get_coordinates(zone.geometry))
        inside = ((plane >= limits[:2]) & (plane <= limits[2:])).all(axis=1)
        if inside.any():
            both = np.vstack([reached.reshape(2, 2), plane[inside]])
            reached = _bounds(both)
    west, south, east, north = _with_aspect(_grown(reached, MARGIN), aspect).tolist()
    return View(lon, lat, west, south, east, north)


def _centre(sites: Sequence[LaunchSite]) -> tuple[float, float]:
    if len(sites) == 1 and sites[0].is_point:
        return sites[0].lon, sites[0].lat
    lon, lat = np.radians(shapely.get_coordinates([s.geometry for s in sites])).T
    vectors = np.column_stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    )
    x, y, z = (vectors.min(axis=0) + vectors.max(axis=0)) / 2
    if math.hypot(x, y, z) < 0.1:  # all round the Earth: any centre is as good
        return sites[0].lon, sites[0].lat
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _bounds(plane_m: FloatArray) -> FloatArray:
    return np.concatenate([plane_m.min(axis=0), plane_m.max(axis=0)])


def _grown(bounds: FloatArray, factor: float) -> FloatArray:
    middle = (bounds[:2] + bounds[2:]) / 2
    half = np.maximum((bounds[2:] - bounds[:2]) / 2 * factor, 1.0)
    half = np.minimum(half, WORLD_RADIUS_M * 1.02)
    return np.concatenate([middle - half, middle + half])


def _with_aspect(bounds: FloatArray, wanted: float | None) -> FloatArray:
    middle = (bounds[:2] + bounds[2:]) / 2
    width, height = bounds[2:] - bounds[:2]
    aspect = width / height
    if wanted is None:
        suited = min(max(aspect, ASPECTS[0]), ASPECTS[1])
        wanted = ASPECT if 0.8 < aspect < ASPECT else suited
    half = np.array([max(width, height * wanted), max(height, width / wanted)]) / 2
    return np.concatenate([middle - half, middle + half])
