"""Many sites at once: the figures of each alone, and no work done twice."""

import random
from dataclasses import replace

import numpy as np
import pytest
import shapely

from rangeviz.analysis import ground, overlay
from rangeviz.analysis.ground import MANY_REACHES
from rangeviz.analysis.report import build_report
from rangeviz.datasets.borders.regions import find_region
from rangeviz.datasets.catalogue.published import load_systems
from rangeviz.geodesy.distance.proximity import Proximity
from rangeviz.model.scenario import Scenario
from rangeviz.model.site import LaunchSite

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
        assert (row.regions, row.countries) == (expected.regions, expected.countries)
        assert row.places == expected.places
        assert row.elsewhere_m2 == expected.elsewhere_m2


def test_the_world_is_read_once_for_many_sites(monkeypatch, sites, systems):
    reads = []
    for name in ("load_regions", "load_places"):
        read = getattr(ground, name)
        monkeypatch.setattr(
            ground,
            name,
            lambda read=read, name=name, **k: reads.append(name) or read(**k),
        )
    build_report(Scenario(sites, systems))
    assert sorted(reads) == ["load_places", "load_regions"]


def test_what_is_around_a_site_is_read_once_for_its_systems(monkeypatch, systems):
    reads = []
    read = ground.load_regions
    monkeypatch.setattr(
        ground, "load_regions", lambda **k: reads.append(k["bbox"]) or read(**k)
    )
    report = build_report(Scenario((KHARKIV,), systems))
    (bounds,) = reads
    assert bounds == report.reaches[1].reach.measured.bounds


@pytest.mark.parametrize("area", [None, "Sumy Oblast"])
def test_no_unit_is_measured_twice_from_one_site(monkeypatch, area, systems):
    asked = []
    nearest_m = Proximity.nearest_m

    def counted(self, shapes, **options):
        asked.extend(shapely.to_wkb(shapes))
        return nearest_m(self, shapes, **options)

    monkeypatch.setattr(Proximity, "nearest_m", counted)
    site = LaunchSite(area, find_region(area).geometry) if area else KHARKIV
    report = build_report(Scenario((site,), systems))
    assert len(asked) == len(set(asked)) == len(report.reaches[1].regions)


def test_few_positions_settle_a_distance(sites, systems, positions):
    report = build_report(Scenario(sites, systems[1:]))
    units = sum(len(row.regions) for row in report.reaches)
    places = sum(len(row.places) for row in report.reaches)
    assert units > 50
    assert sum(positions) < 100 * units + 3 * places


def test_only_units_on_the_boundary_are_cut(monkeypatch, systems):
    cut = []

    def intersection(units, reached):
        cut.extend(np.atleast_1d(units))
        return shapely_intersection(units, reached)

    shapely_intersection = shapely.intersection
    monkeypatch.setattr(overlay.shapely, "intersection", intersection)
    row = build_report(Scenario((KHARKIV,), systems[1:])).reaches[0]
    boundary = row.reach.measured.boundary
    assert cut
    assert all(unit.intersects(boundary) for unit in cut)
    inside = [unit for unit in row.regions if unit.share_of_unit > 1 - 1e-9]
    assert len(cut) + len(inside) >= len(row.regions)


def test_a_reach_without_zones_is_kept_once(sites, systems):
    for row in build_report(Scenario(sites, systems)).reaches:
        assert row.permitted is row.reach.measured
