"""The search for places: any spelling and script, by hand and by keyboard, offline."""

import re

import pyproj
import pytest
from playwright.sync_api import Page, expect

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.datasets.map_ground import load_cities
from rangeviz.datasets.sounds import sound_of
from rangeviz.writing import page_html

pytestmark = pytest.mark.browser

GEOD = pyproj.Geod(ellps="WGS84")
TIMED = """async (text) => {
  const field = document.getElementById("rv-search");
  field.value = text;
  const times_ms = [1, 2, 3].map(() => {  // the machine may do other things, too
    const began = performance.now();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return performance.now() - began;
  });
  const list = document.getElementById("rv-search-list");
  return [list.firstChild?.firstChild.textContent ?? "", Math.min(...times_ms)];
}"""
OTHERS = ["Θεσσαλονίκη", "الرياض", "کراچی", "אשקלון", "인천", "평택", "꽃밭", "워싱턴"]
RINGS = """() => {
  const { layers, view } = rangeviz.page;
  const size = view.map.getSize();
  return layers.rings.filter((ring) => layers.isRingShown(ring)).flatMap((ring) =>
    ring.path.map((point) => view.pixelOfPlane(point))).every(({ x, y }) =>
      x >= 8 && y >= 8 && x <= size.x - 8 && y <= size.y - 8);
}"""


def box(page: Page):
    return page.get_by_role("combobox", name="Put the ranges over a place")


def at(page: Page) -> tuple[float, float]:
    lon, lat = page.evaluate("rangeviz.page.scene.sites[0].at")
    return (lon + 180) % 360 - 180, lat


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *[(name, "Kyiv") for name in ("Київ", "Киев", "Kiev", "kyiv", "Kiew", "Kijów")],
        *[(name, "Tokyo") for name in ("Tokyo", "Токіо", "Tokio", "TOKYO", "tok")],
        *[(name, "Kharkiv") for name in ("Kharkov", "Харьков", "Charkiw", "Charków")],
        *[(name, "Beijing") for name in ("Peking", "Пекін", "Pékin", "beij")],
        *[(name, "Vienna") for name in ("Wien", "Відень", "Вена", "Wiedeń")],
        *[(name, "Dnipro") for name in ("Dnepropetrovsk", "Днепропетровск")],
        *[(name, "Mumbai") for name in ("Bombay", "Бомбей")],
        *[(name, "Saint Petersburg") for name in ("Leningrad", "Петербург")],
        *[(name, "Ho Chi Minh City") for name in ("Saigon", "Сайгон")],
        *[(name, "New York City") for name in ("new york", "Нью-Йорк", "york city")],
        *[(name, "São Paulo") for name in ("sao paulo", "Сан-Паулу")],
        *[(name, "Odesa") for name in ("Odessa", "Одесса", "Одеса")],
        *[(name, "Athens") for name in ("Αθήνα", "ΑΘΗΝΑ", "Афины")],
        *[(name, "Cairo") for name in ("القاهرة", "Каир", "Le Caire")],
        *[(name, "Tehran") for name in ("تهران", "طهران", "Тегеран")],
        *[("بغداد", "Baghdad"), ("دمشق", "Damascus"), ("کراچی", "Karachi")],
        *[("ירושלים", "Jerusalem"), ("ברלין", "Berlin")],
        *[("서울", "Seoul"), ("평양", "Pyongyang"), ("부산", "Busan")],
        *[("Βερολίνο", "Berlin"), ("Λονδίνο", "London"), ("Παρίσι", "Paris")],
        *[("Κίεβο", "Kyiv"), ("Βαρσοβία", "Warsaw"), ("Ντακάρ", "Dakar")],
        *[("თბილისი", "Tbilisi"), ("მოსკოვი", "Moscow"), ("ლონდონი", "London")],
        *[("Երևան", "Yerevan"), ("Մոսկվա", "Moscow"), ("Բեռլին", "Berlin")],
        *[("北京", "Beijing"), ("東京", "Tokyo"), ("巴黎", "Paris"), ("基輔", "Kyiv")],
        *[(name, name) for name in ("Suva", "Reykjavík", "Canberra", "San Marino")],
        *[("Берн", "Bern"), ("Веллингтон", "Wellington"), ("Катманду", "Kathmandu")],
    ],
)
def test_a_place_is_found_by_any_of_its_names(found_first, typed, name):
    first, took_ms = found_first(typed)
    assert first == name
    assert took_ms < 300


@pytest.fixture(scope="module")
def found_first(chromium, kharkiv_html, tmp_path_factory):
    """One page for all names, without network."""
    path = tmp_path_factory.mktemp("search") / "page.html"
    path.write_text(kharkiv_html, encoding="utf-8")
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.locator("html.rv-ready")).to_be_attached()
    yield lambda text: page.evaluate(TIMED, text)
    context.close()


def test_the_page_hears_what_python_hears(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    box(page).fill("a")
    cities = load_cities()
    names = sorted(
        {name for city in cities for name in (city.name, *city.names.values())}
        | set(OTHERS)
    )
    heard = page.evaluate(
        """(names) => {
          const gazetteer = rangeviz.page.search.gazetteer;
          return names.map((name) => gazetteer.sound(gazetteer.letters(name)));
        }""",
        names,
    )
    assert heard == [sound_of(name) for name in names]
    assert all(
        sound.isascii()
        for name, sound in zip(names, heard, strict=True)
        if name in OTHERS
    )
    known = page.evaluate("rangeviz.page.search.gazetteer.entries.length")
    own = page.evaluate("rangeviz.page.scene.places.length")
    assert 0.95 * len(cities) < known - own <= len(cities)


def test_rings_are_whole_about_a_city_of_any_continent(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    cities = {city.name: city for city in reversed(load_cities())}  # the largest
    for name in (
        *("Berlin", "Sydney", "New York City", "Lima", "Nairobi", "Tokyo"),
        *("Auckland", "Cape Town", "Buenos Aires", "Mumbai"),
    ):
        box(page).fill(name)
        box(page).press("Enter")
        city = cities[name]
        assert GEOD.inv(*at(page), city.lon, city.lat)[2] < 2_000, name
        assert page.evaluate(RINGS), name
        expect(page.locator("path.rv-ring").first).to_be_visible()


def test_arrows_walk_over_the_list_and_escape_leaves_it(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    field, options = box(page), page.get_by_role("option")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("san")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#rv-search-told")).to_contain_text("Places found: 8")
    field.press("ArrowDown")
    field.press("ArrowDown")
    second = options.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute(
        "aria-activedescendant", second.get_attribute("id") or ""
    )
    field.press("ArrowUp")
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.get_attribute("aria-activedescendant") is None
    expect(field).to_have_value("san")
    field.press("Escape")
    expect(field).to_have_value("")
    assert page.evaluate("location.hash") == ""


def test_an_option_says_its_country_and_a_click_moves_the_pin(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    box(page).fill("madrid")
    option = page.get_by_role("option", name="Madrid, Spain")
    option.click()
    assert GEOD.inv(*at(page), -3.7, 40.42)[2] < 3_000
    assert re.match(r"#at=-3\.\d+,40\.\d+$", page.evaluate("location.hash"))
    expect(page.locator("#rv-moved")).to_contain_text(
        "no longer the published position"
    )
    expect(page.locator("#rv-status")).to_contain_text(
        "Madrid (instead of Kharkiv) at 40.42"
    )
    page.get_by_role("button", name="Back to the published position").click()
    assert at(page) == pytest.approx((36.2304, 49.9935))


def test_what_nobody_knows_is_said_to_be_unknown(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    for typed in ("qqqzzzq", "<img src=x onerror=window.ran=1>", "(((", "\\", "𝕏" * 90):
        box(page).fill(typed)
        expect(page.get_by_role("option")).to_have_count(0)
        told = page.locator("#rv-search-told")
        expect(told).to_contain_text("No place is known by the name")
        box(page).press("Enter")
    assert page.evaluate("[window.ran, location.hash]") == [None, ""]


def test_what_is_heard_in_other_letters_stands_without_what_only_may_be(
    open_page, kharkiv_html
):
    page = open_page(kharkiv_html).page
    box(page).fill("Βερολίνο")
    names = page.get_by_role("option").all_text_contents()
    assert names[0] == "Berlin, Germany"
    assert len(names) <= 2  # no Almaty, which was Verny, and no Voronezh


def test_letters_of_which_the_page_knows_few_names_are_said_to_be_that(
    open_page, kharkiv_html
):
    page = open_page(kharkiv_html).page
    told = page.locator("#rv-search-told")
    for typed in ("ハリコフ", "ขอนแก่น", "哈尔滨港"):
        box(page).fill(typed)
        expect(told).to_have_text(
            f"{typed} isn't among the names in these letters. "
            "Try Latin or Cyrillic ones."
        )
    field_px, told_px = box(page).bounding_box(), told.bounding_box()
    assert told_px["y"] - field_px["y"] - field_px["height"] >= 5  # clear of its frame


def test_the_point_moved_last_is_the_one_that_goes(open_page, three_html):
    page = open_page(three_html).page
    page.get_by_role("group", name="Sumy").get_by_label("Latitude").fill("50")
    page.get_by_role("group", name="Sumy").get_by_label("Latitude").blur()
    box(page).fill("Kyiv")
    box(page).press("Enter")
    sites = page.evaluate("rangeviz.page.scene.sites.map(({ at }) => at)")
    assert GEOD.inv(*sites[1], 30.52, 50.45)[2] < 2_000
    assert sites[0] == pytest.approx([36.2304, 49.9935])


def test_a_page_without_a_point_shows_the_place(open_page):
    area = rv.find_region("Sumy Oblast")
    site = rv.LaunchSite(area.name, area.geometry)
    himars = rv.load_systems()["himars"]
    page = open_page(
        page_html(build_report(rv.Scenario(sites=(site,), systems=(himars,))))
    ).page
    field = page.get_by_role("combobox", name="Find a place")
    field.fill("Poltava")
    field.press("Enter")
    centre = page.evaluate("rangeviz.page.view.view().centre")
    assert GEOD.inv(*centre, 34.55, 49.59)[2] < 5_000


def test_a_page_of_another_language_finds_the_same(open_page, kharkiv):
    page = open_page(page_html(kharkiv, lang="uk")).page
    field = page.locator("#rv-search")
    for typed in ("Kiev", "Київ", "Wien", "Beijing"):
        field.fill(typed)
        name = {"Wien": "Відень", "Beijing": "Пекін"}.get(typed, "Київ")
        first = page.get_by_role("option").first
        expect(first).to_contain_text(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_the_list_is_open(
    open_page, packages, kharkiv_html, scheme
):
    page = open_page(kharkiv_html, color_scheme=scheme).page
    box(page).fill("san")
    box(page).press("ArrowDown")
    page.evaluate((packages / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    told = [(v["id"], [n["html"] for n in v["nodes"]]) for v in result["violations"]]
    assert told == []
