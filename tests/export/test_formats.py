"""Every format, read back by readers that we did not write."""

import csv
import json
import math
import sqlite3
from pathlib import Path
from xml.etree import ElementTree as ET

import fastkml.validator
import flatgeobuf
import geopandas as gpd
import numpy as np
import pyarrow.parquet
import pyogrio
import pytest
import shapely

from rangeviz.errors import InputError, OutputError
from rangeviz.export.features import ATTRIBUTES, TEXTS, feature_frame, features_of
from rangeviz.export.write import write_export
from rangeviz.wording import one_line

KML = "{http://www.opengis.net/kml/2.2}"
SUFFIXES = (".geojson", ".gpkg", ".kml", ".fgb", ".parquet", ".csv")


@pytest.fixture(scope="module")
def files(report, tmp_path_factory):
    """One file of each format, by suffix."""
    folder = tmp_path_factory.mktemp("файли")
    paths = {suffix: folder / f"reach{suffix}" for suffix in SUFFIXES}
    for path in paths.values():
        write_export(report, path)
    return paths


@pytest.fixture(scope="module")
def wanted(report):
    return [(f.properties, f.geometry) for f in features_of(report)]


def plain(value):
    """A cell as None, text or float, whatever the reader makes of a null."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return value if isinstance(value, str) else float(value)


def row(properties):
    return tuple(plain(properties.get(name)) for name in ATTRIBUTES)


def check(found, wanted):
    """Every feature with every attribute, and its shape vertex for vertex."""
    found = sorted(found, key=lambda f: repr(row(f[0])))
    wanted = sorted(wanted, key=lambda f: repr(row(f[0])))
    assert [row(f[0]) for f in found] == [row(f[0]) for f in wanted]
    for (_, shape), (_, true) in zip(found, wanted, strict=True):
        mine = shapely.get_coordinates(shape)
        np.testing.assert_allclose(mine, shapely.get_coordinates(true), atol=1e-9)
        assert shape.is_valid
        assert {"Polygon", "MultiPolygon", "Point"} >= {shape.geom_type}


def records(frame):
    return list(zip(frame.to_dict("records"), frame.geometry, strict=True))


def layers_of(path):
    return [name for name, kind in pyogrio.list_layers(path) if kind]


def by_gdal(path):
    found = []
    for name in layers_of(path):
        found += records(pyogrio.read_dataframe(path, layer=name))
    return [f for f in found if f[0]["kind"] != "outline"]


def by_sqlite(path):
    found = []
    with sqlite3.connect(path) as db:
        db.row_factory = sqlite3.Row
        tables = db.execute(
            "select table_name from gpkg_contents where data_type='features'"
        )
        for (table,) in tables.fetchall():
            for cells in map(dict, db.execute(f'select * from "{table}"')):
                blob = cells.pop("geom")
                # GeoPackage 1.4, clause 2.1.3: flags, then an envelope or none
                envelope = {0: 0, 1: 32}[blob[3] >> 1 & 7]
                assert blob[:3] == b"GP\0"
                found.append((cells, shapely.from_wkb(blob[8 + envelope :])))
    return found


def by_fastkml(path):
    found = []
    tree = ET.parse(path)
    for placemark in tree.iter(f"{KML}Placemark"):
        read = fastkml.kml.Placemark.from_string(ET.tostring(placemark, "unicode"))
        table = read.extended_data.elements[0]
        cells = {cell.name: cell.value for cell in table.data}
        cells = {k: v if k in TEXTS else float(v) for k, v in cells.items()}
        if cells["kind"] != "outline":
            found.append((cells, shapely.geometry.shape(read.geometry)))
    return found


def by_flatgeobuf(path):
    with path.open("rb") as file:
        told = flatgeobuf.load(file)
    shape = shapely.geometry.shape
    return [(f["properties"], shape(f["geometry"])) for f in told["features"]]


def by_pyarrow(path):
    table = pyarrow.parquet.read_table(path)
    rows = table.to_pylist()
    return [(cells, shapely.from_wkb(cells["geometry"])) for cells in rows]


def by_json(path):
    told = json.loads(path.read_text(encoding="utf-8"))
    shape = shapely.geometry.shape
    return [(f["properties"], shape(f["geometry"])) for f in told["features"]]


@pytest.mark.parametrize(
    ("suffix", "read"),
    [
        (".geojson", by_gdal),
        (".geojson", by_json),
        (".gpkg", by_gdal),
        (".gpkg", by_sqlite),
        (".kml", by_gdal),
        (".kml", by_fastkml),
        (".fgb", by_gdal),
        (".fgb", by_flatgeobuf),
        (".parquet", lambda path: records(gpd.read_parquet(path))),
        (".parquet", by_pyarrow),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_readers_get_every_attribute_and_vertex(files, wanted, suffix, read):
    check(read(files[suffix]), wanted)


def test_the_table_tells_the_reports_figures(report):
    frame = feature_frame(features_of(report))
    told = report.to_dict()["reaches"]
    reaches = frame[frame.kind == "reach"]
    assert reaches.area_km2.tolist() == [reach["area_km2"] for reach in told]
    permitted = frame[frame.kind == "permitted"]
    assert permitted.area_km2.tolist() == [reach["permitted_km2"] for reach in told]
    restricted = frame[frame.kind == "restricted"]
    inside = [z["area_km2"] for r in told for z in r["zones"] if z["area_km2"]]
    assert restricted.area_km2.tolist() == inside
    assert frame[frame.kind == "site"].lon.tolist() == [36.2304, 179.5]


def test_the_csv_tells_the_reports_figures(report, files, hostile):
    with files[".csv"].open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    told = report.to_dict()["reaches"]
    areas = [float(r["area_km2"]) for r in rows if r["kind"] == "reach"]
    assert areas == [reach["area_km2"] for reach in told]
    assert rows[0]["site"] == hostile


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_runs_give_the_same_bytes(report, files, tmp_path, suffix):
    again = tmp_path / files[suffix].name
    write_export(report, again)
    assert again.read_bytes() == files[suffix].read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [again.name]


def test_sources_and_caveats_travel_inside(report, files):
    caveats = [str(caveat) for caveat in report.caveats]
    told = json.loads(files[".geojson"].read_text(encoding="utf-8"))
    assert told["caveats"] == caveats
    assert told["sources"][0]["publisher"] == "Агенція"
    info = pyogrio.read_info(files[".gpkg"], layer="reach")
    assert json.loads(info["dataset_metadata"]["caveats"]) == caveats
    assert json.loads(info["dataset_metadata"]["sources"]) == told["sources"]
    assert gpd.read_parquet(files[".parquet"]).attrs["sources"] == told["sources"]
    texts = (
        pyogrio.read_info(files[".fgb"])["layer_metadata"]["DESCRIPTION"],
        ET.parse(files[".kml"]).findtext(f"{KML}Document/{KML}description"),
        info["layer_metadata"]["DESCRIPTION"],
    )
    for text in texts:
        assert "published straight-line range" in text
    assert all("Агенція" in text for text in texts[:2])


def test_gpkg_is_whole_by_sqlites_own_checks(files):
    with sqlite3.connect(files[".gpkg"]) as db:
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert db.execute("pragma foreign_key_check").fetchall() == []
        assert db.execute("pragma application_id").fetchone() == (0x47504B47,)
        extensions = {name for (name,) in db.execute(
            "select extension_name from gpkg_extensions")}  # fmt: skip
        stamps = db.execute(
            "select last_change from gpkg_contents union "
            "select timestamp from gpkg_metadata_reference"
        ).fetchall()
    assert extensions == {"gpkg_metadata", "gpkg_rtree_index"}
    assert stamps == [("1970-01-01T00:00:00.000Z",)]


def test_gpkg_has_a_layer_per_kind_and_a_style_for_each(files, report):
    kinds = dict(pyogrio.list_layers(files[".gpkg"]))
    assert kinds.pop("layer_styles") is None
    polygons = dict.fromkeys(("reach", "restricted", "permitted"), "MultiPolygon")
    assert kinds == {**polygons, "site": "Point"}
    styles = pyogrio.read_dataframe(files[".gpkg"], layer="layer_styles")
    assert set(styles.f_table_name) == set(kinds)
    assert styles.useAsDefault.all()
    assert set(styles.f_geometry_column) == {"geom"}
    for table, qml in zip(styles.f_table_name, styles.styleQML, strict=True):
        check_qml(table, ET.fromstring(qml), report)


def check_qml(table, root, report):
    """What QGIS needs to draw the layer: symbols for all values, known parts."""
    assert root.tag == "qgis"
    renderer = root.find("renderer-v2")
    symbols = renderer.findall("symbols/symbol")
    kind = {"site": "marker"}.get(table, "fill")
    assert {symbol.get("type") for symbol in symbols} == {kind}
    if table in ("reach", "permitted"):
        categories = renderer.findall("categories/category")
        assert renderer.get("attr") == "system"
        ids = [system.id for system in report.scenario.systems]
        assert [category.get("value") for category in categories] == ids
        used = [category.get("symbol") for category in categories]
        assert used == [symbol.get("name") for symbol in symbols]
    classes = {layer.get("class") for layer in root.iter("layer")}
    assert classes <= {"SimpleFill", "SimpleLine", "LinePatternFill", "SimpleMarker"}
    for option in root.iter("Option"):
        if option.get("name", "").endswith("color"):
            assert all(0 <= int(part) <= 255 for part in option.get("value").split(","))


def test_kml_keeps_its_schema(files):
    assert fastkml.validator.validate(file_to_validate=files[".kml"])


def test_kml_folders_styles_and_cut_outlines(files):
    document = ET.parse(files[".kml"]).getroot().find(f"{KML}Document")
    sites = document.findall(f"{KML}Folder")
    assert len(sites) == 2
    assert [len(site.findall(f"{KML}Folder")) for site in sites] == [2, 2]
    styles = {f"#{style.get('id')}" for style in document.iter(f"{KML}Style")}
    used = {url.text for url in document.iter(f"{KML}styleUrl")}
    assert used <= styles
    fiji = pyogrio.read_dataframe(files[".kml"], layer="Довга 長い from Fiji")
    outline = fiji[fiji.kind == "outline"].geometry.iloc[0]
    lons = shapely.get_coordinates(shapely.segmentize(outline, 0.01))[:, 0]
    assert (np.abs(lons) == 180).sum() <= 4  # it touches the cut, never runs along it


def test_kml_descriptions_hold_no_markup_of_names(files):
    for text in ET.parse(files[".kml"]).iter(f"{KML}description"):
        shown = text.text.replace("<br>", "")
        assert "<" not in shown
        assert "$[" not in shown
        assert "&lt;b&gt;" in shown or "Fiji" in shown or "illustration" in shown


def test_names_lose_control_characters_and_nothing_else(wanted, hostile):
    assert wanted[0][0]["site"] == one_line(hostile).strip()
    assert "<b>Київ</b> & ]]> {{7*7}} $[name]" in wanted[0][0]["site"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_that_is_not_there(report, tmp_path, suffix):
    with pytest.raises(OutputError, match="does not exist; create it first"):
        write_export(report, tmp_path / "no" / f"reach{suffix}")


def test_a_failed_write_leaves_the_old_file(report, tmp_path, monkeypatch):
    path = tmp_path / "reach.gpkg"
    path.write_text("old")

    def refuse(*_, **__):
        raise pyogrio.errors.DataSourceError("disk\nfull")

    monkeypatch.setattr(pyogrio, "write_dataframe", refuse)
    with pytest.raises(OutputError, match="disk full; choose another path with -o"):
        write_export(report, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_parquet_without_pyarrow_says_how_to_install_it(report, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(InputError, match=r"pip install 'rangeviz\[parquet\]'"):
        write_export(report, Path("reach.parquet"))


def test_an_unknown_suffix_names_the_known_ones(report):
    known = r"export writes \.geojson, \.json, \.gpkg, \.kml, \.fgb, \.parquet, \.csv"
    with pytest.raises(InputError, match=known):
        write_export(report, Path("reach.shp"))
