"""Python and the page's script have one contract: files are fresh, pages keep it."""

import importlib
import json
import re
import subprocess
from pathlib import Path

import jsonschema
import msgspec
import pytest

ROOT = Path(__file__).parents[2]


def block(html: str) -> bytes:
    text = re.search(
        r'<script type="application/json" id="rv-data">(.*?)</script>', html
    )
    return text[1].encode()


@pytest.fixture
def tools(monkeypatch):
    """Let scripts of tools/, which are no package, be imported by their names."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    return importlib.import_module


def test_schema_and_limits_are_what_python_says(tools):
    for file, text in tools("build_page_contract").contract().items():
        assert file.read_text(encoding="utf-8") == text, file.name


def test_types_are_what_the_schema_says(node, packages):
    command = [node, "tools/write-types.js", "--check"]
    done = subprocess.run(
        command, cwd=packages.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", ["kharkiv_html", "three_html"])
def test_a_page_keeps_the_contract(request, kind, tools):
    form = tools("page_data")
    data = block(request.getfixturevalue(kind))
    msgspec.json.decode(data, type=form.PageData)
    jsonschema.Draft202012Validator(form.page_data_schema()).validate(json.loads(data))
