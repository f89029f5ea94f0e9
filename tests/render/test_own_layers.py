"""The page tells own layers in a table, and only where there are any."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from lxml import html as markup

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.language.language import LANGUAGES, Language
from rangeviz.render.page.timeline_page import TimelineMap
from rangeviz.writing import page_html

HOSTILE = "<script>alert(1)</script>{{7*7}}"


@pytest.fixture(scope="module")
def reports():
    """Give a report without and with own layers."""
    scenario = rv.Scenario(
        sites=(rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv"),),
        systems=(
            rv.System.ad_hoc(max_range_m=80_500),
            rv.System.ad_hoc(max_range_m=305_800),
        ),
        zones=(rv.find_zone("Kursk"),),
    )
    lon, lat = np.meshgrid(np.linspace(33, 40, 30), np.linspace(48, 52, 30))
    cells = shapely.box(lon.ravel(), lat.ravel(), lon.ravel() + 0.2, lat.ravel() + 0.1)
    columns = {"kind": [HOSTILE, "a", "b"] * 300, HOSTILE: 100}
    table = gpd.GeoDataFrame(columns, geometry=cells, crs=4326)
    own = rv.own_layer(table, name=HOSTILE, by="kind", sums=[HOSTILE])
    return build_report(scenario), build_report(scenario, within=[own])


def test_a_page_without_own_layers_says_nothing_of_them(reports):
    html = page_html(reports[0])
    for words in ("rv-within", "Own layers", "(smaller groups)"):
        assert words not in html


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_table_holds_the_figures_of_the_report(reports, tag):
    report = reports[1]
    tree = markup.fromstring(page_html(report, lang=tag))
    rows = tree.xpath("//tbody[@id='rv-within-0']/tr")
    near, far = (reach.within[0] for reach in report.reaches)
    figures = [
        [float(cell.get("data-value")) for cell in row.findall("td")] for row in rows
    ]
    expected_m2 = [
        [near.inside.amount, far.inside.amount],
        [near.permitted.amount, far.permitted.amount],
    ]
    for row, areas_m2 in zip(figures[:2], expected_m2, strict=True):
        assert row == pytest.approx([v / 1e6 for v in areas_m2], abs=1e-3)
    assert [near.inside.features, far.inside.features] in figures
    assert [near.inside.partly, far.inside.partly] in figures
    language = Language(tag)
    assert language.share(far.share) in rows[0].text_content()
    (table,) = tree.xpath("//tbody[@id='rv-within-0']/..")
    assert len(table.xpath("thead/tr/th")) == len(rows[0])
    note = table.getparent().getprevious().text_content()
    assert note == " ".join(
        (
            language.phrase("within_undrawn"),
            language.say(
                "These figures stay as published when the launch point is moved."
            ),
        )
    )


def test_a_timeline_tells_no_permitted_part_of_all_its_zones_at_once(reports):
    """Each stage has zones of its own."""
    report = reports[1]
    scenario = rv.Scenario(
        report.scenario.sites,
        report.scenario.systems,
        stages=(rv.Stage("2024-11", "One", zones=report.scenario.zones),),
    )
    stages = replace(rv.build_stages(scenario), combined=report)
    html = TimelineMap(stages).to_html()
    heads = markup.fromstring(html).xpath("//tbody[@id='rv-within-0']/tr/th/text()")
    assert heads
    assert not [head for head in heads if "permitted" in head]


def test_hostile_names_are_text(reports):
    html = page_html(reports[1])
    assert "<script>alert(1)" not in html
    tree = markup.fromstring(html)
    (body,) = tree.xpath("//tbody[@id='rv-within-0']")
    assert HOSTILE in body.text_content()


@pytest.mark.browser
def test_the_figures_stay_when_the_pin_moves(reports, open_page):
    opened = open_page(page_html(reports[1]))
    page = opened.page
    before = page.locator("#rv-within-0").text_content()
    page.get_by_label("Longitude").fill("37.5")
    page.get_by_label("Longitude").press("Enter")
    page.locator("#rv-moved-0").wait_for(state="visible")
    assert page.locator("#rv-within-0").text_content() == before
    assert opened.problems == []
