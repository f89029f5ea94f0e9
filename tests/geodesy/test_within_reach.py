"""Points within range of any site, against every geodesic."""

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from scipy.spatial import KDTree

import rangeviz as rv
from rangeviz.geodesy.distance.within_reach import ACROSS, INSIDE, OUTSIDE, ReachCells
from rangeviz.geodesy.ellipsoid import to_ecef

WGS84 = pyproj.Geod(ellps="WGS84")


def anywhere(rng, count):
    lon = rng.uniform(-180, 180, count)
    return np.column_stack([lon, np.degrees(np.arcsin(rng.uniform(-1, 1, count)))])


@pytest.mark.parametrize(
    "limits", [(0, 80_500), (15_000, 305_800), (2e6, 5e6), (0, 1.9e7)], ids=str
)
def test_every_point_is_told_as_its_geodesics_tell(limits):
    rng = np.random.default_rng(4)
    sites = np.concatenate([anywhere(rng, 40), [(0, 90), (10, -90), (180, 0)]])
    sites = sites[:1] if limits[1] > 1e7 else sites
    points = np.concatenate([anywhere(rng, 4_000), [(0, 90), (-180, 0)]])
    # And many within metres of the border, where chords can't tell.
    at = rng.integers(0, len(sites), 2_000)
    azimuth, edge_m = rng.uniform(0, 360, 2_000), limits[1] + rng.normal(0, 3, 2_000)
    lon, lat, _ = WGS84.fwd(*sites[at].T, azimuth, edge_m)
    points = np.concatenate([points, np.column_stack([lon, lat])])
    pairs = np.repeat(points, len(sites), axis=0), np.tile(sites, (len(points), 1))
    true_m = np.array(WGS84.inv(*pairs[1].T, *pairs[0].T)[2]).reshape(len(points), -1)
    true = ((true_m >= limits[0]) & (true_m <= limits[1])).any(axis=1)
    mine = rv.within_reach(points, sites, limits[1], min_range_m=limits[0])
    assert (mine == true).all()
    assert 0 < true.sum() < len(points)


@pytest.mark.parametrize("middle", [(36, 50), (179.9, -17), (40, 89.5)], ids=str)
@pytest.mark.parametrize("limits", [(0, 60_000), (25_000, 60_000)], ids=str)
def test_many_points_in_cells_are_told_as_their_geodesics_tell(middle, limits):
    rng = np.random.default_rng(5)
    sites = np.add(middle, rng.uniform(-1, 1, (6, 2)) * (2, 0.5))
    points = np.add(middle, rng.uniform(-1, 1, (20_000, 2)) * (3, 1))
    points[:, 1] = np.minimum(points[:, 1], 90)
    pairs = (np.repeat(xy, n) for xy, n in zip(sites.T, (20_000,) * 2, strict=True))
    to = np.tile(points, (6, 1)).T
    true_m = np.array(WGS84.inv(*pairs, *to)[2]).reshape(6, -1)
    true = ((true_m >= limits[0]) & (true_m <= limits[1])).any(axis=0)
    mine = rv.within_reach(points, sites, limits[1], min_range_m=limits[0])
    assert (mine == true).all()
    assert 0 < true.sum() < len(points)
    # So many that they are told in several threads, by finer cells.
    many = rv.within_reach(
        np.tile(points, (12, 1)), sites, limits[1], min_range_m=limits[0]
    )
    assert (many == np.tile(true, 12)).all()


def test_most_cells_are_told_at_a_glance():
    """So that only points at a border need the tree: what makes millions quick."""
    rng = np.random.default_rng(6)
    points = rng.uniform((20, 44), (45, 56), (200_000, 2))
    tree = KDTree(to_ecef(*rng.uniform((20, 44), (45, 56), (3, 2)).T))
    limits_m = np.array([0.0, 305_800])
    states = ReachCells(points, tree, limits_m - 1, limits_m + 1).of(points)
    shares = np.bincount(states, minlength=3) / len(points)
    assert shares[ACROSS] < 0.1 < shares[INSIDE] < shares[OUTSIDE]


def test_tables_are_taken_in_their_own_projection():
    points = [(36.59, 50.6), (39.2, 51.67), (37.62, 55.75)]
    table = gpd.GeoDataFrame(geometry=shapely.points(points), crs=4326).to_crs(3857)
    site = gpd.GeoSeries([shapely.Point(36.23, 49.99)], crs=4326).to_crs(32637)
    assert rv.within_reach(table, site, 305_800).tolist() == [True, True, False]


def test_nothing_is_within_reach_of_no_site():
    assert rv.within_reach([(1, 2)], [], 1e5).tolist() == [False]
    assert rv.within_reach([], [(1, 2)], 1e5).tolist() == []
