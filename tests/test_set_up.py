"""The two commands set up what they need, and mend what was left half-made.

The environments are real ones. pip installs rangeviz alone into them, without a
network; the libraries are those of these tests.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SKIPPED = shutil.ignore_patterns(
    ".*", "*.egg-info", "__pycache__", "build", "dist", "demo", "node_modules", "tests"
)
ANEW = ".venv is not whole: it is made anew."
INSTALLING = "Installing rangeviz into .venv"

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def outside_of_make(monkeypatch):
    """Run as a newcomer's first make, also where `make test` runs these tests."""
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    """Make a folder of what is installed here, without rangeviz."""
    import numpy

    folder = tmp_path_factory.mktemp("libraries")
    for path in Path(numpy.__file__).parents[1].iterdir():
        if "rangeviz" not in path.name and path.suffix != ".pth":
            (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    tree = tmp_path_factory.mktemp("a path with spaces") / "rangeviz"
    shutil.copytree(ROOT, tree, ignore=SKIPPED)
    return tree


@pytest.fixture
def tree(copied):
    yield copied
    shutil.rmtree(copied / ".venv", ignore_errors=True)


@pytest.fixture
def make(tree, libraries):
    """Give a function that runs make there: exit code, output."""

    def run(*arguments, **variables):
        alone = {"PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1"}
        environment = os.environ | alone | {"PYTHONPATH": str(libraries)} | variables
        done = subprocess.run(
            ["make", *arguments],
            cwd=tree,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture
def python(tmp_path):
    """Give a function that writes a Python of another kind."""

    def write(name, script):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def without_ensurepip(python, tmp_path):
    """A Python as Debian's without python3-venv: venv is there, ensurepip isn't."""
    module = tmp_path / "debian" / "ensurepip.py"
    module.parent.mkdir()
    module.write_text("raise ModuleNotFoundError(\"No module named 'ensurepip'\")")
    path = f'"{module.parent}:$PYTHONPATH"'
    return python("python3-debian", f'PYTHONPATH={path} exec "{sys.executable}" "$@"')


# In a new environment pip ends at once: what it installs is held by the first test.
NOT_INSTALLED = {"PIP_PYTHON": "/no/such"}


def test_demo_draws_a_map_sets_up_once_and_again_where_it_was_moved(make, tree):
    code, told = make("demo", f"PYTHON={sys.executable}")
    assert code == 0, told
    assert INSTALLING in told
    assert ANEW not in told
    assert (tree / "demo" / "kharkiv.html").stat().st_size > 100_000
    assert "\nYour own town: .venv/bin/rangeviz map " in told
    code, told = make("demo", "PYTHON=no-python-is-needed-any-more")
    assert code == 0, told
    assert INSTALLING not in told
    script = tree / ".venv" / "bin" / "rangeviz"
    lines = script.read_text().split("\n")
    script.write_text("\n".join(["#!/where/it/was/.venv/bin/python", *lines[1:]]))
    _, told = make("runtime", f"PYTHON={sys.executable}", **NOT_INSTALLED)
    assert ANEW in told
    assert INSTALLING in told


def test_an_environment_without_pip_is_made_anew(make, tree, without_ensurepip):
    subprocess.run([without_ensurepip, "-m", "venv", ".venv"], cwd=tree, check=False)
    assert (tree / ".venv").exists()
    _, told = make("runtime", f"PYTHON={sys.executable}", **NOT_INSTALLED)
    assert INSTALLING in told
    pip = [tree / ".venv" / "bin" / "python", "-m", "pip", "--version"]
    subprocess.run(pip, check=True, capture_output=True)


def test_an_install_that_was_killed_or_failed_is_made_anew(make, tree):
    command = ["make", "runtime", f"PYTHON={sys.executable}"]
    with subprocess.Popen(
        command, cwd=tree, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as killed:
        assert INSTALLING in killed.stdout.readline()
        os.killpg(killed.pid, signal.SIGKILL)
    assert (tree / ".venv" / "bin" / "python").exists()
    code, told = make("runtime", f"PYTHON={sys.executable}", **NOT_INSTALLED)
    assert code != 0
    assert ANEW in told
    assert "pip could not install what rangeviz needs" in told.splitlines()[-2]
    code, told = make("runtime", f"PYTHON={sys.executable}")
    assert code == 0, told
    assert ANEW in told


def test_an_environment_of_an_old_python_is_made_anew(make, tree, python):
    (tree / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(python("old", "exit 1"), tree / ".venv" / "bin" / "python")
    _, told = make("runtime", f"PYTHON={sys.executable}", **NOT_INSTALLED)
    assert ANEW in told
    assert INSTALLING in told
    new = [tree / ".venv" / "bin" / "python", "--version"]
    subprocess.run(new, check=True, capture_output=True)


def test_a_python_without_venv_is_told_in_one_line(make, tree, without_ensurepip):
    code, told = make("demo", f"PYTHON={without_ensurepip}")
    assert code != 0
    first, *rest = told.splitlines()
    assert first.startswith(f"{without_ensurepip} has no venv: apt-get install")
    assert all(line.startswith("make: ***") for line in rest)
    assert not (tree / ".venv").exists()


def test_an_old_python_is_told_in_one_line(make, tree, python):
    old = python(
        "python3.9",
        'case "$*" in --version) echo Python 3.9.2 ;; *version_info*) exit 1 ;; esac',
    )
    code, told = make("demo", f"PYTHON={old}")
    assert code != 0
    assert told.startswith("Python 3.9.2 is too old, rangeviz needs 3.11 or newer: ")
    assert not (tree / ".venv").exists()


def test_no_python_is_told_in_one_line(make):
    code, told = make("demo", "PYTHON=python-of-nowhere")
    assert code != 0
    assert told.startswith("There is no python-of-nowhere here: install Python 3.11")


@pytest.fixture
def set_up_browser(tmp_path):
    """Give a function that runs the script where only some programs are found."""

    def run(*programs, **variables):
        folder = tmp_path / "bin"
        folder.mkdir()
        for name in ("sh", "tr", "id", "env"):
            (folder / name).symlink_to(shutil.which(name))
        for name in programs:
            (folder / name).write_text('#!/bin/sh\necho "$0 $*" >>"$LOG"\n')
            (folder / name).chmod(0o755)
        log = tmp_path / "log"
        log.touch()
        done = subprocess.run(
            ["sh", str(ROOT / "tests" / "setup_browser.sh")],
            cwd=tmp_path,
            env={"PATH": str(folder), "LOG": str(log)} | variables,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout, log.read_text()

    return run


def test_a_browser_is_announced_before_it_is_installed(set_up_browser):
    told, log = set_up_browser("apt-get", "sudo", CI="1")
    assert told.startswith(
        "About to install for the whole system, for the tests: chromium firefox-esr"
    )
    assert "make test BROWSER=no" in told
    for package in ("chromium", "firefox-esr", "nodejs", "npm", "librsvg2-bin"):
        assert f"install -y -qq {package}\n" in log


def test_nothing_is_installed_on_request(set_up_browser):
    there = ("apt-get", "sudo", "node", "npm", "rsvg-convert")
    told, log = set_up_browser(*there, BROWSER="no")
    assert (
        told == "Without chromium firefox-esr: the tests that need them are skipped.\n"
    )
    assert log == ""


def test_nothing_is_said_where_nothing_is_missing(set_up_browser):
    there = ("chromium", "firefox", "node", "npm", "rsvg-convert", "apt-get")
    assert set_up_browser(*there) == ("", "")
