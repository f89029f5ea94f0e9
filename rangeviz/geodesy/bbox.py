"""Bounding boxes in degrees, which may run across the antimeridian."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rangeviz.arguments import brief, float_of
from rangeviz.errors import CoordinateError, InputError

Bbox = tuple[float, float, float, float]
Window = tuple[float, Bbox]
WORLD: Bbox = (-180.0, -90.0, 180.0, 90.0)


def boxes_of(bbox: Sequence[float] | None) -> list[Bbox]:
    """Take a box apart at the antimeridian.

    Parameters
    ----------
    bbox : (west, south, east, north), optional
        Degrees; the whole world by default. Across the antimeridian, west is greater
        than east, or one of them lies beyond 180.

    Returns
    -------
    list of (west, south, east, north)
        One or two, longitudes from -180 to 180.

    Raises
    ------
    CoordinateError
        If a bound is not finite, a longitude beyond 360, a latitude beyond 90, or
        south above north.
    InputError
        If it is no four numbers.

    Examples
    --------
    >>> boxes_of((170, -10, 190, 10))
    [(170.0, -10.0, 180.0, 10.0), (-180.0, -10.0, -170.0, 10.0)]
    >>> boxes_of((170, -10, -170, 10)) == boxes_of((170, -10, 190, 10))
    True
    """
    if bbox is None:
        return [WORLD]
    if isinstance(bbox, str) or not hasattr(bbox, "__len__") or len(bbox) != 4:
        raise InputError(f"bbox is {brief(bbox)}: give west, south, east, north")
    west, south, east, north = (float_of(side, "a side of the bbox") for side in bbox)
    finite = all(map(math.isfinite, (west, south, east, north)))
    if not (
        finite and max(abs(west), abs(east)) <= 360 and -90 <= south <= north <= 90
    ):
        raise CoordinateError(
            f"bbox {west:g}, {south:g}, {east:g}, {north:g} is not west, south, east, "
            "north in degrees, south below north"
        )
    if east - west >= 360:
        return [(-180.0, south, 180.0, north)]
    start, end = (west + 180) % 360 - 180, (east + 180) % 360 - 180
    if end == -180 and east > west:
        end = 180.0
    if start <= end:
        return [(start, south, end, north)]
    return [(start, south, 180.0, north), (-180.0, south, end, north)]


def windows(west: float, south: float, east: float, north: float) -> Iterator[Window]:
    """Cut a box whose longitudes run on across 180 into boxes within -180 to 180.

    Parameters
    ----------
    west, south, east, north : float
        Degrees; west below east, and by less than a turn beyond 180 on either side.

    Yields
    ------
    turn_deg : {-360, 0, 360}
        What was added to the longitudes.
    bbox : (west, south, east, north)

    Examples
    --------
    >>> list(windows(170, 0, 190, 9))
    [(-360, (-180.0, 0, -170, 9)), (0, (170, 0, 180.0, 9))]
    """
    for turn_deg in (-360, 0, 360):
        start, end = max(west + turn_deg, -180.0), min(east + turn_deg, 180.0)
        if start < end:
            yield turn_deg, (start, south, end, north)


def total_bounds(boxes: Sequence[Bbox]) -> Bbox:
    """Give the box around boxes that don't wrap.

    Examples
    --------
    >>> total_bounds([(1, 2, 3, 4), (0, 3, 2, 9)])
    (0, 2, 3, 9)
    """
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))
