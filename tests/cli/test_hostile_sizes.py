"""Texts made to take minutes or gigabytes: one line, in seconds, in little memory."""

import json
import subprocess
import sys
import zipfile

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner

from rangeviz.cli.app import main

MOST_MEMORY_MB = 500  # in use at a time; libraries alone take 180
# A process of its own between: memory is counted from what a process is forked from.
LIMITED = """
import json, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))  # most is never touched
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))  # seconds; each takes 1 or 2
command = [sys.executable, "-m", "rangeviz", *sys.argv[1:]]
done = subprocess.run(command, capture_output=True, text=True)
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
most_mb = most / (1e6 if sys.platform == "darwin" else 1e3)
json.dump([done.returncode, done.stderr, most_mb], sys.stdout)
"""


def limited(*arguments):
    """Run the command with a limit of memory and of CPU."""
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PATH": ""},
        timeout=200,
        check=True,
    )
    code, told, most_mb = json.loads(run.stdout)
    assert code in (1, 2), told[-500:]
    assert told.count("\n") == 1, told[-500:]
    assert len(told) < 2200
    assert most_mb < MOST_MEMORY_MB
    return told


PAGES = {
    "tags that never end": '<a x="' * 20_000,
    "comments that never end": "<!--" * 40_000,
    "sections that never end": "<![CDATA[" * 40_000,
    "instructions that never end": "<?" * 100_000,
    "ends that never end": "<script>" + "</" * 100_000,
    "a megabyte of tags": '<a x="' * 200_000,
}


@pytest.mark.parametrize("name", ["q.html", "q.svg"])
@pytest.mark.parametrize("case", PAGES)
def test_a_page_that_never_ends_what_it_begins(tmp_path, case, name):
    (tmp_path / name).write_text(PAGES[case])
    limited("scenario", "extract", tmp_path / name)
    if name.endswith(".html"):
        limited("verify", tmp_path / name)


def test_a_page_of_thousands_of_circles(tmp_path):
    circles = "".join(
        f"L.circle([50,36],{{radius:{radius}}});" for radius in range(100_000, 104_000)
    )
    (tmp_path / "q.html").write_text(f"<script>{circles}</script>")
    assert "4,000 circles" in limited("verify", tmp_path / "q.html")


@pytest.mark.parametrize("content", [b"a" * 50_000_000, b"\\" * 20_000_000])
def test_a_pdf_with_a_string_of_megabytes(tmp_path, content):
    path = tmp_path / "c.pdf"
    path.write_bytes(b"%PDF-1.4\n/RangevizScenario (" + content + b")")
    limited("scenario", "extract", path)


def test_a_file_larger_than_any_text(tmp_path):
    path = tmp_path / "c.html"
    with path.open("wb") as file:
        file.truncate(2 << 30)  # a hole that takes no room
    assert "holds more than" in limited("scenario", "extract", path)
    assert "holds more than" in limited("verify", path)


@pytest.mark.parametrize(
    "length", ["1." + "0%" * 20_000 + ",x", "1" + " " * 20_000 + "x", "1." * 20_000]
)
def test_a_length_of_thousands_of_characters(length):
    limited("report", "--from", "49.99,36.23", "--range", length)


def test_a_place_of_thousands_of_names(tmp_path):
    path = tmp_path / "s.toml"
    path.write_text(f'schema = 1\nsites = [{{place = "{"kharkiv, " * 3000}"}}]\n')
    assert "at most 200 characters" in limited("scenario", "check", path)


@pytest.fixture
def endless(tmp_path):
    """A GeoPackage with a layer that never comes to its last row."""
    import sqlite3

    path = tmp_path / "endless.gpkg"
    square = [shapely.box(36, 50, 37, 51)]
    gpd.GeoDataFrame(geometry=square, crs=4326).to_file(path, layer="a")
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE VIEW b AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
            "FROM n) SELECT i AS fid, (SELECT geom FROM a) AS geom FROM n"
        )
        columns = "(table_name, data_type, identifier, srs_id)"
        database.execute(
            f"INSERT INTO gpkg_contents {columns} VALUES ('b', 'features', 'b', 4326)"
        )
        database.execute(
            "INSERT INTO gpkg_geometry_columns "
            "VALUES ('b', 'geom', 'POLYGON', 4326, 0, 0)"
        )
    database.close()
    return path


FROM = ("--from", "49.99,36.23", "--range", "80km")


def test_a_layer_without_an_end(endless):
    for command in (("verify", endless, *FROM), ("report", *FROM, "--zone", endless)):
        assert "a view or computed table" in limited(*command)


def test_a_zip_that_unpacks_to_more_than_any_text(tmp_path):
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.geojson", "w") as member,
    ):
        member.write(b"{")
        for _ in range(600):
            member.write(b" " * 1_000_000)
    assert "holds more than" in limited("report", *FROM, "--zone", path)


@pytest.mark.parametrize("option", ["--from", "--zone", "--from-area", "--system"])
def test_long_input_is_not_echoed_whole(option):
    given = ["report", "--from", "49.99,36.23", option, "Kharkiv\x1b" * 1500]
    done = CliRunner().invoke(main, given)
    assert done.exit_code in (1, 2)
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 600
    assert "\x1b" not in done.stderr
