"""The reference page says what --help says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rangeviz.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def test_the_page_is_what_the_tool_writes(load_tool):
    assert load_tool("build_cli_reference").reference() == PAGE, (
        "run python tools/build_cli_reference.py"
    )


@pytest.mark.parametrize("command", [[], ["map"], ["scenario", "init"]])
def test_the_page_says_what_the_terminal_does(command):
    done = subprocess.run(
        [Path(sys.executable).with_name("rangeviz"), *command, "--help"],
        env={**os.environ, "COLUMNS": "98"},
        capture_output=True,
        text=True,
        check=True,
    )
    path = " ".join(["rangeviz", *command])
    section = PAGE.split(f"## {path}\n\n```text\n")[1].split("\n```")[0]
    assert " ".join(done.stdout.split()) == " ".join(section.split())


def test_every_option_is_on_the_page():
    for name, command in main.commands.items():
        section = PAGE.split(f"## rangeviz {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            for spelling in (
                parameter.opts if parameter.param_type_name == "option" else ()
            ):
                assert spelling in section
