"""The panel: folds, steps back and forth, tables that a reader sorts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rangeviz.language.language import LANGUAGES
from rangeviz.writing import page_html

pytestmark = pytest.mark.browser


def unfold(page: Page, table: str) -> None:
    page.locator(table).evaluate(
        "node => { for (let fold = node.closest('details'); fold;"
        " fold = fold.parentElement.closest('details')) fold.open = true; }"
    )


def column(page: Page, table: str, number: int) -> list[float]:
    return page.evaluate(
        "([table, number]) => [...document.querySelectorAll(`${table} tr`)]"
        ".map((row) => Number(row.cells[number].dataset.value))",
        [table, number],
    )


def test_the_panel_of_three_sites_is_short_until_it_is_unfolded(open_page, three_html):
    page = open_page(three_html, width=1440, height=900).page
    height = page.evaluate("document.getElementById('rv-panel').scrollHeight")
    assert height <= 2500
    expect(page.locator("#rv-zones-0")).to_be_visible()
    expect(page.locator("#rv-zones-1")).to_be_hidden()
    page.locator("summary", has_text="From Sumy").click()
    expect(page.locator("#rv-zones-1")).to_be_visible()


def test_folds_open_by_keyboard_and_by_a_link_into_them(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    summary = page.locator("summary", has_text="Places within reach")
    expect(page.locator("#rv-places-0")).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#rv-places-0")).to_be_visible()
    page.locator("summary", has_text="Read with care").click()
    page.get_by_role("link", name="More to know").click()
    expect(page.locator("#rv-caveats")).to_be_in_viewport()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_table_is_clipped_and_the_headline_is_the_title(open_page, kharkiv, lang):
    page = open_page(page_html(kharkiv, lang=lang), width=1440, height=900).page
    heading = page.locator("h1").inner_text()
    assert heading == page.title()
    assert "ATACMS" in heading
    page.evaluate(
        "document.querySelectorAll('details').forEach((d) => (d.open = true))"
    )
    clipped = page.evaluate(
        "[...document.querySelectorAll('.rv-scroll')]"
        ".filter((box) => box.scrollWidth > box.clientWidth + 1)"
        ".map((box) => box.querySelector('tbody').id)"
    )
    assert clipped == []


def test_steps_go_back_and_forth(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    undo, redo = page.get_by_role("button", name="Undo"), page.locator("#rv-redo")
    expect(undo).to_have_attribute("aria-disabled", "true")
    rows = page.locator("#rv-regions-0")
    published = rows.inner_html()
    page.get_by_label("Latitude").fill("50.5")
    page.get_by_label("Latitude").press("Enter")
    moved = rows.inner_html()
    assert moved != published
    page.get_by_label("A range of your own").check()
    page.get_by_label("HIMARS").uncheck()
    page.locator("[data-layer=zone]").uncheck()
    page.locator("#rv-map").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-layer=zone]")).to_be_checked()
    expect(page.locator("path.rv-zone")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.get_by_label("HIMARS")).to_be_checked()
    page.keyboard.press("Control+z")
    expect(page.get_by_label("A range of your own")).not_to_be_checked()
    undo.click()
    assert rows.inner_html() == published
    expect(page.get_by_label("Latitude")).to_have_value("49.9935")
    expect(undo).to_have_attribute("aria-disabled", "true")
    redo.click()
    assert rows.inner_html() == moved
    page.keyboard.press("Control+Shift+z")
    expect(page.get_by_label("A range of your own")).to_be_checked()
    page.keyboard.press("Control+z")
    # A new step takes the place of those that were undone.
    page.get_by_label("ATACMS").uncheck()
    expect(redo).to_have_attribute("aria-disabled", "true")


def test_a_field_keeps_its_own_undo(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    page.get_by_label("HIMARS").uncheck()
    page.get_by_label("Latitude").fill("50.5")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("HIMARS")).not_to_be_checked()


def test_what_is_switched_off_is_in_the_address(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    page.locator("[data-layer=zone]").uncheck()
    page.locator("[data-layer=places]").uncheck()
    address = page.evaluate("location.hash")
    again = open_page(kharkiv_html, address=address).page
    expect(again.locator("[data-layer=zone]")).not_to_be_checked()
    expect(again.locator("path.rv-zone")).to_have_count(0)
    expect(again.locator("[data-layer=places]")).not_to_be_checked()
    expect(again.locator("[data-layer=borders]")).to_be_checked()
    wrong = open_page(kharkiv_html, address="#hide=zone9,x,__proto__,system0").page
    expect(wrong.locator("[data-layer]:not(:checked)")).to_have_count(0)


def test_tables_are_sorted_up_down_and_as_they_were(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    unfold(page, "#rv-regions-0")
    table = page.locator("table", has=page.locator("#rv-regions-0"))
    before = table.locator("tbody tr").all_inner_texts()
    share = table.get_by_role("button", name="ATACMS")
    head = table.locator("thead th").nth(3)
    share.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    values = column(page, "#rv-regions-0", 3)
    assert values == sorted(values)
    assert len(set(values)) > 5
    share.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert column(page, "#rv-regions-0", 3) == sorted(values, reverse=True)
    page.get_by_label("Latitude").fill("50.5")
    page.get_by_label("Latitude").press("Enter")
    moved = column(page, "#rv-regions-0", 3)
    assert moved == sorted(moved, reverse=True)
    page.locator("#rv-reset").click()
    share.click()
    assert head.get_attribute("aria-sort") is None
    assert table.locator("tbody tr").all_inner_texts() == before


def test_names_are_sorted_as_letters_and_the_rest_stays_last(open_page, kharkiv_html):
    # Over the Sea of Azov.
    page = open_page(kharkiv_html, address="#at=36.5,47.5").page
    table = page.locator("table", has=page.locator("#rv-countries-0"))
    table.get_by_role("button", name="Country").click()
    heads = table.locator("tbody th").all_inner_texts()
    assert heads == ["Russia", "Ukraine", "Sea and elsewhere"]


def test_the_figures_file_is_the_same_however_tables_are_sorted(
    open_page, kharkiv_html
):
    page = open_page(kharkiv_html).page

    def figures() -> list[str]:
        with page.expect_download() as download:
            page.locator("#rv-csv").click()
        with open(download.value.path(), encoding="utf-8") as file:
            return sorted(file)

    published = figures()
    unfold(page, "#rv-places-0")
    table = page.locator("table", has=page.locator("#rv-places-0"))
    table.get_by_role("button", name="Place").click()
    assert figures() == published


def test_the_whole_screen_is_a_press_away(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    whole = page.get_by_role("button", name="Full screen")
    whole.click()
    page.wait_for_function("document.fullscreenElement !== null")
    expect(whole).to_have_attribute("aria-pressed", "true")
    whole.click()
    page.wait_for_function("document.fullscreenElement === null")
