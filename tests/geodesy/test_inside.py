"""Areas inside circles and sectors, against rings drawn by pyproj and cut by GEOS."""

import numpy as np
import pyproj
import pytest
import shapely
from geographiclib.geodesic import Geodesic

import rangeviz as rv
from rangeviz.geodesy.antimeridian import polygon_from_rings
from rangeviz.geodesy.cutting import unwrap
from rangeviz.geodesy.distance.proximity import Proximity
from rangeviz.geodesy.inside.covered import covered_m2
from rangeviz.geodesy.inside.legs import area_to_equator_m2, legs
from rangeviz.geodesy.inside.range_circles import (
    GREATEST_RADIUS_M,
    LEAST_RADIUS_M,
    RangeCircles,
    arc_of_chord_m,
)
from rangeviz.geodesy.inside.sectors import Sectors, sector_covered_m2
from rangeviz.geodesy.inside.unit_distances import unit_distances_m
from rangeviz.geodesy.inside.unit_edges import UnitEdges
from rangeviz.geodesy.measure import area_m2

WGS84 = pyproj.Geod(ellps="WGS84")
SHARE = 1e-7  # of the unit
LEAST_M2 = 1.0
COARSE, FINE = 1_800, 120

# Where formulas in longitude and latitude break, or nearly do.
HARD = [
    (0.0, 90.0, 3_000_000.0),
    (120.0, -90.0, 2_600_000.0),
    (30.0, 89.5, 2_420_391.0),
    (180.0, 66.0, 700_000.0),
    (-180.0, -17.0, 400_000.0),
    (179.99, 66.5, 250_000.0),
    (0.0, 0.0, 10_001_965.729),  # through both poles
    (37.0, 20.0, 10_001_965.729),
    (-140.0, 14.0, 10_018_754.17),
    (10.0, 50.0, 15_000_000.0),
    (-100.0, -40.0, 18_500_000.0),
    (106.0, 66.0, 2_659_000.0),  # the ring passes the pole within kilometres
    (36.2304, 49.9935, 305_800.0),
    (36.2304, 49.9935, 1_000.0),
]


@pytest.fixture(scope="module")
def units():
    return UnitEdges.of(rv.load_regions().geometry.to_numpy())


def sampled(lon, lat, azimuths, lengths_m):
    ends = np.broadcast_arrays(lon, lat, azimuths, lengths_m)
    x, y, _ = WGS84.fwd(*(np.array(a, float) for a in ends))
    return np.column_stack([x, y])


def dense_where_near(azimuths, xy, box):
    """Azimuths of a ring, many more where it passes a unit's box."""
    west, south, east, north = box
    margin = 0.5 + np.abs(np.diff(xy, axis=0, append=xy[:1])).max(axis=1)
    near = (xy[:, 1] > south - margin) & (xy[:, 1] < north + margin)
    near &= (xy[:, 0] > west - margin) & (xy[:, 0] < east + margin)
    step = azimuths[1] - azimuths[0]
    within = np.arange(FINE) / FINE * step
    return np.sort(np.concatenate([azimuths, *(azimuths[near][:, None] + within)]))


def true_m2(lon, lat, range_m, unit):
    """A ring within a millimetre where it matters, cut with the unit."""
    azimuths = -np.arange(COARSE) * 360 / COARSE
    coarse = sampled(lon, lat, azimuths[::-1], range_m)
    azimuths = dense_where_near(azimuths[::-1], coarse, unit.bounds)
    ring = sampled(lon, lat, np.unique(azimuths)[::-1], range_m)
    ring = unwrap(np.concatenate([ring, ring[:1]]))
    disc = polygon_from_rings([ring])
    return float(area_m2(shapely.intersection(unit, disc)))


def check_circle(units, lon, lat, range_m, rng, most):
    about = RangeCircles.about(np.full(1, lon), np.full(1, lat), np.full(1, range_m))
    _, unit, inside_m2 = covered_m2(units, about)
    whole = units.unit_m2[unit]
    cut = np.flatnonzero((inside_m2 < whole * (1 - 1e-12)) & (inside_m2 > 0))
    for row in rng.permutation(cut)[:most]:
        true = true_m2(lon, lat, range_m, units.shapes[unit[row]])
        assert abs(inside_m2[row] - true) <= SHARE * whole[row] + LEAST_M2, (
            (lon, lat, range_m),
            unit[row],
            inside_m2[row],
            true,
        )
    # No unit is missed: a ring drawn coarsely meets those, by more than its error.
    coarse = rv.geodesic_circle(lon, lat, range_m, tolerance_m=min(10, range_m / 1e3))
    shapely.prepare(coarse.geometry)
    meets = np.flatnonzero(shapely.intersects(coarse.geometry, units.shapes))
    missed = np.setdiff1d(meets, unit)
    parts = area_m2(shapely.intersection(units.shapes[missed], coarse.geometry))
    assert (np.asarray(parts) < 20 * 2e5).all()
    return min(len(cut), most)


@pytest.mark.parametrize("circle", HARD, ids=str)
def test_areas_in_hard_circles_are_those_of_cut_rings(units, circle):
    assert check_circle(units, *circle, np.random.default_rng(7), 2) or circle[2] < 1e4


def random_circles(count, seed):
    rng = np.random.default_rng(seed)
    lon = rng.uniform(-180, 180, count)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    return zip(lon, lat, 10 ** rng.uniform(4, np.log10(1.9e7), count), strict=True)


def test_areas_in_random_circles_are_those_of_cut_rings(units):
    rng = np.random.default_rng(1)
    checked = [check_circle(units, *c, rng, 1) for c in random_circles(60, 2)]
    assert sum(checked) > 25


@pytest.mark.repetition
def test_areas_in_two_thousand_circles_are_those_of_cut_rings(units):
    rng = np.random.default_rng(3)
    checked = [check_circle(units, *c, rng, 1) for c in random_circles(3_600, 4)]
    assert sum(checked) >= 2_000


@pytest.mark.repetition
def test_parts_add_up_to_the_circle(units):
    """On land everywhere: the units of the world and what is left are the circle."""
    world = shapely.box(-180, -90, 180, 90)
    land = shapely.union_all(units.shapes)
    sea = UnitEdges.of(np.array([shapely.difference(world, land)]))
    lon, lat, range_m = np.array([*HARD, *random_circles(40, 5)]).T
    about = RangeCircles.about(lon, lat, range_m)
    circle, _, inside_m2 = covered_m2(units, about)
    total_m2 = np.bincount(circle, inside_m2, minlength=len(lon))
    circle, _, sea_m2 = covered_m2(sea, about)
    total_m2 += np.bincount(circle, sea_m2, minlength=len(lon))
    assert total_m2 == pytest.approx(about.area_m2, rel=2e-8)


def test_the_area_of_a_circle_is_geographiclibs():
    mask = Geodesic.REDUCEDLENGTH | Geodesic.DISTANCE_IN
    node, weight = np.polynomial.legendre.leggauss(40)
    for lat, range_m in [(0, 1e5), (50, 305_800), (89.9, 1e6), (-90, 5e6), (0, 1.99e7)]:
        per_radian = []
        for azimuth in np.arange(64) * 360 / 64:
            line = Geodesic.WGS84.Line(lat, 0, azimuth, mask)
            wide = [
                line.Position(range_m * (1 + at) / 2, Geodesic.REDUCEDLENGTH)["m12"]
                for at in node
            ]
            per_radian.append(weight @ wide * range_m / 2)
        about = RangeCircles.about(np.zeros(1), np.full(1, lat), np.full(1, range_m))
        true = 2 * np.pi * np.mean(per_radian)
        assert about.area_m2[0] == pytest.approx(true, rel=1e-12)


def test_areas_under_geodesics_are_geographiclibs():
    rng = np.random.default_rng(6)
    count = 400
    lon, lat = rng.uniform(-180, 180, count), rng.uniform(-90, 90, count)
    lat[:30], lat[30:60] = 90, 0
    azimuth = rng.choice([0, 90, 180, 33.3, -120], count)
    length_m = 10 ** rng.uniform(3, np.log10(1.99e7), count)
    end = sampled(lon, lat, azimuth, length_m)
    there = legs(lon, lat, end[:, 0], end[:, 1])
    mine = area_to_equator_m2(there, lat, end[:, 1])
    mask = Geodesic.AREA | Geodesic.DISTANCE
    true = [
        Geodesic.WGS84.Inverse(*row, mask)["S12"]
        for row in zip(lat, lon, end[:, 1], end[:, 0], strict=True)
    ]
    off = mine - np.array(true)
    half_m2 = 255_032_810_857_345.0  # a meridian over the pole may go either way
    off -= half_m2 * np.round(off / half_m2)
    assert np.abs(off).max() < 1.0


def test_chords_bound_geodesics_from_both_sides():
    rng = np.random.default_rng(8)
    lon1, lon2 = rng.uniform(-180, 180, (2, 100_000))
    lat1, lat2 = np.degrees(np.arcsin(rng.uniform(-1, 1, (2, 100_000))))
    lon2[::2] = lon1[::2] + rng.uniform(-3, 3, 50_000)
    lat2[::2] = np.clip(lat1[::2] + rng.uniform(-3, 3, 50_000), -90, 90)
    _, _, true_m = WGS84.inv(lon1, lat1, lon2, lat2)
    a, b = (rv.geodesy.ellipsoid.to_ecef(*p) for p in ((lon1, lat1), (lon2, lat2)))
    chord_m = np.linalg.norm(a - b, axis=1)
    short = true_m < 19_900_000
    least, greatest = (
        arc_of_chord_m(chord_m, r) for r in (GREATEST_RADIUS_M, LEAST_RADIUS_M)
    )
    assert (least <= true_m + 1e-6)[short].all()
    assert (greatest >= true_m - 1e-6)[short].all()


SECTORS = [(300.0, 75.0), (0.0, 90.0), (10.0, 300.0), (359.0, 2.0)]
SECTOR_SITES = [
    (36.2304, 49.9935, 305_800.0),
    (180.0, 66.0, 800_000.0),
    (-179.9, -17.0, 600_000.0),
    (16.0, 78.2, 1_500_000.0),
    (24.0, 24.0, 2_500_000.0),
]


@pytest.mark.parametrize("site", SECTOR_SITES, ids=str)
def test_areas_in_sectors_are_those_of_cut_sectors(units, site):
    lon, lat, range_m = site
    about = RangeCircles.about(np.full(1, lon), np.full(1, lat), np.full(1, range_m))
    fine_m = 0.01 if range_m < 1e6 else 0.1
    for start, width in SECTORS:
        sectors = Sectors.of(about, start, width)
        _, unit, inside_m2 = sector_covered_m2(units, sectors)
        cut = rv.geodesic_sector(
            lon, lat, 0, range_m, start, (start + width) % 360, tolerance_m=fine_m
        ).geometry
        mine_m2 = np.zeros(len(units))
        mine_m2[unit] = inside_m2
        shapely.prepare(cut)
        meets = np.flatnonzero(shapely.intersects(cut, units.shapes))
        whole = shapely.contains_properly(cut, units.shapes[meets])
        parts_m2 = np.zeros(len(units))
        parts_m2[meets[whole]] = units.unit_m2[meets[whole]]
        meets = meets[~whole]
        parts_m2[meets] = area_m2(shapely.intersection(units.shapes[meets], cut))
        # The drawn sector loses its tolerance along what it passes of the unit.
        slack_m2 = fine_m * np.sqrt(units.unit_m2) * 4 + SHARE * units.unit_m2
        assert (np.abs(mine_m2 - parts_m2) <= slack_m2).all()
        true_m2 = float(area_m2(cut))
        assert sectors.area_m2[0] == pytest.approx(true_m2, abs=8 * fine_m * range_m)


def test_sectors_side_by_side_make_the_circle(units):
    lon, lat, range_m = np.array([site for site in HARD if site[2] < 1e6]).T
    about = RangeCircles.about(lon, lat, range_m)
    circle, unit, inside_m2 = covered_m2(units, about)
    total_m2 = np.zeros((len(lon), len(units)))
    for start, width in [(10, 130), (140, 100), (240, 130)]:
        rows = sector_covered_m2(units, Sectors.of(about, start, width))
        total_m2[rows[0], rows[1]] += rows[2]
    total_m2[circle, unit] -= inside_m2
    # On a pole a sector begins a centimetre beside it.
    slack_m2 = SHARE * units.unit_m2 + 0.02 * np.sqrt(units.unit_m2) + LEAST_M2
    assert (np.abs(total_m2) <= slack_m2).all()


def test_distances_to_units_are_those_of_a_search_of_each(units):
    rng = np.random.default_rng(9)
    count = 120
    lon, lat = rng.uniform(-180, 180, count), rng.uniform(-90, 90, count)
    unit = rng.integers(0, len(units), count)
    inner = shapely.get_coordinates(shapely.point_on_surface(units.shapes[unit]))
    lon[:80] = np.clip(inner[:80, 0] + rng.normal(0, 0.3, 80), -180, 180)
    lat[:80] = np.clip(inner[:80, 1] + rng.normal(0, 0.3, 80), -90, 90)
    about = RangeCircles.about(lon, lat, np.full(count, 1e5))
    mine = unit_distances_m(units, lon, lat, unit)
    for row in range(count):
        site = Proximity(shapely.Point(about.lon[row], lat[row]))
        (true,) = site.nearest_m(units.shapes[unit[row : row + 1]], tolerance_m=1e-3)
        assert mine[row] == pytest.approx(true, abs=2e-3)
    assert 5 < (mine == 0).sum() < 60
