"""The rings of geodesic circles: halves are mirrored, then made polygons in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from rangeviz.geodesy.antimeridian import polygon_from_rings
from rangeviz.geodesy.circle.series import EvenHalves, even_halves
from rangeviz.geodesy.circle.trace import Curves, trace
from rangeviz.geodesy.columns import IntArray
from rangeviz.geodesy.ellipsoid import FloatArray, wrap_lon


@dataclass(frozen=True, slots=True)
class Rings:
    """A batch of closed rings, circle on the left hand, with continuous longitudes.

    Parameters
    ----------
    circle : (s,) int array
        Which circles of the input these are.
    coordinates : (v, 2) array
        lon, lat in degrees of all rings, one after the other.
    offsets : (s + 1,) int array
        Where each ring starts, and the end of the last.
    deviation_m : (s,) array
        Bound of each ring's deviation from its circle.
    holds_pole : (s,) bool array
        Whether a pole lies inside.
    """

    circle: IntArray
    coordinates: FloatArray
    offsets: IntArray
    deviation_m: FloatArray
    holds_pole: NDArray[np.bool_]

    def __getitem__(self, number: int) -> FloatArray:
        """Return one ring: (n, 2) array."""
        return self.coordinates[self.offsets[number] : self.offsets[number + 1]]


def circle_rings(
    lon: FloatArray, lat: FloatArray, radius_m: FloatArray, allowed_m: FloatArray
) -> Iterator[Rings]:
    """Draw the rings of circles, in batches.

    Parameters
    ----------
    lon, lat, radius_m, allowed_m : (n,) array
        Centres in degrees, radii and largest allowed deviations in metres.

    Yields
    ------
    Rings
        Batches in no order; every circle occurs once.

    Examples
    --------
    >>> at = np.array([50.0, 89.9])
    >>> batches = circle_rings(at, at, np.full(2, 305_800.0), np.full(2, 10.0))
    >>> sorted(int(i) for batch in batches for i in batch.circle)
    [0, 1]
    """
    centre = wrap_lon(lon)
    rest = np.ones(len(lon), bool)
    for half in even_halves(lat, radius_m, allowed_m):
        rest[half.circle] = False
        yield _mirrored(half, centre[half.circle])
    if rest.any():
        circle = np.flatnonzero(rest)
        yield _traced(circle, centre, lat, radius_m, allowed_m)


def polygons(batch: Rings) -> NDArray[Any]:
    """Make a batch of rings valid polygons, cut at the antimeridian where need be.

    Parameters
    ----------
    batch : Rings
        Rings as from :func:`circle_rings`.

    Returns
    -------
    (s,) object array
        Polygon or MultiPolygon each.
    """
    each = np.arange(len(batch.circle) + 1)
    made = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, batch.coordinates, (batch.offsets, each)
    )
    lon = batch.coordinates[:, 0]
    first = batch.offsets[:-1]
    beyond = np.maximum.reduceat(lon, first) > 180
    beyond |= np.minimum.reduceat(lon, first) < -180
    for number in np.flatnonzero(beyond | batch.holds_pole).tolist():
        made[number] = polygon_from_rings([batch[number]])
    return made


def _mirrored(half: EvenHalves, centre: FloatArray) -> Rings:
    """Mirror eastern halves into rings that run west, south, east and north."""
    count, size = half.lon.shape
    south = half.lon[:, -1] > 90
    rings = np.empty((count, 2 * size - 1, 2))
    rings[:, :size, 0] = centre[:, None] - half.lon
    rings[:, :size, 1] = half.lat
    east = half.lon[:, -2::-1]
    rings[:, size:, 0] = (centre - np.where(south, 360.0, 0.0))[:, None] + east
    rings[:, size:, 1] = half.lat[:, -2::-1]
    return Rings(
        half.circle,
        rings.reshape(-1, 2),
        np.arange(count + 1) * (2 * size - 1),
        half.deviation_m,
        south | (half.lon[:, 0] > 90),
    )


def _traced(
    circle: IntArray,
    centre: FloatArray,
    lat: FloatArray,
    radius_m: FloatArray,
    allowed_m: FloatArray,
) -> Rings:
    """Rings of the circles that even azimuths don't suit."""
    count = len(circle)
    radius = radius_m[circle]
    edges = trace(
        Curves(
            np.zeros(count),
            lat[circle],
            np.tile([0.0, 180.0], (count, 1)),
            np.column_stack([radius, radius]),
            allowed_m[circle],
        )
    )
    first = np.searchsorted(edges.curve, np.arange(count))
    last = np.append(first[1:], len(edges.curve)) - 1
    edge_count = last - first + 1
    # west: the start of each edge, then the end of the last; east: the starts again
    offsets = np.append(0, np.cumsum(2 * edge_count + 1))
    ring = np.repeat(np.arange(count), 2 * edge_count + 1)
    rank = np.arange(offsets[-1]) - offsets[ring]
    west = rank <= edge_count[ring]
    step = np.where(west, rank, 2 * edge_count[ring] - rank)
    vertices = np.insert(edges.start[:, :2], last + 1, edges.stop[last, :2], axis=0)
    half = vertices[(first + np.arange(count))[ring] + step]
    lon = np.abs(half[:, 0])  # -180 and -0.0 occur at the ends
    north, south = np.abs(edges.start[first, 0]) > 90, np.abs(edges.stop[last, 0]) > 90
    shift = np.where(south, 360.0, 0.0)[ring]
    lon = centre[circle][ring] + np.where(west, -lon, lon - shift)
    deviation = np.maximum.reduceat(edges.deviation_m, first)
    coordinates = np.column_stack([lon, half[:, 1]])
    return Rings(circle, coordinates, offsets, deviation, north | south)
