"""The page inside another page: small frames, heights that hosts give, ways out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

from rangeviz.render.page.embed import embed_snippet

pytestmark = pytest.mark.browser

HOST = "https://host.example/"
FIXED = "width: 100%; height: min(90vh, 44rem)"
SMALL = [(280, 200), (320, 240), (320, 500), (390, 300), (600, 450), (800, 450)]
SPARE_PX = 8
# The rings' extent in the frame's window, and the window.
RINGS = """() => [...document.querySelectorAll("#rv-map path.rv-ring")]
  .map((path) => path.getBoundingClientRect())
  .filter(({ width }) => width > 0)
  .map(({ left, top, right, bottom }) =>
    [left, top, innerWidth - right, innerHeight - bottom])"""
MESSAGES = """() => { window.heights = [];
  addEventListener("message", ({ data }) =>
    data?.type === "rangeviz:height" && heights.push(data.height)); }"""


@pytest.fixture
def host(chromium, kharkiv_html, tmp_path) -> Callable[..., tuple[Page, Frame]]:
    """Open a page of someone else's with our snippet in it."""
    inner = tmp_path / "kharkiv.html"
    inner.write_text(kharkiv_html, encoding="utf-8", newline="\n")
    contexts = []

    def opened(style: str = "", *, width: int = 900, listens: bool = True):
        snippet = embed_snippet(inner)
        frame, _, script = snippet.partition("\n")
        if style:
            assert FIXED in frame
            frame = frame.replace(FIXED, style)
        markup = frame + (script if listens else "")
        bodies = {
            HOST: f"<!DOCTYPE html><title>Host</title>{markup}<p>After",
            f"{HOST}kharkiv.html": kharkiv_html,
        }
        context = chromium.new_context(viewport={"width": width, "height": 700})
        contexts.append(context)
        context.route(
            f"{HOST}**",
            lambda route: route.fulfill(
                body=bodies[route.request.url.partition("#")[0]],
                content_type="text/html; charset=utf-8",
            ),
        )
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.add_init_script(f"({MESSAGES})()")
        page.goto(HOST)
        page.wait_for_selector("iframe")
        ours = page.frames[1]
        ours.wait_for_selector("html.rv-ready", state="attached")
        if listens:
            page.wait_for_function("heights.length > 0")
        page.wait_for_timeout(600)
        assert problems == []
        return page, ours

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", SMALL, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_small_frame_shows_the_map_whole_and_scrolls_nothing(host, size):
    style = f"width: {size[0]}px; height: {size[1]}px"
    _, frame = host(style, listens=False)
    rings = frame.evaluate(RINGS)
    assert len(rings) == 2
    for spare in rings:
        assert min(spare) >= SPARE_PX
    scrolls = frame.evaluate(
        "[document.documentElement, ...document.querySelectorAll('body, .rv *')]"
        ".filter((node) => node.getClientRects().length > 0)"
        ".filter((node) => /auto|scroll/.test(getComputedStyle(node).overflowY))"
        ".filter((node) => node.scrollHeight > node.clientHeight + 1).length"
    )
    assert scrolls == 0
    assert frame.evaluate("document.documentElement.scrollHeight") <= size[1]
    expect(frame.locator("h1")).to_be_in_viewport()
    expect(frame.locator("#rv-panel")).to_be_hidden()


def test_a_small_frame_leads_to_the_whole_page(host):
    page, frame = host("width: 390px; height: 300px", listens=False)
    frame.locator(".rv-pin").focus()
    frame.page.keyboard.press("ArrowUp")
    with page.context.expect_page() as opening:
        frame.get_by_role("link", name="Open the whole page").click()
    whole = opening.value
    whole.wait_for_selector("html.rv-ready", state="attached")
    expect(whole.locator("#rv-panel")).to_be_visible()
    expect(whole.locator("h1")).to_have_text(frame.locator("h1").inner_text())


def test_a_frame_without_an_address_opens_its_figures_in_place(chromium, kharkiv_html):
    page = chromium.new_page(viewport={"width": 700, "height": 600})
    page.set_content("<iframe width=500 height=400></iframe>")
    page.locator("iframe").evaluate("(f, html) => (f.srcdoc = html)", kharkiv_html)
    frame = page.frame_locator("iframe")
    expect(frame.locator("#rv-panel")).to_be_hidden()
    frame.get_by_role("button", name="Figures and controls").click()
    expect(frame.locator("#rv-panel")).to_be_visible()
    page.close()


@pytest.mark.parametrize("width", [400, 760, 1240])
def test_the_snippet_gives_the_frame_the_height_of_the_page(host, width):
    page, frame = host(width=width)
    height = page.locator("iframe").bounding_box()["height"]
    inner = frame.evaluate(
        "[document.querySelector('.rv').getBoundingClientRect().height,"
        " document.documentElement.scrollHeight, innerHeight]"
    )
    assert all(abs(each - height) <= 2 for each in inner)
    # A frame that grows must not make the page grow: one message, then quiet.
    said = page.evaluate("heights")
    page.wait_for_timeout(700)
    assert page.evaluate("heights") == said
    assert len(said) <= 2
    assert page.evaluate("scrollX") == 0


def test_the_height_follows_what_is_unfolded(host):
    page, frame = host(width=500)
    before = page.locator("iframe").bounding_box()["height"]
    frame.locator("summary", has_text="Read with care").click()
    page.wait_for_timeout(400)
    after = page.locator("iframe").bounding_box()["height"]
    assert after > before + 100
    shown = frame.evaluate(
        "document.querySelector('.rv').getBoundingClientRect().height"
    )
    assert after == pytest.approx(shown, abs=2)


def test_no_other_window_sets_the_layout(host):
    _, frame = host("width: 800px; height: 600px", listens=False)
    frame.evaluate("postMessage({type: 'rangeviz:auto-height'}, '*')")
    frame.evaluate("postMessage(null, '*')")
    frame.page.wait_for_timeout(200)
    assert "rv-flow" not in frame.evaluate("document.documentElement.className")


def test_a_page_of_its_own_posts_nothing(open_page, kharkiv_html):
    page = open_page(kharkiv_html, width=500, height=400).page
    assert "rv-framed" not in page.evaluate("document.documentElement.className")
    expect(page.locator("#rv-panel")).to_be_visible()
    expect(page.locator(".rv-way-out")).to_have_count(0)
