"""Lists of names: how many are left out, and as CSV and JSON."""

import csv
import io
import json
import os
import re
import subprocess
import sys

import pytest

import rangeviz as rv


def test_a_list_says_how_many_it_leaves_out(run):
    cut = run("regions", "Ukraine").stdout
    (more,) = re.findall(r"(\d+) more: --limit (\d+) lists all", cut)
    whole = run("regions", "Ukraine", "--limit", more[1]).stdout
    assert "more" not in whole
    records = run("regions", "Ukraine", "--limit", 1_000, "--format", "json").stdout
    assert len(json.loads(records)) == 20 + int(more[0])
    assert " more: --limit " in run("places", "Springfield", "--limit", 2).stdout


@pytest.mark.parametrize("what", [["places", "Kharkiv"], ["regions", "Kursk"]])
def test_records_are_the_same_in_both_formats(run, what):
    records = json.loads(run(*what, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*what, "--format", "csv").stdout)))
    assert [list(row) for row in rows] == [list(record) for record in records]
    for record, row in zip(records, rows, strict=True):
        texts = ["" if value is None else str(value) for value in record.values()]
        assert list(row.values()) == texts


def test_a_place_has_its_position(run):
    (first, *_) = json.loads(run("places", "Kharkiv", "--format", "json").stdout)
    assert (first["name"], first["country_code"]) == ("Kharkiv", "UKR")
    assert (first["lon"], first["lat"]) == pytest.approx((36.25, 49.98), abs=0.05)


def test_the_catalogue_has_its_ranges_and_sources(run):
    records = json.loads(run("systems", "--format", "json").stdout)
    catalogue = rv.load_systems()
    assert {r["id"]: r["max_range_km"] for r in records} == {
        system.id: system.max_range_km for system in catalogue.values()
    }
    assert all(record["source"] for record in records)
    (one,) = json.loads(run("systems", "atacms", "--format", "json").stdout)
    assert one == next(r for r in records if r["id"] == "atacms")


@pytest.mark.parametrize(
    "arguments",
    [
        ["places", "x", "--limit", "9" * 23],
        ["regions", "x", "--limit", "0"],
        ["report", "--from", "50,36", "--min-population", "9" * 19],
    ],
)
def test_a_number_out_of_range_is_a_usage_error(run, arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert "is not in the range" in line


def test_a_population_out_of_range_is_told_of_a_scenario_too(run, tmp_path):
    path = tmp_path / "s.toml"
    path.write_text(f'schema = 1\nsites = ["50,36"]\nmin_population = {"9" * 19}\n')
    done = run("scenario", "check", path)
    assert done.exit_code == 1
    assert "min_population" in done.stderr


def test_a_land_given_as_a_point_is_told_where_it_belongs(run):
    done = run("report", "--from", "Sumy Oblast", "--range", "10km")
    assert done.exit_code == 2
    assert "--from-area" in done.stderr


@pytest.mark.parametrize("country", ["Ukraine", "Cuba", "Algeria", "Andorra", "Jordan"])
def test_a_country_is_not_a_town_elsewhere_that_has_its_name(run, country):
    """Fuentes de Andalucía in Spain called itself Ukraine in 2022."""
    done = run("report", "--from", country, "--range", "10km")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert f"{country!r} is an area ({country}): give it to --from-area" in done.stderr


@pytest.mark.filterwarnings("ignore::rangeviz.errors.ChoiceWarning")
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Mexico", "Mexico City"),
        ("Luxembourg", "Luxembourg"),
        ("Jordan, Hong Kong", "Jordan"),
        ("Andorra, ES", "Andorra"),
        ("Kiev", "Kyiv"),
    ],
)
def test_a_town_of_its_country_is_found_by_the_countrys_name(query, name):
    assert rv.find_site(query).name == name


@pytest.mark.parametrize(
    ("text", "km"),
    [("80,5km", 80.5), ("0,525 km", 0.525), ("1,500 km", 1_500), ("1,500.5km", 1500.5)],
)
def test_a_comma_is_read_as_it_is_meant(run, text, km):
    done = run("report", "--from", "50,36", "--range", text, "--format", "json")
    assert json.loads(done.stdout)["reaches"][0]["max_range_km"] == km


def test_verbose_says_what_is_done_and_when(run, tmp_path):
    sites = tmp_path / "sites.csv"
    sites.write_text("name,lat,lon\nA,50,36\nB,50,37\n")
    base = ("report", "--from", sites, "--range", "10km", "--format", "csv")
    quiet, loud = run(*base), run(*base, "-v")
    assert quiet.stdout == loud.stdout
    assert quiet.stderr == ""
    lines = loud.stderr.splitlines()
    assert all(re.match(r"rangeviz: +\d+ ms ", line) for line in lines)
    assert [line.split(" ms ")[1] for line in lines] == [
        f"read {sites}",
        "launch sites: 2",
        "reaches 1/2: A: Own range, 10 km",
        "reaches 2/2: B: Own range, 10 km",
    ]


def test_a_home_that_can_not_be_written_is_no_news(tmp_path):
    home = tmp_path / "home"
    home.write_text("a file, no folder")
    environment = {k: v for k, v in os.environ.items() if k != "MPLCONFIGDIR"}
    done = subprocess.run(
        [sys.executable, "-m", "rangeviz", "map", "-q", "--from", "50,36", "--range",
         "10km", "-o", "x.png"],
        cwd=tmp_path,
        env={**environment, "HOME": str(home), "XDG_CONFIG_HOME": str(home),
             "XDG_CACHE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_page_that_is_not_there_is_told_in_words(run, tmp_path):
    done = run("embed", tmp_path / "none.html")
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.endswith("none.html': No such file or directory")


def test_one_boundary_is_one(run, tmp_path):
    path = tmp_path / "one.geojson"
    export = ("export", "--from", "50,36", "--range", "10km", "-o", path)
    assert run(*export).exit_code == 0
    assert "1 boundary measured" in run("verify", path).stdout
