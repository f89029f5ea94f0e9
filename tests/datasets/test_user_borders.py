import math

import geopandas as gpd
import pytest
import shapely

from rangeviz.datasets.borders.own_borders import read_borders
from rangeviz.datasets.borders.shipped import load_regions
from rangeviz.errors import FileFormatError, GeometryError
from rangeviz.geodesy.measure import area_m2

WEST = shapely.box(36.0, 50.0, 37.0, 51.0)
EAST = shapely.box(37.0, 50.0, 38.0, 51.0)


def write(path, *, shapes=(WEST, EAST), **columns):
    gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4326).to_file(path)
    return path


@pytest.mark.parametrize(
    "columns",
    [
        ("name", "code", "country_code", "country_name"),  # rangeviz
        ("name_en", "iso_3166_2", "adm0_a3", "admin"),  # Natural Earth
        ("shapeName", "shapeISO", "shapeGroup", "country"),  # geoBoundaries
        ("NAME_1", "GID_1", "GID_0", "COUNTRY"),  # GADM
        ("ADM1_EN", "ADM1_PCODE", "ADM0_PCODE", "ADM0_EN"),  # OCHA
    ],
)
def test_columns_of_common_sources_are_known(tmp_path, columns):
    values = (["West", "East"], ["X-W", "X-E"], ["XXX", "XXX"], ["Xland", "Xland"])
    path = write(tmp_path / "a.gpkg", **dict(zip(columns, values, strict=True)))
    found = read_borders(path)
    assert list(found.columns) == list(load_regions(bbox=(0, 0, 1, 1)).columns)
    assert list(found["name"]) == ["West", "East"]
    assert list(found["code"]) == ["X-W", "X-E"]
    assert set(found["country_code"]) == {"XXX"}
    assert set(found["country_name"]) == {"Xland"}
    assert math.isclose(found["area_km2"][0], area_m2(WEST) / 1e6)
    assert found.crs == "EPSG:4326"


def test_codes_that_repeat_give_way_to_numbers(tmp_path):
    path = write(tmp_path / "a.gpkg", name=["West", "East"], code=["X", "X"])
    assert list(read_borders(path)["code"]) == ["1", "2"]


def test_a_layer_without_countries_is_taken(tmp_path):
    found = read_borders(write(tmp_path / "a.geojson", name=["West", None]))
    assert list(found["name"]) == ["West", "2"]
    assert list(found["country_code"]) == ["", ""]


def test_a_country_needs_one_of_code_and_name(tmp_path):
    path = write(tmp_path / "a.gpkg", name=["W", "E"], country=["Xland", "Yland"])
    assert list(read_borders(path)["country_code"]) == ["Xland", "Yland"]


@pytest.mark.parametrize(
    ("column", "given", "codes", "names"),
    [
        ("country", ["UKR", "Polska"], ["UKR", "Polska"], ["Ukraine", "Polska"]),
        ("shapeGroup", ["UKR", "XXX"], ["UKR", "XXX"], ["Ukraine", "XXX"]),
        ("iso_a2", ["UA", "TW"], ["UA", "TW"], ["Ukraine", "Taiwan"]),
    ],
)
def test_a_country_of_which_only_a_code_is_known_gets_its_name(
    tmp_path, column, given, codes, names
):
    found = read_borders(write(tmp_path / "a.gpkg", name=["W", "E"], **{column: given}))
    assert list(found["country_code"]) == codes
    assert list(found["country_name"]) == names


def test_numbers_are_names_too(tmp_path):
    found = read_borders(write(tmp_path / "b.gpkg", name=[17.5, None]))
    assert list(found["name"]) == ["17.5", "2"]
    found = read_borders(write(tmp_path / "a.gpkg", name=[17, 18]))
    assert list(found["name"]) == ["17", "18"]


def test_a_layer_without_names_is_refused(tmp_path):
    path = write(tmp_path / "a.gpkg", width=[1, 2], **{"col\nour": ["a", "b"]})
    with pytest.raises(FileFormatError, match="no column of names") as caught:
        read_borders(path)
    assert "it has: width, col our" in str(caught.value)


def test_points_are_no_borders(tmp_path):
    path = write(
        tmp_path / "a.gpkg", shapes=(WEST.centroid, EAST.centroid), name=["W", "E"]
    )
    with pytest.raises(GeometryError, match="holds Point where Polygon"):
        read_borders(path)
