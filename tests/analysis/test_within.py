"""Sums of own layers against roads of their own to area, length and count."""

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import rangeviz as rv
from rangeviz.analysis.layers.groups import (
    LEAST_FEATURES,
    NO_VALUE,
    REST,
    tellable_groups,
)
from rangeviz.analysis.report import build_report
from rangeviz.datasets.borders.zones import find_area_site
from rangeviz.errors import InputError

GEOD = pyproj.Geod(ellps="WGS84")
SITE = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
RANGE_M = 305_800.0
SYSTEM = rv.System.ad_hoc(max_range_m=RANGE_M)
ZONE = rv.Zone("east", shapely.box(36.5, 40, 50, 60))


@pytest.fixture(scope="module")
def envelope():
    return rv.reach(SITE, SYSTEM)


def layer(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:4326")


def scattered(count, seed, spread_deg=5.0):
    random = np.random.default_rng(seed)
    lon = 36.23 + random.uniform(-spread_deg, spread_deg, count)
    return lon, 49.99 + random.uniform(-spread_deg, spread_deg, count) * 0.7


def densified(shapes):
    """Edges straight in lon/lat, so finely cut that any curve follows them."""
    return shapely.segmentize(np.asarray(shapes), 0.002)


def local_equal_area(shapes):
    """Lambert's azimuthal equal-area projection about the site."""
    series = gpd.GeoSeries(densified(shapes), crs="EPSG:4326")
    return series.to_crs(f"+proj=laea +lon_0={SITE.lon} +lat_0={SITE.lat} +units=m")


def true_circle(lon, lat, radius_m, count=20_000):
    azimuth = np.linspace(0, 360, count, endpoint=False)
    vertices = GEOD.fwd(
        np.full(count, lon), np.full(count, lat), azimuth, np.full(count, radius_m)
    )
    return shapely.Polygon(np.column_stack(vertices[:2]))


def test_polygons_agree_with_an_equal_area_projection(envelope):
    lon, lat = scattered(60, 1)
    cells = shapely.box(lon, lat, lon + 0.9, lat + 0.5)
    people = np.arange(60.0)
    told = rv.sum_within(envelope, layer(cells, people=people), sums=["people"])
    projected = local_equal_area(cells)
    circle = local_equal_area([true_circle(SITE.lon, SITE.lat, RANGE_M)])[0]
    parts_m2 = projected.intersection(circle).area.to_numpy()
    row = told.iloc[0]
    assert row["area_km2"] == pytest.approx(parts_m2.sum() / 1e6, rel=1e-5)
    assert row["share"] == pytest.approx(
        parts_m2.sum() / projected.area.sum(), rel=1e-5
    )
    weighted = (people * parts_m2 / projected.area.to_numpy()).sum()
    assert row["sum_people"] == pytest.approx(weighted, rel=1e-5)
    covered = projected.covered_by(circle).sum()
    assert row["features_wholly"] == covered
    assert row["features_partly"] == (parts_m2 > 1).sum() - covered


def test_lines_agree_with_geodesics_between_near_vertices(envelope):
    lon, lat = scattered(80, 2)
    ends = lon + np.linspace(-2, 2, 80), lat + np.linspace(1.5, -1.5, 80)
    lines = shapely.linestrings(
        np.stack([np.column_stack([lon, lat]), np.column_stack(ends)], axis=1)
    )
    row = rv.sum_within(envelope, layer(lines)).iloc[0]
    length_m = 0.0
    for line in densified(lines):
        vertices = shapely.get_coordinates(line)
        steps = GEOD.line_lengths(*vertices.T)
        middles = (vertices[1:] + vertices[:-1]) / 2
        away = GEOD.inv(*np.broadcast_arrays(SITE.lon, SITE.lat, *middles.T))[2]
        ends_m = GEOD.inv(*np.broadcast_arrays(SITE.lon, SITE.lat, *vertices.T))[2]
        # Of the one step that crosses the ring, the part before the crossing counts.
        crossing = (ends_m[1:] > RANGE_M) != (ends_m[:-1] > RANGE_M)
        inner = np.minimum(ends_m[1:], ends_m[:-1])
        part = (RANGE_M - inner) / np.abs(np.diff(ends_m))
        length_m += steps[~crossing & (away <= RANGE_M)].sum()
        length_m += (steps * part)[crossing].sum()
    assert row["length_km"] == pytest.approx(length_m / 1e3, rel=1e-5)


def test_points_are_decided_by_their_true_distance(envelope):
    """A millimetre inside and outside the ring, between the vertices drawn for it."""
    azimuth = np.random.default_rng(3).uniform(0, 360, 2_000)
    off_m = np.where(np.arange(2_000) % 2, 0.001, -0.001)
    lon, lat, _ = GEOD.fwd(
        np.full(2_000, SITE.lon), np.full(2_000, SITE.lat), azimuth, RANGE_M + off_m
    )
    row = rv.sum_within(envelope, layer(shapely.points(lon, lat))).iloc[0]
    assert row["points"] == row["features_wholly"] == 1_000


def test_points_near_the_edge_about_an_area_are_decided_by_distance():
    site = find_area_site("Sumy Oblast")
    envelope = rv.reach(site, rv.System.ad_hoc(max_range_m=50_000))
    lon, lat = shapely.get_coordinates(envelope.geometry)[::40].T
    random = np.random.default_rng(4)
    lon = lon + random.uniform(-1e-4, 1e-4, len(lon))
    lat = lat + random.uniform(-1e-4, 1e-4, len(lat))
    away = rv.geodesic_distance(np.column_stack([lon, lat]), site.geometry)
    row = rv.sum_within(envelope, layer(shapely.points(lon, lat))).iloc[0]
    assert row["points"] == (away <= 50_000).sum()
    assert 0 < row["points"] < len(lon)


def test_a_least_range_and_a_sector_leave_points_out():
    system = rv.System.ad_hoc(max_range_m=100_000, min_range_m=50_000)
    envelope = rv.reach(SITE, system, sector=rv.Sector(300, 60))
    azimuth = np.array([0, 0, 180, 350, 59, 61])
    lon, lat, _ = GEOD.fwd(
        np.full(6, SITE.lon),
        np.full(6, SITE.lat),
        azimuth,
        np.array([49, 51, 51, 99, 99, 99]) * 1e3,
    )
    assert rv.sum_within(envelope, layer(shapely.points(lon, lat)))["points"][0] == 3


def test_zones_leave_less_of_everything(envelope):
    lon, lat = scattered(300, 5)
    shapes = {
        "points": shapely.points(lon, lat),
        "lines": shapely.linestrings(
            np.stack([np.column_stack([lon, lat])] * 2, axis=1)
            + np.array([[0, 0], [0.3, 0.2]])
        ),
        "polygons": shapely.box(lon, lat, lon + 0.2, lat + 0.2),
    }
    everything = layer(np.concatenate(list(shapes.values())))
    told = rv.sum_within(envelope, everything, zones=[ZONE])
    only = rv.sum_within(
        envelope, everything, zones=[rv.Zone("e", ZONE.geometry, rule="only")]
    )
    for kind, amount in (
        ("points", "points"),
        ("lines", "length_km"),
        ("polygons", "area_km2"),
    ):
        whole, left = told.loc[told.kind == kind, amount]
        east = only.loc[(only.kind == kind) & (only.part == "permitted"), amount]
        assert 0 < left < whole
        assert left + float(east.iloc[0]) == pytest.approx(whole, rel=1e-6)
    inside = shapely.points(lon, lat)[lon < 36.5]
    assert told["points"][1] == rv.sum_within(envelope, layer(inside))["points"][0]


def test_across_the_antimeridian():
    envelope = rv.reach(
        rv.LaunchSite.at(179.5, -18.0), rv.System.ad_hoc(max_range_m=2e5)
    )
    cells = [shapely.box(179, -18.5, 181, -17.5), shapely.box(-181, -18.5, -179, -17.5)]
    line = shapely.LineString([(179, -18), (181, -18)])
    spots = shapely.points([(180, -18), (-180, -18), (181, -18), (170, -18)])
    told = rv.sum_within(envelope, layer([*cells, line, *spots])).set_index("kind")
    once_km2 = rv.area_m2(shapely.box(0, -18.5, 2, -17.5)) / 1e6
    assert told.area_km2["polygons"] == pytest.approx(2 * once_km2, rel=1e-9)
    assert told.length_km["lines"] == pytest.approx(
        GEOD.line_length(np.linspace(0, 2, 2_001), np.full(2_001, -18.0)) / 1e3
    )
    assert told.points["points"] == 3


def test_polygons_that_overlap_count_each(envelope):
    cell = shapely.box(36, 50, 36.2, 50.2)
    one = rv.sum_within(envelope, layer([cell]))["area_km2"][0]
    assert rv.sum_within(envelope, layer([cell] * 3))["area_km2"][0] == pytest.approx(
        3 * one
    )


def test_the_points_of_a_feature_share_its_numbers(envelope):
    half = shapely.MultiPoint([(36, 50), (60, 50)])
    row = rv.sum_within(envelope, layer([half], people=[10]), sums=["people"]).iloc[0]
    assert (row["points"], row["share"], row["sum_people"]) == (1, 0.5, 5)
    assert (row["features_wholly"], row["features_partly"]) == (0, 1)


def test_features_that_only_touch_are_not_inside():
    square = rv.reach(rv.LaunchSite.at(0, 0), rv.System.ad_hoc(max_range_m=1e5))
    outside = shapely.difference(shapely.box(-3, -3, 3, 3), square.measured)
    row = rv.sum_within(square, layer([outside])).iloc[0]
    assert (row["features_wholly"], row["features_partly"], row["share"]) == (0, 0, 0)


def test_a_report_tells_the_same_for_every_reach(envelope):
    lon, lat = scattered(500, 6)
    own = rv.own_layer(layer(shapely.points(lon, lat)), name="spots")
    systems = (rv.System.ad_hoc(max_range_m=80_500), SYSTEM)
    report = build_report(rv.Scenario((SITE,), systems), within=[own])
    near, far = (row.within[0] for row in report.reaches)
    assert far.inside.amount == rv.sum_within(envelope, layer(own.shapes))["points"][0]
    assert near.inside.amount < far.inside.amount < far.whole.amount == 500
    assert near.permitted is None


def test_many_reaches_in_threads_tell_what_each_alone_does():
    lon, lat = scattered(400, 7)
    cells = layer(shapely.box(lon, lat, lon + 0.3, lat + 0.2))
    sites = tuple(rv.LaunchSite.at(33 + i / 5, 48 + i / 9) for i in range(30))
    own = rv.own_layer(cells, name="cells")
    report = build_report(
        rv.Scenario(sites, (SYSTEM,), min_population=10**7), within=[own]
    )
    for row in report.reaches[::7]:
        alone = rv.sum_within(row.reach, cells)["area_km2"][0]
        assert row.within[0].inside.amount / 1e6 == pytest.approx(alone, abs=1e-6)


groups = st.lists(st.sampled_from("abcdefghij") | st.just(""), min_size=1, max_size=60)


@given(groups)
def test_no_told_group_is_a_single_feature(values):
    try:
        names, index = tellable_groups(np.array(values, object), layer="l", by="b")
    except InputError as error:
        counts = np.unique(values, return_counts=True)[1]
        assert 2 * counts[counts < LEAST_FEATURES].sum() > len(values)
        assert "one by one" in str(error)
        return
    counts = np.bincount(index, minlength=len(names))
    assert counts.sum() == len(values)
    assert (counts >= min(LEAST_FEATURES, len(values))).all()
    own = [name for name in names if name not in (NO_VALUE, REST)]
    assert own == sorted(own)
    for name, number in zip(names, range(len(names)), strict=True):
        inside = {v for v, i in zip(values, index, strict=True) if i == number}
        assert name == REST or inside == {"" if name == NO_VALUE else name}


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 10**6),
    st.floats(20_000, 2_000_000),
    st.floats(-180, 180),
    st.floats(-80, 80),
)
def test_parts_add_up_to_the_whole(seed, range_m, lon, lat):
    """What groups hold adds up, nothing exceeds its whole, and shares are shares."""
    random = np.random.default_rng(seed)
    envelope = rv.reach(
        rv.LaunchSite.at(lon, lat), rv.System.ad_hoc(max_range_m=range_m)
    )
    x = random.uniform(-179, 178, 60)
    y = random.uniform(-89, 88, 60)
    shapes = [
        *shapely.points(x[:20], y[:20]),
        *shapely.linestrings(
            # No line is longer than half a turn: such a one goes the other way.
            np.stack([np.c_[x / 2, y], np.c_[x[::-1] / 2, y[::-1]]], 1)[20:40]
        ),
        *shapely.box(x, y, x + 1, y + 1)[40:],
    ]
    values = random.choice(["a", "b"], 60)
    told = rv.sum_within(
        envelope, layer(shapes, by=values, n=np.ones(60)), by="by", sums=["n"]
    )
    for _, rows in told.groupby("kind"):
        whole, parts = rows.iloc[0], rows.iloc[1:]
        assert 0 <= whole["share"] <= 1
        assert whole["features_wholly"] <= whole["sum_n"] + 1e-9
        most = whole["features_wholly"] + whole["features_partly"]
        assert whole["sum_n"] <= most + 1e-6
        if len(parts):
            for column in ("features_wholly", "features_partly", "sum_n"):
                assert parts[column].sum() == pytest.approx(whole[column], abs=1e-6)
