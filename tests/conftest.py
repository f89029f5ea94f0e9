"""What all tests run under."""

import os
import shutil
import subprocess

import pytest
from hypothesis import settings

# The command line writes pages in the language of the user's locale; the tests
# read English, wherever they run.
os.environ["LC_ALL"] = "C.UTF-8"

# A busy machine is no fault of the code: what an example costs is the benchmarks' work.
settings.register_profile("rangeviz", deadline=None)
settings.load_profile("rangeviz")


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
