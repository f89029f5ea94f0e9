import pytest

from rangeviz.datasets.regions import (
    find_area,
    find_country,
    find_region,
    find_regions,
)
from rangeviz.errors import AmbiguousNameError, UnknownNameError


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("Kursk", "RU-KRS"),
        ("kursk oblast", "RU-KRS"),
        ("Курская область", "RU-KRS"),
        ("RU-KRS", "RU-KRS"),
        ("ru krs", "RU-KRS"),
        ("RUS-2362", "RU-KRS"),
        ("Kursk, Russia", "RU-KRS"),
        ("Kursk, RU", "RU-KRS"),
        ("Kursk Oblast, Росія", "RU-KRS"),
        ("Kharkiv", "UA-63"),
        ("Khar'kov", "UA-63"),
        ("Харківська область", "UA-63"),
        ("Odessa", "UA-51"),
        ("L'viv", "UA-46"),
        ("Dnipropetrovs'k", "UA-12"),
        ("Kyiv", "UA-30"),
        ("Kiev", "UA-30"),
        ("Kyiv Oblast", "UA-32"),
        ("Kiev Oblast", "UA-32"),
        ("Moscow", "RU-MOW"),
        ("Moscow Oblast", "RU-MOS"),
        ("Altai Krai", "RU-ALT"),
        ("Altai Republic", "RU-AL"),
        ("Magadan", "RU-MAG"),
        ("Crimea", "UA-43"),
        ("Sevastopol", "UA-40"),
        ("Kherson", "UA-65"),
        ("PL-MZ", "PL-14"),  # until 2018
        ("Minsk", "BY-HM"),
        ("Punjab, Pakistan", "PK-PB"),
    ],
)
def test_a_region_is_found_by_any_spelling(query, code):
    assert find_region(query).code == code


@pytest.mark.parametrize("query", ["Ukraine", "UA", "ukr", "Україна", "Украина"])
def test_a_country_is_found_by_any_spelling(query):
    country = find_country(query)
    assert (country.code, country.country_code) == ("UKR", "UKR")
    assert country.is_country
    assert country.geometry.is_valid


def test_an_ambiguous_name_lists_what_to_write():
    with pytest.raises(AmbiguousNameError) as caught:
        find_region("Punjab")
    found = {find_region(name).country_code for name in caught.value.candidates}
    assert found == {"IND", "PAK"}


@pytest.mark.parametrize("query", ["Kurks", "Kharkif Oblast"])
def test_an_unknown_name_gives_the_nearest(query):
    with pytest.raises(UnknownNameError) as caught:
        find_region(query)
    nearest = caught.value.suggestions[0]
    assert find_region(nearest).code in {"RU-KRS", "UA-63"}


@pytest.mark.parametrize("query", ["", " ", "!?", "xyzzyplugh", "Kursk, Ukraine", ","])
def test_what_is_not_there_is_unknown(query):
    for find in (find_region, find_country, find_area, find_regions):
        with pytest.raises(UnknownNameError, match=r"^[^\n]+$"):
            find(query)
