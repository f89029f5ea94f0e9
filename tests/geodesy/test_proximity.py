"""Distances to many shapes against measuring each edge densely."""

import numpy as np
import pytest
import shapely
from buffer_evaluator import Evaluator
from hypothesis import given, settings
from hypothesis import strategies as st
from test_distance import edges_of, truth_m

from rangeviz.datasets.borders.shipped import load_regions
from rangeviz.geodesy.distance.proximity import Proximity
from rangeviz.geodesy.distance.to_shape import geodesic_distance


def dense_m(site, shape):
    """Shortest geodesic from the densified outline of a shape to a site."""
    spots = shapely.get_coordinates(shapely.segmentize(shape, 0.005))
    return Evaluator(site).distances_m(spots).min()


@pytest.fixture(scope="module")
def regions():
    return load_regions(bbox=(33, 48, 40, 53)).geometry.to_numpy()


def test_a_point_among_real_regions(regions):
    site = shapely.Point(36.2304, 49.9935)
    found = Proximity(site).nearest_m(regions)
    for shape, metres in zip(regions, found, strict=True):
        if shape.contains(site):
            assert metres == 0
        else:
            (truth,) = Evaluator(shape).distances_m(np.array([[site.x, site.y]]))
            assert truth - 1e-2 <= metres <= truth + 1


@pytest.mark.parametrize(
    "site",
    [
        shapely.LineString([(34.9, 50.2), (35.3, 50.1)]),
        shapely.box(35.0, 50.1, 35.1, 50.2),
    ],
)
def test_lines_and_areas(site, regions):
    found = Proximity(site).nearest_m(regions[:12])
    for shape, metres in zip(regions[:12], found, strict=True):
        if shape.intersects(site):
            assert metres == 0
        else:
            assert metres == pytest.approx(dense_m(site, shape), abs=2)


@settings(deadline=None)
@given(
    st.floats(-179, 179), st.floats(-85, 85), st.floats(-170, 170), st.floats(-80, 80)
)
def test_long_edges_anywhere(lon, lat, west, south):
    site = shapely.Point(lon, lat)
    shape = shapely.box(west, south, west + 9, south + 7)
    (found,) = Proximity(site).nearest_m(np.array([shape]))
    if shape.intersects(site):
        assert found == 0
    else:
        truth = truth_m((lon, lat), edges_of(shape.exterior))
        assert truth - 1e-3 <= found <= truth + 1


@pytest.mark.parametrize(
    "site",
    [
        shapely.Point(36.2304, 49.9935),
        shapely.LineString([(34.9, 50.2), (35.3, 50.1)]),
        shapely.box(35.0, 50.1, 35.4, 50.2),
    ],
)
def test_the_farthest_place_of_outlines(site, regions):
    outside = [shape for shape in regions if not shape.intersects(site)]
    found = Proximity(site).farthest_m(outside, limit_m=1e7, tolerance_m=10)
    for shape, metres in zip(outside, found, strict=True):
        spots = shapely.get_coordinates(shapely.segmentize(shape, 0.02))
        farthest = geodesic_distance(spots, site).max()
        assert farthest - 10 <= metres <= farthest + 2


def test_no_place_is_farther_than_the_limit(regions):
    site = shapely.Point(30, 50)
    apart = [shape for shape in regions if not shape.intersects(site)]
    unlimited = Proximity(site).farthest_m(apart, limit_m=1e7)
    limited = Proximity(site).farthest_m(apart, limit_m=unlimited.max())
    assert limited == pytest.approx(unlimited, abs=1)


def test_no_shapes_have_no_distances():
    nothing = np.array([], dtype=object)
    assert Proximity(shapely.Point(0, 0)).nearest_m(nothing).shape == (0,)
