"""README on a package index: it leads nowhere, or where the project is."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "build_index_page.py"))
LINK = re.compile(r"\]\(([^)]+)\)")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_page_is_what_readme_makes():
    assert TOOL["PAGE"].read_text(encoding="utf-8") == TOOL["page"]()


def test_without_an_address_nothing_leads_nowhere():
    page = TOOL["index_page"](README, "")
    assert not LINK.findall(page)
    assert "`docs/cli.md`" in page
    assert page.index("rangeviz map") < 1_500


@pytest.mark.parametrize("home", ["https://example.org/us/rangeviz"])
def test_with_an_address_every_link_leads_there(home):
    links = LINK.findall(TOOL["index_page"](README, home))
    assert len(links) == len(LINK.findall(README))
    for link in links:
        assert re.match(rf"{home}/(raw|blob)/HEAD/", link)
        assert (ROOT / link.partition("/HEAD/")[2]).exists()
