"""The page for everybody: keyboard, touch, screen reader, still eyes, paper."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.writing import page_html

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const node = document.activeElement;
  const own = [node.getAttribute("aria-label"), node.textContent.trim(),
    ...[...(node.labels || [])].map((label) => label.textContent.trim())];
  return { id: node.id, name: own.find(Boolean) || "",
    outline: parseFloat(getComputedStyle(node).outlineWidth) };
}"""


def tab_to(page: Page, wanted: str, key: str = "Tab") -> int:
    """Press Tab until something with this id or name has the focus, and is seen to."""
    for stops in range(1, 60):
        page.keyboard.press(key)
        focused = page.evaluate(FOCUSED)
        assert focused["name"], "a stop without a name"
        assert focused["outline"] >= 2, f"{focused['name']}: no visible focus"
        if wanted in (focused["id"], focused["name"]):
            return stops
    raise AssertionError(f"no way to {wanted!r} by keyboard")


def rows(page: Page, kind: str) -> list[str]:
    return page.locator(f"#rv-{kind}-0 tr").all_text_contents()


def test_keyboard_alone_moves_reads_and_goes_back(open_page, kharkiv_html):
    opened = open_page(kharkiv_html)
    page = opened.page
    kinds = ("zones", "countries", "regions", "places")
    published = {kind: rows(page, kind) for kind in kinds}
    pin = "Launch point Kharkiv. Arrow keys move it, with Shift in larger steps."
    assert tab_to(page, pin) <= 6
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#rv-moved")).to_contain_text("no longer the published")
    expect(page.locator("#rv-status")).to_contain_text("Kharkiv at 5")
    expect(page.locator("#rv-from-0")).to_have_text("From Kharkiv (moved)")
    expect(page.locator(".rv-label-site:not([hidden])")).to_have_text("Kharkiv (moved)")
    moved = {kind: rows(page, kind) for kind in kinds}
    assert all(moved[kind] != published[kind] for kind in kinds)
    tab_to(page, "rv-lat-0")
    page.keyboard.press("Control+A")
    page.keyboard.type("48.5")
    page.keyboard.press("Enter")
    assert rows(page, "regions") != moved["regions"]
    tab_to(page, "rv-reset")
    page.keyboard.press("Enter")
    assert {kind: rows(page, kind) for kind in kinds} == published
    expect(page.locator("#rv-moved")).to_have_text("")
    expect(page.locator("#rv-from-0")).to_have_text("From Kharkiv")
    assert page.evaluate(FOCUSED)["name"] == pin
    assert opened.problems == []


def test_links_within_the_page_keep_the_state(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    page.get_by_label("Latitude").fill("50.5")
    page.get_by_label("Latitude").press("Enter")
    page.get_by_role("link", name="More to know").click()
    expect(page.locator("#rv-caveats")).to_be_in_viewport()
    expect(page.locator("#rv-moved-0")).to_be_visible()
    assert page.get_by_label("Latitude").input_value() == "50.5000"
    assert "at=36.2304,50.5" in page.evaluate("location.hash")


def test_every_control_is_large_enough_for_a_finger(open_page, kharkiv_html):
    page = open_page(kharkiv_html, width=390, height=844, has_touch=True).page
    page.get_by_role("group").filter(has_text="Why the circle").locator(
        "summary"
    ).click()
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(
            "button, input, summary, .leaflet-control a")]
          .filter((node) => node.getClientRects().length > 0)
          .map((node) => [node.closest("label") || node, node])
          .map(([node, own]) => {
            const box = node.getBoundingClientRect();
            return [own.id || own.textContent || node.textContent,
                    box.width, box.height];
          })"""
    )
    assert len(sizes) >= 15
    small = [size for size in sizes if min(size[1:]) < 44]
    assert small == []
    hits = page.evaluate(
        """() => {
          const pin = document.querySelector(".rv-pin");
          pin.scrollIntoView({ block: "center" });
          const { x, y, width } = pin.getBoundingClientRect();
          const [cx, cy] = [x + width / 2, y + width / 2];
          return [[0, 21], [21, 0], [-21, 0], [0, -21]]
            .map(([dx, dy]) => document.elementFromPoint(cx + dx, cy + dy) === pin);
        }"""
    )
    assert all(hits)


KEY_REPEAT_MS = 33


def test_live_regions_speak_once_things_are_quiet(open_page, kharkiv_html):
    # Keys repeat as fast on a slow machine as on a quick one.
    page = open_page(kharkiv_html, own_clock=True).page
    expect(page.locator("html.rv-ready")).to_be_attached()
    page.clock.pause_at(datetime.now() + timedelta(minutes=1))
    page.evaluate(
        """() => {
          window.rvSaid = [];
          const live = document.querySelectorAll("[role=status], [aria-live]");
          for (const node of live) {
            const tell = () => node.textContent && rvSaid.push(node.textContent);
            new MutationObserver(tell)
              .observe(node, { childList: true, characterData: true, subtree: true });
          }
        }"""
    )

    def said_after(key):
        for _ in range(12):
            page.keyboard.press(key)
            page.clock.run_for(KEY_REPEAT_MS)
        assert page.evaluate("rvSaid") == []
        page.clock.run_for(1_000)
        return page.evaluate("rvSaid.splice(0)")

    page.locator(".rv-pin").focus()
    where, warning = sorted(said_after("ArrowUp"))
    assert "Kharkiv at" in where
    assert "no longer the published position" in warning
    page.get_by_label("A range of your own").check()
    page.clock.run_for(1_000)
    (own,) = page.evaluate("rvSaid.splice(0)")
    page.get_by_label("Length of your own range").focus()
    (longer,) = said_after("ArrowRight")
    assert longer != own


def test_nothing_moves_by_itself_where_that_is_asked_for(open_page, kharkiv_html):
    page = open_page(kharkiv_html, reduced_motion="reduce").page
    options = page.evaluate(
        "(({ zoomAnimation, fadeAnimation, inertia }) =>"
        " [zoomAnimation, fadeAnimation, inertia])(rangeviz.page.map.options)"
    )
    assert options == [False, False, False]
    page.get_by_title("Zoom in").click()
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_prints_on_one_or_two_sheets_of_a4(open_page, kharkiv, lang):
    page = open_page(page_html(kharkiv, lang=lang)).page
    pdf = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}
    page.emulate_media(media="print")
    for hidden in (".leaflet-control-zoom", ".rv-edit", ".rv-legend input"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("path.rv-ring").first).to_be_attached()
    for shown in ("#rv-status", "#rv-regions-0", "#rv-sources", "#rv-caveats"):
        expect(page.locator(shown)).to_be_visible()


CONTRASTS = """() => {
  const light = (text) => {
    const linear = text.match(/\\w\\w/g).map((pair) => parseInt(pair, 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const probe = document.body.appendChild(document.createElement("i"));
  const of = (name, style = "") => {
    probe.className = style;
    const text = getComputedStyle(probe).getPropertyValue(name).trim().slice(1);
    return text.length === 3 ? text.replace(/./g, "$&$&") : text;
  };
  const ratio = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const rings = [0, 1, 2, 3, 4, 5].map((i) => `rv-s${i}`);
  // Both stand on a halo.
  const grounds = [of("--halo")];
  const lines = [...rings.map((style) => of("--ring", style)), of("--zone")];
  const texts = [...rings.map((style) => of("--ring-text", style)),
    of("--label"), of("--country-label")];
  const least = (colours, against) =>
    Math.min(...colours.flatMap((c) => against.map((ground) => ratio(c, ground))));
  return { lines: least(lines, grounds), texts: least(texts, grounds),
    count: new Set(lines).size };
}"""


def test_lines_and_names_stand_out_from_their_halo(open_page, kharkiv_html):
    page = open_page(kharkiv_html, color_scheme="light").page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(CONTRASTS)
        assert found["count"] >= 6
        assert found["lines"] >= 3
        assert found["texts"] >= 4.5


def test_the_page_around_keeps_its_wheel(open_page, kharkiv_html):
    page = open_page(kharkiv_html, height=500).page
    zoom = page.evaluate("rangeviz.page.map.getZoom()")
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(200)
    assert page.evaluate("rangeviz.page.map.getZoom()") == zoom
    assert page.evaluate("scrollY") > 0


def test_merged_reaches_are_in_the_address(open_page):
    systems = rv.load_systems()
    sites = [(36.2, 50.0, "One"), (35.0, 50.0, "Two")]
    scenario = rv.Scenario(
        sites=tuple(rv.LaunchSite.at(lon, lat, name=name) for lon, lat, name in sites),
        systems=(systems["himars"],),
    )
    html = page_html(build_report(scenario))
    page = open_page(html).page
    page.get_by_label("Merge the reaches").check()
    assert "merged=1" in page.evaluate("location.hash")
    again = open_page(html).page
    again.evaluate("location.hash = '#merged=1'")
    expect(again.get_by_label("Merge the reaches")).to_be_checked()
    again.evaluate("location.hash = ''")
    expect(again.get_by_label("Merge the reaches")).not_to_be_checked()
