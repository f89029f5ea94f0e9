"""Tools that the tests of pictures and pages need."""

from __future__ import annotations

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def node() -> str:
    return tool("node")


@pytest.fixture(scope="session")
def npm() -> str:
    return tool("npm")


def tool(name: str) -> str:
    """Path of a tool; without it a test is skipped, but fails where CI is set."""
    path = shutil.which(name)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is not installed, and this is CI: install Node.js 20")
        pytest.skip(f"{name} is not installed")
    return path
