"""What an edge of a border is: told by the units on its two sides.

Units are put on a grid finer than a pixel, where neighbours keep identical edges.
A coast has one unit, a border two countries, an inner border two units of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges (n, 2, 2) by kind, in grid steps; coasts keep their direction."""

    coast: NDArray[np.int64]
    country: NDArray[np.int64]
    region: NDArray[np.int64]


def sorted_edges(units: gpd.GeoDataFrame, grid_deg: float) -> Edges:
    """Sort the edges of all units by what lies on their two sides.

    Parameters
    ----------
    units : GeoDataFrame
        ``country_code`` and ``geometry``, EPSG:4326; neighbours share vertices.
    grid_deg : float
        Step of the grid that vertices are moved to, degrees.

    Returns
    -------
    Edges
        All empty where there is no unit.
    """
    start, end, unit = _directed_edges(units.geometry.to_numpy(), grid_deg)
    country = pd.factorize(units["country_code"])[0][unit]
    low, high = np.minimum(start, end), np.maximum(start, end)
    order = np.lexsort((high, low))
    low, high, unit, country = low[order], high[order], unit[order], country[order]
    sign = np.where(start < end, 1, -1)[order]
    first = np.flatnonzero(
        np.concatenate([[True], (np.diff(low) != 0) | (np.diff(high) != 0)])[: len(low)]
    )
    if not len(first):
        nothing = np.empty((0, 2, 2), np.int64)
        return Edges(nothing, nothing, nothing)
    net = np.add.reduceat(sign, first)
    two_countries = _differ(country, first)
    two_units = _differ(unit, first)
    pairs = np.stack([low[first], high[first]], axis=1)
    pairs[net < 0] = pairs[net < 0][:, ::-1]
    inner = net == 0
    return Edges(
        # As often as it counts, so that rings close where shapes touch on the grid.
        coast=_unpacked(np.repeat(pairs, np.abs(net), axis=0)),
        country=_unpacked(pairs[inner & two_countries]),
        region=_unpacked(pairs[inner & two_units & ~two_countries]),
    )


def _differ(owner: NDArray[np.int64], first: NDArray[np.int64]) -> NDArray[np.bool_]:
    different: NDArray[np.bool_] = np.minimum.reduceat(
        owner, first
    ) != np.maximum.reduceat(owner, first)
    return different


_HALF = 1 << 29  # grid positions lie well within


def _directed_edges(
    shapes: NDArray[np.object_], grid_deg: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Start and end of every edge as packed grid positions, and its unit."""
    polygons, owner = shapely.get_parts(
        shapely.orient_polygons(shapes), return_index=True
    )
    flat = shapely.get_dimensions(polygons) == 2
    polygons, owner = polygons[flat], owner[flat]
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.rint(vertices / grid_deg).astype(np.int64) + _HALF
    packed = (steps[:, 0] << 32) | steps[:, 1]
    kept = np.ones(len(packed), bool)
    kept[1:] = (np.diff(packed) != 0) | (np.diff(ring) != 0)
    packed, ring = packed[kept], ring[kept]
    edge = (ring[:-1] == ring[1:]) & (packed[:-1] != packed[1:])
    return packed[:-1][edge], packed[1:][edge], owner[polygon][ring[:-1][edge]]


def _unpacked(packed: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.stack([(packed >> 32), packed & (2**32 - 1)], axis=-1) - _HALF


def chained_rings(edges: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Chain directed edges to closed rings: as many leave a vertex as reach it.

    Examples
    --------
    >>> edges = np.array([[[0, 0], [1, 0]], [[1, 0], [1, 1]], [[1, 1], [0, 0]]])
    >>> [ring.tolist() for ring in chained_rings(edges)]
    [[[0, 0], [1, 0], [1, 1], [0, 0]]]
    """
    following: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for (x0, y0), (x1, y1) in edges.tolist():
        following.setdefault((x0, y0), []).append((x1, y1))
    rings = []
    for start, ends in following.items():
        while ends:
            ring = [start]
            while nexts := following.get(ring[-1]):
                ring.append(nexts.pop())
            rings.append(np.array(ring, np.int64))
    return rings


def merged_lines(edges: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Join edges to lines that run from one junction to the next."""
    if not len(edges):
        return []
    segments: Any = shapely.linestrings(edges)
    merged = shapely.line_merge(shapely.multilinestrings(segments))
    parts = shapely.get_parts(merged)
    return [shapely.get_coordinates(part).astype(np.int64) for part in parts]
