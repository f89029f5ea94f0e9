"""Circles, annuli and sectors: on the true curve, within tolerance, valid.

The judge is the inverse problem put to dense samples of what was drawn.
"""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from rangeviz.errors import CoordinateError, DistanceError, GeometryError
from rangeviz.geodesy.circle.circles import (
    geodesic_annulus,
    geodesic_circle,
    geodesic_circles,
    geodesic_sector,
)
from rangeviz.geodesy.measure import area_m2

WGS84 = Geod(ellps="WGS84")
KHARKIV = (36.2304, 49.9935)
TO_POLE = WGS84.inv(0, 60, 0, 90)[2]

HARD = {
    "kharkiv": (*KHARKIV, 305_800),
    "metre": (0, 0, 1),
    "metre-at-180": (180, -60, 1),
    "metre-at-the-pole": (17, 90, 1),
    "antimeridian": (179.9, 0, 80_500),
    "on-the-antimeridian": (-180, 12, 305_800),
    "touches-180": (180 - np.degrees(80_500 / WGS84.a), 0, 80_500),
    "near-pole": (0, 89, 305_800),
    "pole": (0, 90, 305_800),
    "south-pole": (10, -90, 1e6),
    "through-the-pole": (0, 60, TO_POLE),
    "a-millimetre-short-of-the-pole": (0, 60, TO_POLE - 0.001),
    "a-millimetre-past-the-pole": (100, 60, TO_POLE + 0.001),
    "ten-metres-past-the-pole": (180, 60, TO_POLE + 10),
    "hemisphere": (50, 0, 10_001_965.7),
    "hemisphere-round-a-pole": (50, 90, 10_001_965.7),
    "hemisphere-at-an-angle": (-120, 35, 10_001_965.7),
    "both-poles": (170, 45, 1.6e7),
    "both-poles-centred-on-180": (-180, 10, 1.9e7),
    "antipode": (10, 5, 19.9e6),
    "antipode-at-the-equator": (0, 0, 19.9e6),
    "antipode-at-the-pole": (0, 90, 19.9e6),
}


def boundary(shape):
    """Vertices, and nine points of every edge, of the true boundary without cuts."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    start, end = coordinates[:-1], coordinates[1:]
    frame = (np.abs(start) == [180, 90]) & (start == end)
    kept = (ring[1:] == ring[:-1]) & ~frame.any(axis=1)
    start, end = start[kept], end[kept]
    dense = np.concatenate([start + (end - start) * t for t in np.linspace(0, 1, 11)])
    return start, dense


def distances(lon, lat, points):
    same = np.ones(len(points))
    return WGS84.inv(lon * same, lat * same, *points.T)[2]


def assert_rfc7946(shape):
    assert shape.is_valid
    west, south, east, north = shape.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    for part in shapely.get_parts(shape):
        assert part.exterior.is_ccw
        assert not any(hole.is_ccw for hole in part.interiors)


def assert_true_circle(circle, lon, lat, radius_m, tolerance_m=10.0):
    assert_rfc7946(circle.geometry)
    vertices, dense = boundary(circle.geometry)
    on_cut = (np.abs(vertices) == [180, 90]).any(axis=1)  # points of an edge, then
    off = np.abs(distances(lon, lat, vertices[~on_cut]) - radius_m)
    assert off.max() < 0.001
    worst = np.abs(distances(lon, lat, dense) - radius_m).max()
    assert worst <= circle.max_deviation_m + 1e-6
    assert circle.max_deviation_m <= tolerance_m
    assert circle.max_deviation_m <= max(radius_m / 1000, 0.001)


def assert_right_side(shape, is_inside, margin_m, distance_m):
    """Points whose distance says in or out clearly are drawn in or out."""
    rng = np.random.default_rng(4326)
    points = np.column_stack(
        [rng.uniform(-180, 180, 400), np.degrees(np.arcsin(rng.uniform(-1, 1, 400)))]
    )
    inside, clear = is_inside(points, distance_m(points), margin_m)
    drawn = shapely.covers(shape, shapely.points(points))
    np.testing.assert_array_equal(drawn[clear], inside[clear])


@pytest.mark.parametrize(("lon", "lat", "radius_m"), HARD.values(), ids=HARD.keys())
@pytest.mark.parametrize("tolerance_m", [10.0, 0.5])
def test_hard_circles(lon, lat, radius_m, tolerance_m):
    circle = geodesic_circle(lon, lat, radius_m, tolerance_m=tolerance_m)
    assert_true_circle(circle, lon, lat, radius_m, tolerance_m)
    assert_right_side(
        circle.geometry,
        lambda _, d, margin: (d < radius_m, np.abs(d - radius_m) > margin),
        tolerance_m + 0.01,
        lambda points: distances(lon, lat, points),
    )


@given(
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.one_of(st.floats(1, 19.9e6), st.floats(0, 7.29).map(lambda e: 10.0**e)),
)
@example(0.0, 90.0, 1.0)
@example(0.0, -90.0, 19.9e6)
@example(180.0, 0.0, 10_001_965.7)
@example(-180.0, 0.0, 1.0)
@example(0.0, 0.0, 19.9e6)
@example(179.99999999999997, 89.99999999999999, 19e6)
@example(5.0, 5e-324, 1e7)
@settings(max_examples=150, deadline=None)
def test_any_circle(lon, lat, radius_m):
    circle = geodesic_circle(lon, lat, radius_m)
    assert_true_circle(circle, lon, lat, radius_m)


@pytest.mark.parametrize(
    ("radius_m", "area_km2"), [(305_800, 293_726), (80_500, 20_358), (1.5e6, 7_036_099)]
)
def test_areas_at_kharkiv(radius_m, area_km2):
    circle = geodesic_circle(*KHARKIV, radius_m, tolerance_m=0.05)
    assert area_m2(circle.geometry) / 1e6 == pytest.approx(area_km2, abs=1)


def test_more_vertices_for_less_tolerance():
    counts = [
        shapely.get_num_coordinates(
            geodesic_circle(*KHARKIV, 305_800, tolerance_m=tolerance_m).geometry
        )
        for tolerance_m in (1000, 100, 10, 1, 0.1)
    ]
    # a chord's deviation falls with the square of its length
    for few, many in pairwise(counts[1:]):
        assert many / few == pytest.approx(10**0.5, rel=0.05)
    assert 70 <= counts[0] < counts[1]


def test_many_circles_are_what_each_is_alone():
    lons, lats, radii = np.array(list(HARD.values())).T
    circles = geodesic_circles(lons, lats, radii)
    geometries, deviations = circles.geometry, circles.max_deviation_m
    for row, geometry, deviation in zip(
        HARD.values(), geometries, deviations, strict=True
    ):
        alone = geodesic_circle(*row)
        assert geometry.equals_exact(alone.geometry, 1e-9)
        assert deviation == pytest.approx(alone.max_deviation_m, rel=1e-6, abs=1e-9)


def test_no_circles():
    circles = geodesic_circles([], [], [])
    geometries, deviations = circles.geometry, circles.max_deviation_m
    assert geometries.shape == deviations.shape == (0,)


ANNULI = {
    "kharkiv": (*KHARKIV, 15_000, 80_000),
    "thin": (*KHARKIV, 79_999, 80_000),
    "antimeridian": (179.9, 0, 15_000, 80_000),
    "pole-in-the-hole": (0, 89.9, 50_000, 300_000),
    "pole-in-the-band": (0, 88, 50_000, 300_000),
    "pole-in-the-centre": (0, -90, 50_000, 300_000),
    "both-poles-in-the-hole": (20, 10, 1.6e7, 1.8e7),
    "most-of-the-world": (20, 10, 1000, 1.99e7),
}


@pytest.mark.parametrize(("lon", "lat", "low_m", "high_m"), ANNULI.values(), ids=ANNULI)
def test_annuli(lon, lat, low_m, high_m):
    annulus = geodesic_annulus(lon, lat, low_m, high_m)
    assert_rfc7946(annulus.geometry)
    _, dense = boundary(annulus.geometry)
    reached = distances(lon, lat, dense)
    off = np.minimum(np.abs(reached - low_m), np.abs(reached - high_m))
    assert off.max() <= annulus.max_deviation_m + 1e-6
    assert annulus.max_deviation_m <= min(10, (high_m - low_m) / 4)
    discs = geodesic_circles([lon] * 2, [lat] * 2, [high_m, low_m], tolerance_m=0.1)
    ring_m2 = np.subtract(*area_m2(discs.geometry.to_numpy()))
    assert area_m2(annulus.geometry) == pytest.approx(ring_m2, rel=2e-3)
    assert_right_side(
        annulus.geometry,
        lambda _, d, margin: (
            (d > low_m) & (d < high_m),
            _clear(d, low_m, margin) & _clear(d, high_m, margin),
        ),
        10.01,
        lambda points: distances(lon, lat, points),
    )


def _clear(reached, limit_m, margin_m):
    return np.abs(reached - limit_m) > margin_m


def test_an_annulus_without_a_minimum_is_the_circle():
    annulus = geodesic_annulus(*KHARKIV, 0, 80_000)
    assert annulus == geodesic_circle(*KHARKIV, 80_000)


SECTORS = {
    "kharkiv": (*KHARKIV, 15_000, 80_000, 45, 135),
    "from-the-site": (*KHARKIV, 0, 305_800, 350, 10),
    "wide": (*KHARKIV, 0, 305_800, 10, 350),
    "negative-azimuths": (*KHARKIV, 0, 305_800, -30, -10),
    "narrow": (*KHARKIV, 0, 305_800, 10, 10.001),
    "antimeridian": (179.9, 0, 15_000, 80_000, 200, 100),
    "side-through-the-pole": (0, 60, 0, 5e6, 0, 90),
    "pole-inside": (0, 60, 1e6, 5e6, -90, 90),
    "pole-outside": (0, 60, 1e6, 5e6, 90, 270),
    "from-the-pole": (20, 90, 0, 1e6, 30, 100),
    "from-the-pole-across-180": (0, 90, 0, 1e6, 300, 15),
    "most-of-the-south-pole": (0, -90, 0, 1e6, 90, 359),
    "round-the-pole": (20, -90, 1e5, 1e6, 100, 30),
    "long": (179, 10, 1e6, 1.5e7, 20, 60),
    "most-of-the-world": (179, 0, 1e6, 1.5e7, 10, 350),
    "metre": (0, 0, 0, 1, 0, 45),
}


@pytest.mark.parametrize("case", SECTORS.values(), ids=SECTORS)
def test_sectors(case):
    lon, lat, low_m, high_m, start, end = case
    sector = geodesic_sector(*case)
    assert_rfc7946(sector.geometry)
    _, dense = boundary(sector.geometry)
    same = np.ones(len(dense))
    reached = distances(lon, lat, dense)
    off = [np.abs(reached - low_m), np.abs(reached - high_m)]
    for azimuth in (start, end):
        x, y, _ = WGS84.fwd(lon * same, lat * same, azimuth * same, reached)
        off.append(WGS84.inv(x, y, *dense.T)[2])
    assert np.min(off, axis=0).max() <= sector.max_deviation_m + 1e-6
    assert sector.max_deviation_m <= 10
    assert_right_side(
        sector.geometry,
        lambda points, d, margin: _in_sector(case, points, d, margin),
        10.01,
        lambda points: distances(lon, lat, points),
    )


def _in_sector(case, points, reached, margin_m):
    lon, lat, low_m, high_m, start, end = case
    same = np.ones(len(points))
    azimuth = WGS84.inv(lon * same, lat * same, *points.T)[0]
    turn, width = (azimuth - start) % 360, (end - start) % 360
    inside = (reached > low_m) & (reached < high_m) & (turn < width)
    clear = _clear(reached, low_m, margin_m) & _clear(reached, high_m, margin_m)
    for side in (start, end):
        x, y, _ = WGS84.fwd(lon * same, lat * same, side * same, reached)
        clear &= WGS84.inv(x, y, *points.T)[2] > margin_m
    return inside, clear


def test_sectors_add_up_to_the_annulus():
    whole = geodesic_annulus(*KHARKIV, 15_000, 80_000, tolerance_m=0.1).geometry
    parts = [
        geodesic_sector(*KHARKIV, 15_000, 80_000, *side, tolerance_m=0.1).geometry
        for side in pairwise([10, 100, 250, 10])
    ]
    assert sum(area_m2(parts)) == pytest.approx(area_m2(whole), rel=2e-5)


@pytest.mark.parametrize("azimuths", [(0, 360), (90, 90), (-180, 180)])
def test_equal_azimuths_are_the_whole_circle(azimuths):
    sector = geodesic_sector(*KHARKIV, 0, 80_000, *azimuths)
    assert sector == geodesic_circle(*KHARKIV, 80_000)


@pytest.mark.parametrize("radius_m", [0, -5, 0.5, 19_900_001, 2.1e7, np.nan, np.inf])
def test_radius_out_of_bounds(radius_m):
    with pytest.raises(DistanceError, match="outside 0.001 km to 19900 km"):
        geodesic_circle(*KHARKIV, radius_m)
    with pytest.raises(DistanceError, match="outside 0.001 km to 19900 km"):
        geodesic_circles([0, 0], [0, 0], [1000, radius_m])


def test_beyond_the_bound_says_why():
    with pytest.raises(DistanceError, match="wavefronts cross near the antipode"):
        geodesic_circle(*KHARKIV, 2e7)


@pytest.mark.parametrize("tolerance_m", [0, -1, 1e-9, np.nan, np.inf])
def test_tolerances_that_cannot_be_kept(tolerance_m):
    with pytest.raises(DistanceError, match="give 0.001 m or more"):
        geodesic_circle(*KHARKIV, 1000, tolerance_m=tolerance_m)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: geodesic_circle(49.99, 136.23, 1e3), CoordinateError, "swapped"),
        (lambda: geodesic_circle(np.nan, 0, 1e3), CoordinateError, "finite"),
        (lambda: geodesic_annulus(0, 0, 1e3, 1e3), DistanceError, "at least 1 m below"),
        (lambda: geodesic_annulus(0, 0, 2e3, 1e3), DistanceError, "at least 1 m below"),
        (lambda: geodesic_annulus(0, 0, -1, 1e3), DistanceError, "outside"),
        (lambda: geodesic_sector(0, 0, 0, 1e3, np.nan, 5), CoordinateError, "azimuths"),
        (lambda: geodesic_sector(0, 0, 0, 1, 0, 1e-13), GeometryError, "too narrow"),
        (lambda: geodesic_sector(0, 0, 0, 1e6, 1e-9, 0), GeometryError, "too narrow"),
    ],
)
def test_what_cannot_be_drawn(call, error, message):
    with pytest.raises(error, match=message):
        call()
