"""Buffers: on the true level set, topology included, by an evaluator of its own."""

import functools
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from buffer_cases import CASES, SHAPES, TOLERANCES_M
from buffer_evaluator import WGS84, Evaluator, boundary_positions, judge
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from rangeviz.errors import DistanceError, GeometryError
from rangeviz.geodesy.buffer.buffers import buffer_to_tolerances, geodesic_buffer
from rangeviz.geodesy.circle.circles import geodesic_circle
from rangeviz.geodesy.measure import area_m2

RECORDS = Path(__file__).parents[2] / "benchmarks"


@functools.lru_cache(2)
def evaluator(name):
    return Evaluator(SHAPES[name](), 0.005)


@pytest.mark.slow
@pytest.mark.parametrize("tolerance_m", TOLERANCES_M)
@pytest.mark.parametrize(("name", "distance_m"), CASES)
def test_measured_error_is_within_the_certificate(name, distance_m, tolerance_m):
    """A lean form of benchmarks/accuracy.py: fewer positions."""
    buffer = geodesic_buffer(SHAPES[name](), distance_m, tolerance_m=tolerance_m)
    bound_m = buffer.max_deviation_m
    assert buffer.geometry.is_valid
    assert bound_m <= tolerance_m
    verdict = judge(
        evaluator(name), buffer.geometry, distance_m, bound_m, points=600, edges=1_500
    )
    assert verdict.error_m <= bound_m
    assert verdict.wrong == 0
    assert min(verdict.within, verdict.beyond) > 100


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "distance_m"),
    [*filter(lambda case: case[1] == 305_800, CASES), ("polar", 80_500)],
)
def test_generalised_buffers_keep_their_certificates(name, distance_m):
    fine, coarse = buffer_to_tolerances(SHAPES[name](), distance_m, [1.0, 10.0])
    counts = [shapely.get_num_coordinates(each.geometry) for each in (fine, coarse)]
    assert coarse.geometry.is_valid
    assert counts[1] < 0.7 * counts[0]
    assert fine.max_deviation_m < coarse.max_deviation_m <= 10
    verdict = judge(
        evaluator(name),
        coarse.geometry,
        distance_m,
        coarse.max_deviation_m,
        points=300,
        edges=1_000,
    )
    assert verdict.error_m <= coarse.max_deviation_m
    assert verdict.wrong == 0


def test_accuracy_on_record():
    """The last run of benchmarks/accuracy.py: every case, 10,000 positions each."""
    rows = json.loads((RECORDS / "accuracy.json").read_text())
    judged = {(row["shape"], row["distance_m"], row["tolerance_m"]) for row in rows}
    assert judged == {
        (*case, tolerance) for case in CASES for tolerance in TOLERANCES_M
    }
    for row in rows:
        assert row["error_m"] <= row["certificate_m"] <= row["tolerance_m"], row
        assert row["within"] + row["beyond"] == 10_000, row
        assert (row["valid"], row["wrong"]) == (True, 0), row


@pytest.mark.parametrize("off_m", [-12, 12])
def test_the_judge_finds_what_is_wrong(off_m):
    """A circle drawn 12 m off its distance, and one with a bite of 3 km in it."""
    point = Point(36.2304, 49.9935)
    circle = geodesic_circle(point.x, point.y, 80_500 + off_m, tolerance_m=1).geometry
    verdict = judge(Evaluator(point), circle, 80_500, 10, points=2_000)
    assert 10 < verdict.error_m < 14
    assert verdict.wrong > 0
    lon, lat, _ = WGS84.fwd(point.x, point.y, 30, 80_500)
    bitten = circle.difference(geodesic_circle(lon, lat, 3_000).geometry)
    assert judge(Evaluator(point), bitten, 80_500, 10).error_m > 2_900


@pytest.mark.parametrize("distance_m", [1, 30, 1_000, 20_000, 1e6, 5e6, 9.9e6])
def test_any_distance(distance_m):
    size = min(1, distance_m / 2_000)
    turns = np.array([(0, 0), (0.5, 0.2), (0.4, 0.6), (1.5, 0.3)])
    line = LineString(np.array([30, 50]) + size * turns)
    buffer = geodesic_buffer(line, distance_m)
    bound_m = buffer.max_deviation_m
    assert bound_m <= min(10, distance_m / 50)
    verdict = judge(
        Evaluator(line, size / 2_000),
        buffer.geometry,
        distance_m,
        bound_m,
        points=600,
        edges=2_000,
    )
    assert verdict.error_m <= bound_m + 1e-3
    assert verdict.wrong == 0


@pytest.mark.parametrize("distance_m", [8e6, 9.9e6])
def test_many_points_to_the_far_side(distance_m):
    """The sides of sectors would bend out of their discs in one part."""
    places = np.random.default_rng(1).uniform(-40, 40, (60, 2))
    buffer = geodesic_buffer(MultiPoint(places), distance_m)
    assert buffer.max_deviation_m <= 10
    evaluator = Evaluator(MultiPoint(places))
    bound_m = buffer.max_deviation_m
    verdict = judge(evaluator, buffer.geometry, distance_m, bound_m, points=1_000)
    assert verdict.error_m <= bound_m
    assert verdict.wrong == 0


@pytest.mark.parametrize(("distance_m", "at_most"), [(1, 30_000), (100, 3_500)])
def test_thin_buffers_of_long_edges_are_drawn_at_once(distance_m, at_most):
    """Strips at the full distance: two vertices for each piece of the edge."""
    buffer = geodesic_buffer(LineString([(30, 50), (60, 55)]), distance_m)
    assert shapely.get_num_coordinates(buffer.geometry) < at_most


@pytest.mark.parametrize(
    ("tolerance_m", "distance_m"), [(0.01, 100), (0.02, 100), (0.01, 80_500)]
)
def test_centimetres_are_kept(tolerance_m, distance_m):
    """The millimetre for rounding is a tenth of the finest tolerance."""
    line = LineString([(30, 50), (30.5, 50.3), (31, 50)])
    for shape in (Point(36, 50), line):
        buffer = geodesic_buffer(shape, distance_m, tolerance_m=tolerance_m)
        assert buffer.max_deviation_m <= tolerance_m


def test_point_is_the_geodesic_circle():
    buffer = geodesic_buffer(Point(36.2304, 49.9935), 305_800, tolerance_m=0.1)
    circle = geodesic_circle(36.2304, 49.9935, 305_800, tolerance_m=0.1)
    off = shapely.symmetric_difference(buffer.geometry, circle.geometry)
    assert area_m2(off) < 0.2 * 2 * np.pi * 305_800
    assert area_m2(buffer.geometry) / 1e6 == pytest.approx(293_726, abs=1)


def ring_of_points(radius_m, count, lon=30.0, lat=50.0):
    azimuth = np.linspace(0, 360, count, endpoint=False)
    full = np.full(count, 1.0)
    lons, lats, _ = WGS84.fwd(lon * full, lat * full, azimuth, radius_m * full)
    return MultiPoint(np.column_stack([lons, lats]))


@pytest.mark.parametrize("depth_m", [25.0, 40, 200, 1_200])
def test_shallow_hole_is_kept(depth_m):
    """The middle of a ring of points, a little farther than the distance."""
    points = ring_of_points(100_000, 24)
    buffer = geodesic_buffer(points, 100_000 - depth_m)
    assert len(buffer.geometry.interiors) == 1
    assert not buffer.geometry.intersects(Point(30, 50))


@pytest.mark.parametrize("overlap_m", [25.0, 200])
def test_hole_is_not_invented(overlap_m):
    points = ring_of_points(100_000, 24)
    buffer = geodesic_buffer(points, 100_000 + overlap_m)
    assert len(buffer.geometry.interiors) == 0


@pytest.mark.parametrize(("gap_m", "parts"), [(-40, 1), (40, 2), (300, 2), (-300, 1)])
def test_parts_merge_where_they_meet(gap_m, parts):
    lon, lat, _ = WGS84.fwd(10, 45, 70, 2 * 50_000 + gap_m)
    pair = MultiPoint([(10, 45), (lon, lat)])
    geometry = geodesic_buffer(pair, 50_000).geometry
    assert len(shapely.get_parts(geometry)) == parts


def test_gulf_stays_open():
    """Two arms, their buffers 60 m from closing over."""
    arms = [[(20, 50), (24, 50)], [(20, 50), (20, 51)], [(20, 51), (24, 51)]]
    height_m = WGS84.inv(24, 50, 24, 51)[2]
    hull = shapely.MultiLineString(arms)
    for gap_m, holes_or_gulf in ((60, False), (-60, True)):
        buffer = geodesic_buffer(hull, height_m / 2 - gap_m / 2).geometry
        assert len(buffer.interiors) == 0 or holes_or_gulf
        middle = Point(22, 50.5)
        lowest = Evaluator(hull).distances_m(np.array([[22, 50.5]]))[0]
        assert buffer.intersects(middle) == (lowest <= height_m / 2 - gap_m / 2)


def test_into_an_area():
    square = box(30, 50, 32, 51)
    inner = geodesic_buffer(square, -20_000)
    rim = Evaluator(square.exterior)
    positions = boundary_positions(inner.geometry)
    assert np.abs(rim.distances_m(positions) - 20_000).max() <= inner.max_deviation_m
    assert square.contains(inner.geometry)
    assert geodesic_buffer(square, -80_000).geometry.is_empty


def test_into_an_area_across_the_antimeridian():
    cut = MultiPolygon([box(178, 60, 180, 62), box(-180, 60, -178, 62)])
    inner = geodesic_buffer(cut, -20_000).geometry
    assert inner.intersects(Point(180, 61))
    whole = geodesic_buffer(box(8, 60, 12, 62), -20_000).geometry
    assert area_m2(inner) == pytest.approx(area_m2(whole), rel=1e-3)


def test_belt_round_an_area():
    square = box(30, 50, 32, 51)
    belt = geodesic_buffer(square, 50_000, min_distance_m=20_000)
    outer, inner = (geodesic_buffer(square, d).geometry for d in (50_000, 20_000))
    expected = area_m2(outer) - area_m2(inner)
    assert area_m2(belt.geometry) == pytest.approx(expected, rel=1e-9)


def test_geodesic_edges():
    """Along 60 N, a geodesic edge runs far north of the parallel."""
    edge = LineString([(0, 60), (60, 60)])
    lon, lat, _ = WGS84.fwd(0, 60, *np.array(WGS84.inv(0, 60, 60, 60))[[0, 2]] / [1, 2])
    buffer = geodesic_buffer(edge, 10_000, edges="geodesic")
    assert buffer.geometry.intersects(Point(lon, lat))
    assert not buffer.geometry.intersects(Point(30, 60))


def test_beyond_180_and_cut_inputs_agree():
    cut = MultiPolygon([box(178, -20, 180, -15), box(-180, -20, -178, -15)])
    for shape in (box(178, -20, 182, -15), box(-182, -20, -178, -15)):
        one, other = (geodesic_buffer(s, 80_500).geometry for s in (shape, cut))
        assert area_m2(one) == pytest.approx(area_m2(other), rel=1e-6)
        assert one.bounds == pytest.approx(other.bounds, abs=1e-9)


def test_series_and_frames():
    series = gpd.GeoSeries([Point(30, 50), box(10, 50, 11, 51)], crs=4326)
    result = geodesic_buffer(series, 10_000)
    assert result.columns.tolist() == ["geometry", "max_deviation_m"]
    assert (result.max_deviation_m <= 10).all()
    frame = gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=series.to_crs(3857))
    result = geodesic_buffer(frame, 10_000)
    assert result.crs == 3857
    assert result.columns.tolist() == ["name", "geometry", "max_deviation_m"]


@pytest.mark.parametrize(
    ("shape", "distance_m", "options", "error", "message"),
    [
        (Point(0, 0), 0.5, {}, DistanceError, "1 m to 9,900 km"),
        (Point(0, 0), float("nan"), {}, DistanceError, "1 m to 9,900 km"),
        (Point(0, 0), 1e7, {}, DistanceError, "1 m to 9,900 km"),
        (Point(0, 0), 1e3, {"tolerance_m": 0}, DistanceError, "tolerance"),
        (Point(0, 0), 1e3, {"min_distance_m": 2e3}, DistanceError, "minimum"),
        (Point(0, 0), -1e3, {}, GeometryError, "a Point has no inside"),
        (Point(), 1e3, {}, GeometryError, "empty"),
        (
            Polygon([(0, 0), (9, 0), (9, 9)], [[(5, 1), (6, 1), (6, 95)]]),
            1e3,
            {},
            GeometryError,
            r"part 1 \(Polygon\), hole 1 has a vertex at longitude 6, latitude 95",
        ),
        (box(-180, -80, 180, 80), 2e6, {}, GeometryError, "everything on Earth"),
    ],
)
def test_refusals_say_what_to_do(shape, distance_m, options, error, message):
    with pytest.raises(error, match=message):
        geodesic_buffer(shape, distance_m, **options)


def test_peers_on_record_are_farther_off():
    """The last run of benchmarks/peers: nobody else is within its own metres."""
    path = RECORDS / "peers" / "results.json"
    error_m = {
        (row["engine"], row["shape"], row["m"]): row["error_m"]
        for row in json.loads(path.read_text())
        if "missing" not in row
    }
    for shape in ("ukraine", "border"):
        for distance_m in (80_500, 305_800):
            assert error_m["rangeviz 1 m", shape, distance_m] <= 1
            assert error_m["rangeviz 10 m", shape, distance_m] <= 10
            for peer in ("postgis q256", "sedona q256", "turf 64"):
                assert error_m[peer, shape, distance_m] > 200
    assert error_m["terra q320", "ukraine", 305_800] == pytest.approx(3.16, abs=0.1)
