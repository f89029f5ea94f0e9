"""The constants that the buffers' proof rests on, against dense measuring by PROJ."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from rangeviz.geodesy.buffer.collar import Collar
from rangeviz.geodesy.buffer.narrow import narrow_buffer
from rangeviz.geodesy.buffer.patches import fans
from rangeviz.geodesy.buffer.specks import without_specks
from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.distance.chords import Chords, longest_chord, shortest_geodesic
from rangeviz.geodesy.distance.curvature import lowest_along
from rangeviz.geodesy.distance.nearest import NearestSearch
from rangeviz.geodesy.edges import acceleration_bound, length_bound
from rangeviz.geodesy.ellipsoid import SMALLEST_RADIUS_M
from rangeviz.geodesy.pieces import features_of

WGS84 = Geod(ellps="WGS84")
TO_SPACE = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
SHARES = np.linspace(0, 1, 65)[:, None]

lons = st.floats(-180, 180)
lats = st.floats(-89.9, 89.9)
runs = settings(max_examples=150, deadline=None, derandomize=True)


def stray_m(lon, lat):
    """How far a curve is from the geodesic between its ends, at its middle."""
    azimuth, _, length = WGS84.inv(lon[0], lat[0], lon[-1], lat[-1])
    at = WGS84.fwd(lon[0], lat[0], azimuth, length / 2)[:2]
    middle = len(lon) // 2
    return WGS84.inv(lon[middle], lat[middle], *at)[2]


@runs
@given(lons, lats, st.floats(-0.5, 0.5), st.floats(-0.09, 0.09))
def test_edges_in_lonlat(lon, lat, dlon, dlat):
    start = np.array([[lon, lat]])
    end = np.array([[lon + dlon, lat + dlat]])
    places = start + SHARES * (end - start)
    length = WGS84.line_length(*places.T)
    assert length <= length_bound(start, end)[0] * (1 + 1e-9) + 1e-6
    assert stray_m(*places.T) <= 1.01 * acceleration_bound(start, end)[0] / 8 + 1e-6


def test_the_bound_of_edges_is_not_idle():
    """Along a parallel it is the true curvature, to a few thousandths."""
    start, end = np.array([[0.0, 60.0]]), np.array([[1.0, 60.0]])
    stray = stray_m(*(start + SHARES * (end - start)).T)
    assert stray == pytest.approx(acceleration_bound(start, end)[0] / 8, rel=0.01)


@runs
@given(lons, lats, st.floats(0, 2.6), st.floats(0, 6.3), st.floats(0, 6.3))
def test_straight_lines_in_the_plane(lon, lat, far, toward, along):
    plane = StereographicPlane.at(lon, lat)
    out = 2 * 6_371_000 * np.tan(far / 2)
    scale = 1 + (out / (2 * 6_371_000)) ** 2
    start = out * np.array([np.cos(toward), np.sin(toward)])
    step = 50_000 * scale * np.array([np.cos(along), np.sin(along)])
    xy = start + SHARES * step
    place = np.column_stack(plane.to_lonlat(xy))
    length = WGS84.line_length(*place.T)
    bound = plane.straight_line_curvature(xy).max() * length**2 / 8
    assert stray_m(*place.T) <= 1.01 * bound + 1e-6


@runs
@given(
    lons,
    lats,
    st.floats(0, 360),
    st.floats(1e3, 9e6),
    st.floats(-2, 2),
    st.floats(-1, 1),
)
def test_distance_along_an_edge_from_below(lon, lat, azimuth, far_m, dlon, dlat):
    at = WGS84.fwd(lon, lat, azimuth, far_m)[:2]
    start = np.array([at])
    end = np.array([[at[0] + dlon, np.clip(at[1] + dlat, -90, 90)]])
    places = start + SHARES * (end - start)
    there = np.full(len(places), 1.0)
    distance = WGS84.inv(lon * there, lat * there, *places.T)[2]
    low = lowest_along(
        distance[:1],
        distance[-1:],
        length_bound(start, end),
        acceleration_bound(start, end),
    )
    assert distance.min() >= low[0] - 1e-6


def test_the_bound_of_distances_is_not_idle():
    """Across the way to a place 1,000 km off, it is what the distance does."""
    start, end = np.array([[-0.05, 0.0]]), np.array([[0.05, 0.0]])
    ends = WGS84.inv([0, 0], [9, 9], [-0.05, 0.05], [0, 0])[2]
    lowest = WGS84.inv(0, 9, 0, 0)[2]
    low = lowest_along(
        np.array(ends[:1]),
        np.array(ends[1:]),
        length_bound(start, end),
        acceleration_bound(start, end),
    )
    assert ends[0] - low[0] == pytest.approx(ends[0] - lowest, rel=0.03)
    assert low[0] <= lowest


@runs
@given(lons, lats, lons, lats)
def test_chords_and_geodesics(lon, lat, other_lon, other_lat):
    """Blaschke's and Schur's inequalities between chord and geodesic."""
    distance = WGS84.inv(lon, lat, other_lon, other_lat)[2]
    ends = TO_SPACE.transform([lon, other_lon], [lat, other_lat], [0.0, 0.0])
    chord = np.linalg.norm(np.diff(ends))
    assert chord <= longest_chord(distance) + 1e-6
    assert shortest_geodesic(chord) <= distance + 1e-6
    longest = 2 * SMALLEST_RADIUS_M * np.arcsin(min(1, chord / 2 / SMALLEST_RADIUS_M))
    if chord < 2 * SMALLEST_RADIUS_M:
        assert distance <= longest + 1e-6


@runs
@given(
    lons,
    lats,
    st.floats(0, 360),
    st.floats(10, 400_000),
    st.floats(-0.04, 0.04),
    st.floats(-0.03, 0.03),
)
def test_chords_bound_distances_from_below_and_hardly_below(
    lon, lat, azimuth, far_m, dlon, dlat
):
    """Near the foot of a line of two edges, against positions all along it."""
    lat = np.clip(lat, -89, 89)
    line = np.array([(lon, lat), (lon + dlon, lat + dlat), (lon - dlat, lat + 0.02)])
    assume((np.abs(np.diff(line, axis=0)).max(axis=1) > 0).all())
    at = [np.array([value]) for value in WGS84.fwd(*line[1], azimuth, far_m)[:2]]
    dense = np.concatenate([a + SHARES * (b - a) for a, b in pairwise(line)])
    here = np.ones(len(dense))
    nearest_m = WGS84.inv(*dense.T, at[0] * here, at[1] * here)[2].min()
    chords = Chords(features_of(shapely.LineString(line), 3_000, 20))
    bound_m = chords.at_least(*at, 2 * nearest_m)[0]
    assert bound_m <= nearest_m + 1e-6
    step_m = max(WGS84.line_lengths(*line.T)) / (len(SHARES) - 1)
    spare_m = 0.02 * nearest_m**3 / (24 * SMALLEST_RADIUS_M**2)
    sags_m = 2 * chords.features.sag_m.max()
    spare_m += min(step_m, step_m**2 / nearest_m) + 0.01
    assert bound_m >= nearest_m - spare_m - sags_m
    assert chords.at_least(*at, bound_m / 2)[0] == pytest.approx(bound_m / 2, abs=1e-3)


def test_the_bound_by_chords_is_sharp_about_vertices():
    """To 2 cm at 80 km, beside edges that stray by decimetres from their chords."""
    corner = shapely.LineString([(30.0, 50.04), (30.0, 50.0), (30.04, 50.0)])
    chords = Chords(features_of(corner, 3_000, 20))
    assert chords.features.sag_m.max() > 0.1
    azimuth = np.linspace(185, 265, 9)
    lon, lat, _ = WGS84.fwd(
        0 * azimuth + 30, 0 * azimuth + 50, azimuth, 80_000 + 0 * azimuth
    )
    bound_m = chords.at_least(lon, lat, 100_000)
    assert ((bound_m > 80_000 - 0.02) & (bound_m <= 80_000)).all()


@pytest.mark.parametrize(("inside_m", "holes"), [(46_000.0, 0), (50.0, 1)])
def test_slivers_deep_inside_are_filled_at_no_cost(inside_m, holes):
    """No patch about a foot need hit one; 58 m long, it kept a buffer from its end."""
    sliver = shapely.Polygon([(0, 0), (59, 0), (59, 2)])
    region = shapely.box(-100_000, -100_000, 100_000, 100_000) - sliver
    made, radius_m = without_specks(
        region, 1e-4, 1e-4, lambda xy: np.full(len(xy), inside_m)
    )
    assert len(shapely.get_parts(made)[0].interiors) == holes
    assert radius_m == 0


@runs
@given(
    lats,
    st.floats(1e3, 9.9e6),
    st.integers(-40, 40),
    st.integers(1, 60),
    st.floats(0, 120),
)
def test_sectors_keep_within_their_excess(lat, radius_m, first, steps, off_deg):
    """Sectors about a place that is anywhere in the plane, edges measured densely."""
    plane = StereographicPlane.at(off_deg, 0.0)
    whole = np.array([128])
    centre = np.array([[0.0, lat]])
    made = fans(
        plane, radius_m, centre, np.array([first]), np.array([first + steps]), whole
    )
    xy = shapely.get_coordinates(made.polygons)
    if np.hypot(*xy.T).max() > 60 * 6_371_000:
        return  # next to the plane's point at infinity, which is kept out of buffers
    dense = shapely.get_coordinates(shapely.segmentize(made.polygons, 20_000))[:4_000]
    lon, at = plane.to_lonlat(dense)
    far = WGS84.inv(np.zeros(len(lon)), np.full(len(lon), lat), lon, at)[2]
    assert far.max() <= radius_m + made.excess_m + 1e-3


@runs
@given(lats.filter(lambda lat: abs(lat) < 86), st.floats(50, 400_000), st.floats(0, 40))
def test_planar_buffers_are_within_and_what_is_pushed_out_keeps_its_excess(
    lat, width_m, off_deg
):
    plane = StereographicPlane.at(off_deg, lat)
    line = shapely.LineString([(0, lat), (0.3, lat + 0.2), (0.1, lat + 0.5)])
    search = NearestSearch(features_of(line, 3_000, 20))
    collar = Collar(
        plane,
        search,
        width_m,
        0.1 * width_m,
        lambda lat, _: np.full(len(lat), width_m / 40),
        lambda spacing_m: np.full(len(spacing_m), 256),
    )
    narrow = narrow_buffer(plane, line, width_m)
    pushed, excess_m = collar.pushed_out(narrow)
    assert shapely.covers(narrow, shapely.Point(plane.from_lonlat(0, lat)))
    for made, most_m in ((narrow, width_m), (pushed, width_m + excess_m + 1e-3)):
        dense = shapely.segmentize(made, max(width_m / 20, 100))
        xy = shapely.get_coordinates(dense)
        lon, at = plane.to_lonlat(xy[:: max(1, len(xy) // 4_000)])
        assert search.feet(lon, at).distance_m.max() <= most_m


@pytest.fixture
def collar():
    """By 100 km about a point at the middle of the plane, in 64 steps a turn."""
    return Collar(
        StereographicPlane.at(0, 50),
        NearestSearch(features_of(shapely.Point(0, 50), 3_000, 20)),
        100_000.0,
        10.0,
        lambda lat, _: np.full(len(lat), 10_000.0),
        lambda spacing_m: np.full(len(spacing_m), 64),
    )


def test_a_hole_of_which_nothing_is_left_is_covered(collar):
    """All its samples have one foot, between two steps of azimuth about it."""
    disc = shapely.Point(0, 0).buffer(90_000)
    holed = disc - shapely.box(50_000, 1_000, 50_010, 1_010)
    made, _ = collar.pushed_out(shapely.orient_polygons(holed))
    assert shapely.covers(made, disc)
    assert not len(made.interiors)


@pytest.mark.parametrize("samples", [16, 64, 128])
def test_no_step_is_left_out_where_a_sample_is_on_it(collar, samples):
    disc = shapely.Point(0, 0).buffer(90_000, quad_segs=samples // 4)
    made, _ = collar.pushed_out(shapely.orient_polygons(disc))
    chords_m = np.hypot(*np.diff(shapely.get_coordinates(made), axis=0).T)
    assert len(chords_m) == 64
    assert chords_m.max() < 1.01 * chords_m.min()
