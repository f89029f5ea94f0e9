import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rangeviz.datasets.names import fold_name, nearest_names

SAME = [
    ("Kharkiv", "KHARKIV", "kharkiv", " Kharkiv "),
    ("Kam'yanets", "Kam’yanets", "Kamʼyanets", "Kamʹyanets", "Kam`yanets", "Kamyanets"),
    ("Rostov-on-Don", "Rostov on Don", "rostov‑on‑don", "Rostov–on–Don"),
    ("St. Petersburg", "St Petersburg"),
    ("Łódź", "Lodz", "LÓDŹ"),
    ("Tromsø", "Tromso"),
    ("Straße", "STRASSE", "Strasse"),
    ("İzmir", "Izmir", "izmir"),
    ("Iğdır", "Igdir"),
    ("Харків", "ХАРКІВ", "харків"),
    ("Орёл", "Орел"),
    ("Бахмач", "бахмач"),
    ("Зміїв", "Зміів"),
]
DIFFERENT = [("Харків", "Харьков"), ("Kyiv", "Kiev"), ("Київ", "Киев"), ("Лев", "Лёвь")]


@pytest.mark.parametrize("spellings", SAME, ids=lambda names: names[0])
def test_spellings_of_one_name_share_a_key(spellings):
    assert len({fold_name(name) for name in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_names_keep_their_own_key(one, other):
    assert fold_name(one) != fold_name(other)


@given(st.text(max_size=30))
@example("ſ")
@example("ǅ")
@example("ͺ")
@example("İ")
def test_a_key_is_its_own_key_and_blind_to_case(text):
    key = fold_name(text)
    assert fold_name(key) == key
    assert fold_name(text.lower()) == fold_name(text.lower().upper().lower())


@given(st.text(string.ascii_letters + string.digits + " -.'’", max_size=20))
def test_an_ascii_key_holds_the_letters_and_digits_in_order(text):
    kept = [c for c in text.lower() if c in string.ascii_lowercase + string.digits]
    assert fold_name(text) == "".join(kept)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("atacm", "atacms"),
        ("stormshadow", "storm-shadow"),
        ("shadow", "storm-shadow"),
        ("iskender", "iskander-m"),
        ("Khrakiv", "Kharkiv Oblast"),
        ("kyv", "Kyiv"),
        ("gmrls", "gmlrs"),
        ("Donets", "Donetsk Oblast"),
    ],
)
def test_the_nearest_name_comes_first(typed, meant):
    names = ["atacms", "atacms-m57", "himars", "gmlrs", "er-gmlrs", "storm-shadow"]
    names += ["iskander-m", "Kharkiv Oblast", "Kyiv", "Kyiv Oblast", "Donetsk Oblast"]
    assert nearest_names(typed, names)[0] == meant


def test_nothing_near_gives_nothing():
    assert nearest_names("xyz", ["atacms", "himars"]) == []
    assert nearest_names("", ["atacms"]) == []
    assert nearest_names("atacms", []) == []


def test_the_limit_holds():
    names = [f"Springfield {letter}" for letter in string.ascii_letters]
    assert len(nearest_names("Springfield", names, limit=3)) == 3
