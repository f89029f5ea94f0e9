"""Area and length of shapes whose edges are straight in lon/lat.

Area
    By Green's theorem a ring encloses the negative of the sum, over its edges, of
    the longitude step times the mean along the edge of the authalic function,
    which is known in closed form (`mean_authalic_m2`). So the area is
    exact to rounding whatever the length of the edges, and the areas of the pieces
    of an overlay add up to the whole: nothing needs densifying.

Length
    The same edges, by Gauss-Legendre quadrature of the line element.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.ellipsoid import (
    E2,
    SEMI_MINOR_M,
    FloatArray,
    Floats,
    meridian_radius_m,
    prime_vertical_radius_m,
)

Geometries = BaseGeometry | None | ArrayLike

_MAX_STEP_DEG: Final = 5.0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)


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
    areas = sums(owner, _polygon_areas(polygons), geometries.size)
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
    start, end, owner = edges_of(geometries)
    lengths = sums(owner, edge_lengths_m(start, end), geometries.size)
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
    start, end, owner = edges_of(geometries)
    kept = ~seam_edges(start, end, owner)
    boundary_m = edge_lengths_m(start[kept], end[kept])
    lengths = sums(owner[kept], boundary_m, geometries.size)
    return _like(lengths, geometries, geometry)


def _polygon_areas(polygons: NDArray[Any]) -> FloatArray:
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    areas = np.abs(_ring_areas(rings))
    is_hole = np.append(False, polygon[1:] == polygon[:-1])[: len(polygon)]
    return sums(polygon, np.where(is_hole, -areas, areas), len(polygons))


def _ring_areas(rings: NDArray[Any]) -> FloatArray:
    coordinates, index = shapely.get_coordinates(rings, return_index=True)
    radians = np.radians(coordinates)
    same = index[1:] == index[:-1]
    step = np.radians(np.diff(coordinates[:, 0]))
    middle = (radians[1:, 1] + radians[:-1, 1]) / 2
    half = (radians[1:, 1] - radians[:-1, 1]) / 2
    strips = np.where(same, step * mean_authalic_m2(middle, half), 0.0)
    return -sums(index[1:], strips, len(rings))


def edge_lengths_m(start: FloatArray, end: FloatArray) -> FloatArray:
    """Length of edges that are straight in lon/lat, in metres, by quadrature.

    Parameters
    ----------
    start, end : (n, 2) array
        lon, lat in degrees.

    Returns
    -------
    (n,) array
    """
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
    return sums(edge, total, len(pieces))


def edges_of(geometries: NDArray[Any]) -> tuple[FloatArray, FloatArray, NDArray[Any]]:
    """List the edges of lines and of the rings of polygons.

    Parameters
    ----------
    geometries : (m,) array of shapely geometries

    Returns
    -------
    start, end : (n, 2) array
        lon, lat in degrees.
    owner : (n,) int array
        Which geometry each edge belongs to.
    """
    paths, owner = paths_of(geometries)
    coordinates, index = shapely.get_coordinates(paths, return_index=True)
    same = index[1:] == index[:-1]
    return coordinates[:-1][same], coordinates[1:][same], owner[index[1:][same]]


def paths_of(geometries: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """List the points, the lines and the rings of polygons.

    Parameters
    ----------
    geometries : (m,) array of shapely geometries

    Returns
    -------
    paths : (n,) array of Point, LineString and LinearRing
    owner : (n,) int array
        Which geometry each is of.
    """
    parts, owner = _simple_parts(geometries)
    is_path = shapely.get_dimensions(parts) < 2
    rings, of_part = shapely.get_rings(parts, return_index=True)
    paths = np.concatenate([rings, parts[is_path]])
    return paths, np.concatenate([owner[of_part], owner[is_path]])


def seam_edges(
    start: FloatArray, end: FloatArray, owner: NDArray[Any]
) -> NDArray[np.bool_]:
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


def sums(group: NDArray[Any], values: FloatArray, count: int) -> FloatArray:
    """Add values up by group; `bincount` alone makes whole numbers of none."""
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


_TERMS: Final = 6
_BLOCK: Final = 16_384  # edges at a time: what fits the cache is three times as fast


def mean_authalic_m2(middle: FloatArray, half: FloatArray) -> FloatArray:
    """Mean of the authalic function from latitude middle - half to middle + half.

    Per radian of longitude the strip between the equator and a latitude has the area
    (Snyder, "Map Projections: A Working Manual", USGS PP 1395, 1987, eq. 3-12; Karney
    2013, section 6)::

        A(phi) = b^2/2 * (sin(phi) / (1 - e^2 sin^2(phi)) + atanh(e sin(phi)) / e)

    A is a sum of sin(m phi), m = 1, 3, 5..., in which each coefficient is some 600
    times smaller than the one before; six of them give it to the last bit. Along an
    edge straight in lon/lat, where the latitude runs evenly, the mean of sin(m phi) is
    sin(m * middle) * sinc(m * half the step) exactly.

    Parameters
    ----------
    middle, half : (n,) array
        Radians; half may be negative or 0.

    Returns
    -------
    (n,) array
        Square metres per radian of longitude.

    Examples
    --------
    Half of the northern hemisphere, very nearly, lies below 30 degrees:

    >>> strip_m2 = 2 * np.pi * mean_authalic_m2(np.radians([30.0]), np.zeros(1))
    >>> print(f"{strip_m2[0] / 1e6:,.0f} km2")
    127,088,270 km2
    """
    mean = np.empty_like(middle)
    for start in range(0, len(middle), _BLOCK):
        block = slice(start, start + _BLOCK)
        mean[block] = _mean_authalic(middle[block], half[block])
    return mean


def _mean_authalic(middle: FloatArray, half: FloatArray) -> FloatArray:
    sin_mid, cos2_mid = np.sin(middle), 2 * np.cos(2 * middle)
    sin_half, cos2_half = np.sin(half), 2 * np.cos(2 * half)
    width = np.where(half == 0, 1.0, half)
    before_mid, before_half = -sin_mid, -sin_half
    total = np.zeros_like(middle)
    for order, coefficient in zip(range(1, 99, 2), _SERIES, strict=False):
        mean = np.where(half == 0, 1.0, sin_half / (order * width))
        total += coefficient * sin_mid * mean
        sin_mid, before_mid = cos2_mid * sin_mid - before_mid, sin_mid
        sin_half, before_half = cos2_half * sin_half - before_half, sin_half
    return total


def _authalic(phi: FloatArray) -> FloatArray:
    sin_phi, e = np.sin(phi), np.sqrt(E2)
    curved = sin_phi / (1 - E2 * sin_phi**2) + np.arctanh(e * sin_phi) / e
    return np.asarray(SEMI_MINOR_M**2 / 2 * curved)


def _authalic_series() -> FloatArray:
    """Coefficients of sin(m phi), m = 1, 3, 5..., of the authalic function."""
    phi = 2 * np.pi * np.arange(64) / 64
    return -np.fft.rfft(_authalic(phi)).imag[1 : 2 * _TERMS : 2] / 32


_SERIES: Final = _authalic_series()
