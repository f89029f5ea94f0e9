"""Known faults are found, with their sizes; what rangeviz writes passes."""

import json
import re
from pathlib import Path

import folium
import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.errors import FileFormatError, InputError

LON, LAT, RANGE_M = 36.2304, 49.9935, 305_800.0
SITE = rv.LaunchSite.at(LON, LAT, name="Kharkiv")
SUFFIXES = (".geojson", ".gpkg", ".kml", ".fgb", ".parquet")
WGS84 = Geod(ellps="WGS84")
TURF = Path(__file__).parent / "data" / "turf_circle.geojson"


def ring_of(geod, radius_m, count=720, lon=LON, lat=LAT):
    azimuth = np.linspace(0, -360, count, endpoint=False)
    lons, lats, _ = geod.fwd(
        np.full(count, lon), np.full(count, lat), azimuth, np.full(count, radius_m)
    )
    return shapely.Polygon(np.column_stack([np.unwrap(lons, period=360), lats]))


def buffered(crs, quad_segs):
    """A planar buffer in some projection, as GIS recipes have it."""
    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    disc = shapely.Point(*there.transform(LON, LAT)).buffer(RANGE_M, quad_segs)
    back = lambda x, y: there.transform(x, y, direction="INVERSE")  # noqa: E731
    return shapely.orient_polygons(shapely.transform(disc, back, interleaved=False))


AEQD = f"+proj=aeqd +lon_0={LON} +lat_0={LAT}"
# Least and greatest deviation in km, by pyproj at places 200 m apart.
FAULTS = {
    "sphere": (ring_of(Geod(a=6_371_008.8, b=6_371_008.8), RANGE_M), 0.017, 0.945),
    "aeqd, 32 segments": (buffered(AEQD, 8), -1.569, 0.0),
    "utm, 32 segments": (buffered("EPSG:32637", 8), -1.848, 0.085),
    "web mercator": (buffered("EPSG:3857", 64), -112.947, -105.781),
}


def write(shape, path, **columns):
    frame = gpd.GeoDataFrame(columns or {"name": ["x"]}, geometry=[shape], crs=4326)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
        return path
    drivers = {".kml": "KML", ".gpkg": "GPKG", ".fgb": "FlatGeobuf"}
    frame.to_file(path, driver=drivers.get(path.suffix, "GeoJSON"))
    return path


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("recipe", FAULTS)
def test_faults_of_other_recipes(tmp_path, recipe, suffix):
    shape, least_km, most_km = FAULTS[recipe]
    path = write(shape, tmp_path / f"ring{suffix}")
    found = rv.verify(path, sites=[SITE], max_range_m=RANGE_M)
    (ring,) = found.rings
    assert not found.ok
    assert ring.deviation.min_m / 1e3 == pytest.approx(least_km, abs=0.001)
    assert ring.deviation.max_m / 1e3 == pytest.approx(most_km, abs=0.001)
    assert {f.check for f in found.findings if f.fault} == {"deviation"}


def test_turfs_own_circle():
    found = rv.verify(TURF, sites=[SITE], max_range_m=RANGE_M)
    assert found.rings[0].deviation.max_m == pytest.approx(944, abs=1)
    assert found.rings[0].edges == 64
    assert not found.ok
    assert rv.verify(TURF, sites=[SITE], max_range_m=RANGE_M, tolerance_m=1000).ok


def test_folium_circle_and_what_its_page_loads(tmp_path):
    page = folium.Map([LAT, LON])
    folium.Circle([LAT, LON], radius=RANGE_M).add_to(page)
    page.save(tmp_path / "map.html")
    found = rv.verify(tmp_path / "map.html")
    assert found.rings[0].deviation.max_m == pytest.approx(946, abs=5)
    requests = [f.message for f in found.findings if f.check == "request"]
    assert any("leaflet.js" in text for text in requests)
    assert any("tile.openstreetmap.org" in text for text in requests)


def test_folium_polygon_and_geojson_in_a_page(tmp_path):
    page = folium.Map([LAT, LON])
    shape = FAULTS["web mercator"][0]
    folium.Polygon([(lat, lon) for lon, lat in shape.exterior.coords]).add_to(page)
    folium.GeoJson(shapely.geometry.mapping(shape)).add_to(page)
    page.save(tmp_path / "map.html")
    found = rv.verify(tmp_path / "map.html", sites=[SITE], max_range_m=RANGE_M)
    least = [ring.deviation.min_m for ring in found.rings]
    assert least == pytest.approx([-112_947] * 2, abs=1)


@settings(max_examples=25, deadline=None)
@given(
    st.floats(-180, 180),
    st.floats(-85, 85),
    st.floats(2e4, 2e6),
    st.sampled_from((-60, 60)),
)
def test_a_ring_is_measured_to_the_metre(tmp_path_factory, lon, lat, radius_m, off_m):
    drawn = rv.geodesic_circle(lon, lat, radius_m + off_m, tolerance_m=1)
    path = tmp_path_factory.mktemp("ring") / "ring.geojson"
    path.write_text(shapely.to_geojson(drawn.geometry))
    site = rv.LaunchSite.at(lon, lat)
    exact = rv.verify(path, sites=[site], max_range_m=radius_m + off_m, tolerance_m=1)
    assert exact.ok, exact.findings
    shifted = rv.verify(path, sites=[site], max_range_m=radius_m, tolerance_m=50)
    assert not shifted.ok
    assert shifted.rings[0].deviation.mean_m == pytest.approx(off_m, abs=1)


@pytest.fixture(scope="module")
def report():
    """Points either side of 180 degrees, a least range, a zone."""
    source = rv.Source("A source")
    return build_report(
        rv.Scenario(
            sites=(SITE, rv.LaunchSite.at(179.5, -18.0, name="Fiji")),
            systems=(
                rv.System("short", "Short", 80_500.0, source, min_range_m=15_000.0),
                rv.System("long", "Long", RANGE_M, source),
            ),
            zones=(rv.find_zone("Kursk"),),
        )
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_ours_pass(tmp_path, report, suffix):
    path = tmp_path / f"reach{suffix}"
    rv.write(report, path)
    found = rv.verify(path)
    assert found.ok, found.findings
    reaches = [ring for ring in found.rings if ring.limit != "within"]
    assert sorted(ring.limit for ring in reaches) == ["max"] * 4 + ["min"] * 2
    assert all(0 < ring.deviation.worst_m <= 10.01 for ring in reaches)
    assert not rv.verify(path, tolerance_m=1).ok
    assert not rv.verify(path, max_range_m=300_000).ok


def test_ours_pass_from_an_area_and_in_a_sector(tmp_path):
    source = rv.Source("A source")
    system = rv.System("s", "S", 80_500.0, source)
    area = rv.LaunchSite("Box", shapely.box(33, 50, 34, 51))
    rv.write(build_report(rv.Scenario((area,), (system,))), tmp_path / "a.gpkg")
    found = rv.verify(tmp_path / "a.gpkg")
    assert found.ok, found.findings
    assert 0 < found.rings[0].deviation.worst_m < 10.01
    sector = rv.Scenario((SITE,), (system,), sector=rv.Sector(300, 60))
    rv.write(build_report(sector), tmp_path / "s.geojson")
    found = rv.verify(tmp_path / "s.geojson")
    assert found.ok, found.findings
    limits = {ring.limit for ring in found.rings}
    assert limits == {"max", "start side", "end side"}
    text = (tmp_path / "s.geojson").read_text()
    turned = text.replace('"end_azimuth_deg": 60', '"end_azimuth_deg": 61')
    (tmp_path / "t.geojson").write_text(turned)
    assert not rv.verify(tmp_path / "t.geojson").ok


def edited(path, report, change):
    """A file of ours, changed by hand."""
    rv.write(report, path)
    told = json.loads(path.read_text(encoding="utf-8"))
    for feature in told["features"]:
        change(feature)
    path.write_text(json.dumps(told), encoding="utf-8")
    return rv.verify(path)


def checks(found):
    return {finding.check for finding in found.findings if finding.fault}


def test_edited_attributes_are_found(tmp_path, report):
    path = tmp_path / "reach.geojson"

    def setting(name, value):
        return lambda f: f["properties"].update({name: value})

    assert checks(edited(path, report, setting("area_km2", 12.0))) == {"area"}
    assert checks(edited(path, report, setting("source", None))) == {"source"}
    wider = edited(path, report, setting("max_range_km", 300.0))
    assert "deviation" in checks(wider)
    hole = edited(path, report, setting("min_range_km", 20.0))
    assert {"deviation", "range"} <= checks(hole)


def test_shapes_against_rfc_7946(tmp_path):
    def found(shape):
        path = tmp_path / "ring.geojson"
        path.write_text(shapely.to_geojson(shape))
        return checks(rv.verify(path, sites=[fiji], max_range_m=3e5))

    fiji = rv.LaunchSite.at(179.5, -18)
    cut = rv.geodesic_circle(179.5, -18, 3e5).geometry
    assert found(cut) == set()
    assert found(shapely.orient_polygons(cut, exterior_cw=True)) == {"winding"}
    uncut = ring_of(WGS84, 3e5, lon=179.5, lat=-18)
    assert found(uncut) == {"coordinates"}
    wrapped = shapely.transform(uncut, lambda xy: xy - [360, 0] * (xy > 180))
    assert {"antimeridian", "deviation"} <= found(wrapped)
    bow = shapely.Polygon([(179, -18), (180, -17), (179, -17), (180, -18)])
    assert {"validity", "deviation"} <= found(bow)
    assert "coordinates" in found(shapely.box(100, 80, 110, 95))


def test_a_file_that_says_nothing_asks_for_it(tmp_path):
    path = write(FAULTS["sphere"][0], tmp_path / "ring.gpkg")
    with pytest.raises(InputError, match="say how far it claims to reach: --range"):
        rv.verify(path)
    with pytest.raises(InputError, match="doesn't say where its range starts"):
        rv.verify(path, max_range_m=RANGE_M)


BOMB = (
    b'<!DOCTYPE kml [<!ENTITY a0 "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
    )
    + b']><kml xmlns="http://www.opengis.net/kml/2.2"><Document>&a11;</Document></kml>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.geojson", None),
        ("empty.geojson", b""),
        ("text.gpkg", b"no database"),
        ("text.parquet", b"no table"),
        ("cut.parquet", b"PAR1" + bytes(400) + b"PAR1"),
        ("cut.geojson", b'{"type": "FeatureCollection", "features": [{"type'),
        ("points.geojson", b'{"type": "Point", "coordinates": [1, 2]}'),
        ("binary.html", b"\xff\xfe\x00\xd8\x00"),
        ("plain.html", b"<p>Nothing here</p>"),
        ("deep.geojson", b'{"type": "Polygon", "coordinates": ' + b"[" * 100_000),
        ("calls.html", b"<script>" + b"L.polygon([" * 20_000 + b"</script>"),
        ("open.html", b"<a " + b'x=" ' * 50_000),
        ("layer.fgb", b"fgb\x03fgb\x00" + bytes(500)),
        ("random.gpkg", b"SQLite format 3\0" + bytes(range(256)) * 16),
        ("bomb.kml", BOMB),
        ("data.html", b'<script id="rv-data">{"sites": [1], "systems": 3}</script>'),
        ("ring.geojson", b'{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}'),
    ],
)
def test_unreadable_files_say_so_in_one_line(tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        rv.verify(path, sites=[SITE], max_range_m=RANGE_M)
    assert isinstance(caught.value, FileFormatError) or name == "none.html"
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def page(tmp_path_factory, report):
    path = tmp_path_factory.mktemp("page") / "map.html"
    rv.write(report, path)
    return path


def test_our_page_passes_figure_by_figure(page):
    found = rv.verify(page, sites=[SITE], max_range_m=RANGE_M)
    assert found.ok, found.findings
    assert found.form == "rangeviz page"
    assert found.figures > 80


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ('"max_m":305800.0', '"max_m":400000.0', "figure"),
        ('data-value="293725.6"', 'data-value="393725.4"', "figure"),
        ('"lat":49.9935', '"lat":50.5', "baseline"),
        ("lat = 49.9935", "lat = 50.5", "baseline"),
        ("max_range_km = 305.8", "max_range_km = 400.0", "figure"),
        ('"rule":"restricted"', '"rule":"only"', "figure"),
        ('"text":"A source"', '"text":""', "source"),
        ("</body>", "<script src='//cdn.example/x.js'></script></body>", "request"),
        ("</body>", "<script>fetch('https://a.example/')</script></body>", "request"),
        ("</body>", "<p style='background:url(http://a.example/x)'></body>", "request"),
    ],
)
def test_a_page_edited_by_hand_is_found(page, tmp_path, old, new, check):
    text = page.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "edited.html"
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert check in checks(rv.verify(path))


def test_every_figure_of_the_regions_table_counts(page, tmp_path):
    text = page.read_text(encoding="utf-8")
    row = re.search(r'<th scope="row">Belgorod Oblast.*?data-value="([\d.]+)"', text)
    changed = text[: row.start(1)] + "12.5" + text[row.end(1) :]
    (tmp_path / "edited.html").write_text(changed, encoding="utf-8")
    (finding,) = (f for f in rv.verify(tmp_path / "edited.html").findings if f.fault)
    assert (finding.check, finding.label) == ("figure", "Belgorod Oblast, Russia")


def test_another_place_and_range_than_the_pages(page):
    elsewhere = rv.LaunchSite.at(30.0, 50.0)
    assert checks(rv.verify(page, sites=[elsewhere], max_range_m=1e5)) == {
        "baseline",
        "range",
    }


def test_links_and_namespaces_are_no_requests(page):
    text = page.read_text(encoding="utf-8")
    assert "http://www.w3.org/2000/svg" in text
    assert not [f for f in rv.verify(page).findings if f.check == "request"]


def test_rings_of_an_area_in_a_page(tmp_path):
    system = rv.System("s", "S", 80_500.0, rv.Source("A source"))
    area = rv.LaunchSite("Box", shapely.box(33, 50, 34, 51))
    path = tmp_path / "map.html"
    rv.write(build_report(rv.Scenario((area,), (system,))), path)
    found = rv.verify(path)
    assert found.ok, found.findings
    (ring,) = found.rings
    assert ring.deviation.worst_m < ring.tolerance_m < 500


def test_the_frame_of_the_world_is_no_ring(tmp_path):
    path = tmp_path / "world.geojson"
    world = gpd.GeoDataFrame(
        {"name": ["World"]}, geometry=[shapely.box(-180, -90, 180, 90)], crs=4326
    )
    world.to_file(path)
    found = rv.verify(path, sites=[SITE], max_range_m=80e3)
    (fault,) = (each for each in found.findings if each.fault)
    assert fault.label == "world 1"
    assert "no edges to measure" in fault.message
