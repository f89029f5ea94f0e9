"""Nothing is silent: bad input ends in the right figure or in one line.

Every public callable is swept: one argument at a time takes every bad value of its
kind. A call must then raise a `RangevizError` of one line, or give what `RIGHT` says is
right for it. Never 0, never nothing, never an error of another library. A new public
name without a case fails.
"""

import inspect
import math

import click
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner
from shapely import Point, Polygon, box

import rangeviz as rv
from rangeviz.cli import main

pytestmark = pytest.mark.filterwarnings("ignore::rangeviz.errors.RangevizWarning")

SQUARE = box(36, 49.8, 36.4, 50.2)
BOW_TIE = Polygon([(36, 50), (36.4, 50.4), (36.4, 50), (36, 50.4)])
SITE = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
SYSTEM = rv.System.ad_hoc(max_range_m=30_000)
REACH = rv.reach(SITE, SYSTEM)
ZONE = rv.Zone("zone", SQUARE)
SOURCE = rv.Source("A title")
PAIR = (SYSTEM, rv.System.ad_hoc(max_range_m=40_000))
SCENARIO = rv.Scenario(SITE, SYSTEM, ZONE)
STAGES = rv.Scenario(SITE, SYSTEM, stages=(rv.Stage("2024-05", "One"),))
REPORT = rv.report(SCENARIO)
REPORT_OF_TWO = rv.report(rv.Scenario(SITE, PAIR))


def table(*shapes, crs=4326, **columns):
    frame = gpd.GeoDataFrame(
        {"name": ["x"] * len(shapes), **columns}, geometry=list(shapes), crs=4326
    )
    return (
        frame.set_crs(None, allow_override=True) if crs is None else frame.to_crs(crs)
    )


DATED = table(SQUARE, date=["2024-05-01"])
NUMBERS = [None, "x", "30 km", math.nan, math.inf, -math.inf, -1e9, 1e99, [], object()]
COUNTS = [None, "x", math.nan, -1, [], object()]
TEXTS = [None, 3, b"x", [], object()]
NAMES = [*TEXTS, "", "   ", "no such name at all", "a" * 300, "\x00", "../../etc"]
CHOICES = [None, 3, "mine", [], ["planar"]]
SHAPES = [
    *(
        None,
        3,
        "POINT (36 50)",
        {},
        [],
        [SQUARE, 3],
        Polygon(),
        Point(),
        Point(math.nan, 1),
    ),
    *(box(36, 95, 37, 96), box(600, 0, 601, 1), shapely.GeometryCollection()),
]
AREAS = [*SHAPES, BOW_TIE]
LENGTHS = [each for each in NUMBERS if each != 1e99]  # where the largest is a maximum
POSITIVE = [*LENGTHS, 0]
PATHS = [None, 3, "", "nothing.gpkg", "nothing.toml", ".", "a" * 300, "\x00", b"x", []]
TABLES = [
    *(table(SQUARE, crs=None), table(), table(None), table(Polygon())),
    *(gpd.GeoDataFrame({"name": ["x"]}), pd.DataFrame({"name": ["x"]})),
    *(table(box(36, 49, 37, 50)).set_crs(3857, allow_override=True).scale(1e9, 1e9),),
]
REACHES = [None, 3, "Kharkiv", [], [None], [REACH, 3], {}, SITE]
ZONES = [3, [3], [None], "no such zone", {}, BOW_TIE, table(SQUARE, crs=None)]
SITES = [
    None,
    3,
    [],
    [None],
    {},
    "",
    "nowhere at all",
    (36, 95),
    (math.nan, 0),
    BOW_TIE,
    Point(),
    (36, 50, 1),
    table(Point(36, 50), crs=None),
    table(),
    table(None),
    "95N 200E",
    object(),
]
SYSTEMS = [
    None,
    3,
    305.8,
    [],
    [None],
    {},
    "",
    "no such system",
    "-5 km",
    "0 km",
    "1e99 km",
]
BORDERS = [
    3,
    {},
    [],
    "nothing.gpkg",
    table(Point(1, 1)),
    *TABLES[:4],
    TABLES[4],
    gpd.GeoDataFrame(geometry=[SQUARE], crs=4326),
]
BOXES = [
    3,
    "x",
    (1, 2, 3),
    (0, 50, 10, 40),
    (0, 0, 0, 95),
    (math.nan, 0, 1, 1),
    (None,) * 4,
    (-500, 0, 0, 1),
]
SECTORS = [3, "north", (1,), (1, 2, 3), (None, 1), (math.nan, 1), (0, 400), {}]
LOOKS = [3, "x", [], object()]

# For each public callable: how it is called, and the bad values of each argument.
CALLS = {
    "area_m2": ({"geometry": SQUARE}, {"geometry": [*AREAS, *TABLES]}),
    "build_stages": (
        {"scenario": STAGES},
        {"scenario": [None, 3, "x", REACH, SCENARIO], "borders": BORDERS},
    ),
    "compare": (
        {"report": REPORT_OF_TWO},
        {"report": [None, 3, "x", [], REACH, REPORT]},
    ),
    "dates": (
        {"lines": DATED, "systems": SYSTEM},
        {
            "lines": [
                *(None, 3, "", "nothing.gpkg", {}, SQUARE, table(SQUARE)),
                *(table(Point(36, 50), date=["2024"]), table(SQUARE, date=["May"])),
                *(table(SQUARE, date=[None]), table(SQUARE, crs=None, date=["2024"])),
                table(SQUARE, SQUARE.boundary, date=["2024", "2024"]),
            ],
            "systems": SYSTEMS,
            "date_column": [*TEXTS, "nothing", "name"],
            "zones": ZONES,
            "worldview": CHOICES,
            "min_population": COUNTS,
            "tolerance_m": POSITIVE,
            "borders": BORDERS,
            "title": TEXTS,
            "language": [*TEXTS, "", "x", "en en"],
        },
    ),
    "coverage": (
        {"reaches": REACH},
        {"reaches": REACHES, "zones": ZONES, "worldview": CHOICES, "borders": BORDERS},
    ),
    "direct": (
        {"lon": 36, "lat": 50, "azimuth_deg": 0, "distance_m": 1e5},
        {
            "lon": NUMBERS,
            "lat": [*NUMBERS, 95],
            "azimuth_deg": NUMBERS,
            "distance_m": NUMBERS,
        },
    ),
    "explore": (
        {"what": REACH},
        {"what": REACHES, "m": [3, "map", REACH], "zones": ZONES, "title": TEXTS},
    ),
    "explorer": (
        {"site": SITE, "systems": SYSTEM},
        {
            "site": [*SITES, "Ukraine, no place", SQUARE],
            "systems": SYSTEMS,
            "zones": ZONES,
            "sector": SECTORS,
            "worldview": CHOICES,
            "min_population": COUNTS,
            "tolerance_m": POSITIVE,
            "borders": BORDERS,
            "language": [*TEXTS, "", "x", "en en"],
        },
    ),
    "find_area": ({"query": "Kursk"}, {"query": NAMES, "worldview": CHOICES}),
    "find_country": ({"query": "UKR"}, {"query": NAMES, "worldview": CHOICES}),
    "find_place": ({"query": "Kharkiv"}, {"query": NAMES}),
    "find_region": ({"query": "Kursk"}, {"query": NAMES, "worldview": CHOICES}),
    "find_region_at": (
        {"lon": 36.2, "lat": 50},
        {
            "lon": NUMBERS,
            "lat": [*NUMBERS, 95],
            "worldview": CHOICES,
            "max_distance_km": NUMBERS,
        },
    ),
    "find_regions": (
        {"query": "Kursk"},
        {"query": NAMES, "worldview": CHOICES, "limit": COUNTS},
    ),
    "find_site": ({"where": "Kharkiv"}, {"where": NAMES}),
    "find_sites": ({"where": "Kharkiv"}, {"where": NAMES}),
    "find_system": ({"name": "atacms"}, {"name": NAMES, "systems": [3, "x", [SYSTEM]]}),
    "find_zone": (
        {"query": "Kursk"},
        {"query": NAMES, "rule": CHOICES, "worldview": CHOICES},
    ),
    "geodesic_annulus": (
        {"lon": 36, "lat": 50, "min_radius_m": 1e4, "max_radius_m": 2e4},
        {
            "lon": NUMBERS,
            "lat": [*NUMBERS, 95],
            "min_radius_m": NUMBERS,
            "max_radius_m": NUMBERS,
            "tolerance_m": POSITIVE,
        },
    ),
    "geodesic_buffer": (
        {"geometry": SQUARE, "distance_m": 1e4},
        {
            "geometry": [*SHAPES, *TABLES],
            "distance_m": NUMBERS,
            "tolerance_m": POSITIVE,
            "edges": CHOICES,
            "min_distance_m": NUMBERS,
        },
    ),
    "geodesic_circle": (
        {"lon": 36, "lat": 50, "radius_m": 1e4},
        {
            "lon": NUMBERS,
            "lat": [*NUMBERS, 95],
            "radius_m": NUMBERS,
            "tolerance_m": POSITIVE,
        },
    ),
    "geodesic_circles": (
        {"lons": [36, 37], "lats": [50, 51], "radii_m": 1e4},
        {
            "lons": [*NUMBERS, [1, 2, 3]],
            "lats": [*NUMBERS, 95],
            "radii_m": NUMBERS,
            "tolerance_m": POSITIVE,
        },
    ),
    "geodesic_distance": (
        {"points": [(36, 51)], "geometry": SQUARE},
        {
            "points": [
                *SHAPES,
                *TABLES,
                [(1,)],
                [(1, 2, 3)],
                [(0, 95)],
                [(math.nan, 0)],
            ],
            "geometry": [*SHAPES, *TABLES],
            "edges": CHOICES,
        },
    ),
    "geodesic_sector": (
        {
            "lon": 36,
            "lat": 50,
            "min_radius_m": 0,
            "max_radius_m": 2e4,
            "start_azimuth_deg": 0,
            "end_azimuth_deg": 90,
        },
        {
            "lon": NUMBERS,
            "lat": [*NUMBERS, 95],
            "min_radius_m": NUMBERS,
            "max_radius_m": NUMBERS,
            "start_azimuth_deg": NUMBERS,
            "end_azimuth_deg": NUMBERS,
        },
    ),
    "inverse": (
        {"lon1": 36, "lat1": 50, "lon2": 37, "lat2": 50},
        {"lon1": NUMBERS, "lat1": [*NUMBERS, 95], "lon2": NUMBERS, "lat2": NUMBERS},
    ),
    "load_countries": (
        {"bbox": (36, 50, 37, 51)},
        {"worldview": CHOICES, "bbox": BOXES},
    ),
    "load_places": (
        {"bbox": (36, 50, 37, 51)},
        {"bbox": BOXES, "min_population": NUMBERS},
    ),
    "load_policy_facts": ({}, {"region": [3, [], "no such region"]}),
    "load_regions": (
        {"bbox": (36, 50, 37, 51)},
        {
            "worldview": CHOICES,
            "bbox": BOXES,
            "languages": [3, None, "xx", ["xx"], [3]],
        },
    ),
    "load_systems": ({}, {}),
    "measure_overlap": (
        {"envelopes": [REACH]},
        {
            "envelopes": REACHES,
            "zones": ZONES,
            "worldview": CHOICES,
            "borders": BORDERS,
            "most": COUNTS,
        },
    ),
    "nearest_positions": (
        {"points": [(36, 51)], "geometry": SQUARE},
        {
            "points": [
                None,
                3,
                "x",
                [(1,)],
                [(1, 2, 3)],
                [(0, 95)],
                [(math.nan, 0)],
                {},
            ],
            "geometry": [*SHAPES, *TABLES],
            "edges": CHOICES,
        },
    ),
    "overlap_layers": (
        {"envelopes": [REACH]},
        {"envelopes": REACHES, "most": COUNTS[1:]},
    ),
    "own_layer": (
        {"what": table(SQUARE)},
        {
            "what": [*PATHS, *TABLES, table(BOW_TIE)],
            "name": TEXTS,
            "by": [*TEXTS, "no column"],
            "sums": [3, None, [3], "no column", "name"],
        },
    ),
    "parse_position": ({"text": "50, 36"}, {"text": [*TEXTS, "95, 36", "1e99, 1"]}),
    "Picture": (
        {"report": REPORT},
        {
            "report": [None, 3, "x", []],
            "width_mm": NUMBERS,
            "height_mm": NUMBERS[1:],
            "theme": CHOICES,
            "notes": CHOICES[1:],
        },
    ),
    "places_within": (
        {"envelope": REACH},
        {"envelope": REACHES, "min_population": COUNTS},
    ),
    "reach": (
        {"site": SITE, "system": SYSTEM},
        {"site": SITES, "system": SYSTEMS, "sector": SECTORS, "tolerance_m": POSITIVE},
    ),
    "read_borders": ({"path": table(SQUARE)}, {"path": [*PATHS, *BORDERS]}),
    "read_scenario": (None, {"path": PATHS}),
    "read_sites": (None, {"path": PATHS}),
    "read_systems": (None, {"path": PATHS}),
    "read_zones": (None, {"path": PATHS}),
    "report": (
        {"sites": SITE, "systems": SYSTEM},
        {
            "sites": SITES,
            "systems": SYSTEMS,
            "zones": ZONES,
            "sector": SECTORS,
            "worldview": CHOICES,
            "min_population": COUNTS,
            "tolerance_m": POSITIVE,
            "borders": BORDERS,
            "within": [3, [3], "nothing.gpkg", {}, table(BOW_TIE), *TABLES[:3]],
            "title": TEXTS,
            "language": [*TEXTS, "", "x", "en en"],
        },
    ),
    "scenario_to_toml": (
        {"scenario": SCENARIO},
        {"scenario": [None, 3, "x", REACH], "folder": [3, []]},
    ),
    "search_places": ({"query": "Kharkiv"}, {"query": NAMES, "limit": COUNTS}),
    "shared_edges": ({"a": SQUARE, "b": SQUARE}, {"a": SHAPES, "b": SHAPES}),
    "split_at_antimeridian": ({"geometry": SQUARE}, {"geometry": SHAPES}),
    "sum_within": (
        {"envelope": REACH, "what": table(SQUARE)},
        {
            "envelope": REACHES,
            "what": [*PATHS, *TABLES, table(BOW_TIE)],
            "name": TEXTS,
            "by": [*TEXTS, "no column"],
            "sums": [3, None, "no column", "name"],
            "zones": ZONES,
        },
    ),
    "to_text": (
        {"answer": REACH, "form": "csv"},
        {"answer": REACHES, "form": [*NAMES, "table", "html"]},
    ),
    "verify": (None, {"path": PATHS}),
    "within_reach": (
        {"points": [(1, 1)], "sites": [(0, 0)], "max_range_m": 1e5},
        {
            "points": [[(1, 95)], [(1, 2, 3)], "x", table(SQUARE)],
            "sites": [[(1, 95)], [(1, 2, 3)], "x", table(SQUARE)],
            "max_range_m": POSITIVE,
            "min_range_m": [-1, 1e6, "x", float("nan")],
        },
    ),
    "write": (
        {"answer": REPORT, "path": "x.svg"},
        {
            "answer": REACHES,
            "path": [*PATHS, "x.txt", "no folder/x.svg"],
            "form": [*NAMES[1:], "table", "csv"],
            "width_mm": NUMBERS[1:],
            "size": [*NAMES[1:], "0x0", "16:0"],
            "notes": CHOICES[1:],
            "dpi": LOOKS,
            "theme": CHOICES[1:],
            "lang": TEXTS[1:],
        },
    ),
    # Values that people make.
    "Catalogue": ({"systems": [SYSTEM]}, {"systems": [None, 3, [3], "x"]}),
    "LaunchSite": (
        {"name": "x", "geometry": SQUARE},
        {"name": TEXTS, "geometry": AREAS, "edges": CHOICES},
    ),
    "PolicyFact": (
        {"date": "2024", "text": "x", "source": SOURCE},
        {"date": [*TEXTS, ""], "text": [*TEXTS, ""], "rule": CHOICES[1:]},
    ),
    "Region": (
        {
            "code": "x",
            "name": "x",
            "country_code": "y",
            "country_name": "y",
            "area_km2": 1.0,
            "geometry": SQUARE,
        },
        {
            "code": TEXTS,
            "name": TEXTS,
            "area_km2": NUMBERS[:3],
            "geometry": [*AREAS, Point(36, 50)],
        },
    ),
    "Scenario": (
        {"sites": SITE, "systems": SYSTEM},
        {
            "sites": [*SITES, "Kharkiv"],
            "systems": [*SYSTEMS, "atacms"],
            "zones": [*ZONES, "Kursk"],
            "sector": SECTORS,
            "worldview": CHOICES,
            "tolerance_m": POSITIVE,
            "title": TEXTS,
            "language": [*TEXTS, "", "x"],
            "min_population": COUNTS,
            "stages": [3, "x", [3]],
            "within": [3, "x", [3]],
        },
    ),
    "Sector": (
        {"start_azimuth_deg": 0, "end_azimuth_deg": 90},
        {"start_azimuth_deg": NUMBERS, "end_azimuth_deg": NUMBERS},
    ),
    "Source": (
        {"title": "x"},
        {
            "title": [*TEXTS, "", " "],
            "date": TEXTS,
            "quote": [*TEXTS, "word " * 16],
            "grade": CHOICES,
        },
    ),
    "Stage": (
        {"date": "2024-11", "label": "x"},
        {
            "date": [*TEXTS, "", "Nov 2024"],
            "label": [*TEXTS, "", " "],
            "systems": [3, "x", [3]],
            "zones": [3, "x", [3]],
            "sites": [3, "x", [3], SITE],
        },
    ),
    "System": (
        {"id": "x", "name": "x", "max_range_m": 1e5, "source": SOURCE},
        {
            "id": TEXTS,
            "name": TEXTS,
            "max_range_m": POSITIVE,
            "source": [None, 3, "x"],
            "min_range_m": NUMBERS[1:],
            "low_m": LENGTHS[1:],
            "high_m": LENGTHS[1:],
            "platform": CHOICES,
        },
    ),
    "Callout": (
        {"lon": 36, "lat": 50, "text": "x"},
        {
            "lon": NUMBERS,
            "lat": NUMBERS,
            "text": [*TEXTS, "", " ", "a" * 81],
            "direction": CHOICES[1:],
        },
    ),
    "WithinLayer": ({"path": "x.gpkg"}, {"path": [None, 3, "", " "], "name": TEXTS}),
    "Zone": (
        {"name": "x", "geometry": SQUARE},
        {"name": TEXTS, "geometry": [*AREAS, Point(36, 50)], "rule": CHOICES},
    ),
}
# What only rangeviz makes, and errors; and what takes nothing.
MADE = {
    *("Comparison", "Finding", "Layer", "NearestPositions", "Overlap", "OwnLayer"),
    *(
        "OwnRaster",
        "Part",
        "Place",
        "PlaceRow",
        "RangeMap",
        "ReachEnvelope",
        "ReachReport",
    ),
    *("Report", "Shape", "SiteComparison", "StageReport", "Stages", "Verification"),
    "show_versions",
}


def is_shape(value):
    return isinstance(value, shapely.geometry.base.BaseGeometry)


def areas(given, areas_m2):
    if given is None:
        return math.isnan(areas_m2)
    if isinstance(given, gpd.GeoDataFrame):
        missing = given.geometry.isna()
        return (areas_m2.isna() == missing).all() and (areas_m2[~missing] == 0).all()
    empty = is_shape(given) and given.is_empty
    return areas_m2 == 0 if empty else given == [] and areas_m2.shape == (0,)


def rows(given, table):
    """A row without a shape stays without, and none is lost."""
    return (
        isinstance(given, gpd.GeoDataFrame)
        and table.index.equals(given.index)
        and np.isnan(np.asarray(getattr(table, "max_deviation_m", table), float)).all()
    )


def arrays(given, got):
    """No positions: empty arrays."""
    return isinstance(given, list) and given == [] and all(len(a) == 0 for a in got)


def distances(given, distances_m):
    nothing = isinstance(given, list) and given == [] and distances_m.shape == (0,)
    return nothing or rows(given, distances_m)


# Where a bad value has a right answer: what that is.
RIGHT = {
    ("area_m2", "geometry"): areas,
    ("geodesic_buffer", "geometry"): rows,
    ("geodesic_distance", "points"): distances,
    **{("direct", name): arrays for name in CALLS["direct"][1]},
    **{("inverse", name): arrays for name in CALLS["inverse"][1]},
    ("geodesic_circles", "lons"): arrays,
    # What nothing was said about, and what needs no cutting.
    ("load_policy_facts", "region"): lambda region, facts: (
        isinstance(region, str) and facts == ()
    ),
    ("split_at_antimeridian", "geometry"): lambda given, got: (
        (given.is_empty and got is given) or got.equals(box(-120, 0, -119, 1))
    ),
    # A search takes parts of names.
    ("find_regions", "query"): lambda query, _: query == "../../etc",
    ("search_places", "query"): lambda query, _: query == "../../etc",
    ("write", "path"): lambda path, _: path == "nothing.gpkg",
}


def public():
    for name in rv.__all__[1:]:
        value = getattr(rv, name)
        if not (inspect.isclass(value) and issubclass(value, BaseException | Warning)):
            yield name


def test_every_public_name_is_swept():
    assert set(public()) == set(CALLS) | MADE
    assert not set(CALLS) & MADE


def cases():
    for name, (_, bad) in CALLS.items():
        for argument in bad:
            yield name, argument


@pytest.mark.parametrize(("name", "argument"), [*cases()])
def test_bad_input_is_told_in_one_line_or_right(name, argument, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    clean, bad = CALLS[name]
    function = getattr(rv, name)
    faults = []
    for value in bad[argument]:
        try:
            got = function(**{**(clean or {}), argument: value})
        except rv.RangevizError as error:
            if "\n" in str(error):
                faults.append(f"{value!r}: {error}")
        except Exception as error:
            faults.append(f"{value!r:.60}: raw {type(error).__name__}: {error!s:.100}")
        else:
            right = RIGHT.get((name, argument))
            if right is None or not right(value, got):
                faults.append(f"{value!r:.60}: gave {got!r:.60}")
    assert not faults, "\n".join(faults)


# One value for every option and argument that the commands take.
TYPED = ["", " ", "nan", "-1", "1e999", "no such thing", "..", "x.gpkg", "\x07", "0"]
FULL = {
    "map": ["--from", "50,36", "--system", "himars", "-o", "x.html"],
    "report": ["--from", "50,36", "--system", "himars"],
    "export": ["--from", "50,36", "--system", "himars", "-o", "x.csv"],
    "compare": ["--from", "50,36", "--base", "himars", "--with", "atacms"],
}


def options():
    context = click.Context(main)
    for name in main.list_commands(context):  # each is read when it is asked for
        for option in main.get_command(context, name).params:
            if option.param_type_name == "option" and not option.is_flag:
                yield name, option.opts[0], option.nargs


@pytest.mark.parametrize(("command", "option", "count"), [*options()])
def test_what_is_typed_is_told_in_one_line(
    command, option, count, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    faults = []
    for text in TYPED:
        line = [command, *FULL.get(command, []), option, *[text] * count]
        ended = CliRunner().invoke(main, line)
        errors = [each for each in ended.stderr.splitlines() if "rror: " in each]
        if not isinstance(ended.exception, SystemExit | None):
            faults.append(f"{text!r}: raw {ended.exception!r:.100}")
        elif ended.exit_code and (ended.exit_code > 2 or len(errors) != 1):
            faults.append(f"{text!r}: {ended.exit_code} {ended.stderr:.200}")
        elif ended.exit_code and list(tmp_path.iterdir()):
            faults.append(f"{text!r}: left {[p.name for p in tmp_path.iterdir()]}")
        for path in tmp_path.iterdir():
            path.unlink()
    assert not faults, "\n".join(faults)
