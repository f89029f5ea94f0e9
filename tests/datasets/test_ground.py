"""The ground of a map, beside the borders, the gazetteer and published areas."""

import csv
import hashlib
import re
import zlib
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

from rangeviz.datasets.map_ground import load_cities, load_land, load_water
from rangeviz.datasets.resources import data_path
from rangeviz.errors import CoordinateError
from rangeviz.geodesy.measure import area_m2

GEOD = Geod(ellps="WGS84")
# lon, lat, area in km2 as encyclopedias have it.
LAKES = {
    "Ladoga": (31.5, 60.8, 17_700),
    "Onega": (35.5, 61.6, 9_700),
    "Balaton": (17.8, 46.87, 592),
    "Victoria": (33.0, -1.0, 68_900),
    "Baikal": (108.0, 53.5, 31_700),
}
# Where a river runs, and within how many degrees its line passes.
RIVERS = {
    "Dnipro at Kyiv": (30.57, 50.45),
    "Don at Voronezh": (39.1, 51.5),
    "Vistula at Warsaw": (21.05, 52.25),
    "Nile at Luxor": (32.63, 25.7),
    "Yangtze at Wuhan": (114.3, 30.6),
}


@pytest.fixture(scope="module")
def water():
    return load_water()


@pytest.mark.parametrize("name", LAKES)
def test_a_lake_is_where_and_as_large_as_it_should_be(water, name):
    lon, lat, km2 = LAKES[name]
    lakes = water[water["kind"] == "lake"]
    there = lakes[lakes.contains(shapely.Point(lon, lat))]
    area_km2 = sum(
        abs(GEOD.geometry_area_perimeter(s)[0]) / 1e6 for s in there.geometry
    )
    assert area_km2 == pytest.approx(km2, rel=0.12)


def test_the_reservoirs_of_the_dnipro_are_there_and_the_drained_one_is_not(water):
    lakes = water.geometry[water["kind"] == "lake"].to_numpy()
    for lon, lat in ((30.5, 50.95), (33.0, 49.15)):
        assert shapely.distance(lakes, shapely.Point(lon, lat)).min() < 0.1
    # Kakhovka: its dam was breached on 6 June 2023.
    bed = shapely.Point(34.3, 47.45)
    assert shapely.distance(lakes, bed).min() > 0.3
    assert shapely.distance(water.geometry.to_numpy(), bed).min() < 0.3  # the river


@pytest.mark.parametrize("name", RIVERS)
def test_a_river_passes_its_city(water, name):
    here = shapely.Point(*RIVERS[name])
    assert shapely.distance(water.geometry.to_numpy(), here).min() < 0.15


def test_water_is_valid_ranked_and_of_its_kind(water):
    assert water.geometry.is_valid.all()
    assert not water.geometry.is_empty.any()
    kinds = shapely.get_dimensions(water.geometry.to_numpy())
    assert set(zip(water["kind"], kinds, strict=True)) == {("lake", 2), ("river", 1)}
    assert set(water["rank"]) == set(range(5))
    assert water["rank"].is_monotonic_increasing
    assert len(load_water(max_rank=0)) == (water["rank"] == 0).sum() > 10


def test_water_of_a_box_is_what_meets_it(water):
    box = (30.0, 46.0, 40.0, 52.0)
    some = load_water(bbox=box)
    assert len(some) == water.intersects(shapely.box(*box)).sum() > 5
    assert load_water(bbox=(-30, -80, -29, -79)).empty
    with pytest.raises(CoordinateError, match="west, south, east, north"):
        load_water(bbox=(0, 50, 1, 40))


def test_water_runs_across_the_antimeridian():
    whole, turned = (
        load_water(bbox=(170, 60, -170, 70)),
        load_water(bbox=(170, 60, 190, 70)),
    )
    assert len(whole) == len(turned) > 0
    assert len(whole) == len(whole.geometry.to_wkb().unique())


def test_cities_are_known_in_every_language():
    cities = load_cities()
    assert len(cities) == 1_360
    by_name = {city.name: city for city in cities}
    assert by_name["Kyiv"].names["uk"] == "Київ"
    assert by_name["Beijing"].names["de"] == "Peking"
    assert by_name["Warsaw"].country_code == "POL"
    lon, lat = by_name["Tokyo"].lon, by_name["Tokyo"].lat
    assert GEOD.inv(lon, lat, 139.69, 35.69)[2] < 10_000
    cyrillic = [city for city in cities if {"uk", "ru"} <= city.names.keys()]
    assert len(cyrillic) > 1_100


def test_every_capital_is_among_the_cities():
    path = Path(__file__).parents[1] / "data" / "capitals.csv"
    cities = load_cities()
    lon, lat = np.array([(city.lon, city.lat) for city in cities]).T
    for row in csv.DictReader(path.read_text("utf-8").splitlines()):
        at = np.full((len(cities), 2), (float(row["lon"]), float(row["lat"])))
        distances_m = GEOD.inv(*at.T, lon, lat)[2]
        assert distances_m.min() < 15_000, row["place"]


def test_the_world_and_its_cities_fit_a_page():
    """In bytes, plain and deflated."""
    land = data_path("ground", "land.fgb").read_bytes()
    assert len(zlib.compress(land)) < 30_000
    cities = data_path("ground", "cities.tsv").read_bytes()
    assert len(zlib.compress(cities)) < 44_000
    one_language = "".join(
        f"{city.name}\t{city.names.get('de', '')}\t{city.lon}\t{city.lat}\n"
        for city in load_cities()
    )
    assert len(one_language.encode()) < 42_000
    assert len(zlib.compress(one_language.encode())) < 22_000


def test_sources_md_gives_hashes():
    sources = data_path("ground", "SOURCES.md").read_text("utf-8")
    for name in ("water.fgb", "land.fgb", "cities.tsv", "seats.tsv", "seas.tsv"):
        digest = hashlib.sha256(data_path("ground", name).read_bytes()).hexdigest()
        assert re.search(rf"^\| `{name}` \|.*\| `{digest}` \|$", sources, re.M)


def test_the_land_of_the_world_is_one_valid_shape_on_every_side_of_180_degrees():
    land = load_land()
    assert land.is_valid
    # About 149 million km2, Antarctica among them; lakes are not cut out.
    assert area_m2(land) == pytest.approx(1.48e14, rel=0.02)
    for lon, lat in [(0, -89), (179.9, 67.5), (-179.9, 67.5), (116, 40), (151, -32)]:
        assert land.covers(shapely.Point(lon, lat)), (lon, lat)
    for lon, lat in [(0, 69.4), (-30, 0), (-170, -16.5), (170, 75)]:
        assert not land.covers(shapely.Point(lon, lat)), (lon, lat)
