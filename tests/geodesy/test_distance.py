"""Distances: a millimetre from the truth, 0 inside, everywhere on Earth."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from buffer_evaluator import WGS84, random_positions
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from shapely import LineString, MultiPolygon, Point, Polygon, box

from rangeviz.errors import CoordinateError, GeometryError
from rangeviz.geodesy.distance.to_shape import geodesic_distance, nearest_positions
from rangeviz.geodesy.shapes import shared_edges


def truth_m(position, edges):
    """Least distance to edges straight in lon/lat, by minimising along each."""
    best = np.inf
    for start, end in edges:

        def along(t, start=start, end=end):
            lon, lat = start + t * (end - start)
            return WGS84.inv(*position, lon, lat)[2]

        steps = np.linspace(0, 1, 65)
        values = [along(t) for t in steps]
        at = int(np.argmin(values))
        bounds = steps[max(at - 1, 0)], steps[min(at + 1, 64)]
        found = minimize_scalar(
            along, bounds=bounds, method="bounded", options={"xatol": 1e-12}
        )
        best = min(best, *values, found.fun)
    return best


def edges_of(line):
    xy = shapely.get_coordinates(line)
    return list(pairwise(xy))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.floats(-40, 40), st.floats(-88, 88)),
        min_size=2,
        max_size=5,
        unique=True,
    ),
    st.floats(-170, 170),
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
)
def test_any_line_from_anywhere(offsets, lon, position):
    line = LineString([(lon + x, y) for x, y in offsets])
    found = nearest_positions([position], line)
    assert found.distance_m[0] <= truth_m(position, edges_of(line)) + 1e-3
    lon, lat = found.lon[0], found.lat[0]
    assert WGS84.inv(*position, lon, lat)[2] == pytest.approx(found.distance_m[0])
    turns = [Point(lon + turn, lat).distance(line) for turn in (-360, 0, 360)]
    assert min(turns) < 1e-9


@pytest.mark.parametrize("offset_m", [0.01, 1, 1e3, 1e6, 8e6])
def test_at_a_known_distance_from_an_edge(offset_m):
    """Off the equator along a meridian: the foot is straight below."""
    lon, lat, _ = WGS84.fwd(12.3456, 0, 0, offset_m)
    found = nearest_positions([(lon, lat)], LineString([(0, 0), (30, 0)]))
    assert found.distance_m[0] == pytest.approx(offset_m, abs=1e-3)
    assert found.lon[0] == pytest.approx(12.3456, abs=1e-6)


@pytest.mark.parametrize("miss_deg", [0.01, 0.3, 2])
def test_from_near_the_antipode_of_a_long_edge(miss_deg):
    """Where geodesics to all of the edge are nearly as long, and the feet far apart."""
    edge = LineString([(-60, -20), (0, 5), (60, 30)])
    for lon, lat in ((180 - miss_deg, -5 + miss_deg), (-180 + miss_deg, -5 - miss_deg)):
        found = nearest_positions([(lon, lat)], edge)
        assert found.distance_m[0] == pytest.approx(
            truth_m((lon, lat), edges_of(edge)), abs=1e-3
        )
        there = found.lon[0], found.lat[0]
        assert WGS84.inv(lon, lat, *there)[2] == pytest.approx(found.distance_m[0])


def test_from_the_poles():
    edge = LineString([(-70, 60), (70, 75)])
    for lat in (90, -90):
        found = nearest_positions([(33, lat)], edge)
        expected = truth_m((33, lat), edges_of(edge))
        assert found.distance_m[0] == pytest.approx(expected, abs=1e-3)


def test_zero_inside_and_in_holes_not():
    area = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (3, 1), (3, 3), (1, 3)]])
    distance = geodesic_distance([(0.5, 0.5), (2, 2), (5, 2)], area)
    assert distance[0] == 0
    # edges along a parallel lie off the geodesic that joins their ends
    assert distance[1] == pytest.approx(
        truth_m((2, 2), edges_of(area.interiors[0])), abs=1e-3
    )
    assert distance[2] == pytest.approx(WGS84.inv(5, 2, 4, 2)[2], abs=1)


def test_across_the_antimeridian_and_round_a_pole():
    fiji = MultiPolygon([box(177, -19, 180, -16), box(-180, -19, -179, -16)])
    distance = geodesic_distance(
        [(180, -17), (-180, -17), (-178, -17), (182, -17)], fiji
    )
    assert distance[:2].tolist() == [0, 0]
    assert distance[2] == pytest.approx(distance[3])
    assert distance[2] == pytest.approx(WGS84.inv(-178, -17, -179, -17)[2], abs=1)
    cap = Polygon([(-180, 90), (-180, 80), (0, 80), (180, 80), (180, 90)])
    assert geodesic_distance([(77, 90), (20, 85)], cap).tolist() == [0, 0]
    south = geodesic_distance([(20, 79)], cap)
    assert south[0] == pytest.approx(WGS84.inv(20, 79, 20, 80)[2], abs=1e-3)


def test_between_shapes():
    one, other = box(10, 50, 11, 51), box(12, 50.2, 13, 50.8)
    both_ways = geodesic_distance(one, other), geodesic_distance(other, one)
    assert both_ways[0] == pytest.approx(both_ways[1], abs=1e-3)
    # meridians converge: the northern corner is nearest
    corner = truth_m((12, 50.8), edges_of(one.exterior))
    assert both_ways[0] == pytest.approx(corner, abs=1e-3)
    assert geodesic_distance(one, box(10.5, 50.5, 20, 60)) == 0
    assert geodesic_distance(one, LineString([(0, 50.5), (30, 50.5)])) == 0
    series = gpd.GeoSeries([other, Point(10.5, 50.5)], crs=4326)
    assert geodesic_distance(series, one).tolist() == pytest.approx([both_ways[0], 0])


def test_many_points_agree_with_one_by_one():
    rng = np.random.default_rng(4)
    line = LineString(random_positions(rng, 40, (-30, 30, 30, 60)))
    points = random_positions(rng, 200, (-180, -90, 180, 90))
    together = geodesic_distance(points, line)
    alone = [geodesic_distance(Point(point), line) for point in points[:20]]
    assert together[:20] == pytest.approx(alone, abs=1e-6)
    assert geodesic_distance(np.zeros((0, 2)), line).tolist() == []


def test_geodesic_edges_run_north_of_the_parallel():
    edge = LineString([(0, 60), (60, 60)])
    azimuth, _, length = WGS84.inv(0, 60, 60, 60)
    lon, lat, _ = WGS84.fwd(0, 60, azimuth, length / 3)
    assert geodesic_distance([(lon, lat)], edge, edges="geodesic")[0] < 1e-3
    assert geodesic_distance([(lon, lat)], edge)[0] > 100_000


def test_shared_edges_are_exact():
    a = Polygon([(0, 0), (1, 0), (1.1, 0.4), (1, 1), (0, 1)])
    b = Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1.1, 0.4)])
    assert shared_edges(a, b).wkt == "MULTILINESTRING ((1 0, 1.1 0.4, 1 1))"
    assert shared_edges(a, box(5, 5, 6, 6)).is_empty
    with pytest.raises(GeometryError, match="between two areas, but one is a Point"):
        shared_edges(a, Point(0, 0))


@pytest.mark.parametrize(
    ("points", "shape", "error", "message"),
    [
        ([(0, 91)], Point(0, 0), CoordinateError, "latitude 91"),
        ([(0, 1, 2)], Point(0, 0), CoordinateError, r"give lon, lat pairs"),
        ([(0, 0)], Point(), GeometryError, "the shape is empty"),
        ([(0, 0)], "POINT (0 0)", GeometryError, "give a shapely geometry"),
    ],
)
def test_refusals_say_what_to_do(points, shape, error, message):
    with pytest.raises(error, match=message):
        geodesic_distance(points, shape)
