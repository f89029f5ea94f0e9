"""What the README shows is what happens."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner

from rangeviz.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)


def test_the_first_code_comes_early():
    assert README[: README.index("```")].count("\n") < 25


def test_the_python_session_prints_what_is_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    index = next(i for i, (kind, _) in enumerate(BLOCKS) if kind == "python")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(BLOCKS[index][1], {})
    assert printed.getvalue() == BLOCKS[index + 1][1]
    assert (tmp_path / "kharkiv.html").stat().st_size > 100_000


def commands():
    lines = [line for _, block in BLOCKS for line in block.splitlines()]
    return [line.partition("#")[0] for line in lines if line.startswith("rangeviz ")]


def test_the_commands_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cells = {"population": [100, 50]}
    places = shapely.box([36, 40], 50, [36.1, 40.1], 50.1)
    gpd.GeoDataFrame(cells, geometry=places, crs=4326).to_file("cells.gpkg")
    assert len(commands()) >= 6
    for line in commands():
        done = CliRunner().invoke(main, shlex.split(line)[1:])
        assert done.exit_code == 0, (line, done.stderr)


@pytest.mark.parametrize(
    "path", re.findall(r"`((?:docs|benchmarks)/[\w./-]+)`", README)
)
def test_what_it_points_to_is_there(path):
    assert (ROOT / path).exists()


def test_every_file_that_it_points_to_is_a_link():
    links = re.findall(r"(?<!!)\[`([^`]+)`\]\(([^)]+)\)", README)
    assert len(links) >= 10
    for name, target in links:
        assert name == target
        assert (ROOT / target).exists()
    assert not re.findall(r"(?<!\[)`docs/[\w/]+\.\w+`", README)


def test_the_picture_is_there():
    for path in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / path).is_file()
