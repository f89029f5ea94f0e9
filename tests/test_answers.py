"""The three answers keep one protocol and one writer; what they don't have is told."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import jsonschema
import pyogrio
import pytest
import referencing

import rangeviz as rv
from rangeviz import output_forms
from rangeviz.datasets.scenario.carriers import extract_scenario
from rangeviz.datasets.scenario.reader import parse_scenario

DOCS = Path(__file__).parents[1] / "docs"
SYSTEMS = (
    rv.System.ad_hoc(max_range_m=30e3, name="Short"),
    rv.System.ad_hoc(max_range_m=60e3, name="Long"),
)
SITE = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
STAGES = rv.Scenario(
    SITE,
    SYSTEMS,
    stages=(rv.Stage("2024", "One", SYSTEMS[:1]), rv.Stage("2025", "Two")),
)
CONTRACTS = {
    "Report": "report.schema.json",
    "Comparison": "compare.schema.json",
    "Stages": "stages.schema.json",
}
FORMS = {
    "Report": ("csv", "json", "md", "matrix", "geojson"),
    "Comparison": ("csv", "json", "md"),
    "Stages": ("csv", "json", "md", "matrix"),
}


@pytest.fixture(scope="module")
def answers():
    report = rv.report(rv.Scenario(SITE, SYSTEMS))
    return {
        "Report": report,
        "Comparison": rv.compare(report),
        "Stages": rv.build_stages(STAGES),
    }


@pytest.fixture(params=[*CONTRACTS])
def answer(answers, request):
    return answers[request.param]


def kind(answer):
    return type(answer).__name__


def test_an_answer_has_the_protocol(answer):
    assert isinstance(answer.scenario, rv.Scenario)
    assert answer.caveats
    assert answer.sources
    assert answer.attributions
    assert [row.reach.system.name for row in answer.reaches] == ["Short", "Long"]
    assert len(repr(answer)) < 120
    schema, report = (
        json.loads((DOCS / name).read_text("utf-8"))
        for name in (CONTRACTS[kind(answer)], CONTRACTS["Report"])
    )
    beside = referencing.Resource.from_contents(report)
    registry = referencing.Registry().with_resource(CONTRACTS["Report"], beside)
    jsonschema.Draft202012Validator(schema, registry=registry).validate(
        answer.to_dict()
    )


@pytest.mark.parametrize("name", output_forms.FORMS)
def test_whoever_makes_a_form_is_there(name):
    form = output_forms.FORMS[name]
    assert form.makers
    for maker in form.makers.values():
        module, _, function = maker.partition(":")
        assert callable(getattr(import_module(f"rangeviz.{module}"), function))


def test_an_answer_writes_each_form_that_it_has_as_text(answer, tmp_path):
    for form in FORMS[kind(answer)]:
        text = rv.to_text(answer, form)
        path = tmp_path / f"x.{'csv' if form == 'matrix' else form}"
        answer.write(path, form=form)
        assert path.read_text("utf-8") == text
        assert text.endswith("\n")
    for form in {"csv", "json", "md"}:
        answer.write(tmp_path / f"by_suffix.{form}")
        written = (tmp_path / f"by_suffix.{form}").read_text("utf-8")
        assert written == rv.to_text(answer, form)
    assert json.loads(rv.to_text(answer, "json")) == answer.to_dict()


def test_an_answer_is_a_page_and_a_picture(answer, tmp_path):
    answer.write(tmp_path / "x.html", lang="de")
    assert '<html lang="de"' in (tmp_path / "x.html").read_text("utf-8")
    answer.write(tmp_path / "x.svg", theme="dark", width_mm=120)
    assert (tmp_path / "x.svg").read_bytes().startswith(b"<?xml")
    assert "<iframe" in answer._repr_html_()


@pytest.mark.parametrize(
    ("name", "look", "message"),
    [
        ("x.html", {"dpi": 300}, "a page takes no dpi: leave it out, or write .png"),
        ("x.svg", {"lang": "uk"}, "a picture takes no lang: leave it out, or"),
        ("x.csv", {"width_mm": 9}, "csv takes no width: leave it out"),
        (
            "x.csv",
            {"form": "matrix", "lang": "uk"},
            "takes no lang|has no text",
        ),
        ("x.svg", {"form": "csv"}, "form 'csv' contradicts '.*x.svg': leave it out"),
        ("x.csv", {"form": "html"}, "has no text form 'html': give .*csv, json, md"),
        ("x.txt", {}, "ends in .txt; a .* writes .html, .png, .svg, .pdf, "),
        ("x", {}, "ends in no suffix; a .* writes .html"),
    ],
)
def test_what_a_form_does_not_take_is_told_in_one_line(
    answer, tmp_path, name, look, message
):
    with pytest.raises(rv.InputError, match=message) as caught:
        answer.write(tmp_path / name, **look)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".kml", ".fgb", ".parquet"])
@pytest.mark.parametrize("name", ["Comparison", "Stages"])
def test_only_a_report_has_shapes(answers, tmp_path, name, suffix):
    with pytest.raises(rv.InputError, match=f"ends in {suffix}; a (comp|scen)"):
        answers[name].write(tmp_path / f"x{suffix}")


def test_a_scenario_with_stages_is_no_shapes_of_what_stands_beside_them(tmp_path):
    with pytest.raises(rv.InputError, match="a scenario in stages writes"):
        rv.write(STAGES, tmp_path / "x.gpkg")
    rv.report(STAGES.combined()).write(tmp_path / "x.gpkg")
    assert "reach" in [name for name, _ in pyogrio.list_layers(tmp_path / "x.gpkg")]


def test_all_stages_together_are_a_scenario_that_makes_the_same_again(tmp_path):
    together = rv.report(STAGES.combined())
    together.write(tmp_path / "x.svg")
    again = parse_scenario(extract_scenario(tmp_path / "x.svg"))
    assert not again.stages
    assert rv.to_text(again, "json") == rv.to_text(together, "json")
    rv.write(again, tmp_path / "again.svg")
    picture = (tmp_path / "again.svg").read_bytes()
    assert picture == (tmp_path / "x.svg").read_bytes()


def test_a_json_is_the_contract_and_shapes_only_where_they_are_asked_for(
    answers, tmp_path
):
    path = tmp_path / "x.json"
    answers["Report"].write(path)
    assert json.loads(path.read_text("utf-8")) == answers["Report"].to_dict()
    answers["Report"].write(path, form="geojson")
    assert json.loads(path.read_text("utf-8"))["type"] == "FeatureCollection"


def test_tables_tell_what_the_contract_tells(answers):
    tables = answers["Comparison"].tables()
    (told,) = answers["Comparison"].to_dict()["comparisons"]
    regions = tables["changes"].query("kind == 'region'")
    columns = ["code", "base_km2", "with_km2", "gained_km2"]
    assert regions[columns].values.tolist() == [
        [row[column] for column in columns] for row in told["regions"]
    ]
    assert tables["places"]["name"].tolist() == [
        row["name"] for row in (*told["places_gained"], *told["places_lost"])
    ]
    tables = answers["Stages"].tables()
    assert set(tables) == set(answers["Report"].tables())
    assert tables["reaches"]["stage_date"].tolist() == ["2024", "2025", "2025"]
    one = answers["Stages"].stages[0].report.regions
    first = tables["regions"].query("stage == 'One'")
    assert first["area_km2"].tolist() == one["area_km2"].tolist()


def test_a_comparison_without_a_place_has_the_columns_of_its_tables():
    at_sea = rv.report((-30.0, 0.0), list(SYSTEMS))
    tables = rv.compare(at_sea).tables()
    assert tables["places"].empty
    assert "nearest_km" in tables["places"]
    assert {"code", "gained_km2", "nearest_km"} <= set(tables["changes"])


def test_text_needs_no_library_of_pictures_or_pages():
    code = (
        "import sys, rangeviz as rv\n"
        "rv.to_text(rv.reach((36.2, 49.9), '30 km'), 'csv')\n"
        "assert not {'matplotlib', 'folium'} & {*sys.modules}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
