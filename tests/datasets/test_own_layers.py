"""Own layers come from any file, or are refused in one line."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

import rangeviz as rv
from rangeviz.datasets.files.own_layers import numbered, own_layer, within_layers
from rangeviz.errors import FileFormatError, GeometryError, RangevizWarning

SPOTS = shapely.points([(36, 50), (37, 50), (38, 50)])


def frame(shapes=SPOTS, crs="EPSG:4326", **columns):
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "fgb", "shp"])
def test_a_file_and_a_table_give_the_same(tmp_path, suffix):
    table = frame(kind=["a", None, "b"], people=[1, 2, 3])
    path = tmp_path / f"own.{suffix}"
    table.to_crs("EPSG:32637" if suffix != "geojson" else 4326).to_file(path)
    read = own_layer(path, by="kind", sums=["people"])
    given = own_layer(table, name="own", by="kind", sums=["people"])
    assert read.name == given.name == "own"
    order = np.argsort(read.values["people"])  # FlatGeobuf sorts by place
    assert read.groups[order].tolist() == given.groups.tolist() == ["a", "", "b"]
    assert shapely.equals_exact(read.shapes[order], given.shapes, 1e-9).all()


def test_whole_numbers_with_gaps_are_groups_without_a_point():
    table = frame(code=[1.0, np.nan, 2.5])
    assert own_layer(table, by="code").groups.tolist() == ["1", "", "2.5"]


def test_missing_numbers_add_nothing_and_are_said():
    table = frame(people=[1.0, np.nan, np.inf])
    with pytest.warns(RangevizWarning, match="2 features have no number in 'people'"):
        layer = own_layer(table, sums=["people"])
    assert np.nansum(layer.values["people"]) == 1


def test_a_column_that_is_not_there_is_told_with_the_nearest(tmp_path):
    frame(people=[1, 2, 3]).to_file(tmp_path / "own.gpkg")
    with pytest.raises(rv.RangevizError, match="'poeple'; nearest: people"):
        own_layer(tmp_path / "own.gpkg", sums=["poeple"])


@pytest.mark.parametrize("values", [["1", "2", "x"], [True, False, True]])
def test_only_numbers_are_summed(values):
    with pytest.raises(FileFormatError, match="column 'n' holds .*, not numbers"):
        own_layer(frame(n=values), sums=["n"])


def test_an_invalid_polygon_is_named():
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    table = frame([shapely.box(0, 0, 1, 1), None, bow_tie], n=[1, 2, 3])
    with (
        pytest.raises(GeometryError, match="feature 3 is no valid polygon") as caught,
        pytest.warns(RangevizWarning, match="without a shape"),
    ):
        own_layer(table, name="fields")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (frame(crs=None), r"without a CRS: .*set_crs\(4326\)"),
        (frame([]), "holds no features"),
        (frame([shapely.GeometryCollection([SPOTS[0]])]), "holds GeometryCollection"),
        (frame([shapely.Point(np.nan, 1)]), "no features with a shape|not finite"),
        (frame([shapely.Point(400, 95)]), "not on Earth"),
    ],
)
def test_what_is_no_layer_is_refused_in_one_line(table, said):
    with pytest.raises(rv.RangevizError, match=said) as caught:
        own_layer(table, name="own")
    assert "\n" not in str(caught.value)


def test_layers_of_one_name_are_numbered():
    layers = [own_layer(frame(), name=name) for name in ("a", "b", "a", "a")]
    assert [each.name for each in numbered(layers)] == ["a", "b", "a (2)", "a (3)"]


def test_each_file_takes_the_columns_that_it_has(tmp_path):
    one, other = tmp_path / "one.gpkg", tmp_path / "other.gpkg"
    frame(kind=["a"] * 3).to_file(one)
    frame(people=[1, 2, 3]).to_file(other)
    layers = within_layers([one, other], by="kind", sums=["people"])
    assert [(each.by, each.sums) for each in layers] == [
        ("kind", ()),
        ("", ("people",)),
    ]
    with pytest.raises(rv.RangevizError, match="column of one.gpkg, other.gpkg"):
        within_layers([one, other], by="klass_of_road")


def test_a_csv_of_points_is_a_layer(tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text("Name;Longitude;Latitude;people\nA;36,1;50;1\nB;37;50;\n")
    with pytest.raises(FileFormatError, match="'Longitude' holds something"):
        own_layer(path, sums=["people"])
    path.write_text("Name;Longitude;Latitude;people\nA;36.1;50;1\nB;37;50;\nC;;50;7\n")
    with pytest.warns(RangevizWarning) as said:
        layer = own_layer(path, by="Name", sums=["people"])
    assert [str(w.message).partition(": ")[2] for w in said] == [
        "1 features without a shape left out",
        "1 features have no number in 'people' and add nothing to its sum",
    ]
    assert shapely.get_coordinates(layer.shapes).tolist() == [[36.1, 50], [37, 50]]
    assert layer.groups.tolist() == ["A", "B"]
    assert within_layers([path], sums=["people"])[0].sums == ("people",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("name,x\na,1\n", "needs a first line that names the columns lon and lat"),
        ("lon,lat\n", "holds no features"),
        ("lon,lat\n1,2,3\n4,5,6,7\n", "is not a table"),
        ("lon,lat\n1,2,3\n", "is not a table"),
        ("lon,lat\n400,95\n", "not on Earth"),
        ("lon,lat\ninf,1\n", "not finite"),
    ],
)
def test_a_bad_csv_is_refused_in_one_line(tmp_path, content, said):
    path = tmp_path / "towns.csv"
    path.write_text(content)
    with pytest.raises(rv.RangevizError, match=said) as caught:
        own_layer(path)
    assert "\n" not in str(caught.value)
