"""The direct and inverse problem against Karney's test set and his Python package."""

import math
from pathlib import Path

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Transformer

from rangeviz.errors import CoordinateError, DistanceError
from rangeviz.geodesy import ellipsoid
from rangeviz.geodesy.ellipsoid import direct, inverse, to_ecef, wrap_lon

SET = np.loadtxt(Path(__file__).parent / "data" / "geodtest_200.dat")
LONGITUDES = st.floats(-180, 180)
LATITUDES = st.floats(-90, 90)


def test_direct_solves_karneys_test_set():
    lat1, lon1, azimuth1, lat2, lon2, azimuth2, distance = SET[:, :7].T
    lon, lat, azimuth = direct(lon1, lat1, azimuth1, distance)
    np.testing.assert_allclose(lat, lat2, atol=1e-12)
    np.testing.assert_allclose(lon, lon2, atol=1e-12)
    np.testing.assert_allclose(azimuth, azimuth2, atol=1e-12)


def test_inverse_solves_karneys_test_set():
    lat1, lon1, azimuth1, lat2, lon2, azimuth2, distance = SET[:, :7].T
    start, end, length = inverse(lon1, lat1, lon2, lat2)
    np.testing.assert_allclose(length, distance, atol=2e-8)
    np.testing.assert_allclose(start, azimuth1, atol=1e-10)
    np.testing.assert_allclose(end, azimuth2, atol=1e-10)


def other_kinds(count=60):
    """The test set's further kinds: start lat, azimuth and distance of each."""
    rng = np.random.default_rng(32156)
    lat, azimuth = rng.uniform(0, 90, count), rng.uniform(0, 180, count)
    far = rng.uniform(0, 19.9e6, count)
    tiny = 10.0 ** rng.uniform(-9, -2, count)
    return {
        "nearly antipodal": (lat, azimuth, rng.uniform(19.85e6, 19.95e6, count)),
        "short": (lat, azimuth, 10.0 ** rng.uniform(-2, 5, count)),
        "from a pole": (90 - tiny, azimuth, far),
        "pole to pole": (90 - tiny, azimuth, np.full(count, 19.9e6)),
        "meridional": (lat, tiny, far),
        "equatorial": (tiny, 90 + tiny, far),
        "from a vertex": (lat, np.full(count, 90.0), far),
    }


@pytest.mark.parametrize("kind", other_kinds())
def test_both_problems_agree_with_geographiclib(kind):
    lat, azimuth, distance = other_kinds()[kind]
    lon2, lat2, azimuth2 = direct(36.2, lat, azimuth, distance)
    _, _, length = inverse(36.2, lat, lon2, lat2)
    flags = Geodesic.STANDARD
    for i in range(len(lat)):
        there = Geodesic.WGS84.Direct(lat[i], 36.2, azimuth[i], distance[i], flags)
        back = Geodesic.WGS84.Inverse(lat2[i], lon2[i], there["lat2"], there["lon2"])
        assert back["s12"] < 2e-8
        assert Geodesic.WGS84.Inverse(lat[i], 36.2, lat2[i], lon2[i])[
            "s12"
        ] == pytest.approx(length[i], abs=2e-8)
        turn = math.radians(azimuth2[i] - there["azi2"])
        nearness = math.cos(math.radians(lat2[i]))  # at a pole azimuth is longitude
        assert abs(math.sin(turn)) * nearness < 1e-11


CENTRES = {  # GeoNames
    "Belgorod": (36.58091, 50.60343),
    "Kharkiv": (36.2304, 49.9935),
    "Kherson": (32.61458, 46.63695),
    "Kursk": (36.18457, 51.72689),
    "Kyiv": (30.5238, 50.45466),
    "Moscow": (37.61781, 55.75204),
    "Sevastopol": (33.52134, 44.60795),
    "Sumy": (34.79906, 50.91741),
    "Voronezh": (39.19204, 51.66833),
}


@pytest.mark.parametrize(
    ("start", "end", "distance_km"),
    [
        ("Kharkiv", "Belgorod", 72.5),
        ("Kharkiv", "Kursk", 191.8),
        ("Sumy", "Kursk", 131.5),
        ("Kyiv", "Moscow", 757.1),
        ("Kherson", "Sevastopol", 237.0),
        ("Kharkiv", "Voronezh", 281.0),
    ],
)
def test_distances_between_cities(start, end, distance_km):
    distance_m = inverse(*CENTRES[start], *CENTRES[end])[2]
    assert distance_m / 1000 == pytest.approx(distance_km, abs=1.5)


def test_constants_agree_with_the_kernel():
    assert ellipsoid.GEOD.a == ellipsoid.SEMI_MAJOR_M
    assert ellipsoid.GEOD.b == pytest.approx(ellipsoid.SEMI_MINOR_M, abs=1e-9)
    assert ellipsoid.GEOD.es == pytest.approx(ellipsoid.E2, rel=1e-15)
    quarter = inverse(0, 0, 0, 90)[2]
    assert quarter == pytest.approx(ellipsoid.QUARTER_MERIDIAN_M, abs=1e-8)
    hemisphere = Geodesic.WGS84.Polygon()
    for lon in (0, 120, 240):
        hemisphere.AddPoint(0, lon)
    whole = 2 * hemisphere.Compute()[2]
    assert whole == pytest.approx(ellipsoid.TOTAL_AREA_M2, rel=1e-14)


@given(LONGITUDES, LATITUDES)
@example(0.0, 90.0)
@example(180.0, -90.0)
@example(-180.0, 0.0)
def test_cartesian_positions_agree_with_proj(lon, lat):
    to_geocentric = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    xyz = to_ecef(lon, lat)
    np.testing.assert_allclose(xyz, to_geocentric.transform(lon, lat, 0), atol=5e-9)


def test_scalars_in_scalars_out_and_arrays_broadcast():
    assert all(isinstance(value, float) for value in direct(0, 0, 90, 1000))
    lon, lat, azimuth = direct([0, 1, 2], 50, 90, 1000.0)
    assert lon.shape == lat.shape == azimuth.shape == (3,)
    assert inverse(np.zeros((2, 3)), 0, 1, np.ones(3))[2].shape == (2, 3)
    assert direct([], [], [], [])[0].shape == (0,)


@given(st.floats(-1e4, 1e4))
@example(180.0)
@example(-180.0)
@example(540.0)
def test_wrapped_longitudes_are_the_same_meridian(lon):
    wrapped = float(wrap_lon(lon))
    assert -180 <= wrapped < 180
    assert math.remainder(wrapped - lon, 360) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("position", "message"),
    [
        ((math.nan, 0), "must be finite"),
        ((0, math.inf), "must be finite"),
        ((0, 90.001), "outside -90 to 90; are longitude and latitude swapped"),
        ((120, 95), "outside -90 to 90$"),
        ((361, 0), "longitude 361 is outside"),
    ],
)
def test_positions_off_the_earth(position, message):
    with pytest.raises(CoordinateError, match=message):
        inverse(0, 0, *position)
    with pytest.raises(CoordinateError, match=message):
        direct([0, position[0]], [0, position[1]], 0, 1)


def test_distances_and_azimuths_that_cannot_be():
    with pytest.raises(DistanceError, match="0 m to 1,000,000 km"):
        direct(0, 0, 0, [5, -1])
    with pytest.raises(DistanceError, match="0 m to 1,000,000 km"):
        direct(0, 0, 0, math.nan)
    with pytest.raises(CoordinateError, match="azimuth"):
        direct(0, 0, math.inf, 5)
