"""README's and the site's lines do what they say: each page in a folder of its own.

Blocks of Python run one after another in one namespace; so do commands, and what a
block of `text` after them shows is what they print. Files that a page shows with a
caption are written first.
"""

import contextlib
import io
import re
import shlex
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from click.testing import CliRunner

from rangeviz.cli import main

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CAPTION = re.compile(r":caption: (\S+)\n\n?")
SHELLS = {"", "sh"}
# Commands of the page's reader, not of rangeviz: test_packaging.py and make run these.
OTHERS = (
    "make",
    "python -m pip",
    "eval",
    "npm",
    "ogr2ogr",
    "SOURCE_DATE_EPOCH",
    "pipx",
)


def blocks(page):
    return [(kind.strip(), body) for kind, body in BLOCK.findall(page.read_text())]


def has_lines(page):
    return any(
        kind == "python" or (kind in SHELLS and commands(body))
        for kind, body in blocks(page)
    )


def commands(body):
    lines = [line.partition(" #")[0] for line in body.splitlines()]
    return [line for line in lines if line.startswith("rangeviz ")]


def write_people():
    """Write a raster of people, as docs/within.md speaks of one."""
    size = {"width": 40, "height": 40, "count": 1, "dtype": "int32"}
    place = {"crs": "EPSG:4326", "transform": rasterio.Affine(0.1, 0, 34, 0, -0.1, 52)}
    with rasterio.open("people.tif", "w", driver="GTiff", **size, **place) as raster:
        raster.write(np.full((1, 40, 40), 12, np.int32))


def prepare(page):
    """Write what the page shows as files, and the files of others that it speaks of."""
    for name in ("cells", "roads", "parks"):
        rows = {"population": [100, 50, 7], "class": ["a", "a", "a"]}
        squares = [shapely.box(36 + i / 9, 50, 36.1 + i / 9, 50.1) for i in range(3)]
        table = gpd.GeoDataFrame(rows, geometry=squares, crs=4326)
        table.to_file(f"{name}.geojson" if name == "parks" else f"{name}.gpkg")
    write_people()
    timeline = ROOT / "docs" / "how-to" / "timeline.toml"
    Path("timeline.toml").write_text(timeline.read_text())
    for kind, body in blocks(page):
        caption = CAPTION.search(body)
        if kind.startswith("{code-block}") and caption:
            Path(caption[1]).write_text(body[caption.end() :])


def run_commands(body):
    printed = ""
    for line in commands(body):
        done = CliRunner().invoke(main, shlex.split(line)[1:])
        assert done.exit_code == 0, (line, done.stderr)
        printed = done.stdout
    return printed


def run_python(body, names):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(body, "a block of the page", "exec"), names)
    return printed.getvalue()


def check(page):
    prepare(page)
    names, printed = {}, None
    for kind, body in blocks(page):
        if kind == "text" and printed is not None:
            assert printed.rstrip() == body.rstrip()
        if kind == "python":
            printed = run_python(body, names)
        elif kind in SHELLS and commands(body):
            printed = run_commands(body)
        else:
            printed = None


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if has_lines(page)],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_the_lines_of_a_page_do_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check(page)


def test_no_command_is_of_a_kind_that_nobody_runs():
    for page in PAGES:
        for kind, body in blocks(page):
            for line in body.splitlines() if kind == "sh" else ():
                known = line.startswith(("rangeviz ", *OTHERS))
                assert known or not line.strip(), (page.name, line)


@pytest.mark.parametrize("lines", ["python\nprint(1)", "sh\nrangeviz --version"])
def test_what_a_page_shows_is_compared(lines, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "page.md"
    page.write_text(f"```{lines}\n```\n\n```text\n2\n```\n")
    with pytest.raises(AssertionError):
        check(page)
