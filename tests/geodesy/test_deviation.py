"""Deviations from a circle, against pyproj's own solutions."""

import numpy as np
import pytest
import shapely
from pyproj import Geod

from rangeviz.errors import GeometryError
from rangeviz.geodesy.deviation import max_deviation_m

WGS84 = Geod(ellps="WGS84")


def test_deviation_of_a_ring_that_is_50_metres_too_wide():
    azimuth = np.linspace(0, 360, 4001)
    centre = np.full(4001, 36.2304), np.full(4001, 49.9935)
    lon, lat, _ = WGS84.fwd(*centre, azimuth, np.full(4001, 305_850.0))
    ring = shapely.Polygon(np.column_stack([lon, lat]))
    measured = max_deviation_m(ring, 36.2304, 49.9935, 305_800)
    assert measured.max_m == pytest.approx(50, abs=1e-6)
    assert 49.8 < measured.min_m < measured.mean_m < 50
    assert measured.worst_m == measured.max_m


def test_deviation_finds_the_peak_inside_an_edge():
    (lon0, lon1), (lat0, lat1), _ = WGS84.fwd([0, 0], [40, 40], [75, 103], [1e6, 1e6])
    chord = shapely.LineString([(lon0, lat0), (lon1, lat1)])
    lons, lats = np.linspace(lon0, lon1, 100_001), np.linspace(lat0, lat1, 100_001)
    off = WGS84.inv(np.zeros_like(lons), np.full_like(lons, 40), lons, lats)[2] - 1e6
    measured = max_deviation_m(chord, 0, 40, 1e6)
    assert measured.min_m == pytest.approx(off.min(), abs=1)
    assert measured.max_m == pytest.approx(off.max(), abs=1)
    assert measured.mean_m == pytest.approx(off.mean(), rel=0.02)


def test_deviation_ignores_cuts_and_refuses_points():
    azimuth = np.arange(0, 360, 0.5)
    lon, lat, _ = WGS84.fwd([179] * 720, [0] * 720, azimuth, [3e5] * 720)
    lon = np.unwrap(lon, period=360)
    ring = shapely.Polygon(np.column_stack([lon, lat]))
    west = ring.intersection(shapely.box(170, -10, 180, 10))
    assert max_deviation_m(west, 179, 0, 3e5).worst_m < 10
    with pytest.raises(GeometryError, match="no edges to measure"):
        max_deviation_m(shapely.Point(0, 0), 0, 0, 1000)
