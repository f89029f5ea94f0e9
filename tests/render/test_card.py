"""The reading card, the ruler, the walk by keyboard, and ranges over another place."""

import re
from itertools import pairwise

import pyproj
import pytest
from playwright.sync_api import Page, expect

import rangeviz as rv

pytestmark = pytest.mark.browser

GEOD = pyproj.Geod(ellps="WGS84")
BELGOROD, SUMY = (
    (place.lon, place.lat) for place in map(rv.find_place, ("Belgorod", "Sumy"))
)
PIXEL = "(at) => { const { x, y } = rangeviz.page.view.pixel(at); return [x, y]; }"


def tap(page: Page, lon: float, lat: float) -> None:
    x, y = page.evaluate(PIXEL, [lon, lat])
    page.locator("#rv-map").click(position={"x": x, "y": y})


def rows(page: Page) -> dict[str, str]:
    card = page.locator("#rv-card")
    heads, values = card.locator("dt"), card.locator("dd")
    return dict(zip(heads.all_inner_texts(), values.all_inner_texts(), strict=True))


def number(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text.split(" km")[0]))


def test_a_tap_tells_name_distance_azimuth_ranges_and_source(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    tap(page, *BELGOROD)
    card = page.locator("#rv-card")
    expect(card.locator("strong")).to_have_text("Belgorod")
    told = rows(page)
    azimuth, _, length_m = GEOD.inv(36.2304, 49.9935, *BELGOROD)
    distance, degrees = told["From Kharkiv"].split(", azimuth ")
    assert number(distance) == pytest.approx(length_m / 1e3, abs=0.5)
    assert float(degrees.rstrip("°")) == pytest.approx(azimuth % 360, abs=1)
    assert told["Within"] == "HIMARS, ATACMS"
    assert "New York Times" in told["Source: ATACMS"] or "NYT" in told["Source: ATACMS"]
    expect(page.locator("#rv-card-told")).to_have_text(
        re.compile(r"^Belgorod, Belgorod Oblast, Russia\. From Kharkiv .* km, azimuth")
    )
    bar_px = page.locator(".rv-scale").bounding_box()
    card_px = card.bounding_box()
    assert card_px["y"] + card_px["height"] <= bar_px["y"]  # which stays legible


def test_a_region_tells_the_shares_of_its_table(open_page, kharkiv_html):
    page = open_page(kharkiv_html).unfold()
    row = page.locator("#rv-regions-0 tr", has_text="Sumy Oblast")
    shares = row.locator("td").all_inner_texts()[1:]
    row.get_by_role("button", name="Sumy Oblast").click()
    expect(page.locator("#rv-card strong")).to_have_text("Sumy Oblast, Ukraine")
    told = rows(page)
    assert [told[f"Share within {name}"] for name in ("HIMARS", "ATACMS")] == shares


def test_the_card_follows_the_pin(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    tap(page, *BELGOROD)
    before = rows(page)["From Kharkiv"]
    page.locator(".rv-pin").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowUp")
    after = rows(page)["From Kharkiv (moved)"]
    lon, lat = page.evaluate("rangeviz.page.scene.sites[0].at")
    length_m = GEOD.inv(lon, lat, *BELGOROD)[2]
    assert after != before
    assert number(after) == pytest.approx(length_m / 1e3, abs=0.5)


@pytest.mark.parametrize("projection", ["true", "mercator", "globe"])
def test_a_second_point_makes_a_ruler_along_the_geodesic(
    open_page, kharkiv_html, projection
):
    page = open_page(kharkiv_html, address=f"#proj={projection}").page
    tap(page, *BELGOROD)
    page.get_by_role("button", name="Measure from here").click()
    tap(page, *SUMY)
    azimuth, _, length_m = GEOD.inv(*BELGOROD, *SUMY)
    card = page.locator("#rv-card")
    expect(card.locator("strong")).to_have_text("From Belgorod to Sumy")
    way = card.locator(".rv-card-way").inner_text()
    assert number(way) == pytest.approx(length_m / 1e3, abs=1)
    assert way.endswith(f"azimuth {round(azimuth % 360)}°")
    line = page.evaluate("rangeviz.page.card.ruler.line")
    for i in (32, 64, 96):
        lon, lat, _ = GEOD.fwd(*line[0], azimuth, length_m * i / 128)
        assert GEOD.inv(lon, lat, *line[i])[2] < 100
    expect(page.locator("path.rv-ruler")).to_have_attribute("d", re.compile(r"^M.*L"))
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator("path.rv-ruler")).not_to_have_attribute("d", re.compile("L"))


def test_a_ruler_across_180_degrees_is_the_short_way(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    line = page.evaluate(
        """() => {
          const { ruler } = rangeviz.page.card;
          ruler.lay([[178, -18], [-172, -14]]);
          return ruler.line;
        }"""
    )
    assert all(abs(a[0] - b[0]) < 1 for a, b in pairwise(line))
    assert line[-1] == pytest.approx([188, -14], abs=1e-6)


def test_the_map_can_be_read_by_keyboard_alone(open_page, kharkiv_html):
    opened = open_page(kharkiv_html)
    page = opened.page
    page.locator("#rv-map").focus()
    told = page.locator("#rv-card-told")
    heard = []
    for _ in range(6):
        page.keyboard.press("PageDown")
        heard.append(told.inner_text())
    assert heard[0].startswith("Kharkiv, Kharkiv Oblast, Ukraine. From Kharkiv 2.2 km")
    assert any(sentence.startswith("Belgorod, ") for sentence in heard)
    away = [float(re.search(r"Kharkiv ([\d.]+) km", each)[1]) for each in heard]
    assert away == sorted(away)
    page.keyboard.press("PageUp")
    assert told.inner_text() == heard[-2]
    page.keyboard.press("Enter")
    card = page.locator("#rv-card")
    expect(card).to_be_visible()
    assert heard[-2].startswith(card.locator("strong").inner_text())
    page.keyboard.press("Tab")
    names = []
    for _ in range(12):
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
        if names[-1] == "Measure from here":
            break
        page.keyboard.press("Tab")
    assert names[-1] == "Measure from here", names
    page.keyboard.press("Enter")
    assert told.inner_text() == "Choose the other point on the map."
    for _ in range(3):
        page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    expect(card.locator("strong")).to_contain_text("From ")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert opened.problems == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on an element."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def test_the_whole_path_by_keyboard_alone(open_page, kharkiv_html):
    """Read the map, measure, search, see the city's ranges, and come back."""
    opened = open_page(kharkiv_html)
    page = opened.page
    expect(page.locator("html.rv-ready")).to_be_attached()
    tab_to(page, "#rv-map")
    for key in ("PageDown", "PageDown", "Enter"):
        page.keyboard.press(key)
    tab_to(page, "#rv-card button:not(.rv-card-close)")
    for key in ("Enter", "PageDown", "PageDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#rv-card strong")).to_contain_text(" to ")
    page.keyboard.press("Escape")
    tab_to(page, "#rv-search")
    page.keyboard.type("Берлін")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#rv-status")).to_contain_text("Berlin (instead of Kharkiv)")
    tab_to(page, "#rv-reset")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == ""
    assert opened.problems == []


@pytest.mark.parametrize("height", [568, 256])
def test_at_320_pixels_nothing_scrolls_sideways(open_page, kharkiv_html, height):
    """Which is also 1280 pixels enlarged to 400 per cent."""
    page = open_page(kharkiv_html, width=320, height=height).page
    expect(page.locator("html.rv-ready")).to_be_attached()
    page.locator("#rv-search").evaluate("node => node.value = 'san'")
    page.locator("#rv-search").dispatch_event("input")
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 320
    page.locator("#rv-map").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    expect(page.locator("#rv-card")).to_be_visible()
    assert page.evaluate(wide) <= 320


def test_the_rows_of_a_table_are_one_tab_stop(open_page, kharkiv_html):
    page = open_page(kharkiv_html).unfold()
    heads = page.locator("#rv-places-0 button")
    assert heads.count() > 10
    assert page.locator("#rv-places-0 button[tabindex='0']").count() == 1
    heads.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(heads.nth(2)).to_be_focused()
    name = heads.nth(2).inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#rv-card strong")).to_have_text(name)
    page.locator("#rv-card button").first.click()
    expect(heads.nth(2)).to_be_focused()


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (320, 568)])
def test_the_card_leaves_no_word_broken_and_nothing_wider(
    open_page, kharkiv_html, size
):
    page = open_page(kharkiv_html, width=size[0], height=size[1]).page
    page.locator("#rv-map").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    card = page.locator("#rv-card")
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert box["y"] + box["height"] <= size[1]
    assert card.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if size[0] < 400:
        assert box["width"] == size[0]


def test_published_rings_stay_as_ghosts_and_the_distance_can_be_felt(
    open_page, kharkiv_html
):
    page = open_page(kharkiv_html).page
    ghost = page.locator("path.rv-ghost")
    expect(ghost).not_to_have_attribute("d", re.compile("L"))
    field = page.get_by_role("combobox")
    field.fill("Berlin")
    field.press("Enter")
    expect(page.locator("#rv-status")).to_contain_text("Berlin (instead of Kharkiv)")
    told = page.locator("#rv-status").inner_text()
    city, km = re.search(
        r"ATACMS, 305\.8 km: about as far as from Berlin to (.+?) \(≈?(\d+) km\)", told
    ).groups()
    place = rv.find_place(city)
    length_m = GEOD.inv(13.4, 52.52, place.lon, place.lat)[2]
    assert float(km) == pytest.approx(length_m / 1e3, abs=10)
    assert 0.9 < length_m / 305_800 < 1.1
    page.get_by_label("Web Mercator").check()
    page.evaluate("rangeviz.page.map.setZoom(4)")
    expect(ghost).to_have_attribute("d", re.compile(r"^M.*L"))
    link = page.evaluate("location.hash")
    again = open_page(kharkiv_html, address=link).page
    expect(again.locator("#rv-status")).to_contain_text("Berlin (instead of Kharkiv)")
    assert "proj=mercator" in link
    expect(again.locator("path.rv-ghost")).to_have_attribute("d", re.compile("L"))
    expect(again.locator(".rv-foot")).to_contain_text("not what would be hit")
    again.get_by_role("button", name="Back to the published position").click()
    expect(again.locator("path.rv-ghost")).not_to_have_attribute("d", re.compile("L"))


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_while_the_card_is_open(
    open_page, packages, kharkiv_html, width
):
    page = open_page(kharkiv_html, color_scheme="light", width=width).unfold()
    page.locator("#rv-regions-0 button").first.click()
    expect(page.locator("#rv-card")).to_be_visible()
    page.evaluate((packages / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found = result["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
