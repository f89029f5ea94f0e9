"""--within: the same sums in every output, and none of a single feature."""

import csv
import io
import json
from pathlib import Path

import geopandas as gpd
import jsonschema
import numpy as np
import pyogrio
import pytest
import shapely

from rangeviz.datasets.scenario.reader import parse_scenario, read_scenario

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "report.schema.json").read_text()
)
HOSTILE = "<b>{{7*7}}</b>|=1+1\x1b[31m\u202e"
BASE = ("--from", "49.9935,36.2304", "--range", "120km", "--zone", "Belgorod")


@pytest.fixture
def roads(tmp_path):
    lon, lat = np.meshgrid(np.linspace(34, 38, 12), np.linspace(48, 52, 10))
    start = np.column_stack([lon.ravel(), lat.ravel()])
    lines = shapely.linestrings(np.stack([start, start + 0.1], axis=1))
    kinds = np.where(np.arange(120) % 3, "minor", HOSTILE).astype(object)
    columns = {"kind": kinds, "id": np.arange(120), "lanes": 2.0}
    path = tmp_path / "roads.geojson"
    gpd.GeoDataFrame(columns, geometry=lines, crs=4326).to_file(path)
    return path


def own(roads, *more):
    options = ("--within", roads, "--within-by", "kind", "--within-sum", "lanes")
    return (*BASE, *options, *more)


def told(run, *arguments):
    done = run(*arguments)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_json_keeps_the_contract_with_and_without(run, roads):
    plain = json.loads(told(run, "report", *BASE, "--format", "json"))
    with_layers = json.loads(told(run, "report", *own(roads), "--format", "json"))
    for report in (plain, with_layers):
        jsonschema.validate(report, SCHEMA)
    assert "within" not in plain["reaches"][0]
    rows = with_layers["reaches"][0].pop("within")
    assert plain["reaches"] == with_layers["reaches"]
    assert [row["group"] for row in rows][::2] == [None, "minor"]
    whole, *groups = rows
    for part in ("inside", "permitted"):
        for key in ("features_wholly", "features_partly", "length_km"):
            parts = sum(row[part][key] for row in groups)
            assert parts == pytest.approx(whole[part][key], abs=2e-3)
    assert whole["permitted"]["length_km"] < whole["inside"]["length_km"]
    assert whole["sums"] == {"lanes": 240}


def test_every_output_tells_the_same_figures(run, roads, tmp_path):
    report = json.loads(told(run, "report", *own(roads), "--format", "json"))
    rows = report["reaches"][0]["within"]
    inside_km = rows[0]["inside"]["length_km"]
    table = told(run, "report", *own(roads))
    assert f"{inside_km:,.0f}" in table.split("roads: length, km")[1].splitlines()[0]
    markdown = told(run, "report", *own(roads), "--format", "md")
    assert f" {inside_km:,.0f} " in markdown
    found = csv.DictReader(
        io.StringIO(told(run, "report", *own(roads), "--format", "csv"))
    )
    found = [row for row in found if row["measure"] == "length_km" and not row["group"]]
    assert [float(row["value"]) for row in found] == [
        inside_km,
        rows[0]["permitted"]["length_km"],
    ]
    told(run, "export", *own(roads), "-o", tmp_path / "own.gpkg")
    layer = pyogrio.read_dataframe(tmp_path / "own.gpkg", layer="within")
    lengths = layer[(layer.measure == "length_km") & layer.group.isna()]
    assert dict(zip(lengths.part, lengths.value, strict=True)) == {
        "reach": inside_km,
        "permitted": rows[0]["permitted"]["length_km"],
    }
    collection = json.loads(told(run, "export", *own(roads)))
    assert collection["within"][0]["within"] == rows


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_verify_measures_a_file_with_own_layers(run, roads, tmp_path, suffix):
    path = tmp_path / f"own{suffix}"
    told(run, "export", *own(roads), "-o", path)
    assert "nothing wrong" in told(run, "verify", path)


@pytest.mark.parametrize("suffix", [".svg", ".kml"])
def test_what_has_no_table_of_them_has_no_caveat_about_them(
    run, roads, tmp_path, suffix
):
    path = tmp_path / f"own{suffix}"
    told(run, "map" if suffix == ".svg" else "export", *own(roads), "-o", path)
    assert "Own layers" not in path.read_text()


def test_hostile_groups_stay_text(run, roads):
    for form in ("table", "md", "csv"):
        text = told(run, "report", *own(roads), "--format", form)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "49" not in text.partition("7*7")[2][:4]
    assert "<b>" not in told(run, "report", *own(roads), "--format", "md")


def test_single_features_are_not_listed(run, roads):
    done = run("report", *BASE, "--within", roads, "--within-by", "id")
    assert done.exit_code == 2
    assert "'id' has 120 values in 120 features, which would list them" in done.stderr


def test_columns_need_a_layer_and_must_be_there(run, roads):
    done = run("report", *BASE, "--within-by", "kind")
    assert (done.exit_code, "go with --within" in done.stderr) == (2, True)
    done = run("report", *BASE, "--within", roads, "--within-sum", "lane")
    assert (done.exit_code, "nearest: lanes" in done.stderr) == (2, True)
    done = run("report", *BASE, *("--within", roads) * 21)
    assert (done.exit_code, "20 at most" in done.stderr) == (2, True)


def test_a_scenario_keeps_layers_beside_it(run, roads, tmp_path):
    path = tmp_path / "map.toml"
    told(run, "scenario", "init", *own(roads), "-o", path)
    assert 'file = "roads.geojson"' in path.read_text()
    (layer,) = read_scenario(path).within
    assert (Path(layer.path), layer.by, layer.sums) == (roads, "kind", ("lanes",))
    direct = told(run, "report", *own(roads), "--format", "json")
    assert told(run, "report", "--scenario", path, "--format", "json") == direct


def test_a_travelling_scenario_names_files_and_no_folders(run, roads):
    text = json.loads(told(run, "export", *own(roads)))["scenario"]
    assert parse_scenario(text).within[0].path == "roads.geojson"
    with pytest.raises(ValueError, match="does not travel"):
        parse_scenario(text.replace("roads.geojson", "../roads.geojson"))


def test_a_scenario_says_what_is_wrong_with_a_layer(run, tmp_path):
    path = tmp_path / "map.toml"
    for entry, said in (
        ('{ file = "a.gpkg", bye = "x" }', "unknown key 'bye'; did you mean 'by'"),
        ('{ by = "x" }', "within 1: file is missing"),
        ('{ file = "a.gpkg", sum = [1] }', "sum 1 must be text, not 1"),
    ):
        path.write_text(f'schema = 1\nsites = ["49,36"]\nwithin = [{entry}]\n')
        done = run("scenario", "check", path)
        assert (done.exit_code, said in done.stderr) == (1, True), done.stderr
