"""Tables for people name their denominators, and list news first."""

import csv
import io

import geopandas as gpd
import lxml.html
import pytest
import shapely

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.datasets.borders.zones import find_area_sites
from rangeviz.export.text.report_tables import inert
from rangeviz.export.text.site_tables import site_tables
from rangeviz.language.language import Language
from rangeviz.writing import page_html, to_text


def table_of(site, range_m, **more):
    system = rv.System.ad_hoc(max_range_m=range_m)
    report = build_report(rv.Scenario((site,), (system,), **more))
    return report, site_tables(report, Language())[0]


@pytest.fixture(scope="module")
def from_sumy():
    (site,) = find_area_sites("Sumy Oblast")
    return table_of(site, 80_500, min_population=20_000)


def test_a_share_says_of_what(from_sumy):
    report, table = from_sumy
    assert "share" not in table.columns
    assert "share of unit" in table.columns
    assert any("of a country, region or zone" in note for note in table.notes)
    assert any(note.startswith("Beyond: ") for note in table.notes)
    text = to_text(report, "md")
    assert "| share of unit |" in text
    for note in table.notes:
        assert note in text


def test_the_head_of_the_csv_is_as_it_was(from_sumy):
    report, _ = from_sumy
    heads = next(csv.reader(io.StringIO(to_text(report, "csv"))))
    assert heads[:20] == [
        "site", "lon", "lat", "system", "min_range_km", "max_range_km", "kind", "code",
        "name", "country", "area_km2", "share_of_unit", "share_of_reach", "nearest_km",
        "farthest_beyond_km", "population", "max_deviation_m", "worldview", "source",
        "depth",
    ]  # fmt: skip


def test_places_of_the_baseline_come_last(from_sumy):
    report, table = from_sumy
    distances_m = {
        f"{place.name}, {place.country}": place.distance_m
        for place in report.reaches[0].places
    }
    listed_m = [distances_m[row.cells[0]] for row in table.places]
    outside_m = [each_m for each_m in listed_m if each_m > 0]
    assert 0 < len(outside_m) < len(listed_m)
    assert listed_m == sorted(outside_m) + [0] * (len(listed_m) - len(outside_m))
    home = [
        int(row.cells[2].replace(",", "")) for row in table.places[len(outside_m) :]
    ]
    assert home == sorted(home, reverse=True)
    assert table.places[len(outside_m)].cells[:2] == ("Sumy, UKR", "in it")


def test_what_beyond_means_is_told_where_the_column_stands(from_sumy):
    _, table = from_sumy
    assert "beyond, km" in table.columns
    assert sum(note.startswith("Beyond: ") for note in table.notes) == 1
    inland = rv.LaunchSite.at(36.23, 49.99, name="Kharkiv")
    _, table = table_of(inland, 50_000)
    assert "beyond, km" not in table.columns
    assert not [note for note in table.notes if note.startswith("Beyond: ")]


def test_regions_of_ones_own_without_a_country_leave_no_row_nameless(tmp_path):
    path = tmp_path / "mine.geojson"
    boxes = [shapely.box(35, 49, 36, 51), shapely.box(36, 49, 37, 51)]
    gpd.GeoDataFrame({"name": ["W", "E"]}, geometry=boxes, crs=4326).to_file(path)
    inland = rv.LaunchSite.at(36.23, 49.99, name="Kharkiv")
    _, table = table_of(inland, 50_000, borders=str(path))
    names = {row.kind: row.cells[0] for row in table.rows}
    assert names["country"] == "No country named"
    assert all(row.cells[0].strip() for row in table.rows)


def test_places_as_near_as_each_other_are_told_by_population(from_sumy):
    report, _ = from_sumy
    keys = [(p.distance_m, -(p.population or 0)) for p in report.reaches[0].places]
    assert keys == sorted(keys)


def test_regions_that_touch_the_baseline_are_told_by_area(from_sumy):
    report, _ = from_sumy
    touching = [r for r in report.reaches[0].regions if r.nearest_m == 0]
    areas_m2 = [row.area_m2 for row in touching]
    assert len(areas_m2) > 3
    assert areas_m2 == sorted(areas_m2, reverse=True)
    assert [row.code for row in report.reaches[0].countries] == ["UKR", "RUS"]


def test_no_sea_has_no_row():
    inland = rv.LaunchSite.at(36.23, 49.99, name="Kharkiv")
    assert "elsewhere" not in [row.kind for row in table_of(inland, 50_000)[1].rows]
    coast = rv.LaunchSite.at(30.72, 46.48, name="Odesa")
    assert "elsewhere" in [row.kind for row in table_of(coast, 50_000)[1].rows]
    for site, has_sea in ((inland, False), (coast, True)):
        pair = rv.report(site, ["50 km", "80 km"])
        for answer in (pair, rv.compare(pair)):
            assert (">Sea and elsewhere<" in page_html(answer)) is has_sea
            assert ("Sea and elsewhere" in to_text(answer, "md")) is has_sea


def test_where_the_launch_point_stands_is_told_in_words(from_sumy):
    inland = rv.LaunchSite.at(36.23, 49.99, name="Kharkiv")
    rows = {row.cells[0]: row.cells for row in table_of(inland, 80_500)[1].rows}
    assert rows["Ukraine"][1] == rows["Kharkiv Oblast"][1] == "inside"
    assert float(rows["Belgorod Oblast"][1]) > 30
    page = page_html(rv.report(inland, "80.5 km"))
    (cell,) = lxml.html.fromstring(page).xpath("//th[text()='Kharkiv Oblast']/../td[1]")
    assert (cell.text_content(), cell.get("data-value")) == ("inside", "0.0")
    # A land lies beside its neighbours as it lies in itself: at no distance.
    near = {row.cells[0]: row.cells[1] for row in from_sumy[1].rows}
    assert near["Kursk Oblast"] == near["Sumy Oblast"] == "0.0"


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("\t@SUM(1)", "' @SUM(1)"),
        ("\uff1d1", "'\uff1d1"),
        ("a\x1b[31mb", "a [31mb"),
        ("a\x00b\x07c", "a b c"),
        ("\u202eabc", " abc"),
        ("", ""),
        ("Kyiv - 1", "Kyiv - 1"),
    ],
)
def test_a_cell_of_a_csv_runs_nothing(name, cell):
    assert inert(name) == cell


def test_a_hostile_name_stays_one_cell():
    zone = rv.Zone("\x1b]0;x\x07=cmd", shapely.box(36, 49, 37, 50))
    site = rv.LaunchSite.at(36.23, 49.99, name="-2+3\x1b[2J")
    report, _ = table_of(site, 50_000, zones=(zone,))
    text = to_text(report, "csv")
    assert "\x1b" not in text
    assert "\x07" not in text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["site"][:5] for row in rows} == {"'-2+3"}
