"""Borders as arcs: what two neighbours share is written once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.render.page.encode import encode_integers, grid_ring

Vertex = tuple[int, int]
Chain = tuple[Vertex, ...]


@dataclass(slots=True)
class Topology:
    """Shapes of a coverage, as references to the arcs that bound them.

    Parameters
    ----------
    arcs : list
        (n, 2) arrays of int, from the first vertex to the last in grid steps; a closed
        one repeats its first.
    shapes : list
        For each geometry its polygons, each a list of rings (outer first),
        each a list of arc numbers; ``~n`` (that is ``-n - 1``) means arc ``n``
        from end to start.
    """

    arcs: list[npt.NDArray[np.int64]] = field(default_factory=list)
    shapes: list[list[list[list[int]]]] = field(default_factory=list)

    def encoded_shapes(self) -> list[str]:
        """Write the shapes: rings with ";" between them, polygons with "|".

        An arc that comes for the first time is the next one, and written as 0; others
        as their distance from that one, below 0 from end to start.
        """
        following = 0

        def step(arc: int) -> int:
            nonlocal following
            if arc < 0:
                return ~arc - following
            back = following - arc
            following += not back
            return back

        return [
            "|".join(
                ";".join(encode_integers(map(step, ring)) for ring in part)
                for part in parts
            )
            for parts in self.shapes
        ]


def encode_coverage(geometries: Sequence[BaseGeometry], quantum_deg: float) -> Topology:
    """Cut the rings of a coverage where their neighbours change.

    Parameters
    ----------
    geometries : sequence of Polygon, MultiPolygon or collections of them
        EPSG:4326, lon before lat; neighbours share vertices.
    quantum_deg : float
        Grid step in degrees.

    Returns
    -------
    Topology
        A shape that collapses on the grid has no polygons. Rings run anticlockwise,
        holes clockwise: arcs that one shape alone refers to, each in the direction
        in which it does, form rings too, those of the coverage's outline.

    Examples
    --------
    >>> left, right = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    >>> found = encode_coverage([left, right], 1.0)
    >>> found.shapes
    [[[[0, 1]]], [[[-1, 2]]]]
    """
    polygons = [_grid_polygons(geometry, quantum_deg) for geometry in geometries]
    owners: defaultdict[tuple[Vertex, Vertex], set[int]] = defaultdict(set)
    for owner, parts in enumerate(polygons):
        for ring in (ring for part in parts for ring in part):
            for edge in _edges(ring):
                owners[edge].add(owner)
    topology = Topology()
    numbers: dict[Chain, int] = {}
    for parts in polygons:
        topology.shapes.append(
            [
                [
                    [
                        _number(chain, numbers, topology)
                        for chain in _split(ring, owners)
                    ]
                    for ring in part
                ]
                for part in parts
            ]
        )
    return topology


def _grid_polygons(
    geometry: BaseGeometry, quantum_deg: float
) -> list[list[list[Vertex]]]:
    polygons = []
    for part in shapely.get_parts(shapely.orient_polygons(geometry)):
        if not isinstance(part, shapely.Polygon) or part.is_empty:
            continue
        rings = [
            [(lon, lat) for lon, lat in grid_ring(ring, quantum_deg).tolist()]
            for ring in (part.exterior, *part.interiors)
        ]
        if len(rings[0]) >= 3:
            polygons.append([rings[0], *(ring for ring in rings[1:] if len(ring) >= 3)])
    return polygons


def _edges(ring: list[Vertex]) -> Iterable[tuple[Vertex, Vertex]]:
    for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
        yield (start, end) if start < end else (end, start)


def _split(
    ring: list[Vertex], owners: dict[tuple[Vertex, Vertex], set[int]]
) -> Iterable[Chain]:
    about = [owners[edge] for edge in _edges(ring)]
    nodes = [i for i in range(len(ring)) if about[i - 1] != about[i]]
    if not nodes:
        first = ring.index(min(ring))
        yield (*ring[first:], *ring[: first + 1])
        return
    turned = ring + ring
    for start, end in zip(nodes, [*nodes[1:], nodes[0] + len(ring)], strict=True):
        yield tuple(turned[start : end + 1] if end < len(turned) else turned[start:])


def _number(chain: Chain, numbers: dict[Chain, int], topology: Topology) -> int:
    back = chain[::-1]
    if back in numbers:
        return ~numbers[back]
    if chain not in numbers:
        numbers[chain] = len(topology.arcs)
        topology.arcs.append(np.array(chain))
    return numbers[chain]
