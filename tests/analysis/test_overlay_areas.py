"""Areas of every overlay against another way to measure them.

Rings by pyproj at 36,000 azimuths, edges of borders densified in lon/lat, all of it cut
in Lambert's azimuthal equal-area projection about the site: on an ellipsoid it keeps
areas exactly, and about its own centre it knows no antimeridian and no pole.
"""

import numpy as np
import pyproj
import pytest
import shapely

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.datasets.borders.zones import find_area_site
from rangeviz.model.scenario import Scenario

WGS84 = pyproj.Geod(ellps="WGS84")
STEP_DEG = 0.004
AZIMUTHS = np.linspace(0, 360, 36_000, endpoint=False)
# A hundred-thousandth, or half of the last digit that is printed (0.001 km2).
SHARE, LEAST_M2 = 1e-5, 500.0


class Plane:
    """An equal-area plane about a site."""

    def __init__(self, site):
        self.site = site
        about = f"+proj=laea +lon_0={site.lon} +lat_0={site.lat} +ellps=WGS84"
        self.units = {}
        self.project = pyproj.Transformer.from_crs(4326, about, always_xy=True)

    def flat(self, shape):
        dense = shapely.segmentize(shape, STEP_DEG)
        there = self.project.transform
        # A cut along the antimeridian or to a pole folds onto itself in the plane.
        return shapely.make_valid(shapely.transform(dense, there, interleaved=False))

    def unit(self, code, geometries):
        if code not in self.units:
            self.units[code] = self.flat(geometries[code])
        return self.units[code]

    def ring(self, radius_m, azimuths=AZIMUTHS):
        start = (
            np.full(azimuths.size, self.site.lon),
            np.full(azimuths.size, self.site.lat),
        )
        lengths_m = np.broadcast_to(radius_m, azimuths.shape).copy()
        lon, lat, _ = WGS84.fwd(*start, azimuths, lengths_m)
        return np.column_stack(self.project.transform(lon, lat))

    def annulus(self, system):
        outer = self.ring(system.max_range_m)
        holes = [self.ring(system.min_range_m)] if system.min_range_m else []
        return shapely.Polygon(outer, holes)

    def sector(self, system, start_deg, end_deg):
        width = (end_deg - start_deg) % 360
        azimuths = np.linspace(start_deg, start_deg + width, 40_000)
        near_m, far_m = system.min_range_m or 1.0, system.max_range_m
        along = np.linspace(near_m, far_m, 2_000)
        return shapely.Polygon(
            np.concatenate(
                [
                    self.ring(far_m, azimuths),
                    self.ring(along[::-1], np.full(along.size, azimuths[-1])),
                    self.ring(near_m, azimuths[::-1]),
                    self.ring(along, np.full(along.size, start_deg)),
                ]
            )
        )


def same(mine_m2, true_m2):
    return abs(mine_m2 - true_m2) <= max(SHARE * true_m2, LEAST_M2)


def check(row, disc, plane, geometries):
    """Every region, country, zone and remainder of one reach."""
    assert row.reach.area_m2 == pytest.approx(disc.area, rel=1e-6)
    shapely.prepare(disc)
    inside = {
        unit.code: shapely.intersection(plane.unit(unit.code, geometries), disc).area
        for unit in row.regions
    }
    for unit in row.regions:
        assert same(unit.area_m2, inside[unit.code]), (unit, inside[unit.code])
    for country in row.countries:
        mine = [unit for unit in row.regions if unit.country == country.code]
        assert same(country.area_m2, sum(inside[unit.code] for unit in mine))
    assert same(row.elsewhere_m2, disc.area - sum(inside.values()))
    left, only = disc, []
    for found in row.zones:
        zone = plane.flat(found.zone.geometry)
        assert same(found.area_m2, shapely.intersection(zone, disc).area)
        if found.zone.rule == "only":
            only.append(zone)
        else:
            left = shapely.difference(left, zone)
    if only:
        left = shapely.intersection(left, shapely.union_all(only))
    assert same(row.permitted_m2, left.area)


@pytest.fixture(scope="module")
def geometries():
    units = rv.load_regions()
    return dict(zip(units.code, units.geometry, strict=True))


SITES = {
    "Kharkiv": (36.2304, 49.9935),
    "Fiji, across 180": (179.5, -18.0),
    "Chukotka, across 180": (-178.0, 67.0),
    "Svalbard": (16.0, 78.2),
    "Punta Arenas": (-70.9, -53.15),
    "Quito, on the equator": (-78.5, -0.2),
    "Basel, three countries": (7.6, 47.56),
}
FAR = ("Chukotka, across 180", "Punta Arenas")  # where few regions are near
SYSTEMS = (
    rv.System.ad_hoc(max_range_m=80_500, min_range_m=15_000),
    rv.System.ad_hoc(max_range_m=305_800),
    rv.System.ad_hoc(max_range_m=1_000_000),
)


@pytest.mark.parametrize("name", SITES)
def test_about_a_point(name, geometries):
    lon, lat = SITES[name]
    site = rv.LaunchSite.at(lon, lat)
    west = max(lon - 2, -180.0)
    zones = (
        rv.Zone("box", shapely.box(west, lat - 1.5, west + 1.7, lat + 0.4)),
        rv.Zone("wide", shapely.box(west, lat - 2.5, west + 1.9, lat + 2), rule="only"),
    )
    systems = SYSTEMS if name in FAR else SYSTEMS[:2]
    report = build_report(Scenario((site,), systems, zones=zones))
    plane = Plane(site)
    for row in report.reaches:
        check(row, plane.annulus(row.reach.system), plane, geometries)


def test_round_a_pole():
    site = rv.LaunchSite.at(30, 88.5)
    report = build_report(Scenario((site,), SYSTEMS[:2]))
    for row in report.reaches:
        check(row, Plane(site).annulus(row.reach.system), Plane(site), {})


def test_in_a_sector(geometries):
    site = rv.LaunchSite.at(*SITES["Kharkiv"])
    sector = rv.Sector(300, 75)
    report = build_report(Scenario((site,), SYSTEMS[:2], sector=sector))
    for row in report.reaches:
        piece = Plane(site).sector(row.reach.system, 300, 75)
        check(row, piece, Plane(site), geometries)


def test_about_an_area(geometries):
    """The buffer as it is drawn for measuring: cut and measured the other way."""
    site = find_area_site("Sumy Oblast")
    report = build_report(Scenario((site,), SYSTEMS[:2]))
    plane = Plane(site)
    for row in report.reaches:
        check(row, plane.flat(row.reach.measured), plane, geometries)


def test_places_all_over_the_world(geometries):
    """Also the strips that a ring just touches, where a thin loss weighs most."""
    places = rv.load_places(min_population=100_000).iloc[40::60].head(16)
    compared = 0
    for lon, lat in zip(places.lon, places.lat, strict=True):
        site = rv.LaunchSite.at(lon, lat)
        (row,) = build_report(Scenario((site,), SYSTEMS[1:2])).reaches
        plane = Plane(site)
        disc = plane.annulus(row.reach.system)
        for unit in row.regions:
            if unit.share_of_unit < 1 and unit.area_m2 < 1e9:
                true = shapely.intersection(plane.flat(geometries[unit.code]), disc)
                assert same(unit.area_m2, true.area), (site, unit, true.area)
                compared += 1
    assert compared > 20
