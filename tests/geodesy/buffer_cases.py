"""The shapes that buffers are judged on, in the tests and in benchmarks/accuracy.py."""

import functools

from shapely import Point, Polygon

from rangeviz.datasets.borders.shipped import load_countries, load_regions
from rangeviz.geodesy.shapes import shared_edges


@functools.cache
def country(code):
    """One country, dissolved from its regions."""
    return load_countries().set_index("code").geometry[code]


@functools.cache
def region(code):
    """One first-level region."""
    return load_regions().set_index("code").geometry[code]


SHAPES = {
    "ukraine": lambda: country("UKR"),
    "border": lambda: shared_edges(country("UKR"), country("RUS")),
    "fiji": lambda: country("FJI"),
    "chukotka": lambda: region("RU-CHU"),
    "polar": lambda: Polygon([(0, 86), (60, 86), (60, 88), (30, 87), (0, 88)]),
    "near-pole": lambda: Point(20, 89),
    "round-the-pole": lambda: Polygon(
        [(-180, 90), (-180, 80), (-90, 78), (0, 82), (90, 79), (180, 80), (180, 90)]
    ),
    "russia": lambda: country("RUS"),
}
CASES = [
    *((name, distance_m) for name in SHAPES for distance_m in (80_500, 305_800)),
]
TOLERANCES_M = (10, 1)
