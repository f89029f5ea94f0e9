"""A moved page against a report from there: every cell of every table, and the CSV.

What the page tells is parsed as a reader would read it: a figure is right to one step
of what it is written in, "<" and ">" are bounds, a dash tells nothing. The truth is
Python's report at full resolution. A region whose share is less than the page's borders
leave certain may be listed or not.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from playwright.sync_api import Browser, Page, expect

import rangeviz as rv
from rangeviz.analysis.report import ReachReport, build_report
from rangeviz.language.language import Language
from rangeviz.model.scenario import Scenario
from rangeviz.render.page.tables import MAX_PLACES, MAX_ROWS, SiteTables, site_tables
from rangeviz.writing import page_html

pytestmark = pytest.mark.browser

ENGLISH = Language("en")
GEOD = pyproj.Geod(ellps="WGS84")
KHARKIV = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv", country="UKR")
DUMP = """(site) => Object.fromEntries(
  ["ranges", "zones", "countries", "regions", "places"].map((kind) => {
    const body = document.getElementById(`rv-${kind}-${site}`);
    const more = document.getElementById(`rv-${kind}-more-${site}`);
    const rows = body ? Array.from(body.rows, (row) => ({
      head: row.cells[0].firstChild.textContent,
      note: row.querySelector("th .rv-note")?.textContent || "",
      cells: Array.from(row.cells).slice(1).map((cell) => cell.firstChild.textContent),
      values: Array.from(row.cells).slice(1).map((cell) => cell.dataset.value ?? ""),
    })) : [];
    return [kind, { rows, more: more ? more.textContent : "" }];
  }))"""
OFF = """() => {
  const { scene } = rangeviz.page;
  const off = ({ off_m, off_km2, area_km2 }) => ({ off_m, off_km2, area_km2 });
  return {
    units: Object.fromEntries(scene.units.map((u) =>
      [`${u.name}, ${scene.countries[u.country]}`, off(u)])),
    zones: scene.zones.map(({ unit }) => off(unit)),
    countries: Object.fromEntries(
      scene.countries.map((name, i) => [name, scene.countries_off_km2[i]])),
    permitted_km2: scene.permitted?.unit.off_km2 ?? scene.zones[0]?.unit.off_km2 ?? 0,
  };
}"""


def scenarios() -> dict[str, Scenario]:
    systems = rv.load_systems()
    pair = (systems["himars"], systems["atacms"])
    kursk, bryansk = rv.find_zone("Kursk"), rv.find_zone("Bryansk")
    over_both = rv.Zone("Over both", shapely.box(33.0, 51.0, 36.0, 53.0))
    annulus = rv.System.ad_hoc(max_range_m=250_000, min_range_m=90_000, name="Annulus")
    own = rv.System.ad_hoc(max_range_m=120_000, name="Own")
    others = [(34.8, 50.9, "Sumy"), (31.3, 51.5, "Third")]
    return {
        "restricted": Scenario(sites=(KHARKIV,), systems=pair, zones=(kursk,)),
        "only": Scenario(
            sites=(KHARKIV,), systems=pair, zones=(replace(kursk, rule="only"),)
        ),
        "overlapping zones": Scenario(
            sites=(KHARKIV,), systems=pair, zones=(kursk, bryansk, over_both)
        ),
        "both rules": Scenario(
            sites=(KHARKIV,),
            systems=pair,
            zones=(kursk, replace(over_both, rule="only")),
        ),
        "sector": Scenario(
            sites=(KHARKIV,), systems=pair, zones=(kursk,), sector=rv.Sector(300, 80)
        ),
        "annulus and own range": Scenario(
            sites=(KHARKIV,), systems=(annulus, own), zones=(kursk,)
        ),
        "three sites": Scenario(
            sites=(
                KHARKIV,
                *(rv.LaunchSite.at(lon, lat, name=name) for lon, lat, name in others),
            ),
            systems=pair,
            zones=(kursk,),
            min_population=100_000,
        ),
        "across 180": Scenario(
            sites=(rv.LaunchSite.at(178.44, -18.14, name="Suva"),),
            systems=(rv.System.ad_hoc(max_range_m=400_000, name="Four hundred"),),
            min_population=1_000,
        ),
        "near the pole": Scenario(
            sites=(rv.LaunchSite.at(20.0, 80.0, name="North"),),
            systems=(rv.System.ad_hoc(max_range_m=700_000, name="Seven hundred"),),
            min_population=0,
        ),
    }


def points(scenario: Scenario, count: int) -> list[tuple[float, float]]:
    """Near ones, one on a zone, and one so far that the borders end."""
    rng = np.random.default_rng(11)
    site = scenario.sites[0]
    longest_m = max(system.max_range_m for system in scenario.systems)
    made = []
    for index in range(count):
        far = index % 5 == 4
        away_m = longest_m * (rng.uniform(1.4, 3.0) if far else rng.uniform(0.01, 1.1))
        lon, lat, _ = GEOD.fwd(site.lon, site.lat, rng.uniform(0, 360), away_m)
        made.append((round(lon, 6), round(min(lat, 84.9), 6)))
    if scenario.zones and count > 1:
        centre = scenario.zones[0].geometry.representative_point()
        made[1] = (round(centre.x, 6), round(centre.y, 6))
    return made


@dataclass(frozen=True)
class Told:
    """A figure as the page writes it."""

    text: str
    unit: float = 1.0  # a hundredth where it is a share

    def agrees(self, truth: float, off: float) -> bool:
        """Whether a reader of the text is not told anything false."""
        if self.text == "–":
            return True
        sign, number = re.fullmatch(r"([≈<>≥≤]?)([\d,.]+)%?", self.text).groups()
        value = float(number.replace(",", "")) * self.unit
        step = step_for(off / self.unit) * self.unit
        slack = 1e-9 + 1e-6 * abs(truth)
        if sign == "<":
            return truth <= value + slack and math.isclose(value, step)
        if sign == ">":
            return truth >= value - slack
        if sign == "≥":
            return truth >= value - slack
        if sign == "≤":
            return truth <= value + slack
        if value in (0, 100 * self.unit) and not sign and self.unit < 1:
            return abs(truth - value) <= 1e-5  # certain: none, or all
        assert (sign == "≈") == (step > 1.5 * self.unit), (self.text, step)
        return abs(truth - value) <= step + slack


def step_for(bound: float) -> float:
    """The smallest of 1, 2, 5, 10... of at least twice a bound."""
    steps = (digit * 10**power for power in range(9) for digit in (1, 2, 5))
    return next(step for step in steps if step >= 2 * bound * (1 - 1e-12))


def check_tables(
    page: Page, scenario: Scenario, at: tuple[float, float], off: dict[str, Any]
) -> None:
    """Move the first site, and compare everything that its tables say."""
    lon, lat = at
    page.evaluate(f"location.hash = 'at={lon},{lat}'")
    check_site(page, scenario, 0, at, off)


def check_site(
    page: Page,
    scenario: Scenario,
    number: int,
    at: tuple[float, float],
    off: dict[str, Any],
) -> None:
    """Compare what the tables of a moved site say with a report from there."""
    expect(page.locator(f"#rv-moved-{number}")).to_contain_text("Moved by the reader")
    told = page.evaluate(DUMP, number)
    site = replace_site(scenario.sites[number], *at)
    report = build_report(replace(scenario, sites=(site,)))
    (tables,) = site_tables(report, ENGLISH)
    moved = page.locator(f"#rv-moved-{number}").text_content() or ""
    uncovered = "leaves the area" in moved
    check_ranges(told, report.reaches, off)
    check_zones(told, report.reaches, off)
    check_countries(told, report.reaches, off, uncovered=uncovered)
    check_regions(told, report.reaches, off, uncovered=uncovered)
    check_places(told, tables, report.reaches, uncovered=uncovered)


def replace_site(site: rv.LaunchSite, lon: float, lat: float) -> rv.LaunchSite:
    return rv.LaunchSite.at(lon, lat, name=site.name, country=site.country)


def check_ranges(told: Any, reaches: Sequence[ReachReport], off: Any) -> None:
    for row, found in zip(told["ranges"]["rows"], reaches, strict=True):
        area, *permitted = row["cells"][2:]
        assert Told(area).agrees(found.reach.area_m2 / 1e6, 0), row
        assert len(permitted) == found.has_rule
        truth = found.permitted_m2 / 1e6
        for text in permitted:
            assert Told(text).agrees(truth, off["permitted_km2"]), (row, truth)


def check_zones(told: Any, reaches: Sequence[ReachReport], off: Any) -> None:
    for number, row in enumerate(told["zones"]["rows"]):
        bound = off["zones"][number]
        zones = [found.zones[number] for found in reaches]
        nearest, *shares = row["cells"]
        truth_km = zones[0].nearest_m / 1000
        assert Told(nearest).agrees(truth_km, bound["off_m"] / 1000), (row, truth_km)
        for share, zone in zip(shares, zones, strict=True):
            bound_share = bound["off_km2"] / bound["area_km2"]
            truth = zone.share_of_unit
            assert Told(share, 0.01).agrees(truth, bound_share), (row, truth)


def check_countries(
    told: Any, reaches: Sequence[ReachReport], off: Any, *, uncovered: bool
) -> None:
    *rows, rest = told["countries"]["rows"]
    listed = {row["head"] for row in rows}
    for row in rows:
        for text, found in zip(row["cells"], reaches, strict=True):
            by_name = {c.name: c.share_of_reach for c in found.countries}
            bound = off["countries"][row["head"]] / (found.reach.area_m2 / 1e6)
            truth = by_name.get(row["head"], 0.0)
            assert Told(text, 0.01).agrees(truth, bound), (row, truth)
    for text, found in zip(rest["cells"], reaches, strict=True):
        bound = sum(off["countries"][name] for name in listed)
        truth = found.elsewhere_m2 / found.reach.area_m2
        assert Told(text, 0.01).agrees(truth, bound / (found.reach.area_m2 / 1e6))
        for country in found.countries:
            known = off["countries"].get(country.name, math.inf)
            assert (
                country.name in listed or uncovered or country.area_m2 / 1e6 <= known
            ), country


def check_regions(
    told: Any, reaches: Sequence[ReachReport], off: Any, *, uncovered: bool
) -> None:
    names = {c.code: c.name for found in reaches for c in found.countries}
    truth = [
        {f"{r.name}, {names[r.country]}": r for r in found.regions} for found in reaches
    ]
    every = {name: row for column in truth for name, row in column.items()}
    rows = {f"{r['head']}, {r['note']}": r for r in told["regions"]["rows"]}
    for name, row in rows.items():
        bound = off["units"][name]
        nearest, *shares = row["cells"]
        if name in every:
            truth_km = every[name].nearest_m / 1000
            assert Told(nearest).agrees(truth_km, bound["off_m"] / 1000), (
                name,
                row,
                truth_km,
            )
        for text, column in zip(shares, truth, strict=True):
            share = column[name].share_of_unit if name in column else 0.0
            bound_share = bound["off_km2"] / bound["area_km2"]
            assert Told(text, 0.01).agrees(share, bound_share), (name, row, share)
    if uncovered:
        return
    unlisted = [
        name
        for name, row in every.items()
        if off["units"][name]["off_km2"] < row.area_m2 / 1e6 and name not in rows
    ]
    more = int((re.findall(r"And (\d+) more", told["regions"]["more"]) or [0])[0])
    assert len(rows) == min(len(rows) + more, MAX_ROWS)
    assert len(unlisted) <= more
    # A region that only the page lists is there by less than its borders' error,
    # which its shares have been checked for.
    assert more or len(rows) >= len(every) - uncertain_count(every, off)


def uncertain_count(every: dict[str, Any], off: Any) -> int:
    """Count the regions whose area in reach is less than is certain."""
    return sum(
        off["units"][name]["off_km2"] >= row.area_m2 / 1e6
        for name, row in every.items()
    )


def check_places(
    told: Any,
    tables: SiteTables,
    reaches: Sequence[ReachReport],
    *,
    uncovered: bool,
) -> None:
    rows = told["places"]["rows"]
    expected = list(tables.places)
    assert "only places of" not in told["places"]["more"]
    if uncovered:
        every = {(p.name, p.population) for found in reaches for p in found.places}
        assert {(r["head"], as_int(r["note"])) for r in rows} <= every
        return
    assert [r["head"] for r in rows] == [row.head for row in expected]
    for row, truth in zip(rows, expected, strict=True):
        assert row["note"] == truth.note
        assert row["cells"][1] == truth.cells[1].text
        km = truth.cells[0].value
        text = row["cells"][0].replace(",", "")
        decimals = len(text.partition(".")[2])
        assert decimals == (km < 99.95)
        assert abs(float(text) - km) <= 0.5 / 10**decimals + 0.002  # grid: 2 m
    left = tables.places_left_out
    assert told["places"]["more"] == (f"And {left} more." if left else "")
    assert len(rows) <= MAX_PLACES


def as_int(text: str) -> int | None:
    return int(text.replace(",", "")) if text else None


@pytest.fixture(scope="module")
def opened(chromium: Browser, tmp_path_factory: Any) -> Iterator[Callable[[str], Page]]:
    made: dict[str, Page] = {}
    context = chromium.new_context(offline=True)

    def open_named(name: str) -> Page:
        if name not in made:
            path = tmp_path_factory.mktemp("moved") / "page.html"
            html = page_html(build_report(scenarios()[name]))
            path.write_text(html, encoding="utf-8")
            made[name] = context.new_page()
            made[name].goto(path.as_uri())
        return made[name]

    yield open_named
    context.close()


@pytest.mark.parametrize("name", scenarios())
def test_every_cell_equals_a_report_from_there(
    opened: Callable[[str], Page], name: str
) -> None:
    page, scenario = opened(name), scenarios()[name]
    off = page.evaluate(OFF)
    for at in points(scenario, 6 if name == "restricted" else 3):  # 30 of them all
        check_tables(page, scenario, at, off)


@pytest.mark.repetition
@pytest.mark.parametrize("name", scenarios())
def test_every_cell_equals_a_report_from_200_points(
    opened: Callable[[str], Page], name: str
) -> None:
    page, scenario = opened(name), scenarios()[name]
    off = page.evaluate(OFF)
    for at in points(scenario, 23)[3:]:
        check_tables(page, scenario, at, off)


def test_three_moved_sites_each_equal_a_report_from_there(
    opened: Callable[[str], Page],
) -> None:
    page, scenario = opened("three sites"), scenarios()["three sites"]
    off = page.evaluate(OFF)
    places = [(36.9, 50.4), (33.7, 50.2), (32.4, 51.9)]
    page.evaluate(
        "(text) => { location.hash = text; }",
        "at=" + ";".join(f"{lon},{lat}" for lon, lat in places),
    )
    for number, at in enumerate(places):
        check_site(page, scenario, number, at, off)


@pytest.mark.parametrize("lat", [88.0, 89.99, 90.0])
def test_at_the_pole_every_cell_equals_a_report_from_there(
    opened: Callable[[str], Page], lat: float
) -> None:
    page, scenario = opened("near the pole"), scenarios()["near the pole"]
    check_tables(page, scenario, (25.0, lat), page.evaluate(OFF))


@pytest.mark.parametrize("name", ["restricted", "three sites", "across 180"])
def test_away_and_back_within_a_metre_gives_the_published_tables(
    opened: Callable[[str], Page], name: str
) -> None:
    page, scenario = opened(name), scenarios()[name]
    page.evaluate("location.hash = ''")
    expect(page.locator("#rv-reset")).to_be_disabled()
    published = page.evaluate(DUMP, 0)
    site = scenario.sites[0]
    page.evaluate(f"location.hash = 'at={site.lon - 1},{site.lat + 0.5}'")
    expect(page.locator("#rv-reset")).to_be_enabled()
    assert page.evaluate(DUMP, 0) != published
    page.evaluate(f"location.hash = 'at={site.lon + 4e-6},{site.lat - 5e-6}'")
    expect(page.locator("#rv-reset")).to_be_disabled()
    assert page.evaluate(DUMP, 0) == published


def test_csv_tells_what_the_tables_do_from_where_the_point_is(
    opened: Callable[[str], Page],
) -> None:
    page = opened("restricted")
    page.evaluate("location.hash = 'at=32,49'")
    expect(page.locator("#rv-reset")).to_be_enabled()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download figures").click()
    text = download.value.path().read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(r["lon"], r["lat"], r["moved"]) for r in rows} == {("32", "49", "yes")}
    told = page.evaluate(DUMP, 0)
    shown = [
        (kind, row["head"], cell, value)
        for kind in ("zones", "countries", "regions", "places", "ranges")
        for row in told[kind]["rows"]
        for cell, value in zip(row["cells"], row["values"], strict=True)
    ]
    figures = [r for r in rows if r["measure"] != "population"]
    assert [(r["table"], r["item"], r["shown"]) for r in figures] == [
        each[:3] for each in shown
    ]
    for row, (*_, value) in zip(figures, shown, strict=True):
        assert bool(row["value"]) == bool(value)
        assert not value or float(row["value"]) == float(value)
    people = [r for r in rows if r["measure"] == "population"]
    assert len(people) == MAX_PLACES
    assert all(float(r["value"]) >= 50_000 for r in people)
    permitted = [r for r in rows if r["measure"] == "permitted_km2"]
    assert [r["system"] for r in permitted] == ["himars", "atacms"]


def test_a_page_of_half_the_world_says_what_it_does_not_recompute(
    open_page: Any, far_html: str
) -> None:
    page = open_page(far_html).page
    published = page.evaluate(DUMP, 0)
    page.evaluate("location.hash = 'at=121,38'")
    expect(page.locator("#rv-reset")).to_be_enabled()
    told = page.evaluate(DUMP, 0)
    assert told["regions"]["rows"] == published["regions"]["rows"]
    assert told["regions"]["more"] == (
        "These figures stay as published when the launch point is moved."
    )
    least = re.search(r"only places of ([\d,]+) people", told["places"]["more"])[1]
    moved = Scenario(
        sites=(rv.LaunchSite.at(121, 38),),
        systems=(rv.System.ad_hoc(max_range_m=5_000_000),),
        min_population=as_int(least),
    )
    (tables,) = site_tables(build_report(moved), ENGLISH)
    assert [r["head"] for r in told["places"]["rows"]] == [
        row.head for row in tables.places
    ]


def test_a_latitude_out_of_bounds_is_told_and_moves_nothing(
    opened: Callable[[str], Page],
) -> None:
    page = opened("restricted")
    page.evaluate("location.hash = ''")
    expect(page.locator("#rv-reset")).to_be_disabled()
    field = page.get_by_label("Latitude")
    field.fill("95")
    field.blur()
    expect(page.locator("#rv-position-told")).to_have_text(
        "Latitude 95 is not between -90 and 90: the launch point stays where it is."
    )
    expect(page.locator("#rv-reset")).to_be_disabled()
    field.fill("50")
    field.blur()
    expect(page.locator("#rv-position-told")).to_be_hidden()
    expect(page.locator("#rv-reset")).to_be_enabled()
