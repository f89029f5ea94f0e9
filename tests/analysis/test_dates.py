"""Dated baselines: the figures of single runs, and the same bytes however they came."""

import csv
import datetime
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

import rangeviz as rv
from rangeviz.analysis.batch import dated_tables
from rangeviz.analysis.batch.chunk import TABLES
from rangeviz.analysis.batch.dated_store import open_dated_store, read_plan
from rangeviz.analysis.batch.question import Question
from rangeviz.analysis.batch.run import run_batch
from rangeviz.datasets.borders.zones import read_area_sites
from rangeviz.datasets.dated_sites import read_dated_sites
from rangeviz.errors import InputError, RangevizWarning

RANGEVIZ = str(Path(sys.executable).parent / "rangeviz")
FAST = ("--range", "20km", "--processes", "1", "-q")
LOG = "RANGEVIZ_TEST_LOG"


def line(day):
    """A made line on the border of Kharkiv and Sumy Oblasts, some 300 m a day on."""
    lon = np.linspace(34.5, 35.1, 4)
    at = np.column_stack([lon, 50.4 + 0.1 * lon % 0.07]) + day / 300
    return shapely.LineString(at.round(6))


def layer(days, dates=None):
    dates = (
        [f"2024-01-{n:02}" for n in range(1, len(days) + 1)] if dates is None else dates
    )
    return gpd.GeoDataFrame(
        {"date": dates, "name": "made line"}, geometry=list(map(line, days)), crs=4326
    )


def run(*arguments, **options):
    return subprocess.run(
        [RANGEVIZ, "dates", *map(str, arguments)],
        capture_output=True, text=True, timeout=300, check=False, **options,
    )  # fmt: skip


def contents(folder):
    return {name: (folder / f"{name}.parquet").read_bytes() for name in TABLES}


def test_figures_are_those_of_single_runs_of_lines_and_of_areas(tmp_path):
    area = shapely.Polygon([(34.9, 50.3), (35.6, 50.4), (35.2, 50.9)])
    both = layer([0, 0]).set_geometry([line(0), area], crs=4326)
    both.to_file(tmp_path / "both.geojson")
    out = tmp_path / "out.parquet"
    done = run(tmp_path / "both.geojson", "-o", out, "--zone", "Kursk", *FAST[2:])
    assert done.returncode == 0, done.stderr
    for row in range(2):
        both.iloc[[row]].to_file(tmp_path / "one.geojson")
        single = rv.report(
            read_area_sites(tmp_path / "one.geojson"),
            ["himars", "atacms"],
            zones="Kursk",
        )
        of_date = f"stage_date == '{both.date[row]}'"
        mine = {
            name: pq.read_table(out / f"{name}.parquet").to_pandas().query(of_date)
            for name in TABLES
        }
        for name, kind in (
            ("regions", "regions"),
            ("countries", "countries"),
            ("zones", "zones"),
        ):
            parts = [part for reach in single.reaches for part in getattr(reach, kind)]
            assert mine[name].name.tolist() == [part.name for part in parts]
            for column, values in (
                ("area_km2", [part.area_m2 / 1e6 for part in parts]),
                ("share_of_unit", [part.share_of_unit for part in parts]),
                ("share_of_reach", [part.share_of_reach for part in parts]),
                ("nearest_km", [part.nearest_m / 1e3 for part in parts]),
            ):
                np.testing.assert_allclose(
                    mine[name][column], values, rtol=1e-7, atol=2e-6
                )
        reaches = gpd.read_parquet(out / "reaches.parquet").query(of_date)
        np.testing.assert_allclose(
            reaches.area_km2,
            [each.reach.area_km2 for each in single.reaches],
            rtol=1e-9,
        )
        np.testing.assert_allclose(
            rv.area_m2(reaches.geometry),
            rv.area_m2(single.to_geodataframe().geometry),
            rtol=1e-5,  # both within 10 m of the true one
        )
        assert set(mine["reaches"].site) == {"made line"}
        names = [place.name for each in single.reaches for place in each.places]
        assert mine["places"].name.tolist() == names


def test_a_csv_has_the_rows_of_single_reports(tmp_path):
    days = layer([3, 3, 8])
    days.to_file(tmp_path / "days.gpkg")
    done = run(tmp_path / "days.gpkg", "-o", tmp_path / "out.csv", *FAST)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out.csv").read_text()
    rows = list(csv.DictReader(io.StringIO(text)))
    for date, shape in zip(days.date, days.geometry, strict=True):
        site = rv.LaunchSite("made line", shape)
        single = rv.to_text(rv.report(site, "20 km"), "csv")
        alone = list(csv.DictReader(io.StringIO(single)))
        mine = [row for row in rows if row["stage_date"] == date]
        assert len(mine) == len(alone) > 3
        for told, other in zip(mine, alone, strict=True):
            assert {key: told[key] for key in other if key != "area_km2"} == {
                key: value for key, value in other.items() if key != "area_km2"
            }
            assert float(told["area_km2"]) == pytest.approx(
                float(other["area_km2"]), abs=2e-3
            )


def counted(question, site):
    """Leave a mark for each line that is computed."""
    with open(os.environ[LOG], "a") as log:
        log.write("line\n")
    return dated_tables.line_bytes(question, site)


def test_a_line_that_did_not_change_is_computed_once_ever(tmp_path, monkeypatch):
    log = tmp_path / "log"
    log.touch()
    monkeypatch.setenv(LOG, str(log))
    question = Question((rv.System.ad_hoc(max_range_m=20_000),))

    def computed(days, folder=tmp_path / "out"):
        before = len(log.read_text().splitlines())
        dated = read_dated_sites(days)
        store = open_dated_store(folder, question, dated, dated_tables.FILES)
        outcome = run_batch(store, question, counted, processes=1)
        assert not outcome.failed
        dated_tables.put_together(store, folder)
        return len(log.read_text().splitlines()) - before

    days = layer([0, 0, 1, 1, 0, 2])
    # The same line, drawn from its other end.
    days.geometry = [*days.geometry[:4], days.geometry[4].reverse(), days.geometry[5]]
    assert computed(days) == 3
    assert computed(days) == 0
    assert computed(layer([0, 0, 1, 1, 0, 2, 2, 3])) == 1
    assert computed(layer([1], ["2024-01-09"])) == 0
    table = pq.read_table(tmp_path / "out" / "reaches.parquet").to_pandas()
    assert table.stage_date.tolist() == [f"2024-01-{n:02}" for n in range(1, 10)]
    same = table.groupby("area_km2").stage_date.apply(
        lambda dates: [d[-1] for d in dates]
    )
    assert sorted(same) == [["1", "2", "5"], ["3", "4", "9"], ["6", "7"], ["8"]]
    # A date that is told anew gets its new line.
    assert computed(layer([5], ["2024-01-02"])) == 1
    table = pq.read_table(tmp_path / "out" / "reaches.parquet").to_pandas()
    assert table.area_km2[1] != table.area_km2[0]
    whole = tmp_path / "whole"
    computed(layer([0, 5, 1, 1, 0, 2, 2, 3, 1]), whole)
    assert contents(whole) == contents(tmp_path / "out")


@pytest.fixture
def halves(tmp_path):
    """Eight dates in one file, and cut in two."""
    days = layer([0, 0, 1, 2, 2, 3, 4, 1])
    days.to_file(tmp_path / "whole.geojson")
    days[:5].to_file(tmp_path / "first.geojson")
    days[5:].to_file(tmp_path / "second.geojson")
    return tmp_path


def test_a_run_that_is_killed_goes_on_and_ends_with_the_same_bytes(halves):
    whole, killed = halves / "whole.parquet", halves / "killed.parquet"
    arguments = [str(halves / "whole.geojson"), *FAST, "-o"]
    assert run(*arguments, whole).returncode == 0
    child = subprocess.Popen(
        [RANGEVIZ, "dates", *arguments, str(killed)], start_new_session=True
    )
    deadline = time.monotonic() + 200
    while not (before := inodes(killed)) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    assert before
    assert not (killed / "reaches.parquet").exists()
    done = run(*arguments, killed)
    assert done.returncode == 0, done.stderr
    assert before.items() <= inodes(killed).items()
    assert contents(killed) == contents(whole)


def inodes(folder):
    """Every finished line: one that is computed again is another file."""
    lines = (folder / "_lines").glob("*-reaches.parquet")
    return {path.name: path.stat().st_ino for path in lines}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_file_that_is_cut_in_two_gives_the_same_bytes(halves, form):
    whole, cut = halves / f"whole.{form}", halves / f"cut.{form}"
    for name, out in (("whole", whole), ("second", cut), ("first", cut)):
        done = run(halves / f"{name}.geojson", "-o", out, *FAST)
        assert done.returncode == 0, done.stderr
    if form == "parquet":
        assert contents(cut) == contents(whole)
    else:
        assert cut.read_bytes() == whole.read_bytes()


def test_what_a_folder_holds_is_not_damaged(tmp_path):
    layer([0, 1]).to_file(tmp_path / "days.geojson")
    out = tmp_path / "out.parquet"
    assert run(tmp_path / "days.geojson", "-o", out, *FAST).returncode == 0
    before = contents(out)
    for arguments, told in (
        (("-o", out, "--range", "21km"), "holds dates of another question"),
        (("-o", tmp_path), "ends in no suffix; dates writes .html, .png"),
        (("-o", tmp_path / "none" / "x.csv"), "does not exist; create it first"),
        (("-o", out, "--date-column", "when"), "no column of 'days.geojson'"),
    ):
        done = run(tmp_path / "days.geojson", *arguments, "-q")
        assert done.returncode == 2
        assert told in done.stderr
        assert done.stderr.count("\n") == 1
    (tmp_path / "other.parquet").mkdir()
    (tmp_path / "other.parquet" / "mine.txt").touch()
    done = run(tmp_path / "days.geojson", "-o", tmp_path / "other.parquet", *FAST)
    assert "holds no dates but 'mine.txt'" in done.stderr
    assert contents(out) == before


@pytest.mark.parametrize("plan", ["", "[]", "{}", '{"dates": 1}', '{"dates": {}}'])
def test_a_damaged_plan_is_told_in_one_line(tmp_path, plan):
    (tmp_path / "_dates.json").write_text(plan)
    with pytest.raises(InputError, match="_dates.json' (can't be read|is no plan)"):
        read_plan(tmp_path)


DAYS = ["2024-01-02", "2024-01-01", "2024-01-02"]
STAMPS = pd.to_datetime(pd.Series(DAYS))


# The writer says of a Shapefile that it has no times.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:Field date created:RuntimeWarning")
@pytest.mark.parametrize(
    "name", ["a.geojson", "a.gpkg", "a.fgb", "a.shp", "a.parquet", "a.kml"]
)
@pytest.mark.parametrize(
    "dates",
    [
        DAYS,
        STAMPS,
        [datetime.date.fromisoformat(day) for day in DAYS],
        STAMPS.dt.tz_localize("Asia/Kamchatka"),  # in UTC it is the day before
    ],
    ids=["texts", "times", "dates", "zones"],
)
def test_dates_of_every_kind_of_file(tmp_path, name, dates):
    days = gpd.GeoDataFrame(
        {"date": dates}, geometry=list(map(line, (0, 1, 5))), crs=4326
    )
    if name.endswith("parquet"):
        days.to_parquet(tmp_path / name)
    else:
        days.to_file(tmp_path / name, driver="LIBKML" if "kml" in name else None)
    told = read_dated_sites(tmp_path / name)
    assert [each.date for each in told] == ["2024-01-01", "2024-01-02"]
    assert [each.site.geometry.geom_type for each in told] == [
        "LineString",
        "MultiLineString",
    ]
    assert told[0].digest == read_dated_sites(days)[0].digest


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (["2024-01-01", None, "2024-01-03"], "1 features without a date left out"),
        (["2024-01-01", "", "2024-01-03"], "1 features without a date left out"),
        (
            ["2024-01-01T06:30:00", "2024-01-01T18:00", "2024-01-02"],
            "times of day are left off",
        ),
    ],
)
def test_what_is_left_out_is_told_in_one_line(tmp_path, dates, told):
    layer([0, 1, 2], dates).to_file(tmp_path / "days.geojson")
    with pytest.warns(RangevizWarning, match=told) as caught:
        dated = read_dated_sites(tmp_path / "days.geojson")
    assert len(caught) == 1
    assert len(dated) == 2


def test_a_feature_that_stands_there_twice_counts_once(tmp_path):
    layer([0, 0, 1], ["2024", "2024", "2023"]).to_file(tmp_path / "days.geojson")
    with pytest.warns(RangevizWarning, match="twice on a date count once"):
        first, last = read_dated_sites(tmp_path / "days.geojson")
    assert (first.date, last.date) == ("2023", "2024")
    assert last.site.geometry.geom_type == "LineString"


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (["2024-01-01", "31.12.2024", "x"], "'31.12.2024' is no date, nor are 1 more"),
        (["2024-01-01", "2024-02-31", None], "'2024-02-31' is no date: write"),
        ([20240101, 20240102, 20240103], "'20240101' is no date"),
        (["2024-01-01 noon", "2024", "2024"], "'2024-01-01 noon' is no date"),
        ([None, None, None], "no feature has a date"),
        (["\x1b[31m=1", "2024", "2024"], "is no date"),
    ],
)
def test_a_bad_date_is_told_before_anything_is_computed(tmp_path, dates, told):
    days = layer([0, 1, 2], dates)
    days.to_file(tmp_path / "days.geojson")
    for what in (days, tmp_path / "days.geojson"):
        with pytest.raises(rv.FileFormatError) as error:
            read_dated_sites(what)
        assert told in str(error.value)
        assert str(error.value).isprintable()


def test_lines_and_areas_on_one_date_are_refused():
    mixed = layer([0, 0], ["2024", "2024"])
    mixed.geometry = [line(0), line(0).buffer(0.1)]
    with pytest.raises(rv.GeometryError, match="lines and polygons on 2024"):
        read_dated_sites(mixed)
