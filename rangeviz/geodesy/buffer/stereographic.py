"""A stereographic plane in which shapes are put together.

The plane has no seam and one point at infinity, which is put where the shape is
not: poles and the antimeridian are places like any other. It carries topology only;
no length is ever measured in it. The map is the spherical stereographic projection
(Snyder 1987, eq. 21-2 to 21-4) of the *geodetic* longitude and latitude.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rangeviz.geodesy.ellipsoid import E2, SEMI_MAJOR_M, SPHERE_RADIUS_M, FloatArray

_LEAST_RADIUS_M = 6_335_000.0  # less than any distance per radian of normals
_WIDEST = 1.53  # half the angle from the centre: 5 degrees short of infinity


@dataclass(frozen=True, slots=True)
class StereographicPlane:
    """The plane that touches the sphere at ``centre`` and loses the point opposite.

    Parameters
    ----------
    centre : (3,) array
        Unit vector of the geodetic normal at the centre.

    Examples
    --------
    >>> plane = StereographicPlane.at(36.2304, 49.9935)
    >>> xy = plane.from_lonlat([36.2304, 36.5853], [49.9935, 50.6107])
    >>> (xy / 1000).round().astype(int).tolist()
    [[0, 0], [25, 69]]
    >>> lon, lat = plane.to_lonlat(xy)
    >>> lat.round(9).tolist()
    [49.9935, 50.6107]
    """

    centre: FloatArray

    @classmethod
    def at(cls, lon: float, lat: float) -> StereographicPlane:
        """Make the plane that touches at a longitude and latitude in degrees."""
        return cls(normals(lon, lat))

    def _axes(self) -> tuple[FloatArray, FloatArray]:
        x, y, z = self.centre
        flat = math.hypot(x, y)
        sine, cosine = (y / flat, x / flat) if flat > 0 else (0.0, 1.0)
        east = np.array([-sine, cosine, 0.0])
        return east, np.array([-z * cosine, -z * sine, flat])

    def from_lonlat(self, lon: ArrayLike, lat: ArrayLike) -> FloatArray:
        """Project degrees to (..., 2) metres east and north of the centre."""
        normal = normals(lon, lat)
        east, north = self._axes()
        scale = 2 * SPHERE_RADIUS_M / (1 + normal @ self.centre)
        return np.stack([scale * (normal @ east), scale * (normal @ north)], axis=-1)

    def to_lonlat(self, xy: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the lon and lat in degrees of (..., 2) positions in the plane."""
        x, y, z = self._normals(xy)
        return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))

    def to_ecef(self, xy: ArrayLike) -> FloatArray:
        """Return where in space (..., 2) positions in the plane are: (..., 3)."""
        x, y, z = self._normals(xy)
        nu = SEMI_MAJOR_M / np.sqrt(1 - E2 * z**2)
        return np.stack([nu * x, nu * y, (1 - E2) * nu * z], axis=-1)

    def _normals(self, xy: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
        u, v = np.moveaxis(np.asarray(xy, float), -1, 0) / (2 * SPHERE_RADIUS_M)
        east, north = self._axes()
        square = u**2 + v**2
        scale = 2 / (1 + square)
        x, y, z = (
            scale * (u * east[i] + v * north[i])
            + (1 - square) / (1 + square) * self.centre[i]
            for i in range(3)
        )
        return x, y, z

    def straight_line_curvature(self, xy: FloatArray) -> FloatArray:
        """Bound the geodesic curvature, per metre, of straight lines at positions.

        On the sphere a line has at most |x| / (2 R^2) = tan(theta / 2) / R, theta
        being the angle from the centre; the ellipsoid's connection differs from the
        sphere's by less than 0.02 / R and its lengths by less than 1 %.
        """
        radius = np.hypot(xy[..., 0], xy[..., 1])
        return 1.02 * radius / (2 * SPHERE_RADIUS_M**2) + 0.02 / SPHERE_RADIUS_M

    def curvature_within(self, xy: FloatArray, distance_m: float) -> FloatArray:
        """Bound that curvature within a distance of positions, short of infinity."""
        half = np.arctan(np.hypot(xy[..., 0], xy[..., 1]) / (2 * SPHERE_RADIUS_M))
        farthest = np.minimum(half + distance_m / (2 * _LEAST_RADIUS_M), _WIDEST)
        return (1.02 * np.tan(farthest) + 0.02) / SPHERE_RADIUS_M


def normals(lon: ArrayLike, lat: ArrayLike) -> FloatArray:
    """Return unit vectors of the geodetic normals at degrees: (..., 3) array."""
    lam, phi = np.radians(lon), np.radians(lat)
    flat = np.cos(phi)
    x, y, z = np.broadcast_arrays(flat * np.cos(lam), flat * np.sin(lam), np.sin(phi))
    return np.stack([x, y, z], axis=-1)
