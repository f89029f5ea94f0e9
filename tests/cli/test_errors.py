"""Bad input: one line on stderr, the right exit code, no file harmed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import geopandas as gpd
import pytest
import shapely

from rangeviz.cli.app import main
from rangeviz.cli.once import OnceCommand

RANGEVIZ = [sys.executable, "-m", "rangeviz"]
USAGE = 2
INPUT = 2  # an input that can not be read, or an output that can not be written

CASES = {
    "unknown place": (["--from", "Kharkivv"], INPUT, "Kharkiv"),
    "ambiguous place": (["--from", "Springfield"], INPUT, "write one of"),
    "unknown system": (["--system", "atacm"], INPUT, "atacms"),
    "range as a system": (["--system", "120km"], INPUT, "is --range 120km"),
    "unknown zone": (["--zone", "Kurks"], INPUT, "Kursk"),
    "no launch point": ([], USAGE, "say where from"),
    "swapped": (["--from", "136.23,49.99"], INPUT, "swapped"),
    "out of range": (["--from", "95.0,190.0"], INPUT, "outside"),
    "nan": (["--from", "nan,36"], INPUT, "nan"),
    "negative range": (["--range", "-5km"], INPUT, "above 0"),
    "zero range": (["--range", "0km"], INPUT, "above 0"),
    "enormous range": (["--range", "25000km"], INPUT, "km"),
    "no unit": (["--range", "120"], USAGE, "unit"),
    "no number": (["--range", "nan km"], USAGE, "not a length"),
    "min >= max": (["--range", "10km", "--min-range", "20km"], INPUT, "not below"),
    "min alone": (["--min-range", "20km"], USAGE, "go with --range"),
    "two ranges": (["--range", "80km", "--range", "5km"], USAGE, "--range is given 2"),
    "tolerance": (["--tolerance", "0m"], INPUT, "tolerance"),
    "worldview": (["--worldview", "mine"], USAGE, "international"),
    "sector": (["--sector", "nan", "20"], INPUT, "azimuth"),
    "unknown option": (["--target", "x"], USAGE, "--target"),
}


def one_line(done, code):
    assert done.exit_code == code, (done.exit_code, done.stderr)
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("rangeviz: error: ")
    assert done.stdout == ""
    return lines[0]


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["map", "--from", "50,36", "-o", "a.html", "--output", "b.html"], "--output"),
        (["report", "--from", "50,36", *["--sector", "1", "2"] * 2], "--sector"),
        (["scenario", "init", "--title", "one", "--title", "two"], "--title"),
        (["places", "Odesa", "--limit", "1", "--limit", "2"], "--limit"),
        (["verify", "a.html", "--tolerance", "1m", "--tolerance", "2m"], "--tolerance"),
    ],
)
def test_no_option_is_lost_behind_another_of_its_name(run, words, option):
    done = run(*words)
    assert f"{option} is given 2 times: give it once" in one_line(done, USAGE)


def test_every_command_counts_its_options():
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        for each in getattr(command, "commands", {name: command}).values():
            assert isinstance(each, OnceCommand), each.name


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_told_in_one_line(run, name):
    arguments, code, words = CASES[name]
    where = (
        []
        if "--from" in arguments or name == "no launch point"
        else ["--from", "50,36"]
    )
    assert words in one_line(run("report", *where, *arguments), code)


@pytest.fixture
def files(tmp_path):
    """Make one file of every kind that can't be used."""
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "empty.geojson").write_text("")
    (tmp_path / "heads.csv").write_text("name,lon,lat\n")
    (tmp_path / "nan.csv").write_text("name,lon,lat\nA,nan,50\n")
    (tmp_path / "swapped.csv").write_text("name,lon,lat\nA,50.0,136.2\n")
    line = gpd.GeoDataFrame(
        {"name": ["L"]}, geometry=[shapely.LineString([(36, 50), (37, 50)])], crs=4326
    )
    line.to_file(tmp_path / "lines.geojson")
    bare = gpd.GeoDataFrame({"name": ["B"]}, geometry=[shapely.box(36, 50, 37, 51)])
    with pytest.warns(UserWarning, match="crs"):
        bare.to_file(tmp_path / "bare.shp")
    whole = tmp_path / "whole.gpkg"
    bare.set_crs(4326).to_file(whole)
    (tmp_path / "cut.gpkg").write_bytes(whole.read_bytes()[:20_000])
    return tmp_path


@pytest.mark.parametrize(
    ("option", "name", "words"),
    [
        ("--from", "empty.csv", "empty"),
        ("--from", "empty.geojson", "empty"),
        ("--from", "heads.csv", "no"),
        ("--from", "nan.csv", "finite"),
        ("--from", "swapped.csv", "136.2"),
        ("--from", "lines.geojson", "point"),
        ("--zone", "bare.shp", "CRS"),
        ("--zone", "cut.gpkg", "cut.gpkg"),
        ("--zone", "lines.geojson", "polygon"),
        ("--borders", "lines.geojson", "polygon"),
        ("--borders", "missing.gpkg", "missing.gpkg"),
        ("--systems", "missing.toml", "missing.toml"),
        ("--systems", "empty.csv", "empty.csv"),
    ],
)
def test_unusable_files_are_told_in_one_line(run, files, option, name, words):
    where = [] if option == "--from" else ["--from", "50,36"]
    done = run("report", *where, option, files / name)
    assert words.lower() in one_line(done, INPUT).lower()


@pytest.mark.parametrize("command", ["map", "report", "export"])
def test_outputs_that_can_not_be_written(run, tmp_path, command):
    suffix = {"map": ".html", "report": ".csv", "export": ".geojson"}[command]
    form = ["--format", "csv"] if command == "report" else []
    base = [command, "--from", "50,36", "--range", "10km", *form, "-o"]
    folder = tmp_path / f"folder{suffix}"
    folder.mkdir()
    assert "is a folder" in one_line(run(*base, folder), INPUT)
    missing = tmp_path / "nowhere" / f"x{suffix}"
    assert "does not exist" in one_line(run(*base, missing), INPUT)
    assert list(folder.iterdir()) == []


def test_a_suffix_that_names_no_format(run, tmp_path):
    base = ["--from", "50,36", "--range", "10km", "-o", tmp_path / "x.doc"]
    assert ".html" in one_line(run("map", *base), INPUT)
    assert ".geojson" in one_line(run("export", *base), INPUT)


@pytest.mark.parametrize("how", [["rangeviz"], ["-m", "rangeviz"]])
def test_a_python_without_the_libraries_is_told_what_to_do(how):
    done = subprocess.run(
        [sys.executable, "-S", *how, "map", "--from", "Lviv"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"rangeviz: error: {sys.executable} lacks ")
    assert "make demo" in line
    assert done.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_in_one_line():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*RANGEVIZ, "export", "--from", "50,36", "--range", "10km"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == INPUT
    assert done.stderr.splitlines() == [
        "rangeviz: error: can't write to standard output: No space left on device"
    ]


def test_ctrl_c_leaves_the_old_file(tmp_path):
    sites = tmp_path / "many.csv"
    rows = [f"S{i},{20 + i % 50 / 10},{40 + i % 90 / 10}" for i in range(3_000)]
    sites.write_text("name,lon,lat\n" + "\n".join(rows) + "\n")
    page = tmp_path / "map.html"
    page.write_text("old")
    with subprocess.Popen(
        [*RANGEVIZ, "map", "--from", str(sites), "-o", str(page)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job hands down an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        time.sleep(2.5)  # long before its end
        process.send_signal(signal.SIGINT)
        try:
            _, stderr = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert stderr.splitlines() == ["rangeviz: error: interrupted; no file was changed"]
    assert page.read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["many.csv", "map.html"]


def test_a_reader_that_stops_early_is_no_error():
    done = subprocess.run(
        f"{sys.executable} -m rangeviz systems | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
