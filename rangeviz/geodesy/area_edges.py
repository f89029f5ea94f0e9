"""The edges of areas of one coverage, and which of them neighbours share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.pieces import IntArray


@dataclass(frozen=True, slots=True)
class AreaEdges:
    """Edges of areas, each from its lesser end, by longitude and then latitude.

    Parameters
    ----------
    low, high : (n, 2) array
        Its ends: lon and lat in degrees, or steps of the grid.
    forward : (n,) array of bool
        Whether its ring runs from low to high, with the land on the left.
    owner : (n,) array of int
        Number of the area.
    number : (n,) array of int
        Of the edge: neighbours that share one have it under one number. They are
        in the order of low and high.
    """

    low: NDArray[np.generic]
    high: NDArray[np.generic]
    forward: NDArray[np.bool_]
    owner: IntArray
    number: IntArray


def edges_of(
    areas: Sequence[BaseGeometry] | NDArray[np.object_], grid_deg: float | None = None
) -> AreaEdges:
    """Take the edges out of areas whose neighbours share their vertices exactly.

    Parameters
    ----------
    areas : (m,) array of Polygon or MultiPolygon
        EPSG:4326. What else is in a collection is left out.
    grid_deg : float, optional
        Step of a grid that vertices are moved to; edges of no length are left out.

    Returns
    -------
    AreaEdges

    Examples
    --------
    >>> edges = edges_of([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> twice = np.bincount(edges.number)[edges.number] == 2
    >>> edges.low[twice].tolist(), edges.high[twice].tolist()
    ([[1.0, 0.0], [1.0, 0.0]], [[1.0, 1.0], [1.0, 1.0]])
    """
    shapes = shapely.orient_polygons(np.asarray(areas, object))
    polygons, owner = shapely.get_parts(shapes, return_index=True)
    flat = shapely.get_dimensions(polygons) == 2
    polygons, owner = polygons[flat], owner[flat]
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    vertices: NDArray[Any]
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    # One number for each position, in their order: they sort faster than pairs.
    if grid_deg is None:
        key = np.unique(vertices + 0.0, axis=0, return_inverse=True)[1].ravel()
    else:
        vertices = np.rint(vertices / grid_deg).astype(np.int64)
        key = (vertices[:, 0] << 32) + vertices[:, 1]
    edge = np.flatnonzero((ring[1:] == ring[:-1]) & (key[1:] != key[:-1]))
    forward = key[edge] < key[edge + 1]
    low, high = np.where(forward, edge, edge + 1), np.where(forward, edge + 1, edge)
    order = np.lexsort((key[high], key[low]))
    steps = (np.diff(key[low][order]) != 0) | (np.diff(key[high][order]) != 0)
    number = np.zeros(len(edge), np.intp)
    number[order[1:]] = np.cumsum(steps)
    return AreaEdges(
        vertices[low], vertices[high], forward, owner[polygon][ring[edge]], number
    )
