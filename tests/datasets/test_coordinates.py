import time

import mgrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from rangeviz.datasets.places.coordinates import parse_position
from rangeviz.errors import CoordinateError, RangevizError

DMS = (36 + 13 / 60 + 52 / 3600, 49 + 59 / 60 + 33 / 3600)
READ = {
    "49.99,36.23": (36.23, 49.99),
    "49.99, 36.23": (36.23, 49.99),
    "49.99 36.23": (36.23, 49.99),
    " 49.99\t36.23 ": (36.23, 49.99),
    "49.99;36.23": (36.23, 49.99),
    "49.99 / 36.23": (36.23, 49.99),
    "(49.99, 36.23)": (36.23, 49.99),
    "[49.99, 36.23]": (36.23, 49.99),
    "+49.99 +36.23": (36.23, 49.99),
    "-33.9, 18.4": (18.4, -33.9),
    "−33.9, 18.4": (18.4, -33.9),
    "- 33.9, 18.4": (18.4, -33.9),
    ".5, -.25": (-0.25, 0.5),
    "0 0": (0, 0),
    "90 N 0 E": (0, 90),
    "-90, 180": (180, -90),
    "49,36": (36, 49),
    "49, 36": (36, 49),
    "49,99 36,23": (36.23, 49.99),
    "49,99; 36,23": (36.23, 49.99),
    "49,99, 36,23": (36.23, 49.99),
    "49.5,36 30": (36.5, 49.5),
    "49 59 33 N 36 13 52 E": DMS,
    "49 59 33N, 36 13 52E": DMS,
    "49°59′33″N 36°13′52″E": DMS,
    "49°59'33\"N, 36°13'52\"E": DMS,
    "49°59’33”N 36°13’52”E": DMS,
    "49º59´33´´N 36º13´52´´E": DMS,
    "N 49°59'33\" E 36°13'52\"": DMS,
    "49:59:33N 36:13:52E": DMS,
    "49d59m33s N 36d13m52s E": DMS,
    "49 59 33, 36 13 52": DMS,
    "49 59 33 36 13 52": DMS,
    "49°59'33\" 36°13'52\"": DMS,
    "36 13 52 E, 49 59 33 N": DMS,
    "49°59,55'N 36°30'E": (36.5, 49 + 59.55 / 60),
    "49° 36°": (36, 49),
    "49 30 36 15": (36.25, 49.5),
    "-0 30 0, -0 15 0": (-0.25, -0.5),
    "N49.99 E36.23": (36.23, 49.99),
    "n49.99 e36.23": (36.23, 49.99),
    "36.23E 49.99N": (36.23, 49.99),
    "E36.23 N49.99": (36.23, 49.99),
    "33.9S 70.5W": (-70.5, -33.9),
    "49.99N, 36.23": (36.23, 49.99),
    "49.99 36.23E": (36.23, 49.99),
    "36.23E, 49.99": (36.23, 49.99),
    "49.99 North 36.23 East": (36.23, 49.99),
    "49.99° с.ш., 36.23° в.д.": (36.23, 49.99),
    "49,99° пн.ш. 36,23° сх.д.": (36.23, 49.99),
    "geo:49.99,36.23": (36.23, 49.99),
    "GEO:-33.9,18.4,120": (18.4, -33.9),
    "geo:49.99,36.23;crs=wgs84;u=35": (36.23, 49.99),
    "geo:49.99,36.23?z=12": (36.23, 49.99),
}
NAMES = [
    "Kharkiv",
    "Харків",
    "Springfield, IL",
    "N",
    "East",
    "Nan",
    "Inn",
    "6 October",
    "28 May",
]
NAMES += ["", "  ", "-", "°", "Sense", "ZAH", "49.99, somewhere", "x" * 10_000, "E.N."]
REFUSED = {
    "136.23, 49.99": r"latitude 136.23 .* outside -90 to 90; .*swapped\?",
    "49.99, 236.23": r"longitude 236.23 .* outside -180 to 180",
    "95 N, 36 E": r"latitude 95 .* outside -90 to 90$",
    "91, 181": "latitude 91",
    "360° 0', 36": "latitude 360 in .* outside -90 to 90",
    "400, 500": r"latitude 400 .* outside -90 to 90$",
    "nan, 36.2": "not finite",
    "49.9, inf": "not finite",
    "-Infinity 0": "not finite",
    "49.99": "one number",
    "49.99N": "one number",
    "1 2 3": "apart",
    "49,99,36,23": "apart",
    "49 99 33 N 36 13 52 E": "from 0 to 60",
    "49.5 30 N 36 E": "only the last",
    "49.9N, 36.2N": "same axis",
    "49.9N, 36.2E, 1.0W": "more than two",
    "-49.9N 36.2E": "sign and a letter",
    "--49, 36": "not an angle",
    "geo:49.99": "geo URI",
    "geo:nan,5": "geo URI",
    "geo:49.99,36.23;crs=nad27": "wgs84",
    "geo:91,0": "latitude 91",
    "37U CR 01 385": "same number of digits",
    "37UCR015013": None,
    "37UCR123456123456": "at most 5",
    "99UCR1212": "no such MGRS square",
    "32XNG1212": "no such MGRS square",
}


@pytest.mark.parametrize(("text", "lon_lat"), READ.items(), ids=READ)
def test_what_people_type_is_read(text, lon_lat):
    assert parse_position(text) == pytest.approx(lon_lat, abs=1e-12)


@pytest.mark.parametrize("text", NAMES, ids=lambda name: name[:20])
def test_a_name_is_no_position(text):
    assert parse_position(text) is None


@pytest.mark.parametrize(
    ("text", "words"), [(text, words) for text, words in REFUSED.items() if words]
)
def test_an_impossible_position_is_refused(text, words):
    with pytest.raises(CoordinateError, match=words) as caught:
        parse_position(text)
    assert "\n" not in str(caught.value)


# PROJ's transverse Mercator is the truth here; the letters of the 100 km squares
# follow from NGA.STND.0037. The last two are Svalbard's wide zone and the pole.
@pytest.mark.parametrize(
    ("reference", "epsg", "easting_m", "northing_m"),
    [
        ("37U CR 01501 38512", 32637, 301_501.5, 5_538_512.5),
        ("4Q FJ 12345 67890", 32604, 612_345.5, 2_367_890.5),
        ("56H LH 34877 51060", 32756, 334_877.5, 6_251_060.5),
        ("33X VG 74594 59702", 32633, 474_594.5, 8_659_702.5),
        ("Z AH 00100 00100", 32661, 2_000_100.5, 2_000_100.5),
    ],
)
def test_grid_references_agree_with_proj(reference, epsg, easting_m, northing_m):
    to_lonlat = Transformer.from_crs(epsg, 4326, always_xy=True)
    expected = to_lonlat.transform(easting_m, northing_m)
    found = parse_position(reference)
    assert Geod(ellps="WGS84").inv(*found, *expected)[2] < 1


@pytest.mark.parametrize("digits", range(1, 5))
def test_a_coarse_grid_reference_means_the_middle_of_its_square(digits):
    lon, lat = parse_position("37UCR" + "2" * 2 * digits)
    east, north = ("2" * digits + "5").ljust(5, "0"), ("2" * digits + "5").ljust(5, "0")
    assert mgrs.MGRS().toMGRS(lat, lon) == f"37UCR{east[:5]}{north[:5]}"


LON, LAT = st.floats(-180, 180), st.floats(-90, 90)


@given(LON, LAT)
@example(-0.0, 0.0)
@example(1e-7, -1e-7)
def test_decimal_degrees_come_back(lon, lat):
    for text in (
        f"{lat:.9f},{lon:.9f}",
        f"{lat:.9f} {lon:.9f}",
        f"geo:{lat:.9f},{lon:.9f}",
    ):
        assert parse_position(text) == pytest.approx((lon, lat), abs=1e-9)
    comma = f"{lat:.9f}; {lon:.9f}".replace(".", ",")
    assert parse_position(comma) == pytest.approx((lon, lat), abs=1e-9)


@given(LON, LAT, st.booleans(), st.booleans(), st.sampled_from(["°'\"", "   ", ":: "]))
def test_degrees_minutes_seconds_come_back(lon, lat, leads, lon_first, marks):
    angles = [
        _sexagesimal(lat, "NS", marks, leads),
        _sexagesimal(lon, "EW", marks, leads),
    ]
    text = " ".join(reversed(angles) if lon_first else angles)
    assert parse_position(text) == pytest.approx((lon, lat), abs=1e-8)


def _sexagesimal(degrees, letters, marks, leads):
    thousandths = round(abs(degrees) * 3_600_000_00)
    seconds, minutes = thousandths % 6_000_000 / 1e5, thousandths // 6_000_000
    whole, minutes = divmod(minutes, 60)
    size = f"{whole}{marks[0]}{minutes}{marks[1]}{seconds:.5f}{marks[2]}"
    letter = letters[degrees < 0]
    return f"{letter} {size}" if leads else f"{size} {letter}"


@given(st.floats(-179.9, 179.9), st.floats(-79.9, 83.9))
def test_grid_references_come_back_to_a_metre(lon, lat):
    reference = mgrs.MGRS().toMGRS(lat, lon)
    found_lon, found_lat = parse_position(reference)
    assert found_lat == pytest.approx(lat, abs=2e-5)
    assert abs(found_lon - lon) % 360 < 2e-4


POSITION_LIKE = st.text("0123456789.,;:°'\"NSEWnsewdm +-−/|()geonaif\t", max_size=40)


@given(st.one_of(st.text(max_size=60), POSITION_LIKE))
@example("geo:")
@example("1d")
@example("٤٩ ٣٦")
@example("²,³")
def test_no_text_breaks_the_parser(text):
    try:
        found = parse_position(text)
    except RangevizError as error:
        assert "\n" not in str(error)
    else:
        assert found is None or (abs(found[0]) <= 180 and abs(found[1]) <= 90)


@pytest.mark.parametrize(
    "junk", ["9" * 5000, " " * 5000 + "x", "1," * 2000, "1 " * 2000]
)
def test_long_text_costs_no_time(junk):
    start = time.process_time()
    assert parse_position(junk) is None
    assert time.process_time() - start < 5  # a pattern that backtracks takes hours
