"""Every format, read back by readers that we did not write."""

import csv
import json
import math
import re
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

from rangeviz.arguments import one_line
from rangeviz.errors import InputError, OutputError
from rangeviz.export.gis.features import ATTRIBUTES, TEXTS, feature_frame, features_of
from rangeviz.writing import write

KML = "{http://www.opengis.net/kml/2.2}"
SUFFIXES = (".geojson", ".gpkg", ".kml", ".fgb", ".parquet", ".csv")


@pytest.fixture(scope="module")
def files(report, tmp_path_factory):
    """One file of each format, by suffix."""
    folder = tmp_path_factory.mktemp("файли")
    paths = {suffix: folder / f"reach{suffix}" for suffix in SUFFIXES}
    for path in paths.values():
        write(report, path)
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
    left = [reach["permitted_km2"] for reach in told if reach["permitted_km2"]]
    assert permitted.area_km2.tolist() == left
    ruled = frame[frame.kind.isin(["restricted", "only"])]
    inside = [z["area_km2"] for r in told for z in r["zones"] if z["area_km2"]]
    assert ruled.area_km2.tolist() == inside
    assert frame[frame.kind == "site"].lon.tolist() == [36.2304, 179.5, -179.6]
    overlaps = report.to_dict()["overlaps"]
    merged = frame[frame.kind == "merged"]
    assert merged.area_km2.tolist() == [o["reach"]["merged_km2"] for o in overlaps]
    deep = frame[frame.kind == "overlap"]
    wanted = [area for o in overlaps for area in o["reach"]["depths_km2"]]
    assert deep.area_km2.tolist() == wanted
    assert deep.depth.tolist() == [1, 2, 1, 2]


def test_the_csv_tells_the_reports_figures(report, files):
    with files[".csv"].open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    told = report.to_dict()["reaches"]
    areas = [float(r["area_km2"]) for r in rows if r["kind"] == "reach"]
    assert areas == [reach["area_km2"] for reach in told]
    # Controls would reach the terminal of whoever prints the file.
    assert rows[0]["site"] == report.scenario.sites[0].name
    assert rows[0]["site"].isprintable()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_runs_give_the_same_bytes(report, files, tmp_path, suffix):
    again = tmp_path / files[suffix].name
    write(report, again)
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
    areas = ("reach", "restricted", "only", "permitted", "merged", "overlap")
    assert kinds == {**dict.fromkeys(areas, "MultiPolygon"), "site": "Point"}
    styles = pyogrio.read_dataframe(files[".gpkg"], layer="layer_styles")
    assert set(styles.f_table_name) == set(kinds)
    assert styles.useAsDefault.all()
    assert set(styles.f_geometry_column) == {"geom"}
    for table, qml in zip(styles.f_table_name, styles.styleQML, strict=True):
        check_qml(table, ET.fromstring(qml), report)


def test_gpkg_styles_lines_and_areas_that_are_baselines(grounded, tmp_path):
    path = tmp_path / "grounded.gpkg"
    write(grounded, path)
    kinds = {name: kind for name, kind in pyogrio.list_layers(path) if kind}
    assert kinds["site_line"] == "MultiLineString"
    assert kinds["site_area"] == "MultiPolygon"
    assert "site" not in kinds
    styles = pyogrio.read_dataframe(path, layer="layer_styles")
    assert set(styles.f_table_name) == set(kinds)
    for table, qml in zip(styles.f_table_name, styles.styleQML, strict=True):
        check_qml(table, ET.fromstring(qml), grounded)


# What each part of a style may say, as QGIS 3.22 wrote it itself after it had loaded
# these styles: its DTD leaves all attributes open.
OPTIONS = {
    "SimpleFill": {"color", "style", "outline_style"},
    "SimpleLine": {"line_color", "line_style", "line_width", "line_width_unit",
                   "joinstyle", "capstyle", "customdash", "customdash_unit",
                   "use_custom_dash"},
    "LinePatternFill": {"angle", "distance", "distance_unit"},
    "SimpleMarker": {"name", "color", "outline_color", "outline_width",
                     "outline_width_unit", "size", "size_unit"},
}  # fmt: skip


def check_qml(table, root, report):
    """What QGIS needs to draw the layer: symbols for all values, known parts."""
    assert root.tag == "qgis"
    renderer = root.find("renderer-v2")
    symbols = renderer.findall("symbols/symbol")
    kind = {"site": "marker", "site_line": "line"}.get(table, "fill")
    assert {symbol.get("type") for symbol in symbols} == {kind}
    geometry = {"marker": "0", "line": "1", "fill": "2"}[kind]
    assert root.findtext("layerGeometryType") == geometry
    categories = renderer.findall("categories/category")
    if table in ("reach", "permitted", "merged", "overlap"):
        assert renderer.get("type") == "categorizedSymbol"
        values = [system.id for system in report.scenario.systems]
        if table == "overlap":
            depths = max(len(found.layers) for found in report.overlaps)
            values = [str(depth) for depth in range(1, depths + 1)]
        assert renderer.get("attr") == ("depth" if table == "overlap" else "system")
        assert [category.get("value") for category in categories] == values
        used = [category.get("symbol") for category in categories]
        assert used == [symbol.get("name") for symbol in symbols]
    else:
        assert renderer.get("type") == "singleSymbol"
        assert [symbol.get("name") for symbol in symbols] == ["0"]
        assert not categories
    for layer in root.iter("layer"):
        options = {
            o.get("name"): o.get("value") for o in layer.findall("Option/Option")
        }
        assert set(options) <= OPTIONS[layer.get("class")]
        for name, value in options.items():
            if name.endswith("color"):
                assert len(value.split(",")) == 4
                assert all(0 <= int(part) <= 255 for part in value.split(","))
            elif name.endswith(("width", "size", "distance", "angle")):
                assert float(value) > 0
            elif name.endswith("_unit"):
                assert value == "MM"
    hatches = renderer.findall("symbols/symbol/layer/symbol")
    assert len(hatches) == {"restricted": 1, "only": 2}.get(table, 0)
    settings = root.find("labeling/settings")
    assert (settings is not None) == table.startswith("site")
    if settings is not None:
        assert settings.find("text-style").get("fieldName") == "site"


@pytest.fixture(scope="module")
def kml(files, grounded, tmp_path_factory):
    """Two KML files: points either side of 180 degrees, and a line and an area."""
    other = tmp_path_factory.mktemp("kml") / "grounded.kml"
    write(grounded, other)
    return files[".kml"], other


def test_kml_keeps_the_schema_of_ogc(kml):
    """ogckml22.xsd, which fastkml ships."""
    for path in kml:
        assert fastkml.validator.validate(file_to_validate=path)


def rings_of(document):
    for polygon in document.iter(f"{KML}Polygon"):
        for tag, outer in (("outerBoundaryIs", True), ("innerBoundaryIs", False)):
            for ring in polygon.iterfind(f"{KML}{tag}/{KML}LinearRing"):
                yield outer, positions(ring)


def positions(path):
    words = path.findtext(f"{KML}coordinates").split()
    return np.array([[float(part) for part in word.split(",")] for word in words])


def test_kml_keeps_the_rules_of_google_earth(kml):
    """What the schema can't say, and Earth draws wrongly or not at all."""
    for path in kml:
        document = ET.parse(path).getroot().find(f"{KML}Document")
        for outer, ring in rings_of(document):
            assert ring.shape[1] == 2
            assert 4 <= len(ring) < 31_000  # Earth draws no larger polygon
            assert (ring[0] == ring[-1]).all()
            assert (np.abs(ring) <= [180, 90]).all()
            assert np.abs(np.diff(ring[:, 0])).max() < 180
            assert shapely.LinearRing(ring).is_ccw == outer
        for line in document.iter(f"{KML}LineString"):
            assert np.abs(np.diff(positions(line)[:, 0])).max() < 180
            assert line.findtext(f"{KML}tessellate") == "1"  # else it runs underground
        for polygon in document.iter(f"{KML}Polygon"):
            assert polygon.findtext(f"{KML}tessellate") == "1"
        for group in document.iter(f"{KML}MultiGeometry"):
            assert len(group) > 1
        ids = [element.get("id") for element in document.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", name) for name in ids)
        for colour in document.iter(f"{KML}color"):
            assert re.fullmatch("[0-9a-f]{8}", colour.text)
        names = {field.get("name") for field in document.iter(f"{KML}SimpleField")}
        for table in document.iter(f"{KML}SchemaData"):
            assert table.get("schemaUrl").removeprefix("#") in ids
            assert {cell.get("name") for cell in table} <= names
        for url in document.iter(f"{KML}styleUrl"):
            assert url.text.removeprefix("#") in ids


def test_kml_folders_styles_and_cut_outlines(files):
    document = ET.parse(files[".kml"]).getroot().find(f"{KML}Document")
    folders = document.findall(f"{KML}Folder")
    assert [len(folder.findall(f"{KML}Folder")) for folder in folders] == [
        2,
        2,
        2,
        0,
        0,
    ]
    assert folders[4].findtext(f"{KML}name") == "Довга 長い from 3 sites together"
    fiji = pyogrio.read_dataframe(files[".kml"], layer="Довга 長い from Fiji")
    outline = fiji[fiji.kind == "outline"].geometry.iloc[0]
    lons = shapely.get_coordinates(shapely.segmentize(outline, 0.01))[:, 0]
    assert (np.abs(lons) == 180).sum() <= 4  # it touches the cut, never runs along it
    marks = [
        [
            mark.findtext(f"{KML}visibility") != "0"
            for mark in folder.iter(f"{KML}Placemark")
        ]
        for folder in folders
    ]
    assert all(marks[1][:2])  # the site and its ring, with the outline of a cut one
    assert not any(marks[3] + marks[4])  # on demand: they would lie over the reaches


def test_kml_descriptions_hold_no_markup_of_names(files):
    for text in ET.parse(files[".kml"]).iter(f"{KML}description"):
        shown = text.text.replace("<br>", "")
        assert "<" not in shown
        assert "$[" not in shown
        assert (
            "&lt;b&gt;" in shown
            or "Fiji" in shown
            or "together" in shown
            or ("illustration" in shown or "東の" in shown)
        )


def test_names_lose_control_characters_and_nothing_else(wanted, hostile):
    assert wanted[0][0]["site"] == one_line(hostile).strip()
    assert "<b>Київ</b> & ]]> {{7*7}} $[name]" in wanted[0][0]["site"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_that_is_not_there(report, tmp_path, suffix):
    with pytest.raises(OutputError, match="does not exist; create it first"):
        write(report, tmp_path / "no" / f"reach{suffix}")


def test_a_failed_write_leaves_the_old_file(report, tmp_path, monkeypatch):
    path = tmp_path / "reach.gpkg"
    path.write_text("old")

    def refuse(*_, **__):
        raise pyogrio.errors.DataSourceError("disk\nfull")

    monkeypatch.setattr(pyogrio, "write_dataframe", refuse)
    with pytest.raises(OutputError, match="disk full; choose another path with -o"):
        write(report, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_parquet_without_pyarrow_says_how_to_install_it(report, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(InputError, match=r"pip install 'rangeviz\[parquet\]'"):
        write(report, Path("reach.parquet"))


def test_an_unknown_suffix_names_the_known_ones(report):
    known = (
        r"a report writes .* \.geojson, \.gpkg, \.kml, \.kmz, \.fgb, \.parquet, \.csv"
    )
    with pytest.raises(InputError, match=known):
        write(report, Path("reach.shp"))


def test_a_legend_of_qgis_has_nothing_to_evaluate(tmp_path):
    """A QGIS layout evaluates what stands between ``[%`` and ``%]`` in a legend."""
    from rangeviz.analysis.report import build_report
    from rangeviz.model.scenario import Scenario
    from rangeviz.model.site import LaunchSite
    from rangeviz.model.system import System

    system = System.ad_hoc(max_range_m=1e5, name="a [% env('HOME') %] b")
    site = LaunchSite.at(36, 50, name="[% 1 %]")
    path = tmp_path / "a.gpkg"
    write(build_report(Scenario((site,), (system,))), path)
    with sqlite3.connect(path) as database:
        styles = database.execute("SELECT styleQML FROM layer_styles").fetchall()
    database.close()
    assert any("env(" in style for (style,) in styles)
    assert not any("[%" in style for (style,) in styles)
