"""The page's script: its types, and its own unit tests in node."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

JS = Path(__file__).parent / "js"
SOURCES = Path(__file__).parents[2] / "rangeviz/render/page/assets/js"


def run(*command: str | Path, cwd: Path = JS) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_types_are_sound(node: str, packages: Path) -> None:
    tsc = packages / "typescript/bin/tsc"
    run(node, tsc, "-p", "tsconfig.json", "--typeRoots", packages / "@types")


@pytest.mark.parametrize("name", sorted(path.name for path in JS.glob("*.test.cjs")))
def test_in_node(node: str, name: str) -> None:
    run(node, "--test", name)


def test_lock_names_no_registry() -> None:
    assert '"resolved"' not in (JS / "package-lock.json").read_text()


@pytest.mark.parametrize(
    "path", sorted(SOURCES.glob("*.js")), ids=lambda path: path.name
)
def test_module_is_a_classic_script_that_touches_no_network(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert '"use strict";' in text
    for word in (
        "innerHTML",
        "fetch(",
        "XMLHttpRequest",
        "eval(",
        "import ",
        "</script",
    ):
        assert word not in text, f"{word} in {path.name}"
