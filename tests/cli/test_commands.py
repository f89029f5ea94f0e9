"""Each command does its job, and the formats tell the same figures."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
import shapely

import rangeviz
from rangeviz.cli import main

KHARKIV = ("--from", "Kharkiv", "--zone", "Kursk")
SCHEMA = json.loads(
    (Path(rangeviz.__file__).parents[1] / "docs" / "report.schema.json").read_text()
)


@pytest.fixture(scope="module")
def told():
    from click.testing import CliRunner

    done = CliRunner().invoke(main, ["report", *KHARKIV, "--format", "json"])
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_json_keeps_its_published_contract(told):
    jsonschema.validate(told, SCHEMA)
    assert [reach["system"] for reach in told["reaches"]] == ["himars", "atacms"]
    assert [reach["max_range_km"] for reach in told["reaches"]] == [80.5, 305.8]


def test_areas_are_the_published_ones(told):
    # Circles about the gazetteer's centre, which lies 2 km from the one that
    # the check values were made for: an area depends on the latitude only.
    assert told["reaches"][0]["area_km2"] == pytest.approx(20_358, abs=1)
    assert told["reaches"][1]["area_km2"] == pytest.approx(293_726, abs=1.5)


def test_the_parts_add_up_to_the_whole(told):
    for reach in told["reaches"]:
        regions = sum(unit["area_km2"] for unit in reach["regions"])
        countries = sum(unit["area_km2"] for unit in reach["countries"])
        assert regions + reach["elsewhere_km2"] == pytest.approx(
            reach["area_km2"], rel=1e-6
        )
        assert countries == pytest.approx(regions, abs=0.05)
        restricted = sum(zone["area_km2"] for zone in reach["zones"])
        assert reach["permitted_km2"] + restricted == pytest.approx(
            reach["area_km2"], rel=1e-6
        )


def test_kursk_is_out_of_reach_of_one_and_in_reach_of_the_other(told):
    short, long = (reach["zones"][0] for reach in told["reaches"])
    assert short["share_of_zone"] == 0
    assert long["share_of_zone"] == 1
    assert "Nov 2024 reports" in short["name"] + short["note"]


def test_the_nearest_distance_to_kursk(run):
    # 109 km from 49.9935 N, 36.2304 E: measured with other tools on the same borders.
    done = run("report", "--from", "49.9935,36.2304", *KHARKIV[2:], "--format", "json")
    zone = json.loads(done.stdout)["reaches"][0]["zones"][0]
    assert zone["nearest_km"] == pytest.approx(109, abs=0.5)


def test_who_is_inside_and_who_is_outside(told):
    inside = {place["name"] for place in told["reaches"][1]["places"]}
    assert {"Belgorod", "Kursk", "Sumy", "Voronezh"} <= inside
    outside = {"Lipetsk", "Bryansk", "Rostov-na-Donu", "Kyiv", "Moscow"}
    assert not outside & inside
    near = {place["name"] for place in told["reaches"][0]["places"]}
    assert near & {"Belgorod", "Kursk", "Sumy", "Voronezh"} == {"Belgorod"}


def test_only_and_restricted_split_the_reach(run):
    shares = {}
    for rule in ("restricted", "only"):
        done = run("report", *KHARKIV, "--zone-rule", rule, "--format", "json")
        shares[rule] = json.loads(done.stdout)["reaches"][1]
    whole = shares["only"]["area_km2"]
    parts = shares["only"]["permitted_km2"] + shares["restricted"]["permitted_km2"]
    assert parts == pytest.approx(whole, rel=1e-6)


def test_csv_has_the_figures_of_json(run, told):
    done = run("report", *KHARKIV, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    regions = [row for row in rows if row["kind"] == "region"]
    expected = [
        (u["code"], u["area_km2"]) for r in told["reaches"] for u in r["regions"]
    ]
    assert [(row["code"], float(row["area_km2"])) for row in regions] == expected
    places = [row for row in rows if row["kind"] == "place"]
    assert len(places) == sum(len(reach["places"]) for reach in told["reaches"])


def test_markdown_and_table_tell_the_site_the_figures_and_the_caveats(run):
    for form in ("md", "table"):
        text = run("report", *KHARKIV, "--format", form).stdout
        flat = " ".join(text.split())
        assert "Reach from Kharkiv" in flat
        assert "293,726" in flat
        assert "Kursk Oblast" in flat
        assert "not what would be hit" in flat
        assert "Natural Earth" in flat
        assert "GeoNames, CC BY 4.0" in flat


def test_a_worldview_moves_crimea(run):
    owners = {}
    for worldview in ("international", "natural-earth"):
        done = run(
            "report", "--from", "44.95,34.1", "--range", "30km",
            "--worldview", worldview, "--format", "json",
        )  # fmt: skip
        reach = json.loads(done.stdout)["reaches"][0]
        owners[worldview] = {unit["code"] for unit in reach["countries"]}
    assert owners == {"international": {"UKR"}, "natural-earth": {"RUS"}}


def test_export_is_rfc_7946(run, tmp_path, told):
    path = tmp_path / "reach.geojson"
    done = run("export", *KHARKIV, "-o", path)
    assert done.exit_code == 0, done.stderr
    collection = json.loads(path.read_text())
    kinds = [feature["properties"]["kind"] for feature in collection["features"]]
    reaches = ["reach", "permitted", "reach", "restricted", "permitted"]
    assert kinds == ["site", *reaches]
    for feature in collection["features"][1:]:
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid
        for part in getattr(shape, "geoms", [shape]):
            assert part.exterior.is_ccw
        assert "e-" not in json.dumps(feature["geometry"])
    areas = [f["properties"]["area_km2"] for f in collection["features"]]
    assert areas[3] == told["reaches"][1]["area_km2"]
    assert run("export", *KHARKIV).stdout == path.read_text()


def test_an_own_range_with_a_least_range_and_a_sector(run):
    done = run(
        "report", "--from", "49.99,36.23", "--range", "120km", "--min-range", "20 km",
        "--sector", "300", "60", "--label", "Example", "--format", "json",
    )  # fmt: skip
    reach = json.loads(done.stdout)["reaches"][0]
    assert reach["system_name"] == "Example"
    assert reach["min_range_km"] == 20
    assert reach["sector_deg"] == [300, 60]
    third = 3.14159265 * (120**2 - 20**2) / 3
    assert reach["area_km2"] == pytest.approx(third, rel=2e-3)


def test_several_sites_from_a_file(run, tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("name,lon,lat\nA,36.2,50.0\nB,34.8,50.9\n")
    done = run("report", "--from", path, "--range", "50km", "--format", "json")
    assert [r["site"] for r in json.loads(done.stdout)["reaches"]] == ["A", "B"]


def test_systems_lists_every_record_and_shows_one(run):
    listed = run("systems").stdout
    for name in ("atacms", "himars", "iskander-m", "neptune"):
        assert name in listed
    shown = " ".join(run("systems", "atacms").stdout.split())
    assert "a range of approximately 190 miles (305.8 kilometers)" in shown


def test_places_and_regions_look_names_up(run):
    assert "KAZ" not in run("places", "Харків").stdout
    assert "Kharkiv" in run("places", "Харків").stdout
    assert run("places", "Springfield").stdout.count("USA") > 5
    assert "RU-KRS" in run("regions", "Kursk").stdout


def test_every_command_has_help_with_examples(run):
    for name in main.commands:
        text = run(name, "-h").stdout
        assert "Examples:" in text
        assert f"rangeviz {name}" in text


def test_a_matrix_has_the_areas_of_json_and_its_rows_add_up(run):
    where = ("--from", "Kharkiv", "--from", "Sumy")
    matrix = run("report", *where, "--format", "matrix").stdout
    rows = list(csv.DictReader(io.StringIO(matrix)))
    told = json.loads(run("report", *where, "--format", "json").stdout)["reaches"]
    assert len(rows) == len(told) == 4
    for row, reach in zip(rows, told, strict=True):
        assert (row["site"], row["system"]) == (reach["site"], reach["system"])
        for unit in reach["regions"]:
            assert float(row[unit["code"]]) == unit["area_km2"]
        parts = [float(value) for value in list(row.values())[5:]]
        assert sum(parts) == pytest.approx(reach["area_km2"], abs=0.05)


def test_a_position_without_a_name_is_told_once(run):
    told = run("report", "--from", "49.99,36.23", "--range", "20km").stdout
    assert "Measured from 49.9900 N, 36.2300 E, chosen for illustration." in told
