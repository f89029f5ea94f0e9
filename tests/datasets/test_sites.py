import collections
import csv
import io
import sys

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from rangeviz.datasets.places.sites import (
    find_place_site,
    find_site,
    find_sites,
    read_sites,
)
from rangeviz.errors import (
    ChoiceWarning,
    CoordinateError,
    FileFormatError,
    GeometryError,
    InputError,
    RangevizError,
    UnknownNameError,
)

PAIR = [("Kharkiv", 36.23, 49.99), ("Cape Town", 18.4, -33.9)]


def told(sites):
    return [(site.name, site.lon, site.lat) for site in sites]


def test_coordinates_make_a_site_called_by_its_position():
    (site,) = find_sites("-33.9, 18.4")
    assert told([site]) == [("33.9000 S, 18.4000 E", 18.4, -33.9)]
    assert (site.country, site.origin) == (None, "given by the user")


def test_a_name_makes_a_site_at_the_centre():
    site = find_place_site("Харьков")
    assert (site.name, site.country, site.origin) == ("Kharkiv", "UKR", "GeoNames")
    assert site == find_site("kharkiv")
    assert (site.lon, site.lat) == pytest.approx((36.25, 49.98), abs=0.01)


def test_coordinates_come_before_files_and_files_before_places(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Kharkiv").mkdir()
    assert find_site("Kharkiv").country == "UKR"
    (tmp_path / "Kursk.csv").write_text("lon,lat\n1,2\n")
    assert told(find_sites("Kursk.csv")) == [("2.0000 N, 1.0000 E", 1, 2)]
    (tmp_path / "1,2").write_text("lon,lat\n5,6\n")
    assert find_site("1,2").lon == 2
    (tmp_path / "Odesa").write_text("lon,lat\n1,2\n")
    with pytest.raises(FileFormatError, match=r"'Odesa' is not a file of points; give"):
        find_sites("Odesa")


def test_a_choice_among_places_is_said():
    with pytest.warns(ChoiceWarning, match="Donetsk, RU"):
        assert find_place_site("Donetsk").country == "UKR"


def test_one_site_is_not_taken_from_many(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("lon,lat\n1,2\n3,4\n")
    with pytest.raises(InputError, match="holds 2 sites where one is wanted"):
        find_site(str(path))


@pytest.mark.parametrize("name", ["none.csv", "none.gpkg", "no/such/folder/a.geojson"])
def test_a_missing_file_is_not_looked_up_as_a_place(name):
    with pytest.raises(InputError, match=r"No such file|there is no file"):
        find_sites(name)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "/" * 300])
def test_what_can_be_neither_file_nor_place(name):
    with pytest.raises(UnknownNameError):
        find_sites(name)


TABLES = {
    "comma": "name,lon,lat\nKharkiv,36.23,49.99\nCape Town,18.4,-33.9\n",
    "order": "lat,name,lon\n49.99,Kharkiv,36.23\n-33.9,Cape Town,18.4\n",
    "semicolon": "name;lon;lat\nKharkiv;36.23;49.99\nCape Town;18.4;-33.9\n",
    "decimal commas": "name;lon;lat\nKharkiv;36,23;49,99\nCape Town;18,4;-33,9\n",
    "quoted": 'name,lon,lat\nKharkiv,"36,23","49,99"\n"Cape Town",18.4,-33.9\n',
    "tab": "Name\tLongitude\tLatitude\nKharkiv\t36.23\t49.99\nCape Town\t18.4\t-33.9\n",
    "bar": "name|x|y\nKharkiv|36.23|49.99\nCape Town|18.4|-33.9\n",
    "spellings": "Site,LNG,LAT.\nKharkiv,36.23,49.99\nCape Town,18.4,-33.9\n",
    "degrees": "label,Lon (deg),Lat (deg)\nKharkiv,36.23,49.99\nCape Town,18.4,-33.9\n",
    "cyrillic": "назва,довгота,широта\nKharkiv,36.23,49.99\nCape Town,18.4,-33.9\n",
    "letters": "name,lon,lat\nKharkiv,36.23E,49.99N\nCape Town,18.4°E,33.9°S\n",
    "blank": "\n\nname,lon,lat\n\nKharkiv,36.23,49.99\n,,\n \nCape Town,18.4,-33.9\n",
    "windows": "name,lon,lat\r\nKharkiv,36.23,49.99\r\nCape Town,18.4,-33.9\r\n",
    "old mac": "name,lon,lat\rKharkiv,36.23,49.99\rCape Town,18.4,-33.9\r",
    "no last end": "name,lon,lat\nKharkiv,36.23,49.99\nCape Town,18.4,-33.9",
    "spaces": "name , lon , lat\n Kharkiv , 36.23 , 49.99 \nCape Town, 18.4, -33.9\n",
    "more columns": "z,name,lon,lat,n\n,Kharkiv,36.23,49.99\n2,Cape Town,18.4,-33.9,\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_in_their_many_forms(tmp_path, text, encoding):
    path = tmp_path / "sites.csv"
    path.write_bytes(text.encode(encoding))
    assert told(read_sites(path)) == PAIR


def test_a_name_over_two_lines_and_hostile_ones_stay_text(tmp_path):
    names = ['<script>alert(1)</script>\n"quoted"', "{{7*7}}", "a\x1b[31m\u202eb", ""]
    file = io.StringIO()
    csv.writer(file).writerows([["name", "lon", "lat"], *([n, 1, 2] for n in names)])
    path = tmp_path / "hostile.csv"
    path.write_text(file.getvalue(), encoding="utf-8", newline="")
    assert [site.name for site in read_sites(path)] == [
        '<script>alert(1)</script> "quoted"',
        "{{7*7}}",
        "a [31m b",
        "2.0000 N, 1.0000 E",
    ]


BAD_TABLES = {
    "empty": ("", FileFormatError, "names the columns lon and lat"),
    "blank": ("\n \n", FileFormatError, "names the columns lon and lat"),
    "no header": ("Kharkiv,36.2,49.9\n", FileFormatError, "it has 'Kharkiv', '36.2'"),
    "no lat": ("name,lon\na,1\n", FileFormatError, "columns lon and lat"),
    "header only": ("name,lon,lat\n", FileFormatError, "holds no sites"),
    "short row": (
        "name,lon,lat\na,1\n",
        FileFormatError,
        "line 2: has no longitude or",
    ),
    "word": ("lon,lat\n1,2\nx,2\n", CoordinateError, "line 3: longitude 'x', latitude"),
    "one empty": ("lon,lat\n1,2\n,2\n", CoordinateError, "line 3: "),
    "NaN": ("lon,lat\nnan,2\n", CoordinateError, "line 2: .* finite"),
    "infinite": ("lon,lat\n1,-inf\n", CoordinateError, "line 2: .* finite"),
    "swapped": ("lon,lat\n49,136\n", CoordinateError, r"line 2: .*latitude swapped\?"),
    "far": ("lon,lat\n200,10\n", CoordinateError, "line 2: longitude 200 is outside"),
    "metres": ("x,y\n301501,5538512\n", CoordinateError, "line 2: latitude 5.53851e"),
    "open quote": ('lon,lat\n"1,2\n3,4\n', FileFormatError, "not a table"),
    "NUL": ("lon,lat\n1,\0\n", FileFormatError, "NUL"),
    "huge": ("lon,lat\n1," + "2" * 200_000, FileFormatError, "field larger"),
}


@pytest.mark.parametrize(("text", "kind", "words"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_a_bad_table_is_told_in_one_line_with_its_place(tmp_path, text, kind, words):
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(kind, match=words) as caught:
        read_sites(path)
    assert "'bad.csv'" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_files_are_refused(tmp_path):
    path = tmp_path / "sites.xlsx"
    path.write_bytes(b"PK")
    with pytest.raises(FileFormatError, match=r"is not a file of points; give \.csv"):
        find_sites(str(path))
    latin = tmp_path / "latin.csv"
    latin.write_bytes("name,lon,lat\nMünchen,11,48\n".encode("latin-1"))
    with pytest.raises(FileFormatError, match="not text in UTF-8"):
        read_sites(latin)


@pytest.fixture
def points():
    names = {"Name": [name for name, _, _ in PAIR]}
    shapes = [shapely.Point(lon, lat) for _, lon, lat in PAIR]
    return gpd.GeoDataFrame(names, geometry=shapes, crs="EPSG:4326")


@pytest.mark.parametrize("suffix", ["geojson", "json", "gpkg", "fgb", "shp"])
def test_layers_of_points(tmp_path, points, suffix):
    path = tmp_path / f"sites.{suffix}"
    points.to_file(path, driver="GeoJSON" if suffix == "json" else None)
    assert sorted(told(find_sites(str(path)))) == sorted(PAIR)


def test_a_kml_as_a_person_saves_it(tmp_path):
    path = tmp_path / "sites.kml"
    marks = "".join(
        f"<Placemark><name>{name}</name><Point><coordinates>{lon},{lat},0</coordinates>"
        "</Point></Placemark>"
        for name, lon, lat in PAIR
    )
    head = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    path.write_text(f"{head}{marks}</Document></kml>")
    assert told(read_sites(path)) == PAIR


def test_a_projected_layer_is_turned_into_lon_lat(tmp_path, points):
    points.iloc[:1].to_crs(32637).to_file(tmp_path / "utm.gpkg")
    (site,) = read_sites(tmp_path / "utm.gpkg")
    assert (site.lon, site.lat) == pytest.approx((36.23, 49.99), abs=1e-9)


def test_points_without_a_name_and_several_in_one_feature(tmp_path):
    shape = shapely.MultiPoint([(1, 2), (3, 4)])
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shape], crs=4326)
    frame.to_file(tmp_path / "multi.gpkg")
    sites = read_sites(tmp_path / "multi.gpkg")
    assert [site.name for site in sites] == ["2.0000 N, 1.0000 E", "4.0000 N, 3.0000 E"]


def test_a_layer_of_lines_is_refused(tmp_path):
    line = shapely.LineString([(0, 0), (1, 1)])
    path = tmp_path / "lines.geojson"
    gpd.GeoDataFrame(geometry=[line], crs=4326).to_file(path)
    with pytest.raises(GeometryError, match="holds LineString where Point") as caught:
        find_sites(str(path))
    assert "\n" not in str(caught.value)


def test_a_truncated_geopackage_is_refused(tmp_path, points):
    path = tmp_path / "sites.gpkg"
    points.to_file(path)
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(FileFormatError, match=r"sites\.gpkg"):
        read_sites(path)


def test_a_large_table_takes_some_calls_a_row(tmp_path):
    generator = np.random.default_rng(5)

    def table(count):
        lon = generator.uniform(-180, 180, count).tolist()
        lat = generator.uniform(-90, 90, count).tolist()
        path = tmp_path / f"{count}.csv"
        with path.open("w", newline="") as file:
            rows = zip(map("s{}".format, range(count)), lon, lat, strict=True)
            csv.writer(file).writerows([("name", "lon", "lat"), *rows])
        return path

    def calls(path):
        events = collections.Counter()
        sys.setprofile(lambda _frame, event, _value: events.update([event]))
        try:
            read_sites(path)
        finally:
            sys.setprofile(None)
        return events["call"] + events["c_call"]

    path = table(20_000)
    with path.open(newline="") as file:
        next(rows := csv.reader(file))
        assert told(read_sites(path)) == [(n, float(x), float(y)) for n, x, y in rows]
    few, many = calls(table(1_000)), calls(table(3_000))
    assert many - few < 2_000 * 100  # 45 to 69 a row, as libraries are new or old
    assert many < 3.1 * few


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_no_content_breaks_the_reader(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_text("lon,lat\n" + text, encoding="utf-8", errors="replace", newline="")
    try:
        read_sites(path)
    except RangevizError as error:
        assert "\n" not in str(error)
