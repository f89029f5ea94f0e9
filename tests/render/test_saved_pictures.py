"""PNG and SVG that a reader saves from the page, read by Pillow and us."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.datasets.scenario.carriers import extract_scenario
from rangeviz.datasets.scenario.reader import parse_scenario
from rangeviz.writing import page_html

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


def saved(page: Page, suffix: str, folder: Path) -> Path:
    path = folder / f"saved.{suffix}"
    with page.expect_download() as download:
        page.locator(f"#rv-{suffix}").click()
    assert download.value.suggested_filename == f"rangeviz.{suffix}"
    download.value.save_as(path)
    return path


def texts(root: ET.Element) -> str:
    return " ".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))


def test_an_svg_holds_title_sources_caveat_and_shapes(
    open_page, kharkiv_html, tmp_path
):
    opened = open_page(kharkiv_html)
    root = ET.parse(saved(opened.page, "svg", tmp_path)).getroot()
    said = texts(root)
    for words in (
        "All of Kursk Oblast is within ATACMS range from Kharkiv",
        "not what would be hit",
        "Biden Approves",
        "Natural Earth",
        "HIMARS 80.5 km",
        "Kramatorsk",
    ):
        assert words in said
    strokes = {path.get("stroke") for path in root.iter(f"{SVG}path")}
    assert {"rgb(213, 94, 0)", "rgb(0, 114, 178)"} <= strokes
    assert root.find(f"{SVG}title").text == opened.page.title()
    # It needs nothing of the page, and runs nothing.
    text = (tmp_path / "saved.svg").read_text("utf-8")
    assert not re.search(r"<script|<style|foreignObject|\bon\w+=|(?:href|src)=", text)
    for name in re.findall(r"url\(([^)]*)\)", text):
        assert f'id="{name[1:]}"' in text
    assert opened.problems == []
    assert opened.requests == []


def test_a_png_shows_what_the_page_shows(open_page, kharkiv_html, tmp_path):
    page = open_page(kharkiv_html).page
    with Image.open(saved(page, "png", tmp_path)) as picture:
        picture.load()
        assert picture.info["Title"] == page.title()
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    box = page.locator("#rv-map").bounding_box()
    assert pixels.shape[1] == 2 * round(box["width"])
    orange = np.abs(pixels - np.array([213, 94, 0])).sum(axis=2) < 60
    rows, columns = np.nonzero(orange)
    ring = page.locator("#rv-map path.rv-ring.rv-s1").bounding_box()
    assert np.ptp(columns) == pytest.approx(2 * ring["width"], rel=0.02)
    assert np.ptp(rows) == pytest.approx(2 * ring["height"], rel=0.02)


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_the_scenario_inside_makes_the_map_again(
    open_page, kharkiv, kharkiv_html, tmp_path, suffix
):
    page = open_page(kharkiv_html).page
    published = extract_scenario(saved(page, suffix, tmp_path))
    assert parse_scenario(published).sites == kharkiv.scenario.sites
    page.get_by_label("Latitude").fill("51.25")
    page.get_by_label("Latitude").press("Enter")
    page.get_by_label("HIMARS").uncheck()
    text = extract_scenario(saved(page, suffix, tmp_path))
    moved = parse_scenario(text)
    [site] = moved.sites
    assert site.name == "Kharkiv (moved)"
    assert (site.lon, site.lat) == (36.2304, 51.25)
    assert moved.systems == kharkiv.scenario.systems
    assert "show=atacms" in text
    assert rv.verify  # the public function reads pages; pictures carry their scenario
    assert build_report(moved).scenario.sites == moved.sites


def test_a_hostile_name_stays_text_in_pictures(open_page, tmp_path):
    name = (
        "</metadata><script>ran=1</script>\"'&<img src=x onerror=ran=1>{{7*7}} lon = 5"
    )
    system = rv.System(
        id="hostile", name=name, max_range_m=120_000, source=rv.Source(title=name)
    )
    site = rv.LaunchSite.at(30.1, 50.2, name=name)
    opened = open_page(
        page_html(build_report(rv.Scenario((site,), (system,), title=name)))
    )
    page = opened.page
    page.locator(".rv-pin").focus()
    page.keyboard.press("ArrowUp")
    for suffix in ("svg", "png"):
        path = saved(page, suffix, tmp_path)
        [again] = parse_scenario(extract_scenario(path)).sites
        assert again.name == f"{name} (moved)"
    root = ET.parse(tmp_path / "saved.svg").getroot()
    assert not list(root.iter(f"{SVG}script"))
    assert root.find(f"{SVG}title").text == name
    shown = open_page(f"<body>{(tmp_path / 'saved.svg').read_text('utf-8')}</body>")
    for each in (opened, shown):
        assert each.page.evaluate("window.ran") is None
        assert each.problems == []
        assert each.requests == []


def test_pictures_are_saved_from_a_sandbox_too(chromium, kharkiv_html):
    page = chromium.new_page(viewport={"width": 1100, "height": 700})
    page.set_content(
        "<iframe width=1000 height=640 sandbox='allow-scripts allow-downloads'>"
    )
    page.locator("iframe").evaluate("(f, html) => (f.srcdoc = html)", kharkiv_html)
    with page.expect_download() as download:
        page.frame_locator("iframe").locator("#rv-png").click()
    content = Path(download.value.path()).read_bytes()
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.width > 1000
    page.close()
