"""What a reader can do with the page, and that it stays true while they do it."""

import csv
import io
import json
import re

import pyproj
import pytest
from playwright.sync_api import expect

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.writing import page_html

pytestmark = pytest.mark.browser
GEOD = pyproj.Geod(ellps="WGS84")


def drag(page, steps=40):
    box = page.locator(".rv-pin").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, steps + 1):
        page.mouse.move(x + 2 * step, y - step)
    page.mouse.up()


def test_dragging_recomputes_everything(open_page, kharkiv_html):
    opened = open_page(kharkiv_html)
    page = opened.page
    zone = page.locator("#rv-zones-0 td").first.inner_text()
    drag(page)
    lon = float(page.get_by_label("Longitude").input_value())
    lat = float(page.get_by_label("Latitude").input_value())
    path = page.evaluate("rangeviz.page.layers.rings[1].outlines[0].path")
    distances = GEOD.inv([lon] * len(path), [lat] * len(path), *zip(*path, strict=True))
    # The fields show four decimals: 8 m.
    assert max(abs(d - 305_800) for d in distances[2]) <= 12
    assert page.locator("#rv-zones-0 td").first.inner_text() != zone
    expect(page.locator("#rv-moved")).to_contain_text(
        "no longer the published position"
    )
    expect(page.locator("#rv-status")).to_contain_text("Kharkiv at")
    assert opened.problems == []


def test_rings_are_exact_at_the_launch_point(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    path = page.evaluate("rangeviz.page.layers.rings[0].outlines[0].path")
    lon, lat = zip(*path, strict=True)
    n = len(path)
    distances = GEOD.inv([36.2304] * n, [49.9935] * n, lon, lat)[2]
    assert max(abs(d - 80_500) for d in distances) <= 0.001


def test_state_lives_in_the_address(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    page.get_by_label("HIMARS").uncheck()
    page.get_by_label("Show where sources disagree").check()
    page.get_by_label("A range of your own").check()
    page.locator(".rv-pin").focus()
    page.keyboard.press("Shift+ArrowRight")
    hash_ = page.evaluate("location.hash")
    assert "show=atacms" in hash_
    assert "bands=1" in hash_
    assert "own=" in hash_
    again = open_page(kharkiv_html).page
    again.evaluate(f"location.hash = {json.dumps(hash_)}")
    expect(again.locator("#rv-moved")).to_contain_text("no longer the published")
    expect(again.get_by_label("HIMARS")).not_to_be_checked()
    expect(again.get_by_label("Show where sources disagree")).to_be_checked()
    assert again.evaluate("location.hash") == hash_


def test_a_hostile_address_changes_nothing(open_page, kharkiv_html):
    opened = open_page(kharkiv_html)
    opened.page.evaluate(
        "location.hash = '#at=9e9,x;<img>&show=__proto__&own=-1&view=a'"
    )
    expect(opened.page.locator("#rv-moved")).to_have_text("")
    assert opened.problems == []


def test_bands_are_drawn_and_told(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    page.get_by_label("Show where sources disagree").check()
    bands = page.locator("path.rv-band:not([d='M0 0'])")
    expect(bands).to_have_count(2)
    expect(page.locator("#rv-zones-0 td .rv-note")).to_have_count(2)
    expect(page.locator("#rv-ranges-0")).to_contain_text("300–306")


def test_own_range_follows_the_slider(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    page.get_by_label("A range of your own").check()
    expect(page.locator("#rv-own-told")).to_contain_text("Kursk Oblast 1%")
    slider = page.get_by_label("Length of your own range")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("#rv-own-km")).to_have_text("10 km")
    expect(page.locator("#rv-own-told")).to_contain_text("Kursk Oblast 0%")


def test_lesson_tells_the_error_of_simpler_circles(open_page, kharkiv_html):
    opened = open_page(kharkiv_html)
    page = opened.page
    page.get_by_text("Why the circle looks like an egg").click()
    rows = page.locator("#rv-lesson-errors tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("a circle on a sphere")
    assert opened.problems == []


def test_merged_reaches_have_one_outline(open_page, three_html):
    page = open_page(three_html).page
    length = (
        "[...document.querySelectorAll('path.rv-ring.rv-s1')]"
        ".reduce((sum, path) => sum + path.getTotalLength(), 0)"
    )
    apart = page.evaluate(length)
    page.get_by_label("Merge the reaches").check()
    assert page.evaluate(length) < 0.8 * apart


def test_downloads_hold_the_figures_and_the_rings(open_page, kharkiv, kharkiv_html):
    page = open_page(kharkiv_html).page
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download figures").click()
    rows = list(csv.DictReader(io.StringIO(caught.value.path().read_text("utf-8"))))
    zone = {
        (row["system"], row["measure"]): float(row["value"])
        for row in rows
        if row["table"] == "zones" and row["item"] == "Kursk Oblast"
    }
    row = kharkiv.reaches[1].zones[0]
    assert zone["", "nearest_km"] == pytest.approx(row.nearest_m / 1e3, abs=1e-3)
    share = zone["atacms", "share_of_zone"]
    assert share == pytest.approx(row.share_of_unit, abs=1e-5)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download GeoJSON").click()
    content = json.loads(caught.value.path().read_text("utf-8"))
    ranges = [f["properties"]["max_range_km"] for f in content["features"]]
    assert ranges == [80.5, 305.8]


def test_works_in_a_sandboxed_frame(open_page, kharkiv_html):
    inner = kharkiv_html.replace("&", "&amp;").replace('"', "&quot;")
    opened = open_page(
        "<!DOCTYPE html><title>outer</title><script>addEventListener('message', "
        "e => { window.told = e.data; });</script>"
        f'<iframe sandbox="allow-scripts" title="t" width=600 height=700 '
        f'srcdoc="{inner}"></iframe>'
    )
    frame = opened.page.frame_locator("iframe")
    expect(frame.locator("html.rv-ready")).to_be_attached()
    frame.get_by_label("ATACMS").uncheck()
    frame.get_by_role("button", name="Copy link").click()
    link = frame.get_by_label("Link to this view")
    expect(link).to_be_visible()
    assert link.input_value() == "#show=himars"
    expect(frame.locator("#rv-share-told")).to_contain_text("Copy this part")
    assert opened.page.evaluate("window.told.type") == "rangeviz:ready"
    opened.page.evaluate("frames[0].postMessage({ type: 'rangeviz:auto-height' }, '*')")
    opened.page.wait_for_function("window.told.type === 'rangeviz:height'")
    assert opened.page.evaluate("window.told.height") > 300


@pytest.mark.parametrize("state", ["moved", "uk", "world"])
def test_axe_finds_nothing_in_other_states(
    open_page, packages, kharkiv, kharkiv_html, world_html, state
):
    html = world_html if state == "world" else kharkiv_html
    page = open_page(page_html(kharkiv, lang="uk") if state == "uk" else html).page
    if state == "moved":
        page.get_by_label("Show where sources disagree").check()
        page.get_by_label("A range of your own").check()
        page.get_by_text("Why the circle looks like an egg").click()
        drag(page, steps=5)
    page.evaluate((packages / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    told = [(v["id"], [n["html"] for n in v["nodes"]]) for v in result["violations"]]
    assert told == []


def test_polar_and_antimeridian_rings_are_drawn(open_page):
    for lon, lat in ((20.0, 84.0), (179.6, -17.0)):
        site = rv.LaunchSite.at(lon, lat, name="There")
        system = rv.System.ad_hoc(max_range_m=900_000, min_range_m=100_000)
        scenario = rv.Scenario(sites=(site,), systems=(system,))
        opened = open_page(page_html(build_report(scenario)))
        path = opened.page.locator("path.rv-ring").first.get_attribute("d")
        assert len(re.findall("[ML]", path)) > 100
        assert opened.problems == []


def test_an_area_stays_as_published(open_page):
    area = rv.find_region("Sumy Oblast")
    systems = rv.load_systems()
    scenario = rv.Scenario(
        sites=(rv.LaunchSite(area.name, area.geometry),), systems=(systems["himars"],)
    )
    opened = open_page(page_html(build_report(scenario)))
    page = opened.page
    expect(page.locator("path.rv-baseline")).to_have_count(1)
    expect(page.locator(".rv-pin")).to_be_hidden()
    expect(page.get_by_label("A range of your own")).to_have_count(0)
    assert page.locator("path.rv-ring").first.get_attribute("d").count("L") > 50
    assert opened.problems == []


def test_a_point_far_away_is_shown_and_told_to_lack_borders(open_page, kharkiv_html):
    opened = open_page(kharkiv_html)
    page = opened.page
    page.get_by_label("Longitude").fill("-60")
    page.get_by_label("Longitude").press("Enter")
    page.get_by_label("Latitude").fill("10")
    page.get_by_label("Latitude").press("Enter")
    expect(page.locator(".rv-pin")).to_be_in_viewport()
    expect(page.locator("#rv-moved-0")).to_contain_text("leaves the area whose borders")
    expect(page.locator("#rv-status")).to_contain_text("leaves the area whose borders")
    page.get_by_role("button", name="Back to the published position").click()
    expect(page.locator(".rv-pin")).to_be_in_viewport()
    expect(page.get_by_text("HIMARS 80.5 km", exact=True)).to_be_visible()
    assert opened.problems == []


def test_a_moved_sector_is_measured_as_a_sector(open_page):
    """What the page computes after a move is what a report from there says."""
    systems = (
        rv.System.ad_hoc(max_range_m=300_000, min_range_m=50_000, name="Wide"),
        rv.System.ad_hoc(max_range_m=120_000, name="Short"),
    )
    zones = (rv.find_zone("Kursk"), rv.find_zone("Belgorod Oblast"))

    def report(lon, lat):
        site = rv.LaunchSite.at(lon, lat, name="Here")
        sector = rv.Sector(300, 80)
        return build_report(rv.Scenario((site,), systems, zones, sector=sector))

    opened = open_page(page_html(report(36.0, 50.0)))
    page = opened.page
    page.get_by_label("Longitude").fill("35.5")
    page.get_by_label("Longitude").press("Enter")
    page.get_by_label("Latitude").fill("50.5")
    page.get_by_label("Latitude").press("Enter")
    expect(page.locator("#rv-moved-0")).to_be_visible()
    opened.unfold()
    values = (
        "(id) => [...document.querySelectorAll(`#${id} tr`)].map((row) => "
        "[...row.querySelectorAll('td')].map((cell) => Number(cell.dataset.value)))"
    )
    expected = report(35.5, 50.5)
    told = page.evaluate(values, "rv-zones-0")
    for row, (nearest_km, *shares) in enumerate(told):
        found = [reach.zones[row] for reach in expected.reaches]
        # Written to whole per cent and kilometres.
        assert shares == pytest.approx([z.share_of_unit for z in found], abs=1e-2)
        assert nearest_km == pytest.approx(found[0].nearest_m / 1e3, abs=1)
    assert 0.05 < told[1][1] < 0.95
    names = page.locator("#rv-regions-0 th").all_inner_texts()
    regions = {row.name for reach in expected.reaches for row in reach.regions}
    assert {name.split("\n")[0] for name in names} == regions
    places = {place.name for reach in expected.reaches for place in reach.places}
    listed = {
        name.split("\n")[0]
        for name in page.locator("#rv-places-0 th").all_inner_texts()
    }
    assert listed == places
    assert opened.problems == []


def test_the_link_that_is_copied_brings_back_the_view(open_page, kharkiv_html):
    opened = open_page(kharkiv_html, permissions=["clipboard-read", "clipboard-write"])
    page = opened.page
    page.get_by_label("Show where sources disagree").check()
    page.get_by_title("Zoom in").click()
    page.wait_for_timeout(500)  # for the zoom's animation
    page.get_by_role("button", name="Copy link").click()
    # A path of somebody's disk is no link.
    expect(page.locator("#rv-share-told")).to_contain_text("Add it to the end of the")
    shown = page.evaluate("navigator.clipboard.readText()")
    assert shown == page.evaluate("location.hash")
    zoom = page.evaluate("rangeviz.page.map.getZoom()")
    again = open_page(kharkiv_html).page
    again.evaluate("(hash) => { location.hash = hash; }", "#" + shown.split("#")[1])
    expect(again.get_by_label("Show where sources disagree")).to_be_checked()
    assert again.evaluate("rangeviz.page.map.getZoom()") == zoom
    assert "view=" in shown
    assert opened.problems == []
