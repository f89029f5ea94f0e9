import json

import geopandas as gpd
import pytest
import shapely

from rangeviz.datasets.borders.zones import find_zone, read_zones
from rangeviz.errors import (
    AmbiguousNameError,
    FileFormatError,
    GeometryError,
    InputError,
    UnknownNameError,
)

SQUARE = shapely.box(36.0, 50.0, 37.0, 51.0)


def write(path, *names, column="name"):
    shapes = [shapely.affinity.translate(SQUARE, i) for i in range(len(names))]
    gpd.GeoDataFrame({column: names}, geometry=shapes, crs=4326).to_file(path)
    return path


@pytest.mark.parametrize("query", ["Kursk", "Kursk Oblast", "RU-KRS", "Курск"])
def test_kursk_is_what_reports_named_never_law(query):
    zone = find_zone(query)
    assert (zone.name, zone.code, zone.rule) == ("Kursk Oblast", "RU-KRS", "restricted")
    assert "named in Nov 2024 reports" in zone.note
    assert "not a legal boundary" in zone.note


def test_a_zone_takes_either_rule():
    assert find_zone("Kursk", rule="only").rule == "only"
    with pytest.raises(InputError, match="'forbidden' is not 'restricted' or 'only'"):
        find_zone("Kursk", rule="forbidden")


def test_a_country_follows_the_worldview():
    ukraine = find_zone("Ukraine")
    assert ukraine.code == "UKR"
    assert ukraine.note == "country as it is drawn (worldview international)"
    simferopol = shapely.Point(34.1, 44.95)
    assert ukraine.geometry.contains(simferopol)
    other = find_zone("Ukraine", worldview="natural-earth")
    assert not other.geometry.contains(simferopol)


def test_names_that_are_no_zone():
    with pytest.raises(UnknownNameError, match="nearest: Kursk Oblast"):
        find_zone("Kurks")
    with pytest.raises(AmbiguousNameError, match="Georgia, United States; GEO"):
        find_zone("Georgia")
    assert find_zone("GEO").name == "Georgia"
    assert find_zone("Georgia, United States").code == "US-GA"


def test_zones_of_a_file_are_named_by_it(tmp_path):
    path = write(tmp_path / "a.gpkg", "First", "Second")
    zones = read_zones(path, rule="only")
    assert [zone.name for zone in zones] == ["First", "Second"]
    assert {zone.rule for zone in zones} == {"only"}
    assert {zone.note for zone in zones} == {"given by the user"}
    assert zones[1].geometry.bounds == (37, 50, 38, 51)


@pytest.mark.parametrize("column", ["NAME", "Title", "name_en"])
def test_the_column_of_names_may_be_called_otherwise(tmp_path, column):
    path = write(tmp_path / "a.geojson", "First", column=column)
    assert read_zones(path)[0].name == "First"


def test_zones_without_names_are_numbered(tmp_path):
    path = write(tmp_path / "no-go.geojson", "a", None, " ", column="name")
    assert [zone.name for zone in read_zones(path)] == ["a", "no-go 2", "no-go 3"]
    path = write(tmp_path / "other.geojson", 5, 7, column="width")
    assert [zone.name for zone in read_zones(path)] == ["other 1", "other 2"]


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "{{7*7}}{% raw %}",
        "</script><!--",
        '"><img src=x onerror=alert(1)>',
    ],
)
def test_a_hostile_name_stays_as_it_was_given(tmp_path, name):
    path = write(tmp_path / "a.geojson", name)
    assert read_zones(path)[0].name == name


def test_control_characters_of_a_name_become_spaces(tmp_path):
    path = write(tmp_path / "a.geojson", "Kursk\n\x1b[2J\u202eksruK")
    assert read_zones(path)[0].name == "Kursk  [2J ksruK"


def test_files_that_are_no_zones(tmp_path):
    with pytest.raises(FileFormatError, match="there is no file"):
        read_zones(tmp_path / "none.gpkg")
    path = tmp_path / "line.geojson"
    line = {"type": "LineString", "coordinates": [[36, 50], [37, 51]]}
    path.write_text(json.dumps(line))
    with pytest.raises(GeometryError, match="holds LineString where Polygon"):
        read_zones(path)
