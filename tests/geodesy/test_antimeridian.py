"""Cuts at +-180 and closures round the poles, case by case and for any box."""

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box

from rangeviz.errors import GeometryError
from rangeviz.geodesy.antimeridian import polygon_from_rings, split_at_antimeridian
from rangeviz.geodesy.cutting import unwrap


def ring_of(shape):
    """The exterior, counter-clockwise: region on the left."""
    return shapely.get_coordinates(shape.exterior.normalize().reverse())


def parallel(lat, *, eastward=True, start=-180.0):
    lons = start + np.linspace(0, 360, 37)
    ring = np.column_stack([lons, np.full(37, float(lat))])
    return ring if eastward else ring[::-1]


def assert_rfc7946(shape):
    assert shape.is_valid
    west, south, east, north = shape.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    for part in shapely.get_parts(shape):
        assert part.exterior.is_ccw
        assert not any(hole.is_ccw for hole in part.interiors)


WEST, EAST = box(170, 0, 180, 10), box(-180, 0, -170, 10)
WORLD = box(-180, -90, 180, 90)
CASES = {
    "plain": ([ring_of(box(10, 0, 20, 10))], box(10, 0, 20, 10)),
    "no-rings": ([], Polygon()),
    "across": ([ring_of(box(170, 0, 190, 10))], MultiPolygon([WEST, EAST])),
    "a-turn-further": ([ring_of(box(530, 0, 550, 10))], MultiPolygon([WEST, EAST])),
    "edge-on-180": ([ring_of(box(170, 0, 180, 10))], WEST),
    "edge-on-minus-180": ([ring_of(box(180, 0, 190, 10))], EAST),
    "north-pole": ([parallel(80)], box(-180, 80, 180, 90)),
    "north-pole-from-0": ([parallel(80, start=0)], box(-180, 80, 180, 90)),
    "south-pole": ([parallel(-80, eastward=False)], box(-180, -90, 180, -80)),
    "north-pole-and-more": ([parallel(-80)], box(-180, -80, 180, 90)),
    "band": ([parallel(60), parallel(70, eastward=False)], box(-180, 60, 180, 70)),
    "two-caps": (
        [parallel(80, start=30), parallel(-80, eastward=False)],
        MultiPolygon([box(-180, 80, 180, 90), box(-180, -90, 180, -80)]),
    ),
    "world-less-a-hole": (
        [ring_of(box(10, 0, 20, 10))[::-1]],
        WORLD.difference(box(10, 0, 20, 10)),
    ),
    "world-less-a-hole-across": (
        [ring_of(box(170, 0, 190, 10))[::-1]],
        WORLD.difference(MultiPolygon([WEST, EAST])),
    ),
    "island-in-that-hole": (
        [ring_of(box(10, 0, 20, 10))[::-1], ring_of(box(12, 2, 14, 4))],
        MultiPolygon(
            [*shapely.get_parts(WORLD - box(10, 0, 20, 10)), box(12, 2, 14, 4)]
        ),
    ),
    "hole-across": (
        [ring_of(box(170, 0, 190, 10)), ring_of(box(175, 3, 185, 5))[::-1]],
        MultiPolygon([WEST, EAST])
        - MultiPolygon([box(175, 3, 180, 5), box(-180, 3, -175, 5)]),
    ),
    "hole-beside": (
        [ring_of(box(170, 0, 190, 10)), ring_of(box(172, 3, 174, 5))[::-1]],
        MultiPolygon([WEST - box(172, 3, 174, 5), EAST]),
    ),
    "hole-up-to-180": (
        [ring_of(box(170, 0, 190, 10)), ring_of(box(175, 3, 180, 5))[::-1]],
        MultiPolygon([WEST - box(175, 3, 180, 5), EAST]),
    ),
    "there-and-back-twice": (
        [ring_of(box(170, 0, 190, 10) - box(175, 4, 191, 6))],
        MultiPolygon(
            [
                WEST - box(175, 4, 180, 6),
                box(-180, 0, -170, 4),
                box(-180, 6, -170, 10),
            ]
        ),
    ),
    "corner-touches-180": (
        [np.array([(170, 0), (180, 5), (170, 10), (170, 0)])],
        Polygon([(170, 0), (180, 5), (170, 10)]),
    ),
    "corner-a-hair-beyond-180": (
        [np.array([(170, 0), (180 + 1e-13, 5), (170, 10), (170, 0)])],
        Polygon([(170, 0), (180, 5), (170, 10)]),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rings_become_valid_shapes(case):
    rings, expected = CASES[case]
    shape = polygon_from_rings(rings)
    if not shape.is_empty:
        assert_rfc7946(shape)
    assert shape.symmetric_difference(expected).area == pytest.approx(0, abs=1e-9)
    assert shape.area == pytest.approx(expected.area)


@pytest.mark.parametrize(
    ("ring", "message"),
    [
        ([(0, 0), (1, 0), (1, 1)], "must end where it starts"),
        ([(0, 0), (360, 0), (720, 0)], "must end where it starts"),
        ([(0, 0), (1, np.nan), (1, 1), (0, 0)], "not on Earth"),
        ([(0, 0), (1, 95), (1, 1), (0, 0)], "not on Earth"),
    ],
)
def test_rings_that_bound_nothing(ring, message):
    with pytest.raises(GeometryError, match=message):
        polygon_from_rings([ring])


def test_the_pole_on_the_left_is_inside():
    """A ring that dips over the antimeridian and round the pole, by its points."""
    lons = np.linspace(100, 460, 73)
    ring = np.column_stack([lons, 70 + 15 * np.sin(np.radians(3 * lons))])
    ring[-1, 1] = ring[0, 1]
    shape = polygon_from_rings([ring])
    assert_rfc7946(shape)
    for lon in range(-179, 180, 7):
        limit = 70 + 15 * np.sin(np.radians(3 * lon))
        assert shape.covers(Point(lon, limit + 0.5))
        assert not shape.covers(Point(lon, limit - 0.5))


LONS = st.floats(-540, 540)


@given(LONS, st.floats(0.01, 359), st.floats(-89, 88), st.floats(0.01, 1))
@example(170.0, 10.0, 0.0, 1.0)
@example(180.0, 359.0, 0.0, 1.0)
@example(-180.0, 359.0, 0.0, 1.0)
def test_any_box_keeps_its_area_and_its_points(lon, width, lat, height):
    shape = polygon_from_rings([ring_of(box(lon, lat, lon + width, lat + height))])
    assert_rfc7946(shape)
    assert shape.area == pytest.approx(width * height, rel=1e-6)
    for share in (0.01, 0.3, 0.99):
        inside = (lon + share * width + 180) % 360 - 180
        assert shape.distance(Point(inside, lat + height / 2)) < 1e-9


SPLITS = {
    "line": (
        LineString([(179, 0), (-179, 2)]),
        shapely.MultiLineString([[(179, 0), (180, 1)], [(-180, 1), (-179, 2)]]),
    ),
    "line-beyond-180": (
        LineString([(185, 0), (190, 2)]),
        LineString([(-175, 0), (-170, 2)]),
    ),
    "point-beyond-180": (Point(190, 3), Point(-170, 3)),
    "polygon-by-a-jump": (
        Polygon([(170, 0), (-170, 0), (-170, 10), (170, 10)]),
        MultiPolygon([WEST, EAST]),
    ),
    "clockwise-polygon-beyond-180": (
        Polygon([(170, 0), (170, 10), (190, 10), (190, 0)]),
        MultiPolygon([WEST, EAST]),
    ),
    "polygon-with-a-hole": (
        Polygon(
            box(170, 0, 190, 10).exterior.coords,
            [box(175, 3, 185, 5).exterior.coords],
        ),
        MultiPolygon([WEST, EAST])
        - MultiPolygon([box(175, 3, 180, 5), box(-180, 3, -175, 5)]),
    ),
    "round-the-north-pole": (
        Polygon([(0, 80), (120, 80), (-120, 80)]),
        box(-180, 80, 180, 90),
    ),
    "round-the-south-pole-clockwise-or-not": (
        Polygon([(0, -80), (120, -80), (-120, -80)]),
        box(-180, -90, 180, -80),
    ),
    "several": (
        MultiPolygon([box(0, 0, 1, 1), box(175, 0, 185, 1)]),
        MultiPolygon([box(0, 0, 1, 1), box(175, 0, 180, 1), box(-180, 0, -175, 1)]),
    ),
}


@pytest.mark.parametrize("case", SPLITS)
def test_shapes_that_run_across_are_split(case):
    given_shape, expected = SPLITS[case]
    shape = split_at_antimeridian(given_shape)
    assert shape.geom_type == expected.geom_type
    assert shape.equals(expected)
    if isinstance(shape, Polygon | MultiPolygon):
        assert_rfc7946(shape)


def test_mixed_collections_are_split_part_by_part():
    mixed = shapely.GeometryCollection([Point(190, 0), box(175, 0, 185, 1)])
    shape = split_at_antimeridian(mixed)
    assert shape.geom_type == "GeometryCollection"
    assert [part.geom_type for part in shape.geoms] == ["Point", "Polygon", "Polygon"]


@pytest.mark.parametrize("shape", [WORLD, WEST, MultiPolygon([WEST, EAST]), Polygon()])
def test_shapes_in_order_are_returned_as_they_are(shape):
    assert split_at_antimeridian(shape) is shape


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1))
def test_unwrapped_steps_are_short_and_change_no_position(path):
    continuous = unwrap(path)
    turns = (continuous[:, 0] - np.array(path)[:, 0]) / 360
    np.testing.assert_allclose(turns, np.round(turns), atol=1e-9)
    steps = np.abs(np.diff(continuous[:, 0]))
    assert ((steps <= 180 + 1e-9) | (np.abs(steps - 360) < 1e-9)).all()
