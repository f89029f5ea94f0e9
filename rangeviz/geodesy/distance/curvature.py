"""What a buffer's error can be at most: bounds that hold between the vertices.

Two facts carry the proof (docs/engine.md has it in full).

*From below.* The distance d from a closed set is semi-concave: along a curve with
speed at most L and covariant acceleration at most A, where d >= rho,

    d'' <= L^2 / rho + A

in the barrier sense, for the Gaussian curvature of the ellipsoid is positive (Hessian
comparison: Petersen, Riemannian Geometry, 3rd ed., 6.4; Cannarsa and Sinestrari,
Semiconcave Functions, 2004, ch. 2). So d keeps above its linear interpolation
between two vertices by no worse than a parabola.

*From above.* Every polygon that goes into a buffer lies within the buffer of one
point or of one edge of the shape, up to an excess that is bounded here. What a union
of such polygons covers can't be too far from the shape, so no hole can be lost.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rangeviz.geodesy.ellipsoid import SEMI_MAJOR_M, SEMI_MINOR_M, FloatArray

# the Gaussian curvature 1 / (M N) is largest on the equator: 1 / b^2
LARGEST_CURVATURE_M2 = 1 / SEMI_MINOR_M**2
MAX_DISTANCE_M = 9_900_000.0
"""Below pi b / 2 = 9,985 km, geodesic discs are convex in the bounds' sense."""


def lowest_along(
    start_m: FloatArray, end_m: FloatArray, length_m: FloatArray, bend_m: FloatArray
) -> FloatArray:
    """Bound from below the distance from a shape along edges.

    Parameters
    ----------
    start_m, end_m : (n,) array
        Distance at the two ends of each edge.
    length_m, bend_m : (n,) array
        Bounds of the edge's speed and covariant acceleration.

    Returns
    -------
    (n,) array
        Metres.
    """
    by_length = (start_m + end_m - length_m) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        curving = np.where(by_length > 0, length_m**2 / by_length + bend_m, np.inf)
        rise = np.abs(end_m - start_m)
        dip = curving / 8 * np.maximum(0, 1 - 2 * rise / curving) ** 2
    by_parabola = np.minimum(start_m, end_m) - np.where(curving > 0, dip, 0.0)
    return np.asarray(np.fmax(by_length, by_parabola))


def disc_excess(chord_m: FloatArray, curvature: FloatArray) -> FloatArray:
    """Bound how far chords between points of a geodesic circle leave its disc.

    Parameters
    ----------
    chord_m : (n,) array
        Length bound of a chord that is straight in the plane of construction.
    curvature : (n,) array
        Its geodesic curvature at most, per metre.
    """
    return np.asarray(curvature * chord_m**2 / 8)


def circle_radius_m(distance_m: float) -> float:
    """Bound the length of a geodesic circle's arc per radian of azimuth.

    The reduced length of geodesics (Karney 2013, sec. 3) where the curvature is
    everywhere the least, b^2 / a^4 at the poles, exceeds the true one (Rauch).

    Examples
    --------
    >>> circle_radius_m(305_800.0) <= 305_800
    True
    """
    polar = SEMI_MAJOR_M**2 / SEMI_MINOR_M
    return float(polar * np.sin(distance_m / polar))


def strip_excess(
    distance_m: float,
    chord_m: FloatArray,
    plane_bend_m: FloatArray,
    edge_bend_m: FloatArray,
) -> FloatArray:
    """Bound how far chords leave the buffer of the piece of edge below them.

    The chord runs beside a piece of edge, from a point at ``distance_m`` from its one
    end to a point at that distance from its other end. The distance of the points at
    equal fractions of both has a second derivative of at least
    -(k d L^2 / cos^2(sqrt(k) d / 2) + A_chord + A_edge), k being the largest curvature
    (second variation of length; Petersen, 6.1).
    """
    angle = np.sqrt(LARGEST_CURVATURE_M2) * distance_m * 1.01
    field = LARGEST_CURVATURE_M2 * distance_m * 1.01 / np.cos(angle / 2) ** 2
    return np.asarray((field * chord_m**2 + plane_bend_m + edge_bend_m) / 8)


def parts_of_ray(distance_m: float, curvature: FloatArray) -> NDArray[np.intp]:
    """Count the parts that a ray is drawn in, lest its chords leave the disc.

    A chord between points of one ray, D apart and curving by k, exceeds its far end's
    distance by nothing as long as k L^2 / 2 < D. A part turns by less than a radian,
    which makes L < 1.1 D, and k L^2 / 2 < 0.6 D.
    """
    return np.maximum(1, np.ceil(curvature * distance_m)).astype(np.intp)
