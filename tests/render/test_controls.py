"""Every control of a page can change something there; what can't isn't in the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.writing import page_html

pytestmark = pytest.mark.browser

SWITCHES = "input[type=checkbox]:visible, input[type=radio]:not(:checked):visible"
OF_POINTS = "#rv-reset, #rv-own, #rv-own-slider, #rv-bands, #rv-lesson, #rv-merged"


def page_of(site: rv.LaunchSite, *systems: rv.System) -> str:
    return page_html(build_report(rv.Scenario(sites=(site,), systems=systems)))


def ring(range_km: float) -> rv.System:
    return rv.System.ad_hoc(max_range_m=range_km * 1e3, name="Ring")


@pytest.fixture
def pages(kharkiv_html, three_html, far_html):
    """Five kinds of page, each made when it is asked for."""
    himars = rv.load_systems()["himars"]
    area = rv.find_area("Kursk")
    kursk = rv.LaunchSite(area.name, area.geometry)
    return {
        "point": lambda: kharkiv_html,
        "three sites": lambda: three_html,
        "islands": lambda: page_of(rv.LaunchSite.at(178.44, -18.14), ring(1000)),
        "world": lambda: far_html,
        "area": lambda: page_of(kursk, himars),
    }


def seen(page: Page) -> bytes:
    """The map, without the focus that a control has beside it."""
    page.evaluate("document.activeElement.blur()")
    return page.locator("#rv-map").screenshot(animations="disabled")


def toggled(control: Locator) -> None:
    control.evaluate("node => node.click()")


# Islands have the controls of a point.
@pytest.mark.parametrize(
    "kind",
    [
        *("point", "three sites", "world", "area"),
        pytest.param("islands", marks=pytest.mark.repetition),
    ],
)
def test_every_control_changes_what_is_seen(open_page, pages, kind):
    page = open_page(pages[kind]()).page
    expect(page.locator("html.rv-ready")).to_be_attached()
    controls = page.locator(SWITCHES)
    assert controls.count() >= 3
    for control in controls.all():
        what = control.locator("xpath=..").inner_text()
        expect(control).to_be_enabled()
        is_radio = control.get_attribute("type") == "radio"
        default = page.locator("input[name=rv-projection]").first
        before = seen(page)
        toggled(control)
        assert seen(page) != before, what
        toggled(default if is_radio else control)
    for button in page.locator(".rv-edit button:not(#rv-reset)").all():
        expect(button).to_be_enabled()
    has_points = kind != "area"
    assert (page.locator(OF_POINTS).count() > 0) == has_points
    if has_points:
        page.get_by_label("Latitude").first.fill("10")
        page.get_by_label("Latitude").first.press("Enter")
        moved = seen(page)
        page.locator("#rv-reset").click()
        assert seen(page) != moved


def test_an_area_says_nothing_of_launch_points_that_it_has_not(open_page, pages):
    opened = open_page(pages["area"](), address="#own=100&bands=1&merged=1&at=30,50")
    page = opened.page
    expect(page.locator("html.rv-ready")).to_be_attached()
    assert opened.problems == []
    told = page.locator("h2, button, summary, label").all_inner_texts()
    assert any("Explore" in text for text in told)
    for words in ("Launch point", "Back to the", "looks like an egg", "of your own"):
        assert not any(words in text for text in told)


def test_switches_without_anything_to_switch_are_left_out(open_page, pages):
    page = open_page(pages["world"]()).page
    expect(page.locator("html.rv-ready")).to_be_attached()
    expect(page.locator("#rv-bands, [data-layer=borders]")).to_have_count(0)
    expect(page.get_by_text("Region borders")).to_have_count(0)


HOST = "https://host.example/page.html"
NO_STYLE = "default-src 'none'; script-src 'unsafe-inline'; style-src 'self'"
NO_SCRIPT = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'"


@pytest.mark.parametrize("policy", [NO_STYLE, NO_SCRIPT])
def test_a_host_that_blocks_a_part_gets_words_and_small_keys(
    chromium, kharkiv_html, policy
):
    context = chromium.new_context()
    page = context.new_page()
    headers = {"Content-Security-Policy": policy, "Content-Type": "text/html"}
    page.route(HOST, lambda route: route.fulfill(body=kharkiv_html, headers=headers))
    page.goto(HOST)
    said = page.get_by_text("The map could not start")
    expect(said).to_be_visible()
    expect(said).to_contain_text("Content-Security-Policy")
    boxes = [key.bounding_box() for key in page.locator(".rv-key").all()]
    assert len(boxes) > 3
    assert all(box["width"] <= 40 and box["height"] <= 20 for box in boxes)
    blackest = page.locator(".rv-key").first.evaluate(
        "key => getComputedStyle(key.querySelector('rect')).fill"
    )
    assert blackest != "rgb(0, 0, 0)"
    context.close()


def test_a_page_that_starts_takes_those_words_away(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    expect(page.locator("html.rv-ready")).to_be_attached()
    expect(page.locator("#rv-blocked")).to_have_count(0)


def test_no_picture_in_the_accessibility_tree_lacks_a_name(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    expect(page.locator("html.rv-ready")).to_be_attached()
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    assert len(nodes) > 200
    pictures = [
        node
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in {"img", "image"}
    ]
    assert [node for node in pictures if not node["name"]["value"]] == []


def test_what_a_range_of_ones_own_covers_is_spoken(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    page.get_by_label("A range of your own").check()
    told = page.get_by_role("status").filter(has_text="listed places")
    expect(told).to_contain_text("From Kharkiv")


def test_a_link_to_a_page_has_a_preview_and_an_icon(open_page, kharkiv_html):
    opened = open_page(kharkiv_html)
    head = opened.page.locator("head")
    title = opened.page.title()
    description = head.locator("meta[name=description]").get_attribute("content")
    assert "From Kharkiv: HIMARS 80.5 km, ATACMS 305.8 km." in description
    assert "Kursk Oblast: nearest edge" in description
    for name, content in (("title", title), ("description", description)):
        tag = head.locator(f"meta[property='og:{name}']")
        assert tag.get_attribute("content") == content
    icon = head.locator("link[rel=icon]").get_attribute("href")
    drawn = opened.page.evaluate(
        "href => new Promise((told) => { const icon = new Image();"
        "icon.onload = () => told(icon.naturalWidth); icon.onerror = () => told(0);"
        "icon.src = href; })",
        icon,
    )
    assert drawn > 0
    assert opened.requests == []
    assert opened.problems == []


def test_the_link_of_a_hosted_page_is_its_whole_address(chromium, kharkiv_html):
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.route(HOST, lambda r: r.fulfill(body=kharkiv_html, content_type="text/html"))
    page.goto(HOST)
    page.get_by_label("ATACMS").uncheck()
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#rv-share-told")).to_have_text("The link is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{HOST}#show=himars"
    context.close()
