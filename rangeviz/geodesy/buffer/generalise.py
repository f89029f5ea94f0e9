"""Generalise a region that was built finely, and prove what that costs.

A chain of edges whose vertices lie within t of a segment is replaced by it (Douglas
and Peucker 1973). What lies between the two is within t of the segment and of the
chain: from each position in between, the way straight out from the segment meets the
chain, which is nowhere farther than t. The plane's scale is 1 or more on the sphere,
and lengths on the ellipsoid are less than 1 % longer, so 1.01 t bounds the deviation
on the ground that is added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.arrays import FloatArray
from rangeviz.geodesy.buffer.boundary import divided, edge_bounds
from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.pieces import IntArray

_STRAY = 0.15  # share of what is to spare for the bend of longer edges
_LONGER = 1.01
_MOST_ROUNDS = 6


def generalised(
    plane: StereographicPlane,
    region: BaseGeometry,
    deviation_m: float,
    tolerance_m: float,
) -> tuple[BaseGeometry, float]:
    """Leave out vertices as far as a tolerance allows.

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
    edges = _Edges.of(plane, simple)
    for _ in range(_MOST_ROUNDS):
        share = edges.stray_m / (_STRAY * spare_m)
        bent = np.flatnonzero(share > 1)
        if not len(bent):
            break
        parts = np.clip(np.ceil(1.05 * np.sqrt(share[bent])), 2, 16).astype(np.intp)
        simple = divided(
            edges.xy, edges.rings, edges.polygons, edges.start[bent], parts
        )
        edges = _Edges.of(plane, simple)
    total_m = deviation_m + _LONGER * moved_m + float(edges.stray_m.max())
    if total_m > tolerance_m or not simple.is_valid:
        return region, deviation_m
    return simple, total_m


@dataclass(frozen=True, slots=True)
class _Edges:
    """Vertices and offsets of a region, first vertices of edges, and their strays."""

    xy: FloatArray
    rings: IntArray
    polygons: IntArray
    start: IntArray
    stray_m: FloatArray

    @classmethod
    def of(cls, plane: StereographicPlane, region: BaseGeometry) -> _Edges:
        _, xy, offsets = shapely.to_ragged_array(shapely.get_parts(region))
        rings, polygons = (offset.astype(np.intp) for offset in offsets)
        start = np.delete(np.arange(len(xy)), rings[1:] - 1)
        stray_m = edge_bounds(plane, xy, start).stray_m
        return cls(xy, rings, polygons, start, stray_m)
