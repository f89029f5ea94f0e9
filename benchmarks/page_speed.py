"""The page in Chromium: its first ring and its drags, as shares of their bars.

python benchmarks/page_speed.py

The clock is the time that the page's thread really ran (Chromium's own count); the best
of three runs counts. Bars: a first ring within 400 ms, of a page of the whole world
600 ms; a drag leaves half a frame of 16 ms free, the world's page makes 30 frames a
second with layout and paint. 1.00 is the bar, less is faster.
"""

from __future__ import annotations

import shutil
import statistics

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.writing import page_html

FIRST_RING_MS = 400
FIRST_RING_OF_THE_WORLD_MS = 600
FRAME_MS = 8
SLOWEST_FRAME_MS = 1000 / 30
RUNS = 3
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pages() -> tuple[str, str]:
    """Write the page of Kharkiv, and one of the whole world."""
    site = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    published = rv.load_systems()
    systems = (published["himars"], published["atacms"])
    far = (rv.System.ad_hoc(max_range_m=9_000_000, name="Nine thousand"),)
    near, world = (
        rv.Scenario(sites=(site,), systems=chosen) for chosen in (systems, far)
    )
    return page_html(build_report(near)), page_html(build_report(world))


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


def drag(page: Page, steps: int = 30) -> tuple[float, float]:
    """Drag the pin: our script's median frame, and all that a frame costs, in ms."""
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
    return statistics.median(frames_ms), (busy_ms(session) - before) / len(frames_ms)


def main() -> None:
    """Print each time beside its bar."""
    near, world = pages()
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, html, bar_ms in (
            ("Kharkiv", near, FIRST_RING_MS),
            ("the world", world, FIRST_RING_OF_THE_WORLD_MS),
        ):
            loads_ms, scripts_ms, frames_ms = [], [], []
            for _ in range(RUNS):
                page, load_ms = opened(browser, html)
                script_ms, frame_ms = drag(page)
                loads_ms.append(load_ms)
                scripts_ms.append(script_ms)
                frames_ms.append(frame_ms)
                page.context.close()
            tell(f"first ring of {name}", min(loads_ms), bar_ms)
            tell(f"script in a frame of {name}", min(scripts_ms), FRAME_MS)
            tell(f"a whole frame of {name}", min(frames_ms), SLOWEST_FRAME_MS)


def tell(what: str, time_ms: float, bar_ms: float) -> None:
    """Print one line."""
    print(f"{what:<30} {time_ms:>6.1f} ms  {time_ms / bar_ms:.2f} of the bar")


if __name__ == "__main__":
    main()
