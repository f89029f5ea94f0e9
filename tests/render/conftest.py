"""One real browser for every test of the page, and reports to show in it."""

from __future__ import annotations

import base64
import fcntl
import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    sync_playwright,
)
from websockets.sync.client import ClientConnection, connect

import rangeviz as rv
from rangeviz.analysis.report import Report, build_report
from rangeviz.writing import page_html

PAGE = Path(__file__).parents[2] / "page"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
KHARKIV = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv", country="UKR")


@dataclass
class Opened:
    """A page in the browser, and everything that it did wrong."""

    page: Page
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def unfold(self) -> Page:
        """Open every fold of the panel: what is folded has no text to a reader."""
        self.page.evaluate(
            "document.querySelectorAll('details').forEach((d) => (d.open = true))"
        )
        return self.page


def skip_or_fail(reason: str) -> None:
    """Skip the test; fail it where CI is set, so that nothing is missed there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and this is CI")
    pytest.skip(reason)


def tool(*names: str) -> str:
    """Path of a tool; without it a test is skipped, but fails where CI is set."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        skip_or_fail(f"{names[0]} is not installed (see tests/setup_browser.sh)")
    return str(path)


@pytest.fixture(scope="session")
def node() -> str:
    return tool("node")


@pytest.fixture(scope="session")
def npm() -> str:
    return tool("npm")


@pytest.fixture(scope="session")
def rsvg() -> str:
    return tool("rsvg-convert")


@pytest.fixture(scope="session")
def packages(npm: str) -> Path:
    """Folder of the pinned npm packages, installed once and kept."""
    stamp = PAGE / "node_modules" / ".package-lock.json"
    lock = PAGE / "package-lock.json"
    with (PAGE / "package.json").open() as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)  # of several test processes, one installs
        if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
            command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=PAGE, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            stamp.touch()
    return PAGE / "node_modules"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        try:
            yield playwright.chromium.launch(
                executable_path=path,
                args=["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
                timeout=120_000,  # a busy machine is slow to start it
            )
        except Error as error:
            skip_or_fail(
                f"no Chromium can be started ({error.message.splitlines()[0]})"
            )


VIEW = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def offline(chromium: Browser) -> Iterator[BrowserContext]:
    """A window without a network: a tab of it costs a third of a window of its own."""
    context = chromium.new_context(viewport=VIEW, offline=True)
    context.new_page()  # stays, so that the window does
    yield context
    context.close()


@pytest.fixture
def open_page(
    chromium: Browser, offline: BrowserContext, tmp_path: Path
) -> Iterator[Callable[..., Opened]]:
    """Open HTML from a file with the network cut off."""
    to_close: list[Page | BrowserContext] = []

    def open_html(
        html: str,
        *,
        width: int = VIEW["width"],
        height: int = VIEW["height"],
        address: str = "",
        own_clock: bool = False,
        **options: Any,
    ):
        path = tmp_path / f"page{len(to_close)}.html"
        path.write_text(html, encoding="utf-8", newline="\n")
        view = {"width": width, "height": height}
        if options or own_clock:  # a clock is its window's: all tabs would stop
            context = chromium.new_context(viewport=view, offline=True, **options)
            opened = Opened(context.new_page())
            if own_clock:
                context.clock.install()
            to_close.append(context)
        else:
            opened = Opened(offline.new_page())
            opened.page.set_viewport_size(view)
            to_close.append(opened.page)
        opened.page.on("pageerror", lambda e: opened.problems.append(str(e)))
        opened.page.on("console", lambda m: _note(opened, m.type, m.text))
        opened.page.on("request", lambda r: opened.requests.append(r.url))
        opened.page.goto(path.as_uri() + address)
        opened.requests = [
            url
            for url in opened.requests
            if url.partition("#")[0] != path.as_uri() and not url.startswith("data:")
        ]
        return opened

    yield open_html
    for each in to_close:
        each.close()
    offline.clear_permissions()


def _note(opened: Opened, kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        opened.problems.append(text)


@pytest.fixture(scope="session")
def kharkiv() -> Report:
    systems = rv.load_systems()
    scenario = rv.Scenario(
        sites=(KHARKIV,),
        systems=(systems["himars"], systems["atacms"]),
        zones=(rv.find_zone("Kursk"),),
    )
    return build_report(scenario)


@pytest.fixture(scope="session")
def page_once(made_once: Callable[..., Path]) -> Callable[..., str]:
    """Give a function that makes a page once, for all processes of a run."""

    def once(name: str, report: Callable[[], Report]) -> str:
        def make(folder: Path) -> None:
            (folder / "page.html").write_bytes(page_html(report()).encode())

        return (made_once(f"page of {name}", make) / "page.html").read_bytes().decode()

    return once


@pytest.fixture(scope="session")
def kharkiv_html(kharkiv: Report) -> str:
    return page_html(kharkiv)


def about(name: str, lon: float, lat: float, range_km: float) -> Report:
    site = rv.LaunchSite.at(lon, lat, name=name)
    system = rv.System.ad_hoc(max_range_m=range_km * 1e3, name=f"{range_km:g} km")
    return build_report(rv.Scenario((site,), (system,)))


@pytest.fixture(scope="session")
def far_html(page_once: Callable[..., str]) -> str:
    """The page of 5,000 km about Pyongyang."""
    return page_once("5,000 km", lambda: about("Pyongyang", 125.7543, 39.0339, 5_000))


@pytest.fixture(scope="session")
def world_html(page_once: Callable[..., str]) -> str:
    """The page of 9,000 km about Kharkiv: all countries are in it."""
    return page_once("9,000 km", lambda: about("Kharkiv", 36.2304, 49.9935, 9_000))


@pytest.fixture(scope="session")
def squares() -> gpd.GeoDataFrame:
    """Four square regions of two countries about lon 30, lat 50."""
    cells = [(lon, lat) for lon in (28, 30) for lat in (48, 50)]
    return gpd.GeoDataFrame(
        {
            "code": [f"X-{i}" for i in range(4)],
            "name": [f"Square {i}" for i in range(4)],
            "country_code": ["AAA", "AAA", "BBB", "BBB"],
            "country_name": ["Aland", "Aland", "Beeland", "Beeland"],
            "area_km2": [31_000.0] * 4,
        },
        geometry=[shapely.box(lon, lat, lon + 2, lat + 2) for lon, lat in cells],
        crs="EPSG:4326",
    )


@pytest.fixture(scope="session")
def without_policy() -> Callable[[str], str]:
    """Take the Content-Security-Policy out of a page."""
    return lambda html: re.sub(r'<meta http-equiv="Content-Security.*?>\n', "", html)


@pytest.fixture(scope="session")
def three_html(page_once: Callable[..., str]) -> str:
    """The page of three launch points, and Kursk Oblast."""

    def report() -> Report:
        systems = rv.load_systems()
        sites = [(36.2304, 49.9935, "Kharkiv"), (34.8, 50.9, "Sumy")]
        sites.append((31.3, 51.5, "Third"))
        return build_report(
            rv.Scenario(
                sites=tuple(rv.LaunchSite.at(x, y, name=name) for x, y, name in sites),
                systems=(systems["himars"], systems["atacms"]),
                zones=(rv.find_zone("Kursk"),),
            )
        )

    return page_once("three points", report)


_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
WAIT_S = 60


class Tab:
    """A tab of a running Firefox."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection, self._numbers = connection, itertools.count(1)
        self._ask("session.new", capabilities={})
        self.id = self._ask("browsingContext.create", type="tab")["context"]

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        request = {"id": number, "method": method, "params": params}
        self._connection.send(json.dumps(request))
        while (answer := json.loads(self._connection.recv(WAIT_S))).get("id") != number:
            pass  # an event, or what a slower request said
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def open(self, address: str, width: int, height: int) -> None:
        """Open a page in a window of this size, and wait until it is there."""
        size = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", context=self.id, viewport=size)
        self._ask(
            "browsingContext.navigate", context=self.id, url=address, wait="complete"
        )

    def evaluate(self, expression: str) -> Any:
        """Give the JSON of what an expression is."""
        answer = self._ask(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self.id},
            awaitPromise=True,
        )
        return json.loads(answer["result"]["value"])

    def pdf(self) -> bytes:
        """Print on A4, as the page asks for it."""
        answer = self._ask(
            "browsingContext.print",
            context=self.id,
            background=True,
            page={"width": 21.0, "height": 29.7},
            margin={"top": 1.2, "bottom": 1.2, "left": 1.2, "right": 1.2},
        )
        return base64.b64decode(answer["data"])


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """Firefox without a window, by WebDriver BiDi: the protocol that browsers share."""
    path = tool("firefox-esr", "firefox")
    profile = tmp_path_factory.mktemp("profile")
    command = [path, "--headless", "--no-remote", "--profile", str(profile)]
    command += ["--remote-debugging-port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            found = filter(None, map(_LISTENS.search, process.stderr))
            address = next(found)[1]
            with connect(f"{address}/session", max_size=None, open_timeout=WAIT_S) as c:
                yield Tab(c)
        finally:
            process.terminate()
