"""The page of the main job, in a real Chromium with the network cut off."""

import gzip
import json
import re

import pytest
from playwright.sync_api import expect

from rangeviz.language.language import LANGUAGES
from rangeviz.writing import page_html, write

pytestmark = pytest.mark.browser

COMPACT_SHARE = re.compile(r"[<>]?\d+%")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_size(kharkiv, lang):
    data = page_html(kharkiv, lang=lang).encode("utf-8")
    assert len(data) <= 420_000
    assert len(gzip.compress(data, 9)) <= 140_000


def test_two_builds_are_byte_equal(kharkiv, kharkiv_html):
    assert page_html(kharkiv) == kharkiv_html


def test_file_is_the_text(kharkiv, kharkiv_html, tmp_path):
    write(kharkiv, tmp_path / "kharkiv.html")
    written = (tmp_path / "kharkiv.html").read_bytes()
    assert written == kharkiv_html.encode("utf-8")


def test_opens_without_request_or_complaint(open_page, kharkiv_html):
    opened = open_page(kharkiv_html)
    expect(opened.page.locator("html.rv-ready")).to_be_attached()
    assert opened.requests == []
    assert opened.problems == []


def test_policy_names_hashes_only(kharkiv_html):
    policy = re.search(r'Security-Policy" content="([^"]*)"', kharkiv_html)[1]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_without_script_everything_is_said(open_page, kharkiv_html):
    opened = open_page(kharkiv_html, java_script_enabled=False)
    # Folds open without a script, too.
    folds = opened.page.locator("details:not([open]) > summary:visible")
    while folds.count():
        folds.first.click()
    text = opened.page.locator("body").inner_text()
    for words in (
        "The interactive map needs JavaScript",
        "Kursk Oblast: nearest edge 10",
        "305.8",
        "Belgorod",
        "approximately 190 miles",
        "chosen for illustration",
        "Natural Earth",
        "GeoNames",
    ):
        assert words in text


def test_tables_are_the_report(open_page, kharkiv, kharkiv_html):
    opened = open_page(kharkiv_html)
    rows = opened.page.locator("#rv-regions-0 tr").all_text_contents()
    regions = kharkiv.reaches[1].regions
    assert len(rows) == len(regions)
    assert COMPACT_SHARE.findall(rows[0])[-1] == "100%"
    places = opened.page.locator("#rv-places-0 tr").count()
    assert 10 <= places <= 25


def test_legend_switches_layers(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    rings = page.locator(".leaflet-rv-rings-pane path.rv-ring:not([d='M0 0'])")
    expect(rings).to_have_count(2)
    page.get_by_label("ATACMS").uncheck()
    expect(rings).to_have_count(1)
    zone = page.locator(".leaflet-rv-zones-pane path.rv-zone")
    page.get_by_label("Kursk").uncheck()
    expect(zone).to_have_count(0)
    page.get_by_label("Places").uncheck()
    expect(page.locator(".rv-dot:not([hidden])")).to_have_count(0)
    page.get_by_label("ATACMS").check()
    expect(rings).to_have_count(2)


def test_rings_are_smooth(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    path = page.locator("path.rv-ring.rv-s1").get_attribute("d")
    points = re.findall(
        r"(-?[\d.]+) (-?[\d.]+)", path.replace("L", " ").replace("M", " ")
    )
    assert len(points) >= 100
    assert sum("." in x for x, _ in points) > len(points) / 2


def test_click_tells_place_zone_and_source(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    at = "rangeviz.page.map.latLngToContainerPoint([51.73, 36.19])"
    x, y = page.evaluate(f"(() => {{ const p = {at}; return [p.x, p.y]; }})()")
    box = page.locator("#rv-map").bounding_box()
    page.mouse.move(box["x"] + x, box["y"] + y)
    expect(page.locator(".rv-tip")).to_contain_text("From Kharkiv: 19")
    page.mouse.click(box["x"] + x, box["y"] + y)
    card = page.locator("#rv-card")
    expect(card).to_contain_text("Kursk")
    expect(card).to_contain_text("restricted zone")
    expect(card).to_contain_text("area named in Nov 2024 reports")
    ring = page.evaluate(
        "(() => { const path = rangeviz.page.layers.rings[1].outlines[0].path;"
        "const r = path.reduce((a, b) => (a[0] > b[0] ? a : b));"
        "const p = rangeviz.page.map.latLngToContainerPoint([r[1], r[0]]);"
        "return [p.x, p.y]; })()"
    )
    page.keyboard.press("Escape")
    page.mouse.click(box["x"] + ring[0], box["y"] + ring[1])
    card = page.locator("#rv-card").filter(has_text="305.8 km")
    expect(card).to_contain_text("approximately 190 miles")


def test_every_tab_stop_has_a_name(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => {
              const node = document.activeElement;
              if (node === document.body) return null;
              return node.getAttribute('aria-label') || node.textContent.trim()
                || (node.labels && [...node.labels].map(l => l.textContent).join(' '))
                || '';
            }"""
        )
        if name is None:
            break
        names.append(name)
    assert 10 <= len(names) <= 48  # among them the heads by which tables are sorted
    assert all(names)
    assert any("Launch point Kharkiv" in name for name in names)


def test_moving_and_going_back(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    before = page.locator("#rv-regions-0").text_content()
    page.locator(".rv-pin").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("#rv-moved")).to_contain_text(
        "no longer the published position"
    )
    assert page.locator("#rv-regions-0").text_content() != before
    assert float(page.get_by_label("Latitude").input_value()) > 50.5
    page.get_by_role("button", name="Back to the published position").click()
    expect(page.locator("#rv-moved")).to_have_text("")
    assert page.locator("#rv-regions-0").text_content() == before


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 640), (1280, 800)])
def test_no_sideways_scroll(open_page, kharkiv_html, width, height):
    page = open_page(kharkiv_html, width=width, height=height).page
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= width


def test_attribution_is_plain(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    words = page.locator(".leaflet-control-attribution")
    expect(words).to_have_text("Leaflet | Borders: Natural Earth. Places: GeoNames")
    expect(words.locator("svg")).to_have_count(0)


def test_data_block_is_escaped_json(kharkiv_html):
    block = re.search(r'id="rv-data">(.*?)</script>', kharkiv_html, re.DOTALL)[1]
    assert "<" not in block
    assert json.loads(block)["lang"] == "en"
