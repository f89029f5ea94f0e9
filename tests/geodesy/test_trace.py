"""Traced arcs and rays: the bound of an edge holds along the whole of it."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from rangeviz.geodesy.circle.trace import Curves, edge_deviation_m, trace

WGS84 = Geod(ellps="WGS84")


def curve(lon, lat, azimuths, distances, tolerance_m):
    return Curves(
        np.array([lon], float),
        np.array([lat], float),
        np.array([azimuths], float),
        np.array([distances], float),
        np.array([tolerance_m], float),
    )


def dense(edges, count=9):
    step = edges.stop[:, :2] - edges.start[:, :2]
    step[:, 0] -= 360 * np.round(step[:, 0] / 360)
    t = np.linspace(0, 1, count)[:, None, None]
    return edges.start[:, :2] + step * t


@given(
    st.floats(-90, 90),
    st.floats(0, 360),
    st.floats(1e3, 1.9e7),
    st.sampled_from([1.0, 10.0, 1000.0]),
)
@example(60.0, 0.0, 5e6, 10.0)
@example(90.0, 33.0, 1e6, 10.0)
@example(0.0, 90.0, 1.9e7, 10.0)
@example(60.0, 1e-6, 5e6, 1.0)
@settings(max_examples=60, deadline=None)
def test_rays_stay_beside_their_geodesic(lat, azimuth, distance, tolerance_m):
    edges = trace(curve(20, lat, [azimuth] * 2, [0, distance], tolerance_m))
    assert edges.deviation_m.max() <= tolerance_m
    points = dense(edges).reshape(-1, 2)
    same = np.ones(len(points))
    reached = WGS84.inv(20 * same, lat * same, *points.T)[2]
    lon, lat, _ = WGS84.fwd(20 * same, lat * same, azimuth * same, reached)
    off = WGS84.inv(lon, lat, *points.T)[2].reshape(9, -1).max(axis=0)
    assert (off <= edges.deviation_m + 1e-6).all()


def test_edges_follow_each_other_in_order():
    curves = Curves(
        np.zeros(2),
        np.array([89.0, 10.0]),
        np.array([[0.0, 180.0], [180.0, 0.0]]),
        np.full((2, 2), 3e5),
        np.full(2, 10.0),
    )
    edges = trace(curves)
    for number in (0, 1):
        own = edges.take(edges.curve == number)
        assert own.t[0, 0] == 0
        assert own.t[-1, 1] == 1
        np.testing.assert_array_equal(own.stop[:-1], own.start[1:])
        np.testing.assert_array_equal(own.t[:-1, 1], own.t[1:, 0])


def test_an_edge_too_long_to_tell_is_not_trusted():
    start, stop = np.array([[0.0, 60, 0]]), np.array([[20.0, 60, 0]])
    assert edge_deviation_m(start, stop)[0] > 6e6
    assert np.isinf(edge_deviation_m(start, stop * [1, -1, 1]))[0]
    beside_pole = np.array([[170.0, 89.9999, 90]])
    across = np.array([[-10.0, 89.9999, 90]])
    assert 0 < edge_deviation_m(beside_pole, across)[0] < 23


def test_rays_have_no_more_edges_than_they_need():
    """The bound comes near what is measured, so edges aren't split for nothing."""
    edges = trace(curve(0, 50, [70, 70], [0, 3e6], 10.0))
    points = dense(edges).reshape(-1, 2)
    same = np.ones(len(points))
    reached = WGS84.inv(0 * same, 50 * same, *points.T)[2]
    lon, lat, _ = WGS84.fwd(0 * same, 50 * same, 70 * same, reached)
    off = WGS84.inv(lon, lat, *points.T)[2].reshape(9, -1).max(axis=0)
    assert off.max() > 0.9 * edges.deviation_m.max()
    assert np.median(edges.deviation_m) > 2
