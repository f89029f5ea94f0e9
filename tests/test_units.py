"""Lengths as people write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangeviz.errors import DistanceError
from rangeviz.units import km, miles, parse_length_m


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("305.8 km", 305_800.0),
        ("305.8km", 305_800.0),
        ("1,500 km", 1_500_000.0),
        ("1 500 km", 1_500_000.0),
        ("10m", 10.0),
        ("50 MI", 80_467.2),
        ("50 miles", 80_467.2),
        ("270 nmi", 500_040.0),
        ("270nm", 500_040.0),
        ("1e3 m", 1_000.0),
        ("2 kilometres", 2_000.0),
        ("-5 km", -5_000.0),
        (".5 km", 500.0),
    ],
)
def test_lengths_that_people_write(text, metres):
    assert parse_length_m(text) == pytest.approx(metres, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "km",
        "120",
        "12 parsec",
        "nan km",
        "inf km",
        "1.2.3 km",
        "1,5,0 km",
        "{{7*7}}km",
    ],
)
def test_what_is_not_a_length(text):
    with pytest.raises(DistanceError, match="is not a"):
        parse_length_m(text)


def test_too_long_for_a_float():
    with pytest.raises(DistanceError, match="not a finite length"):
        parse_length_m("1e999 km")


@given(st.floats(1e-3, 1e8))
def test_what_is_printed_is_read_back(length_km):
    assert math.isclose(parse_length_m(f"{length_km!r} km"), length_km * 1_000)


@given(st.text())
def test_any_text_is_a_length_or_a_distance_error(text):
    try:
        assert math.isfinite(parse_length_m(text))
    except DistanceError as error:
        assert "\n" not in str(error)


def test_conversions_agree_with_the_definitions():
    assert km(1_852) == 1.852
    assert miles(1_609.344) == 1
