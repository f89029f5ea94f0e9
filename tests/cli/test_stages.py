"""A scenario's stages are sections of its report."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
import referencing

import rangeviz

DOCS = Path(rangeviz.__file__).parents[1] / "docs"
SCHEMA, STAGES_SCHEMA = (
    json.loads((DOCS / name).read_text())
    for name in ("report.schema.json", "stages.schema.json")
)


def validator():
    """The staged contract, with the report's own beside it."""
    beside = referencing.Resource.from_contents(SCHEMA)
    registry = referencing.Registry().with_resource("report.schema.json", beside)
    jsonschema.Draft202012Validator.check_schema(STAGES_SCHEMA)
    return jsonschema.Draft202012Validator(STAGES_SCHEMA, registry=registry)


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
    told = json.loads(done.stdout)
    validator().validate(told)
    first, second = told["stages"]
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


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told["stages"][0].update(date="May 2024"),
        lambda told: told["stages"][1]["report"].update(schema=2),
        lambda told: told["stages"][1]["source"].pop("title"),
        lambda told: told.update(extra=1),
    ],
)
def test_the_staged_contract_refuses_what_is_no_stage(run, staged, spoil):
    told = json.loads(run("report", "--scenario", staged, "--format", "json").stdout)
    spoil(told)
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(told)


def test_the_matrix_has_a_row_per_stage_and_reach(run, staged):
    told = run("report", "--scenario", staged, "--format", "matrix").stdout
    rows = list(csv.DictReader(io.StringIO(told)))
    reaches = json.loads(run("report", "--scenario", staged, "--format", "json").stdout)
    assert [row["stage"] for row in rows] == ["'=first", "second", "second"]
    assert [row["system"] for row in rows] == ["himars", "himars", "atacms"]
    assert float(rows[0]["RU-KRS"]) == 0
    wide = reaches["stages"][1]["report"]["reaches"][1]["regions"]
    inside = {unit["code"]: unit["area_km2"] for unit in wide}
    assert float(rows[2]["RU-KRS"]) == inside["RU-KRS"] > 0
    for row in rows:
        parts = [float(v) for k, v in row.items() if "-" in k or k == "elsewhere"]
        assert sum(parts) == pytest.approx(float(row["area_km2"]), abs=0.05)


def test_export_says_that_it_leaves_stages_out(run, staged, tmp_path):
    done = run("export", "--scenario", staged, "-o", tmp_path / "reach.geojson")
    assert done.exit_code == 0
    assert "a GIS file has no stages" in done.stderr
