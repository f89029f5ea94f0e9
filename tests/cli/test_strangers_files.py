"""A vector file from a stranger, under every command and option that reads one.

GDAL's driver zoo can run native code, ask servers, run SQL and read other files when
the content of a file says so. Here a canary folder, a server on the loopback and a
library that leaves a mark would show it.
"""

import http.server
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner

import rangeviz as rv
from rangeviz.cli.app import main
from rangeviz.errors import InputError

NATIVE = """#include <stdio.h>
__attribute__((constructor)) static void f(void){fclose(fopen("EXECUTED","w"));}
"""


class Server(http.server.HTTPServer):
    """Writes down every request that reaches the loopback."""

    def __init__(self):
        self.asked = []
        super().__init__(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815  # the name that http.server looks for

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def vrt(source, options="", name="x"):
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="{name}"><SrcDataSource>{source}'
        f"</SrcDataSource><OpenOptions>{options}</OpenOptions><SrcLayer>{name}"
        "</SrcLayer><GeometryType>wkbPolygon</GeometryType><LayerSRS>EPSG:4326"
        "</LayerSRS></OGRVRTLayer></OGRVRTDataSource>"
    )


def option(key, value):
    return f'<OOI key="{key}">{value}</OOI>'


def pipeline(read):
    line = f"gdal vector pipeline ! read {read} ! write --of stream streamed_dataset"
    return json.dumps({"type": "gdal_streamed_alg", "command_line": line})


def crs_at(address):
    link = {"type": "link", "properties": {"href": address, "type": "ogcwkt"}}
    return json.dumps({"type": "FeatureCollection", "features": [], "crs": link})


NATIVE_CODE = vrt("ADBC:x", option("ADBC_DRIVER", "./duckdb_data.bin"))
SQL = option("PRELUDE_STATEMENTS", "VACUUM INTO 'anywhere.db'")
# HOST stands for the server.
CONTENTS = {
    "native code": NATIVE_CODE,
    "a request": vrt("/vsicurl/http://HOST/x.geojson"),
    "a web service": "<OGRWFSDataSource><URL>http://HOST/wfs</URL></OGRWFSDataSource>",
    "any SQL": vrt("private.gpkg", SQL, "private"),
    "a private file": vrt("private.gpkg", name="private"),
    "a pipeline": pipeline("private.gpkg"),
    "a pipeline to the server": pipeline("/vsicurl/http://HOST/x.geojson"),
    "both KML and VRT": f'<kml xmlns="x">{NATIVE_CODE}</kml>',
    "VRT behind KML": f"<kml/>{NATIVE_CODE}",
    "VRT behind a comment": f"<!-- <kml> -->{NATIVE_CODE}",
    "a CRS at the server": crs_at("http://HOST/crs"),
}
NAMES = ("z.geojson", "z.gpkg", "z.kml", "z.fgb", "z.vrt", "z.json", "z.shp", "z.zip")
SCENARIO = 'schema = 1\nsites = ["49.99,36.23"]\nsystems = [{range_km = 20}]\n'
FROM = ("--from", "49.99,36.23", "--range", "20km")
COMMANDS = {
    "verify": ("verify", "FILE", *FROM),
    "--zone": ("report", *FROM, "--zone", "FILE"),
    "--from": ("report", "--from", "FILE", "--range", "20km"),
    "--from-area": ("report", "--from-area", "FILE", "--range", "20km"),
    "--within": ("report", *FROM, "--within", "FILE"),
    "--within --sum": ("report", *FROM, "--within", "FILE", "--sum", "people"),
    "--borders": ("report", *FROM, "--borders", "FILE"),
    "map --zone": ("map", *FROM, "--zone", "FILE", "-o", "o.html"),
    "export --zone": ("export", *FROM, "--zone", "FILE", "-o", "o.gpkg"),
    "compare --zone": (
        *("compare", "--from", "49.99,36.23", "--zone", "FILE"),
        *("--base", "himars", "--with", "atacms"),
    ),
    "scenario check, zones": ("scenario", "check", "zones.toml"),
    "scenario check, sites": ("scenario", "check", "sites.toml"),
    "map --scenario": ("map", "--scenario", "zones.toml", "-o", "o.html"),
    "report --scenario, within": ("report", "--scenario", "within.toml"),
    "report --scenario, borders": ("report", "--scenario", "borders.toml"),
    "scenario extract": ("scenario", "extract", "FILE"),
    "dates": ("dates", "FILE", "--range", "20km", "-o", "o.csv"),
}
READERS = {
    "read_zones": rv.read_zones,
    "read_sites": rv.read_sites,
    "read_borders": rv.read_borders,
    "own_layer": rv.own_layer,
    "verify": lambda path: rv.verify(
        path, sites=[rv.LaunchSite.at(36, 50)], max_range_m=1e4
    ),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A library that leaves a mark when it is loaded; None without a compiler."""
    if shutil.which("gcc") is None:
        return None
    folder = tmp_path_factory.mktemp("library")
    (folder / "e.c").write_text(NATIVE)
    made = folder / "duckdb_data.bin"  # GDAL wants "duckdb" in the name
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", made, folder / "e.c"], check=True)
    return made


@pytest.fixture
def canary(tmp_path, monkeypatch, server, library):
    """A folder in which nothing may change, and a server that nobody may ask."""
    monkeypatch.chdir(tmp_path)
    private = gpd.GeoDataFrame(
        {"name": ["Secret"]}, geometry=[shapely.box(36, 50, 37, 51)], crs=4326
    )
    private.to_file("private.gpkg", layer="private")
    if library is not None:
        shutil.copy(library, tmp_path / library.name)
    for key in ("zones", "sites", "within"):
        (tmp_path / f"{key}.toml").write_text("")
    server.asked.clear()
    return tmp_path


def lay(folder, name, content):
    """Put a hostile file there, and the scenarios that name it."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("z.geojson", content)
    else:
        (folder / name).write_text(content)
    for key in ("zones", "within"):
        (folder / f"{key}.toml").write_text(SCENARIO + f'{key} = [{{file = "{name}"}}]')
    (folder / "borders.toml").write_text(SCENARIO + f'borders = "{name}"')
    (folder / "sites.toml").write_text(
        f'schema = 1\nsystems = [{{range_km = 20}}]\nsites = [{{file = "{name}"}}]'
    )


def state(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("what", CONTENTS)
def test_nothing_runs_is_asked_or_written_and_one_line_says_so(canary, server, what):
    for name in NAMES:
        lay(canary, name, CONTENTS[what].replace("HOST", server.host))
        before = state(canary)
        for command, arguments in COMMANDS.items():
            words = [name if word == "FILE" else word for word in arguments]
            done = CliRunner().invoke(main, words)
            case = f"{command} of {name}"
            assert done.exit_code in (1, 2), f"{case}: {done.output}"
            assert not done.stdout, case
            told = [line for line in done.stderr.splitlines() if "error" in line]
            assert done.stderr.splitlines()[-1:] == told, f"{case}: {done.stderr}"
            assert "GDAL" not in done.stderr, case
            assert "Secret" not in done.stderr, case
            assert state(canary) == before, case
            assert not server.asked, case
        for reader, read in READERS.items():
            with pytest.raises(InputError):
                read(name)
            assert state(canary) == before, f"{reader} of {name}"
            assert not server.asked, f"{reader} of {name}"


def gpkg(path, *statements):
    cells = gpd.GeoDataFrame(
        {"name": ["A"]}, geometry=[shapely.box(36, 50, 37, 51)], crs=4326
    )
    cells.to_file(path, layer="ok")
    with sqlite3.connect(path) as database:
        for statement in statements:
            database.execute(statement)
    database.close()
    return path


ENDLESS = (
    "CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS fid, geom FROM n, ok"
)
REGISTER = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
    "VALUES ('v', 'features', 'v', 4326)",
    "INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4326, 0, 0)",
)
COMPUTED = {
    "an endless view": (ENDLESS, "DELETE FROM gpkg_contents", *REGISTER),
    "a computed column": (
        "ALTER TABLE ok ADD COLUMN big TEXT AS (hex(zeroblob(900000000))) VIRTUAL",
    ),
    "a table of a module": ('CREATE VIRTUAL TABLE "x USING rtree(" USING fts5(body)',),
}


@pytest.mark.parametrize("case", COMPUTED)
def test_a_geopackage_that_computes_what_it_holds_is_refused(tmp_path, case):
    path = gpkg(tmp_path / "a.gpkg", *COMPUTED[case])
    done = subprocess.run(
        [sys.executable, "-m", "rangeviz", "report", *FROM, "--zone", path],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode in (1, 2)
    assert "a view or computed table" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.filterwarnings(
    "ignore:.*only the first of:rangeviz.errors.RangevizWarning"
)
def test_reading_a_file_leaves_nothing_beside_it(tmp_path):
    cells = gpd.GeoDataFrame(
        {"name": ["A"]}, geometry=[shapely.box(36, 50, 37, 51)], crs=4326
    )
    for name in ("a.gpkg", "a.geojson", "a.fgb", "a.kml"):
        cells.to_file(tmp_path / name, driver="KML" if name == "a.kml" else None)
    own = ["export", *FROM, "-o", str(tmp_path / "own.gpkg")]
    assert CliRunner().invoke(main, own).exit_code == 0
    for path in sorted(tmp_path.iterdir()):
        before = state(tmp_path)
        assert rv.own_layer(path)
        CliRunner().invoke(main, ["verify", str(path), *FROM])
        CliRunner().invoke(main, ["scenario", "extract", str(path)])
        assert state(tmp_path) == before, path.name


def test_what_is_still_in_sqlites_journal_is_read(tmp_path):
    """QGIS leaves a GeoPackage in WAL mode while it is open."""
    path = gpkg(tmp_path / "a.gpkg")
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = WAL")
    for name in ("rtree_ok_geom_insert", "trigger_insert_feature_count_ok"):
        database.execute(f"DROP TRIGGER IF EXISTS {name}")
    database.execute("INSERT INTO ok (geom, name) SELECT geom, 'B' FROM ok")
    database.execute("UPDATE gpkg_ogr_contents SET feature_count = 2")
    database.commit()
    assert path.with_name("a.gpkg-wal").stat().st_size
    assert [zone.name for zone in rv.read_zones(path)] == ["A", "B"]
    database.close()


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    from rangeviz.datasets.files import vector_copy

    monkeypatch.setattr(vector_copy, "MOST_TEXT_BYTES", 1 << 20)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b"{" + b" " * (64 << 20))
    with pytest.raises(InputError, match="holds more than 1 MB"):
        rv.read_zones(tmp_path / "bomb.zip")


def test_the_gateway_to_other_drivers_is_out_of_the_commands_reach():
    """The second line of defence, should a file ever pass the first."""
    program = (
        "from rangeviz.cli.app import main\n"
        "try:\n    main(['systems'])\n"
        "except SystemExit:\n    import pyogrio\n"
        "    print('drivers', *sorted(pyogrio.list_drivers()), sep='|')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    drivers = set(done.stdout.splitlines()[-1].split("|"))
    assert {"GeoJSON", "GPKG", "FlatGeobuf", "ESRI Shapefile"} <= drivers
    assert "OGR_VRT" not in drivers
    assert not done.stderr
