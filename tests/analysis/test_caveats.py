"""A caveat stands where the map shows what it speaks of, and nowhere else."""

import re

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner

import rangeviz as rv
from rangeviz.analysis import caveats
from rangeviz.cli import main

LOCAL = ("Crimea", "since 2022", "Taiwan", "Kashmir", "Ukraine-Russia")
FIJI = (178.44, -18.14)


def told(lon, lat, range_km, **options):
    """What the caveats of a point say of those places."""
    system = rv.System.ad_hoc(max_range_m=range_km * 1e3)
    scenario = rv.Scenario((rv.LaunchSite.at(lon, lat),), (system,), **options)
    text = " ".join(map(str, rv.report(scenario).caveats))
    assert "pre-war" not in text
    return {word for word in LOCAL if word in text}


@pytest.mark.parametrize(
    ("lon", "lat", "range_km", "spoken_of"),
    [
        (*FIJI, 1000, set()),
        (-179.0, 51.0, 900, set()),  # across 180 degrees, at Crimea's latitude
        (125.75, 39.02, 1500, {"Taiwan"}),  # Pyongyang: 22 to 44 N and far around
        (121.5, 25.0, 100, {"Taiwan"}),
        (74.8, 34.1, 80, {"Kashmir"}),
        (77.2, 28.6, 100, set()),  # Delhi
        (28.98, 41.0, 50, set()),  # Istanbul
        (21.0, 52.2, 60, set()),  # Warsaw
        (24.03, 49.84, 80, {"since 2022"}),  # Lviv
        (34.1, 44.95, 50, {"Crimea", "since 2022"}),
        (36.25, 49.98, 80, {"since 2022", "Ukraine-Russia"}),
        (36.25, 49.98, 305.8, {"Crimea", "since 2022", "Ukraine-Russia"}),
    ],
)
def test_a_map_tells_of_what_it_shows(lon, lat, range_km, spoken_of):
    assert told(lon, lat, range_km) == spoken_of


def test_the_pole_and_the_whole_world_show_what_lies_there():
    assert told(0.0, 90.0, 500) == set()
    assert told(36.0, 50.0, 15_000) == set(LOCAL)


def test_the_other_worldview_says_so_where_it_matters():
    assert "Crimea" in told(34.1, 44.95, 50, worldview="natural-earth")
    assert told(*FIJI, 500, worldview="natural-earth") == set()


def test_the_boxes_hold_the_units_that_are_shipped():
    regions = rv.load_regions()
    units = [caveats._CRIMEA, caveats._UKRAINE, *caveats._BORDER]
    for unit in (*units, caveats._TAIWAN, caveats._KASHMIR):
        named = regions["code"].isin(unit.codes)
        shapes = regions[named | (regions["country_code"] == unit.country)].geometry
        assert set(unit.codes) <= set(regions["code"])
        assert shapely.box(*unit.box).contains(shapely.box(*shapes.total_bounds))


def test_own_borders_say_nothing_of_the_shipped_ones(tmp_path):
    box = shapely.box(34, 49, 38, 51)
    mine = gpd.GeoDataFrame({"code": ["A"], "name": ["A"]}, geometry=[box], crs=4326)
    mine.to_file(tmp_path / "mine.gpkg")
    assert told(36.25, 49.98, 305.8, borders=str(tmp_path / "mine.gpkg")) == set()


def test_no_output_under_fiji_speaks_of_ukraine(tmp_path):
    for name in ("f.html", "f.svg", "f.kml", "f.geojson"):
        command = "map" if name in ("f.html", "f.svg") else "export"
        options = ["--from", "Suva, FJI", "--range", "1000km", "-o", tmp_path / name]
        done = CliRunner().invoke(main, [command, *map(str, options)])
        assert done.exit_code == 0, done.output
        written = (tmp_path / name).read_text(encoding="utf-8")
        for text in (written, done.output):
            for word in ("Crimea", "68/262", "2022", "1.16 km", "pre-war"):
                assert not re.search(rf"\b{re.escape(word)}\b", text), (name, word)


@pytest.mark.parametrize(
    ("tolerance_m", "words"), [(1e6, "(1,000,000 m asked)"), (0.5, "(0.5 m asked)")]
)
def test_a_tolerance_is_told_in_digits(tolerance_m, words):
    system = rv.System.ad_hoc(max_range_m=50e3)
    site = rv.LaunchSite.at(36.23, 49.99)
    scenario = rv.Scenario((site,), (system,), tolerance_m=tolerance_m)
    (caveat,) = (t for t in map(str, rv.report(scenario).caveats) if " asked)" in t)
    assert words in caveat
    assert "e+" not in caveat


@pytest.mark.parametrize("range_km", [50, 80.5, 305.8, 499, 700, 1234.5, 3000])
@pytest.mark.parametrize("tolerance_m", [10, 2.6, 0.37])
def test_no_shape_deviates_by_more_than_is_told(range_km, tolerance_m):
    system = rv.System.ad_hoc(max_range_m=range_km * 1e3)
    scenario = rv.Scenario(
        (rv.LaunchSite.at(36.23, 49.99),), (system,), tolerance_m=tolerance_m
    )
    report = rv.report(scenario)
    achieved_m = report.reaches[0].reach.max_deviation_m
    (caveat,) = (t for t in map(str, report.caveats) if "Drawn shapes" in t)
    told_m = float(re.search(r"within ([\d.,]+) m", caveat)[1].replace(",", ""))
    assert achieved_m - 1e-9 <= told_m <= 1.1 * achieved_m
    card = report.reaches[0].reach._repr_html_()
    card_m = float(re.search(r"<td>([\d.]+) m of", card)[1])
    assert card_m == told_m
    assert report.to_dict()["reaches"][0]["max_deviation_m"] >= achieved_m - 1e-9
