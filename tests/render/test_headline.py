"""The page's headline says what the figures find, wherever the launch point is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.language.language import Language
from rangeviz.render.answer_words import FindingWords
from rangeviz.writing import page_html

pytestmark = pytest.mark.browser


def told(report, lang="en") -> str:
    return FindingWords(report, Language(lang)).finding()


def moved_to(report, lon, lat):
    """The same questions from elsewhere, as the page names a moved point."""
    site = rv.LaunchSite.at(lon, lat, name="Kharkiv (moved)")
    return build_report(replace(report.scenario, sites=(site,)))


@pytest.fixture(scope="module")
def unzoned(kharkiv):
    return build_report(replace(kharkiv.scenario, zones=()))


@pytest.fixture(scope="module")
def unzoned_html(unzoned):
    return page_html(unzoned)


# Far away, with some of the zone in reach, and with all of it.
@pytest.mark.parametrize("lonlat", [(36.2, 46.0), (33.0, 50.0), (36.3, 50.1)], ids=str)
def test_a_claim_about_a_zone_follows_a_move(open_page, kharkiv, kharkiv_html, lonlat):
    page = open_page(kharkiv_html, address=f"#at={lonlat[0]},{lonlat[1]}").page
    expect(page.locator("h1")).to_have_text(told(moved_to(kharkiv, *lonlat)))
    expect(page).to_have_title(page.locator("h1").inner_text())


# One country, two, and many.
@pytest.mark.parametrize("lonlat", [(33.0, 48.3), (36.2, 50.5), (25.0, 49.0)], ids=str)
def test_a_claim_about_countries_follows_a_move(
    open_page, unzoned, unzoned_html, lonlat
):
    page = open_page(unzoned_html, address=f"#at={lonlat[0]},{lonlat[1]}").page
    again = told(moved_to(unzoned, *lonlat))
    heading = page.locator("h1").inner_text()
    # What the page's own borders leave open isn't claimed.
    plain = "Reach from Kharkiv (moved): HIMARS and ATACMS"
    assert sorted(heading) == sorted(again) or heading == plain
    if lonlat[0] != 25.0:
        assert heading != plain


def test_no_claim_is_made_where_the_borders_end(open_page, unzoned_html):
    page = open_page(unzoned_html, address="#at=105.3,43.7").page
    text = "Reach from Kharkiv (moved): HIMARS and ATACMS"
    expect(page.locator("h1")).to_have_text(text)


def test_the_published_headline_comes_back(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    published = page.locator("h1").inner_text()
    assert published == "All of Kursk Oblast is within ATACMS range from Kharkiv"
    page.get_by_label("Latitude").fill("46")
    page.get_by_label("Latitude").press("Enter")
    expect(page.locator("h1")).to_contain_text("(moved)")
    page.locator("#rv-reset").click()
    expect(page.locator("h1")).to_have_text(published)


def test_a_title_of_the_author_says_that_it_is_of_the_published_point(
    open_page, kharkiv
):
    report = build_report(replace(kharkiv.scenario, title="All within reach"))
    page = open_page(page_html(report)).page
    note = page.locator(".rv-head .rv-published")
    expect(note).to_be_hidden()
    page.locator(".rv-pin").focus()
    page.keyboard.press("ArrowUp")
    expect(note).to_contain_text("does not follow a moved launch point")
    expect(page.locator("h1")).to_have_text("All within reach")
