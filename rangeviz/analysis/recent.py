"""What was read last about some bounds, for who asks again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from rangeviz.geodesy.bbox import WORLD, Bbox

Read = TypeVar("Read")
_MARGIN = 0.5  # of a box's width and height, on each side, where bounds move


class Recent(Generic[Read]):
    """Remembers what was read last.

    A report's tables ask about the report's own bounds, and a launch point that is
    dragged about bounds that moved a little: then some more is read, and the next steps
    read nothing.

    Parameters
    ----------
    read : callable
        Called as ``read(choice, bounds)`` for what is not remembered.

    Examples
    --------
    >>> recent = Recent(lambda choice, bounds: bounds)
    >>> for west in (0, 1, 2, 4):
    ...     recent.about("land", (west, 0, west + 10, 10))
    (0, 0, 10, 10)
    (-4.0, -5.0, 16.0, 15.0)
    (-4.0, -5.0, 16.0, 15.0)
    (-4.0, -5.0, 16.0, 15.0)
    """

    def __init__(self, read: Callable[[Any, Bbox], Read]) -> None:
        self._read = read
        self._last: tuple[Hashable, Bbox, Read] | None = None

    def about(self, choice: Hashable, bounds: Bbox) -> Read:
        """Give what was read of a choice, within these bounds at least."""
        last = self._last  # one look: threads may ask at the same time
        if last is not None and last[0] == choice:
            _, known, read = last
            if _holds(known, bounds):
                return read
            if _meets(known, bounds):
                bounds = _widened(bounds)
        read = self._read(choice, bounds)
        self._last = (choice, bounds, read)
        return read


def _holds(outer: Bbox, inner: Bbox) -> bool:
    west, south, east, north = inner
    return (outer[0] <= west and outer[1] <= south) and (
        east <= outer[2] and north <= outer[3]
    )


def _meets(one: Bbox, other: Bbox) -> bool:
    west, south, east, north = other
    return one[0] <= east and one[1] <= north and west <= one[2] and south <= one[3]


def _widened(bounds: Bbox) -> Bbox:
    west, south, east, north = bounds
    more_lon, more_lat = _MARGIN * (east - west), _MARGIN * (north - south)
    return (
        max(west - more_lon, WORLD[0]),
        max(south - more_lat, WORLD[1]),
        min(east + more_lon, WORLD[2]),
        min(north + more_lat, WORLD[3]),
    )
