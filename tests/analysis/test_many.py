"""Many sites at once: the figures of each alone, and no work done twice."""

import random
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely

import rangeviz as rv
from rangeviz.analysis import ground, inside_points, overlay
from rangeviz.analysis.ground import MANY_REACHES
from rangeviz.analysis.report import build_report
from rangeviz.datasets.borders.own_borders import borders_of
from rangeviz.datasets.borders.regions import find_region
from rangeviz.datasets.catalogue.published import load_systems
from rangeviz.geodesy.distance.proximity import Proximity
from rangeviz.model.reach import Sector
from rangeviz.model.scenario import Scenario
from rangeviz.model.site import LaunchSite
from rangeviz.model.zone import Zone

KHARKIV = LaunchSite.at(36.2304, 49.9935, name="Kharkiv")


@pytest.fixture(scope="module")
def systems():
    known = load_systems()
    return known["himars"], known["atacms"]


@pytest.fixture(scope="module")
def sites():
    rng = random.Random(5)
    return (
        *(
            LaunchSite.at(
                rng.uniform(-180, 180), rng.uniform(-80, 80), name=f"site {i}"
            )
            for i in range(MANY_REACHES)
        ),
        LaunchSite.at(179.9, -17),
        LaunchSite.at(30, 89.5),
    )


@pytest.fixture
def positions(monkeypatch):
    """How many positions were measured, call after call."""
    counts = []
    measure = Proximity._feet

    def counted(self, xy):
        counts.append(len(xy))
        return measure(self, xy)

    monkeypatch.setattr(Proximity, "_feet", counted)
    return counts


def same(parts, others):
    """Equal but for how sums of many rows and of few are rounded."""
    rounded = [
        [
            replace(part, area_m2=0.0, nearest_m=round(part.nearest_m, 6))
            for part in both
        ]
        for both in (parts, others)
    ]
    areas = ([part.area_m2 for part in both] for both in (parts, others))
    mine, theirs = areas
    return rounded[0] == rounded[1] and mine == pytest.approx(theirs, rel=1e-11, abs=1)


def test_many_sites_give_the_figures_of_each_alone(sites, systems):
    scenario = Scenario(sites, systems)
    seen = []
    many = build_report(scenario, progress=lambda *args: seen.append(args[:2]))
    total = 2 * len(sites)
    assert seen == [(n, total) for n in range(1, total + 1)]
    for number, row in enumerate(many.reaches):
        site, system = sites[number // 2], systems[number % 2]
        alone = build_report(replace(scenario, sites=(site,), systems=(system,)))
        (expected,) = alone.reaches
        assert (row.reach.site, row.reach.system) == (site, system)
        assert same(row.parts, expected.parts)
        assert row.places == expected.places


@pytest.fixture
def reads(monkeypatch):
    """Gathers the name of each reader of borders and places that is asked."""
    names = []
    for name in ("load_regions", "load_places"):
        read = getattr(ground, name)
        monkeypatch.setattr(
            ground,
            name,
            lambda read=read, name=name, **k: names.append(name) or read(**k),
        )
    return names


def test_the_world_is_read_once_for_many_sites(reads, sites, systems):
    build_report(Scenario(sites, systems))
    assert sorted(reads) == ["load_places", "load_regions"]


@pytest.fixture
def forget(monkeypatch):
    """Forgets what was read last about units and places."""

    def anew():
        for recent in (ground.RECENT_AREA, ground.RECENT_PLACES):
            monkeypatch.setattr(recent, "_last", None)

    anew()
    return anew


@pytest.mark.usefixtures("forget")
def test_what_is_around_a_site_is_read_once_for_systems_and_tables(
    monkeypatch, systems
):
    reads = []
    read = ground.load_regions
    monkeypatch.setattr(
        ground, "load_regions", lambda **k: reads.append(k["bbox"]) or read(**k)
    )
    report = rv.report(KHARKIV, systems)
    assert len(report.regions) > len(report.countries) > 0
    (bounds,) = reads
    assert bounds == report.reaches[1].reach.bounds


@pytest.mark.usefixtures("forget")
def test_a_site_that_moves_a_little_reads_nothing_anew(reads, systems):
    for step in range(12):
        site = LaunchSite.at(36.2304 + step / 10, 49.9935 - step / 20)
        assert len(rv.report(site, systems).regions) > 0
    # Where it was at first, and once some more for where it goes.
    assert sorted(reads) == 2 * ["load_places"] + 2 * ["load_regions"]


@pytest.mark.parametrize(
    ("lon", "lat"), [(36.2, 50.0), (178.0, -17.0), (30.0, 88.5), (-70.0, -1.0)]
)
def test_what_was_read_before_changes_no_figure(forget, systems, lon, lat):
    for step in range(3):
        site = LaunchSite.at(lon + step, lat + step / 2)
        moved = build_report(Scenario((site,), systems))
    forget()
    alone = build_report(Scenario((site,), systems))
    for row, expected in zip(moved.reaches, alone.reaches, strict=True):
        assert same(row.parts, expected.parts)
        assert row.places == expected.places


def test_no_unit_is_measured_twice_from_one_area(monkeypatch, systems):
    asked = []
    nearest_m = Proximity.nearest_m

    def counted(self, shapes, **options):
        asked.extend(shapely.to_wkb(shapes))
        return nearest_m(self, shapes, **options)

    monkeypatch.setattr(Proximity, "nearest_m", counted)
    site = LaunchSite("Sumy", find_region("Sumy Oblast").geometry)
    report = build_report(Scenario((site,), systems))
    assert len(asked) == len(set(asked)) == len(report.reaches[1].regions)


def test_no_unit_is_measured_twice_from_one_point(monkeypatch, systems):
    asked = []
    measure = inside_points.unit_distances_m

    def counted(edges, lon, lat, unit):
        asked.extend(zip(lon, lat, unit, strict=True))
        return measure(edges, lon, lat, unit)

    monkeypatch.setattr(inside_points, "unit_distances_m", counted)
    report = build_report(Scenario((KHARKIV,), systems))
    assert len(asked) == len(set(asked)) == len(report.reaches[1].regions)


def test_few_positions_settle_a_distance(sites, systems, positions):
    report = build_report(Scenario(sites, systems[1:]))
    units = sum(len(row.regions) for row in report.reaches)
    places = sum(len(row.places) for row in report.reaches)
    assert units > 50
    assert sum(positions) < 100 * units + 3 * places


def test_only_units_on_the_boundary_of_an_area_are_cut(monkeypatch, systems):
    cut = []

    def intersection(units, reached):
        cut.extend(np.atleast_1d(units))
        return shapely_intersection(units, reached)

    shapely_intersection = shapely.intersection
    monkeypatch.setattr(overlay.shapely, "intersection", intersection)
    site = LaunchSite("Sumy", find_region("Sumy Oblast").geometry)
    row = build_report(Scenario((site,), systems[1:])).reaches[0]
    boundary = row.reach.measured.boundary
    assert cut
    assert all(unit.intersects(boundary) for unit in cut)
    inside = [unit for unit in row.regions if unit.share_of_unit > 1 - 1e-9]
    assert len(cut) + len(inside) >= len(row.regions)


def test_reaches_of_points_are_measured_without_a_drawn_ring_or_a_cut(
    monkeypatch, systems
):
    def refuse(*_):
        raise AssertionError("cut")

    zones = (Zone("box", shapely.box(36, 49, 37, 50), rule="restricted"),)
    monkeypatch.setattr(shapely, "intersection", refuse)
    for sector in (None, Sector(300, 75)):
        scenario = Scenario((KHARKIV,), systems, zones=zones, sector=sector)
        for row in build_report(scenario).reaches:
            assert len(row.regions) > 1
            assert row.reach.fine is None


def test_own_borders_that_overlap_are_counted_once_elsewhere(systems):
    half = shapely.box(30, 49.9935, 45, 56)
    table = gpd.GeoDataFrame({"name": ["a", "b"]}, geometry=[half, half], crs=4326)
    borders = borders_of(table)
    few = build_report(Scenario((KHARKIV,), systems), borders=borders)
    many = build_report(Scenario((KHARKIV,) * 13, systems), borders=borders)
    for row in (*few.reaches, *many.reaches):
        assert row.elsewhere_m2 == pytest.approx(
            row.reach.area_m2 - row.regions[0].area_m2, rel=1e-9
        )
        assert row.elsewhere_m2 == pytest.approx(row.reach.area_m2 / 2, rel=0.02)
