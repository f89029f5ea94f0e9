"""Baselines that are areas, borders and the user's own lines."""

import json

import geopandas as gpd
import pytest
import shapely


@pytest.fixture
def told(run):
    def report(*arguments):
        done = run("report", *arguments, "--format", "json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    return report


def test_from_a_region(told):
    report = told("--from-area", "Sumy Oblast", "--range", "80.5km")
    (reach,) = report["reaches"]
    assert (reach["site"], reach["baseline"]) == ("Sumy Oblast", "area")
    assert reach["max_deviation_m"] <= report["tolerance_m"]
    regions = {unit["code"]: unit for unit in reach["regions"]}
    home = regions["UA-59"]
    assert (home["share_of_region"], home["farthest_beyond_km"]) == (1, 0)
    assert regions["RU-KRS"]["farthest_beyond_km"] == pytest.approx(80.5, abs=0.05)
    parts = sum(unit["area_km2"] for unit in reach["regions"])
    assert parts + reach["elsewhere_km2"] == pytest.approx(reach["area_km2"], rel=1e-6)
    assert any("who holds the ground" in caveat for caveat in report["caveats"])


def test_from_a_border_reaches_both_sides_alike(told):
    (reach,) = told("--from-border", "Sumy Oblast/Kursk Oblast", "--range", "5 km")[
        "reaches"
    ]
    assert reach["baseline"] == "line"
    areas = {unit["code"]: unit["area_km2"] for unit in reach["regions"]}
    assert areas["UA-59"] == pytest.approx(areas["RU-KRS"], rel=0.1)
    for unit in reach["countries"]:
        assert unit["farthest_beyond_km"] == pytest.approx(5, abs=0.06)


def test_from_a_line_of_the_users(told, tmp_path):
    line = shapely.LineString([(36.0, 50.0), (36.5, 50.0)])
    frame = gpd.GeoDataFrame({"name": ["road"]}, geometry=[line], crs=4326)
    frame.to_file(tmp_path / "road.geojson")
    (reach,) = told("--from-area", tmp_path / "road.geojson", "--range", "10km")[
        "reaches"
    ]
    # 35.8 km by 20 km, and two half discs.
    assert reach["site"] == "road"
    assert reach["area_km2"] == pytest.approx(35.86 * 20 + 314.16, rel=2e-3)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--from-border", "Ukraine/Portugal"], "share no land border"),
        (["--from-border", "Ukraine"], "two names with a slash"),
        (["--from-border", "Ukraine/Atlantis"], "Atlantis"),
        (["--from-area", "Atlantis"], "Atlantis"),
        (["--from-area", "Sumy Oblast", "--sector", "0", "90"], "sector"),
        (["--from-area", "missing.gpkg"], "missing.gpkg"),
    ],
)
def test_baselines_that_can_not_be_used(run, arguments, words):
    done = run("report", *arguments, "--range", "5km")
    assert done.exit_code == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
