"""Valid EPSG:4326 shapes at the antimeridian and round the poles.

A region on the Earth is told by its boundary: rings with *continuous* longitudes
(a ring that runs on eastward across 180 goes on to 181, not to -179) and the region
on the **left hand**. That one rule says everything: a counter-clockwise ring has the
region inside, a clockwise one outside; a ring that winds once round the Earth
eastward (its last longitude is its first plus 360) has the region and the north pole
to its left, westward the south pole.

:func:`polygon_from_rings` cuts the rings at +-180 into chains and joins the end of
each chain to the next start *counter-clockwise along the frame* -180..180 x -90..90
(Weiler and Atherton's clipping against a rectangle, 1977). Poles need no case of
their own: where no start lies on the way, the path along +-90 closes the shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import brief
from rangeviz.errors import GeometryError
from rangeviz.geodesy.cutting import SNAP_DEG, cut, unwrap
from rangeviz.geodesy.ellipsoid import FloatArray, wrap_lon

_WORLD = np.array([[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90.0]])
_FRAME = 1080.0  # length in degrees of the way round the frame
# the frame's corners, by their place on the way round it from 180 E, 90 S
_CORNERS = np.array(
    [[180, 180, 90], [540, -180, 90], [720, -180, -90], [1080, 180, -90]]
)


def polygon_from_rings(rings: Sequence[ArrayLike]) -> Polygon | MultiPolygon:
    """Build a valid RFC 7946 shape from the boundary of a region on the Earth.

    Parameters
    ----------
    rings : sequence of (n, 2) array
        Closed rings of lon, lat in degrees with continuous longitudes (see
        :func:`unwrap`) and the region on the left: exteriors counter-clockwise,
        holes clockwise. The last position is the first, in longitude plus 360
        where the ring winds once eastward, minus 360 where westward. Rings
        don't cross each other or themselves.

    Returns
    -------
    Polygon or MultiPolygon
        EPSG:4326, longitudes from -180 to 180, cut at the antimeridian, closed
        along +-90 round a pole; exteriors counter-clockwise, holes clockwise.
        Without rings: an empty polygon.

    Raises
    ------
    GeometryError
        If a ring is not closed, not finite or winds more than once.

    Examples
    --------
    Across the antimeridian, and round the north pole:

    >>> ring = [[170, 0], [190, 0], [190, 10], [170, 10], [170, 0]]
    >>> [part.bounds for part in polygon_from_rings([ring]).geoms]
    [(170.0, 0.0, 180.0, 10.0), (-180.0, 0.0, -170.0, 10.0)]
    >>> cap = [[-100, 80], [20, 80], [140, 80], [260, 80]]
    >>> polygon_from_rings([cap]).bounds
    (-180.0, 80.0, 180.0, 90.0)
    """
    closed: list[FloatArray] = []
    chains: list[FloatArray] = []
    for ring in rings:
        pieces, is_closed = _cut_ring(_checked_ring(ring))
        (closed if is_closed else chains).extend(pieces)
    exteriors = [ring for ring in closed if _signed_area(ring) > 0]
    holes = [ring for ring in closed if _signed_area(ring) < 0]
    exteriors += _join_chains(chains)
    return _nest(exteriors, holes)


def split_at_antimeridian(geometry: BaseGeometry) -> BaseGeometry:
    """Cut a shape at +-180 whose longitudes run across it.

    Handles longitudes beyond +-180 and neighbouring vertices more than 180 degrees
    apart, which are taken to mean the short way round. A polygon that winds round
    the Earth gets the pole of its hemisphere. Edges are straight in lon/lat.

    Parameters
    ----------
    geometry : shapely geometry
        Any type, in degrees; only lon and lat are kept where a cut is needed.

    Returns
    -------
    shapely geometry
        The same object where nothing runs across, else a shape with longitudes
        from -180 to 180; polygons right-handed (RFC 7946).

    Raises
    ------
    GeometryError
        If it is no shape, not on Earth, or a ring can't be closed there.

    See Also
    --------
    geodesic_circle

    Examples
    --------
    >>> split_at_antimeridian(shapely.LineString([(179, 0), (-179, 2)])).wkt
    'MULTILINESTRING ((179 0, 180 1), (-180 1, -179 2))'
    """
    if not isinstance(geometry, BaseGeometry):
        raise GeometryError(
            f"{brief(geometry)} is not a shape: give a shapely geometry"
        )
    if not _runs_across(geometry):
        return geometry
    if isinstance(geometry, Polygon):
        return _split_polygon(geometry)
    if isinstance(geometry, LineString):
        pieces = cut(unwrap(shapely.get_coordinates(geometry)))
        lines = [LineString(piece) for piece, _ in pieces]
        return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
    if isinstance(geometry, shapely.Point):
        return shapely.Point(float(wrap_lon(geometry.x)), geometry.y)
    parts = [split_at_antimeridian(part) for part in shapely.get_parts(geometry)]
    return _collected(list(shapely.get_parts(parts)), geometry.geom_type)


def _checked_ring(ring: ArrayLike) -> FloatArray:
    path = np.array(ring, float)[:, :2]
    if not np.isfinite(path).all() or np.abs(path[:, 1]).max() > 90:
        raise GeometryError("a ring has coordinates that are not on Earth")
    gap = path[-1] - path[0]
    if gap[1] != 0 or min(abs(gap[0] - turn) for turn in (-360, 0, 360)) > SNAP_DEG:
        raise GeometryError(
            "a ring must end where it starts, or once round the Earth from it; "
            f"it ends {gap[0]:g} degrees of longitude and {gap[1]:g} of latitude off"
        )
    path[-1, 0] = path[0, 0] + 360 * round(gap[0] / 360)  # to the last bit
    return path


def _cut_ring(ring: FloatArray) -> tuple[list[FloatArray], bool]:
    """Cut a ring at +-180: chains from frame to frame, or the whole ring, closed."""
    turns = round((ring[-1, 0] - ring[0, 0]) / 360)
    pieces = cut(ring)
    if not pieces:
        return [], True
    if len(pieces) == 1:
        return [pieces[0][0]], turns == 0
    (first, first_window), (last, last_window) = pieces[0], pieces[-1]
    chains = [chain for chain, _ in pieces]
    if first_window + turns == last_window:
        chains = [*chains[1:-1], np.concatenate([last, first[1:]])]
    return chains, False


def _join_chains(chains: list[FloatArray]) -> list[FloatArray]:
    """Join chains along the frame, counter-clockwise, into closed rings."""
    starts = np.array([_place_on_frame(chain[0]) for chain in chains])
    rings = []
    unused = set(range(len(chains)))
    while unused:
        first = current = min(unused)
        path: list[FloatArray] = []
        while current in unused:
            unused.discard(current)
            path.append(chains[current])
            end = _place_on_frame(chains[current][-1])
            ahead = (starts - end) % _FRAME
            current = int(np.argmin(ahead))
            path.append(_corners_between(end, float(ahead[current])))
        if current != first:
            raise GeometryError("the rings of a shape cross each other at +-180")
        ring = np.concatenate([*path, chains[first][:1]])
        ring = ring[np.append(True, (np.diff(ring, axis=0) != 0).any(axis=1))]
        if len(ring) > 3 and _signed_area(ring) > 0:
            rings.append(ring)
    return rings


def _place_on_frame(position: FloatArray) -> float:
    """Place on the way round the frame, counter-clockwise from 180 E, 90 S."""
    lon, lat = position
    return float(lat + 90 if lon > 0 else 540 + 90 - lat)


def _corners_between(start: float, length: float) -> FloatArray:
    twice = np.concatenate([_CORNERS, _CORNERS + np.array([_FRAME, 0, 0])])
    passed = (twice[:, 0] > start) & (twice[:, 0] < start + length)
    return twice[passed, 1:]


def _signed_area(ring: FloatArray) -> float:
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def _nest(
    exteriors: list[FloatArray], holes: list[FloatArray]
) -> Polygon | MultiPolygon:
    """Give every hole to the smallest exterior round it, else to the whole world."""
    exteriors = sorted(exteriors, key=_signed_area)
    owned: list[list[FloatArray]] = [[] for _ in exteriors]
    outside: list[FloatArray] = []
    shells = np.array([Polygon(ring) for ring in exteriors], object)
    for hole in holes:
        inside = shapely.contains(shells, Polygon(hole).representative_point())
        owner = owned[int(np.argmax(inside))] if inside.any() else outside
        owner.append(hole)
    if outside:
        exteriors, owned = [*exteriors, _WORLD], [*owned, outside]
    parts = [Polygon(*pair) for pair in zip(exteriors, owned, strict=True)]
    if not parts:
        return Polygon()
    return parts[0] if len(parts) == 1 else MultiPolygon(parts[::-1])


def _runs_across(geometry: BaseGeometry) -> bool:
    coordinates, index = shapely.get_coordinates(
        shapely.get_parts(geometry), return_index=True
    )
    if not (np.abs(coordinates[:, 1]) <= 90).all() or np.isnan(coordinates).any():
        raise GeometryError(
            "the shape has coordinates that are not on Earth: give degrees, lon before "
            "lat"
        )
    if (np.abs(coordinates[:, 0]) > 180).any():
        return True
    steps = np.abs(np.diff(coordinates[:, 0]))
    return bool(((steps > 180) & (steps < 360) & (np.diff(index) == 0)).any())


def _split_polygon(polygon: Polygon) -> Polygon | MultiPolygon:
    rings = [unwrap(shapely.get_coordinates(ring)) for ring in [polygon.exterior]]
    rings += [unwrap(shapely.get_coordinates(ring)) for ring in polygon.interiors]
    northern = rings[0][:, 1].mean() > 0
    oriented = []
    for i, ring in enumerate(rings):
        turns = round((ring[-1, 0] - ring[0, 0]) / 360)
        left = (turns > 0) == northern if turns else _signed_area(ring) > 0
        oriented.append(ring if left == (i == 0) else ring[::-1])
    return polygon_from_rings(oriented)


def _collected(parts: list[BaseGeometry], wanted: str) -> BaseGeometry:
    gather: dict[str, Any] = {
        "MultiPoint": shapely.MultiPoint,
        "MultiLineString": shapely.MultiLineString,
        "MultiPolygon": shapely.MultiPolygon,
    }
    shape: BaseGeometry = gather.get(wanted, shapely.GeometryCollection)(parts)
    return shape
