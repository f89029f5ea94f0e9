"""Series of circles: their vertices are those of the direct problem."""

import numpy as np
import pytest
from pyproj import Geod

from rangeviz.geodesy.circle.series import even_halves

WGS84 = Geod(ellps="WGS84")


def drawn(lat, radius_m, allowed_m=10.0):
    lat, radius_m = np.broadcast_arrays(np.array(lat, float), radius_m)
    return list(even_halves(lat, radius_m * 1.0, np.full(len(lat), allowed_m)))


@pytest.mark.parametrize("radius_m", [1, 80_500, 305_800, 1.5e6, 5e6, 1.85e7, 1.9e7])
def test_vertices_are_those_of_the_direct_problem(radius_m):
    lats = np.linspace(-85, 85, 35)
    halves = drawn(lats, radius_m, max(radius_m / 1e5, 0.001))
    assert halves
    for half in halves:
        azimuth = np.linspace(0, 180, half.lon.shape[1])
        for circle, lons, lats_drawn in zip(
            half.circle, half.lon, half.lat, strict=True
        ):
            start = np.zeros_like(azimuth), np.full_like(azimuth, lats[circle])
            lon, lat, _ = WGS84.fwd(*start, azimuth, np.full_like(azimuth, radius_m))
            assert WGS84.inv(lon, lat, lons, lats_drawn)[2].max() < 1e-5


def test_most_circles_of_a_few_hundred_kilometres_are_drawn_here():
    lats = np.degrees(np.arcsin(np.linspace(-1, 1, 2001)))
    circles = np.concatenate([half.circle for half in drawn(lats, 305_800)])
    assert len(np.unique(circles)) == len(circles) > 0.98 * len(lats)


def test_circles_through_and_beside_a_pole_are_left_to_tracing():
    to_pole = WGS84.inv(0, 60, 0, 90)[2]
    radii = [to_pole, to_pole - 1, to_pole + 1, to_pole - 1e5, 3e6]
    assert drawn(np.full(5, 60.0), np.array(radii)) == []
    assert drawn([90.0, -90.0, 89.9], 305_800) == []


def test_counts_are_shared_and_never_too_small():
    lats = np.linspace(-60, 60, 2000)
    halves = drawn(lats, np.geomspace(1e3, 1e6, 2000))
    assert len(halves) < 250
    for half in halves:
        assert half.deviation_m.max() <= 10
        assert half.lon.shape[1] >= 37


def test_nothing_of_nothing():
    assert drawn([], 305_800) == []
