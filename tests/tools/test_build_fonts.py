"""The fonts of pictures: matplotlib's own, letter for letter, without layout tables."""

from pathlib import Path

import matplotlib
import pytest
from fontTools.ttLib import TTFont

NAMES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


@pytest.fixture(scope="module")
def tool(load_tool):
    return load_tool("build_fonts")


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_stays_and_what_no_picture_uses_goes(tool, name):
    source = Path(matplotlib.get_data_path(), "fonts", "ttf", name)
    with TTFont(source) as given, TTFont(tool.FONTS / name) as shipped:
        assert shipped.getBestCmap() == given.getBestCmap()
        assert shipped.getGlyphOrder() == given.getGlyphOrder()
        assert not {"GSUB", "GPOS", "GDEF"} & set(shipped.keys())
        assert given["hmtx"].metrics == shipped["hmtx"].metrics


def test_the_licence_goes_with_the_fonts(tool):
    assert "DejaVu" in (tool.FONTS / tool.LICENCE).read_text("utf-8")
