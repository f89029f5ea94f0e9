"""Sums of a raster in reaches, against integrals that are known without one."""

import math

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from geographiclib.geodesic import Geodesic

import rangeviz as rv
from rangeviz.analysis.layers.cells import RasterTable
from rangeviz.analysis.layers.on_grid import GridFrame
from rangeviz.analysis.report import build_report
from rangeviz.datasets.files.raster_file import Grid
from rangeviz.errors import FileFormatError, UnknownNameError

GEOD = pyproj.Geod(ellps="WGS84")
LON_LAT = "EPSG:4326"
MOLLWEIDE = "+proj=moll +lon_0=160"
SPHERICAL = ("ESRI:54009", MOLLWEIDE, "EPSG:3857")


def written(path, values, west, north, cell, crs=LON_LAT, **more):
    rows, columns = values.shape
    profile = {"driver": "GTiff", "count": 1, "dtype": values.dtype.name, "crs": crs}
    profile |= {"height": rows, "width": columns, **more}
    profile.setdefault("transform", rasterio.Affine(cell, 0, west, 0, -cell, north))
    with rasterio.open(path, "w", **profile) as file:
        file.write(values, 1)
    return path


def cell_areas_m2(west, north, cell, rows, columns, crs):
    """Area on the ellipsoid; in a projected CRS by the scale in the cell's middle."""
    x = west + (np.arange(columns) + 0.5) * cell
    y = north - (np.arange(rows) + 0.5) * cell
    x, y = np.meshgrid(x, y)
    if pyproj.CRS(crs).is_geographic:
        # The authalic latitude's sine is the area south of a parallel (Snyder 3-12).
        e = math.sqrt(0.0066943799901413165)
        sine = np.sin(np.radians(np.stack([y + cell / 2, y - cell / 2]).clip(-90, 90)))
        q = sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e
        return 6378137.0**2 * (1 - e**2) / 2 * (q[0] - q[1]) * math.radians(cell)
    if crs in SPHERICAL:
        x = np.zeros_like(x)  # their scale depends on y alone, also off the Earth
    away = pyproj.Transformer.from_crs(crs, LON_LAT, always_xy=True)
    lon, lat = away.transform(x, y)
    scale = np.abs(pyproj.Proj(crs).get_factors(lon, lat).areal_scale)
    if crs in SPHERICAL:  # their formulas take the latitude as one of a sphere
        w = 1 - 0.0066943799901413165 * np.sin(np.radians(lat)) ** 2
        scale *= w**2 / (1 - 0.0066943799901413165)
    return cell**2 / scale


def circle_km2(lon, lat, radius_m, count=40_000):
    azimuth = np.linspace(0, 360, count, endpoint=False)
    start = (np.full(count, each) for each in (lon, lat))
    ring = GEOD.fwd(*start, azimuth, np.full(count, radius_m))
    return abs(GEOD.polygon_area_perimeter(*ring[:2])[0]) / 1e6


def reach_from(lon, lat, radius_m, **more):
    system = rv.System.ad_hoc(max_range_m=radius_m, **more)
    return rv.reach(rv.LaunchSite.at(lon, lat), system)


PLACES = {
    "lon/lat": (36.2, 50.0, 120e3, LON_LAT, (34.0, 51.5, 0.01, 300, 450)),
    "past 180": (179.6, -17.0, 150e3, LON_LAT, (178.0, -15, 0.01, 400, 400)),
    "cut at 180": (179.6, -17.0, 150e3, LON_LAT, (-180, -14, 0.05, 120, 7200)),
    "0 to 360": (-0.3, 51.5, 150e3, LON_LAT, (0.0, 53.5, 0.05, 80, 7200)),
    "a pole": (20.0, 89.2, 200e3, LON_LAT, (-180, 90, 0.025, 150, 14400)),
    "north": (20.0, 89.2, 200e3, "EPSG:3413", (-350e3, 350e3, 2e3, 350, 350)),
    "south": (-120.0, -89, 200e3, "EPSG:3031", (-350e3, 350e3, 2e3, 350, 350)),
    "UTM": (36.2, 50.0, 90e3, "EPSG:32637", (190e3, 5650e3, 500.0, 450, 450)),
    "Europe": (10.0, 61.0, 150e3, "EPSG:3035", (4.1e6, 4.4e6, 1e3, 500, 500)),
    "the world": (179.8, 12.0, 150e3, "ESRI:54009", (-181e5, 2e6, 1e4, 120, 3620)),
    "its seam": (-20.5, 40, 150e3, MOLLWEIDE, (-181e5, 6e6, 1e4, 200, 3620)),
    "Mercator": (30.0, 70.0, 150e3, "EPSG:3857", (2.5e6, 11.9e6, 4e3, 450, 450)),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_cells_that_hold_their_area_add_up_to_the_circle_s(place, tmp_path):
    lon, lat, radius_m, crs, grid = PLACES[place]
    values = cell_areas_m2(*grid, crs) / 1e6
    values[~np.isfinite(values)] = np.nan
    path = written(tmp_path / "km2.tif", values, *grid[:3], crs)
    reach = reach_from(lon, lat, radius_m)
    told = rv.sum_within(reach, path).iloc[0]
    assert told["sum"] == pytest.approx(reach.area_m2 / 1e6, rel=1e-4)
    if abs(lat) < 85:  # others' polygon areas about a pole need their own care
        assert told["sum"] == pytest.approx(circle_km2(lon, lat, radius_m), rel=1e-4)
    assert told["sum_low"] < told["sum"] < told["sum_high"]


def test_a_density_that_varies_adds_up_to_its_integral(tmp_path):
    """In polar coordinates about the site, where m12 is the width of a sector."""
    lon, lat, radius_m = 30.0, 48.0, 200e3
    nodes, weights = np.polynomial.legendre.leggauss(24)

    def density(x, y):
        return 2 + np.sin(3 * np.radians(y) * 20) + np.cos(np.radians(x) * 40)

    total = 0.0
    for azimuth in range(0, 360, 5):
        for node, weight in zip(nodes, weights, strict=True):
            away = (node + 1) / 2 * radius_m
            at = Geodesic.WGS84.Direct(
                lat, lon, azimuth, away, Geodesic.STANDARD | Geodesic.REDUCEDLENGTH
            )
            width = at["m12"] * math.radians(5)
            total += density(at["lon2"], at["lat2"]) * width * weight * radius_m / 2
    grid = (26.5, 50.5, 0.01, 500, 700)
    x = 26.5 + (np.arange(700) + 0.5) * 0.01
    y = 50.5 - (np.arange(500) + 0.5) * 0.01
    values = density(x[None], y[:, None]) * cell_areas_m2(*grid, LON_LAT)
    path = written(tmp_path / "density.tif", values, *grid[:3])
    told = rv.sum_within(reach_from(lon, lat, radius_m), path)["sum"][0]
    assert told == pytest.approx(total, rel=1e-4)


def test_low_and_high_hold_however_cells_at_the_edge_are_filled(tmp_path):
    lon, lat, radius_m = 36.0, 50.0, 40e3
    values = np.random.default_rng(1).uniform(0, 9, (40, 60))
    path = written(tmp_path / "people.tif", values, 35.0, 51.0, 0.05)
    reach = reach_from(lon, lat, radius_m)
    told = rv.sum_within(reach, path).iloc[0]
    west = 35 + np.arange(60) * 0.05
    north = 51 - np.arange(40)[:, None] * 0.05
    cells = shapely.box(west, north - 0.05, west + 0.05, north)
    whole = shapely.covers(reach.measured, cells)
    touched = shapely.area(shapely.intersection(reach.measured, cells)) > 1e-6 * 0.05**2
    assert told["sum_low"] == pytest.approx(values[whole].sum(), rel=1e-9)
    assert told["sum_high"] == pytest.approx(values[touched].sum(), rel=1e-9)
    assert told["features_wholly"] == whole.sum()
    assert told["features_partly"] == touched.sum() - whole.sum()
    assert told["features"] == 2_400
    assert told["share"] == pytest.approx(told["sum"] / values.sum(), rel=1e-6)


def test_regions_and_zones_have_the_sums_of_their_areas(tmp_path):
    grid = (30.0, 55.0, 0.02, 500, 650)
    path = written(tmp_path / "km2.tif", cell_areas_m2(*grid, LON_LAT) / 1e6, *grid[:3])
    scenario = rv.Scenario(
        (rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv"),),
        tuple(rv.System.ad_hoc(max_range_m=m) for m in (80_500, 200_000)),
        zones=(rv.find_zone("Belgorod"),),
    )
    report = build_report(scenario, within=[rv.own_layer(path)])
    for reach in report.reaches:
        whole, *groups = reach.within
        covered = {part.name: part for part in reach.parts if part.kind == "region"}
        assert {row.group for row in groups if row.inside.amount} == set(covered)
        for row in groups:
            part = covered.get(row.group)
            km2 = part.area_m2 / 1e6 if part else 0
            assert row.inside.amount == pytest.approx(km2, rel=1e-4, abs=1e-2)
            if part:
                share = part.share_of_unit
                assert row.share == pytest.approx(share, rel=2e-4, abs=1e-6)
        assert whole.inside.amount == pytest.approx(reach.reach.area_m2 / 1e6, rel=1e-4)
        (zone,) = (part for part in reach.parts if part.kind == "zone")
        lost = whole.inside.amount - whole.permitted.amount
        assert lost == pytest.approx(zone.area_m2 / 1e6, rel=1e-4)
    assert [row.group for row in report.reaches[0].within[1:]] == sorted(
        row.group for row in report.reaches[1].within[1:]
    )


def test_a_least_range_and_a_sector_leave_cells_out(tmp_path):
    grid = (34.0, 51.5, 0.01, 300, 450)
    path = written(tmp_path / "km2.tif", cell_areas_m2(*grid, LON_LAT) / 1e6, *grid[:3])
    system = rv.System.ad_hoc(max_range_m=100e3, min_range_m=40e3)
    site = rv.LaunchSite.at(36.2, 50)
    reach = rv.reach(site, system, sector=rv.Sector(300, 60))
    told = rv.sum_within(reach, path)["sum"][0]
    assert told == pytest.approx(reach.area_m2 / 1e6, rel=1e-4)


def test_many_reaches_in_threads_tell_what_each_alone_does(tmp_path):
    values = np.random.default_rng(2).uniform(0, 9, (300, 500)).astype("float32")
    path = written(tmp_path / "people.tif", values, 32.0, 52.0, 0.02, tiled=True,
                   blockxsize=64, blockysize=64)  # fmt: skip
    sites = tuple(rv.LaunchSite.at(33 + i / 5, 48 + i / 9) for i in range(24))
    system = rv.System.ad_hoc(max_range_m=20e3)
    scenario = rv.Scenario(sites, (system,), min_population=10**7)
    report = build_report(scenario, within=[rv.own_layer(path)])
    for row in report.reaches[::15]:
        alone = rv.sum_within(row.reach, path)["sum"][0]
        assert row.within[0].inside.amount == pytest.approx(alone, rel=1e-9)


FORMS = {
    "strips": {},
    "tiles": {"tiled": True, "blockxsize": 64, "blockysize": 32},
    "packed": {"compress": "deflate", "predictor": 2},
    "big": {"BIGTIFF": "YES"},
    "big-endian": {"ENDIANNESS": "BIG"},
    "points as pixels": {"AREA_OR_POINT": "Point"},
    "uint64": {"dtype": "uint64"},
    "float32": {"dtype": "float32"},
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_file_has_the_same_sum(form, tmp_path):
    values = np.random.default_rng(3).integers(0, 200, (170, 230)).astype("uint8")
    values[:20] = 0
    plain = written(tmp_path / "plain.tif", values, 34.5, 51.0, 0.01)
    more = dict(FORMS[form])
    tags = {k: more.pop(k) for k in ("AREA_OR_POINT",) if k in more}
    other = values.astype(more.pop("dtype", "uint8"))
    path = written(tmp_path / "other.tif", other, 34.5, 51.0, 0.01, **more)
    if tags:
        with rasterio.open(path, "r+") as file:
            file.update_tags(**tags)
    reach = reach_from(35.6, 50.2, 70e3)
    columns = ["sum", "sum_low", "sum_high"]
    assert rv.sum_within(reach, path)[columns].equals(
        rv.sum_within(reach, plain)[columns]
    )


def test_rows_may_run_northward(tmp_path):
    values = np.random.default_rng(4).uniform(0, 9, (170, 230))
    plain = written(tmp_path / "plain.tif", values, 34.5, 51.0, 0.01)
    upward = rasterio.Affine(0.01, 0, 34.5, 0, 0.01, 51.0 - 1.7)
    path = written(tmp_path / "up.tif", values[::-1], 0, 0, 1, transform=upward)
    reach = reach_from(35.6, 50.2, 70e3)
    told, true = (rv.sum_within(reach, each).iloc[0] for each in (path, plain))
    for column in ("sum", "sum_low", "sum_high"):
        assert told[column] == pytest.approx(true[column], rel=1e-9)


def test_sums_pass_what_the_file_s_own_integers_hold(tmp_path):
    values = np.full((100, 100), 255, "uint8")
    path = written(tmp_path / "full.tif", values, 35.0, 51.0, 0.01)
    told = rv.sum_within(reach_from(35.5, 50.5, 300e3), path).iloc[0]
    assert told["sum"] == told["sum_low"] == told["sum_high"] == 2_550_000


def test_cells_without_a_number_add_nothing(tmp_path):
    values = np.full((100, 100), 2.0, "float32")
    values[:50], values[50:60], values[60:70] = -9999, np.nan, np.inf
    path = written(tmp_path / "holes.tif", values, 35.0, 51.0, 0.01, nodata=-9999)
    told = rv.sum_within(reach_from(35.5, 50.5, 300e3), path).iloc[0]
    assert (told["sum"], told["features"]) == (6_000, 3_000)
    values = np.arange(100, dtype="int16").reshape(10, 10)
    path = written(tmp_path / "scaled.tif", values, 35.0, 51.0, 0.1, nodata=0)
    with rasterio.open(path, "r+") as file:
        file.scales, file.offsets = (0.5,), (1.0,)
    told = rv.sum_within(reach_from(35.5, 50.5, 300e3), path)["sum"][0]
    assert told == 4_950 / 2 + 99


def test_edges_stray_less_than_a_thousandth_of_a_cell():
    """Of a parallel 40 degrees long, straight in lon/lat, on a conic grid."""
    crs = pyproj.CRS("EPSG:3034")
    grid = Grid(crs, 2.0e6, 4.5e6, 1000.0, 1000.0, 4000, 3500)
    parts = GridFrame(grid).lay(shapely.box(-10, 45, 30, 55))
    laid = shapely.union_all([part.exterior for part in parts])
    lon = np.linspace(-10, 30, 4_001)
    for lat in (45.0, 55.0):
        to = pyproj.Transformer.from_crs(LON_LAT, crs, always_xy=True)
        true = shapely.points(*to.transform(lon, np.full_like(lon, lat)))
        west, south, east, north = 2.0e6, 1.0e6, 6.0e6, 4.5e6
        inside = shapely.contains(shapely.box(west, south, east, north), true)
        assert inside.sum() > 500
        assert shapely.distance(laid, true[inside]).max() < 1.0


def test_a_raster_has_no_columns(tmp_path):
    path = written(tmp_path / "a.tif", np.ones((5, 5)), 35.0, 51.0, 0.1)
    with pytest.raises(
        UnknownNameError, match="no column of a.tif answers to 'people'"
    ):
        rv.own_layer(path, sums=["people"])


def test_what_changes_while_it_is_read_is_refused(tmp_path):
    path = written(tmp_path / "a.tif", np.ones((50, 50)), 35.0, 51.0, 0.01)
    table = RasterTable(rv.own_layer(path))
    written(path, np.full((50, 50), 7.0), 35.0, 51.0, 0.01)
    with pytest.raises(FileFormatError, match="changed while it was read"):
        table.rows(reach_from(35.2, 50.8, 5e3))
