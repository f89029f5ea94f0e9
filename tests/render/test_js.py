"""The page's script: its types, its own unit tests in node, and its built file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "page"

pytestmark = pytest.mark.usefixtures("packages")


def run(*command: str | Path) -> None:
    done = subprocess.run(
        command, cwd=PAGE, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_types_are_sound(node: str, packages: Path) -> None:
    run(node, packages / "typescript/bin/tsc", "-p", "tsconfig.json")


def test_built_files_are_what_the_sources_build(node: str) -> None:
    run(node, "build.js", "--check")


@pytest.mark.parametrize(
    "path", sorted(PAGE.glob("test/*.test.js")), ids=lambda path: path.name
)
def test_in_node(node: str, path: Path) -> None:
    run(node, "--test", path)


def test_lock_names_no_registry() -> None:
    assert '"resolved"' not in (PAGE / "package-lock.json").read_text()


@pytest.mark.parametrize(
    "path", sorted(PAGE.glob("src/*.js")), ids=lambda path: path.name
)
def test_module_touches_no_network_and_reads_no_markup(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for word in ("innerHTML", "fetch(", "XMLHttpRequest", "eval(", "import("):
        code = text.replace("{import(", "")  # of a type
        assert word not in code, f"{word} in {path.name}"
