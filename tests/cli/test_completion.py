"""Names complete in real shells, fast, and each means what it says."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rangeviz.datasets.borders.border_names import exact_matches
from rangeviz.datasets.borders.zones import find_border_site
from rangeviz.datasets.catalogue.published import load_systems
from rangeviz.datasets.places.prefixes import (
    area_names,
    border_names,
    place_names,
    system_ids,
)

BIN = Path(sys.executable).parent
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    "TERM": "dumb",
    "LC_ALL": "C.UTF-8",
}


def shell(name):
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"there is no {name}")


def complete(*words, **variables):
    """Ask as click's own script for bash does."""
    asked = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    return subprocess.run(
        [BIN / "rangeviz"],
        env={
            **ENVIRONMENT,
            **asked,
            **variables,
            "_RANGEVIZ_COMPLETE": "bash_complete",
        },
        capture_output=True,
        text=True,
        check=True,
    )


def offers(*words):
    """Give the lines that a shell would get."""
    done = complete(*words)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("map", "--from", "khark"), "plain,Kharkiv"),
        (("map", "--from", "Хар"), "plain,Kharkiv"),
        (("report", "--from", "Slovia"), "plain,Sloviansk"),
        (("export", "--from", "sites.c"), "file,sites.c"),
        (("places", "Lvi"), "plain,Lviv"),
        (("map", "--from-area", "sum"), r"plain,Sumy\ Oblast"),
        (("map", "--from-area", "own.gp"), "file,own.gp"),
        (("map", "--zone", "Kursk"), r"plain,Kursk\ Oblast"),
        (("regions", "UA-6"), "plain,UA-63"),
        (("map", "--from-border", "ukrai"), "plain,Ukraine/Poland"),
        (("map", "--from-border", "Kursk"), r"plain,Kursk\ Oblast/"),
        (
            ("map", "--from-border", r"Kursk\ Oblast/Su"),
            r"plain,Kursk\ Oblast/Sumy\ Oblast",
        ),
        (("map", "--from-border", "Ukraine/Rus"), "plain,Ukraine/Russia"),
        (("map", "--system", "ata"), "plain,atacms"),
        (("systems", "him"), "plain,himars"),
        (("compare", "--with", "ATA"), "plain,atacms"),
        (("report", "--format", "m"), "plain,md"),
        (("map", "--lang", ""), "plain,uk"),
        (("map", "--zone-rule", ""), "plain,only"),
        (("map", "--scenario", "a"), "file,a"),
        (("ex",), "plain,export"),
        (("completion", ""), "plain,fish"),
    ],
)
def test_what_is_offered(words, offered):
    assert offered in offers("rangeviz", *words)


def test_a_name_in_quotes_is_offered_without_backslashes():
    assert "plain,Sumy Oblast" in offers("rangeviz", "map", "--zone", '"Sum')


@pytest.mark.parametrize(
    ("option", "start"), [("--from", "khark"), ("--zone", "k"), ("--system", "ata")]
)
def test_a_completion_loads_no_library(option, start):
    """What takes time is importing: Python itself tells what it imported."""
    words = ("rangeviz", "map", option, start)
    done = complete(*words, PYTHONPROFILEIMPORTTIME="1")
    assert done.stdout
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "rangeviz.datasets.places.prefixes" in imported
    heavy = {"numpy", "pandas", "shapely", "geopandas", "pyproj", "rapidfuzz", "rich"}
    assert not heavy & imported
    assert len(imported) < 260  # 199 in Python 3.11, most of them its own


def test_every_area_that_is_offered_can_be_looked_up():
    offered = [name for name, _ in area_names("", limit=10**6)]
    assert len(offered) > 4_000
    assert [name for name in offered if not exact_matches(name)] == []


def test_every_offered_pair_of_countries_is_a_border():
    offered = [pair for pair, code in border_names("", 10**6) if "-" not in code]
    assert len(offered) > 600
    for pair in [
        "Ukraine/Russia",
        "Russia/Ukraine",
        "Spain/Gibraltar",
        "Kosovo/Serbia",
    ]:
        assert pair in offered
    for pair in offered[::60]:
        assert not find_border_site(pair).geometry.is_empty
    assert {p.split("/")[1] for p, _ in border_names("Portugal/")} == {"Spain"}


def test_every_system_is_offered():
    assert {name for name, _ in system_ids()} == set(load_systems())


@pytest.mark.parametrize("prefix", ["", " ", "-", "'", "%", "\U0010ffff"])
def test_a_prefix_without_a_letter_finds_no_place(prefix):
    assert place_names(prefix) == []


def typed(command, keys, wanted, *, seconds=20):
    """Type into a shell on a terminal until it shows what is wanted."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, ENVIRONMENT)
    shown = b""
    try:
        os.write(terminal, keys.encode())
        end = time.monotonic() + seconds
        while wanted.encode() not in shown and time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                shown += os.read(terminal, 65536)
    finally:
        os.close(terminal)
        os.kill(child, 9)
        os.waitpid(child, 0)
    return shown.decode(errors="replace")


@shell("bash")
@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("rangeviz places Kharkivskyi", r"Kharkivskyi\ Masyv"),
        ("rangeviz map --zone kursk", r"Kursk\ Oblast"),
        ('rangeviz map --zone "Kurs', 'Kursk Oblast"'),
        ("rangeviz map --from-border Gibral", "Gibraltar/Spain"),
        ("rangeviz emb", "embed"),
    ],
)
def test_bash_completes_on_a_terminal(tmp_path, line, completed):
    startup = tmp_path / "bashrc"
    startup.write_text('eval "$(rangeviz completion bash)"\nPS1=ready\n')
    command = ["bash", "--rcfile", str(startup), "--noprofile", "-i"]
    assert completed in typed(command, f"{line}\t", completed)


@shell("fish")
def test_fish_completes(tmp_path):
    script = subprocess.run(
        [BIN / "rangeviz", "completion", "fish"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    asked = f'{script}\ncomplete -C "rangeviz map --zone kursk"'
    done = subprocess.run(
        ["fish", "--no-config", "-c", asked],
        env={**ENVIRONMENT, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Kursk Oblast\tRU-KRS" in done.stdout


@shell("zsh")
def test_zsh_completes_on_a_terminal(tmp_path):
    (tmp_path / ".zshrc").write_text(
        'autoload -Uz compinit && compinit -u\neval "$(rangeviz completion zsh)"\n'
    )
    command = ["env", f"ZDOTDIR={tmp_path}", "zsh", "-i"]
    keys = "rangeviz map --zone Kursk\t"
    assert r"Kursk\ Oblast" in typed(command, keys, r"Kursk\ Oblast")
