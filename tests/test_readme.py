"""The README points to what is there; test_documented_lines.py runs its lines."""

import os
import re
import runpy
import shutil
from pathlib import Path

import matplotlib
import pytest
from PIL import Image, ImageChops, ImageStat

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
PICTURE = ROOT / "docs" / "images" / "kharkiv.png"
PICTURE_MADE_BY = "3.11.2"  # of matplotlib; renew both with RANGEVIZ_RENEW_PICTURES=1


def test_the_first_code_comes_early():
    assert README[: README.index("```")].count("\n") < 25


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


def test_the_picture_is_what_the_build_draws(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    build = runpy.run_path(str(ROOT / "tools" / "build_site.py"))
    build["draw_readmes_picture"](tmp_path / "now.png")
    if os.environ.get("RANGEVIZ_RENEW_PICTURES"):
        shutil.copy(tmp_path / "now.png", PICTURE)
    with Image.open(tmp_path / "now.png") as now, Image.open(PICTURE) as kept:
        assert now.size == kept.size
        off = ImageStat.Stat(ImageChops.difference(now.convert("L"), kept.convert("L")))
        # Letters of another matplotlib are other pixels; a dot filled makes 0.004.
        same = matplotlib.__version__ == PICTURE_MADE_BY
        assert off.mean[0] < (0.002 if same else 8)
