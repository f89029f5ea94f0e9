"""Holes in which nothing is beyond the distance: what overlays and rounding leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.ellipsoid import FloatArray

_LONGER: Final = 1.01  # lengths on the ellipsoid over those in the plane, at most
_SPECK: Final = 0.1  # holes narrower than this share of the tolerance are filled unseen


def without_specks(
    region: BaseGeometry,
    tolerance_m: float,
    allowed_m: float,
    inside_m: Callable[[FloatArray], FloatArray],
) -> tuple[BaseGeometry, float]:
    """Fill the holes in which nothing is beyond the distance.

    Parameters
    ----------
    region : Polygon or MultiPolygon
        In a plane whose scale is 1 or more: widths are too large rather than small.
    tolerance_m : float
        Holes clearly wider are kept as they are, but those that lie deeper inside
        than they are long.
    allowed_m : float
        Widest inscribed circle, by its radius, of a hole that may be filled.
    inside_m : callable
        Tells how far within the distance (n, 2) positions in the plane are.

    Returns
    -------
    region : Polygon or MultiPolygon
    radius_m : float
        Of the widest circle that was filled and may be beyond: nothing in a filled
        hole is farther from the region's edge.
    """
    parts = shapely.get_parts(region)
    rings, owner = shapely.get_rings(parts, return_index=True)
    hole = np.append(False, owner[1:] == owner[:-1])[: len(owner)]
    if not hole.any():
        return region, 0.0
    areas = np.asarray(shapely.polygons(rings))
    area, length = shapely.area(areas), shapely.length(areas)
    radius = np.sqrt(area / np.pi)
    fill = hole & (radius <= min(_SPECK * tolerance_m, allowed_m))
    rows = np.flatnonzero(hole & ~fill)
    corners = shapely.get_coordinates(shapely.get_point(rings[rows], 0))
    deep = rows[inside_m(corners) > _LONGER * length[rows] / 2]
    fill[deep], radius[deep] = True, 0.0
    narrow = np.flatnonzero(hole & ~fill & (area <= tolerance_m * length))
    if len(narrow):
        spokes = shapely.maximum_inscribed_circle(
            areas[narrow], tolerance=0.01 * tolerance_m
        )
        radius[narrow] = shapely.length(spokes) + 0.01 * tolerance_m
        centres = shapely.get_coordinates(shapely.get_point(spokes, 0))
        fill[narrow] = (radius[narrow] <= allowed_m) & (inside_m(centres) >= 0)
    if not fill.any():
        return region, 0.0
    rest = np.split(rings[~fill], np.flatnonzero(np.diff(owner[~fill])) + 1)
    filled = [shapely.Polygon(exterior, holes) for exterior, *holes in rest]
    return shapely.MultiPolygon(filled), float(radius[fill].max())
