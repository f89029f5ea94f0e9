"""The page in Chromium: first ring, drags and size, as shares of their bars.

python benchmarks/page_speed.py

The clock is the time that the page's thread really ran (Chromium's own count); the best
of three runs counts. Bars: a first ring within 400 ms, of a page of the whole world
600 ms; a drag leaves half a frame of 16 ms free, with three launch points it takes no
more than one; every page makes 30 frames a second with layout and paint. 1.00 is the
bar, less is faster or smaller.
"""

from __future__ import annotations

import gzip
import os
import shutil
from typing import NamedTuple

import numpy as np
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.writing import page_html

SLOWEST_FRAME_MS = 1000 / 30
RUNS = 3
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Case(NamedTuple):
    """A page and its bars: of its first ring, of a drag's frame, of its size."""

    name: str
    scenario: rv.Scenario
    first_ring_ms: float
    frame_ms: float
    size_kb: float
    gzipped_kb: float | None


def cases() -> list[Case]:
    """Choose the page of Kharkiv, one of three launch points, one of the world."""
    sites = tuple(
        rv.LaunchSite.at(lon, lat, name=name)
        for name, lon, lat in (
            ("Kharkiv", 36.2304, 49.9935),
            ("Sumy", 34.8003, 50.9216),
            ("Chernihiv", 31.2893, 51.5055),
        )
    )
    published = rv.load_systems()
    systems = (published["himars"], published["atacms"])
    far = (rv.System.ad_hoc(max_range_m=9_000_000, name="Nine thousand"),)
    world = rv.Scenario(sites=sites[:1], systems=far)
    one, three = (
        rv.Scenario(sites=chosen, systems=systems) for chosen in (sites[:1], sites)
    )
    return [
        Case("Kharkiv", one, 400, 8, 420, 140),
        Case("three launch points", three, 400, 16, 420, 140),
        Case("the world", world, 600, 8, 500, None),
    ]


def busy_ms(session: CDPSession) -> float:
    """Time that the page's thread has spent on tasks: script, style, layout, paint."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(1e3 * m["value"] for m in metrics if m["name"] == "TaskDuration")


def clocked(page: Page) -> CDPSession:
    """Start Chromium's count."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    return session


def opened(browser: Browser, html: str) -> tuple[Page, float]:
    """Open a page: itself, and the time until it is drawn and ready."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_content("<!DOCTYPE html><title>empty</title>")
    session = clocked(page)
    before = busy_ms(session)
    page.set_content(html)
    page.wait_for_selector("html.rv-ready", state="attached")
    return page, busy_ms(session) - before


def drag(page: Page, steps: int = 60) -> tuple[float, float, float]:
    """Drag the pin: our script's median frame, its p95, and a whole frame, in ms."""
    session = clocked(page)
    box = page.locator(".rv-pin").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate("rangeviz.page.updates.timing.frames_ms.length = 0")
    before = busy_ms(session)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, steps + 1):
        page.mouse.move(x + 2 * step, y - step)
        page.evaluate("new Promise(requestAnimationFrame)")
    page.mouse.up()
    frames_ms = page.evaluate("rangeviz.page.updates.timing.frames_ms")
    whole_ms = (busy_ms(session) - before) / len(frames_ms)
    return (*np.percentile(frames_ms, (50, 95)), whole_ms)


def main() -> None:
    """Print each time beside its bar."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        for case in cases():
            html = page_html(build_report(case.scenario))
            runs_ms = []
            for _ in range(RUNS):
                page, load_ms = opened(browser, html)
                runs_ms.append((load_ms, *drag(page)))
                page.context.close()
            load_ms, script_ms, slow_ms, frame_ms = np.min(runs_ms, axis=0)
            tell(f"first ring of {case.name}", load_ms, case.first_ring_ms, "ms")
            tell("script in a frame of a drag", script_ms, case.frame_ms, "ms")
            tell("... in the slowest twentieth", slow_ms, SLOWEST_FRAME_MS, "ms")
            tell("a whole frame, with paint", frame_ms, SLOWEST_FRAME_MS, "ms")
            data = html.encode("utf-8")
            tell("size", len(data) / 1e3, case.size_kb, "kB")
            if case.gzipped_kb:
                gzipped_kb = len(gzip.compress(data, 9)) / 1e3
                tell("... gzipped", gzipped_kb, case.gzipped_kb, "kB")
        browser.close()
    print(f"load of the machine, 1 minute: {os.getloadavg()[0]:.1f}")


def tell(what: str, value: float, bar: float, unit: str) -> None:
    """Print one line."""
    print(f"{what:<34} {value:>6.1f} {unit}  {value / bar:.2f} of the bar")


if __name__ == "__main__":
    main()
