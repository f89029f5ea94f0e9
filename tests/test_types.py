"""Types and names reach users: checkers find planted faults, nothing is untyped."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import rangeviz

ROOT = Path(__file__).parents[1]
FAULTY = """\
import rangeviz as rv

site = rv.LaunchSite.at(36, 50)
lon: str = site.lon  # fault
rv.rech(site, "atacms")  # fault
reach = rv.reach("Kharkiv", 305.8)  # fault
rv.write(reach)  # fault
shape = rv.geodesic_circle(36, 50, 80_500)
shape.geometri  # fault
whole: int = rv.area_m2(shape.geometry)  # fault
report = rv.report("Kharkiv", ["himars", "atacms"], zones="Kursk")
report.write("kharkiv.html")
count: str = report.scenario.min_population  # fault
systems = rv.load_systems()
systems["ATACMS"].max_range_miles  # fault
systems["ATACMS"].max_range_km + 1
for place in rv.search_places("Kharkiv"):
    print(place.name, place.lon)
"""
# Strict, by the settings of `make types`: what that has cached isn't read again.
MYPY = [sys.executable, "-m", "mypy", "--config-file", "setup.cfg"]
FAULTS = [n for n, line in enumerate(FAULTY.splitlines(), 1) if "# fault" in line]


@pytest.fixture
def user(tmp_path):
    (tmp_path / "user.py").write_text(FAULTY)
    return tmp_path


@pytest.mark.slow
def test_mypy_finds_planted_faults_and_no_others(user):
    done = subprocess.run(
        [*MYPY, user / "user.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = re.findall(r"user\.py:(\d+): error", done.stdout, re.MULTILINE)
    assert sorted({int(line) for line in lines}) == FAULTS, done.stdout


@pytest.mark.slow
@pytest.mark.skipif(
    not (importlib.util.find_spec("pyright") and shutil.which("node")),
    reason="pyright needs its package and node",
)
def test_pyright_finds_planted_faults_and_no_others(user):
    settings = {"extraPaths": [str(ROOT)], "pythonVersion": "3.11"}
    (user / "pyrightconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "user.py"],
        cwd=user,
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(done.stdout)["generalDiagnostics"]
    errors = [each for each in told if each["severity"] == "error"]
    lines = {each["range"]["start"]["line"] + 1 for each in errors}
    assert sorted(lines) == FAULTS, done.stdout


def test_the_stub_is_fresh():
    path = ROOT / "tools" / "build_stub.py"
    spec = importlib.util.spec_from_file_location("build_stub", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    stub = (Path(rangeviz.__file__).parent / "__init__.pyi").read_text()
    assert stub == tool.stub(), "run python tools/build_stub.py"
