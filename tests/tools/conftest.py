"""Loading the scripts of tools/, which are no package."""

import importlib.util
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.fixture(scope="session")
def load_tool():
    """Give a function that imports a script by its name."""

    def load(name):
        spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    # A script finds its neighbours beside it.
    sys.path.append(str(TOOLS))
    yield load
    sys.path.remove(str(TOOLS))
