"""Nothing needs a network: every command gives the same bytes without.

And in another process, where sets and hashes have another order.

The notebooks and the documentation site are made without one in test_site.py.

`unshare` starts a process in a network namespace of its own, where no interface is
up, not even the loopback.
"""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import click
import pytest

from rangeviz.cli import main

WORK = Path(__file__).parent / "offline_work.py"
COMMANDS = runpy.run_path(str(WORK))["COMMANDS"]
NO_NETWORK = "import socket; socket.create_connection(('127.0.0.1', 9), timeout=5)"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def alone(no_network: tuple[str, ...]) -> tuple[str, ...]:
    """Give the command that cuts the network off here."""
    if no_network:
        return no_network
    reason = (
        "no network namespace can be made here (unshare, of Linux, as root or user)"
    )
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and this is CI")
    pytest.skip(reason)


def leaves(command: click.Command, name: str = "") -> set[str]:
    """Name a command, or those that it is a group of."""
    if not isinstance(command, click.Group):
        return {name.strip()}
    context = click.Context(command)
    names = command.list_commands(context)
    below = [(command.get_command(context, part), part) for part in names]
    return {leaf for one, part in below for leaf in leaves(one, f"{name} {part}")}


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_no_command_is_left_out():
    lines = [f"{line} " for line in COMMANDS]
    for leaf in leaves(main):
        assert any(line.startswith(f"{leaf} ") for line in lines), leaf


def test_the_namespace_has_no_network(alone):
    done = subprocess.run(
        [*alone, sys.executable, "-c", NO_NETWORK],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Network is unreachable" in done.stderr


def test_commands_give_the_same_bytes_without_a_network(tmp_path, alone):
    made = []
    for seed, name, prefix in (("1", "alone", alone), ("2", "connected", ())):
        folder = tmp_path / name
        folder.mkdir()
        done = subprocess.run(
            [*prefix, sys.executable, str(WORK), str(folder)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3_000:]
        made.append(files(folder))
    without, connected = made
    assert without["asked.txt"] == connected["asked.txt"] == b""
    assert without.keys() == connected.keys()
    assert not [name for name in without if without[name] != connected[name]]
