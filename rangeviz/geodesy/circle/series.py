"""Many circles at once: one short trigonometric series per circle, no geodesic solver.

On the eastern half of a circle, azimuth 0 to 180, the latitude is a cosine series in
the azimuth and the longitude relative to the centre a sine series (plus 180 degrees
where the north pole lies inside, and a term linear in the azimuth where one pole
does): the circle is symmetric about its meridian and analytic. Both follow from a few
direct solutions by discrete cosine and sine transforms, and all vertices of all
circles with the same number of vertices are then one matrix product.

On a sphere the coefficient of order k is q^k / k, with q = tan(r / 2) / tan(c / 2) or
its inverse for radius r and each pole's distance c from the centre; the flattening adds
little except near the antipode. That gives the number of terms to start with. The last
coefficients say whether it was enough: circles whose series hasn't died away to
``_TAIL_M`` are left to :mod:`rangeviz.geodesy.circle.trace`, as are those that pass so
close to a pole that vertices evenly spaced in azimuth would be a waste.

An edge between azimuths a and a + h, straight in lon/lat, strays by h^2/8 times the
component along the normal of the second derivative of (lon, lat), in metres; the next
term is smaller by h^2/48 times the ratio of the fourth derivative to the second. The
series give it at twice as many azimuths as they have terms; ``_MARGIN`` covers the
next term and what lies between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rangeviz.geodesy.columns import Columns, IntArray
from rangeviz.geodesy.ellipsoid import (
    AUTHALIC_RADIUS_M,
    GEOD,
    LONGEST_DEGREE_M,
    FloatArray,
    meridian_radius_m,
    prime_vertical_radius_m,
)

_TERMS: Final = np.array([6, 8, 10, 12, 16, 20, 24, 32, 40])
_TAIL_M: Final = 1e-5
_MARGIN: Final = 1.02
_FEWEST: Final = 36  # edges of a half circle: steps of 5 degrees
_UNEVEN: Final = 1.25  # largest to mean density of vertices that is still spaced evenly
_STEPS_PER_OCTAVE: Final = 32  # numbers of edges are rounded up to share one product
_MOST_WAVES: Final = 64  # tables kept; a megabyte is a large one


@dataclass(frozen=True, slots=True)
class EvenHalves:
    """Eastern halves of circles with vertices at the same even azimuths.

    Parameters
    ----------
    circle : (s,) int array
        Which circles of the input these are.
    lon, lat : (s, m + 1) array
        Vertices from azimuth 0 to 180, in degrees; longitude 0 to 180 relative to
        the centre.
    deviation_m : (s,) array
        Bound of the edges' deviation.
    """

    circle: IntArray
    lon: FloatArray
    lat: FloatArray
    deviation_m: FloatArray


@dataclass(frozen=True, slots=True)
class _Series(Columns):
    """Coefficients for s circles, K + 1 each; lon without its linear part."""

    circle: IntArray
    lon: FloatArray
    lat: FloatArray
    north: FloatArray
    """Longitude at azimuth 0: 180 where the north pole is inside, else 0."""
    winding: FloatArray
    """Change of longitude from azimuth 0 to 180, in degrees."""


def even_halves(
    lat: FloatArray, radius_m: FloatArray, allowed_m: FloatArray
) -> Iterator[EvenHalves]:
    """Draw the eastern halves of those circles that even azimuths suit.

    Parameters
    ----------
    lat, radius_m, allowed_m : (n,) array
        Latitude of the centres in degrees, radii and tolerances in metres.

    Yields
    ------
    EvenHalves
        Batches of equal vertex count, together at most the n circles, each once.
        Circles that are missing need :func:`rangeviz.geodesy.circle.trace.trace`.

    Examples
    --------
    >>> lat, radius = np.array([50.0, 89.9]), np.full(2, 305_800.0)
    >>> [half.circle.tolist() for half in even_halves(lat, radius, np.full(2, 10.0))]
    [[0]]
    """
    terms = _terms_needed(lat, radius_m)
    for count in np.unique(terms[terms > 0]):
        series = _fitted(np.flatnonzero(terms == count), lat, radius_m, int(count))
        largest, even = _normal_bend(series)
        series, bend_m = series.take(even), _MARGIN * largest[even]
        edges = np.pi * np.sqrt(bend_m / (8 * allowed_m[series.circle]))
        edges = _rounded_up(np.maximum(np.ceil(edges), _FEWEST))
        for size in np.unique(edges):
            batch = edges == size
            lons, lats = _evaluated(series.take(batch), int(size))
            deviation = bend_m[batch] * (np.pi / size) ** 2 / 8
            yield EvenHalves(series.circle[batch], lons, lats, deviation)


def _terms_needed(lat: FloatArray, radius_m: FloatArray) -> IntArray:
    """Estimate the terms that each circle needs; 0 where there would be too many."""
    reach = np.tan(radius_m / AUTHALIC_RADIUS_M / 2)
    ratios = reach / np.tan(np.radians(90 - np.array([lat, -lat])) / 2 + 1e-300)
    ratio = np.minimum(ratios, 1 / ratios).max(axis=0)
    order = np.log(_TAIL_M / AUTHALIC_RADIUS_M) / np.log(np.minimum(ratio, 0.999)) + 2
    rung = np.searchsorted(_TERMS, order)
    return np.asarray(np.append(_TERMS, 0)[rung])


def _fitted(
    circle: IntArray, lat: FloatArray, radius_m: FloatArray, terms: int
) -> _Series:
    """Series through direct solutions at terms + 1 azimuths, where they die away."""
    samples = np.linspace(0, 180, terms + 1)
    shape = (len(circle), terms + 1)
    lons, lats, _ = GEOD.fwd(
        np.zeros(shape),
        np.broadcast_to(lat[circle, None], shape),
        np.broadcast_to(samples, shape),
        np.broadcast_to(radius_m[circle, None], shape),
        return_back_azimuth=False,
    )
    lons = np.abs(lons)
    north, winding = lons[:, 0], lons[:, -1] - lons[:, 0]
    lons = lons - north[:, None] - winding[:, None] * samples / 180
    order = np.arange(terms + 1)
    angle = np.pi * np.outer(order, order) / terms
    ends = np.where((order == 0) | (order == terms), 0.5, 1.0)
    cosines = 2 / terms * ends[:, None] * np.cos(angle) * ends
    series = _Series(
        circle, lons @ (2 / terms * np.sin(angle)), lats @ cosines, north, winding
    )
    tails = [np.abs(part[:, -3:]).max(axis=1) for part in (series.lon, series.lat)]
    return series.take(np.maximum(*tails) * LONGEST_DEGREE_M <= _TAIL_M)


def _normal_bend(series: _Series) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Largest second derivative along the normal, in m, and whether it is even."""
    terms = series.lon.shape[1] - 1
    order = np.arange(terms + 1)
    azimuth = np.linspace(0, np.pi, 2 * terms + 1)
    cos, sin = np.cos(np.outer(order, azimuth)), np.sin(np.outer(order, azimuth))
    lat = series.lat @ cos
    east = prime_vertical_radius_m(lat) * np.cos(np.radians(lat))
    north = meridian_radius_m(lat)
    lon_slope = (series.lon * order) @ cos + series.winding[:, None] / np.pi
    lat_slope = -(series.lat * order) @ sin
    lon_bend = -(series.lon * order**2) @ sin
    lat_bend = -(series.lat * order**2) @ cos
    across = lon_slope * lat_bend - lat_slope * lon_bend
    speed = np.hypot(east * lon_slope, north * lat_slope)
    bend = np.abs(east * north * across) / np.maximum(speed, 1e-300)
    bend = np.radians(bend)
    largest, mean = bend.max(axis=1), np.sqrt(bend).mean(axis=1)
    return largest, np.sqrt(largest) <= _UNEVEN * mean


def _rounded_up(count: FloatArray) -> FloatArray:
    step = np.maximum(1, 2 ** np.floor(np.log2(count)) / _STEPS_PER_OCTAVE)
    return np.asarray(np.ceil(count / step) * step)


def _evaluated(series: _Series, edges: int) -> tuple[FloatArray, FloatArray]:
    sin, cos = _waves(series.lon.shape[1], edges)
    lon = series.lon @ sin
    share = np.linspace(0, 180, edges + 1) / 180
    lon += series.north[:, None] + series.winding[:, None] * share
    return lon, series.lat @ cos


@lru_cache(maxsize=_MOST_WAVES)
def _waves(terms: int, edges: int) -> tuple[FloatArray, FloatArray]:
    """Sines and cosines of multiples of even azimuths, which take most of the time."""
    azimuth = np.radians(np.linspace(0, 180, edges + 1))
    angle = np.outer(np.arange(terms), azimuth)
    return np.sin(angle), np.cos(angle)
