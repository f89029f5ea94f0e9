import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangeviz.datasets.borders.regions import (
    find_area,
    find_country,
    find_region,
    find_regions,
)
from rangeviz.datasets.borders.shipped import load_regions
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


def test_a_country_and_its_own_region_of_that_name():
    assert find_area("Luxembourg, LU").code == "LUX-908"
    assert find_area("Guatemala").code == "GTM"
    assert find_region("Guatemala").code == "GT-01"


@pytest.mark.parametrize("query", ["stan", "sk", "Ukraine", "Kharkiv", "US", "Київ"])
def test_a_list_holds_what_the_name_does(query):
    listed = find_regions(query, limit=7)
    assert 1 <= len(listed) <= 7
    assert len({region.code for region in listed}) == len(listed)
    for region in listed:
        assert region.geometry.is_valid


def test_the_exact_one_leads_the_list():
    assert find_regions("Kursk")[0].code == "RU-KRS"
    assert find_regions("Sumy")[0].code == "UA-59"


def test_a_country_lists_its_regions_by_worldview():
    listed = find_regions("Ukraine", limit=100)
    assert listed[0].code == "UKR"
    codes = {region.code for region in listed[1:]}
    assert len(codes) == 27
    assert {"UA-43", "UA-40"} <= codes
    other = find_regions("Ukraine", limit=100, worldview="natural-earth")
    assert len(other) == 26
    assert codes - {region.code for region in other} == {"UA-43", "UA-40"}


def test_a_name_with_its_country_follows_the_worldview():
    assert find_region("Crimea, Ukraine").code == "UA-43"
    assert find_region("Crimea, Russia", worldview="natural-earth").code == "UA-43"
    with pytest.raises(UnknownNameError):
        find_region("Crimea, Russia")


def test_a_country_without_units_in_a_worldview_is_unknown_there():
    assert find_country("Somaliland", worldview="natural-earth").code == "SOL"
    with pytest.raises(UnknownNameError):
        find_country("Somaliland")


@pytest.mark.slow
@pytest.mark.parametrize("view", ["international", "natural-earth"])
def test_every_region_is_found_by_code_and_by_full_name(view):
    """By its own name with its country, unless another has the name as an alias."""
    units = load_regions(worldview=view)
    for number in range(0, len(units), 37):
        unit = units.iloc[number]
        assert find_region(unit["code"], worldview=view).code == unit["code"]
        full_name = f"{unit['name']}, {unit['country_name']}"
        assert find_region(full_name, worldview=view).code == unit["code"]


@given(query=st.text(max_size=40))
def test_any_text_gives_a_region_or_one_line(query):
    try:
        region = find_area(query)
    except (UnknownNameError, AmbiguousNameError) as error:
        assert "\n" not in str(error)
        assert "\r" not in str(error)
    else:
        assert region.geometry.is_valid
