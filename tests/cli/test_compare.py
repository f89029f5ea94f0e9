"""What one reach adds to another agrees with the report, in every format."""

import csv
import io
import json
from math import pi
from pathlib import Path

import jsonschema
import pytest

import rangeviz

SCHEMA = json.loads(
    (Path(rangeviz.__file__).parents[1] / "docs" / "compare.schema.json").read_text()
)
PAIR = ("--base", "himars", "--with", "atacms")
KHARKIV = ("--from", "Kharkiv", "--zone", "Kursk")


@pytest.fixture
def told(run):
    def compare(*arguments):
        done = run("compare", *arguments, "--format", "json")
        assert done.exit_code == 0, done.stderr
        document = json.loads(done.stdout)
        jsonschema.validate(document, SCHEMA)
        return document["comparisons"]

    return compare


def test_the_gain_is_the_difference_of_what_report_prints(run, told):
    gained = told(*KHARKIV, *PAIR)[0]
    report = json.loads(run("report", *KHARKIV, "--format", "json").stdout)
    base, other = report["reaches"]
    assert gained["reach"]["gained_km2"] == round(
        other["area_km2"] - base["area_km2"], 3
    )
    for kind in ("countries", "regions"):
        before = {unit["code"]: unit["area_km2"] for unit in base[kind]}
        after = {unit["code"]: unit["area_km2"] for unit in other[kind]}
        assert {unit["code"] for unit in gained[kind]} == set(after)
        for unit in gained[kind]:
            inside = before.get(unit["code"], 0)
            assert unit["with_km2"] == after[unit["code"]]
            assert unit["base_km2"] == inside
            assert unit["gained_km2"] == round(after[unit["code"]] - inside, 3)
            assert unit["lost_km2"] == 0
            assert unit["newly_reached"] == (unit["code"] not in before)
    near = {place["name"] for place in base["places"]}
    new = [p["name"] for p in other["places"] if p["name"] not in near]
    assert [place["name"] for place in gained["places_gained"]] == new
    assert "Kursk" in new
    assert "Belgorod" not in new
    assert gained["permitted"]["gained_km2"] == round(
        other["permitted_km2"] - base["permitted_km2"], 3
    )


def test_a_least_range_loses_what_the_longer_one_can_not_reach(told):
    # An annulus from 50 km against a full circle of less than its radius.
    found = told("--from", "0,-30", "--base", "iskander-m", "--with", "atacms")[0]
    assert found["reach"]["gained_km2"] == pytest.approx(pi * 50**2, rel=1e-3)
    lost_km2 = pi * (500**2 - 305.8**2)
    assert found["reach"]["lost_km2"] == pytest.approx(lost_km2, rel=2e-3)
    both = told("--from", "Kharkiv", "--base", "iskander-m", "--with", "atacms")[0]
    for kind in ("countries", "regions"):
        parts = [*both[kind], both["elsewhere"]]
        for figure in ("base_km2", "with_km2", "gained_km2", "lost_km2"):
            whole = both["reach"][figure]
            assert sum(part[figure] for part in parts) == pytest.approx(whole, rel=1e-5)
    assert "Kharkiv" in {place["name"] for place in both["places_gained"]}
    assert "Kyiv" in {place["name"] for place in both["places_lost"]}


def test_the_smaller_adds_nothing_and_loses_the_rest(told):
    found = told(*KHARKIV, "--base", "300km", "--with", "100km")[0]
    assert found["reach"]["gained_km2"] == 0
    assert not found["places_gained"]
    assert found["zones"][0]["gained_km2"] == 0
    assert found["zones"][0]["lost_km2"] > 0
    assert all(unit["gained_km2"] == 0 for unit in found["regions"])


def test_csv_markdown_and_table_tell_the_figures_of_json(run, told):
    expected = told(*KHARKIV, *PAIR)[0]
    done = run("compare", *KHARKIV, *PAIR, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    regions = [row for row in rows if row["kind"] == "region"]
    assert [(row["code"], float(row["gained_km2"])) for row in regions] == [
        (unit["code"], unit["gained_km2"]) for unit in expected["regions"]
    ]
    assert sum(row["kind"] == "place_gained" for row in rows) == len(
        expected["places_gained"]
    )
    for form in ("md", "table"):
        flat = " ".join(
            run("compare", *KHARKIV, *PAIR, "--format", form).stdout.split()
        )
        assert "273,368" in flat
        assert "newly reached" in flat
        assert "not what would be hit" in flat


def test_several_sites_give_several_comparisons(told):
    found = told("--from", "Kharkiv", "--from", "Sumy", *PAIR)
    assert [each["site"] for each in found] == ["Kharkiv", "Sumy"]


def test_output_by_suffix(run, tmp_path):
    page = tmp_path / "both.html"
    done = run("compare", *KHARKIV, *PAIR, "-o", page)
    assert done.exit_code == 0, done.stderr
    assert "273,368" in done.stdout
    assert "ATACMS" in page.read_text()
    table = tmp_path / "both.csv"
    assert run("compare", *KHARKIV, *PAIR, "-o", table).stdout == ""
    assert table.read_text().startswith("site,base,with")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--base", "himars", "--with", "himars"), 2, "give two"),
        (("--base", "himars"), 2, "--with"),
        (("--base", "himars", "--with", "attacms"), 2, "nearest: atacms"),
        ((*PAIR, "-o", "x.docx"), 2, "writes .html"),
    ],
)
def test_what_is_wrong_is_told(run, arguments, code, words):
    done = run("compare", "--from", "Kharkiv", *arguments)
    assert done.exit_code == code
    assert words in done.stderr
