"""Files that were read as something else in silence, or ended in a traceback."""

import json

import pytest
from click.testing import CliRunner

from rangeviz.cli.app import main

SQUARE = [[[36, 50], [37, 50], [37, 51], [36, 51], [36, 50]]]
ACROSS = [[[179, 50], [-179, 50], [-179, 51], [179, 51], [179, 50]]]
REPORT = ("report", "--range", "20km", "--format", "csv")
FROM = (*REPORT, "--from", "50,36")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def geojson(path, *rings, properties=None, **members):
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": each},
        }
        for each in rings
    ]
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features, **members})
    )


def crs(code):
    return {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}


def run(*arguments):
    """Run a command; give its exit code, stdout and the one line on stderr."""
    done = CliRunner().invoke(main, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") <= 1
    return done.exit_code, done.stdout, done.stderr


REFUSED_TABLES = {
    "decimal commas between commas": (
        "name,lat,lon\nA,49,99,36,23\n",
        "line 2: has 5 cells where the first line has 3",
    ),
    "a column twice": ("lat,lat,lon,lon\n1,49.99,2,36.23\n", "column lon 2 times"),
}


@pytest.mark.parametrize("case", REFUSED_TABLES)
def test_a_table_that_may_mean_two_things_is_refused(tmp_path, case):
    text, said = REFUSED_TABLES[case]
    (tmp_path / "s.csv").write_text(text)
    code, _, line = run(*REPORT, "--from", "s.csv")
    assert code == 2
    assert said in line


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nname;lat;lon\nA;49,99;36,23\n",
        "sep=;\r\nname;lat;lon\r\nA;49,99;36,23\r\n",
        "Name,Latitude (deg),Longitude (deg)\nA,49.99,36.23\n",
        "Name;Breitengrad;Längengrad\nA;49,99;36,23\n",
        "name,lat,lon,,\nA,49.99,36.23,,\n",
        "name,lat,lon\nA,49.99,36.23,,,\n",
    ],
)
def test_a_table_as_spreadsheets_write_it(tmp_path, text):
    (tmp_path / "s.csv").write_text(text, encoding="utf-8", newline="")
    code, out, _ = run(*REPORT, "--from", "s.csv")
    assert code == 0
    assert out.splitlines()[1].startswith("A,36.23,49.99,")


@pytest.mark.filterwarnings("default::rangeviz.errors.RangevizWarning")
def test_a_jump_of_180_degrees_is_the_short_way_everywhere_and_said(tmp_path):
    geojson(tmp_path / "z.geojson", ACROSS)
    areas = {}
    for option, start in (
        ("--from-area", REPORT),
        ("--zone", (*REPORT, "--from", "50.5,179")),
        ("--within", (*REPORT, "--from", "50.5,179")),
    ):
        code, out, line = run(*start, option, "z.geojson")
        assert code == 0
        assert "taken the short way, across the antimeridian" in line
        areas[option] = out
    # 2 degrees of longitude at 50.5 N: 141.9 km; the long way is 180 times as wide.
    site = areas["--from-area"].splitlines()[1]
    assert 20_000 < float(site.split(",")[10]) < 40_000


def test_a_world_whose_edges_run_from_frame_to_frame_stays_whole(tmp_path):
    world = [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]
    geojson(tmp_path / "z.geojson", world)
    code, _, line = run(*FROM, "--zone", "z.geojson")
    assert (code, line) == (0, "")


CRS_FILES = {
    "degrees that are called metres": (crs(3857), 2, "look like degrees"),
    "an unknown code": (crs(999999), 2, "is not known"),
    "a file": (
        {"type": "name", "properties": {"name": "file:///etc/passwd"}},
        2,
        "is not known",
    ),
    "none": (None, 0, "its CRS is unknown (crs is null); taken as lon/lat"),
}


@pytest.mark.filterwarnings("default::rangeviz.errors.RangevizWarning")
@pytest.mark.parametrize("case", CRS_FILES)
def test_a_crs_that_can_not_be_is_told(tmp_path, case):
    member, wanted, said = CRS_FILES[case]
    geojson(tmp_path / "z.geojson", SQUARE, crs=member)
    code, _, line = run(*FROM, "--zone", "z.geojson")
    assert code == wanted
    assert said in line


def test_a_nameless_feature_is_called_by_its_file(tmp_path):
    geojson(tmp_path / "front.geojson", SQUARE, properties={"name": None})
    code, out, _ = run(*REPORT, "--from-area", "front.geojson")
    assert code == 0
    assert out.splitlines()[1].startswith("front,")


def test_features_without_properties_are_verified(tmp_path):
    geojson(tmp_path / "ring.geojson", SQUARE)
    code, out, _ = run(
        "verify", "ring.geojson", "--from", "50.5,36.5", "--range", "60km"
    )
    assert code == 1  # a square is no circle
    assert "deviat" in out


@pytest.mark.parametrize(
    "wkt",
    [
        "CIRCULARSTRING(36 50,37 51,38 50)",
        "CURVEPOLYGON(CIRCULARSTRING(36 50,37 51,36 50))",
        "COMPOUNDCURVE(CIRCULARSTRING(36 50,37 51,38 50))",
        "MULTISURFACE(((36 50,37 50,37 51,36 50)))",
    ],
)
@pytest.mark.parametrize("key", ["sites", "zones"])
def test_a_curve_in_a_scenario_is_refused(tmp_path, wkt, key):
    text = f'schema = 1\n{key} = [{{name = "g", geometry = "{wkt}"}}]\n'
    text += "" if key == "sites" else 'sites = ["50,36"]\n'
    (tmp_path / "s.toml").write_text(text)
    code, _, line = run("scenario", "check", "s.toml")
    assert code == 1
    assert "straight edges" in line


@pytest.mark.parametrize("line", ['borders = "no.gpkg"', 'within = ["no.gpkg"]'])
def test_check_tells_of_a_file_that_is_not_there(tmp_path, line):
    (tmp_path / "s.toml").write_text(f'schema = 1\nsites = ["50,36"]\n{line}\n')
    code, _, said = run("scenario", "check", "s.toml")
    assert code == 1
    assert "there is no file" in said


REFUSED = {
    "one country twice": ((*REPORT, "--from-border", "Ukraine/Ukraine"), "one area"),
    "an empty sector": ((*FROM, "--sector", "10", "10"), "is no sector"),
    "a page with a width": (
        ("map", "--from", "50,36", "-o", "x.html", "--width", "200"),
        "a page takes no width: leave it out",
    ),
    "a title that fills the page": (
        ("map", "--from", "50,36", "-o", "x.png", "--title", "long title " * 1000),
        "a title of 11,000 characters: give 300 at most",
    ),
    "a square of 100 km": ((*REPORT, "--from", "37UCR"), "a square of 100 km"),
    "a zone of 300 letters": ((*FROM, "--zone", "z" * 300), "answers to"),
    "an area of 300 letters": ((*REPORT, "--from-area", "z" * 300), "answers to"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_means_nothing_is_refused_in_one_line(case):
    arguments, said = REFUSED[case]
    code, _, line = run(*arguments)
    assert code == 2
    assert said in line


def test_numbers_larger_than_any_database_holds():
    for arguments in (
        (*FROM, "--min-population", "9" * 19),
        ("places", "Kharkiv", "--limit", "9" * 23),
    ):
        code, _, line = run(*arguments)
        assert code == 2
        assert "is not in the range" in line


def test_a_zone_that_is_named_twice_counts_once():
    once = run(*FROM, "--zone", "Kursk")[1]
    assert run(*FROM, "--zone", "Kursk", "--zone", "RU-KRS")[1] == once


def test_a_system_that_replaces_a_shipped_one_is_told(tmp_path):
    (tmp_path / "mine.toml").write_text(
        '[[system]]\nid = "atacms"\nname = "X"\nplatform = "ground"\n'
        'max_range_km = 500\nsource = {title = "t"}\n'
    )
    code, _, line = run(
        *("report", "--from", "50,36", "--systems", "mine.toml", "--format", "csv")
    )
    assert code == 0
    assert "atacms: taken from your file" in line
