"""Cells of lon and lat that are wholly within range of sites, or wholly out of it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rangeviz.geodesy.ellipsoid import LARGEST_RADIUS_M, FloatArray, to_ecef

OUTSIDE: Final = 0
INSIDE: Final = 1
ACROSS: Final = 2

_POINTS_PER_CELL: Final = 24  # fewer cells are told sooner and leave more points open
_SLACK_M: Final = 1e-3


class ReachCells:
    """A grid over many points, which tells of most of them at a glance.

    A cell is told by the straight distance of its middle to the nearest site, give or
    take how far a point of the cell can be from its middle.

    Parameters
    ----------
    lonlat : (n, 2) array
        Degrees; one point at least. The grid is as fine as their number allows.
    tree : KDTree
        The sites in space.
    surely_in_m, surely_out_m : (2,) arrays
        Chords of the least and the greatest range: within both of the first, a point
        is in range, beyond the second it is not.
    """

    def __init__(
        self,
        lonlat: FloatArray,
        tree: Any,
        surely_in_m: FloatArray,
        surely_out_m: FloatArray,
    ) -> None:
        self._west, self._south = (column.min() for column in lonlat.T)
        east, north = (column.max() for column in lonlat.T)
        width, height = max(east - self._west, 1e-9), max(north - self._south, 1e-9)
        step = np.sqrt(width * height * _POINTS_PER_CELL / len(lonlat))
        # A long and narrow cloud of points has one row of cells, not cells without end.
        step = max(step, max(width, height) * _POINTS_PER_CELL / len(lonlat))
        self._per_deg = 1 / step
        self._columns = int(width * self._per_deg) + 1
        rows = int(height * self._per_deg) + 1
        lon = self._west + (np.arange(self._columns) + 0.5) * step
        south = self._south + np.arange(rows) * step
        middles_m = to_ecef(
            np.tile(lon, rows), np.repeat(south + step / 2, self._columns)
        )
        radius_m = np.repeat(_radii_m(south, step), self._columns)
        furthest_m = surely_out_m[1] + radius_m.max()
        chord_m, _ = tree.query(middles_m, distance_upper_bound=furthest_m, workers=-1)
        inside = chord_m + radius_m <= surely_in_m[1]
        if surely_out_m[0] > _SLACK_M:  # too near one site, another may have it
            inside &= chord_m - radius_m >= surely_out_m[0]
        outside = chord_m - radius_m > surely_out_m[1]
        self._states = np.where(inside, INSIDE, np.where(outside, OUTSIDE, ACROSS))
        self._states = self._states.astype(np.int8)

    def of(self, lonlat: FloatArray) -> NDArray[np.int8]:
        """Tell the state of the cell that each point is in.

        Parameters
        ----------
        lonlat : (n, 2) array
            Some of the points.

        Returns
        -------
        (n,) array of int8
            `OUTSIDE`, `INSIDE` or `ACROSS`.
        """
        column = ((lonlat[:, 0] - self._west) * self._per_deg).astype(np.int32)
        row = ((lonlat[:, 1] - self._south) * self._per_deg).astype(np.int32)
        return np.asarray(self._states[row * self._columns + column])


def _radii_m(south: FloatArray, step: float) -> FloatArray:
    """Bound how far, straight, a point of each row's cells is from the middle.

    With rho the radius of a parallel, the chord between two positions is
    dz^2 + drho^2 + 4 rho1 rho2 sin^2(dlon / 2), squared. The first two are the chord of
    an arc of the meridian. Neither its radius of curvature nor rho / cos(lat) is ever
    greater than a^2 / b.
    """
    north = south + step
    nearest_equator = np.where(
        (south < 0) & (north > 0), 0, np.minimum(np.abs(south), np.abs(north))
    )
    cosine = np.maximum(np.cos(np.radians(nearest_equator)), 0)
    half = np.radians(step / 2)
    along_m = 2 * LARGEST_RADIUS_M * cosine * np.sin(min(half / 2, np.pi / 2))
    return np.asarray(np.hypot(LARGEST_RADIUS_M * half, along_m) + _SLACK_M)
