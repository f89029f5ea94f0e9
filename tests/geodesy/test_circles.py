"""Circles, annuli and sectors: on the true curve, within tolerance, valid."""

from itertools import pairwise

import numpy as np
import pytest
from pyproj import Geod

from rangeviz.errors import CoordinateError, DistanceError
from rangeviz.geodesy.circles import (
    geodesic_annulus,
    geodesic_circle,
    geodesic_sector,
)
from rangeviz.geodesy.measure import area_m2, max_deviation_m

WGS84 = Geod(ellps="WGS84")
KHARKIV = (36.2304, 49.9935)

HARD = {
    "kharkiv": (*KHARKIV, 305_800),
    "metre": (0, 0, 1),
    "antimeridian": (179.9, 0, 80_500),
    "near-pole": (0, 89, 305_800),
    "pole": (0, 90, 305_800),
    "south-pole": (10, -90, 1e6),
    "hemisphere": (50, 0, 10_001_965.7),
    "through-the-pole": (0, 60, WGS84.inv(0, 60, 0, 90)[2]),
    "antipode": (10, 5, 19.9e6),
    "both-poles": (170, 45, 1.6e7),
}


@pytest.mark.parametrize(("lon", "lat", "radius_m"), HARD.values(), ids=HARD.keys())
def test_circle_keeps_its_tolerance_and_its_word(lon, lat, radius_m):
    circle = geodesic_circle(lon, lat, radius_m)
    assert circle.geometry.is_valid
    assert circle.max_deviation_m <= 10
    measured = max_deviation_m(circle.geometry, lon, lat, radius_m)
    assert measured.worst_m <= circle.max_deviation_m + 1e-6


@pytest.mark.parametrize(
    ("radius_m", "area_km2"), [(305_800, 293_726), (80_500, 20_358), (1.5e6, 7_036_099)]
)
def test_areas_at_kharkiv(radius_m, area_km2):
    circle = geodesic_circle(*KHARKIV, radius_m, tolerance_m=0.05)
    assert area_m2(circle.geometry) / 1e6 == pytest.approx(area_km2, abs=1)


def test_annulus_and_sectors_add_up():
    whole = area_m2(geodesic_annulus(*KHARKIV, 15_000, 80_000).geometry)
    bounds = [10, 100, 250, 10]
    parts = [
        area_m2(geodesic_sector(*KHARKIV, 15_000, 80_000, a, b).geometry)
        for a, b in pairwise(bounds)
    ]
    assert sum(parts) == pytest.approx(whole, rel=1e-3)
    circles = [geodesic_circle(*KHARKIV, r).geometry for r in (80_000, 15_000)]
    assert whole == pytest.approx(area_m2(circles[0]) - area_m2(circles[1]), rel=1e-9)


@pytest.mark.parametrize("radius_m", [0, -5, 0.5, 19_900_001, np.nan, np.inf])
def test_radius_out_of_bounds(radius_m):
    with pytest.raises(DistanceError, match="outside 0.001 km to 19900 km"):
        geodesic_circle(*KHARKIV, radius_m)


def test_bad_positions_and_tolerances():
    with pytest.raises(CoordinateError, match="swapped"):
        geodesic_circle(49.9935, 136.2304, 1000)
    with pytest.raises(DistanceError, match="give 0.001 m or more"):
        geodesic_circle(*KHARKIV, 1000, tolerance_m=1e-9)
    with pytest.raises(DistanceError, match="at least 1 m below"):
        geodesic_annulus(*KHARKIV, 1000, 1000)
