"""A sector is named wherever its figures stand: nothing reads like a whole circle."""

import csv
import io

import lxml.html
import pytest
from click.testing import CliRunner

from rangeviz.cli import main

ASKED = ["--from", "Kharkiv", "--sector", "300", "60"]
SHORT, WHOLE = "azimuths 300 to 60 only", "Only azimuths 300 to 60 are shown"


def run(*arguments):
    done = CliRunner().invoke(main, [*map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("form", ["table", "md"])
def test_tables_name_it_in_their_heads_and_notes(form):
    text = run("report", *ASKED, "--from", "Sumy", "--overlap", "--format", form)
    assert text.count(SHORT) == 4  # two sites, two systems from both
    assert WHOLE in text
    pair = ["--base", "himars", "--with", "atacms"]
    assert SHORT in run("compare", *ASKED, *pair, "--format", form)


def test_csv_names_it_in_every_row():
    text = run("report", *ASKED, "--from", "Sumy", "--overlap", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    azimuths = {(r["start_azimuth_deg"], r["end_azimuth_deg"]) for r in rows}
    assert azimuths == {("300.0", "60.0")}
    plain = run("report", "--from", "Kharkiv", "--format", "csv")
    assert "azimuth" not in plain


def test_the_page_names_it_in_headline_summary_and_notes(tmp_path):
    run("map", *ASKED, "-o", tmp_path / "s.html")
    page = lxml.html.parse(tmp_path / "s.html")
    assert SHORT in page.xpath("string(//h1)")
    assert SHORT in page.xpath("string(//title)")
    assert WHOLE in page.xpath("string(//*[@id='rv-status'])")
    assert WHOLE in page.xpath("string(//*[@class='rv-caveats'])")


def test_the_picture_names_it_and_calls_no_ring_a_circle(tmp_path):
    run("map", *ASKED, "-o", tmp_path / "s.svg")
    text = " ".join(lxml.html.parse(tmp_path / "s.svg").xpath("//text()"))
    words = " ".join(text.split())
    assert SHORT in words
    assert WHOLE in words
    assert "circles" not in words
    run("map", "--from", "Kharkiv", "-o", tmp_path / "c.svg")
    text = " ".join(lxml.html.parse(tmp_path / "c.svg").xpath("//text()"))
    assert "the rings are true circles" in " ".join(text.split())


def test_a_custom_title_leaves_it_in_the_subtitle(tmp_path):
    run("map", *ASKED, "--title", "Mine", "-o", tmp_path / "t.svg")
    text = " ".join(lxml.html.parse(tmp_path / "t.svg").xpath("//text()"))
    assert WHOLE in " ".join(text.split())


def test_gis_files_name_it(tmp_path):
    for name in ("s.geojson", "s.kml"):
        run("export", *ASKED, "-o", tmp_path / name)
        assert WHOLE in (tmp_path / name).read_text(encoding="utf-8")
