"""A comparison as a page and as a picture says what its figures say."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from playwright.sync_api import expect

import rangeviz as rv
from rangeviz.errors import InputError
from rangeviz.language.language import LANGUAGES, Language
from rangeviz.render.figure.gains_figure import ComparisonPicture
from rangeviz.render.figure.sheet import STABLE
from rangeviz.render.page.gains_page import GainsMap
from rangeviz.writing import write

HOSTILE = "{{7*7}}<img src=x onerror=alert(1)>\u202e</script>"


@pytest.fixture(scope="module")
def comparison(kharkiv):
    return rv.compare(kharkiv)


@pytest.fixture(scope="module")
def page(comparison):
    return GainsMap(comparison).to_html()


def said(picture):
    return " ".join(" ".join(ET.fromstring(picture.to_svg()).itertext()).split())


def test_picture_claims_what_was_measured(comparison):
    picture = ComparisonPicture(comparison)
    told, language = comparison.sites[0], Language()
    area = language.km2(told.of_kind("reach")[0].gained_m2)
    assert picture.title == f"ATACMS adds {area} km² to HIMARS from Kharkiv"
    assert [x.text for x in picture.labels if x.kind == "mark"] == [
        f"Added: {area} km²"
    ]
    words = said(picture)
    for change in [*told.of_kind("country"), *told.of_kind("region")]:
        if change.kind == "country" or change.is_new:
            assert change.name in words
        if change.kind == "country":
            assert language.km2(change.gained_m2) in words
    assert told.places_gained[0].name in words


@pytest.mark.parametrize("width_mm", [80, 180, 300])
def test_the_tables_text_stays_in_its_columns(kharkiv, comparison, width_mm):
    scenario = replace(kharkiv.scenario, language="de")
    picture = ComparisonPicture(
        replace(comparison, report=replace(kharkiv, scenario=scenario)),
        width_mm=width_mm,
    )
    figure = picture.figure
    renderer = FigureCanvasAgg(figure).get_renderer()
    with matplotlib.rc_context(STABLE):
        boxes = [t.get_window_extent(renderer) for t in figure.findobj(is_page_text)]
    width, height = figure.get_size_inches() * figure.dpi
    assert len(boxes) > 20
    for number, box in enumerate(boxes):
        assert box.x0 >= 0
        assert box.x1 <= width
        assert box.y0 >= 0
        assert box.y1 <= height
        for other in boxes[number + 1 :]:
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            up = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert across <= 0.5 or up <= 0.5


def is_page_text(artist):
    kind = type(artist).__name__
    return kind == "Text" and artist.get_text() and not artist.get_gid()


def test_ranges_without_a_name_are_told_apart():
    pair = tuple(rv.System.ad_hoc(max_range_m=metres) for metres in (80e3, 150e3))
    report = rv.report(rv.Scenario((rv.LaunchSite.at(36, 50, name="X"),), pair))
    picture = ComparisonPicture(rv.compare(report))
    assert re.fullmatch(r"150 km adds [\d,]+ km² to 80 km from X", picture.title)
    rings = [label.text for label in picture.labels if label.kind == "ring"]
    assert rings == ["80 km (50 mi)", "150 km (93 mi)"]


def test_a_loss_is_told_and_nothing_added_is_too():
    systems = rv.load_systems()
    site = rv.LaunchSite.at(-30, 0, name="Sea")
    pair = (systems["iskander-m"], systems["atacms"])
    report = rv.report(rv.Scenario((site,), pair))
    assert "Only within Iskander-M" in said(ComparisonPicture(rv.compare(report)))
    back = rv.report(rv.Scenario((site,), (systems["atacms"], systems["himars"])))
    picture = ComparisonPicture(rv.compare(back))
    assert picture.title == "HIMARS adds nothing to ATACMS from Sea"
    assert not [label for label in picture.labels if label.kind == "mark"]


@pytest.mark.browser
def test_page_hatches_what_is_added_and_follows_the_pin(open_page, page):
    opened = open_page(page)
    tab = opened.page
    expect(tab.locator("h1")).to_have_text(re.compile("ATACMS adds 273,36. km² to"))
    hatch = tab.locator("path.rv-gain")
    expect(hatch).to_have_count(1)
    before = hatch.get_attribute("d")
    assert before.count("M") == 2  # the outer circle and the inner one
    notes = tab.locator(".rv-published")  # of the headline, and of the figures
    expect(notes).to_have_count(2)
    expect(notes.filter(visible=True)).to_have_count(0)
    tab.locator(".rv-pin").focus()
    tab.keyboard.press("ArrowLeft")
    expect(notes.filter(visible=True)).to_have_count(2)
    assert hatch.get_attribute("d") != before
    tab.get_by_role("checkbox", name=re.compile("HIMARS")).uncheck()
    expect(hatch).to_have_count(0)
    tab.get_by_role("checkbox", name=re.compile("HIMARS")).check()
    expect(hatch).to_have_count(1)
    assert opened.problems == []
    assert opened.requests == []


@pytest.mark.browser
def test_page_needs_no_script_for_its_figures(open_page, page, comparison):
    opened = open_page(page, width=390, java_script_enabled=False)
    rows = opened.page.locator("#rv-gains-0 tbody tr").all_inner_texts()
    kursk = next(row for row in rows if row.startswith("Kursk Oblast"))
    assert "newly reached" in kursk
    (told,) = comparison.sites
    gained_m2 = {c.name: c.gained_m2 for c in told.parts}["Kursk Oblast"]
    assert Language().km2(gained_m2) in kursk


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, page, packages, scheme):
    opened = open_page(page, width=390, color_scheme=scheme)
    opened.page.evaluate((packages / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    result = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [found["id"] for found in result["violations"]] == []
    wide = opened.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


@pytest.mark.browser
def test_areas_carry_their_hatch_and_hostile_names_stay_text(open_page):
    area = rv.LaunchSite(HOSTILE, rv.find_zone("Sumy").geometry)
    point = rv.LaunchSite.at(36, 50, name=HOSTILE)
    pair = tuple(
        rv.System.ad_hoc(max_range_m=m, name=f"{m}{HOSTILE}") for m in (5e4, 1e5)
    )
    report = rv.report(rv.Scenario((area, point), pair, tolerance_m=500.0))
    opened = open_page(GainsMap(rv.compare(report)).to_html())
    paths = opened.page.locator("path.rv-gain").evaluate_all(
        "found => found.map(path => path.getAttribute('d').length)"
    )
    assert min(paths) > 100
    assert opened.problems == []
    assert opened.requests == []
    assert "<img" in opened.page.locator("h1").inner_text()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_page_and_picture_make_one_claim(kharkiv, comparison, tag):
    report = replace(kharkiv, scenario=replace(kharkiv.scenario, language=tag))
    told = replace(comparison, report=report)
    title = ComparisonPicture(told).title
    page = GainsMap(told)
    assert page.title == title
    assert Language(tag).km2(comparison.sites[0].of_kind("reach")[0].gained_m2) in title
    for english in ("What is added", "Newly reached", "newly reached"):
        assert (english in page.to_html()) is (tag == "en")


def test_a_page_takes_no_resolution(comparison, tmp_path):
    with pytest.raises(InputError, match="a page takes no dpi"):
        write(comparison, tmp_path / "x.html", dpi=100)
    write(comparison, tmp_path / "x.pdf", width_mm=100)
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
