"""The values refuse what no map can show, in one line."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rangeviz.errors import CoordinateError, DistanceError, GeometryError, InputError
from rangeviz.model.reach import Sector, reach
from rangeviz.model.scenario import Scenario
from rangeviz.model.site import LaunchSite, format_position
from rangeviz.model.stage import Stage
from rangeviz.model.system import Source, System, check_range
from rangeviz.model.zone import Zone

KHARKIV = LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
ROCKET = System.ad_hoc(max_range_m=80_500, name="Rocket")


@pytest.mark.parametrize(
    ("lon", "lat", "message"),
    [
        (49.99, 136.23, "latitude 136.23 .* swapped"),
        (190.0, 95.0, "latitude 95 is outside"),
        (math.nan, 0.0, "finite"),
        (0.0, math.inf, "finite"),
        (400.0, 0.0, "longitude 400 is outside"),
    ],
)
def test_positions_that_are_nowhere(lon, lat, message):
    with pytest.raises(CoordinateError, match=message):
        LaunchSite.at(lon, lat)


def test_an_empty_site_has_no_position():
    with pytest.raises(GeometryError, match="empty"):
        LaunchSite("nothing", shapely.Point())


def test_a_site_without_a_name_is_called_by_its_position():
    assert LaunchSite.at(-70.5, -33.25).name == "33.2500 S, 70.5000 W"
    assert format_position(36.2304, 49.9935) == "49.9935 N, 36.2304 E"


def test_a_site_is_a_geojson_feature():
    told = shapely.geometry.shape(KHARKIV.__geo_interface__["geometry"])
    assert told.equals(shapely.Point(36.2304, 49.9935))


@pytest.mark.parametrize(
    ("greatest_m", "least_m", "message"),
    [
        (0, None, "above 0"),
        (-1, None, "above 0"),
        (math.nan, None, "finite"),
        (math.inf, None, "finite"),
        (100, -1, "0 or more"),
        (100, math.nan, "0 or more"),
        (100, 100, "not below"),
        (100, 200, "not below"),
    ],
)
def test_ranges_that_no_ring_can_show(greatest_m, least_m, message):
    with pytest.raises(DistanceError, match=message):
        check_range(greatest_m, least_m)


def test_sources_are_required_and_quotes_are_short():
    with pytest.raises(InputError, match="needs a title"):
        Source(title=" ")
    with pytest.raises(InputError, match="more than 15 words"):
        Source(title="T", quote="word " * 16)
    with pytest.raises(InputError, match="not one of A, B, C, N, U"):
        Source(title="T", grade="Z")


def test_a_zone_is_made_of_polygons():
    with pytest.raises(GeometryError, match="Point"):
        Zone("dot", shapely.Point(0, 0))
    with pytest.raises(GeometryError, match="empty"):
        Zone("nothing", shapely.Polygon())
    with pytest.raises(InputError, match="'restricted' or 'only'"):
        Zone("square", shapely.box(0, 0, 1, 1), rule="forbidden")


def test_a_scenario_needs_sites_systems_and_a_known_worldview():
    with pytest.raises(InputError, match="at least one launch site"):
        Scenario((), (ROCKET,))
    with pytest.raises(InputError, match="at least one system"):
        Scenario((KHARKIV,), ())
    with pytest.raises(InputError, match="not one of international, natural-earth"):
        Scenario((KHARKIV,), (ROCKET,), worldview="mine")
    with pytest.raises(DistanceError, match="tolerance"):
        Scenario((KHARKIV,), (ROCKET,), tolerance_m=0.0)


@given(st.integers(-360, 360), st.integers(-360, 360), st.floats(0, 360))
def test_a_sector_holds_its_own_ends_and_middle(start, end, azimuth):
    sector = Sector(start, end)
    assert 0 < sector.width_deg <= 360
    assert sector.contains(start)
    assert sector.contains(end)
    assert sector.contains((start + sector.width_deg / 2) % 360)
    assert Sector(start, start).contains(azimuth)


@pytest.mark.parametrize("azimuth", [math.nan, math.inf, 361, -400])
def test_azimuths_that_are_no_direction(azimuth):
    with pytest.raises(CoordinateError, match="degrees clockwise"):
        Sector(0, azimuth)


def test_a_reach_keeps_its_tolerance_and_its_area():
    envelope = reach(KHARKIV, ROCKET)
    assert 0 < envelope.max_deviation_m <= envelope.tolerance_m == 10
    assert envelope.area_km2 == pytest.approx(20_358, abs=1)
    assert envelope.geometry.is_valid
    assert envelope.label == "Kharkiv: Rocket, 80.5 km"


@pytest.mark.parametrize(
    ("range_km", "area_km2"), [(305.8, 293_726), (1_500, 7_036_099)]
)
def test_areas_against_the_published_check_values(range_km, area_km2):
    envelope = reach(KHARKIV, System.ad_hoc(max_range_m=range_km * 1e3))
    assert envelope.area_km2 == pytest.approx(area_km2, abs=1)


def test_a_least_range_and_a_sector_cut_the_reach():
    ring = System.ad_hoc(max_range_m=80_000, min_range_m=15_000)
    whole = reach(KHARKIV, ring)
    assert not whole.geometry.contains(KHARKIV.geometry)
    quarter = reach(KHARKIV, ring, sector=Sector(0, 90))
    assert quarter.area_km2 == pytest.approx(whole.area_km2 / 4, rel=2e-3)


def test_a_range_past_the_antipode_is_refused():
    with pytest.raises(DistanceError, match="19"):
        reach(KHARKIV, System.ad_hoc(max_range_m=25_000_000))


def test_a_range_of_one_kilometre_can_be_drawn():
    envelope = reach(LaunchSite.at(36, 50), System.ad_hoc(max_range_m=1_000))
    assert envelope.area_km2 == pytest.approx(math.pi, rel=2e-6)


BOW_TIE = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])


@pytest.mark.parametrize("make", [Zone, LaunchSite])
@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (BOW_TIE, "no valid Polygon .*make_valid"),
        (shapely.Polygon(), "empty"),
        (shapely.box(0, 0, 1, 95), "latitude 95"),
        (shapely.box(0, 0, 400, 1), "longitude 400"),
        (None, "None: give a shapely geometry"),
        ("POLYGON", "'POLYGON': give a shapely geometry"),
    ],
)
def test_shapes_that_are_nowhere_or_nothing(make, shape, message):
    with pytest.raises(InputError, match=message):
        make("x", shape)


def test_what_passes_the_antimeridian_is_cut_there():
    zone = Zone("x", shapely.box(350, 0, 352, 1))
    assert zone.geometry.equals(shapely.box(-10, 0, -8, 1))
    across = Zone("x", shapely.box(179, 0, 181, 1))
    assert across.geometry.bounds == (-180, 0, 180, 1)
    assert across.geometry.area == pytest.approx(2)
    wide = Zone("x", shapely.box(-100, 0, 100, 10))
    assert wide.geometry.equals(shapely.box(-100, 0, 100, 10))
    assert LaunchSite.at(190, 10).name == "10.0000 N, 170.0000 W"
    assert LaunchSite("x", shapely.Point(190, 10)).lon == -170


def test_a_scenario_takes_single_values_and_lists_and_says_what_is_neither():
    zone = Zone("x", shapely.box(0, 0, 1, 1))
    scenario = Scenario(KHARKIV, [ROCKET], zone, (300, 60))
    assert scenario == Scenario((KHARKIV,), (ROCKET,), (zone,), Sector(300, 60))
    with pytest.raises(InputError, match="zones: 'Kursk' is no Zone; .*takes names"):
        Scenario(KHARKIV, ROCKET, zones=["Kursk"])
    with pytest.raises(InputError, match="sites: None is no LaunchSite"):
        Scenario(None, ROCKET)
    with pytest.raises(InputError, match=r"give two azimuths, like \(300, 60\)"):
        Scenario(KHARKIV, ROCKET, sector="north")


@pytest.mark.parametrize("name", ["max_range_m", "min_range_m"])
def test_a_range_is_a_number(name):
    with pytest.raises(InputError, match=f"{name} is '305.8 km': give a number"):
        System.ad_hoc(**{"max_range_m": 1e5, name: "305.8 km"})


def test_own_ranges_have_ids_of_their_own():
    def own_id(km, least_km=None, name=""):
        least_m = least_km and least_km * 1e3
        own = System.ad_hoc(max_range_m=km * 1e3, min_range_m=least_m, name=name)
        return own.id

    ids = [
        own_id(80.5), own_id(80), own_id(80, 15), own_id(80, name="Short one"),
        own_id(80, name="Довга"), own_id(8.5), own_id(85),
    ]  # fmt: skip
    assert ids[:5] == [
        "range-80.5km",
        "range-80km",
        "range-15-80km",
        "range-80km-short-one",
        "range-80km-довга",
    ]
    assert len(set(ids)) == len(ids)


HOSTILE = "\x1b]0;pwn\x07Kursk\u202e\u2028\nOblast\ud800 "
CLEAN = "]0;pwn Kursk   Oblast"


def test_names_of_strangers_are_cleaned_where_a_value_is_made():
    """So no output has to do it, and none can forget to."""
    source = Source(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    for value, fields in (
        (LaunchSite.at(36, 50, name=HOSTILE, origin=HOSTILE), ("name", "origin")),
        (source, ("title", "publisher", "date", "url", "quote")),
        (System.ad_hoc(max_range_m=1e5, name=HOSTILE), ("name",)),
        (Zone(HOSTILE, shapely.box(0, 0, 1, 1), note=HOSTILE), ("name", "note")),
        (Stage("2024-11", HOSTILE, note=HOSTILE), ("label", "note")),
    ):
        for field in fields:
            assert getattr(value, field) == CLEAN, (value, field)
