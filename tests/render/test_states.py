"""The page in nine states: how it looks, its labels, and what axe says of it.

``pictures/`` holds one small picture of each state. After a wanted change of looks,
renew them with ``RANGEVIZ_RENEW_PICTURES=1 pytest tests/render/test_states.py`` and
look at every one before you commit it.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Frame, Page, expect

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.render.page.embed import embed_snippet
from rangeviz.writing import page_html

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = Path(__file__).parent / "pictures"
RENEW = os.environ.get("RANGEVIZ_RENEW_PICTURES") == "1"
SHRINK = 2  # screen pixels to one of a kept picture
COLOURS = 256
TILE_PX = 8
# Mean difference of a tile's colour, of 255. Other hinting, antialiasing and glyph
# positions of Chromium stay within (a tile or two may not); a lost name does not.
MOST_DIFFERENCE = 10.0
MOST_TILES = 2


@dataclass(frozen=True)
class State:
    """How a page is opened."""

    content: str = "kharkiv"
    width: int = 1280
    height: int = 800
    media: str | None = None
    framed: bool = False
    options: dict[str, Any] = field(default_factory=dict)


STATES = {
    "desktop": State(),
    "phone": State(width=390, height=844, options={"has_touch": True}),
    "dark": State(options={"color_scheme": "dark"}),
    "iframe": State(width=900, framed=True),
    "print": State(width=703, height=1000, media="print"),
    "no-script": State(options={"java_script_enabled": False}),
    "polar": State("polar"),
    "antimeridian": State("antimeridian"),
    "three": State("three"),
}
SCRIPTED = [name for name in STATES if name != "no-script"]
# Of pages that are dragged: dark and framed ones place labels as desktop does.
DRAGGED = [
    pytest.param(
        name, marks=[pytest.mark.repetition] * (name in {"dark", "iframe", "three"})
    )
    for name in SCRIPTED
    if name != "print"
]


@pytest.fixture(scope="module")
def contents(kharkiv_html: str) -> dict[str, str]:
    systems = rv.load_systems()
    sites = [(36.2304, 49.9935, "Kharkiv"), (34.8, 50.9, "Sumy"), (31.3, 51.5, "Third")]
    three = rv.Scenario(
        sites=tuple(rv.LaunchSite.at(lon, lat, name=name) for lon, lat, name in sites),
        systems=(systems["himars"], systems["atacms"]),
        zones=(rv.find_zone("Kursk"),),
    )
    rings = (
        rv.System.ad_hoc(max_range_m=900_000, min_range_m=100_000, name="Far"),
        rv.System.ad_hoc(max_range_m=400_000, name="Near"),
    )
    polar = rv.Scenario((rv.LaunchSite.at(20.0, 84.0, name="North"),), rings)
    cut = rv.Scenario((rv.LaunchSite.at(179.6, -17.0, name="Taveuni"),), rings)
    scenarios = {"three": three, "polar": polar, "antimeridian": cut}
    made = {name: page_html(build_report(each)) for name, each in scenarios.items()}
    return made | {"kharkiv": kharkiv_html}


def fonts() -> dict[int, str]:
    """One typeface for every machine: matplotlib brings it along."""
    folder = Path(matplotlib.get_data_path()) / "fonts/ttf"
    names = {400: "DejaVuSans.ttf", 700: "DejaVuSans-Bold.ttf"}
    return {
        weight: base64.b64encode((folder / name).read_bytes()).decode("ascii")
        for weight, name in names.items()
    }


def font_script(faces: dict[int, str]) -> str:
    return f"""(() => {{
      const faces = {json.dumps(faces)};
      for (const [weight, text] of Object.entries(faces)) {{
        const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        document.fonts.add(new FontFace("rv-test", bytes, {{ weight }}));
      }}
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* {{ font-family: rv-test !important; }}");
      document.adoptedStyleSheets = [sheet];
    }})()"""


def font_style(faces: dict[int, str]) -> str:
    rules = "".join(
        f'@font-face{{font-family:"rv-test";font-weight:{weight};'
        f"src:url(data:font/ttf;base64,{text})}}"
        for weight, text in faces.items()
    )
    return f"<style>{rules}*{{font-family:rv-test!important}}</style></head>"


@dataclass
class Shown:
    """A page in one state; `frame` is where the map is."""

    page: Page
    frame: Frame


@pytest.fixture(scope="module")
def show(
    chromium: Browser, contents: dict[str, str], tmp_path_factory: Any
) -> Iterator[Callable[[str], Shown]]:
    folder, faces = tmp_path_factory.mktemp("states"), fonts()
    open_now: dict[str, Shown] = {}

    def show_state(name: str) -> Shown:
        if name not in open_now:
            open_now[name] = _open(chromium, contents, folder, faces, name)
        return open_now[name]

    yield show_state
    for shown in open_now.values():
        shown.page.context.close()


def _open(
    chromium: Browser,
    contents: dict[str, str],
    folder: Path,
    faces: dict[int, str],
    name: str,
) -> Shown:
    state = STATES[name]
    scripted = state.options.get("java_script_enabled", True)
    text = contents[state.content]
    if not scripted:
        text = text.replace("</head>", font_style(faces), 1)
    path = folder / f"{name}.html"
    path.write_text(text, encoding="utf-8")
    if state.framed:
        outer = folder / "course.html"
        outer.write_text(course_page(embed_snippet(path)), encoding="utf-8")
        path = outer
    context = chromium.new_context(
        viewport={"width": state.width, "height": state.height},
        offline=True,
        bypass_csp=not scripted,
        **state.options,
    )
    page = context.new_page()
    if scripted:
        page.add_init_script(font_script(faces))
    page.goto(path.as_uri())
    frame = page.frames[-1]
    if scripted:
        frame.wait_for_selector("html.rv-ready", state="attached")
    if state.media:
        page.emulate_media(media=state.media)
    settle(page)
    return Shown(page, frame)


def settle(page: Page) -> None:
    """Wait until a page looks as it did half a second before: frames grow in steps."""
    before, now = b"", page.screenshot()
    for _ in range(20):
        if now == before:
            return
        page.wait_for_timeout(500)
        before, now = now, page.screenshot()


def course_page(snippet: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        "<title>A course page</title></head>"
        '<body style="margin: 2rem auto; max-width: 52rem"><main>'
        f"<h1>A course page</h1><p>Before the map.</p>{snippet}<p>After it.</p>"
        "</main></body></html>"
    )


def shrunk(screenshot: bytes) -> Image.Image:
    with Image.open(io.BytesIO(screenshot)) as picture:
        size = (picture.width // SHRINK, picture.height // SHRINK)
        return picture.convert("RGB").resize(size, Image.Resampling.BOX)


def tiles(picture: Image.Image) -> np.ndarray:
    """Mean colour of each tile."""
    columns, rows = picture.width // TILE_PX, picture.height // TILE_PX
    pixels = np.asarray(picture.convert("RGB"), float)
    cut = pixels[: rows * TILE_PX, : columns * TILE_PX]
    found: np.ndarray = cut.reshape(rows, TILE_PX, columns, TILE_PX, 3).mean(
        axis=(1, 3)
    )
    return found


def changed_tiles(kept: Image.Image, seen: Image.Image) -> int:
    if kept.size != seen.size:
        return 10**6
    return int((np.abs(tiles(kept) - tiles(seen)).max(axis=2) > MOST_DIFFERENCE).sum())


@pytest.mark.parametrize("name", STATES)
def test_looks_as_it_did(show, name: str, tmp_path: Path) -> None:
    seen = shrunk(show(name).page.screenshot())
    path = PICTURES / f"{name}.png"
    if RENEW:
        seen.quantize(
            COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        ).save(path, optimize=True)
    seen.save(tmp_path / f"{name}.png")
    with Image.open(path) as kept:
        changed = changed_tiles(kept, seen)
    assert changed <= MOST_TILES, f"compare {tmp_path}/{name}.png with {path}"


def test_pictures_are_small() -> None:
    kept = {path.stem: path.stat().st_size for path in PICTURES.glob("*.png")}
    assert set(kept) == set(STATES)
    assert sum(kept.values()) < 400_000


@pytest.mark.parametrize(
    "damage",
    [
        "for (const path of document.querySelectorAll('path.rv-s0'))"
        " path.style.display = 'none'",
        "[...document.querySelectorAll('.rv-label')]"
        ".find((label) => label.textContent === 'Kharkiv').style.display = 'none'",
        "[...document.querySelectorAll('.rv-label')]"
        ".find((label) => label.textContent === 'Kramatorsk').style.display = 'none'",
        "document.querySelector('.rv-panel').style.paddingTop = '20px'",
        "document.querySelector('.rv-main').style.gridTemplateColumns = '1fr 21rem'",
        "document.querySelector('.rv-zone').style.fill = 'none'",
    ],
    ids=["ring", "site", "place", "panel down", "panel narrow", "hatch"],
)
def test_a_change_would_be_seen(show, damage: str) -> None:
    page = show("desktop").page
    page.evaluate(f"() => {{ {damage}; }}")
    seen = shrunk(page.screenshot())
    page.reload()
    page.wait_for_selector("html.rv-ready", state="attached")
    page.wait_for_timeout(300)
    with Image.open(PICTURES / "desktop.png") as kept:
        assert changed_tiles(kept, seen) > MOST_TILES


LABEL_FAULTS = """() => {
  const { left, top, right, bottom } =
    document.getElementById("rv-map").getBoundingClientRect();
  const shown = [...document.querySelectorAll(".rv-label, .rv-dot")]
    .filter((node) => !node.hidden && node.getClientRects().length > 0)
    .map((node) => [node.textContent || "dot", node.getBoundingClientRect()])
    .map(([name, box]) => ({ name, box }));
  const names = shown.filter(({ name }) => name !== "dot");
  const faults = [];
  for (const { name, box } of shown) {
    if (box.left < left || box.right > right || box.top < top || box.bottom > bottom)
      faults.push(`${name} leaves the map`);
  }
  names.forEach(({ name, box }) => {
    for (const other of shown) {
      if (other.box === box) continue;
      const apart = box.left >= other.box.right || box.right <= other.box.left ||
        box.top >= other.box.bottom || box.bottom <= other.box.top;
      if (!apart) faults.push(`${name} covers ${other.name}`);
    }
  });
  return { faults, names: names.map(({ name }) => name) };
}"""

WATCH = f"""() => {{
  const check = {LABEL_FAULTS};
  window.rvFaults = new Set();
  window.rvFrames = 0;
  const look = () => {{
    check().faults.forEach((fault) => window.rvFaults.add(fault));
    window.rvFrames += 1;
    window.rvWatch = requestAnimationFrame(look);
  }};
  look();
}}"""
SEEN = """() => {
  cancelAnimationFrame(window.rvWatch);
  return { faults: [...window.rvFaults], frames: window.rvFrames };
}"""


@pytest.mark.parametrize("name", SCRIPTED)
def test_labels_never_overlap_or_leave(show, name: str) -> None:
    found = show(name).frame.evaluate(LABEL_FAULTS)
    assert found["faults"] == []
    sites = {"polar": "North", "antimeridian": "Taveuni"}
    assert sites.get(name, "Kharkiv") in found["names"]
    assert len(found["names"]) >= 5


def test_an_overlap_would_be_found(show) -> None:
    frame = show("dark").frame
    frame.evaluate(
        "() => { const [a, b] = document.querySelectorAll('.rv-label:not([hidden])');"
        "window.rvKept = b.style.transform; b.style.transform = a.style.transform; }"
    )
    assert frame.evaluate(LABEL_FAULTS)["faults"] != []
    frame.evaluate(
        "() => { const [, b] = document.querySelectorAll('.rv-label:not([hidden])');"
        "b.style.transform = window.rvKept; }"
    )


@pytest.mark.parametrize("name", DRAGGED)
def test_labels_keep_apart_while_dragging_and_zooming(show, name: str) -> None:
    page, frame = show(name).page, show(name).frame
    frame.locator("#rv-map").scroll_into_view_if_needed()
    frame.evaluate(WATCH)
    pin = frame.locator(".rv-pin").first
    box = pin.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 26):
        page.mouse.move(x + 4 * step, y + 2 * step)
    page.mouse.up()
    for title in ("Zoom in", "Zoom in", "Zoom out", "Zoom out"):
        frame.get_by_title(title).click()
        page.wait_for_timeout(330)
    seen = frame.evaluate(SEEN)
    assert seen["faults"] == []
    assert seen["frames"] > 20


def axe_violations(frame: Frame, packages: Path) -> list[tuple[str, list[str]]]:
    frame.evaluate((packages / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    result = frame.evaluate(
        "axe.run(document, {resultTypes: ['violations'], iframes: false})"
    )
    assert result["passes"]
    return [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in result["violations"]
    ]


# Of the others test_axe.py holds more, unfolded.
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            marks=[pytest.mark.repetition]
            * (name not in {"phone", "iframe", "print", "polar"}),
        )
        for name in SCRIPTED
    ],
)
def test_axe_finds_nothing(show, packages: Path, name: str) -> None:
    for frame in show(name).page.frames:
        assert axe_violations(frame, packages) == []


def test_axe_finds_nothing_without_script(open_page, packages: Path, kharkiv_html: str):
    """axe itself needs a script: the page is shown as it is without its own."""
    bare = re.sub(r"<script>.*?</script>", "", kharkiv_html, flags=re.DOTALL)
    shown = re.sub(r"</?noscript>", "", bare)
    page = open_page(shown).page
    expect(page.locator("#rv-map")).to_be_hidden()
    assert axe_violations(page.main_frame, packages) == []
