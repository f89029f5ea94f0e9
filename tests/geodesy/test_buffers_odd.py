"""Buffers of shapes that no map should hold: valid, or refused by the ring's name."""

import numpy as np
import pytest
import shapely
from buffer_evaluator import Evaluator, judge
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import (
    GeometryCollection,
    LineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
)

from rangeviz.errors import GeometryError
from rangeviz.geodesy.buffer.buffers import geodesic_buffer
from rangeviz.geodesy.distance.to_shape import geodesic_distance
from rangeviz.geodesy.measure import area_m2

BOW_TIE = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
SPIKE = Polygon([(0, 0), (1, 0), (1, 0), (1, 1), (1, 3), (1, 1), (0, 1)])
ODD = {
    "bow-tie": BOW_TIE,
    "spike": SPIKE,
    "touching itself": Polygon([(0, 0), (2, 0), (2, 2), (1, 0), (0, 2)]),
    "hole outside": Polygon([(0, 0), (1, 0), (1, 1)], [[(3, 3), (4, 3), (4, 4)]]),
    "overlapping parts": MultiPolygon([box(0, 0, 2, 2), box(1, 1, 3, 3)]),
    "no length": LineString([(5, 5), (5, 5)]),
    "a ring of one place": Polygon([(5, 5), (5, 5), (5, 5), (5, 5)]),
    "no area": Polygon([(0, 0), (1, 0), (2, 0)]),
    "sliver": Polygon([(0, 0), (4, 1e-9), (8, 0), (4, -1e-9)]),
    "empty parts": GeometryCollection([Polygon(), Point(0, 0), LineString()]),
    "mixed": GeometryCollection([Point(0, 0), box(1, 1, 2, 2), LineString()]),
    "both poles": MultiPoint([(0, 89.9), (90, 89.9), (180, -89.9), (0, 90), (0, -90)]),
    "heights": Point(1, 2, 3),
}


def read(shape):
    """What a shape is taken for, by shapely alone."""
    parts = shapely.get_parts(GeometryCollection([shape]))
    while (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    return shapely.union_all(shapely.make_valid(parts))


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("distance_m", [200, 50_000])
def test_odd_shapes(name, distance_m):
    shape = ODD[name]
    buffer = geodesic_buffer(shape, distance_m)
    bound_m = buffer.max_deviation_m
    assert buffer.geometry.is_valid
    assert bound_m <= 10
    evaluator = Evaluator(read(shape), 0.001)
    verdict = judge(
        evaluator, buffer.geometry, distance_m, bound_m, points=400, edges=800
    )
    assert verdict.error_m <= bound_m + 1e-3
    assert verdict.wrong == 0


def test_areas_that_cross_themselves_are_read_even_odd():
    inner = geodesic_buffer(BOW_TIE, -5_000).geometry
    assert len(shapely.get_parts(inner)) == 2
    assert geodesic_distance([(0.2, 1), (1, 0.2)], BOW_TIE)[0] == 0
    assert geodesic_distance([(0.2, 1), (1, 0.2)], BOW_TIE)[1] > 0


def test_areas_that_overlap_are_one():
    whole = geodesic_buffer(ODD["overlapping parts"], -20_000).geometry
    union = shapely.union(box(0, 0, 2, 2), box(1, 1, 3, 3))
    assert area_m2(whole) == pytest.approx(
        area_m2(geodesic_buffer(union, -20_000).geometry), rel=1e-6
    )
    assert whole.intersects(Point(1.5, 1.5))


def test_a_spike_has_no_inside():
    square = geodesic_buffer(box(0, 0, 1, 1), -5_000).geometry
    inner = geodesic_buffer(SPIKE, -5_000).geometry
    assert area_m2(inner) == pytest.approx(area_m2(square), rel=1e-6)
    assert geodesic_buffer(SPIKE, 5_000).geometry.intersects(Point(1.01, 2.9))


def rings():
    """Few vertices from a coarse grid: they repeat, line up, cross and come back."""
    grid = st.integers(0, 4).map(lambda n: n / 2)
    return st.lists(st.tuples(grid, grid), min_size=4, max_size=9)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(rings(), st.sampled_from([0.0, 179.0, -181.0]), st.sampled_from([0.0, 87.9]))
@example([(0, 0), (0, 0), (0, 0), (0, 0)], 179.0, 87.9)
def test_any_ring_gives_a_valid_buffer(ring, lon, lat):
    positions = np.array(ring) + np.array([lon, lat])
    shape = Polygon(positions)
    buffer = geodesic_buffer(shape, 30_000)
    assert buffer.geometry.is_valid
    assert buffer.max_deviation_m <= 10
    west, _, east, _ = buffer.geometry.bounds
    assert -180 <= west <= east <= 180
    positions[:, 0] = (positions[:, 0] + 180) % 360 - 180
    assert shapely.intersects_xy(buffer.geometry, *positions.T).all()
    if lon == 0:  # the evaluator knows no antimeridian
        evaluator = Evaluator(read(shape), 0.005)
        bound_m = buffer.max_deviation_m
        verdict = judge(
            evaluator, buffer.geometry, 30_000, bound_m, points=200, edges=300
        )
        assert verdict.error_m <= bound_m + 1e-3
        assert verdict.wrong == 0


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (
            MultiPolygon([box(0, 0, 1, 1), box(5, 80, 6, 91)]),
            r"part 2 \(Polygon\), exterior ring .* at longitude 6, latitude 91",
        ),
        (
            Polygon([(0, 0), (9, 0), (9, 9)], [[(5, 1), (6, 1), (6, 95)]]),
            r"part 1 \(Polygon\), hole 1 has a vertex at longitude 6, latitude 95",
        ),
        (
            shapely.MultiLineString([[(0, 0), (1, 1)], [(0, 0), (1, np.inf)]]),
            r"part 2 \(LineString\) has a vertex at longitude 1, latitude inf",
        ),
        (MultiPoint([(0, 0), (np.nan, 1)]), r"part 2 \(Point\) .* longitude nan"),
        (Point(600, 0), "give longitudes of -540 to 540, then latitudes of -90 to 90"),
        (GeometryCollection([Polygon(), LineString()]), "the shape is empty"),
    ],
)
def test_what_is_refused_is_named(shape, message):
    with pytest.raises(GeometryError, match=message) as raised:
        geodesic_buffer(shape, 50_000)
    assert "\n" not in str(raised.value)


def test_a_line_has_no_inside():
    with pytest.raises(GeometryError, match="a LineString has no inside"):
        geodesic_buffer(LineString([(0, 0), (1, 1)]), -1_000)


def test_a_coastline_of_100_000_vertices():
    steps = np.random.default_rng(1).normal(0, 4 / np.sqrt(1e5), (100_000, 2))
    coast = LineString(np.array([20, 50]) + np.cumsum(steps, axis=0))
    buffer = geodesic_buffer(coast, 305_800)
    assert buffer.geometry.is_valid
    assert buffer.max_deviation_m <= 10
    evaluator = Evaluator(coast, 0.005)
    line = shapely.get_coordinates(buffer.geometry)
    error_m = np.abs(evaluator.distances_m(line) - 305_800).max()
    assert error_m <= buffer.max_deviation_m + 1e-3
