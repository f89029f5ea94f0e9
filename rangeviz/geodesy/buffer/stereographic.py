"""A stereographic plane in which shapes are put together.

The plane has no seam and one point at infinity, which is put where the shape is
not: poles and the antimeridian are places like any other. It carries topology only;
no length is ever measured in it. The map is the spherical stereographic projection
(Snyder 1987, eq. 21-2 to 21-4) of the *geodetic* longitude and latitude.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

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
    _axes: FloatArray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the directions east, north and up at the centre."""
        x, y, z = self.centre
        flat = math.hypot(x, y)
        sine, cosine = (y / flat, x / flat) if flat > 0 else (0.0, 1.0)
        axes = [[-sine, cosine, 0.0], [-z * cosine, -z * sine, flat], [x, y, z]]
        object.__setattr__(self, "_axes", np.array(axes))

    @classmethod
    def at(cls, lon: float, lat: float) -> StereographicPlane:
        """Make the plane that touches at a longitude and latitude in degrees."""
        return cls(normals(lon, lat))

    def from_lonlat(self, lon: ArrayLike, lat: ArrayLike) -> FloatArray:
        """Project degrees to (..., 2) metres east and north of the centre."""
        turned = normals(lon, lat) @ self._axes.T
        scale = 2 * SPHERE_RADIUS_M / (1 + turned[..., 2:])
        return np.asarray(scale * turned[..., :2])

    def to_lonlat(self, xy: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the lon and lat in degrees of (..., 2) positions in the plane."""
        normal = self._normals(xy)
        x, y, z = normal[..., 0], normal[..., 1], normal[..., 2]
        return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))

    def to_ecef(self, xy: ArrayLike) -> FloatArray:
        """Return where in space (..., 2) positions in the plane are: (..., 3)."""
        normal = self._normals(xy)
        normal *= SEMI_MAJOR_M / np.sqrt(1 - E2 * normal[..., 2:] ** 2)
        normal[..., 2] *= 1 - E2
        return normal

    def _normals(self, xy: ArrayLike) -> FloatArray:
        flat = np.asarray(xy, float) / (2 * SPHERE_RADIUS_M)
        scale = 2 / (1 + flat[..., :1] ** 2 + flat[..., 1:] ** 2)
        return np.asarray(scale * (flat @ self._axes[:2]) + (scale - 1) * self.centre)

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
    normal = np.empty((*np.broadcast_shapes(lam.shape, phi.shape), 3))
    normal[..., 0], normal[..., 1] = flat * np.cos(lam), flat * np.sin(lam)
    normal[..., 2] = np.sin(phi)
    return normal
