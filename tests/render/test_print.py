"""Paper, by Chromium and by Firefox: every ring whole, no heading left alone."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.style import RING_STYLES
from rangeviz.writing import page_html

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WINDOWS = [(1440, 900), (794, 1123), (390, 844)]
ENGINES = ["chromium", "firefox"]
KINDS = ["demo", "area", "timeline", "three sites"]
MM = 72 / 25.4
FRAME_MM = (186.0, 128.0)
HEADINGS = "[...document.querySelectorAll('h2, h3')].map((node) => node.textContent)"


def box(thing: pypdfium2.PdfObject) -> tuple[float, float, float, float]:
    return tuple(thing.get_bounds())


def fill_of(path: pypdfium2.PdfObject) -> tuple[int, int, int]:
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(path.raw, *colour)
    return tuple(part.value for part in colour[:3])


def shapes(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfObject]:
    for each in page.get_objects(max_depth=10):
        if each.type == pdfium.FPDF_PAGEOBJ_PATH:
            yield each


def map_frame(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """The box of the map: the only thing on the page of its size."""
    for each in shapes(page):
        left, bottom, right, top = box(each)
        size_mm = ((right - left) / MM, (top - bottom) / MM)
        if size_mm == pytest.approx(FRAME_MM, abs=1.0):
            return left, bottom, right, top
    raise AssertionError("no map on the first sheet")


def rings(page: pypdfium2.PdfPage) -> list[list[tuple[float, float]]]:
    """Corners of every filled reach, on the sheet."""
    colours = {
        tuple(int(style.line[i : i + 2], 16) for i in (1, 3, 5))
        for style in RING_STYLES
    }
    found = []
    for path in shapes(page):
        count = pdfium.FPDFPath_CountSegments(path.raw)
        mode, is_stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path.raw, mode, is_stroked)
        if count < 36 or not mode.value or fill_of(path) not in colours:
            continue
        found.append([corner(path, i) for i in range(count)])
    return found


def corner(path: pypdfium2.PdfObject, number: int) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    segment = pdfium.FPDFPath_GetPathSegment(path.raw, number)
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return path.get_matrix().on_point(x.value, y.value)


def lonely(document: pypdfium2.PdfDocument, headings: set[str]) -> list[str]:
    """Headings that nothing follows in their column of their sheet."""
    alone = []
    for number, page in enumerate(document):
        text = page.get_textpage()
        lines = [text.get_rect(i) for i in range(text.count_rects())]
        for line in lines:
            words = text.get_text_bounded(*line).strip()
            if words not in headings:
                continue
            left, bottom = line[0], line[1]
            below = [
                other
                for other in lines
                if other[3] <= bottom + 1 and abs(other[0] - left) < 60 * MM
            ]
            if not below:
                alone.append(f"sheet {number + 1}: {words}")
    return alone


@pytest.fixture(scope="module")
def pages(kharkiv_html, three_html) -> dict[str, Callable[[], str]]:
    systems = rv.load_systems()
    kursk = rv.find_area("Kursk")
    area = rv.LaunchSite(kursk.name, kursk.geometry)
    himars, atacms = systems["himars"], systems["atacms"]
    zones = (rv.find_zone("Kursk"),)
    stages = (
        rv.Stage("2024-05-30", "Limited use", (himars,), ()),
        rv.Stage("2024-11-17", "Authorisation", (himars, atacms), zones),
    )
    point = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    told = rv.Scenario((point,), (himars, atacms), zones, stages=stages)
    return {
        "demo": lambda: kharkiv_html,
        "area": lambda: page_html(build_report(rv.Scenario((area,), (himars, atacms)))),
        "timeline": lambda: page_html(rv.build_stages(told)),
        "three sites": lambda: three_html,
    }


@pytest.fixture(scope="module")
def files(pages, tmp_path_factory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("pages")

    def file(kind: str) -> Path:
        path = folder / f"{kind.replace(' ', '-')}.html"
        if not path.exists():
            path.write_text(pages[kind](), encoding="utf-8", newline="\n")
        return path

    return file


@pytest.fixture
def printed(request, files):
    """Print a page from a window of some size."""

    def print_page(engine: str, kind: str, window: tuple[int, int]):
        address = files(kind).as_uri()
        if engine == "firefox":
            tab = request.getfixturevalue("firefox")
            tab.open(address, *window)
            return tab.pdf(), tab.evaluate(HEADINGS)
        browser = request.getfixturevalue("chromium")
        size = {"width": window[0], "height": window[1]}
        page = browser.new_page(viewport=size)
        page.goto(address)
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        headings = page.evaluate(HEADINGS)
        page.close()
        return pdf, headings

    return print_page


# Firefox takes ten seconds a sheet: it prints the demo and a timeline from a phone each
# time; Chromium each kind from a desktop and a phone.
USUAL = {
    *(("firefox", kind, 390) for kind in ("demo", "timeline")),
    *(("chromium", kind, width) for kind in KINDS for width in (1440, 390)),
}


@pytest.mark.parametrize(
    ("engine", "kind", "window"),
    [
        pytest.param(
            *(engine, kind, window),
            id=f"{engine}-{kind}-{window[0]}",
            marks=[pytest.mark.repetition] * ((engine, kind, window[0]) not in USUAL),
        )
        for engine in ENGINES
        for kind in KINDS
        for window in WINDOWS
    ],
)
def test_paper_holds_every_ring_whole_and_no_heading_alone(
    printed, engine, kind, window
):
    pdf, headings = printed(engine, kind, window)
    document = pypdfium2.PdfDocument(pdf)
    left, bottom, right, top = map_frame(document[0])
    drawn = rings(document[0])
    assert len(drawn) >= {"three sites": 2, "timeline": 1}.get(kind, 2)
    for corners in drawn:
        assert len(corners) >= 36
        for x, y in corners:
            assert left < x < right
            assert bottom < y < top
    largest = max(max(x for x, _ in each) - min(x for x, _ in each) for each in drawn)
    assert largest > 70 * MM
    assert lonely(document, set(headings)) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_folds_are_open_on_paper_and_as_they_were_after_it(printed, request, engine):
    pdf, _ = printed(engine, "demo", (1280, 800))
    sheets = pypdfium2.PdfDocument(pdf)
    said = " ".join(sheet.get_textpage().get_text_bounded() for sheet in sheets)
    for words in ("Voronezh Oblast", "Kramatorsk", "Natural Earth"):
        assert words in said
    if engine == "firefox":
        tab = request.getfixturevalue("firefox")
        assert tab.evaluate("document.querySelectorAll('details:not([open])').length")
