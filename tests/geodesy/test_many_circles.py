"""Random circles, judged by code that had no part in drawing them; 10,000 on request.

Deviations: the inverse problem, put to every vertex and to samples of every edge.
Areas: polygons of Geod.fwd's own vertices, measured by GeographicLib with geodesic
edges; their area falls short by a share of 1/n^2, which Richardson's rule removes.
"""

import numpy as np
import pytest
import shapely
from pyproj import Geod

from rangeviz.geodesy.circle.circles import geodesic_circles
from rangeviz.geodesy.measure import area_m2

WGS84 = Geod(ellps="WGS84")
TOLERANCE_M = 10.0
EARTH_M2 = 510_065_621_724_089.0


def random_circles(count):
    """Positions all over, a quarter of them crowded at the poles, a quarter at 180."""
    rng = np.random.default_rng(2)
    lon = rng.uniform(-180, 180, count)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    polar, edge = slice(0, count // 4), slice(count // 4, count // 2)
    near = 10.0 ** rng.uniform(-7, 1.5, count)
    lat[polar] = np.sign(lat[polar]) * (90 - near[polar])
    lon[edge] = np.sign(lon[edge]) * (180 - near[edge])
    radius_m = np.exp(rng.uniform(0, np.log(1.9e7), count))
    radius_m[::6] = rng.uniform(1, 1.9e7, len(radius_m[::6]))
    return lon, lat, radius_m


@pytest.fixture(
    scope="module",
    params=[1_000, pytest.param(10_000, marks=pytest.mark.repetition)],
)
def drawn(request):
    lon, lat, radius_m = random_circles(request.param)
    circles = geodesic_circles(lon, lat, radius_m, tolerance_m=TOLERANCE_M)
    geometries = circles.geometry.to_numpy()
    return lon, lat, radius_m, geometries, circles.max_deviation_m.to_numpy()


def boundary_edges(geometries):
    """Start and end of every edge that is no cut, and its geometry's number."""
    parts, circle = shapely.get_parts(geometries, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    start, end = coordinates[:-1], coordinates[1:]
    frame = ((np.abs(start) == [180, 90]) & (start == end)).any(axis=1)
    kept = (ring[1:] == ring[:-1]) & ~frame
    return start[kept], end[kept], circle[part][ring[:-1][kept]]


def assert_rfc7946(geometries):
    assert shapely.is_valid(geometries).all()
    bounds = shapely.bounds(geometries)
    assert (np.abs(bounds) <= [180, 90, 180, 90]).all()
    parts = shapely.get_parts(geometries)
    assert shapely.is_ccw(shapely.get_exterior_ring(parts)).all()
    holes = shapely.get_interior_ring(
        parts[shapely.get_num_interior_rings(parts) > 0], 0
    )
    assert len(holes) > 0
    assert not shapely.is_ccw(holes).any()


@pytest.mark.slow
def test_all_are_valid_and_keep_the_tolerance(drawn):
    lon, lat, radius_m, geometries, deviations = drawn
    assert_rfc7946(geometries)
    assert deviations.max() <= TOLERANCE_M
    start, end, circle = boundary_edges(geometries)
    worst = np.zeros(len(lon))
    for t, chosen in [(0, slice(None)), (0.5, slice(None)), (0.25, slice(0, None, 8))]:
        points, of = (start + (end - start) * t)[chosen], circle[chosen]
        off = np.abs(WGS84.inv(lon[of], lat[of], *points.T)[2] - radius_m[of])
        if t == 0:
            uncut = ~(np.abs(points) == [180, 90]).any(axis=1)
            assert off[uncut].max() < 0.001
        np.maximum.at(worst, of, off)
    assert (worst <= deviations + 1e-6).all()
    # the bound is no idle one: all but the constant parallels come near it
    honest = worst > 0.8 * deviations
    assert honest.mean() > 0.9


@pytest.mark.slow
def test_all_have_the_right_area(drawn):
    lon, lat, radius_m, geometries, deviations = drawn
    azimuth = -np.arange(0, 360, 3.0)  # counter-clockwise
    same = np.ones((len(lon), len(azimuth)))
    rings = WGS84.fwd(
        lon[:, None] * same,
        lat[:, None] * same,
        azimuth * same,
        radius_m[:, None] * same,
    )
    measure = WGS84.polygon_area_perimeter
    fine = np.array([measure(*ring) for ring in zip(*rings[:2], strict=True)])
    halves = (rings[0][:, ::2], rings[1][:, ::2])
    coarse = np.array([measure(*ring)[0] for ring in zip(*halves, strict=True)])
    # a ring round more than half the Earth is measured as minus the rest
    areas = (4 * (fine[:, 0] % EARTH_M2) - coarse % EARTH_M2) / 3
    allowed = 1.01 * fine[:, 1] * deviations + 2e-6 * np.minimum(
        areas, EARTH_M2 - areas
    )
    assert (np.abs(area_m2(geometries) - areas) <= allowed + 1).all()
