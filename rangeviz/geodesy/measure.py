"""Area, length and true deviation of shapes whose edges are straight in lon/lat.

Area
    By Green's theorem a ring encloses the negative of the sum, over its edges, of
    the longitude step times the mean along the edge of the authalic function
    (:mod:`rangeviz.geodesy.authalic`), which is known in closed form. So the area is
    exact to rounding whatever the length of the edges, and the areas of the pieces
    of an overlay add up to the whole: nothing needs densifying.

Length
    The same edges, by Gauss-Legendre quadrature of the line element.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.errors import GeometryError
from rangeviz.geodesy.authalic import mean_authalic_m2
from rangeviz.geodesy.ellipsoid import (
    Floats,
    check_position,
    inverse,
    meridian_radius_m,
    prime_vertical_radius_m,
)

FloatArray = NDArray[np.float64]
Geometries = BaseGeometry | None | ArrayLike

_MAX_STEP_DEG: Final = 5.0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far a boundary is from a true circle: signed, outward positive, metres.

    Parameters
    ----------
    min_m, mean_m, max_m : float
        Smallest, mean (by length along the boundary) and largest of geodesic
        distance minus radius, over vertices and edges.
    """

    min_m: float
    mean_m: float
    max_m: float

    @property
    def worst_m(self) -> float:
        """The largest absolute deviation, in metres."""
        return max(abs(self.min_m), abs(self.max_m))


def area_m2(geometry: Geometries) -> Floats:
    """Area on the ellipsoid, edges straight in lon/lat.

    Parameters
    ----------
    geometry : shapely geometry or (n,) array of them
        Polygons in EPSG:4326, cut at the antimeridian and closed along +-90 round
        a pole (RFC 7946); rings may wind either way. Parts that are no polygons,
        empty geometries and None count 0.

    Returns
    -------
    float or (n,) array
        Square metres, exact to rounding: about 1e-9 m2 for a shape of metres,
        0.1 m2 for the whole Earth.

    Examples
    --------
    >>> print(f"{area_m2(shapely.box(-180, -90, 180, 90)) / 1e6:,.0f} km2")
    510,065,622 km2
    """
    geometries = _as_array(geometry)
    polygons, owner = _simple_parts(geometries)
    areas = _sums(owner, _polygon_areas(polygons), geometries.size)
    return _like(areas, geometries, geometry)


def length_m(geometry: Geometries) -> Floats:
    """Length on the ellipsoid of lines, or of the rings of polygons.

    Parameters
    ----------
    geometry : shapely geometry or (n,) array of them
        EPSG:4326; edges straight in lon/lat. Every edge counts, also those along
        the antimeridian; see :func:`perimeter_m`. Points, empty geometries and
        None count 0.

    Returns
    -------
    float or (n,) array
        Metres.

    Examples
    --------
    >>> print(f"{length_m(shapely.LineString([(0, 0), (0, 90)])):.3f}")
    10001965.729
    """
    geometries = _as_array(geometry)
    start, end, owner = _edges(geometries)
    lengths = _sums(owner, _edge_lengths(start, end), geometries.size)
    return _like(lengths, geometries, geometry)


def perimeter_m(geometry: Geometries) -> Floats:
    """Length of the true boundary: :func:`length_m` less the cuts at +-180.

    Parameters
    ----------
    geometry : shapely geometry or (n,) array of them
        As for :func:`length_m`. An edge along 180 that the same geometry has along
        -180 too is a cut and doesn't count; edges along a pole have no length.

    Returns
    -------
    float or (n,) array
        Metres.

    Examples
    --------
    >>> halves = shapely.MultiPolygon(
    ...     [shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1)])
    >>> whole = shapely.box(0, 0, 2, 1)
    >>> abs(perimeter_m(halves) - perimeter_m(whole)) < 1e-6
    True
    """
    geometries = _as_array(geometry)
    start, end, owner = _edges(geometries)
    kept = ~_cuts(start, end, owner)
    boundary_m = _edge_lengths(start[kept], end[kept])
    lengths = _sums(owner[kept], boundary_m, geometries.size)
    return _like(lengths, geometries, geometry)


def max_deviation_m(
    geometry: BaseGeometry, lon: float, lat: float, radius_m: float
) -> Deviation:
    """Measure how far a boundary really is from the geodesic circle of a point.

    Every vertex and nine points along every edge are put to the inverse problem;
    a parabola through the three about the largest gives what lies between.

    Parameters
    ----------
    geometry : shapely geometry
        Lines, or polygons with all their rings, in EPSG:4326 with edges straight
        in lon/lat. Edges along +-180 and +-90 are cuts and don't count.
    lon, lat : float
        Centre in degrees.
    radius_m : float
        Radius of the circle in metres.

    Returns
    -------
    Deviation

    Raises
    ------
    GeometryError
        If the geometry has no edges.
    CoordinateError
        If the centre is not on Earth.

    Examples
    --------
    >>> ring = shapely.Point(36.2304, 49.9935).buffer(2.75)
    >>> max_deviation_m(ring, 36.2304, 49.9935, 305_800).min_m < -100_000
    True
    """
    check_position(lon, lat)
    start, end, owner = _edges(_as_array(geometry))
    kept = ~_cuts(start, end, owner) & ~_on_frame(start, end)
    if not kept.any():
        raise GeometryError("a shape without edges has no deviation from a circle")
    start, end = start[kept], end[kept]
    steps = np.linspace(0, 1, 11)[:, None, None]
    samples = start + (end - start) * steps
    distances = inverse(lon, lat, samples[..., 0], samples[..., 1])[2]
    off = np.asarray(distances) - radius_m
    weights = _edge_lengths(start, end)
    mean = np.average(np.trapezoid(off, dx=0.1, axis=0), weights=weights)
    return Deviation(-_peak(-off), float(mean), _peak(off))


def _peak(values: FloatArray) -> float:
    """Largest value along axis 0, by parabolas through neighbouring samples."""
    before, at, after = values[:-2], values[1:-1], values[2:]
    bend = 2 * at - before - after
    top = (at >= before) & (at >= after) & (bend > 0)
    rise = (after - before) ** 2 / np.where(top, 8 * bend, np.inf)
    return float(max((at + rise).max(), values[0].max(), values[-1].max()))


def _polygon_areas(polygons: NDArray[Any]) -> FloatArray:
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    areas = np.abs(_ring_areas(rings))
    is_hole = np.append(False, polygon[1:] == polygon[:-1])[: len(polygon)]
    return _sums(polygon, np.where(is_hole, -areas, areas), len(polygons))


def _ring_areas(rings: NDArray[Any]) -> FloatArray:
    coordinates, index = shapely.get_coordinates(rings, return_index=True)
    radians = np.radians(coordinates)
    same = index[1:] == index[:-1]
    step = np.radians(np.diff(coordinates[:, 0]))
    middle = (radians[1:, 1] + radians[:-1, 1]) / 2
    half = (radians[1:, 1] - radians[:-1, 1]) / 2
    strips = np.where(same, step * mean_authalic_m2(middle, half), 0.0)
    return -_sums(index[1:], strips, len(rings))


def _edge_lengths(start: FloatArray, end: FloatArray) -> FloatArray:
    """Length of lon/lat-straight edges, in metres, by quadrature."""
    span = np.abs(end - start).max(axis=1, initial=0)
    pieces = np.maximum(1, np.ceil(span / _MAX_STEP_DEG)).astype(int)
    edge = np.repeat(np.arange(len(pieces)), pieces)
    rank = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    step = np.radians(end - start) / pieces[:, None]
    total = np.zeros(len(edge))
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        along = (rank + (1 + node) / 2) / pieces[edge]
        lat = start[edge, 1] + (end - start)[edge, 1] * along
        east = prime_vertical_radius_m(lat) * np.cos(np.radians(lat)) * step[edge, 0]
        north = meridian_radius_m(lat) * step[edge, 1]
        total += weight / 2 * np.hypot(east, north)
    return _sums(edge, total, len(pieces))


def _edges(geometries: NDArray[Any]) -> tuple[FloatArray, FloatArray, NDArray[Any]]:
    """Start and end of every edge, and the geometry that it belongs to."""
    parts, owner = _simple_parts(geometries)
    dimension = shapely.get_dimensions(parts)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    paths = np.concatenate([rings, parts[dimension == 1]])
    owner = np.concatenate([owner[of_part], owner[dimension == 1]])
    coordinates, index = shapely.get_coordinates(paths, return_index=True)
    same = index[1:] == index[:-1]
    return coordinates[:-1][same], coordinates[1:][same], owner[index[1:][same]]


def _cuts(start: FloatArray, end: FloatArray, owner: NDArray[Any]) -> NDArray[np.bool_]:
    """Edges along +-180 whose twin on the other side is in the same geometry."""
    along = np.flatnonzero((np.abs(start[:, 0]) == 180) & (start[:, 0] == end[:, 0]))
    side = np.sign(start[along, 0])
    low = np.minimum(start[along, 1], end[along, 1])
    high = np.maximum(start[along, 1], end[along, 1])
    edges = set(zip(owner[along], side, low, high, strict=True))
    cut = np.zeros(len(start), bool)
    twins = zip(owner[along], -side, low, high, strict=True)
    cut[along] = [twin in edges for twin in twins]
    return cut


def _on_frame(start: FloatArray, end: FloatArray) -> NDArray[np.bool_]:
    frame = np.array([180.0, 90.0])
    along = (np.abs(start) == frame) & (start == end)
    return np.asarray(along.any(axis=1))


def _sums(group: NDArray[Any], values: FloatArray, count: int) -> FloatArray:
    return np.bincount(group, weights=values, minlength=count).astype(float)


def _simple_parts(geometries: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Points, lines and polygons, out of collections nested however deep."""
    parts, owner = shapely.get_parts(geometries.ravel(), return_index=True)
    while (shapely.get_type_id(parts) > 3).any():
        parts, index = shapely.get_parts(parts, return_index=True)
        owner = owner[index]
    return parts, owner


def _as_array(geometry: Geometries) -> NDArray[Any]:
    return np.atleast_1d(np.asarray(geometry, object))


def _like(values: FloatArray, geometries: NDArray[Any], given: Geometries) -> Floats:
    scalar = given is None or isinstance(given, BaseGeometry)
    return float(values[0]) if scalar else values.reshape(geometries.shape)
