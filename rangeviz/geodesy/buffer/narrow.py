"""A planar buffer that lies within the true one: quick, and only a start."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.buffer.patches import Shapes
from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.distance.curvature import LARGEST_CURVATURE_M2
from rangeviz.geodesy.ellipsoid import SPHERE_RADIUS_M
from rangeviz.geodesy.pieces import simple_parts

_LONGER: Final = 1.0046  # lengths on the ellipsoid over those on the sphere, at most
_DETAIL: Final = 0.06  # share of the distance: detail of the shape that is left out
_STRAY: Final = 0.008  # the same for later steps, and for the bend of edges
_SPARE: Final = 0.004  # kept, lest chords of the outline come near the distance
_STEPS: Final = (0.2, 0.3, 0.5)
_QUAD_SEGS: Final = 8
_LONG_LINE, _PIECE = 500, 64  # vertices of a line that is cut, edges of its pieces
_SAMPLED: Final = 0.1, 10_000.0  # longest edges: a share of the distance, metres
_TURNING: Final = 4e-7  # per metre: of edges in lon/lat, but for the poles


def narrow_buffer(
    plane: StereographicPlane, shape: BaseGeometry, distance_m: float
) -> BaseGeometry:
    """Draw a planar buffer that holds a shape and lies within its true buffer.

    The plane's scale is 1 or more on the sphere, so that no way on the ground is longer
    than in the plane, but for the ellipsoid's share; that, and all that is left out of
    the shape's detail, is taken off the distance. In three steps: the first ones drown
    most bays, which makes the last one quick.

    Parameters
    ----------
    plane : StereographicPlane
        Its point at infinity is outside the buffer.
    shape : shapely geometry
        Points, lines and areas in lon/lat.
    distance_m : float
        Above 0.

    Returns
    -------
    MultiPolygon or Polygon
        In the plane, right-handed, with edges so short that their ends tell of them.
    """
    stray_m = _STRAY * distance_m
    left_m = distance_m / _LONGER - (_DETAIL + _SPARE) * distance_m
    left_m -= len(_STEPS) * stray_m  # the edges' bend, and two simplifications
    parts = _flat_parts(plane, shape, distance_m)
    first_m = _STEPS[0] * left_m
    long = (shapely.get_type_id(parts) == 1) & (
        shapely.get_num_coordinates(parts) > _LONG_LINE
    )
    # GEOS takes a minute for a line that tangles 3,000 times, a second for its pieces.
    pieces = shapely.buffer(_cut(parts[long]), first_m, quad_segs=_QUAD_SEGS)
    rest = shapely.GeometryCollection(list(parts[~long]))
    grown: BaseGeometry = shapely.buffer(rest, first_m, quad_segs=_QUAD_SEGS)
    grown = shapely.union_all([grown, *pieces]) if len(pieces) else grown
    for share in _STEPS[1:]:
        grown = shapely.simplify(grown, stray_m, preserve_topology=False)
        grown = shapely.buffer(grown, share * left_m, quad_segs=_QUAD_SEGS)
    longest_m = _longest_m(plane, grown, distance_m)
    region: BaseGeometry = shapely.orient_polygons(shapely.segmentize(grown, longest_m))
    return region


def _longest_m(
    plane: StereographicPlane, region: BaseGeometry, distance_m: float
) -> float:
    """How long edges may be: the bounds of their cells must keep the distance."""
    curvature = plane.straight_line_curvature(shapely.get_coordinates(region)).max()
    curvature += 2 * LARGEST_CURVATURE_M2 * distance_m + _TURNING
    share, least_m = _SAMPLED
    by_bounds_m = math.sqrt(4 * _SPARE * distance_m / curvature)
    return min(by_bounds_m, max(share * distance_m, least_m))


def _flat_parts(
    plane: StereographicPlane, shape: BaseGeometry, distance_m: float
) -> Shapes:
    """Bring the parts of a shape into the plane, without their detail."""
    parts = simple_parts(shape)
    corner = plane.from_lonlat(*shapely.get_coordinates(parts).T)
    curvature = float(plane.straight_line_curvature(corner).max())
    bend = 2 * SPHERE_RADIUS_M + 2 * curvature * SPHERE_RADIUS_M**2
    step = math.sqrt(8 * _STRAY * distance_m / bend)
    dense = shapely.segmentize(parts, math.degrees(step))
    flat = shapely.transform(dense, lambda xy: plane.from_lonlat(*xy.T))
    detail_m = _DETAIL * distance_m
    simple = shapely.simplify(flat, detail_m, preserve_topology=False)
    # nothing may vanish, and what crosses itself would be read by winding
    simple = np.where(shapely.is_empty(simple), flat, simple)
    simple = shapely.make_valid(simple)
    points = shapely.get_type_id(parts) == 0
    if points.any():
        simple = np.concatenate(
            [simple[~points], _thinned(simple[points], detail_m / 2)]
        )
    return simple


def _cut(lines: Shapes) -> Shapes:
    """Cut lines into pieces of some edges each."""
    pieces = [
        shapely.LineString(xy[start : start + _PIECE + 1])
        for xy in map(shapely.get_coordinates, lines)
        for start in range(0, len(xy) - 1, _PIECE)
    ]
    return np.array(pieces, dtype=object)


def _thinned(points: Shapes, cell_m: float) -> Shapes:
    """Keep one point of each cell."""
    cells = np.floor(shapely.get_coordinates(points) / cell_m)
    _, first = np.unique(cells, axis=0, return_index=True)
    return points[first]
