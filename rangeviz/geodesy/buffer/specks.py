"""Holes that a region has only because arcs are drawn as chords."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.ellipsoid import FloatArray

_SPECK = 0.1  # holes narrower than this share of the tolerance are filled unseen


def without_specks(
    region: BaseGeometry,
    tolerance_m: float,
    allowed_m: float,
    beyond: Callable[[FloatArray], NDArray[np.bool_]],
) -> tuple[BaseGeometry, float]:
    """Fill the holes in which nothing is beyond the distance.

    Parameters
    ----------
    region : Polygon or MultiPolygon
        In a plane whose scale is 1 or more: widths are too large rather than small.
    tolerance_m : float
        Holes clearly wider are kept as they are.
    allowed_m : float
        Widest inscribed circle, by its radius, of a hole that may be filled.
    beyond : callable
        Tells which of (n, 2) positions in the plane are beyond the distance.

    Returns
    -------
    region : Polygon or MultiPolygon
    radius_m : float
        Of the widest circle that was filled: nothing in a filled hole is farther
        from the region's edge.
    """
    parts = shapely.get_parts(region)
    rings, owner = shapely.get_rings(parts, return_index=True)
    first = np.append(True, owner[1:] != owner[:-1])[: len(owner)]
    holes = np.asarray(shapely.polygons(rings))
    area, length = shapely.area(holes), shapely.length(holes)
    radius = np.sqrt(area / np.pi)
    fill = ~first & (radius <= min(_SPECK * tolerance_m, allowed_m))
    narrow = np.flatnonzero(~first & ~fill & (area <= tolerance_m * length))
    if len(narrow):
        spokes = shapely.maximum_inscribed_circle(
            holes[narrow], tolerance=0.01 * tolerance_m
        )
        radius[narrow] = shapely.length(spokes) + 0.01 * tolerance_m
        centres = shapely.get_coordinates(shapely.get_point(spokes, 0))
        fill[narrow] = (radius[narrow] <= allowed_m) & ~beyond(centres)
    if not fill.any():
        return region, 0.0
    rest = np.split(rings[~fill], np.flatnonzero(np.diff(owner[~fill])) + 1)
    filled = [shapely.Polygon(exterior, holes) for exterior, *holes in rest]
    return shapely.MultiPolygon(filled), float(radius[fill].max())
