"""Distances to many shapes against measuring each edge densely."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from rangeviz.datasets.borders import load_regions
from rangeviz.geodesy.proximity import Proximity

GEOD = Geod(ellps="WGS84")


def dense_m(site, shape):
    """Shortest geodesic between the densified outlines of two shapes."""
    spots = shapely.get_coordinates(shapely.segmentize(shape, 0.002))
    place = shapely.get_coordinates(shapely.segmentize(site, 0.002))
    return min(
        GEOD.inv(*np.broadcast_arrays(lon, lat, spots[:, 0], spots[:, 1]))[2].min()
        for lon, lat in place
    )


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
            assert metres == pytest.approx(dense_m(site, shape), abs=1)


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
            assert metres == pytest.approx(dense_m(site, shape), abs=1)


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
        assert dense_m(site, shape) - 1 <= found <= dense_m(site, shape) + 1.5


def test_no_shapes_have_no_distances():
    nothing = np.array([], dtype=object)
    assert Proximity(shapely.Point(0, 0)).nearest_m(nothing).shape == (0,)
