"""What a user's file may be, and what is said when it is not."""

import json
import math
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from rangeviz.datasets.borders.zones import read_area_sites, read_zones
from rangeviz.datasets.files.layers import LINES, POINTS, POLYGONS, read_layer
from rangeviz.datasets.places.site_stream import stream_sites
from rangeviz.datasets.places.sites import read_sites
from rangeviz.datasets.values import sites_of, zones_of
from rangeviz.errors import FileFormatError, GeometryError, RangevizWarning
from rangeviz.geodesy.measure import area_m2

SQUARE = shapely.box(36.0, 50.0, 37.0, 51.0)
ANY = (*POINTS, *LINES, *POLYGONS)


def layer(*shapes, crs="EPSG:4326", **columns):
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)


def geojson(path, *geometries, properties=None):
    features = [
        {"type": "Feature", "properties": properties or {}, "geometry": geometry}
        for geometry in geometries
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def mapping(shape):
    return shapely.geometry.mapping(shape)


@pytest.mark.parametrize(
    "name", ["a.geojson", "a.gpkg", "a.fgb", "a.shp", "a.kml", "a.parquet"]
)
def test_formats_come_out_alike(tmp_path, name):
    path = tmp_path / name
    zone = layer(SQUARE, Name=["Zone"])
    if name == "a.parquet":
        pytest.importorskip("pyarrow")
        zone.to_parquet(path)
    else:
        zone.to_file(path, driver="KML" if name == "a.kml" else None)
    found = read_layer(path, geometry_types=POLYGONS)
    assert found.crs == "EPSG:4326"
    assert found.geometry[0].normalize().equals_exact(SQUARE.normalize(), 1e-9)


def test_a_zipped_shapefile(tmp_path):
    (tmp_path / "in").mkdir()
    layer(SQUARE, name=["Zone"]).to_file(tmp_path / "in" / "zone.shp")
    archive = shutil.make_archive(str(tmp_path / "zone"), "zip", tmp_path / "in")
    found = read_layer(archive, geometry_types=POLYGONS)
    assert list(found["name"]) == ["Zone"]


def test_an_authority_lat_lon_order_is_lon_lat_here(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "crs": {
                    "type": "name",
                    "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"},
                },
                "features": [
                    {"type": "Feature", "properties": {}, "geometry": mapping(SQUARE)}
                ],
            }
        )
    )
    assert read_layer(path, geometry_types=POLYGONS).total_bounds[0] == 36.0


@pytest.mark.parametrize("crs", ["EPSG:32637", "EPSG:3857", "EPSG:5940", "EPSG:4284"])
def test_another_crs_is_turned_into_lon_lat(tmp_path, crs):
    path = tmp_path / "a.gpkg"
    layer(SQUARE).to_crs(crs).to_file(path)
    found = read_layer(path, geometry_types=POLYGONS).geometry[0]
    corners = shapely.MultiPoint(shapely.get_coordinates(SQUARE))
    assert shapely.distance(corners, found.exterior) < 1e-6
    assert found.hausdorff_distance(SQUARE) < 0.01  # edges of UTM bulge


def test_edges_stay_where_they_were_drawn(tmp_path):
    """A straight edge of 600 km in UTM bows 9 km in lon/lat."""
    path = tmp_path / "a.gpkg"
    drawn = shapely.box(200_000, 5_500_000, 800_000, 5_900_000)
    layer(drawn, crs="EPSG:32637").to_file(path)
    found = read_layer(path, geometry_types=POLYGONS).geometry[0]
    back = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32637", always_xy=True)
    # Between its vertices too, each edge straight in lon/lat lies where it was drawn.
    middles = shapely.get_coordinates(found.exterior)
    middles = (middles[1:] + middles[:-1]) / 2
    returned = shapely.points(np.column_stack(back.transform(*middles.T)))
    assert shapely.distance(returned, drawn.exterior).max() < 0.5  # metres


def test_height_is_left_out(tmp_path):
    path = tmp_path / "a.gpkg"
    layer(shapely.force_3d(SQUARE, 7)).to_file(path)
    assert not read_layer(path, geometry_types=POLYGONS).has_z.any()


def test_text_keeps_its_letters_and_loses_its_control_characters(tmp_path):
    name = "<b>{{7*7}}</b>\n\x1b[31m\u202eЗона"
    path = geojson(tmp_path / "a.json", mapping(SQUARE), properties={"name": name})
    found = read_layer(path, geometry_types=POLYGONS)
    assert found["name"][0] == "<b>{{7*7}}</b>  [31m Зона"


def test_an_invalid_polygon_is_made_valid_and_said(tmp_path):
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    path = geojson(tmp_path / "a.geojson", mapping(SQUARE), mapping(bow_tie))
    with pytest.warns(RangevizWarning, match="1 invalid polygons were made valid"):
        found = read_layer(path, geometry_types=POLYGONS)
    assert found.is_valid.all()
    assert math.isclose(found.geometry[1].area, 2.0)


def test_features_without_a_shape_are_left_out_and_said(tmp_path):
    path = geojson(tmp_path / "a.geojson", mapping(SQUARE), None)
    with pytest.warns(RangevizWarning, match="1 features without a shape left out"):
        assert len(read_layer(path, geometry_types=POLYGONS)) == 1


def test_the_first_of_several_layers_is_read_and_said(tmp_path):
    path = tmp_path / "a.gpkg"
    layer(SQUARE, name=["first"]).to_file(path, layer="one")
    layer(SQUARE, name=["second"]).to_file(path, layer="two")
    with pytest.warns(RangevizWarning, match="only the first of 2 layers"):
        assert list(read_layer(path, geometry_types=POLYGONS)["name"]) == ["first"]


def test_a_polygon_past_180_is_cut(tmp_path):
    path = geojson(tmp_path / "a.geojson", mapping(shapely.box(170, 50, 190, 60)))
    found = read_layer(path, geometry_types=POLYGONS).geometry[0]
    halves = shapely.MultiPolygon(
        [shapely.box(170, 50, 180, 60), shapely.box(-180, 50, -170, 60)]
    )
    assert found.normalize().equals_exact(halves.normalize(), 1e-9)


def test_edges_longer_than_half_a_turn_go_the_short_way_and_that_is_said(tmp_path):
    path = geojson(tmp_path / "a.geojson", mapping(shapely.box(-170, 50, 170, 60)))
    with pytest.warns(RangevizWarning, match="taken the short way"):
        found = read_layer(path, geometry_types=POLYGONS).geometry[0]
    halves = shapely.MultiPolygon(
        [shapely.box(170, 50, 180, 60), shapely.box(-180, 50, -170, 60)]
    )
    assert found.normalize().equals_exact(halves.normalize(), 1e-9)


def test_a_world_of_short_edges_is_not_taken_for_a_strip_across_180(tmp_path):
    world = shapely.box(-170, -80, 170, 80).segmentize(170)
    path = geojson(tmp_path / "a.geojson", mapping(world))
    assert read_layer(path, geometry_types=POLYGONS).geometry[0].equals(world)


def test_a_projected_polygon_across_180_is_cut(tmp_path):
    path = tmp_path / "a.gpkg"
    across = shapely.box(170, 50, 190, 60).segmentize(0.5)
    layer(across, crs="EPSG:4326").to_crs("EPSG:3832").to_file(path)
    found = read_layer(path, geometry_types=POLYGONS).geometry[0]
    assert found.is_valid
    assert {part.bounds[0] for part in found.geoms} == {-180.0, 170.0}
    whole_m2 = area_m2(shapely.box(0, 50, 20, 60))
    assert math.isclose(area_m2(found), whole_m2, rel_tol=1e-6)


def test_a_projected_polygon_round_the_pole_holds_it(tmp_path):
    path = tmp_path / "a.gpkg"
    layer(shapely.box(-1e6, -1e6, 1e6, 1e6), crs="EPSG:3995").to_file(path)
    found = read_layer(path, geometry_types=POLYGONS).geometry[0]
    assert found.is_valid
    assert found.bounds[3] == 90.0
    # Lambert's equal-area projection is another road to the area.
    drawn = gpd.GeoSeries([shapely.box(-1e6, -1e6, 1e6, 1e6)], crs="EPSG:3995")
    equal_area_m2 = drawn.segmentize(1000).to_crs("EPSG:3574").area[0]
    assert math.isclose(area_m2(found), equal_area_m2, rel_tol=1e-5)


def truncated_gpkg(folder):
    path = folder / "cut.gpkg"
    layer(*[SQUARE] * 500).to_file(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    return path


def shapefile_without_crs(folder):
    layer(SQUARE).to_file(folder / "a.shp")
    (folder / "a.prj").unlink()
    return folder / "a.shp"


def gpkg_without_crs(folder):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # writing it is the point
        layer(SQUARE, crs=None).to_file(folder / "a.gpkg")
    return folder / "a.gpkg"


def text(content, name="a.geojson"):
    def write(folder):
        (folder / name).write_bytes(content)
        return folder / name

    return write


def shapes(*geometries):
    def write(folder):
        return geojson(folder / "a.geojson", *geometries)

    return write


BAD_FILES = {
    "missing": (lambda folder: folder / "no.gpkg", "there is no file"),
    "folder": (lambda folder: folder, "is a folder; give the path of a file"),
    "empty": (text(b""), "is empty"),
    "text": (text(b"hello"), "can't be read as a vector file|damaged"),
    "binary": (text(bytes(range(256)) * 9, "a.gpkg"), "can't be read"),
    "half a GeoJSON": (
        text(b'{"type": "FeatureCollection", "features": [{"type": "Fea'),
        "can't be read|damaged",
    ),
    "a zip of nothing": (text(b"PK\x05\x06" + b"\0" * 18, "a.zip"), "can't be read"),
    "truncated GeoPackage": (truncated_gpkg, "can't be read|damaged"),
    "no features": (shapes(), "holds no features"),
    "no shapes": (shapes(None, None), "no features with a shape|holds no shapes"),
    "shapefile without CRS": (shapefile_without_crs, "doesn't say its CRS; set it"),
    "GeoPackage without CRS": (gpkg_without_crs, "doesn't say its CRS|CRS"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_said_in_one_line(tmp_path, case):
    make, said = BAD_FILES[case]
    path = make(tmp_path)
    with pytest.raises(FileFormatError, match=said) as caught:
        read_layer(path, geometry_types=ANY)
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message


LINE = shapely.LineString([(36, 50), (37, 51)])
BAD_SHAPES = {
    "lines for polygons": (mapping(LINE), "holds LineString where Polygon or Multi"),
    "swapped": (
        mapping(shapely.box(10, 100, 20, 120)),
        "look swapped",
    ),
    "projected": (mapping(shapely.box(4e6, 6e6, 5e6, 7e6)), "look projected"),
    "not on Earth": (mapping(shapely.box(100, 80, 120, 95)), "between -90 and 90"),
}


@pytest.mark.parametrize("case", BAD_SHAPES)
def test_a_bad_shape_is_said_in_one_line(tmp_path, case):
    geometry, said = BAD_SHAPES[case]
    path = geojson(tmp_path / "a.geojson", geometry)
    with pytest.raises(GeometryError, match=said) as caught:
        read_layer(path, geometry_types=POLYGONS)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [math.nan, math.inf])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32637"])
def test_a_coordinate_that_is_no_number(tmp_path, value, crs):
    with np.errstate(invalid="ignore"):
        shape = shapely.Polygon([(36, 50), (37, 50), (37, value)])
    path = tmp_path / "a.gpkg"
    layer(shape, crs=crs).to_file(path)
    with pytest.raises(GeometryError, match="not finite"):
        read_layer(path, geometry_types=POLYGONS)


def test_a_polygon_without_an_area(tmp_path):
    flat = shapely.Polygon([(36, 50), (37, 50), (36, 50)])
    path = geojson(tmp_path / "a.geojson", mapping(flat))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RangevizWarning)
        with pytest.raises(GeometryError, match="without an area"):
            read_layer(path, geometry_types=POLYGONS)


@pytest.mark.parametrize("case", ["truncated GeoPackage", "text", "half a GeoJSON"])
def test_gdal_does_not_talk_on_stderr(tmp_path, case):
    path = BAD_FILES[case][0](tmp_path)
    program = (
        "import sys\n"
        "from rangeviz.datasets.files.layers import read_layer\n"
        "from rangeviz.errors import FileFormatError\n"
        "try:\n"
        "    read_layer(sys.argv[1], geometry_types=('Polygon',))\n"
        "except FileFormatError:\n"
        "    print('said')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("said\n", "")


def test_a_hostile_file_name_is_said_without_its_control_characters(tmp_path):
    path = Path(tmp_path, "a\nb\x1b[31m.geojson")
    with pytest.raises(FileFormatError) as caught:
        read_layer(path, geometry_types=POLYGONS)
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("column", ["NAME", "Name_EN", "site", "zone", "Назва", "ID"])
def test_every_reader_knows_the_same_columns_of_names(tmp_path, column):
    named = layer(SQUARE, **{column: ["A name"]})
    point = layer(SQUARE.centroid, **{column: ["A name"]})
    named.to_file(tmp_path / "areas.geojson")
    point.to_parquet(tmp_path / "points.parquet")
    (tmp_path / "table.csv").write_text(f"{column},lon,lat\nA name,36,50\n", "utf-8")
    told = {
        *(site.name for site in read_area_sites(tmp_path / "areas.geojson")),
        *(zone.name for zone in read_zones(tmp_path / "areas.geojson")),
        *(zone.name for zone in zones_of(named)),
        *(site.name for site in sites_of(point)),
        *(site.name for site in read_sites(tmp_path / "table.csv")),
        *(name for name, _, _ in stream_sites(tmp_path / "points.parquet")),
    }
    assert told == {"A name"}
