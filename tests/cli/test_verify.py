"""``rangeviz verify``: exit codes, one-line errors, and what it prints."""

import json
from pathlib import Path

import jsonschema
import pytest
import shapely

import rangeviz

SCHEMA = json.loads(
    (Path(rangeviz.__file__).parents[1] / "docs" / "verify.schema.json").read_text()
)
KHARKIV = "49.9935,36.2304"


@pytest.fixture
def reach(run, tmp_path):
    path = tmp_path / "reach.gpkg"
    done = run("export", "--from", KHARKIV, "--range", "100km", "-o", path)
    assert done.exit_code == 0, done.stderr
    return path


def test_ours_ends_with_0(run, reach):
    done = run("verify", reach)
    assert done.exit_code == 0, done.stderr
    assert "nothing wrong" in done.stdout
    assert "FAULT" not in done.stdout


def test_json_tells_every_ring(run, reach):
    done = run("verify", reach, "--format", "json")
    told = json.loads(done.stdout)
    jsonschema.validate(told, SCHEMA)
    assert told["ok"] is True
    assert told["format"] == "GPKG"
    (ring,) = told["rings"]
    assert ring["range_km"] == 100
    assert -10.01 <= ring["min_m"] <= ring["mean_m"] <= ring["max_m"] <= 0.01


def test_a_fault_ends_with_1(run, tmp_path):
    path = tmp_path / "degrees.geojson"
    ring = shapely.orient_polygons(shapely.Point(36.2304, 49.9935).buffer(2.75))
    path.write_text(shapely.to_geojson(ring))
    done = run("verify", path, "--from", KHARKIV, "--range", "305.8km")
    assert done.exit_code == 1
    assert "FAULT" in done.stdout
    assert done.stderr == ""
    told = json.loads(run("verify", path, "--from", KHARKIV, "--range", "305.8km",
                          "--format", "json").stdout)  # fmt: skip
    jsonschema.validate(told, SCHEMA)
    assert told["ok"] is False
    assert {finding["check"] for finding in told["findings"]} == {
        "deviation",
        "source",
    }
    loose = run("verify", path, "--from", KHARKIV, "--range", "305.8km",
                "--tolerance", "200km")  # fmt: skip
    assert loose.exit_code == 0


def test_a_file_of_no_known_format(run, tmp_path):
    path = tmp_path / "x.gpkg"
    path.write_text("no database")
    done = run("verify", path)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("rangeviz: error: ")
    assert done.stderr.count("\n") == 1


def test_no_file_is_a_usage_error(run):
    done = run("verify")
    assert done.exit_code == 2


def test_names_from_a_file_stay_on_their_line(run, tmp_path):
    path = tmp_path / "x.geojson"
    shape = json.loads(shapely.to_geojson(shapely.box(36, 49, 37, 50)))
    about = {"site": "A\u001b[31m\nB", "system": "<b>", "kind": "reach",
             "lon": 36.5, "lat": 49.5, "max_range_km": 50}  # fmt: skip
    feature = {"type": "Feature", "properties": about, "geometry": shape}
    path.write_text(json.dumps(feature))
    done = run("verify", path)
    assert done.exit_code == 1
    assert "\u001b" not in done.stdout
    assert "A [31m B, <b>, reach" in done.stdout
