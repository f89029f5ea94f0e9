"""The language of a page: the option, else the scenario's, else the user's locale."""

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
