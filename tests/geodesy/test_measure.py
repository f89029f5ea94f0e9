"""Areas, lengths and deviations against evaluators that share no code with ours."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from rangeviz.geodesy.ellipsoid import TOTAL_AREA_M2
from rangeviz.geodesy.measure import area_m2, length_m, perimeter_m

WGS84 = Geod(ellps="WGS84")
SET = np.loadtxt(Path(__file__).parent / "data" / "geodtest_200.dat")
CORNERS = st.lists(
    st.tuples(st.floats(-179, 179), st.floats(-89, 89)), min_size=3, max_size=7
)


def geographiclib_area(polygon):
    """Area by Karney's own Python, edges straight in lon/lat made of 300 m geodesics.

    The chords' own error is removed by Richardson's rule.
    """
    areas = []
    for step_deg in (0.2, 0.1):
        area = 0.0
        dense = shapely.segmentize(polygon, step_deg)
        for ring in [dense.exterior, *dense.interiors]:
            measured = Geodesic.WGS84.Polygon()
            for lon, lat in ring.coords[:-1]:
                measured.AddPoint(lat, lon)
            area += measured.Compute(False, True)[2]
        areas.append(area)
    return (4 * areas[1] - areas[0]) / 3


@pytest.mark.parametrize(
    "polygon",
    [
        shapely.box(30, 40, 45, 55),
        shapely.Polygon([(0, 0), (60, 50), (-20, 70)]),
        shapely.Polygon([(-10, -80), (80, -85), (40, -20)]),
        shapely.box(0, 0, 20, 20).difference(shapely.box(5, 5, 9, 12)),
        shapely.Polygon([(-5, -5), (5, -5.5), (6, 6), (-4, 5)]),
    ],
    ids=["box", "triangle", "southern", "hole", "across-the-equator"],
)
def test_area_agrees_with_geographiclib(polygon):
    truth = geographiclib_area(shapely.geometry.polygon.orient(polygon))
    assert area_m2(polygon) == pytest.approx(truth, rel=2e-8)


def test_area_below_a_geodesic_agrees_with_karneys_test_set():
    """S12: the strip between a geodesic and the equator, edges made dense."""
    for lat1, _, azimuth, lat2, lon2, _, distance, _, _, strip in SET[:25]:
        s = np.linspace(0, distance, 20_001)
        start = np.full(len(s), lat1), np.full(len(s), azimuth)
        lon, lat, _ = WGS84.fwd(np.zeros(len(s)), *start, s)
        lon[-1], lat[-1] = lon2, lat2
        # below the curve and above it, so that a crossing of the equator counts
        below = shapely.Polygon([(0, -90), *zip(lon, lat, strict=True), (lon2, -90)])
        south = TOTAL_AREA_M2 / 2 * lon2 / 360
        assert area_m2(below) - south == pytest.approx(strip, abs=2e-7 * 1e14)


def test_area_of_the_whole_earth_and_of_nothing():
    assert area_m2(shapely.box(-180, -90, 180, 90)) == pytest.approx(TOTAL_AREA_M2)
    assert area_m2(shapely.box(-180, 0, 180, 90)) == pytest.approx(TOTAL_AREA_M2 / 2)
    assert area_m2(None) == area_m2(shapely.Polygon()) == 0
    assert area_m2(shapely.Point(3, 4)) == 0
    assert area_m2([]).shape == (0,)


def test_area_of_a_metre_keeps_its_digits():
    side_deg = 1 / 111_000
    small = shapely.box(179.9, 60, 179.9 + side_deg, 60 + side_deg)
    lat = np.radians(60 + side_deg / 2)
    e2 = WGS84.es
    w = 1 - e2 * np.sin(lat) ** 2
    exact = WGS84.a**2 * (1 - e2) / w**2 * np.cos(lat) * np.radians(side_deg) ** 2
    assert area_m2(small) == pytest.approx(exact, rel=1e-6)


def test_arrays_collections_and_winding():
    box = shapely.box(10, 20, 11, 21)
    double = shapely.GeometryCollection(
        [box, shapely.MultiPolygon([box]), shapely.LineString([(0, 0), (1, 1)])]
    )
    one, reversed_one, two, none = area_m2([box, box.reverse(), double, None])
    assert one == reversed_one > 0
    assert two == 2 * one
    assert none == 0


@given(CORNERS, CORNERS)
@example([(-179, -89), (179, -89), (179, 89)], [(0, 0), (100, 80), (-100, 80)])
@settings(max_examples=60, deadline=None)
def test_parts_of_an_overlay_add_up(first, second):
    one, two = (shapely.Polygon(corners).buffer(0) for corners in (first, second))
    assume(one.area > 1e-6)
    parts = [one.intersection(two), one.difference(two)]
    assert sum(area_m2(parts)) == pytest.approx(area_m2(one), rel=1e-9, abs=1)


@pytest.mark.parametrize(
    "line",
    [
        shapely.LineString([(0, 0), (0, 90)]),
        shapely.LineString([(10, 60), (150, 60)]),
        shapely.LineString([(0, 89), (170, 89.9), (175, -40)]),
        shapely.LineString([(-170, 10), (-30, 80), (5, -5)]),
    ],
)
def test_length_agrees_with_dense_geodesics(line):
    dense = shapely.get_coordinates(shapely.segmentize(line, 0.001))
    assert length_m(line) == pytest.approx(WGS84.line_length(*dense.T), rel=1e-8)


def test_perimeter_leaves_out_the_cuts():
    halves = [shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1)]
    cut = shapely.MultiPolygon(halves)
    assert perimeter_m(cut) == pytest.approx(perimeter_m(shapely.box(0, 0, 2, 1)))
    assert perimeter_m(halves[0]) == pytest.approx(length_m(halves[0]))
    assert length_m(cut) > perimeter_m(cut)
    assert length_m([shapely.Point(0, 0), None]).tolist() == [0, 0]
    cap = perimeter_m(shapely.box(-180, 80, 180, 90))
    assert cap == pytest.approx(length_m(shapely.LineString([(-180, 80), (180, 80)])))
