"""Scenarios: what is written reads back equal, and nothing wrong passes in silence."""

import json
import math
import tomllib
from dataclasses import replace
from pathlib import Path
from unicodedata import category

import jsonschema
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rangeviz.arguments import one_line
from rangeviz.datasets.borders.zones import find_area_site, find_border_site, find_zone
from rangeviz.datasets.catalogue.policy_facts import load_stages
from rangeviz.datasets.catalogue.published import load_systems
from rangeviz.datasets.files.forms import keys_of
from rangeviz.datasets.scenario.reader import (
    ScenarioForm,
    parse_scenario,
    read_scenario,
    scenario_schema,
)
from rangeviz.datasets.scenario.writer import scenario_to_toml
from rangeviz.errors import FileFormatError, InputError
from rangeviz.model.reach import Sector
from rangeviz.model.scenario import Scenario
from rangeviz.model.site import LaunchSite
from rangeviz.model.stage import Stage
from rangeviz.model.system import Source, System
from rangeviz.model.zone import Zone

HEAD = 'schema = 1\nsites = ["49.99,36.23"]\n'
UNSAFE = ("Cc", "Cf", "Zl", "Zp")  # control, bidi and line-breaking characters
HOSTILE = [
    "</script><script>alert(1)</script>",
    "{{7*7}} {% raw %}",
    '"""\\u0000 \' quote',
    "line\nbreak\rand\ttab\x07",
    "\u202egnp.exe\u2066",
    "\u2028\u2029\x7f\x85",
    "Харків 🚀 名前",
    "# not a comment",
    "<![CDATA[x]]>",
]

texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20)).map(
    lambda text: one_line(text).strip()
)
names = texts.filter(bool)
lengths_m = st.floats(1e3, 5e6).map(lambda x: round(x, 6))
degrees = st.floats(allow_nan=False, allow_infinity=False)
longitudes, latitudes = st.floats(-180, 180), st.floats(-90, 90)
sources = st.builds(
    Source,
    title=names,
    publisher=texts,
    date=st.sampled_from(["", "2024-11", "2024-11-17"]),
    url=st.one_of(st.none(), names),
    quote=texts.filter(lambda text: len(text.split()) <= 15),
    grade=st.sampled_from("ABCNU"),
)


@st.composite
def systems(draw):
    top = draw(lengths_m)
    least = draw(st.one_of(st.none(), st.just(0.0), st.just(round(top / 3, 6))))
    if draw(st.booleans()):
        return System.ad_hoc(max_range_m=top, min_range_m=least, name=draw(texts))
    return System(
        id=draw(names),
        name=draw(names),
        max_range_m=top,
        source=draw(sources),
        min_range_m=least,
        low_m=draw(st.one_of(st.none(), st.just(round(top * 0.9, 6)))),
        high_m=draw(st.one_of(st.none(), st.just(round(top * 1.1, 6)))),
        platform=draw(st.sampled_from(["ground", "air", "sea"])),
        min_source=draw(st.one_of(st.none(), sources)),
        agrees=tuple(draw(st.lists(sources, max_size=2))),
        note=draw(texts),
    )


@st.composite
def boxes(draw):
    west, south = draw(st.floats(-170, 160)), draw(st.floats(-80, 70))
    return shapely.box(west, south, west + draw(st.floats(0.1, 9)), south + 1 / 3)


points = st.builds(
    lambda lon, lat, name, country, origin: LaunchSite.at(
        lon, lat, name=name, country=country, origin=origin
    ),
    longitudes, latitudes, names, st.sampled_from([None, "UKR"]), texts,
)  # fmt: skip
areas = st.builds(
    LaunchSite, names, boxes(), origin=texts,
    edges=st.sampled_from(["planar", "geodesic"]),
)  # fmt: skip
zones = st.one_of(
    st.builds(
        Zone, names, boxes(), st.sampled_from(["restricted", "only"]),
        st.one_of(st.none(), st.just("RU-KRS"), names), texts,
    ),
    st.builds(find_zone, st.just("RU-KRS"), rule=st.sampled_from(["only"])),
)  # fmt: skip
zone_lists = st.lists(zones, max_size=2).map(tuple)
stages = st.builds(
    Stage,
    date=st.sampled_from(["2024", "2024-11", "2024-11-17"]),
    label=names,
    systems=st.lists(systems(), max_size=2).map(tuple),
    zones=st.one_of(st.none(), zone_lists),
    note=texts,
    source=st.one_of(st.none(), sources),
)
scenarios = st.builds(
    Scenario,
    sites=st.lists(st.one_of(points, areas), min_size=1, max_size=3).map(tuple),
    systems=st.lists(systems(), min_size=1, max_size=3).map(tuple),
    zones=zone_lists,
    sector=st.one_of(
        st.none(), st.builds(Sector, st.floats(-360, 360), st.floats(-360, 360))
    ),
    worldview=st.sampled_from(["international", "natural-earth"]),
    tolerance_m=st.floats(1e-3, 1e6),
    title=texts,
    subtitle=texts,
    language=st.sampled_from(["en", "uk", "pt-BR"]),
    min_population=st.integers(0, 10**9),
    borders=st.one_of(st.none(), st.just("own.gpkg")),
    stages=st.lists(stages, max_size=2).map(tuple),
)


def with_own_systems(scenario):
    """Let stages also use systems that the scenario has."""
    staged = tuple(
        replace(stage, systems=(*stage.systems, scenario.systems[0]))
        for stage in scenario.stages
    )
    return replace(scenario, stages=staged)


@pytest.mark.slow
@given(scenarios.map(with_own_systems))
def test_what_is_written_reads_back_equal(scenario):
    text = scenario_to_toml(scenario)
    assert parse_scenario(text) == scenario
    assert scenario_to_toml(parse_scenario(text)) == text
    assert "<" not in text
    assert not [c for c in text if c != "\n" and category(c) in UNSAFE]


@pytest.mark.parametrize("lon", [0.0008999999999999999, 0.1 + 0.2, -2.2e-16, 1e-300])
def test_no_digit_of_a_shape_is_lost(lon):
    zone = Zone("z", shapely.Polygon([(lon, 0), (1, 0), (1, 1)]))
    system = System.ad_hoc(max_range_m=5e4)
    scenario = Scenario((LaunchSite.at(0, 0),), (system,), zones=(zone,))
    assert parse_scenario(scenario_to_toml(scenario)).zones[0] == zone


def test_shipped_areas_and_borders_read_back_equal():
    scenario = Scenario(
        sites=(
            find_area_site("Sumy Oblast"),
            find_area_site("Ukraine", worldview="natural-earth"),
            find_border_site("Sumy Oblast/Kursk Oblast"),
        ),
        systems=tuple(load_systems().values()),
        zones=(find_zone("Belarus", worldview="natural-earth"),),
        worldview="natural-earth",
        stages=load_stages(worldview="natural-earth"),
    )
    text = scenario_to_toml(scenario)
    assert parse_scenario(text) == scenario
    told = tomllib.loads(text)
    assert told["sites"][:2] == [{"area": "Sumy Oblast"}, {"area": "Ukraine"}]
    assert told["zones"] == [{"region": "BLR", "rule": "restricted"}]


def test_short_forms_mean_what_the_options_mean(tmp_path):
    (tmp_path / "points.csv").write_text("name,lon,lat\nA,36,50\nB,35,51\n")
    (tmp_path / "own.toml").write_text(
        '[[system]]\nid = "own"\nname = "Own"\nmax_range_km = 10\nsource.title = "T"\n'
    )
    path = tmp_path / "s.toml"
    path.write_text(
        'schema = 1\nsystems_file = "own.toml"\nborders = "b.gpkg"\n'
        'sites = ["Kharkiv", "49.99,36.23", "points.csv", {place="Sumy", name="S"}]\n'
        'systems = ["own", "ATACMS, as reported in Nov 2024", {range_km = 120}]\n'
        'zones = ["Kursk", {region = "RU-BRY", rule = "only", note = "N"}]\n'
        '[[stages]]\ndate = 2024-11-17\nlabel = "L"\nsystems = ["own"]\nzones = []\n'
    )
    scenario = read_scenario(path)
    assert [s.name for s in scenario.sites] == [
        "Kharkiv", "49.9900 N, 36.2300 E", "A", "B", "S",
    ]  # fmt: skip
    assert [s.id for s in scenario.systems] == ["own", "atacms", "range-120km"]
    assert scenario.systems[2].max_range_m == 120_000
    assert [(z.code, z.rule, z.note) for z in scenario.zones][1] == (
        "RU-BRY", "only", "N",
    )  # fmt: skip
    assert scenario.borders == str(tmp_path / "b.gpkg")
    assert scenario.stages == (Stage("2024-11-17", "L", scenario.systems[:1], ()),)
    text = scenario_to_toml(scenario, folder=tmp_path)
    assert tomllib.loads(text)["borders"] == "b.gpkg"
    assert "tmp" not in scenario_to_toml(scenario)


def test_paths_count_from_the_scenario_not_from_where_one_stands(tmp_path, monkeypatch):
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "points.csv").write_text("lon,lat\n36,50\n")
    (folder / "s.toml").write_text('schema = 1\nsites = ["points.csv"]\n')
    monkeypatch.chdir(tmp_path)
    assert read_scenario(Path("deep") / "s.toml").sites[0].lon == 36


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "schema is missing"),
        ("schema = 2", "schema is 2"),
        ("schema = true", "schema is True"),
        ("schema = 1", "at least one launch site"),
        (HEAD + 'zone = ["Kursk"]', "unknown key 'zone'; did you mean 'zones'?"),
        (HEAD + '[[zones]]\nregoin = "Kursk"', "zones 1: unknown key 'regoin'"),
        (
            HEAD + '[[stages]]\ndate = "2024"\nlabel = "x"\nrule = "only"',
            "stages 1: unknown key 'rule'",
        ),
        (
            HEAD + '[[stages]]\ndate = "2024"\nlabel = "x"\n'
            '[[stages.zones]]\nregion = "RU-KRS"\nrules = "only"',
            "stages 1, zones 1: unknown key 'rules'; did you mean 'rule'?",
        ),
        (HEAD + '[[stages]]\nlabel = "x"', "stages 1: date is missing"),
        (
            HEAD + '[[stages]]\ndate = 2024-11-17T00:00:00\nlabel = "x"',
            "stages 1: date is 2024-11-17 00:00:00: give a day, like 2024-11-17",
        ),
        (HEAD + '[[stages]]\ndate = "17.11."\nlabel = "x"', "write it like 2024-11-17"),
        (HEAD + 'systems = ["hymars"]', "systems 1: no system answers to 'hymars'"),
        (HEAD + 'systems = "himars"', "systems must be a list"),
        (HEAD + "systems = [1]", "systems 1: must be text or a table"),
        (HEAD + "systems = [{range_km = -1}]", "systems 1: maximum range"),
        (HEAD + "systems = [{range_km = true}]", "range_km must be a finite number"),
        (HEAD + f"tolerance_m = 1{'0' * 400}", "tolerance_m must be a finite number"),
        (HEAD + "tolerance_m = 0", "tolerance 0 km"),
        (HEAD + "min_population = 1.5", "min_population must be a whole number"),
        (HEAD + "sector_deg = [1]", "two azimuths"),
        (HEAD + "sector_deg = [1, 2, 3]", "two azimuths"),
        (HEAD + "sector_deg = [1, nan]", "sector_deg"),
        (HEAD + "sector_deg = 0", "sector_deg is 0: give two azimuths"),
        (HEAD + 'sector_deg = [0, "x"]', "sector_deg is [0, 'x']: give two azimuths"),
        (HEAD + f'title = "{"t" * 301}"', "a title of 301 characters: give 300"),
        (HEAD + f'subtitle = "{"t" * 9999}"', "a subtitle of 9,999 characters"),
        (HEAD + 'worldview = "flat"', "worldview 'flat'"),
        (HEAD + 'language = "<b>"', "language"),
        (HEAD + 'zones = [{geometry = "POLYGON((0 0,1 1,0 1,1 0,0 0))", name = "z"}]',
         "geometry is not valid"),
        (HEAD + 'zones = [{geometry = "POINT(900 0)", name = "z"}]', "zones 1"),
        (HEAD + 'zones = [{geometry = "circle", name = "z"}]', "is not WKT"),
        (HEAD + 'zones = [{rule = "only"}]', "give one of region, file, geometry"),
        ('schema = 1\nsites = [{lon = 1}]', "sites 1: lat is missing"),
        ('schema = 1\nsites = [{lon = 1, lat = 95}]', "sites 1: latitude"),
        ('schema = 1\nsites = [{lon = 1, place = "Kharkiv"}]', "it has place and lon"),
        ('schema = 1\nsites = ["Kharkovsky"]', "sites 1: no place answers"),
        ('schema = 1\nsites = ["/etc/points.csv"]', "does not travel with it"),
        ('schema = 1\nsites = [{area = "x.geojson"}]', "does not travel with it"),
        ('schema = 1\nsites = [{area = "/etc/passwd"}]', "no region or country"),
        (HEAD + 'systems_file = "own.toml"', "does not travel with it"),
        ("schema = 1\nx = " + "[" * 5000, "is not valid TOML"),
        ('schema = 1\nschema = 1', "is not valid TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_one_line(text, words):
    with pytest.raises(FileFormatError) as caught:
        parse_scenario(text, name="s.toml")
    message = str(caught.value)
    assert words in message
    assert message.startswith("'s.toml'")
    assert "\n" not in message


def test_every_documented_key_is_read_and_every_read_key_documented():
    page = Path(__file__).parents[2] / "docs" / "scenario.md"
    documented = {
        line.split("`")[1]
        for line in page.read_text().split("## Keys")[1].split("##")[0].splitlines()
        if line.startswith("| `")
    }
    assert documented == set(keys_of(ScenarioForm))


@pytest.fixture(scope="module")
def validator():
    """The schema as documented, and as an independent program reads it."""
    page = Path(__file__).parents[2] / "docs" / "scenario.schema.json"
    assert page.read_text() == scenario_schema(), "rangeviz scenario schema -o it"
    schema = json.loads(page.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_takes_what_is_documented_and_what_is_written(validator):
    page = Path(__file__).parents[2] / "docs" / "scenario.md"
    example = page.read_text().split("```toml\n")[1].split("```")[0]
    shown = scenario_to_toml(parse_scenario(example))
    for text in (example, shown, HEAD + 'within = ["a.csv", {file = "b.csv"}]'):
        document = json.loads(json.dumps(tomllib.loads(text), default=str))
        assert list(validator.iter_errors(document)) == []


@pytest.mark.parametrize(
    "line",
    [
        'zone = ["Kursk"]',
        'systems = "himars"',
        "systems = [1]",
        "tolerance_m = true",
        "min_population = 1.5",
        "sector_deg = [1, 2, 3]",
        'worldview = "flat"',
        'zones = [{region = "Kursk", rule = "never"}]',
        'zones = [{region = "Kursk", geometry = "POINT (1 1)"}]',
        "systems = [{range_km = true}]",
        'systems = [{id = "a", name = "A", max_range_km = 1}]',
        'stages = [{date = "2024"}]',
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(validator, line):
    assert list(validator.iter_errors(tomllib.loads(HEAD + line)))
    with pytest.raises(FileFormatError):
        parse_scenario(HEAD + line)


def test_every_key_has_words_for_an_editor(validator):
    tables = [validator.schema, *validator.schema["$defs"].values()]
    assert len(tables) > 10
    for table in tables:
        assert table["description"]
        assert all(key["description"] for key in table["properties"].values())


def test_the_documented_example_is_a_scenario():
    page = Path(__file__).parents[2] / "docs" / "scenario.md"
    example = page.read_text().split("```toml\n")[1].split("```")[0]
    scenario = parse_scenario(example)
    assert [stage.date for stage in scenario.stages] == ["2024-11-17", "2024-11-18"]


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_values_that_no_map_has_are_refused(value):
    site = LaunchSite.at(36, 50)
    system = System.ad_hoc(max_range_m=1e5)
    with pytest.raises(InputError):
        Scenario((site,), (system,), tolerance_m=value)
    with pytest.raises(InputError):
        Scenario((site,), (system,), min_population=-1)


@pytest.mark.parametrize(
    "line",
    [
        'borders = "/etc/passwd"',
        'borders = "../x.gpkg"',
        "borders = 'C:x.gpkg'",
        'within = ["/home/me/x.gpkg"]',
        "within = ['..\\x.gpkg']",
        'within = [{file = "sub/x.gpkg"}]',
        'zones = ["x.gpkg"]',
        'systems_file = "own.toml"',
        'sites = [{file = "x.csv"}]',
    ],
)
def test_a_scenario_that_travels_names_no_folder_of_its_readers(line):
    text = f"schema = 1\n{line}\n"
    text += "" if line.startswith("sites") else 'sites = ["49.99,36.23"]\n'
    with pytest.raises(FileFormatError, match="does not travel with it"):
        parse_scenario(text)


def test_a_scenario_that_travels_names_files_without_a_folder():
    text = 'schema = 1\nsites = ["49.99,36.23"]\nborders = "b.gpkg"\nwithin = ["c.csv"]'
    scenario = parse_scenario(text)
    assert scenario.borders == "b.gpkg"
    assert scenario.within[0].path == "c.csv"
