"""What all tests run under."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# The command line writes pages in the language of the user's locale; the tests
# read English, wherever they run.
os.environ["LC_ALL"] = "C.UTF-8"

# A busy machine is no fault of the code: what an example costs is the benchmarks' work.
# The usual examples are the same every time; `make test-repetitions` tries many others.
settings.register_profile("usual", deadline=None, max_examples=30, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=200)
settings.load_profile("usual")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the long ones first: then the end is of quick ones, and nobody waits."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


NAMESPACES = (("unshare", "-n"), ("unshare", "-rn"))  # as root, and as anyone


@pytest.fixture(scope="session")
def no_network() -> tuple[str, ...]:
    """Give the command that cuts the network off; empty where none can be made."""
    for kind in NAMESPACES:
        if shutil.which(kind[0]):
            done = subprocess.run([*kind, "true"], capture_output=True, check=False)
            if done.returncode == 0:
                return kind
    return ()


@pytest.fixture(scope="session")
def made_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[Path], object]], Path]:
    """Give a function that makes a folder once, for all processes of a run."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def once(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = root / name, root / f"{name}.done"
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return once
