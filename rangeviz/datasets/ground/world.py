"""The land and the countries of the whole world, in a few kilobytes."""

from __future__ import annotations

import json
from typing import Any, TypedDict

from rangeviz.datasets.resources import data_path


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
