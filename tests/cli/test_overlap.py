"""What all sites reach together: one set of figures in every form and file."""

import csv
import io
import json
from pathlib import Path

import geopandas as gpd
import jsonschema
import pyogrio
import pytest

import rangeviz

DOCS = Path(rangeviz.__file__).parents[1] / "docs"
SCHEMA = json.loads((DOCS / "report.schema.json").read_text())
WHERE = (
    *("--from", "Kharkiv", "--from", "Sumy", "--from", "Київ"),
    *("--system", "himars", "--range", "305.8km", "--zone", "Kursk", "--overlap"),
)


@pytest.fixture(scope="module")
def contract():
    from click.testing import CliRunner

    from rangeviz.cli import main

    done = CliRunner().invoke(main, ["report", *WHERE, "--format", "json"])
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_the_contract_holds_and_adds_up(contract):
    jsonschema.validate(contract, SCHEMA)
    for told in contract["overlaps"]:
        assert told["sites"] == ["Kharkiv", "Sumy", "Kyiv"]
        alone = [r for r in contract["reaches"] if r["system"] == told["system"]]
        depths = told["reach"]["depths_km2"]
        deep = sum(depth * area for depth, area in enumerate(depths, start=1))
        # What overlaps is cut out of drawn rings, one reach alone is measured without.
        assert deep == pytest.approx(sum(r["area_km2"] for r in alone), rel=2e-7)
        for unit in (told["reach"], told["elsewhere"], told["permitted"],
                     *told["countries"], *told["regions"], *told["zones"]):  # fmt: skip
            assert sum(unit["depths_km2"]) == pytest.approx(
                unit["merged_km2"], abs=0.01
            )
        for key in ("countries", "regions"):
            rows = [*told[key], told["elsewhere"]]
            assert sum(row["merged_km2"] for row in rows) == pytest.approx(
                told["reach"]["merged_km2"], abs=0.05
            )
    wide = contract["overlaps"][1]
    assert len(wide["reach"]["depths_km2"]) == 3
    kursk = next(r for r in wide["regions"] if r["code"] == "RU-KRS")
    assert kursk["share_of_region"] == 1
    assert kursk["merged_km2"] == wide["zones"][0]["merged_km2"]


def test_without_the_option_nothing_changes(run, contract):
    plain = [word for word in WHERE if word != "--overlap"]
    told = json.loads(run("report", *plain, "--format", "json").stdout)
    assert told == {k: v for k, v in contract.items() if k != "overlaps"}


def test_csv_has_the_same_figures(run, contract):
    text = run("report", *WHERE, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    for told in contract["overlaps"]:
        mine = [row for row in rows if row["system"] == told["system"]]
        merged = [float(r["area_km2"]) for r in mine if r["kind"] == "merged"]
        assert merged == [told["reach"]["merged_km2"]]
        for kind, key in (("region", "regions"), ("country", "countries")):
            areas = {
                row["code"]: float(row["area_km2"])
                for row in mine
                if row["kind"] == f"merged_{kind}"
            }
            assert areas == {unit["code"]: unit["merged_km2"] for unit in told[key]}
        deep = [
            (float(row["depth"]), float(row["area_km2"]))
            for row in mine
            if row["kind"] == "overlap"
        ]
        assert deep == list(enumerate(told["reach"]["depths_km2"], start=1))


def test_tables_have_a_section_for_each_system(run):
    for form in ("table", "md"):
        text = run("report", *WHERE, "--format", form).stdout
        assert "HIMARS 80.5 km from 3 sites together" in text
        assert "Own range 305.8 km from 3 sites together" in text
        assert "inside 1 only, km²" in text
        assert "inside all 3, km²" in text


def test_stages_tell_it_too(run, tmp_path):
    path = tmp_path / "staged.toml"
    path.write_text(
        'schema = 1\nsites = ["Kharkiv", "Sumy"]\nsystems = ["himars"]\n'
        '[[stages]]\ndate = 2024-05-30\nlabel = "One"\n'
        '[[stages]]\ndate = 2024-11-18\nlabel = "Two"\nzones = ["Kursk"]\n'
    )
    done = run("report", "--scenario", path, "--overlap", "--format", "json")
    reports = [stage["report"] for stage in json.loads(done.stdout)["stages"]]
    assert [len(report["overlaps"]) for report in reports] == [1, 1]
    assert reports[0]["overlaps"][0]["zones"] == []
    assert reports[1]["overlaps"][0]["zones"][0]["merged_km2"] > 0


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".kml", ".fgb", ".parquet"])
def test_files_hold_merged_and_overlap_features(run, tmp_path, contract, suffix):
    path = tmp_path / f"together{suffix}"
    done = run("export", *WHERE, "-o", path)
    assert done.exit_code == 0, done.stderr
    rows = []
    if suffix == ".parquet":
        layers = [gpd.read_parquet(path)]
    else:
        names = [name for name, kind in pyogrio.list_layers(path) if kind]
        layers = [pyogrio.read_dataframe(path, layer=name) for name in names]
    for layer in layers:
        rows += layer[layer.kind != "outline"].to_dict("records")
    for told in contract["overlaps"]:
        mine = [row for row in rows if row["system"] == told["system"]]
        merged = [row["area_km2"] for row in mine if row["kind"] == "merged"]
        assert merged == [told["reach"]["merged_km2"]]
        deep = {
            int(row["depth"]): row["area_km2"]
            for row in mine
            if row["kind"] == "overlap"
        }
        assert deep == dict(enumerate(told["reach"]["depths_km2"], start=1))
    checked = run("verify", path)
    assert checked.exit_code == 0, checked.stdout
