"""One scenario through every output: the figures are the same everywhere.

Every output is made by a command of its own and read back by readers that we did not
write. What the JSON report says is the measure for all others.
"""

import csv
import io
import json
import re
import sqlite3
from xml.etree import ElementTree as ET

import geopandas as gpd
import jsonschema
import lxml.html
import pyogrio
import pytest
from click.testing import CliRunner

from rangeviz.cli import main

SCENARIO = """
schema = 1
sector_deg = [300.0, 120.0]
sites = [{name = "Харків & <Co>", lon = 36.2304, lat = 49.9935}, "Sumy"]
systems = [{range_km = 80.5, min_range_km = 15.0, label = "Short"}, "atacms"]

[[zones]]
region = "Kursk"

[[zones]]
name = "Вікно"
rule = "only"
geometry = "POLYGON ((34 49, 40 49, 40 53, 34 53, 34 49))"
"""
SITES = ("Харків & <Co>", "Sumy")
SYSTEMS = ("Short", "ATACMS")
FILES = ("map.html", "map.svg", "reach.geojson", "reach.gpkg", "reach.kml",
         "reach.fgb", "reach.parquet", "reach.csv")  # fmt: skip
FORMS = ("json", "csv", "md", "table", "matrix")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Every file that can be made of the scenario, and every form of report."""
    made = tmp_path_factory.mktemp("один")
    scenario = made / "scenario.toml"
    scenario.write_text(SCENARIO, encoding="utf-8")

    def run(*arguments):
        done = CliRunner().invoke(main, [*map(str, arguments), "--scenario", scenario])
        assert done.exit_code == 0, done.output
        return done.stdout

    for name in FILES:
        command = "map" if name.startswith("map") else "export"
        run(command, "-o", made / name)
    for form in FORMS:
        text = run("report", "--format", form)
        (made / f"report.{form}").write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def reaches(folder):
    told = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert [r["site"] for r in told["reaches"]] == [s for s in SITES for _ in SYSTEMS]
    return told["reaches"]


def number(text):
    """A figure as people read it; None for a dash or nothing."""
    plain = text.replace(",", "").replace("%", "").replace("\u202f", "").strip()
    if plain.startswith(("<", ">")):
        return plain
    return float(plain) if plain not in ("", "-", "–") else None


def test_the_scenario_is_no_plain_one(reaches):
    """Zones of both rules, a least range and a sector all change figures."""
    for told in reaches:
        assert told["sector_deg"] == [300, 120]
        assert [zone["rule"] for zone in told["zones"]] == ["restricted", "only"]
    assert all(0 < told["permitted_km2"] < told["area_km2"] for told in reaches[1:])
    assert reaches[0]["min_range_km"] == 15
    assert len({told["permitted_km2"] for told in reaches}) == 4


def test_csv(folder, reaches):
    """Rows of `report` and of `export`: the same bytes, every figure of the JSON."""
    text = (folder / "report.csv").read_text(encoding="utf-8")
    assert (folder / "reach.csv").read_text(encoding="utf-8") == text
    rows = list(csv.DictReader(io.StringIO(text)))
    for told in reaches:
        mine = [
            r
            for r in rows
            if (r["site"], r["system"]) == (told["site"], told["system"])
        ]
        figures = {(r["kind"], r["code"] or r["name"]): r for r in mine}
        area = {
            key: float(r["area_km2"]) for key, r in figures.items() if r["area_km2"]
        }
        wanted = {
            ("reach", told["system_name"]): told["area_km2"],
            ("elsewhere", ""): told["elsewhere_km2"],
            ("permitted", ""): told["permitted_km2"],
        }
        for kind, key in (
            ("country", "countries"),
            ("region", "regions"),
            ("zone", "zones"),
        ):
            for unit in told[key]:
                row = figures[kind, unit["code"] or unit["name"]]
                wanted[kind, unit["code"] or unit["name"]] = unit["area_km2"]
                assert float(row["share_of_unit"]) == unit[f"share_of_{kind}"]
                assert float(row["nearest_km"]) == unit["nearest_km"]
        assert area == wanted
        places = [
            (r["name"], float(r["nearest_km"])) for r in mine if r["kind"] == "place"
        ]
        assert places == [(p["name"], p["distance_km"]) for p in told["places"]]


def test_matrix(folder, reaches):
    text = (folder / "report.matrix").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    for row, told in zip(rows, reaches, strict=True):
        assert (row["site"], row["system"]) == (told["site"], told["system"])
        inside = {k: float(v) for k, v in row.items() if "-" in k and float(v)}
        wanted = {u["code"]: u["area_km2"] for u in told["regions"]}
        assert inside == {code: area for code, area in wanted.items() if area}
        assert float(row["area_km2"]) == told["area_km2"]
        assert float(row["elsewhere"]) == told["elsewhere_km2"]


def from_gdal(path):
    for name, kind in pyogrio.list_layers(path):
        if kind:
            yield from pyogrio.read_dataframe(path, layer=name).to_dict("records")


def from_sqlite(path):
    with sqlite3.connect(path) as db:
        db.row_factory = sqlite3.Row
        kinds = db.execute("select table_name from gpkg_contents").fetchall()
        for (table,) in kinds:
            if table != "layer_styles":
                yield from map(dict, db.execute(f'select * from "{table}"').fetchall())


def from_json(path):
    told = json.loads(path.read_text(encoding="utf-8"))
    return [feature["properties"] for feature in told["features"]]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("reach.geojson", from_json),
        ("reach.geojson", from_gdal),
        ("reach.gpkg", from_gdal),
        ("reach.gpkg", from_sqlite),
        ("reach.kml", from_gdal),
        ("reach.fgb", from_gdal),
        ("reach.parquet", lambda path: gpd.read_parquet(path).to_dict("records")),
    ],
)
def test_gis_files(folder, reaches, name, read):
    rows = list(read(folder / name))
    for told in reaches:
        mine = [
            r
            for r in rows
            if (r["site"], r["system"]) == (told["site"], told["system"])
            and r["kind"] != "outline"
        ]
        area = {
            (r["kind"], r["zone"] if isinstance(r["zone"], str) else ""): r["area_km2"]
            for r in mine
        }
        wanted = {("reach", ""): told["area_km2"]}
        for zone in told["zones"]:
            if zone["area_km2"]:
                wanted[zone["rule"], zone["name"]] = zone["area_km2"]
        if told["permitted_km2"]:
            wanted["permitted", ""] = told["permitted_km2"]
        assert area == wanted
        for row in mine:
            for key in (
                "lon",
                "lat",
                "min_range_km",
                "max_range_km",
                "max_deviation_m",
            ):
                assert row[key] == told[key]
            azimuths = [row["start_azimuth_deg"], row["end_azimuth_deg"]]
            assert azimuths == told["sector_deg"]


@pytest.fixture(scope="module")
def page(folder):
    """Tables by the id of their body: each row's name, and its cells with values."""
    read = lxml.html.parse(folder / "map.html", lxml.html.HTMLParser(encoding="utf-8"))
    return {
        body.get("id"): [
            (
                " ".join((head.text or "").strip() for head in row.iterfind("th")),
                [
                    (cell.text_content().strip(), value_of(cell))
                    for cell in row.iterfind("td")
                ],
            )
            for row in body.iterfind("tr")
        ]
        for body in read.iterfind(".//tbody[@id]")
    }


def value_of(cell):
    value = cell.get("data-value")
    return None if value is None else float(value)


def shown(share):
    """Per cent as the page and the picture write them."""
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 0.99999:
        return ">99%"
    return f"{int(100 * share + 0.5)}%"


@pytest.mark.parametrize("number_of_site", [0, 1])
def test_page(page, reaches, number_of_site):
    pair = reaches[2 * number_of_site : 2 * number_of_site + 2]
    for told, (_, cells) in zip(pair, page[f"rv-ranges-{number_of_site}"], strict=True):
        (_, range_km), _, (area, area_km2), (left, left_km2) = cells
        assert range_km == told["max_range_km"]
        assert area_km2 == pytest.approx(told["area_km2"], abs=0.051)
        assert left_km2 == pytest.approx(told["permitted_km2"], abs=0.051)
        assert area == f"{told['area_km2']:,.0f}"
        assert left == f"{told['permitted_km2']:,.0f}"
    for row, (head, cells) in enumerate(page[f"rv-zones-{number_of_site}"]):
        zones = [told["zones"][row] for told in pair]
        assert zones[0]["name"] == head
        assert cells[0][1] == zones[0]["nearest_km"]
        for zone, (text, value) in zip(zones, cells[1:], strict=True):
            assert value == pytest.approx(zone["share_of_zone"], abs=6e-6)
            assert text == shown(zone["share_of_zone"])
    for key, share, first in (("countries", "share_of_reach", 0),
                              ("regions", "share_of_region", 1)):  # fmt: skip
        rows = page[f"rv-{key}-{number_of_site}"]
        names = {unit["name"] for told in pair for unit in told[key]}
        assert names <= {name for name, _ in rows}
        for at, told in enumerate(pair):
            units = {unit["name"]: unit for unit in told[key]}
            for name, cells in rows:
                if name in units:
                    text, value = cells[first + at]
                    assert value == pytest.approx(units[name][share], abs=6e-6)
                    assert text == shown(units[name][share])
                    assert not first or cells[0][1] == units[name]["nearest_km"]
    listed = [
        (name, cells[0][1]) for name, cells in page[f"rv-places-{number_of_site}"]
    ]
    places = {(p["name"], p["distance_km"]) for told in pair for p in told["places"]}
    assert listed == sorted(places, key=lambda place: place[1])[: len(listed)]


def region(told, name):
    return next(unit for unit in told["regions"] if unit["name"] == name)


def cells_of(line):
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_markdown_and_table(folder, reaches):
    """Both print rounded figures of the same rows."""
    text = (folder / "report.md").read_text(encoding="utf-8")
    table = (folder / "report.table").read_text(encoding="utf-8")
    rows = [cells_of(line) for line in text.splitlines() if line.startswith("| ")]
    assert all(told["elsewhere_km2"] < 0.05 for told in reaches)
    assert not [row for row in rows if row[0] == "Sea and elsewhere"]  # a row of 0
    for name, pick in (
        ("Whole reach", lambda told: told["area_km2"]),
        ("Permitted", lambda told: told["permitted_km2"]),
        ("Kursk Oblast (restricted)", lambda told: told["zones"][0]["area_km2"]),
        ("Вікно (only)", lambda told: told["zones"][1]["area_km2"]),
        ("Sumy Oblast", lambda told: region(told, "Sumy Oblast")["area_km2"]),
    ):
        found = [row for row in rows if row[0] == name]
        assert len(found) == len(SITES)
        for row, pair in zip(found, (reaches[:2], reaches[2:]), strict=True):
            for told, cell in zip(pair, (row[2], row[4]), strict=True):
                true = pick(told)
                assert number(cell) == pytest.approx(
                    true, abs=0.5 if true >= 10 else 0.05
                )
        printed = [line for line in table.splitlines() if line.strip().startswith(name)]
        for row, line in zip(found, printed, strict=True):
            figures = [cell for cell in row[1:] if cell]
            assert re.split(r" {2,}", line.strip())[1:] == figures


def test_picture(folder, reaches):
    """What the SVG says of ranges and zones, as text."""
    texts = ET.parse(folder / "map.svg").iter()
    text = " ".join(
        " ".join("".join(e.itertext()).split())
        for e in texts
        if e.tag.endswith("}desc")
    )
    assert "Short 15–80.5 km" in text
    assert "ATACMS 305.8 km" in text
    kursk = min(
        (reaches[:2], reaches[2:]), key=lambda p: p[0]["zones"][0]["nearest_km"]
    )
    near_km = kursk[0]["zones"][0]["nearest_km"]
    shares = [shown(told["zones"][0]["share_of_zone"]) for told in kursk]
    assert (
        f"From {kursk[0]['site']}: Kursk Oblast: nearest edge {near_km:.1f} km" in text
    )
    assert f"within reach Short {shares[0]} and ATACMS {shares[1]}." in text
    shares = [shown(told["zones"][1]["share_of_zone"]) for told in reaches[:2]]
    assert (
        f"within reach Short {shares[0]} and ATACMS {shares[1]}"
        in text.split("Вікно")[1]
    )


@pytest.mark.parametrize(
    "name", [name for name in FILES if not name.endswith((".svg", ".csv"))]
)
def test_verify_finds_nothing_wrong(folder, name):
    done = CliRunner().invoke(main, ["verify", str(folder / name), "--format", "json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0, told["findings"]
    assert told["rings"] or told["figures"] > 100


def test_the_contract(folder):
    from pathlib import Path

    import rangeviz

    docs = Path(rangeviz.__file__).parents[1] / "docs"
    schema = json.loads((docs / "report.schema.json").read_text())
    told = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    jsonschema.validate(told, schema)
