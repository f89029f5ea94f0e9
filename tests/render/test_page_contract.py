"""Python and the page's script have one contract: files are fresh, pages keep it."""

import importlib.util
import json
import re
import subprocess
from pathlib import Path

import jsonschema
import msgspec
import pytest

from rangeviz.render.page.data_block import PageData, page_data_schema

ROOT = Path(__file__).parents[2]


def block(html: str) -> bytes:
    text = re.search(
        r'<script type="application/json" id="rv-data">(.*?)</script>', html
    )
    return text[1].encode()


def test_schema_and_limits_are_what_python_says():
    path = ROOT / "tools" / "build_page_contract.py"
    spec = importlib.util.spec_from_file_location("build_page_contract", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    for file, text in tool.contract().items():
        assert file.read_text(encoding="utf-8") == text, file.name


def test_types_are_what_the_schema_says(node, packages):
    command = [node, "tools/write-types.js", "--check"]
    done = subprocess.run(
        command, cwd=packages.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", ["kharkiv_html", "three_html"])
def test_a_page_keeps_the_contract(request, kind):
    data = block(request.getfixturevalue(kind))
    msgspec.json.decode(data, type=PageData)
    jsonschema.Draft202012Validator(page_data_schema()).validate(json.loads(data))
