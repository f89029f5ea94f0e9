"""--within people.tif: the same sums in every output, with low and high."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import rasterio
from lxml import html as markup

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "report.schema.json").read_text()
)
BASE = ("--from", "49.9935,36.2304", "--range", "120km", "--zone", "Belgorod")


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people <b>&.tif"
    values = np.random.default_rng(1).integers(0, 2000, (40, 50)).astype("int32")
    with rasterio.open(
        path, "w", driver="GTiff", count=1, width=50, height=40, dtype="int32",
        crs="EPSG:4326", transform=rasterio.Affine(0.1, 0, 34, 0, -0.1, 52),
    ) as file:  # fmt: skip
        file.write(values, 1)
    return path


def told(run, *arguments):
    done = run(*arguments)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def rows_of(run, people):
    text = told(run, "report", *BASE, "--within", people, "--format", "json")
    report = json.loads(text)
    jsonschema.validate(report, SCHEMA)
    return report["reaches"][0]["within"]


def test_json_keeps_the_contract_and_tells_regions_and_zones(run, people):
    whole, *groups = rows_of(run, people)
    assert whole["kind"] == "cells"
    assert {row["group"] for row in groups} >= {"Kharkiv Oblast", "Belgorod Oblast"}
    for part in ("inside", "permitted"):
        total = sum(row[part]["sum"] for row in groups)
        assert total == pytest.approx(whole[part]["sum"], rel=1e-3)
        for row in (whole, *groups):
            assert row[part]["sum_low"] <= row[part]["sum"] <= row[part]["sum_high"]
    (belgorod,) = (row for row in groups if row["group"] == "Belgorod Oblast")
    assert belgorod["permitted"]["sum"] < belgorod["inside"]["sum"] / 100


def test_every_output_tells_the_same_figures(run, people):
    inside = rows_of(run, people)[0]["inside"]
    figure = "{sum:,.0f} ({sum_low:,.0f}-{sum_high:,.0f})".format(**inside)
    arguments = ("report", *BASE, "--within", people)
    assert figure in told(run, *arguments)
    markdown = told(run, *arguments, "--format", "md")
    assert figure in markdown
    assert "<b>" not in markdown
    table = csv.DictReader(io.StringIO(told(run, *arguments, "--format", "csv")))
    values = {
        row["measure"]: float(row["value"])
        for row in table
        if row["kind"] == "within" and not row["group"]
    }
    assert values == {key: inside[key] for key in values}
    assert {"sum", "sum_low", "sum_high"} <= set(values)


def test_the_page_has_them_as_published_and_verify_agrees(run, people, tmp_path):
    whole, *_ = rows_of(run, people)
    page = tmp_path / "page.html"
    told(run, "map", *BASE, "--within", people, "-o", page)
    tree = markup.fromstring(page.read_text())
    row, permitted, *groups = tree.xpath("//tbody[@id='rv-within-0']/tr")
    assert "sum of cells" in row.text_content()
    value = float(row.find("td").get("data-value"))
    assert value == pytest.approx(whole["inside"]["sum"], abs=0.01)
    for end in ("sum_low", "sum_high"):
        assert f"{whole['inside'][end]:,.0f}" in row.text_content()
    assert "permitted" in permitted.text_content()
    assert "Kharkiv Oblast" in "".join(each.text_content() for each in groups)
    note = "These figures stay as published when the launch point is moved."
    assert note in tree.text_content()
    assert run("verify", page).exit_code == 0


def test_a_scenario_keeps_the_raster_beside_it(run, people, tmp_path):
    path = tmp_path / "map.toml"
    told(run, "scenario", "init", *BASE, "--within", people, "-o", path)
    assert run("scenario", "check", path).exit_code == 0
    text = told(run, "report", "--scenario", path, "--format", "json")
    assert json.loads(text)["reaches"][0]["within"] == rows_of(run, people)


def test_columns_are_of_the_files_that_have_them(run, people):
    done = run("report", *BASE, "--within", people, "--within-sum", "count")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "answers to 'count'" in done.stderr
