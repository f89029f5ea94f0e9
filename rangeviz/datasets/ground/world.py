"""The land and the countries of the whole world, in a few kilobytes."""

from __future__ import annotations

import functools
import json
import string
from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.resources import data_path
from rangeviz.geodesy.antimeridian import polygon_from_rings

_BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"


class World(TypedDict):
    """The countries of the world as arcs on a grid."""

    grid_deg: float
    names: list[str]
    arcs: list[str]
    shapes: list[list[list[list[int]]]]


def load_world() -> World:
    """Load the countries of the world at 1:110m, encoded as pages encode borders.

    Returns
    -------
    dict
        ``arcs`` and ``shapes`` are those of `rangeviz.render.page.topology.Topology`
        on a grid of ``grid_deg``; ``names`` are English. An arc that one shape alone
        refers to is coast: those arcs are the outline of the land.

    Notes
    -----
    Natural Earth's de facto countries at 1:110m: a backdrop for what lies outside a
    map's own borders, not to be measured on.

    Examples
    --------
    >>> world = load_world()
    >>> len(world["names"]), world["grid_deg"]
    (177, 0.1)
    """
    content: Any = json.loads(data_path("ground", "world.json").read_text("utf-8"))
    world: World = content
    return world


@functools.cache
def load_land() -> BaseGeometry:
    """Load the land of the world as one shape.

    Returns
    -------
    MultiPolygon
        EPSG:4326, lon before lat in degrees, on a grid of 0.1 degrees; no borders.

    Notes
    -----
    A backdrop, as of `load_world`.

    Examples
    --------
    >>> from shapely import Point
    >>> land = load_land()
    >>> land.covers(Point(25.0, 0.0)), land.covers(Point(-30.0, 0.0))
    (True, False)
    """
    world = load_world()
    arcs = [_vertices(arc) for arc in world["arcs"]]
    rings = [
        [_join(ring, arcs) * world["grid_deg"] for ring in polygon]
        for shape in world["shapes"]
        for polygon in shape
    ]
    land: BaseGeometry = shapely.union_all([_polygon(each) for each in rings])
    return land


def _polygon(rings: list[npt.NDArray[np.floating[Any]]]) -> BaseGeometry:
    shell = rings[0]
    jumps = np.abs(np.diff(shell[:, 0], append=shell[0, 0])) > 180
    if not jumps.any():
        return shapely.make_valid(shapely.Polygon(shell, rings[1:]))
    # Fiji and Chukotka cross 180 degrees, and Antarctica goes round its pole. Their
    # rings run clockwise, as d3 wants them, and are open.
    closed = np.vstack([shell, shell[:1]])[::-1]
    lon = np.unwrap(closed[:, 0], period=360)
    ring = np.column_stack([lon, closed[:, 1]])
    return shapely.make_valid(polygon_from_rings([ring]))


def _join(ring: list[int], arcs: list[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    # ~n is arc n backwards; each arc ends where the next one begins.
    parts = [(arcs[~n][::-1] if n < 0 else arcs[n])[:-1] for n in ring]
    return np.concatenate(parts)


def _vertices(arc: str) -> npt.NDArray[np.int64]:
    """Read a line of grid steps (base64 VLQ, as source maps have it)."""
    numbers: list[int] = []
    value = shift = 0
    for digit in map(_BASE64.index, arc):
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            numbers.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    steps = np.array(numbers, dtype=np.int64).reshape(-1, 2)
    return steps.cumsum(axis=0)
