"""What other tools really drew, about points, lines and areas, and in a sector.

`data/SOURCES.md` says how the files were made. The deviations are computed again here
by a search along the baseline with pyproj, which has no part in `verify`.
"""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

import rangeviz as rv
from rangeviz.errors import InputError

DATA = Path(__file__).parent / "data"
WGS84 = Geod(ellps="WGS84")
KHARKIV = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
LINE = rv.LaunchSite("Line", shapely.LineString([(33, 50), (35, 49.5), (36.5, 50.4)]))
AREA = rv.LaunchSite(
    "Area", shapely.Polygon([(33, 50), (35, 50.2), (34.6, 51.3), (33.2, 51)])
)
FILES = {
    # baseline, range, least and most metres off, by `search`
    "postgis_point": (KHARKIV, 305_800.0, -1847.7, 85.3),
    "postgis_line": (LINE, 80_500.0, -439.7, 534.4),
    "postgis_area": (AREA, 80_500.0, -432.2, 42.3),
    "postgis_3857_area": (AREA, 80_500.0, -30_657.7, -28_546.6),
    "turf_circle": (KHARKIV, 305_800.0, -326.6, 943.7),
    "turf_line": (LINE, 80_500.0, 6.6, 622.7),
    "turf_area": (AREA, 80_500.0, 11.9, 259.1),
}


def distance_m(lon, lat, baseline):
    """Least distance to a line or a ring, by golden section along each edge."""
    corners = shapely.get_coordinates(baseline)
    if len(corners) == 1:
        start = np.broadcast_to(corners[0], (lon.size, 2)).T.copy()
        return WGS84.inv(*start, lon, lat)[2]
    best = np.full(lon.size, np.inf)
    shrink = (np.sqrt(5) - 1) / 2
    for one, other in itertools.pairwise(corners):

        def away(share, one=one, step=other - one):
            place = one[:, None] + step[:, None] * share
            return WGS84.inv(place[0], place[1], lon, lat)[2]

        low, high = np.zeros(lon.size), np.ones(lon.size)
        for _ in range(30):
            left, right = high - shrink * (high - low), low + shrink * (high - low)
            nearer = away(left) < away(right)
            low, high = np.where(nearer, low, left), np.where(nearer, right, high)
        best = np.minimum(best, away((low + high) / 2))
    return best


def search(shape, baseline, range_m):
    """Least and greatest deviation: 20 places on each edge, then about the extremes."""
    ring = shapely.get_coordinates(shape.exterior)
    steps = np.linspace(0, 1, 20)
    extremes = []
    for sign in (-1, 1):
        edge = np.arange(len(ring) - 1)
        low, high = np.zeros(edge.size), np.ones(edge.size)
        for _ in range(3):
            share = low[:, None] + (high - low)[:, None] * steps
            start, step = ring[edge][:, None], np.diff(ring, axis=0)[edge][:, None]
            places = (start + share[..., None] * step).reshape(-1, 2)
            off_m = sign * (distance_m(*places.T.copy(), baseline) - range_m)
            best = np.argsort(-off_m)[:10]
            width = np.repeat((high - low) / 19, 20)[best]
            edge, middle = np.repeat(edge, 20)[best], share.ravel()[best]
            low, high = np.maximum(middle - width, 0), np.minimum(middle + width, 1)
        extremes.append(sign * off_m.max())
    return tuple(extremes)


def drawn_in(name):
    told = json.loads((DATA / f"{name}.geojson").read_text())
    if told["type"] == "FeatureCollection":
        told = told["features"][0]
    return shapely.geometry.shape(told.get("geometry", told))


@pytest.mark.parametrize("name", FILES)
def test_deviations_of_what_they_drew(name):
    site, range_m, least_m, most_m = FILES[name]
    path = DATA / f"{name}.geojson"
    shape = drawn_in(name)
    outline = site.geometry if site.kind != "area" else site.geometry.exterior
    assert search(shape, outline, range_m) == pytest.approx((least_m, most_m), abs=0.5)
    found = rv.verify(path, sites=[site], max_range_m=range_m)
    (ring,) = found.rings
    assert ring.deviation.min_m == pytest.approx(least_m, abs=0.5)
    assert ring.deviation.max_m == pytest.approx(most_m, abs=0.5)
    assert least_m <= ring.deviation.mean_m <= most_m
    faults = {finding.check for finding in found.findings if finding.fault}
    assert faults == {"deviation"} | ({"winding"} if "postgis" in name else set())
    assert all(finding.check != "source" or not finding.fault
               for finding in found.findings)  # fmt: skip
    enough_m = max(-least_m, most_m) + 1
    loose = rv.verify(path, sites=[site], max_range_m=range_m, tolerance_m=enough_m)
    assert {finding.check for finding in loose.findings if finding.fault} <= {"winding"}


def test_a_sector_of_straight_sides():
    """Turf closes it by two edges of 306 km, straight on the map: 2.6 km too far in."""
    path = DATA / "turf_sector.geojson"
    sector = rv.Sector(300, 60)
    found = rv.verify(path, sites=[KHARKIV], max_range_m=305_800, sector=sector)
    off = {ring.limit: ring.deviation for ring in found.rings}
    assert set(off) == {"max", "start side", "end side"}
    ring = shapely.get_coordinates(drawn_in("turf_sector").exterior)
    arc = ring[1:-1] if np.allclose(ring[0], [36.2304, 49.9935]) else ring
    steps = np.linspace(arc[:-1], arc[1:], 50).reshape(-1, 2)
    start = np.full(len(steps), 36.2304), np.full(len(steps), 49.9935)
    off_m = WGS84.inv(*start, *steps.T.copy())[2] - 305_800
    assert off["max"].max_m == pytest.approx(off_m.max(), abs=0.5)
    assert off["max"].min_m == pytest.approx(off_m.min(), abs=0.5)
    # from the geodesic that leaves at 60 degrees, along the straight edge
    length_m = np.linspace(1, 305_800, 4_000)
    start = np.full(4_000, 36.2304), np.full(4_000, 49.9935)
    lon, lat, _ = WGS84.fwd(*start, np.full(4_000, 60.0), length_m)
    corner = max((ring[1], ring[-2]), key=lambda place: place[0])  # the eastern one
    edge = shapely.LineString([(36.2304, 49.9935), corner])
    away_m = []
    for share in np.linspace(0.4, 1, 61):
        place = edge.interpolate(share, normalized=True)
        here = np.full(4_000, place.x), np.full(4_000, place.y)
        away_m.append(WGS84.inv(*here, lon, lat)[2].min())
    assert -off["end side"].min_m == pytest.approx(max(away_m), rel=0.002)
    assert off["start side"].min_m == pytest.approx(off["end side"].min_m, abs=1)
    whole = rv.verify(path, sites=[KHARKIV], max_range_m=305_800)
    assert whole.rings[0].deviation.min_m == pytest.approx(-305_800, abs=1)


def test_an_annulus_with_the_least_range_that_was_said(tmp_path):
    path = tmp_path / "annulus.geojson"
    annulus = rv.geodesic_annulus(36.2304, 49.9935, 50_000, 305_800).geometry
    path.write_text(shapely.to_geojson(annulus))
    said = {"sites": [KHARKIV], "max_range_m": 305_800.0}
    found = rv.verify(path, **said, min_range_m=50_000)
    assert found.ok, found.findings
    assert [ring.limit for ring in found.rings] == ["max", "min"]
    assert not rv.verify(path, **said).ok
    assert not rv.verify(path, **said, min_range_m=51_000).ok


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"min_range_m": 5.0}, "give --range too"),
        ({"min_range_m": 5e5, "max_range_m": 1e5}, "less than"),
        (
            {"sector": rv.Sector(0, 90), "sites": [LINE]},
            "a sector needs a launch point",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(said, told):
    with pytest.raises(InputError, match=told):
        rv.verify(DATA / "turf_line.geojson", **said)
