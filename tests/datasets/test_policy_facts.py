"""Absence of a rule is no permission: stages say what their sources say."""

import csv
import io
import json

import lxml.html
import pytest
from click.testing import CliRunner

import rangeviz as rv
from rangeviz.cli import main
from rangeviz.datasets.catalogue.policy_facts import load_stages

RULED = "2024-11-18"  # the only day whose source states a rule of a zone


def run(*arguments):
    done = CliRunner().invoke(main, [*map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("stages") / "t.toml"
    path.write_text(
        run("scenario", "init", "--from", "Kharkiv", "--zone", "Kursk", "--stages")
    )
    return path


def test_facts_name_systems_of_the_catalogue():
    facts = {fact.date: fact for fact in rv.load_policy_facts()}
    assert facts["2024-05-30"].systems == ("himars",)
    assert facts["2024-11-17"].systems == ("atacms",)
    assert all(set(each.systems) <= set(rv.load_systems()) for each in facts.values())


def test_a_stage_has_the_zone_of_its_fact_and_no_other():
    zones = {stage.date: stage.zones for stage in load_stages()}
    assert [zone.rule for zone in zones.pop(RULED)] == ["only"]
    assert set(zones.values()) == {()}
    for stage in load_stages():
        assert bool(stage.systems) != ("names no system" in stage.note)


def test_the_stage_of_may_shows_no_atacms_ring(scenario):
    first = rv.build_stages(rv.read_scenario(scenario)).stages[0]
    assert [row.reach.system.id for row in first.report.reaches] == ["himars"]


def sections(text, head):
    """The text of each stage by its date."""
    parts = text.split(head)[1:]
    return {part[:10]: part for part in parts}


def test_the_table_and_markdown_permit_only_where_a_rule_is(scenario):
    table = run("report", "--scenario", scenario)
    markdown = run("report", "--scenario", scenario, "--format", "md")
    for parts in (sections("\n" + table, "\n2024-"), sections(markdown, "# 2024-")):
        assert len(parts) == 5
        for date, part in parts.items():
            assert ("Permitted" in part) == (f"2024-{date}".startswith(RULED)), date


def test_csv_and_json_permit_only_where_a_rule_is(scenario):
    text = run("report", "--scenario", scenario, "--format", "csv")
    rows = csv.DictReader(io.StringIO(text))
    assert {r["stage_date"] for r in rows if r["kind"] == "permitted"} == {RULED}
    told = json.loads(run("report", "--scenario", scenario, "--format", "json"))
    for stage in told["stages"]:
        for reach in stage["report"]["reaches"]:
            assert reach["rule_stated"] == (stage["date"] == RULED)


def test_the_page_permits_only_where_a_rule_is(scenario, tmp_path):
    run("map", "--scenario", scenario, "-o", tmp_path / "t.html")
    page = lxml.html.parse(tmp_path / "t.html")
    for number, stage in enumerate(load_stages(), start=1):
        text = page.xpath(f"string(//section[@id='rv-stage-{number}'])")
        assert ("Permitted, km²" in text) == (stage.date == RULED)
        assert ("No rule of a zone is stated here." in text) == (stage.date != RULED)
    heads = page.xpath("//tbody[@id='rv-ranges-0']/../thead//th/text()")
    assert "Permitted, km²" not in heads


def test_the_picture_permits_only_where_a_rule_is(scenario, tmp_path):
    run("map", "--scenario", scenario, "-o", tmp_path / "t.svg")
    texts = lxml.html.parse(tmp_path / "t.svg").xpath("//text()")
    assert sum("Permitted" in text for text in texts) == 1
    assert sum("No rule of a zone" in text for text in texts) == 4


def test_a_plain_report_permits_only_with_a_zone(tmp_path):
    for options, permits in (([], False), (["--zone", "Kursk"], True)):
        asked = ["--from", "Kharkiv", "--system", "himars", *options]
        outputs = [run("report", *asked, "--format", form) for form in ("table", "csv")]
        outputs.append(run("report", *asked, "--format", "md"))
        run("map", *asked, "-o", tmp_path / "p.html")
        page = lxml.html.parse(tmp_path / "p.html")
        heads = page.xpath("//tbody[@id='rv-ranges-0']/../thead//th/text()")
        assert ("Permitted, km²" in heads) == permits
        for text in outputs:
            assert ("permitted" in text.lower()) == permits
