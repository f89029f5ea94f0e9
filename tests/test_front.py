"""From Python as people guess it: names, values and tables alike, or one line."""

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Point, box

import rangeviz as rv

KHARKIV = (36.2304, 49.9935)
SITE = rv.LaunchSite.at(*KHARKIV, name="Kharkiv")
OWN = rv.System.ad_hoc(max_range_m=80_500)


def bare():
    return points().set_crs(None, allow_override=True)


REACH = rv.reach(SITE, OWN)


@pytest.fixture
def reach():
    return REACH


def points(crs=4326):
    where = gpd.points_from_xy([36.2304, 34.8], [49.9935, 50.9])
    table = gpd.GeoDataFrame({"name": ["A", "B"]}, geometry=where, crs=4326)
    return table.to_crs(crs)


@pytest.mark.parametrize(
    "site",
    [
        SITE,
        KHARKIV,
        np.array(KHARKIV).tolist(),
        Point(KHARKIV),
        "49.9935, 36.2304",
        points()[:1],
        points(3857)[:1],
        points(32637).geometry[:1],
    ],
    ids=lambda site: type(site).__name__,
)
@pytest.mark.parametrize("system", [OWN, "80.5 km", "50.02 mi"])
def test_a_reach_from_whatever_says_where(site, system, reach):
    other = rv.reach(site, system)
    assert other.area_km2 == pytest.approx(reach.area_km2, rel=1e-3)
    assert other.geometry.centroid.distance(reach.geometry.centroid) < 1e-6


def test_names_of_places_and_systems():
    named = rv.reach("Kharkiv", "ATACMS")
    assert named.system is rv.load_systems()["atacms"]
    assert rv.reach(rv.find_place("Kharkiv"), "atacms") == named
    area = rv.reach(rv.find_region("Sumy Oblast"), "80.5 km")
    assert area.site.kind == "area"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rv.reach(None, OWN), "None is no launch site: give a place's name"),
        (lambda: rv.reach({"lon": 36}, OWN), "a dict is no launch site"),
        (lambda: rv.reach((36, 50, 3), OWN), "36 is no launch site"),
        (lambda: rv.reach(points(), OWN), "holds 2 launch sites .* rangeviz.report"),
        (
            lambda: rv.reach(bare(), OWN),
            "set_crs",
        ),
        (lambda: rv.reach(SITE, 305.8), "305.8 is no system: .*'305.8 km'"),
        (lambda: rv.reach(SITE, "atakms"), "no system answers to 'atakms'"),
        (
            lambda: rv.reach(SITE, ["himars", "atacms"]),
            "2 systems where one is wanted",
        ),
        (lambda: rv.reach(SITE, OWN, sector="north"), "give two azimuths"),
        (lambda: rv.reach(SITE, OWN, tolerance_m="10m"), "tolerance_m is '10m'"),
        (lambda: rv.coverage(None), "None is no reach"),
        (lambda: rv.coverage([]), "there is no reach"),
        (lambda: rv.coverage([REACH, 3]), "3 is no reach"),
        (lambda: rv.coverage(REACH, zones=3), "3 is no zone: give a region's name"),
        (lambda: rv.coverage(REACH, zones="Kursck"), "no region or country answers to"),
        (lambda: rv.coverage(REACH, borders=points()), "holds Point where Polygon"),
        (lambda: rv.explore("Kharkiv"), "'Kharkiv' is no reach"),
        (lambda: rv.explore(REACH, m="map"), "m is 'map': give a folium.Map"),
        (lambda: rv.write(REACH, 3), "3 is not a path"),
        (lambda: rv.write(REACH, "x.html", dpi=300), "a page takes no dpi"),
        (lambda: rv.write(REACH, "x.txt"), "ends in .txt; a report writes"),
        (lambda: rv.report(SITE, within=3), "3 is not a path"),
        (lambda: rv.report(rv.Scenario(SITE, OWN), zones="Kursk"), "has its own"),
        (lambda: rv.sum_within(None, points()), "None is no reach"),
    ],
)
def test_what_is_not_taken_is_told_in_one_line(call, message):
    with pytest.raises(rv.InputError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_coverage_of_several_reaches_and_of_a_report_is_one_table(reach):
    other = rv.reach((34.8, 50.9), "300 km")
    table = rv.coverage([reach, other], zones="Kursk")
    alone = pd.concat([rv.coverage(each, zones="Kursk") for each in (reach, other)])
    assert table.drop(columns="geometry").equals(
        alone.drop(columns="geometry").reset_index(drop=True)
    )
    assert table.country[table.kind != "zone"].notna().all()
    assert not table.geometry[table.area_km2 > 0].is_empty.any()
    assert (rv.area_m2(table) / 1e6).to_numpy() == pytest.approx(
        table.area_km2.to_numpy(), rel=1e-6, abs=1e-3
    )
    report = rv.report(SITE, OWN, zones="Kursk")
    columns = [*table.columns.drop("geometry")]
    rows = table[table.site == "Kharkiv"]
    assert rv.coverage(report)[columns].equals(rows[columns].reset_index(drop=True))


@pytest.mark.parametrize("crs", [4326, 3857, 3035])
def test_borders_of_ones_own_in_any_crs(crs, reach, tmp_path):
    half = gpd.GeoDataFrame(
        {"shapeName": ["west", "east"], "shapeISO": ["W", "E"]},
        geometry=[box(34, 48, 36.2304, 52), box(36.2304, 48, 39, 52)],
        crs=4326,
    )
    # Densified: a long edge straight in another CRS is another edge.
    half["geometry"] = half.geometry.segmentize(0.01)
    table = rv.coverage(reach, borders=half.to_crs(crs))
    regions = table[table.kind == "region"].set_index("code").area_km2
    assert regions["W"] == pytest.approx(reach.area_km2 / 2, rel=1e-4)
    assert regions.sum() == pytest.approx(reach.area_km2, rel=1e-6)
    half.to_file(tmp_path / "half.gpkg")
    by_path = rv.report(SITE, OWN, borders=tmp_path / "half.gpkg").regions
    by_table = rv.report(SITE, OWN, borders=half.to_crs(crs)).regions
    for regions in (by_path, by_table):
        assert regions.area_km2.sum() == pytest.approx(reach.area_km2, rel=1e-6)


def test_borders_without_names_or_crs_are_refused(reach):
    shapes = gpd.GeoDataFrame(geometry=[box(34, 48, 39, 52)], crs=4326)
    with pytest.raises(rv.InputError, match="no column of names, such as 'name'"):
        rv.coverage(reach, borders=shapes)
    with pytest.raises(rv.InputError, match="set_crs"):
        rv.coverage(reach, borders=shapes.set_crs(None, allow_override=True))


def test_a_report_is_tables(tmp_path):
    report = rv.report(points(3035), ["himars", "305.8 km"], zones=["Kursk"])
    for table in (report.regions, report.countries, report.zones, report.places):
        assert table.crs == 4326
        assert {"A", "B"} == set(table.site)
    assert set(report.regions.kind) == {"region"}
    shapes = report.to_geodataframe()
    assert shapes.area_km2.to_numpy() == pytest.approx(
        rv.area_m2(shapes).to_numpy() / 1e6, rel=2e-3
    )
    assert len(repr(report)) < 120
    with pytest.raises(TypeError, match="unhashable type: 'Report'"):
        hash(report)
    for name in ("r.csv", "r.geojson", "r.html", "r.svg"):
        report.write(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 100
    with pytest.raises(rv.InputError, match=r"ends in .doc; a report writes .html"):
        report.write(tmp_path / "r.doc")
    with pytest.raises(rv.InputError, match="csv takes no dpi"):
        report.write(tmp_path / "r.csv", dpi=300)


def test_layers_of_ones_own_as_tables_and_files(tmp_path):
    towns = points().assign(people=[10, 20])
    towns.to_file(tmp_path / "towns.gpkg")
    told = rv.report(SITE, OWN, within=[towns, tmp_path / "towns.gpkg"])
    rows = told.reaches[0].within
    assert [row.inside.amount for row in rows] == [1, 1]


def test_everything_goes_onto_a_map_of_ones_own(reach):
    mine = folium.Map(tiles=None)
    hostile = rv.Zone("<img src=x onerror=alert(1)>", box(36, 50, 37, 51), note="why")
    assert rv.explore(reach, mine, zones=[hostile], title="My <b>title</b>") is mine
    folium.LayerControl().add_to(mine)
    html = mine.get_root().render()
    for words in (
        "My &lt;b&gt;title&lt;/b&gt;",
        "Kharkiv: Own range, 80.5 km",
        "Range given by the user, not a published figure",
        "use is not permitted inside",
        "chosen for illustration",
        "Natural Earth",
    ):
        assert words.replace("<", "\\u003c") in html or words in html.replace(
            "\\u0026", "&"
        ), words
    assert "<img src=x" not in html
    names = [
        child.layer_name
        for child in mine._children.values()
        if isinstance(child, folium.FeatureGroup)
    ]
    assert names[1] == "Kharkiv: Own range, 80.5 km"
    assert names[0].startswith("&lt;img src=x")


def test_a_timeline_is_no_part_of_a_folium_map():
    stages = (rv.Stage("2024-05-30", "One"),)
    scenario = rv.Scenario(SITE, OWN, stages=stages)
    with pytest.raises(rv.InputError, match="no timeline"):
        rv.explore(scenario, folium.Map(tiles=None))


def test_the_accessor_gives_back_what_it_was_given():
    import rangeviz.accessor  # noqa: F401

    frame = points(3035)
    buffers = frame.geodesic.buffer([100_000, 200_000])
    assert isinstance(buffers, gpd.GeoDataFrame)
    assert buffers.crs == 3035
    areas_km2 = buffers.geodesic.area_m2 / 1e6
    assert areas_km2.tolist() == pytest.approx([31_416, 125_640], rel=1e-3)
    series = frame.geometry.geodesic.buffer(100_000)
    assert isinstance(series, gpd.GeoSeries)
    assert series.crs == 3035
    near_m = frame.geodesic.distance(Point(36.2304, 49.9935))
    assert near_m[0] == pytest.approx(0, abs=1e-3)
    assert near_m[1] == pytest.approx(rv.geodesic_distance(frame, Point(KHARKIV))[1])
    with pytest.raises(AttributeError, match="for GeoSeries and GeoDataFrames"):
        _ = pd.DataFrame({"a": [1]}).geodesic


def test_values_are_told_in_a_line_and_in_a_card_that_runs_nothing():
    hostile = "<script>alert(1)</script>"
    zone = rv.Zone(hostile, box(36, 50, 37, 51))
    site = rv.LaunchSite.at(*KHARKIV, name=hostile)
    system = rv.System.ad_hoc(max_range_m=80_500, name=hostile)
    for value in (zone, site, system, rv.reach(site, system), rv.load_systems()):
        assert len(repr(value)) < 400
        card = value._repr_html_()
        assert card.startswith("<table>")
        assert "<script" not in card
    assert rv.report(SITE, OWN)._repr_html_().startswith("<iframe")
    for value in (zone, site, REACH, rv.geodesic_circle(36, 50, 1e4)):
        feature = value.__geo_interface__
        assert shapely.geometry.shape(feature["geometry"]).is_valid


def test_two_reaches_are_compared_as_a_report_of_both_is():
    base, other = rv.reach(SITE, "himars"), rv.reach(SITE, "atacms")
    told = rv.compare(base, other).sites[0]
    same = rv.compare(rv.report(SITE, ["himars", "atacms"])).sites[0]
    assert told.parts == same.parts


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (
            [rv.Report, rv.Report],
            "a Report and a Report: compare takes one report of two systems",
        ),
        ([REACH, "elsewhere"], "two reaches are compared from one site in one sector"),
        ([REACH], "a ReachEnvelope and None: compare takes one report of two systems"),
        ([REACH, "atacms"], "a ReachEnvelope and 'atacms': compare takes one report"),
        ([REACH, REACH], "1 systems; a comparison takes a base and one other"),
        (["himars"], "a report of two systems is wanted, and 'himars' is no Report"),
    ],
)
def test_what_can_not_be_compared_is_told_in_one_line(pair, words):
    made = {
        rv.Report: rv.report(SITE, "himars"),
        "elsewhere": rv.reach((30.0, 50.0), "himars"),
    }
    given = [made.get(each, each) if each is not REACH else each for each in pair]
    with pytest.raises(rv.InputError, match=words) as caught:
        rv.compare(*given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".gpkg"])
def test_the_row_of_a_country_holds_what_is_covered_of_it(tmp_path, suffix):
    table = rv.coverage(rv.reach((36.2304, 49.9935), "80.5 km"))
    path = tmp_path / f"covered{suffix}"
    if suffix == ".csv":
        table.to_csv(path)
        read = pd.read_csv(path)
        shapes = gpd.GeoSeries.from_wkt(read["geometry"], crs=4326)
    else:
        table.to_file(path)
        read = gpd.read_file(path)
        shapes = read.geometry
    countries = read["kind"] == "country"
    assert read.loc[countries, "country"].tolist() == ["UKR", "RUS"]
    assert not shapes.is_empty.any()
    areas_km2 = rv.area_m2(shapes) / 1e6
    assert areas_km2.tolist() == pytest.approx(read["area_km2"].tolist(), rel=1e-4)
