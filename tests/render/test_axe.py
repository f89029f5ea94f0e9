"""axe on all kinds of pages, in both themes, unfolded, moved, framed; small screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.writing import page_html

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KINDS = ["point", "three sites", "area", "timeline", "comparison", "world"]


@pytest.fixture(scope="module")
def pages(kharkiv_html, three_html, far_html):
    systems = rv.load_systems()
    himars, atacms = systems["himars"], systems["atacms"]
    point = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    kursk = rv.find_area("Kursk")
    area = rv.LaunchSite(kursk.name, kursk.geometry)
    stages = (
        rv.Stage("2024-05-30", "Limited use", (himars,), ()),
        rv.Stage("2024-11-17", "Authorisation", (himars, atacms)),
    )
    told = rv.Scenario((point,), (himars, atacms), stages=stages)
    both = rv.Scenario((point,), (himars, atacms))
    makes = {
        "point": lambda: kharkiv_html,
        "three sites": lambda: three_html,
        "area": lambda: page_html(build_report(rv.Scenario((area,), (himars,)))),
        "timeline": lambda: page_html(rv.build_stages(told)),
        "comparison": lambda: page_html(rv.compare(build_report(both))),
        "world": lambda: far_html,
    }
    made: dict[str, str] = {}
    return lambda kind: made.setdefault(kind, made.get(kind) or makes[kind]())


def unnamed(page: Page) -> list[str]:
    """Roles of pictures and controls that have no name in the accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    assert len(nodes) > 200
    return [
        node["role"]["value"]
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"] in {"img", "image", "button", "link", "checkbox"}
        and not node["name"]["value"]
    ]


def violations(frame: Frame, packages: Path) -> list[tuple[str, list[str]]]:
    frame.evaluate((packages / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    result = frame.evaluate(
        "axe.run(document, {resultTypes: ['violations'], iframes: false})"
    )
    assert result["passes"]
    return [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in result["violations"]
    ]


WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_unfolded_narrow_and_moved(open_page, pages, packages, kind):
    """Of one page: to open it costs more than to look at it."""
    opened = open_page(pages(kind))
    page = opened.unfold()
    assert unnamed(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function(f"{WIDTH} <= 320")  # no sideways scroll
    page.set_viewport_size({"width": 1280, "height": 800})
    if kind != "area":
        page.locator(".rv-pin").first.focus()
        page.keyboard.press("ArrowUp")
    sort = page.locator(".rv-sort")
    if sort.count():
        sort.first.click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page.main_frame, packages) == [], scheme
    assert opened.problems == []


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        ((390, 300), "light"),
        ((600, 450), "dark"),
        pytest.param((390, 300), "dark", marks=pytest.mark.repetition),
        pytest.param((600, 450), "light", marks=pytest.mark.repetition),
    ],
    ids=str,
)
def test_axe_finds_nothing_in_a_small_frame(
    chromium, kharkiv_html, packages, size, scheme
):
    page = chromium.new_page(
        viewport={"width": 700, "height": 600}, color_scheme=scheme
    )
    page.set_content(f"<iframe title=map width={size[0]} height={size[1]}></iframe>")
    page.locator("iframe").evaluate("(f, html) => (f.srcdoc = html)", kharkiv_html)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="Figures and controls")).to_be_visible()
    assert violations(page.frames[1], packages) == []
    page.close()


def test_four_times_as_large_needs_no_sideways_scroll(open_page, kharkiv_html):
    # 1280 x 1024 at 400 %.
    page = open_page(
        kharkiv_html, width=320, height=256, device_scale_factor=4
    ).unfold()
    assert page.evaluate(WIDTH) <= 320
    expect(page.locator("#rv-panel")).to_be_visible()
