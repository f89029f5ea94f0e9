"""The borders that a scenario names count in Python as on the command line."""

import json

import geopandas as gpd
import lxml.html
import pytest
import shapely
from click.testing import CliRunner

import rangeviz as rv
from rangeviz.cli import main

NAMES = ["West box", "East box"]


@pytest.fixture
def scenario(tmp_path):
    """HIMARS and ATACMS from Kharkiv, over two boxes of the user's own."""
    boxes = gpd.GeoDataFrame(
        {"code": ["W", "E"], "name": NAMES, "country_code": "XB"},
        geometry=[shapely.box(34, 49, 36, 51), shapely.box(36, 49, 39, 51)],
        crs=4326,
    )
    path = tmp_path / "mine.gpkg"
    boxes.to_file(path)
    systems = rv.load_systems()
    pair = (systems["himars"], systems["atacms"])
    return rv.Scenario((rv.find_site("Kharkiv"),), pair, borders=str(path))


def test_python_and_the_command_line_tell_the_same(scenario, tmp_path):
    file = tmp_path / "s.toml"
    file.write_text(rv.scenario_to_toml(scenario, folder=tmp_path), encoding="utf-8")
    options = ["report", "--scenario", str(file), "--format", "json"]
    said = json.loads(CliRunner().invoke(main, options).stdout)
    report = rv.report(rv.read_scenario(file))
    assert said == json.loads(json.dumps(report.to_dict()))
    assert {row.name for row in report.reaches[1].regions} == set(NAMES)
    assert report.attributions[0] == "Borders: given by the user."


def test_every_stage_counts_them(scenario):
    stages = (rv.Stage("2024", "One"), rv.Stage("2025", "Two"))
    staged = rv.Scenario(
        scenario.sites, scenario.systems, borders=scenario.borders, stages=stages
    )
    for each in rv.build_stages(staged).stages:
        assert {row.name for row in each.report.reaches[1].regions} == set(NAMES)


def test_a_page_written_from_python_lists_them(scenario, tmp_path):
    rv.write(scenario, tmp_path / "own.html")
    page = lxml.html.parse(tmp_path / "own.html")
    rows = page.xpath("//tbody[@id='rv-regions-0']/tr/th/text()")
    assert sorted(rows) == sorted(NAMES)


def test_a_comparison_gains_in_them(scenario):
    (comparison,) = rv.compare(rv.report(scenario)).sites
    regions = comparison.of_kind("region")
    gained_m2 = sum(change.gained_m2 for change in regions)
    area_m2 = sum(change.area_m2 - change.base_m2 for change in regions)
    assert {change.name for change in regions} == set(NAMES)
    assert gained_m2 == pytest.approx(area_m2)
    assert gained_m2 > 1e10


def test_a_comparison_of_reaches_that_cross_gains_in_them(scenario):
    """A base that is no part of the other reach is measured by overlay."""
    ring = rv.System.ad_hoc(max_range_m=150_000, min_range_m=100_000)
    pair = (rv.System.ad_hoc(max_range_m=80_000), ring)
    report = rv.report(rv.Scenario(scenario.sites, pair, borders=scenario.borders))
    (comparison,) = rv.compare(report).sites
    gained_m2 = {each.name: each.gained_m2 for each in comparison.of_kind("region")}
    other_m2 = {row.name: row.area_m2 for row in report.reaches[1].regions}
    assert gained_m2 == pytest.approx(other_m2)
