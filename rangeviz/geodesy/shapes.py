"""Shapes as they are given, made ready to measure from."""

from __future__ import annotations

from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, affinity
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from rangeviz.arguments import brief
from rangeviz.errors import GeometryError, InputError
from rangeviz.geodesy.antimeridian import split_at_antimeridian
from rangeviz.geodesy.area_edges import edges_of
from rangeviz.geodesy.cutting import unwrap
from rangeviz.geodesy.edges import acceleration_bound
from rangeviz.geodesy.ellipsoid import GEOD, FloatArray
from rangeviz.geodesy.pieces import ragged, simple_parts

Edges = Literal["planar", "geodesic"]

_MOST_VERTICES = 100_000  # on one geodesic edge


def prepared(
    geometry: BaseGeometry, *, edges: Edges = "planar", departure_m: float = 5e-4
) -> BaseGeometry:
    """Check a shape, drop heights, cut it at +-180 and give geodesic edges vertices.

    Parameters
    ----------
    geometry : shapely geometry
        Any type but empty, in degrees.
    edges : {"planar", "geodesic"}
        What joins neighbouring vertices: a straight line in lon/lat (RFC 7946), or
        the geodesic, which then gets vertices.
    departure_m : float, default 0.5 mm
        Farthest that straight lines between those vertices may be from the geodesic.

    Returns
    -------
    shapely geometry
        Valid: an area that crosses itself is read by the even-odd rule, its spikes
        are lines, and areas that overlap are one. Longitudes from -180 to 180, edges
        straight in lon/lat.

    Raises
    ------
    GeometryError
        If the shape is empty or has coordinates that are not on Earth; the message
        names the ring.
    InputError
        If ``edges`` is something else.
    """
    if edges not in ("planar", "geodesic"):
        raise InputError(f'edges={edges!r} is not known: use "planar" or "geodesic"')
    check_shape(geometry)
    flat = shapely.force_2d(geometry)
    if edges == "geodesic":
        flat = _along_geodesics(flat, departure_m)
    return _valid(split_at_antimeridian(_uncrossed(flat)))


def check_shape(geometry: BaseGeometry) -> None:
    """Refuse what is no shape, empty or not on Earth.

    Raises
    ------
    GeometryError
        As said; the message names the ring.
    """
    if not isinstance(geometry, BaseGeometry):
        raise GeometryError(
            f"{brief(geometry)} is not a shape: give a shapely geometry"
        )
    if geometry.is_empty:
        raise GeometryError("the shape is empty: give at least one point, line or area")
    _check_coordinates(geometry)


def within(lon: FloatArray, lat: FloatArray, shape: BaseGeometry) -> NDArray[np.bool_]:
    """Tell which positions (longitudes -180 to 180) are in the areas of a shape."""
    parts = simple_parts(shape)
    areas = parts[shapely.get_type_id(parts) == 3]
    shapely.prepare(areas)
    inside = np.zeros(len(lon), bool)
    across = np.where(np.abs(lon) == 180, -lon, lon)
    for area in areas:
        inside |= shapely.intersects_xy(area, lon, lat)
        inside |= shapely.intersects_xy(area, across, lat)
    return inside


def true_boundary(area: BaseGeometry) -> BaseGeometry:
    """Return the boundary of an area without the seams at +-180 and the poles.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        EPSG:4326, valid, cut at the antimeridian.
    """
    boundary = shapely.boundary(area)
    world = shapely.box(-180, -90, 180, 90)
    east, west = (
        shapely.intersection(boundary, shapely.LineString([(lon, -90), (lon, 90)]))
        for lon in (180, -180)
    )
    seam = shapely.intersection(east, affinity.translate(west, 360))
    poles = shapely.MultiLineString([[(-180, lat), (180, lat)] for lat in (-90, 90)])
    if not shapely.intersects(boundary, world.boundary):
        return boundary
    for part in (poles, seam, affinity.translate(seam, -360)):
        boundary = shapely.difference(boundary, part)
    return boundary


def shared_edges(a: BaseGeometry, b: BaseGeometry) -> MultiLineString:
    """Return the border that two areas of one coverage share, vertex for vertex.

    Parameters
    ----------
    a, b : Polygon or MultiPolygon
        EPSG:4326, from a layer whose neighbours share their vertices exactly.

    Returns
    -------
    MultiLineString
        The edges that both have, joined into lines; empty where they share none
        (touching in single points is not a border).

    Raises
    ------
    GeometryError
        If one is not an area, empty or not on Earth.

    See Also
    --------
    find_region, area_m2

    Examples
    --------
    >>> a, b = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    >>> shared_edges(a, b).wkt
    'MULTILINESTRING ((1 0, 1 1))'
    """
    for area in (a, b):
        check_shape(area)
        if area.geom_type not in ("Polygon", "MultiPolygon"):
            raise GeometryError(
                f"a border is between two areas, but one is a {area.geom_type}"
            )
    edges = edges_of([a, b])
    seam = (np.abs(edges.low[:, 0]) == 180) & (edges.low[:, 0] == edges.high[:, 0])
    is_common = np.isin(edges.number, edges.number[edges.owner == 1]) & ~seam
    is_common &= edges.owner == 0
    if not is_common.any():
        return MultiLineString()
    ends = np.stack([edges.low, edges.high], axis=1)[is_common]
    joined = shapely.line_merge(MultiLineString(list(ends)))
    return MultiLineString(list(shapely.get_parts(joined)))


def _uncrossed(shape: BaseGeometry) -> BaseGeometry:
    """Mend areas that cross themselves before they are cut at +-180."""
    parts = simple_parts(shape)
    west, _, east, _ = shapely.bounds(parts).T
    across = (east - west > 180) | (east > 180) | (west < -180)
    across &= shapely.get_type_id(parts) == 3
    parts[across] = [_continuous(part) for part in parts[across]]
    if shapely.is_valid(parts[across]).all():
        return shape
    parts[across] = shapely.make_valid(parts[across])
    return shapely.GeometryCollection(list(parts))


def _continuous(area: shapely.Polygon) -> shapely.Polygon:
    """Unwrap the longitudes of an area, unless it winds round the Earth."""
    rings = [unwrap(shapely.get_coordinates(ring)) for ring in shapely.get_rings(area)]
    if any(ring[0, 0] != ring[-1, 0] for ring in rings):
        return area
    middle = rings[0][:, 0].mean()
    shifts = [360 * np.round((middle - ring[:, 0].mean()) / 360) for ring in rings]
    exterior, *holes = (
        ring + np.array([shift, 0.0]) for ring, shift in zip(rings, shifts, strict=True)
    )
    return shapely.Polygon(exterior, holes)


def _valid(shape: BaseGeometry) -> BaseGeometry:
    """Mend what crosses itself or has no area; areas that overlap become one."""
    if shape.is_valid:
        return shape
    mended = shapely.make_valid(simple_parts(shape))
    return shapely.union_all(simple_parts(shapely.GeometryCollection(list(mended))))


def _check_coordinates(geometry: BaseGeometry) -> None:
    xy = shapely.get_coordinates(geometry)
    fits = (np.abs(xy[:, 1]) <= 90) & (np.abs(xy[:, 0]) <= 540)
    if fits.all():
        return
    lon, lat = xy[np.argmin(fits)]
    raise GeometryError(
        f"{_where(geometry, int(np.argmin(fits)))} has a vertex at longitude {lon:g}, "
        f"latitude {lat:g}: give longitudes of -540 to 540, then latitudes of -90 to 90"
    )


def _where(geometry: BaseGeometry, vertex: int) -> str:
    """Name the part and ring of a shape that a vertex is of."""
    parts = simple_parts(geometry)
    part = int(shapely.get_coordinates(parts, return_index=True)[1][vertex])
    before = int(shapely.get_num_coordinates(parts[:part]).sum())
    name = f"part {part + 1} ({parts[part].geom_type})"
    if parts[part].geom_type != "Polygon":
        return name
    rings = shapely.get_rings(parts[part])
    ring = int(shapely.get_coordinates(rings, return_index=True)[1][vertex - before])
    return f"{name}, {f'hole {ring}' if ring else 'exterior ring'}"


def _along_geodesics(geometry: BaseGeometry, departure_m: float) -> BaseGeometry:
    """Give every edge enough vertices on its geodesic."""
    if isinstance(geometry, BaseMultipartGeometry):
        parts = shapely.get_parts(geometry)
        dense = [_along_geodesics(part, departure_m) for part in parts]
        return type(geometry)(dense)  # type: ignore[call-arg]
    if geometry.geom_type == "Polygon":
        rings = map(shapely.get_coordinates, shapely.get_rings(geometry))
        exterior, *holes = (_dense(ring, departure_m) for ring in rings)
        return shapely.Polygon(exterior, holes)
    if geometry.geom_type == "Point" or geometry.is_empty:
        return geometry
    return shapely.LineString(_dense(shapely.get_coordinates(geometry), departure_m))


def _dense(path: FloatArray, departure_m: float) -> FloatArray:
    start, end = unwrap(path)[:-1], unwrap(path)[1:]
    azimuth, _, length = (np.asarray(a) for a in GEOD.inv(*start.T, *end.T))
    bend = acceleration_bound(start, end)
    count = np.maximum(1, np.ceil(np.sqrt(bend / (8 * departure_m)))).astype(int)
    count = np.minimum(count, _MOST_VERTICES)
    edge, rank = ragged(count)
    lon, lat = start[edge].T
    along = length[edge] * rank / count[edge]
    lon, lat, _ = GEOD.fwd(lon, lat, azimuth[edge], along)
    inner = np.column_stack([lon, lat])
    inner[rank == 0] = path[:-1]
    return unwrap(np.concatenate([inner, path[-1:]]))
