"""Wheel, sdist and editable install carry the code, the data and the assets."""

import email
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SKIPPED = shutil.ignore_patterns(
    ".*", "*.egg-info", "__pycache__", "build", "dist", "demo", "node_modules"
)
USE = (
    "import rangeviz as rv, rangeviz.data, rangeviz.render.page.inline as inline\n"
    "assert rv.load_systems()['atacms'].max_range_km == 305.8\n"
    "assert len(rv.load_regions(bbox=(36.0, 49.9, 36.4, 50.1))) == 1\n"
    "assert rv.find_place('Kharkiv').country_code == 'UKR'\n"
    "assert inline.page_script() and inline.stylesheet()\n"
    "print(rv.__file__)\n"
    "print(rangeviz.data.__file__)\n"
)

pytestmark = pytest.mark.slow


def run(*command, cwd):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
    return done.stdout


@pytest.fixture(scope="module")
def built(made_once):
    """Build an sdist from a copy of the tree, and the wheel from that sdist."""

    def make(folder):
        shutil.copytree(ROOT, folder / "rangeviz", ignore=SKIPPED)
        run(sys.executable, "-m", "build", "--no-isolation", "rangeviz", cwd=folder)

    return made_once("built", make) / "rangeviz"


@pytest.fixture
def environment(tmp_path):
    """Make an environment that sees this one's libraries, but not its rangeviz."""
    folder = tmp_path / "env"
    venv.create(folder, with_pip=False)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    import numpy

    libraries = Path(numpy.__file__).parents[1]
    (site_packages / "libraries.pth").write_text(f"{libraries}\n")
    return folder


def install(environment, *what):
    python = environment / "bin" / "python"
    options = ("--no-deps", "--no-build-isolation", "--force-reinstall", "--quiet")
    run(python, "-m", "pip", "install", *options, *what, cwd=environment)
    return [Path(line) for line in run(python, "-c", USE, cwd=environment).split()]


def test_wheel_holds_what_the_tree_holds(built):
    (wheel,) = (built / "dist").glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert not [name for name in names if name.startswith("data/")]
    assert "rangeviz/py.typed" in names
    for source in ("borders", "places", "systems"):
        for path in (ROOT / "data" / source).iterdir():
            assert f"rangeviz/data/{source}/{path.name}" in names
    page = ROOT / "rangeviz" / "render" / "page"
    for path in [*page.glob("assets/**/*"), *page.glob("templates/*")]:
        if path.is_file() and path.suffix != ".map":
            assert path.relative_to(ROOT).as_posix() in names
    for path in (ROOT / "rangeviz").rglob("*.py"):
        assert path.relative_to(ROOT).as_posix() in names


@pytest.fixture(scope="module")
def unpacked(built, tmp_path_factory):
    (sdist,) = (built / "dist").glob("*.tar.gz")
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (tree,) = folder.iterdir()
    return tree


def test_sdist_holds_tests_documents_and_tools(built, unpacked):
    made = {"PKG-INFO", "dist", "build"}
    for path in built.rglob("*"):
        name = path.relative_to(built)
        if (
            path.is_file()
            and not made & set(name.parts)
            and ".egg-info" not in str(name)
        ):
            assert (unpacked / name).exists(), name


def test_sdist_passes_its_tests(unpacked):
    quick = ("tests/test_layers.py", "tests/test_dependencies.py", "tests/model")
    run(
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *quick,
        cwd=unpacked,
    )


def test_wheel_tells_its_licences_and_holds_no_sources_of_translations(built):
    (wheel,) = (built / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (path,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        told = email.message_from_bytes(archive.read(path))
    assert not [name for name in names if name.endswith((".po", ".map"))]
    assert "rangeviz/__init__.pyi" in names
    assert set(told["License-Expression"].split(" AND ")) == {
        "MIT",
        "BSD-2-Clause",
        "Bitstream-Vera",
        "CC-BY-4.0",
        "Unicode-3.0",
    }
    licences = set(told.get_all("License-File"))
    here = set(ROOT.glob("rangeviz/**/*LICENSE*"))
    here |= {*ROOT.glob("data/*/*LICENSE*"), *ROOT.glob("data/*/SOURCES.md")}
    assert licences == {"LICENSE", *(p.relative_to(ROOT).as_posix() for p in here)}


def test_a_checkout_that_is_not_installed_says_what_to_do(tmp_path):
    shutil.copytree(ROOT / "rangeviz", tmp_path / "rangeviz", ignore=SKIPPED)
    code = (
        "import sys\n"
        "sys.meta_path[:] = [f for f in sys.meta_path if 'editable' not in repr(f)]\n"
        "import rangeviz\n"
        "try: rangeviz.load_systems()\n"
        "except rangeviz.InputError as error: print(error)\n"
    )
    told = run(sys.executable, "-c", code, cwd=tmp_path)
    assert told.startswith("rangeviz isn't installed, its data aren't found: in ")
    assert told.endswith("python -m pip install -e . or make demo\n")


def test_wheel_works_where_it_is_installed(built, environment):
    (wheel,) = (built / "dist").glob("*.whl")
    code, data = install(environment, wheel)
    assert environment in code.parents
    assert data.parent == code.parent / "data"


def test_editable_install_works_where_the_tree_is(built, environment):
    code, data = install(environment, "--editable", built)
    assert code.parent == built / "rangeviz"
    assert data.parent == built / "data"
