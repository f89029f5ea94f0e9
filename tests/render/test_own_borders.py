"""A page about a user's own border layer: drawn, counted and credited."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import expect

import rangeviz as rv
from rangeviz.analysis.report import Report, build_report
from rangeviz.writing import page_html, write


def report_about(borders: gpd.GeoDataFrame, **more: object) -> Report:
    scenario = rv.Scenario(
        sites=(rv.LaunchSite.at(30.0, 50.0, name="Middle"),),
        systems=(rv.System.ad_hoc(max_range_m=150_000, name="Ring"),),
        **more,
    )
    return build_report(scenario, borders=borders)


def data_of(html: str) -> dict:
    return json.loads(re.search(r'id="rv-data">(.*?)</script>', html, re.DOTALL)[1])


@pytest.mark.browser
def test_own_regions_are_drawn_and_measured(open_page, squares, tmp_path: Path):
    path = tmp_path / "own.html"
    write(report_about(squares), path)
    html = path.read_text("utf-8")
    assert [unit[1] for unit in data_of(html)["units"]] == list(squares["name"])
    opened = open_page(html)
    page = opened.page
    expect(page.locator("#rv-regions-0")).to_contain_text("Square 3")
    expect(page.locator(".leaflet-control-attribution")).to_have_text(
        "Leaflet | Borders: given by the user. Borders: Natural Earth. Places: GeoNames"
    )
    page.get_by_label("Longitude").fill("30.9")
    page.get_by_label("Longitude").press("Enter")
    expect(page.locator("#rv-moved-0")).to_be_visible()
    rows = opened.unfold().locator("#rv-regions-0 th").all_inner_texts()
    assert {row.split("\n")[0] for row in rows} == set(squares["name"])
    assert opened.problems == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 900])
def test_credits_leave_the_scale_bar_free(open_page, squares, width):
    page = open_page(page_html(report_about(squares)), width=width, height=844).page
    credit = page.locator(".leaflet-control-attribution").bounding_box()
    bar = page.locator(".rv-scale").bounding_box()
    apart_x = credit["x"] >= bar["x"] + bar["width"]
    assert apart_x or credit["y"] >= bar["y"] + bar["height"]
    assert credit["x"] + credit["width"] <= width


def test_a_zone_keeps_its_own_shape(squares):
    own = squares.assign(code=["RU-KRS", "b", "c", "d"])
    report = report_about(own, zones=(rv.find_zone("Kursk"),))
    assert "polygons" in data_of(page_html(report))["zones"][0]


def test_far_overlapping_and_countless_regions_do_no_harm(squares):
    far = squares.set_geometry(squares.translate(90, -80))
    assert data_of(page_html(report_about(far)))["units"] == []
    twice = squares.set_geometry(
        shapely.buffer(squares.geometry.to_numpy(), 0.3), crs=4326
    )
    assert len(data_of(page_html(report_about(twice)))["units"]) == 4
    cells = [shapely.box(x, y, x + 0.1, y + 0.1) for x in XS for y in YS]
    names = [str(i) for i in range(len(cells))]
    many = gpd.GeoDataFrame(
        {"code": names, "name": names, "country_code": "", "country_name": ""}
        | {"area_km2": 80.0},
        geometry=cells,
        crs="EPSG:4326",
    )
    data = data_of(page_html(report_about(many)))
    assert data["level"] == "region"
    assert len(data["units"]) == len(cells)


XS = [29 + 0.1 * i for i in range(33)]
YS = [48.5 + 0.1 * i for i in range(30)]


@pytest.mark.browser
def test_shipped_land_and_countries_lie_beneath_own_borders(open_page, squares):
    opened = open_page(page_html(report_about(squares.iloc[:1])))
    page = opened.page
    expect(page.locator("html.rv-ready")).to_be_attached()
    for inside_and_beside in ([29.0, 49.0], [31.5, 49.0]):
        assert page.evaluate(LAND_AT, inside_and_beside)
    # Of one square alone it would be its outline.
    lines_px = page.locator("path.rv-country-border").evaluate(
        "path => path.getTotalLength()"
    )
    assert lines_px > 3 * page.locator("#rv-map").bounding_box()["width"]
    assert opened.problems == []


LAND_AT = """([lon, lat]) => {
  const { x, y } = rangeviz.page.view.pixel([lon, lat]);
  const { left, top } = document.querySelector("#rv-map").getBoundingClientRect();
  // Water is painted over the land.
  return ![...document.querySelectorAll("path.rv-sea")].some((sea) => {
    const matrix = sea.getScreenCTM().inverse();
    return sea.isPointInFill(new DOMPoint(left + x, top + y).matrixTransform(matrix));
  });
}"""


def test_no_table_has_an_empty_header(squares):
    bare = squares.assign(country_code="", country_name="")
    html = page_html(report_about(bare))
    heads = re.findall(r"<th(?: [^>]*)?>([^<]*)", html)
    assert len(heads) > 20
    assert all(head.strip() for head in heads)
    assert html.count("No country named") >= 2


@pytest.mark.browser
def test_no_table_has_an_empty_header_after_a_move(open_page, squares):
    bare = squares.assign(country_code="", country_name="")
    opened = open_page(page_html(report_about(bare)), address="#at=30.5,50")
    page = opened.unfold()
    expect(page.locator("#rv-moved-0")).to_be_visible()
    heads = page.locator("table:visible th").all_inner_texts()
    assert len(heads) > 20
    assert all(head.strip() for head in heads)
    expect(page.locator("#rv-countries-0")).to_contain_text("No country named")
