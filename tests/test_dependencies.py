"""What is imported is declared, and what is declared is imported."""

import ast
import configparser
import functools
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
# Names that a folder's own scripts have, one beside another.
LOCAL = {
    path.stem
    for pattern in ("tests/**/*.py", "tools/*.py", "benchmarks/*.py")
    for path in ROOT.glob(pattern)
}
# Run as programs, or read by them; imported by nothing.
TOOLS = {
    "build",
    "dask",
    "geoarrow-pyarrow",  # by sedonadb
    "ipykernel",
    "jupyterlab",
    "marimo",
    "mypy",
    "myst-nb",
    "nbconvert",
    "numpydoc",
    "pydata-sphinx-theme",
    "pyright",
    "pytest-xdist",
    "setuptools",
    "sphinx",
    "types-shapely",
}
# Peers, which benchmarks/peers/install.sh or a benchmark's own words install.
PEERS = {"adjustText", "pyguymer3", "textalloc"}


def declared(*extras: str) -> dict[str, Requirement]:
    """Read the requirements of setup.cfg, by name; of some of its extras too."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    texts = [config["options"]["install_requires"]]
    texts += [config["options.extras_require"][extra] for extra in extras]
    wanted = [Requirement(line) for text in texts for line in text.split("\n") if line]
    return {canonicalize_name(requirement.name): requirement for requirement in wanted}


# Called by the tests alone: it reads the files of every distribution.
distributions = functools.cache(packages_distributions)


def imported(*folders: str) -> set[str]:
    """Name the distributions of every import, at the top or inside a function."""
    modules = set()
    for path in (path for folder in folders for path in ROOT.glob(f"{folder}/**/*.py")):
        if "installed" in path.parts:  # of benchmarks/peers/install.sh
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add(str(node.module).partition(".")[0])
    modules -= {"rangeviz", *sys.stdlib_module_names, *LOCAL, *PEERS}
    return {
        canonicalize_name(distributions().get(module, [module])[0])
        for module in modules
    }


def test_the_package_imports_what_it_declares_and_no_more():
    assert imported("rangeviz", "data") == set(
        declared("parquet", "raster", "slides", "notebook")
    )


def test_the_tests_import_what_they_declare_and_no_more():
    used = imported("tests", "tools", "benchmarks")
    assert used <= set(declared("test"))
    assert (
        set(declared("test"))
        - set(declared("batch", "parquet", "raster", "slides", "notebook"))
        - TOOLS
        <= used
    )


@pytest.mark.parametrize("name", sorted(declared()))
def test_every_requirement_has_a_floor(name):
    (specifier,) = declared()[name].specifier
    assert specifier.operator == ">="
