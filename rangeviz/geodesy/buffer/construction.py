"""Build a buffer: choose a plane, cover it coarsely, mend the outline.

docs/engine.md tells the algorithm and proves the bound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.errors import GeometryError
from rangeviz.geodesy.buffer.boundary import divided, edge_bounds, vertices
from rangeviz.geodesy.buffer.earthward import to_earth
from rangeviz.geodesy.buffer.outline import Outline
from rangeviz.geodesy.buffer.stereographic import StereographicPlane, normals
from rangeviz.geodesy.distance.nearest import NearestSearch
from rangeviz.geodesy.ellipsoid import SPHERE_RADIUS_M, FloatArray
from rangeviz.geodesy.pieces import Features, features_of
from rangeviz.geodesy.shapes import within

_FINEST = 0.015  # the tolerance in use is at most this share of the distance
_SHORT_PIECE_M, _LONG_PIECE_M, _STRAY_M = 3_000.0, 10_000.0, 20.0
_NEAR_M = 20_000.0
_MARGIN_M = 500_000.0  # the plane's point at infinity is so far outside
_LEAST_RADIUS_M = 6_300_000.0  # less than any distance per radian of normals


def construct(
    shape: BaseGeometry, distance_m: float, tolerances_m: Sequence[float]
) -> list[tuple[BaseGeometry, float]]:
    """Build what lies within a distance of a shape.

    Parameters
    ----------
    shape : shapely geometry
        As `rangeviz.geodesy.shapes.prepared` gives it.
    distance_m : float
        Above 0.
    tolerances_m : sequence of float
        The region is built to the least, and generalised to the others.

    Returns
    -------
    list of (Polygon or MultiPolygon, float)
        Per tolerance: EPSG:4326, and the certified bound in metres.

    Raises
    ------
    GeometryError
        If nearly everything on Earth is within the distance.
    """
    finest_m = min(min(tolerances_m), _FINEST * distance_m)
    plane, features = _plane_and_features(shape, distance_m, finest_m)
    outline = Outline(plane, features, distance_m, finest_m)
    finest = outline.grow(shape)
    regions = [
        generalised(plane, *finest, tolerance_m=min(tolerance_m, _FINEST * distance_m))
        if tolerance_m > finest_m
        else finest
        for tolerance_m in tolerances_m
    ]
    return [(to_earth(plane, region), bound_m) for region, bound_m in regions]


def _plane_and_features(
    shape: BaseGeometry, distance_m: float, tolerance_m: float
) -> tuple[StereographicPlane, Features]:
    longest = min(max(_SHORT_PIECE_M, distance_m / 100), _LONG_PIECE_M)
    stray = min(0.015 * distance_m, _STRAY_M)
    near = distance_m < _NEAR_M
    if near:  # pieces must stand for their edges to a tenth, strips beside them fit
        longest = min(longest, math.sqrt(0.8 * tolerance_m * SPHERE_RADIUS_M))
        stray = min(stray, 0.06 * tolerance_m)
    features = features_of(shape, longest, stray)
    plane = _plane(shape, features, distance_m)
    curvature = plane.straight_line_curvature(plane.from_lonlat(*features.start.T))
    straight = math.sqrt(0.4 * tolerance_m / float(curvature.max()))
    if near and straight < longest:
        features = features_of(shape, straight, stray)
    return plane, features


def _plane(
    shape: BaseGeometry, features: Features, distance_m: float
) -> StereographicPlane:
    """Choose a plane whose point at infinity is outside the buffer."""
    starts = normals(*features.start.T)
    middle = starts.mean(axis=0)
    length = np.linalg.norm(middle)
    if length > 0.01:
        centre = middle / length
        cosine = (starts @ centre).min()
        angle = math.pi - math.acos(min(1.0, max(-1.0, cosine)))
        clear = angle * _LEAST_RADIUS_M > distance_m + _MARGIN_M
        if clear and not within(*_opposite(centre[None]), shape).any():
            return StereographicPlane(centre)
    search = NearestSearch(features)
    grid = _even_normals(4_000)
    far_m = _opposite_m(shape, search, grid)
    best = int(np.argmax(far_m))
    if far_m[best] < distance_m + 1_000:
        raise GeometryError(
            f"nearly everything on Earth is within {distance_m / 1000:,.0f} km of "
            "the shape: give a smaller distance"
        )
    return StereographicPlane(grid[best])


def _opposite_m(
    shape: BaseGeometry, search: NearestSearch, centres: FloatArray
) -> FloatArray:
    """Measure from a shape to the points opposite to unit vectors."""
    lon, lat = _opposite(centres)
    return np.where(within(lon, lat, shape), 0.0, search.feet(lon, lat).distance_m)


def _opposite(centres: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return lon and lat of the points opposite to unit vectors."""
    x, y, z = -centres.T
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))


def _even_normals(count: int) -> FloatArray:
    """Spread unit vectors evenly (Fibonacci lattice)."""
    z = 1 - (2 * np.arange(count) + 1) / count
    angle = np.arange(count) * math.pi * (3 - math.sqrt(5))
    flat = np.sqrt(1 - z**2)
    return np.column_stack([flat * np.cos(angle), flat * np.sin(angle), z])


_STRAY = 0.15  # share of what is to spare for the bend of longer edges
_LONGER = 1.01
_MOST_ROUNDS = 7


def generalised(
    plane: StereographicPlane,
    region: BaseGeometry,
    deviation_m: float,
    tolerance_m: float,
) -> tuple[BaseGeometry, float]:
    """Leave out vertices as far as a tolerance allows, and prove what that costs.

    A chain of edges whose vertices lie within t of a segment is replaced by it (Douglas
    and Peucker 1973). What lies between the two is within t of the segment and of the
    chain: from each position in between, the way straight out from the segment meets
    the chain, which is nowhere farther than t. The plane's scale is 1 or more on the
    sphere, and lengths on the ellipsoid are less than 1 % longer, so 1.01 t bounds the
    deviation on the ground that is added.

    Parameters
    ----------
    plane : StereographicPlane
        Where the region lies.
    region : Polygon or MultiPolygon
        Valid, in the plane.
    deviation_m : float
        How far its boundary may be from the true one.
    tolerance_m : float
        How far it may be afterwards.

    Returns
    -------
    region : Polygon or MultiPolygon
        The region itself where there is nothing to spare.
    deviation_m : float
        The bound for it.
    """
    spare_m = tolerance_m - deviation_m
    if spare_m <= 0.1 * tolerance_m:
        return region, deviation_m
    moved_m = (1 - _STRAY) * spare_m / _LONGER
    simple = shapely.simplify(region, moved_m, preserve_topology=True)
    for _ in range(_MOST_ROUNDS):
        xy, start = vertices(simple)
        stray_m = edge_bounds(plane, xy, start).stray_m
        share = stray_m / (_STRAY * spare_m)
        bent = np.flatnonzero(share > 1)
        if not len(bent):
            break
        parts = np.clip(np.ceil(1.05 * np.sqrt(share[bent])), 2, 16).astype(np.intp)
        simple = divided(simple, start[bent], parts)
    else:
        return region, deviation_m
    total_m = deviation_m + _LONGER * moved_m + float(stray_m.max())
    if total_m > tolerance_m or not simple.is_valid:
        return region, deviation_m
    return simple, total_m
