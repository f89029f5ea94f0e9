"""Batches: the rows of single runs, and nothing lost whatever ends a run."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
import shapely
from batch_work import killed_always, killed_once, named, poisoned
from click.testing import CliRunner

import rangeviz as rv
from rangeviz.analysis.batch.chunk import TABLES
from rangeviz.analysis.batch.run import run_batch
from rangeviz.analysis.batch.store import open_store
from rangeviz.cli import main
from rangeviz.datasets.places.site_stream import stream_sites
from rangeviz.errors import InputError

RANGEVIZ = str(Path(sys.executable).parent / "rangeviz")
PLACES = [
    ("Kharkiv", 36.2304, 49.9935),
    ("Fiji", 179.5, -18.0),
    ("near the pole", 30.0, 88.5),
    ("at sea", -30.0, 0.0),
    ("Basel", 7.6, 47.56),
]


ONE_BY_ONE = ("--chunk", 1, "--processes", 1)


def write_sites(folder):
    path = folder / "sites.csv"
    pd.DataFrame(PLACES, columns=["name", "lon", "lat"]).to_csv(path, index=False)
    return path


@pytest.fixture
def sites(tmp_path):
    return write_sites(tmp_path)


def run(*arguments):
    """Run a batch in this process."""
    return CliRunner().invoke(main, ["batch", *map(str, arguments)])


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The folder of a batch that ran to its end, a site at a time."""
    folder = tmp_path_factory.mktemp("whole")
    out = folder / "towns.parquet"
    done = run(write_sites(folder), "-o", out, *ONE_BY_ONE)
    assert done.exit_code == 0, done.stderr
    return out


def rows(folder, table):
    return pq.read_table(folder / table).to_pandas()


def contents(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.glob("*/part-*.parquet"))
    }


def test_rows_are_those_of_single_runs(sites, tmp_path):
    zones = ["--zone", "Kursk"]
    out = tmp_path / "out.parquet"
    done = run(sites, "-o", out, *zones, "--chunk", 2, "--processes", 1)
    assert done.exit_code == 0, done.stderr
    report = rv.report(
        [(lon, lat) for _, lon, lat in PLACES], ["himars", "atacms"], zones=["Kursk"]
    )
    single = rv.coverage(report)
    for table, kind in (
        ("regions", "region"),
        ("countries", "country"),
        ("zones", "zone"),
    ):
        mine, alone = rows(out, table), single[single.kind == kind]
        assert mine.name.tolist() == alone.name.tolist()
        for column in ("area_km2", "share_of_unit", "share_of_reach", "nearest_km"):
            assert np.allclose(mine[column], alone[column], rtol=1e-9, atol=1e-6)
    mine = rows(out, "places")
    alone = [place for row in report.reaches for place in row.places]
    assert mine.name.tolist() == [place.name for place in alone]
    assert np.allclose(mine.distance_km * 1e3, [place.distance_m for place in alone])
    mine = gpd.read_parquet(out / "reaches" / "part-0000000.parquet")
    assert mine.geometry.iloc[0].equals(shapely.Point(36.2304, 49.9935))
    mine = rows(out, "reaches")
    assert mine.site.tolist() == [name for name, _, _ in PLACES for _ in range(2)]
    assert np.allclose(mine.area_km2, [row.reach.area_km2 for row in report.reaches])
    for column in ("elsewhere", "permitted"):
        alone_km2 = [getattr(row, f"{column}_m2") / 1e6 for row in report.reaches]
        assert np.allclose(mine[f"{column}_km2"], alone_km2, rtol=1e-9, atol=1e-6)


def test_sites_of_every_kind_of_file_give_the_same_rows(tmp_path):
    table = gpd.GeoDataFrame(
        {"name": [name for name, _, _ in PLACES]},
        geometry=[shapely.Point(lon, lat) for _, lon, lat in PLACES],
        crs=4326,
    )
    table.to_file(tmp_path / "sites.geojson")
    table.to_file(tmp_path / "sites.gpkg")
    table.iloc[[0, 4]].to_crs(3035).to_parquet(tmp_path / "europe.parquet")
    table.to_parquet(tmp_path / "sites.parquet")
    write_sites(tmp_path)
    # Of a file nothing else than these gets to the rows.
    for name in ("sites.csv", "sites.geojson", "sites.gpkg", "sites.parquet"):
        assert list(stream_sites(tmp_path / name)) == PLACES, name
    system = ("--range", "100km", "--processes", 1)
    done = run(tmp_path / "sites.gpkg", "-o", tmp_path / "out", *system)
    assert done.exit_code == 0, done.stderr
    done = run(tmp_path / "europe.parquet", "-o", tmp_path / "europe", *system)
    assert done.exit_code == 0, done.stderr
    mine = rows(tmp_path / "europe", "countries")
    whole = rows(tmp_path / "out", "countries")
    whole = whole[whole.site.isin(["Kharkiv", "Basel"])]
    assert np.allclose(mine.area_km2, whole.area_km2, rtol=1e-6)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("bad,200,10", "line 7: longitude 200 is outside"),
        ("bad,36,north", "line 7: longitude '36', latitude 'north' is not a position"),
        ("bad,36", "line 7: has no longitude or no latitude"),
    ],
)
def test_a_poisoned_row_is_told_before_anything_is_computed(sites, tmp_path, row, told):
    with sites.open("a") as file:
        file.write(row + "\n")
    done = run(sites, "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list((tmp_path / "out").rglob("*.*"))


def test_a_row_that_is_mended_goes_into_the_folder_it_was_refused_for(sites, tmp_path):
    whole = sites.read_text()
    sites.write_text(whole + "bad,200,10\n")
    assert run(sites, "-o", tmp_path / "out").exit_code == 2
    sites.write_text(whole)
    assert run(sites, "-o", tmp_path / "out", "--processes", 1).exit_code == 0


def begun(sites, out, *options):
    """Start a batch in a process of its own, and wait for its first part."""
    child = subprocess.Popen(
        [RANGEVIZ, "batch", str(sites), "-q", "-o", str(out), *map(str, options)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 200
    while not list((out / "reaches").glob("part-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    return child


def test_a_run_that_is_killed_goes_on_and_ends_with_equal_rows(sites, whole, tmp_path):
    cut = tmp_path / "cut"
    child = begun(sites, cut, *ONE_BY_ONE)
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
    before = {path: path.stat().st_mtime_ns for path in cut.rglob("reaches/part-*")}
    assert before
    again = run(sites, "-o", cut, *ONE_BY_ONE)
    assert again.exit_code == 0, again.stderr
    assert f"{len(before)} before" in again.stderr
    assert contents(cut) == contents(whole)
    assert all(path.stat().st_mtime_ns == at for path, at in before.items())
    nothing = run(sites, "-o", cut, *ONE_BY_ONE)
    assert nothing.exit_code == 0
    assert "0 of 5 sites" in nothing.stderr


def test_an_interrupted_run_is_told_in_one_line(tmp_path):
    cut, many = tmp_path / "cut", tmp_path / "many.csv"
    rows = "".join(f"site {i},{30 + i / 50},50\n" for i in range(300))
    many.write_text("name,lon,lat\n" + rows)  # so many that the signal comes in time
    small = ("--range", "20km", "--chunk", "1")
    child = begun(many, cut, *small)
    os.killpg(child.pid, signal.SIGINT)
    told = child.communicate(timeout=60)[1]
    assert child.returncode == 130
    assert "interrupted" in told
    assert told.count("\n") == 1, told
    assert 0 < ds.dataset(cut / "reaches").count_rows() < 300
    again = run(many, "-o", cut, *small, "--processes", 1)
    assert again.exit_code == 0, again.stderr
    assert ds.dataset(cut / "reaches").count_rows() == 300


def test_a_full_disk_is_told_in_one_line_and_loses_nothing(sites, whole, tmp_path):
    """A limit on the size of files stands for the disk: writes fail alike."""
    import resource

    full = tmp_path / "full"
    sizes = sorted(path.stat().st_size for path in whole.rglob("part-*.parquet"))
    limit = sizes[-1] - 1  # the largest part doesn't fit

    def no_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    done = subprocess.run(
        [RANGEVIZ, "batch", sites, "-q", "-o", full, *map(str, ONE_BY_ONE)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=no_room,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "can't write" in done.stderr
    assert not list(full.rglob(".rangeviz-*"))
    assert run(sites, "-o", full, *ONE_BY_ONE).exit_code == 0
    assert contents(full) == contents(whole)


def small_store(folder):
    """A batch of four chunks of one site each."""
    sites = [(name, lon, lat) for name, lon, lat in PLACES[:4]]
    return open_store(folder, {"sites": "these", "question": "this"}, sites, 1)


@pytest.mark.parametrize(
    "plan",
    [
        *("", "{", "[]", "{}", "7", '"x"', "\\ud800"),
        '{"chunks": -4, "count": 4, "sites_at_once": 1, "sites": "a", "question": "b"}',
        '{"chunks": [], "count": 4, "sites_at_once": 1, "sites": "a", "question": "b"}',
    ],
)
def test_a_damaged_plan_is_told_in_one_line(tmp_path, plan):
    store = small_store(tmp_path / "out")
    (store.folder / "_batch.json").write_text(plan)
    with pytest.raises(InputError, match="_batch.json' (can't be read|is no batch)"):
        small_store(tmp_path / "out")
    assert (store.folder / "_batch.json").read_text() == plan


def test_what_a_killed_process_left_half_written_is_cleared_away(tmp_path):
    store = small_store(tmp_path / "out")
    store.put(0, named(None, store.sites_of(0)))
    before = contents(store.folder)
    half = store.folder / "reaches" / ".rangeviz-0a1b2c3d"
    half.mkdir()
    (half / "part-0000001.parquet").write_bytes(b"PAR1")
    assert small_store(tmp_path / "out").finished() == [0]
    assert not half.exists()
    assert contents(store.folder) == before


def undisturbed(folder):
    """What its files are when nothing goes wrong."""
    store = small_store(folder / "whole")
    for chunk in range(store.chunks):
        store.put(chunk, named(None, store.sites_of(chunk)))
    return contents(store.folder)


def test_a_worker_that_is_killed_here_costs_nothing(tmp_path):
    cut = small_store(tmp_path / "cut")
    outcome = run_batch(cut, tmp_path, processes=2, work=killed_once)
    assert (tmp_path / "killed").exists()
    assert (outcome.sites, outcome.failed) == (4, {})
    assert contents(cut.folder) == undisturbed(tmp_path)


def test_a_worker_that_is_killed_again_and_again_is_told(tmp_path):
    cut = small_store(tmp_path / "cut")
    with pytest.raises(InputError, match="killed 3 times, perhaps for want of memory"):
        run_batch(cut, tmp_path, processes=1, work=killed_always)
    before = cut.finished()
    outcome = run_batch(cut, tmp_path, processes=1, work=named)
    assert (outcome.sites, outcome.before) == (4 - len(before), len(before))
    assert contents(cut.folder) == undisturbed(tmp_path)


INTERRUPTED = """
from batch_work import lengthy
from rangeviz.analysis.batch.run import run_batch

class Four:
    what, chunks, sites = "sites", 4, 4
    finished = lambda self: []
    size_of = lambda self, chunk: 1
    sites_of = lambda self, chunk: chunk
    put = lambda self, chunk, tables: None

def stop(*_progress):
    raise KeyboardInterrupt

if __name__ == "__main__":
    try:
        run_batch(Four(), None, processes=2, work=lengthy, progress=stop)
    except KeyboardInterrupt:
        print("interrupted")
"""


def test_an_interruption_in_the_middle_of_an_answer_ends_all(tmp_path):
    (tmp_path / "script.py").write_text(INTERRUPTED)
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,  # it waited for the rest for ever
    )
    assert (done.returncode, done.stdout) == (0, "interrupted\n")
    assert done.stderr == ""


def test_a_row_that_a_worker_fails_at_is_told_and_the_others_go_on(tmp_path):
    cut = small_store(tmp_path / "cut")
    outcome = run_batch(cut, tmp_path, processes=2, work=poisoned)
    assert outcome.sites == 3
    assert list(outcome.failed) == [1]
    assert "no such row" in outcome.failed[1]
    assert run_batch(cut, tmp_path, processes=1, work=named).sites == 1
    assert contents(cut.folder) == undisturbed(tmp_path)


def test_a_folder_of_another_batch_is_left_alone(sites, whole, tmp_path):
    before = contents(whole)
    other = run(sites, "-o", whole, "--range", "90km")
    assert other.exit_code == 2
    assert "another question" in other.stderr
    with sites.open("a") as file:
        file.write("more,1,2\n")
    other = run(sites, "-o", whole)
    assert other.exit_code == 2
    assert "other sites" in other.stderr
    assert contents(whole) == before
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "mine.txt").write_text("mine")
    assert "is no batch" in run(sites, "-o", strange).stderr
    assert (strange / "mine.txt").read_text() == "mine"


def recipe(language, opens):
    path = Path(__file__).parents[2] / "docs" / "how-to" / "many-sites.md"
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(rf"```{{code-block}} {language}\n(.*?)```", text, re.S)
    (block,) = [block for block in blocks if block.startswith(opens)]
    return block


def as_the_recipe_says(table, folder):
    regions = rows(folder, "regions")
    regions = regions[regions.system == "atacms"]
    assert table["sites"].sum() == len(regions)
    assert set(table["name"]) == set(regions["name"])
    most = regions.groupby("code", observed=True).share_of_unit.max()
    assert np.allclose(table.set_index("code")["most"].reindex(most.index), most)


def test_duckdb_reads_the_tables_as_the_recipe_says(whole, monkeypatch):
    monkeypatch.chdir(whole.parent)
    as_the_recipe_says(duckdb.sql(recipe("sql", "SELECT")).df(), whole)


def test_sedonadb_reads_the_tables_as_the_recipe_says(whole, monkeypatch):
    pytest.importorskip("sedonadb")
    pytest.importorskip("geoarrow.pyarrow")
    monkeypatch.chdir(whole.parent)
    names = {}
    exec(recipe("python", "import sedonadb"), names)
    as_the_recipe_says(names["sites"], whole)


def test_the_folder_says_what_it_rests_on(whole):
    plan = json.loads((whole / "_batch.json").read_text())
    assert plan["attributions"]
    assert plan["sources"]
    assert plan["count"] == 5
    assert {path.name for path in whole.iterdir()} == {*TABLES, "_sites", "_batch.json"}
