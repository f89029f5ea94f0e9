"""The measures of the house are what a reader would count."""

from pathlib import Path

import pytest

import rangeviz

MODULE = '''"""What it is
for."""

import os  # a comment beside code counts with it

# a comment alone


def ends(path):
    """Say."""
    text = """two
lines"""
    return os.path.splitext(path), text
'''


@pytest.fixture(scope="module")
def tool(load_tool):
    return load_tool("measure_house")


@pytest.fixture
def house(tmp_path):
    for path, text in {
        "rangeviz/__init__.py": "",
        "rangeviz/one.py": MODULE,
        "rangeviz/room/__init__.py": '"""A room."""\n',
        "rangeviz/room/two.py": "from rangeviz import one\n",
        "rangeviz/room/three.py": "def late():\n    from rangeviz.room.two import x\n",
        "tests/test_one.py": "def test():\n    assert 1\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_docstrings_comments_and_blanks_are_no_code(tool):
    assert tool.code_lines(MODULE) == 5  # import, def, the text's two, return


def test_imports_inside_functions_count(tool, house):
    edges = tool.imports(house)
    assert edges["rangeviz.room.two"] == {"rangeviz.one"}
    assert edges["rangeviz.room.three"] == {"rangeviz.room.two"}


def test_each_measure_is_counted(tool, house):
    told = tool.measures(house)
    assert told["modules"] == 5
    assert told["code lines"] == 5 + 1 + 2
    assert told["code lines of tests over those"] == 2 / 8
    assert told["imports per module"] == 2 / 5
    assert told["modules with one importer"] == 2


def test_the_features_that_came_later_are_counted_by_modules_that_stand(tool, house):
    assert set(tool.by_feature(house).values()) == {0}
    (house / "rangeviz" / "versions.py").write_text(MODULE, encoding="utf-8")
    assert sorted(tool.by_feature(house).values())[-2:] == [0, 5]
    package = Path(rangeviz.__file__).parent
    listed = [module for modules in tool.LATER.values() for module in modules]
    assert len(set(listed)) == len(listed)
    for module in listed:
        place = package / module
        assert place.is_dir() or place.with_suffix(".py").is_file(), module


def test_the_walk_follows_a_site_and_its_name_from_file_to_page(tool):
    site, name, cleaned = tool.walk()
    assert {"model/site", "analysis/report", "render/answer_words"} <= set(site)
    assert {"datasets/scenario/reader", "model/site", "files"} <= set(name)
    # A name is cleaned when its value is made; a headline shortens it (`plain`, which
    # calls `one_line`), and nothing else touches it again.
    assert cleaned <= 2
