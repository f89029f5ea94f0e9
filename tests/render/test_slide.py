"""A slide has a title, a map, a table and notes that others can read and edit."""

import io
import shutil
import subprocess
from dataclasses import replace

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

import rangeviz as rv
from rangeviz.errors import InputError
from rangeviz.render.figure import slide as slides
from rangeviz.render.figure.figure import Picture
from rangeviz.writing import write

HOSTILE = "<b>$x$ {{7*7}}\x07 \u202e"


@pytest.fixture(scope="module")
def path(kharkiv, tmp_path_factory):
    path = tmp_path_factory.mktemp("slide") / "k.pptx"
    write(kharkiv, path)
    return path


@pytest.fixture(scope="module")
def slide(path):
    (slide,) = Presentation(str(path)).slides
    return slide


def test_a_slide_has_its_parts(kharkiv, slide):
    picture = Picture(kharkiv)
    assert slide.shapes.title.text == picture.title
    (image,) = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert image._element.nvPicPr.cNvPr.get("descr") == picture.description
    with Image.open(io.BytesIO(image.image.blob)) as drawn:
        assert drawn.width > 1_500
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Region", "Nearest, km", "HIMARS", "ATACMS"]
    assert rows[1] == ["Kursk Oblast", "109", "0%", "100%"]
    assert rows[2][:2] == ["Kharkiv Oblast", "inside"]
    notes = slide.notes_slide.notes_text_frame.text
    for source in kharkiv.sources:
        assert source.citation in notes
    for caveat in picture.words.caveats():
        assert caveat in notes


def test_nothing_of_a_slide_lies_off_it(slide):
    for shape in slide.shapes:
        assert shape.left >= 0
        assert shape.left + shape.width <= Inches(slides.WIDE_IN)
        assert shape.top >= 0
        assert shape.top + shape.height <= Inches(slides.HIGH_IN)


def test_two_slides_of_a_report_are_the_same_bytes(kharkiv, path, tmp_path):
    write(kharkiv, tmp_path / "again.pptx")
    assert (tmp_path / "again.pptx").read_bytes() == path.read_bytes()


def test_hostile_names_are_text(kharkiv, tmp_path):
    site = rv.LaunchSite.at(36.2, 49.9, name=HOSTILE)
    report = rv.report(replace(kharkiv.scenario, sites=(site,)))
    write(report, tmp_path / "hostile.pptx")
    (slide,) = Presentation(str(tmp_path / "hostile.pptx")).slides
    assert "<b>$x$ {{7*7}}" in slide.shapes.title.text
    assert "\u202e" not in slide.shapes.title.text


def test_without_the_library_one_line_says_how_to_get_it(
    kharkiv, tmp_path, monkeypatch
):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install 'rangeviz\[slides\]'"):
        write(kharkiv, tmp_path / "none.pptx")
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice")
def test_libreoffice_opens_a_slide(path, tmp_path):
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(["soffice", home, *convert, str(path)], check=True, timeout=240)
    assert (tmp_path / "k.pdf").read_bytes().startswith(b"%PDF")
