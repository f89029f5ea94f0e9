"""The rules behind the names of places."""

import csv

import pytest

# Examples of the Cabinet's resolution 55 of 2010, one for each letter and position.
OFFICIAL = {
    "Алушта": "Alushta",
    "Бориспіль": "Boryspil",
    "Вінниця": "Vinnytsia",
    "Гадяч": "Hadiach",
    "Ґалаґан": "Galagan",
    "Донецьк": "Donetsk",
    "Рівне": "Rivne",
    "Єнакієве": "Yenakiieve",
    "Наєнко": "Naienko",
    "Житомир": "Zhytomyr",
    "Закарпаття": "Zakarpattia",
    "Медвин": "Medvyn",
    "Іршава": "Irshava",
    "Їжакевич": "Yizhakevych",
    "Кадиївка": "Kadyivka",
    "Йосипівка": "Yosypivka",
    "Стрий": "Stryi",
    "Ніжин": "Nizhyn",
    "Харків": "Kharkiv",
    "Біла Церква": "Bila Tserkva",
    "Шостка": "Shostka",
    "Гоща": "Hoshcha",
    "Юрій": "Yurii",
    "Крюківка": "Kriukivka",
    "Яготин": "Yahotyn",
    "Костянтин": "Kostiantyn",
    "Знам'янка": "Znamianka",
    "Феодосія": "Feodosiia",
    "Згорани": "Zghorany",
    "Розгон": "Rozghon",
}
PRESS = {
    "Архангельск": "Arkhangelsk",
    "Старая Русса": "Staraya Russa",
    "Елец": "Yelets",
    "Королёв": "Korolyov",
    "Орехово-Зуево": "Orekhovo-Zuyevo",
    "Ильинский": "Ilyinsky",
    "Великие Луки": "Velikiye Luki",
    "Йошкар-Ола": "Yoshkar-Ola",
    "Объячево": "Obyachevo",
    "Грозный": "Grozny",
}
# As the Ukrainian encyclopedias have them.
TRANSCRIBED = {
    "Липецк": "Ліпецьк",
    "Ессентуки": "Єссентуки",
    "Волжский": "Волжський",
    "Щёлково": "Щолково",
    "Ноябрьск": "Ноябрськ",
    "Вязьма": "В’язьма",
    "Череповец": "Череповець",
    "Троицк": "Троїцьк",
    "Чжэнчжоу": "Чженчжоу",
    "Сидзуока": "Сідзуока",
    "Чита": "Чита",
}


@pytest.mark.parametrize(("name", "latin"), OFFICIAL.items())
def test_ukrainian_is_romanised_by_the_official_table(load_tool, name, latin):
    assert load_tool("romanise").from_ukrainian(name) == latin
    assert load_tool("romanise").from_ukrainian(name.upper()) == latin.upper()


@pytest.mark.parametrize(("name", "latin"), PRESS.items())
def test_russian_is_romanised_as_the_press_does(load_tool, name, latin):
    assert load_tool("romanise").from_russian(name) == latin


@pytest.mark.parametrize(("name", "ukrainian"), TRANSCRIBED.items())
def test_russian_is_transcribed_into_ukrainian(load_tool, name, ukrainian):
    assert load_tool("transcribe").ukrainian_from_russian(name) == ukrainian


@pytest.fixture(scope="module")
def tool(load_tool):
    return load_tool("place_names")


def place(number, name, country, *alternates):
    return {
        "geonameid": number,
        "name": name,
        "countrycode": country,
        "alternatenames": list(alternates),
    }


def named(tool, place, **catalogues):
    of_all = {language: {} for language in tool.LANGUAGES}
    tool.name_places([place], of_all | {k: {1: v} for k, v in catalogues.items()})
    return place["english"], place["names"]


def test_a_renamed_town_loses_its_old_names(tool):
    town = place(1, "Sheptytskyi", "UA", "Шептицький", "Червоноград", "Шептицкий")
    old = {"uk": "Червоноград", "ru": "Червоноград", "pl": "Czerwonohrad"}
    names = {"uk": "Шептицький", "ru": "Шептицкий"}
    assert named(tool, town, **old) == ("Sheptytskyi", names)


def test_the_russian_name_is_written_with_its_dots(tool):
    assert named(tool, place(1, "Orël", "RU"), ru="Орел")[0] == "Orel"
    assert named(tool, place(1, "Orël", "RU", "Орёл"), ru="Орел")[0] == "Oryol"


def test_what_has_no_name_has_none(tool):
    assert named(tool, place(1, "Springfield", "US")) == ("Springfield", {})
    assert named(tool, place(1, "Kryvyy Hай", "UA"))[1] == {}


@pytest.mark.parametrize(
    "table", ["place_name_corrections", "place_population_corrections"]
)
def test_every_correction_has_a_reason_and_stands_once(tool, table):
    path = tool.CORRECTIONS.with_name(f"{table}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [(row["geoname_id"], row.get("language")) for row in rows]
    assert len(set(keys)) == len(keys) > 5
    assert all(row["reason"] for row in rows)


@pytest.fixture(scope="module")
def populations(load_tool):
    return load_tool("place_populations")


def test_a_figure_of_a_namesake_or_of_a_district_is_dropped(populations):
    def town(number, name, lon, population):
        return place(number, name, "CN") | {
            "longitude": lon,
            "latitude": 30.0,
            "population": population,
        }

    city = populations.City
    cities = [city("Puyang", "CN", 115.0, 35.8, 3_598_740)]
    cities += [city("Other", "CN", 120.0, 30.0, 50_000)]
    features = {2: populations.Feature("PPL", 40_000)}
    towns = [
        town(1, "Puyang", 119.9, 3_590_000),
        town(2, "District", 120.0, 250_000),
        town(3, "Grown", 120.0, 190_000),
        town(4, "Unjudged", 100.0, 900_000),
    ]
    reasons = populations.mend_populations(towns, features, cities)
    assert [each["population"] for each in towns] == [0, 0, 190_000, 900_000]
    assert "namesake at 35.8, 115.0" in reasons[1]
    assert "more than 4 times the 40,000 and 50,000" in reasons[2]
