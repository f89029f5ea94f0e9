"""The notebooks run, and the documentation site builds out of them without a fault.

Both in a namespace without a network, where one can be made.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import rangeviz

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "tools"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# What the outputs of each notebook must hold.
PROMISES = {
    "01_quickstart": ("305.8", "Kursk Oblast", "Content-Security", "widget-view"),
    "02_your_own_data": (
        "Sumy Oblast",
        "sum_people",
        "layer_styles",
        "max_deviation_m",
    ),
    "03_borders_and_worldviews": ("UKR", "natural-earth", "Natural Earth"),
    "04_how_exact": ("instead of 10,000", "sphere of 6,371 km", "image/png"),
    "05_territory_and_border": ("1,524 km", "Luhansk", "Content-Security"),
    "06_what_atacms_adds": ("Poltava", "restricted leaves", "only leaves"),
    "07_failure_modes": ("MultiPolygon True", "DistanceError", "CoordinateError"),
    "08_to_a_course_page": ("<iframe class=", "(True, ", "straight-line range"),
}

pytestmark = pytest.mark.slow


def run(*command):
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-3_000:]


@pytest.fixture(scope="module")
def executed(made_once, no_network):
    command = (*no_network, sys.executable, TOOLS / "run_notebooks.py")
    return made_once("executed", lambda folder: run(*command, folder))


@pytest.fixture(scope="module")
def site(made_once, executed, no_network):
    command = (*no_network, sys.executable, TOOLS / "build_site.py")
    return made_once("site", lambda folder: run(*command, folder, executed)) / "html"


def test_every_notebook_has_its_promise():
    assert {path.stem for path in NOTEBOOKS} == set(PROMISES)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_lies_there_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert not [c for c in notebook.cells if c.get("outputs")], "commit no outputs"


@pytest.mark.parametrize("name", PROMISES)
def test_a_notebook_runs_and_shows(name, executed):
    notebook = nbformat.read(executed / f"{name}.ipynb", as_version=4)
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    shown = json.dumps(outputs, ensure_ascii=False)
    for words in PROMISES[name]:
        assert words in shown, words
    warned = [out["text"] for out in outputs if out.get("name") == "stderr"]
    assert not warned


def test_the_site_holds_a_page_for_every_public_name(site):
    # A private name that a page of the reference needs has no page of its own.
    pages = {path.stem for path in (site / "reference" / "api").glob("*.html")}
    names = {f"rangeviz.{name}" for name in rangeviz.__all__[1:]}
    assert pages == names


def test_the_site_loads_nothing_from_elsewhere(site):
    loads = re.compile(
        r'<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="(https?:[^"]+)"'
    )
    for page in site.rglob("*.html"):
        if "_static" not in page.parts:
            asked = loads.findall(page.read_text(encoding="utf-8"))
            assert not asked, (page, asked)


def test_the_site_shows_living_pages_and_notebooks(site):
    for name in ("kharkiv", "timeline", "gain", "ukraine", "antimeridian"):
        page = (site / "examples" / f"{name}.html").read_text(encoding="utf-8")
        assert "rangeviz.start()" in page
    for name in PROMISES:
        assert (site / "notebooks" / f"{name}.html").is_file()


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("gone.html", "leads to nothing"),
        ("#gone", "names no part of it"),
        ("other.html#gone", "names no part of it"),
        ("https://", "is no web address"),
        ("htps://example.org/", "is no web address"),
        ("other.html#here", ""),
        ("sub/", ""),
        ("https://example.org/x", ""),
        ("other.html#sites=36,50", ""),
    ],
)
def test_a_planted_dead_link_is_found(tmp_path, link, fault):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "index.html").write_text("<p>")
    (tmp_path / "other.html").write_text('<p id="here">')
    (tmp_path / "page.html").write_text(f'<a href="{link}">')
    done = subprocess.run(
        [sys.executable, TOOLS / "check_links.py", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == bool(fault)
    assert fault in done.stdout
