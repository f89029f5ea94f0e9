"""What is named on a picture, and where: by size and rank, on nothing else."""

import itertools

import numpy as np
import pytest
import shapely
from matplotlib.lines import Line2D

import rangeviz as rv
from rangeviz.datasets.borders.zones import find_area_sites
from rangeviz.datasets.map_ground import load_land, load_seas
from rangeviz.datasets.places.gazetteer import load_places
from rangeviz.datasets.places.seats import CAPITAL, SEAT, TOWN, prominence
from rangeviz.language.language import LANGUAGES
from rangeviz.render.figure.borders import load_borders
from rangeviz.render.figure.drawn_shapes import load_drawn_water, load_graticule
from rangeviz.render.figure.figure import Picture
from rangeviz.render.figure.view import make_view
from rangeviz.writing import page_html


def pictured(name, *ranges_km, systems=(), zones=(), **look):
    systems = tuple(rv.find_system(each) for each in systems) + tuple(
        rv.System.ad_hoc(max_range_m=km * 1e3) for km in ranges_km
    )
    scenario = rv.Scenario((rv.find_site(name),), systems, zones)
    return Picture(rv.report(scenario), **look)


def named(picture, kind):
    return {label.text for label in picture.labels if label.kind == kind}


def test_a_large_view_names_the_largest_countries_and_every_great_capital():
    picture = pictured("Pyongyang", 5_000)
    # By area within the frame, measured by hand on a globe.
    assert {
        *("RUSSIA", "CHINA", "INDIA", "KAZAKHSTAN", "MONGOLIA", "INDONESIA"),
        *("IRAN", "UNITED STATES", "PAKISTAN", "AFGHANISTAN"),
    } <= named(picture, "country")
    assert {
        *("Beijing", "Tokyo", "Seoul", "Taipei", "Jakarta", "Bangkok", "Hanoi"),
        *("Dhaka", "Moscow", "Tehran", "Singapore", "Baghdad"),
    } <= named(picture, "place")
    assert {"Pacific Ocean", "Philippine Sea"} <= named(picture, "sea")


def test_islands_are_told_by_their_capitals():
    picture = pictured("Suva, FJI", 1_000)
    assert {"Apia", "Port-Vila"} <= named(picture, "place")
    assert {"FIJI", "VANUATU", "NEW CALEDONIA"} <= named(picture, "country")


@pytest.fixture(scope="module")
def kharkiv_picture(kharkiv):
    return Picture(kharkiv)


def test_no_name_stands_on_a_ring_or_a_hatch(kharkiv_picture, kharkiv):
    picture = kharkiv_picture
    scale = picture.map_size_in[0] / picture.view.width_m
    origin = np.array([picture.view.west_m, picture.view.south_m])

    def on_paper(shape):
        return shapely.transform(
            shape, lambda x: (picture.view.to_plane(x) - origin) * scale
        )

    zone = on_paper(kharkiv.scenario.zones[0].geometry)
    rings = [on_paper(row.reach.geometry).boundary for row in kharkiv.reaches]
    assert len(picture.labels) > 20
    for label in picture.labels:
        box = shapely.box(*label.box)
        assert not any(box.intersects(ring) for ring in rings), label.text
        assert label.kind == "zone" or not box.intersects(zone), label.text


def test_equal_ranges_have_a_label_each_with_a_line_to_the_ring():
    picture = pictured("Kyiv", systems=("taurus", "iskander-m", "prsm"))
    labels = [label for label in picture.labels if label.kind == "ring"]
    texts = [label.text for label in labels]
    assert "PrSM Increment 1, 499 km (310 mi)" in texts
    assert "Taurus KEPD 350, 500 km (311 mi)" in texts
    assert len(labels) == 3
    middle = np.array(picture.map_size_in) / 2
    ring_in = 500e3 * picture.map_size_in[0] / picture.view.width_m
    lines = [
        each for each in picture.figure.findobj(Line2D) if each.get_linewidth() == 0.7
    ]
    ends = [np.column_stack(line.get_data()) for line in lines]
    for label in labels:
        box = shapely.box(*label.box).buffer(1e-6)
        own = [end for end in ends if box.covers(shapely.Point(end[1]))]
        assert len(own) == 1, label.text
        off_in = np.hypot(*(own[0][0] - middle))
        assert off_in == pytest.approx(ring_in, rel=0.01), label.text


def test_places_are_weighed_by_what_they_are():

    places = load_places(min_population=300_000)
    rank = dict(zip(places["name"], prominence(places).rank.tolist(), strict=True))
    assert [rank[name] for name in ("Kyiv", "Ankara", "Canberra", "Washington")] == [
        CAPITAL
    ] * 4
    assert [rank[name] for name in ("Kharkiv", "Istanbul", "Munich")] == [SEAT] * 3
    assert rank["Kryvyi Rih"] == TOWN
    # Which city is Israel's capital is not agreed on: none is marked as such.
    assert rank["Jerusalem"] != CAPITAL != rank["Tel Aviv"]


def test_a_sea_is_named_in_every_language_and_lies_in_water():

    land = load_land()
    for sea in load_seas():
        assert {"en", *sea.names} == set(LANGUAGES)
        assert all(sea.names.values())
        assert -180 <= sea.lon <= 180
        if sea.name != "Caspian Sea":  # which the outline of the land counts as land
            assert not land.contains(shapely.Point(sea.lon, sea.lat)), sea.name


def test_labels_of_the_largest_maps_keep_apart():
    picture = pictured("Pyongyang", 5_000)
    for one, other in itertools.combinations(picture.labels, 2):
        assert (
            not shapely.box(*one.box)
            .buffer(-1e-6)
            .intersects(shapely.box(*other.box).buffer(-1e-6))
        ), (one, other)


def test_no_line_to_a_ring_runs_over_a_label():
    picture = pictured(
        "Kyiv", systems=("himars", "glsdb", "atacms", "storm-shadow", "taurus", "prsm")
    )
    lines = [
        each for each in picture.figure.findobj(Line2D) if each.get_linewidth() == 0.7
    ]
    assert len(lines) == 2
    for line in lines:
        ends = np.column_stack(line.get_data())
        # Its own label it touches alone.
        over = [
            label.text
            for label in picture.labels
            if shapely.LineString(ends).intersects(
                shapely.box(*label.box).buffer(-1e-3)
            )
        ]
        assert not over


def test_a_country_to_measure_from_is_named_once():
    (site,) = find_area_sites("Moldova")
    picture = Picture(rv.report(site, "50 km"))
    names = [label.text.upper() for label in picture.labels]
    assert names.count("MOLDOVA") == 1
    assert "ROMANIA" in names


def test_no_fragment_of_coast_or_lake_is_left_on_the_demo(kharkiv):
    """The tip of an estuary, and the sliver that read as "Taganrog’"."""
    view = make_view(kharkiv)
    px_per_m = 180 / 25.4 * 96 / view.width_m
    lakes = load_drawn_water(view).lakes.outline
    borders = load_borders(view, worldview="international")
    lines = [*borders.coasts, *borders.land, *lakes]
    frame = shapely.box(view.west_m, view.south_m, view.east_m, view.north_m)
    seen = [line for line in lines if frame.intersects(shapely.LineString(line))]
    assert len(seen) > 3
    assert min(np.ptp(line, axis=0).max() for line in seen) * px_per_m > 4


@pytest.mark.browser
def test_a_page_of_a_large_view_names_seas_on_their_water(open_page):
    scenario = rv.Scenario(
        (rv.find_site("Suva, FJI"),),
        (rv.System.ad_hoc(max_range_m=2_500_000),),
        language="de",
    )
    opened = open_page(page_html(rv.report(scenario)))
    shown = opened.page.locator(".rv-label-sea:visible").all_inner_texts()
    assert "Pazifischer Ozean" in shown
    assert len(shown) == len({*shown}) >= 2
    corners = opened.page.evaluate(
        """() => {
          const { map, view } = rangeviz.page;
          const frame = map.getContainer().getBoundingClientRect();
          const shown = Array.from(document.querySelectorAll(".rv-label-sea")).filter(
            (node) => getComputedStyle(node).visibility !== "hidden");
          return shown.flatMap((node) => {
            const { left, right, top, bottom } = node.getBoundingClientRect();
            return [left, right].flatMap((x) => [top, bottom].map((y) =>
              view.positionAt({ x: x - frame.left, y: y - frame.top })));
          });
        }"""
    )
    lon, lat = np.array(corners).T
    assert not load_land().contains(shapely.points((lon + 180) % 360 - 180, lat)).any()
    assert not opened.problems


def test_a_graticule_stands_where_north_turns():
    near = make_view(pictured("Kharkiv", 306).report)
    assert load_graticule(near) == []
    for view in (
        make_view(pictured("Pyongyang", 5_000).report),
        make_view(pictured("Murmansk", 500).report),
        make_view(pictured("Kharkiv", 15_000).report),
    ):
        lines = load_graticule(view)
        assert len(lines) >= 3
        for line in lines:
            # Every point of a line has its latitude or its longitude.
            lon, lat = view.to_lon_lat(line).T
            off_deg = np.abs((lon - lon[len(lon) // 2] + 180) % 360 - 180)
            is_pole = np.abs(lat) > 89.99
            assert (off_deg[~is_pole] < 1e-6).all() or np.ptp(lat) < 1e-6
            # And nothing runs across the map.
            steps_m = np.hypot(*np.diff(line, axis=0).T)
            assert steps_m.max() < 2_500_000
