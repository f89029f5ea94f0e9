"""From the plane of construction back to valid shapes in lon and lat."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, affinity
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.antimeridian import polygon_from_rings
from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.cutting import unwrap
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.pieces import simple_parts

_ON_SEAM_DEG = 1e-9  # a tenth of a millimetre, which every certificate has to spare


def to_earth(plane: StereographicPlane, region: BaseGeometry) -> Polygon | MultiPolygon:
    """Turn a region in the plane into a valid RFC 7946 shape.

    Parameters
    ----------
    plane : StereographicPlane
        Whose point at infinity is outside the region.
    region : Polygon or MultiPolygon
        In the plane, right-handed.

    Returns
    -------
    Polygon or MultiPolygon
        EPSG:4326, cut at the antimeridian, closed along +-90 round a pole.
    """
    shapes: list[BaseGeometry] = []
    for part in shapely.get_parts(region):
        rings = [_continuous(plane, ring) for ring in shapely.get_rings(part)]
        winds = any(ring[-1, 0] != ring[0, 0] for ring in rings)
        # with both poles inside, the ring runs round what is left of the Earth
        if winds or not shapely.is_ccw(shapely.LinearRing(rings[0])):
            shapes.append(polygon_from_rings(rings))
        else:
            shapes.append(_cut(rings))
    return areas_of(shapely.GeometryCollection(shapes))


def areas_of(geometry: BaseGeometry) -> Polygon | MultiPolygon:
    """Keep the areas of a shape, valid and right-handed."""
    parts = simple_parts(geometry)
    parts = parts[shapely.get_type_id(parts) == 3]
    if not shapely.is_valid(parts).all():
        parts = simple_parts(shapely.make_valid(MultiPolygon(list(parts))))
        parts = parts[shapely.get_type_id(parts) == 3]
    areas: list[Polygon] = list(shapely.orient_polygons(parts))
    if len(areas) == 1:
        return areas[0]
    shape = MultiPolygon(areas)
    return shape if shape.is_valid else areas_of(shapely.union_all(areas))


def _continuous(plane: StereographicPlane, ring: BaseGeometry) -> FloatArray:
    """Bring a ring to lon/lat; it ends 360 degrees on where it winds round a pole."""
    lon, lat = plane.to_lonlat(shapely.get_coordinates(ring))
    # 180 and -180 are one meridian here, not the ends of an edge along a pole
    path = unwrap(
        np.column_stack([np.where(lon < _ON_SEAM_DEG - 180, 180.0, lon), lat])
    )
    turns = np.round((path[:, 0] - 180) / 360) * 360 + 180
    path[:, 0] = np.where(np.abs(path[:, 0] - turns) < _ON_SEAM_DEG, turns, path[:, 0])
    path[-1] = path[0] + [360 * round((path[-1, 0] - path[0, 0]) / 360), 0]
    return path


def _cut(rings: list[FloatArray]) -> BaseGeometry:
    """Make the polygon of rings with continuous longitudes, cut at +-180."""
    exterior, *holes = rings
    west = exterior[:, 0].min()
    holes = [hole - [360 * np.floor((hole[0, 0] - west) / 360), 0] for hole in holes]
    whole = Polygon(exterior, holes)
    if west >= -180 and exterior[:, 0].max() <= 180:
        return whole
    valid = shapely.make_valid(whole)
    windows = range(-2, 3)
    pieces = [
        affinity.translate(
            shapely.intersection(
                valid, shapely.box(360 * i - 180, -90, 360 * i + 180, 90)
            ),
            -360 * i,
        )
        for i in windows
    ]
    return shapely.GeometryCollection([piece for piece in pieces if not piece.is_empty])
