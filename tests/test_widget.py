"""The map that talks back, on Python's side; test_notebook_viewers.py drags its pin."""

import subprocess
import sys

import pytest
from shapely import box

import rangeviz as rv

KHARKIV = (36.2304, 49.9935)


@pytest.fixture
def w():
    return rv.explorer(KHARKIV, "himars", zones="Kursk")


def test_the_report_is_the_one_from_where_the_site_is(w):
    w.site = (36.9, 49.6)
    direct = rv.report((36.9, 49.6), "himars", zones="Kursk")
    assert w.report.to_dict() == direct.to_dict()
    w.systems = ["himars", "305.8 km"]
    w.zones = ()
    direct = rv.report((36.9, 49.6), ["himars", "305.8 km"])
    assert w.report.to_dict() == direct.to_dict()


def test_site_and_report_can_be_observed(w):
    told = []
    w.observe(told.append, ["site", "report"])
    w.site = (36.9, 49.6)
    names = [change.name for change in told]
    assert sorted(names) == ["report", "site"]
    (report,) = (change.new for change in told if change.name == "report")
    assert report is w.report


def test_the_page_tells_no_step_before_the_last_was_taken(w, monkeypatch):
    said = []
    monkeypatch.setattr(w, "send", lambda message: said.append(message["kind"]))
    w.observe(lambda change: said.append(change.new.geometry.x), "site")
    w._handle_custom_msg({"kind": "pin", "at": [36.9, 49.6]}, [])
    assert said == [36.9, "taken"]
    w.observe(lambda _: 1 / 0, "site")  # ipywidgets shows its traceback
    w._handle_custom_msg({"kind": "pin", "at": [37.0, 49.6]}, [])
    assert said[2:] == [37.0, "taken"]


def test_no_page_is_made_where_none_is_shown(w, monkeypatch):
    monkeypatch.setattr("rangeviz.living.page_of", None)  # whoever calls it fails
    w.site = (36.9, 49.6)
    w.systems = ["himars", "305.8 km"]
    w.zones = ()
    assert w.site.geometry.x == 36.9


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("site", "no such place at all", "no place answers to"),
        ("site", box(36, 49, 37, 50), "is no point"),
        ("site", [(36, 50), (37, 50)], "one is wanted"),
        ("systems", [], "system"),
        ("zones", "no such zone", "no region"),
    ],
)
def test_what_is_refused_changes_nothing(w, name, value, words):
    before, report = getattr(w, name), w.report
    with pytest.raises(rv.RangevizError, match=words):
        setattr(w, name, value)
    assert getattr(w, name) == before
    assert w.report is report


def test_options_stay_when_the_site_moves():
    w = rv.explorer(KHARKIV, "himars", sector=(300, 60), language="uk")
    w.site = (36.9, 49.6)
    assert w.report.scenario.sector == rv.Sector(300, 60)
    assert w.report.scenario.language == "uk"


def test_without_anywidget_one_line_says_what_to_install():
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "import rangeviz as rv\n"
        "try: rv.explorer('Kharkiv')\n"
        "except rv.InputError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert "needs anywidget; install it with pip install" in done.stdout, done.stderr
