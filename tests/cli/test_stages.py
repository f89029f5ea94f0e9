"""A scenario's stages are sections of its report."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

import rangeviz

SCHEMA = json.loads(
    (Path(rangeviz.__file__).parents[1] / "docs" / "report.schema.json").read_text()
)


@pytest.fixture
def staged(tmp_path):
    path = tmp_path / "staged.toml"
    path.write_text(
        'schema = 1\nsites = ["Kharkiv"]\nzones = ["Kursk"]\n'
        '[[stages]]\ndate = 2024-05-30\nlabel = "=first"\nnote = "A note"\n'
        'systems = ["himars"]\nzones = []\n'
        '[[stages]]\ndate = 2024-11-18\nlabel = "second"\n'
        'zones = [{region = "Kursk", rule = "only"}]\nsource.title = "NYT"\n'
    )
    return path


def test_each_stage_is_a_whole_report(run, staged):
    done = run("report", "--scenario", staged, "--format", "json")
    assert done.exit_code == 0, done.stderr
    first, second = json.loads(done.stdout)["stages"]
    for stage in (first, second):
        jsonschema.validate(stage["report"], SCHEMA)
    assert [reach["system"] for reach in first["report"]["reaches"]] == ["himars"]
    assert first["report"]["reaches"][0]["zones"] == []
    told = second["report"]["reaches"][1]
    assert told["zones"][0]["rule"] == "only"
    assert told["permitted_km2"] == told["zones"][0]["area_km2"]
    assert second["source"]["title"] == "NYT"


def test_csv_markdown_and_table_have_a_section_for_each(run, staged):
    told = run("report", "--scenario", staged, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(told)))
    assert {row["stage"] for row in rows} == {"'=first", "second"}
    assert {row["system"] for row in rows if row["stage_date"] == "2024-05-30"} == {
        "himars"
    }
    for form in ("md", "table"):
        text = run("report", "--scenario", staged, "--format", form).stdout
        first = text.index("2024-05-30: =first")
        assert first < text.index("A note") < text.index("2024-11-18: second")
        assert text.index("Source: NYT") > first
