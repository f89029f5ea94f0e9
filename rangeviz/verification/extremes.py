"""The extremes of a figure along edges, between the places that were sampled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from rangeviz.geodesy.arrays import FloatArray

Measure = Callable[[FloatArray, FloatArray], FloatArray]

_INTERVALS: Final = 24
_PARTS: Final = 8
_ROUNDS: Final = 3


def greatest_between(
    lon: FloatArray, lat: FloatArray, value: FloatArray, measure: Measure
) -> float:
    """Search on where the samples along edges are greatest.

    The distance from a line or an area has kinks where its nearest part changes; a
    parabola through samples misses their tops.

    Parameters
    ----------
    lon, lat : (m, n) array
        Degrees: m places on each of n edges, in order.
    value : (m, n) array
        What `measure` gives there.
    measure : callable
        Takes lon and lat, (k,) arrays, and gives a value for each.

    Returns
    -------
    float
        The greatest value found: at least the greatest of the samples.

    Examples
    --------
    >>> x = np.linspace(0, 1, 11)[:, None]
    >>> roof = lambda lon, lat: -abs(lon - 0.4321)
    >>> abs(greatest_between(x, 0 * x, roof(x, 0), roof)) < 2e-4
    True
    """
    start = np.stack([lon[:-1], lat[:-1]]).reshape(2, -1)
    end = np.stack([lon[1:], lat[1:]]).reshape(2, -1)
    ends = np.stack([value[:-1], value[1:]]).reshape(2, -1)
    greatest = float(value.max())
    for _ in range(_ROUNDS):
        best = np.argsort(-ends.max(axis=0))[:_INTERVALS]
        share = np.linspace(0, 1, _PARTS + 1)[:, None]
        places = start[:, None, best] + share * (end - start)[:, None, best]
        found = measure(places[0].ravel(), places[1].ravel()).reshape(_PARTS + 1, -1)
        greatest = max(greatest, float(found.max()))
        start = places[:, :-1].reshape(2, -1)
        end = places[:, 1:].reshape(2, -1)
        ends = np.stack([found[:-1], found[1:]]).reshape(2, -1)
    return greatest
