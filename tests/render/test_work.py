"""How much the page does, counted; how long it takes is `benchmarks/page_speed.py`."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

WORLD_BYTES = 800_000
MOVES = 30


def test_a_page_of_the_whole_world_is_small_and_drawn(open_page, world_html):
    assert len(world_html.encode("utf-8")) <= WORLD_BYTES
    page = open_page(world_html).page
    page.wait_for_selector("html.rv-ready", state="attached")
    assert page.locator("path.rv-ring").first.get_attribute("d").count("L") > 60


def test_a_drag_is_computed_once_a_frame(open_page, kharkiv_html):
    """Two moves of the pointer within a frame are one computation, none is left out."""
    page = open_page(kharkiv_html).page
    box = page.locator(".rv-pin").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate("rangeviz.page.updates.timing.frames_ms.length = 0")
    page.mouse.move(x, y)
    page.mouse.down()
    for move in range(1, MOVES + 1):
        page.mouse.move(x + 2 * move - 1, y - move)
        page.mouse.move(x + 2 * move, y - move)
        page.evaluate("new Promise(requestAnimationFrame)")
    page.mouse.up()
    frames = len(page.evaluate("rangeviz.page.updates.timing.frames_ms"))
    assert MOVES * 2 / 3 <= frames <= MOVES * 2
