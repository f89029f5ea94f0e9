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

from rangeviz.geodesy.area_edges import edges_of

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
    edges = edges_of(units.geometry.to_numpy(), grid_deg)
    if not len(edges.owner):
        nothing = np.empty((0, 2, 2), np.int64)
        return Edges(nothing, nothing, nothing)
    order = np.argsort(edges.number, kind="stable")
    first = np.searchsorted(edges.number[order], np.arange(edges.number.max() + 1))
    country = pd.factorize(units["country_code"])[0][edges.owner]
    two_countries = _differ(country[order], first)
    two_units = _differ(edges.owner[order], first)
    # As often forward as backward: land on both sides.
    net = np.add.reduceat(np.where(edges.forward, 1, -1)[order], first)
    pairs = np.stack([edges.low, edges.high], axis=1)[order][first]
    pairs[net < 0] = pairs[net < 0][:, ::-1]
    inner = net == 0
    return Edges(
        # As often as it counts, so that rings close where shapes touch on the grid.
        coast=np.repeat(pairs, np.abs(net), axis=0),
        country=pairs[inner & two_countries],
        region=pairs[inner & two_units & ~two_countries],
    )


def _differ(owner: NDArray[np.int64], first: NDArray[np.int64]) -> NDArray[np.bool_]:
    different: NDArray[np.bool_] = np.minimum.reduceat(
        owner, first
    ) != np.maximum.reduceat(owner, first)
    return different


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
