import hashlib
import json
import math
import re
from pathlib import Path

import pytest

from rangeviz.datasets.catalogue.policy_facts import load_policy_facts
from rangeviz.datasets.catalogue.published import (
    find_system,
    load_systems,
    read_systems,
)
from rangeviz.datasets.resources import data_path
from rangeviz.errors import FileFormatError, InputError, UnknownNameError
from rangeviz.units import M_PER_MI

# id, platform, min, max, low, high, class of the source: as published.
PUBLISHED = [
    ("atacms", "ground", 0, 305.8, 300, 306, "N"),
    ("himars", "ground", 0, 80.5, 70, 84, "N"),
    ("atacms-m39", "ground", 0, 165, 160, 165, "B"),
    ("atacms-m57", "ground", 0, 300, 270, 306, "B"),
    ("gmlrs", "ground", 15, 80, 70, 84, "A"),
    ("er-gmlrs", "ground", 0, 150, 145, 150, "B"),
    ("glsdb", "ground", 0, 150, 150, 153, "B"),
    ("prsm", "ground", 0, 499, 499, 500, "B"),
    ("storm-shadow", "air", 0, 250, 250, 560, "B"),
    ("taurus", "air", 0, 500, 300, 500, "B"),
    ("iskander-m", "ground", 50, 500, 400, 700, "A"),
    ("tochka-u", "ground", 0, 120, 105, 120, "B"),
    ("kn-23", "ground", 0, 690, 450, 800, "A"),
    ("neptune", "ground", 0, 280, 280, 300, "B"),
]
SYSTEMS = list(load_systems().values())


def test_the_catalogue_holds_these_systems_in_this_order():
    assert list(load_systems()) == [record[0] for record in PUBLISHED]


@pytest.mark.parametrize("record", PUBLISHED, ids=lambda record: record[0])
def test_figures_are_as_published(record):
    key, platform, least, most, low, high, grade = record
    system = load_systems()[key]
    assert system.id == key
    assert (system.platform, system.source.grade) == (platform, grade)
    assert (system.min_range_km, system.max_range_km) == (least, most)
    assert (system.low_m, system.high_m) == (low * 1000, high * 1000)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.id)
def test_every_figure_has_its_source(system):
    assert system.source.quote
    assert system.source.publisher
    assert (system.min_range_m is None) == (system.min_source is None)
    for source in system.sources:
        assert len(source.quote.split()) <= 15
        assert source.grade in "ABCN"
        assert source.url is None or re.fullmatch(r"https?://\S+", source.url)
        assert re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", source.date)
        assert source.url or source.grade == "N"


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.id)
def test_the_quote_carries_the_figure(system):
    numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", system.source.quote)]
    assert system.max_range_km in numbers


@pytest.mark.parametrize(("key", "mi"), [("atacms", 190), ("himars", 50)])
def test_the_default_figures_are_the_reports_rounded_miles(key, mi):
    assert load_systems()[key].max_range_m == pytest.approx(mi * M_PER_MI, abs=50)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.id)
def test_what_flies_from_a_release_point_says_so(system):
    assert (system.platform == "air") == ("release point" in system.note)


def test_the_catalogue_is_read_only():
    with pytest.raises(TypeError):
        load_systems()["atacms"] = None


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("atacms", "atacms"),
        ("ATACMS", "atacms"),
        ("ATACMS M39 (Block I)", "atacms-m39"),
        ("storm shadow", "storm-shadow"),
        ("KN23", "kn-23"),
        ("Storm Shadow / SCALP-EG", "storm-shadow"),
    ],
)
def test_a_system_is_found_by_id_and_name(spelling, key):
    assert find_system(spelling).id == key


def test_an_unknown_system_gives_the_nearest():
    with pytest.raises(UnknownNameError, match="no system .*'atacm'; nearest: atacms"):
        find_system("atacm")
    with pytest.raises(UnknownNameError, match="`rangeviz systems` lists all"):
        find_system("?")


def own(**changes):
    record = {"id": "own", "name": "Own", "max_range_km": 16.1}
    record |= {"source": {"title": "A paper"}} | changes
    return {key: value for key, value in record.items() if value is not ...}


def write(folder, *records):
    path = folder / "own.json"
    path.write_text(json.dumps({"system": records}), encoding="utf-8")
    return path


def test_ones_own_catalogue_in_three_formats(tmp_path):
    as_json = write(tmp_path, own(min_range_km=2, min_source={"title": "B"}, low_km=15))
    as_toml = tmp_path / "own.toml"
    as_toml.write_text(
        '[[system]]\nid = "own"\nname = "Own"\nmin_range_km = 2\nmax_range_km = 16.1\n'
        'low_km = 15\nsource.title = "A paper"\nmin_source.title = "B"\n'
    )
    as_csv = tmp_path / "own.csv"
    as_csv.write_text(
        "\ufeffid,name,min_range_km,max_range_km,low_km,source_title,min_source_title,note\n"
        "own,Own,2,16.1,15,A paper,B,\n"
    )
    expected = dict(read_systems(as_json))
    assert expected["own"].max_range_m == 16_100
    assert expected["own"].source.grade == "U"
    assert dict(read_systems(as_toml)) == expected
    assert dict(read_systems(as_csv)) == expected
    as_json.write_text(
        json.dumps([own(min_range_km=2, min_source={"title": "B"}, low_km=15)])
    )
    assert dict(read_systems(as_json)) == expected


def test_what_looks_like_a_number_in_csv_is_text_where_text_belongs(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        "id,name,max_range_km,source_title,source_date\n300,9M,1e2,T,2024\n"
    )
    (system,) = read_systems(path).values()
    assert (system.id, system.source.date) == ("300", "2024")
    assert system.max_range_km == 100
    for cell in ("nan", "far", "1e999", "true"):
        path.write_text(f"id,name,max_range_km,source_title\na,A,{cell},T\n")
        with pytest.raises(FileFormatError, match="must be a finite number"):
            read_systems(path)


BAD = {
    "no source": (own(source=...), "source is missing"),
    "source without title": (own(source={"url": "x"}), "source title is missing"),
    "source of another kind": (own(source="A paper"), "source must be a table of keys"),
    "min without source": (own(min_range_km=1), "min_source is missing"),
    "no id": (own(id=...), "id is missing"),
    "empty id": (own(id=" - "), "no letter or digit"),
    "no name": (own(name=" "), "name is missing"),
    "no range": (own(max_range_km=...), "max_range_km is missing"),
    "negative": (own(max_range_km=-5), "maximum range -5 km"),
    "zero": (own(max_range_km=0), "above 0"),
    "NaN": (own(max_range_km=math.nan), "finite number, not nan"),
    "infinite": (own(max_range_km=math.inf), "finite number, not inf"),
    "text": (own(max_range_km="80"), "finite number, not '80'"),
    "boolean": (own(max_range_km=True), "finite number, not True"),
    "min above max": (own(min_range_km=17, min_source={"title": "B"}), "not below"),
    "min is max": (own(min_range_km=16.1, min_source={"title": "B"}), "not below"),
    "negative min": (own(min_range_km=-1, min_source={"title": "B"}), "0 or more"),
    "low above max": (own(low_km=17), "band 17 to 16.1 km does not hold"),
    "high below max": (own(high_km=16), "does not hold maximum range 16.1 km"),
    "low of zero": (own(low_km=0), "does not hold"),
    "platform": (
        own(platform="space"),
        "platform 'space' is not one of ground, air, sea",
    ),
    "class": (own(source={"title": "A", "class": "Z"}), "source class 'Z'"),
    "long quote": (
        own(source={"title": "A", "quote": "a " * 16}),
        "more than 15 words",
    ),
    "unknown key": (own(max_rang_km=1), "'max_rang_km'; did you mean 'max_range_km'"),
    "unknown source key": (own(source={"titel": "A"}), "'titel'; did you mean 'title'"),
    "agrees": (own(agrees={"title": "A"}), "agrees must be a list"),
    "agreeing source": (own(agrees=[{}]), "agrees 1 title is missing"),
    "name of another kind": (own(name=5), "name must be text"),
}


@pytest.mark.parametrize(("record", "words"), BAD.values(), ids=BAD)
def test_a_bad_record_is_told_in_one_line(tmp_path, record, words):
    with pytest.raises(FileFormatError, match=words) as caught:
        read_systems(write(tmp_path, own(id="good"), record))
    assert "'own.json', system 2" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_ids_are_unique_in_any_spelling(tmp_path):
    with pytest.raises(
        FileFormatError, match=r"system 2 \('OW-N'\): id is taken by 'own'"
    ):
        read_systems(write(tmp_path, own(), own(id="OW-N")))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.toml", b"[[system]\n", "not valid TOML"),
        ("a.json", b'{"system": [', "not valid JSON"),
        ("a.json", b"[" * 100_000, "not valid JSON"),
        ("a.json", b"{}", "no list of records named 'system'"),
        ("a.json", b"[]", "no list"),
        ("a.json", b"[1]", "table of fields"),
        ("a.json", b"5", "no list"),
        ("a.json", b'{"systems": []}', "did you mean 'system'"),
        ("a.toml", b"", "no list"),
        ("a.csv", b"id,name\na,b,c\n", "not as many cells"),
        ("a.csv", b"id,name\n", "no list"),
        ("a.toml", b"\xff\xfe\x00", "UTF-8"),
        ("a.toml", b"a = '\xe4'", "UTF-8"),
        ("a.csv", b"id\0,name", "NUL"),
        ("a.yaml", b"", r"give a \.toml, \.json or \.csv"),
    ],
)
def test_a_broken_file_is_told_in_one_line(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match=words) as caught:
        read_systems(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(InputError, match="can't read .*No such file"):
        read_systems(tmp_path / "none.toml")
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(InputError, match="can't read"):
        read_systems(tmp_path / "folder.toml")


def test_the_timeline_is_dated_sourced_and_in_order():
    facts = load_policy_facts()
    assert [fact.date for fact in facts] == sorted(fact.date for fact in facts)
    dates = {fact.date for fact in facts}
    assert dates >= {
        "2024-05-30",
        "2024-11-17",
        "2024-11-18",
        "2024-11-19",
        "2024-11-25",
    }
    assert all(re.fullmatch(r"\d{4}-\d\d(-\d\d)?", fact.date) for fact in facts)


def test_sources_disagree_about_kursk():
    rules = [fact.rule for fact in load_policy_facts(region="RU-KRS")]
    assert sorted(rules) == ["only", "only", "only", "restricted"]


@pytest.mark.parametrize("name", ["systems.toml", "timeline.toml"])
def test_sources_md_gives_the_hash_of_each_file(name):
    path = data_path("systems", name)
    sources = Path(path.with_name("SOURCES.md")).read_text("utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert f"| `{name}` | `{digest}` |" in sources
