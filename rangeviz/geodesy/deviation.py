"""How far a drawn boundary really is from the true one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.errors import GeometryError
from rangeviz.geodesy.ellipsoid import FloatArray, check_position, inverse
from rangeviz.geodesy.measure import edge_lengths_m, edges_of, seam_edges

_STEPS: Final = 10  # per edge


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


@dataclass(frozen=True, slots=True)
class BoundarySamples:
    """Places along the edges of a boundary.

    Parameters
    ----------
    lon, lat : (11, n) array
        Degrees: eleven places on each of n edges, the first at its start, the last
        at its end.
    length_m : (n,) array
        Of each edge, in metres.
    """

    lon: FloatArray
    lat: FloatArray
    length_m: FloatArray

    def deviation(self, off_m: FloatArray) -> Deviation:
        """Sum up how far the samples are off, (11, n) metres, edge by edge.

        A parabola through the three samples about the largest gives what lies
        between them.
        """
        mean_m = np.average(
            np.trapezoid(off_m, dx=1 / _STEPS, axis=0), weights=self.length_m
        )
        return Deviation(-_peak(-off_m), float(mean_m), _peak(off_m))

    def __getitem__(self, edges: NDArray[Any]) -> BoundarySamples:
        """Return the samples of some of the edges."""
        return BoundarySamples(
            self.lon[:, edges], self.lat[:, edges], self.length_m[edges]
        )


def boundary_samples(geometry: BaseGeometry) -> BoundarySamples:
    """Put eleven places on every edge of a boundary.

    Parameters
    ----------
    geometry : shapely geometry
        Lines, or polygons with all their rings, in EPSG:4326 with edges straight
        in lon/lat. Edges along +-180 and +-90 are cuts and don't count; edges
        without a length neither.

    Returns
    -------
    BoundarySamples

    Raises
    ------
    GeometryError
        If the geometry has no edges.

    Examples
    --------
    >>> import shapely
    >>> boundary_samples(shapely.box(0, 0, 1, 1)).lon.shape
    (11, 4)
    """
    start, end, owner = edges_of(np.array([geometry], object))
    kept = ~seam_edges(start, end, owner) & ~_on_frame(start, end)
    kept &= (start != end).any(axis=1)
    if not kept.any():
        raise GeometryError(
            "it has no edges to measure: only a point, or the frame of the whole world"
        )
    start, end = start[kept], end[kept]
    steps = np.linspace(0, 1, _STEPS + 1)[:, None, None]
    samples = start + (end - start) * steps
    return BoundarySamples(samples[..., 0], samples[..., 1], edge_lengths_m(start, end))


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
    >>> import shapely
    >>> ring = shapely.Point(36.2304, 49.9935).buffer(2.75)
    >>> max_deviation_m(ring, 36.2304, 49.9935, 305_800).min_m < -100_000
    True
    """
    check_position(lon, lat)
    samples = boundary_samples(geometry)
    distances = inverse(lon, lat, samples.lon, samples.lat)[2]
    return samples.deviation(np.asarray(distances) - radius_m)


def _peak(values: FloatArray) -> float:
    """Largest value along axis 0, by parabolas through neighbouring samples."""
    before, at, after = values[:-2], values[1:-1], values[2:]
    bend = 2 * at - before - after
    top = (at >= before) & (at >= after) & (bend > 0)
    rise = (after - before) ** 2 / np.where(top, 8 * bend, np.inf)
    return float(max((at + rise).max(), values[0].max(), values[-1].max()))


def _on_frame(start: FloatArray, end: FloatArray) -> NDArray[np.bool_]:
    frame = np.array([180.0, 90.0])
    along = (np.abs(start) == frame) & (start == end)
    return np.asarray(along.any(axis=1))
