"""What stands on maps is written in the reader's language."""

import re
from dataclasses import replace

import pytest
import shapely

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.datasets.borders.zones import find_area_sites, find_border_site
from rangeviz.datasets.local_names import names_in
from rangeviz.datasets.places.gazetteer import load_places
from rangeviz.datasets.places.sites import find_site
from rangeviz.language.language import Language, place_code
from rangeviz.language.wording import Note
from rangeviz.model.scenario import Scenario
from rangeviz.render.page.encode import swap_letters
from rangeviz.verification.pages import read_page

CYRILLIC = re.compile(r"[а-яёіїєґ’' ()\d-]+", re.IGNORECASE)
# Frames of ten maps: demo, south of Ukraine, Black Sea, Taiwan, Gulf, Korea, Ukraine,
# the Baltic, Europe, the Caucasus.
FRAMES = [
    (31, 46.5, 41.5, 53.5),
    (28, 43, 38, 49.5),
    (26, 39, 43, 48),
    (108, 14, 134, 34),
    (42, 20, 64, 36),
    (115, 30, 136, 48),
    (20, 43, 42, 54),
    (12, 52, 32, 62),
    (-10, 36, 45, 65),
    (38, 37, 52, 46),
]
NAMED = 30  # more than a picture of any of them names


@pytest.mark.parametrize("tag", ["uk", "ru"])
def test_labels_of_ten_maps_are_in_cyrillic(tag):
    labels = []
    for frame in FRAMES:
        language = Language(tag, names_in(tag, frame))
        places = load_places(bbox=frame, min_population=20_000)
        largest = places.nlargest(NAMED, "population")
        labels += [
            language.name(place_code(name, lon, lat), name)
            for name, lon, lat in zip(
                largest["name"], largest["lon"], largest["lat"], strict=True
            )
        ]
    assert len(labels) == 300
    latin = [label for label in labels if not CYRILLIC.fullmatch(label)]
    assert len(latin) <= 0.01 * len(labels), latin


@pytest.fixture
def write(kharkiv, tmp_path):
    """Give a function that writes a map of Kharkiv, as the gazetteer has it."""

    def write_in(language, name):
        site = find_site("Kharkiv")
        scenario = replace(kharkiv.scenario, sites=(site,), language=language)
        rv.write(build_report(scenario), tmp_path / name)
        return tmp_path / name

    return write_in


def test_a_ukrainian_page_names_its_places_in_ukrainian(write):
    path = write("uk", "page.html")
    html = path.read_text("utf-8")
    data = read_page(path).data
    assert data["sites"][0]["name"] == "Харків"
    names = [swap_letters(name, "uk") for name in data["places"]["names"]]
    assert len(names) > 300
    # The last are small towns and parts of cities, of which the data may have no name.
    latin = [name for name in names if not CYRILLIC.fullmatch(name)]
    assert not set(latin) & set(names[:200])
    assert len(latin) <= 0.02 * len(names), latin
    assert "Бєлгород" in names
    title = re.search("<title>(.*?)</title>", html)[1]
    assert "Харків" in title
    assert "Kharkiv" not in title


def test_a_russian_picture_names_its_places_in_russian(write):
    path = write("ru", "picture.svg")
    texts = re.findall(r"<text[^>]*>([^<]+)", path.read_text("utf-8"))
    assert {"Харьков", "Белгород", "Воронеж", "Полтава"} <= set(texts)
    assert not {"Kharkiv", "Belgorod", "Poltava"} & set(texts)


@pytest.mark.parametrize(
    ("area", "name"),
    [("Sumy Oblast", "Сумська область"), ("Moldova", "Молдова")],
)
@pytest.mark.parametrize("suffix", [".html", ".svg"])
def test_a_land_as_a_baseline_has_the_name_that_the_map_gives_it(
    kharkiv, tmp_path, area, name, suffix
):
    (site,) = find_area_sites(area)
    system = kharkiv.scenario.systems[0]
    scenario = Scenario((site,), (system,), language="uk")
    path = tmp_path / f"map{suffix}"
    rv.write(build_report(scenario), path)
    text = path.read_text(encoding="utf-8")
    title = re.search(r"<title[^>]*>([^<]*)", text)[1]
    assert f"«{name}»" in title
    assert area not in title


ENGLISH = (
    "border",
    "worldview",
    "Ukraine-Russia",
    "legal boundary",
    "report's own",
    "as it is drawn",
    "given by the user",
    "(Russia)",
)


@pytest.fixture(scope="module")
def from_border():
    """A border, and three zones: that reports name, as it is drawn, of one's own."""
    own = rv.Zone("Ж", shapely.box(36, 51, 37, 52), note="given by the user")
    zones = (rv.find_zone("Kursk"), rv.find_zone("Bryansk"), own)
    systems = (rv.load_systems()["atacms"],)
    return Scenario((find_border_site("Ukraine/Russia"),), systems, zones)


@pytest.mark.parametrize("tag", ["uk", "ru", "de", "pl", "fr", "es"])
def test_no_caveat_note_or_border_is_left_in_english(from_border, tag):
    language = Language(tag, names_in(tag, (22, 44, 42, 58)))
    report = build_report(from_border)
    told = [caveat.render(language) for caveat in report.caveats]
    told += [Note(zone.note).in_language(language) for zone in from_border.zones]
    told += [language.place(site) for site in from_border.sites]
    left = [words for words in ENGLISH if words in " ".join(told)]
    assert not left, told
    assert not {str(caveat) for caveat in report.caveats} & {*told}
    if tag not in ("de", "fr"):  # the word is the same there
        assert "international" not in " ".join(told)
    (deviation,) = (text for text in told if "10 m" in text or "10 м" in text)
    assert re.search(r"\d,\d [mм]", deviation)


@pytest.mark.parametrize("suffix", [".html", ".svg"])
def test_a_ukrainian_map_names_a_border_and_says_its_notes(
    from_border, tmp_path, suffix
):
    path = tmp_path / f"map{suffix}"
    rv.write(build_report(replace(from_border, language="uk")), path)
    text = path.read_text(encoding="utf-8")
    title = re.search(r"<title[^>]*>([^<]*)", text)[1]
    assert "кордон Україна – Росія" in title
    if suffix == ".svg":
        text = " ".join(re.findall(r"<text[^>]*>([^<]+)", text))
    for words in (
        "Виміряно від «кордон Україна – Росія»",
        "район, названий у повідомленнях",
        "регіон (Росія), як його накреслено (погляд «міжнародний»)",
        "Цифра самого повідомлення",
        "Погляд «міжнародний»",
    ):
        assert words in text
    if suffix == ".html":
        first, *_ = read_page(path).data["zones"]
        assert first["note"].startswith("район, названий")


@pytest.mark.parametrize("suffix", [".html", ".svg"])
@pytest.mark.parametrize("lang", ["de", "uk"])
def test_systems_are_described_in_the_readers_language(write, lang, suffix):
    text = write(lang, f"map{suffix}").read_text("utf-8")
    seen = re.sub(r"<metadata.*?</metadata>|<script.*?</script>", "", text, flags=re.S)
    assert "as reported in" not in seen
    described = {"de": "Berichten vom", "uk": "за повідомленнями листопада"}[lang]
    assert described in re.sub(r"<[^>]+>\s*", " ", seen)
