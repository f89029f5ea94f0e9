"""RangeMap as a folium map: children, notebooks, and what it refuses."""

import base64
import re
import struct
from dataclasses import replace

import folium
import folium.plugins
import geopandas as gpd
import pytest
import shapely
from IPython.core.interactiveshell import InteractiveShell
from playwright.sync_api import expect
from traitlets.config import Config

import rangeviz as rv
from rangeviz.errors import InputError
from rangeviz.render.figure import figure
from rangeviz.render.page.notebook import Shown
from rangeviz.render.page.rangemap import RangeMap


@pytest.fixture
def m(kharkiv) -> RangeMap:
    return RangeMap(kharkiv)


@pytest.mark.browser
def test_folium_children_still_work(open_page, m):
    folium.Marker([49.6, 34.5], popup="<b>Poltava</b> {{7*7}}", tooltip="a tip").add_to(
        m
    )
    folium.CircleMarker([50.9, 34.8], radius=8).add_to(m)
    folium.GeoJson({"type": "Point", "coordinates": [35.0, 48.5]}).add_to(m)
    folium.LayerControl().add_to(m)
    opened = open_page(m.to_html())
    page = opened.page
    expect(page.locator("img.leaflet-marker-icon")).to_have_count(2)
    widths = page.locator("img.leaflet-marker-icon").evaluate_all(
        "icons => icons.map(icon => icon.naturalWidth)"
    )
    assert all(widths)
    page.evaluate("document.querySelector('img.leaflet-marker-icon').click()")
    expect(page.locator(".leaflet-popup")).to_contain_text("Poltava {{7*7}}")
    assert opened.requests == []
    assert [text for text in opened.problems if "style" not in text] == []


def test_rendering_twice_gives_the_same(m):
    folium.Marker([49.6, 34.5]).add_to(m)
    assert m.to_html() == m.to_html()


def test_tiles_are_refused_with_their_address(m):
    folium.TileLayer("OpenStreetMap").add_to(m)
    with pytest.raises(InputError, match=r"tile\.openstreetmap\.org"):
        m.to_html()


def test_plugins_from_the_network_are_refused_with_their_address(m):
    folium.plugins.MarkerCluster().add_to(m)
    with pytest.raises(InputError, match=r"can't fetch 'https://.*markercluster"):
        m.to_html()


def test_a_page_has_no_option_that_asks_a_network(m, kharkiv):
    with pytest.raises(TypeError, match="tiles"):
        RangeMap(kharkiv, tiles="osm")
    policy = re.search(r'Security-Policy" content="([^"]*)"', m.to_html())[1]
    assert "img-src data:;" in policy
    assert "://" not in policy


def test_notebook_shows_a_frame_with_a_title_and_one_line(m):
    frame = m._repr_html_()
    assert 'title="All of Kursk Oblast is within ATACMS range from Kharkiv"' in frame
    assert 'height="640"' in frame
    picture, living = Shown(m).bundles("<RangeMap: All of Kursk>")
    assert picture["text/plain"].startswith("<RangeMap: All of Kursk")
    assert "<" not in living["application/javascript"].partition("show(")[2]


def test_an_untrusted_notebook_shows_a_picture(m):
    still = base64.b64decode(Shown(m).still)
    width, height = struct.unpack(">II", still[16:24])
    assert still.startswith(b"\x89PNG")
    assert 550 < width < 1000
    assert 500 < height < 1500
    assert len(still) < 100_000


def test_explore_makes_a_map_of_reaches():
    site = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    reach = rv.reach(site, rv.load_systems()["himars"])
    assert isinstance(rv.explore([reach]), RangeMap)


@pytest.fixture
def shell(monkeypatch):
    """IPython in a terminal: it shows text alone."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)  # it warns of any but its own
    config = Config({"HistoryManager": {"enabled": False}})
    yield InteractiveShell.instance(config=config)
    InteractiveShell.clear_instance()


def test_where_no_picture_is_seen_none_is_drawn(shell, kharkiv, monkeypatch, capsys):
    monkeypatch.setattr(figure, "Picture", None)  # whoever calls it fails
    shell.user_ns |= {"report": rv.report(kharkiv.scenario), "rv": rv}
    for line, told in (
        ("report", "<Report: "),
        ("rv.explore(report)", "<RangeMap: "),
        ("rv.explorer('Kharkiv', 'himars')", "<Explorer: "),
    ):
        shell.run_cell(line).raise_error()
        assert told in capsys.readouterr().out


def test_explore_adds_shapes_to_a_map_that_is_there():
    site = rv.LaunchSite.at(36.2304, 49.9935, name="{{7*7}}")
    reach = rv.reach(site, rv.load_systems()["himars"])
    own = folium.Map(location=[50, 36], tiles=None)
    assert rv.explore([reach], own) is own
    assert "7*7" not in own.get_root().render()


@pytest.fixture
def no_grid():
    """One system from one site, another from another."""
    systems = rv.load_systems()
    first = rv.reach(rv.LaunchSite.at(36, 50, name="First"), systems["himars"])
    second = rv.reach(rv.LaunchSite.at(37, 50, name="Second"), systems["atacms"])
    return [first, second]


def test_reaches_that_are_no_grid_are_shown_and_no_others(no_grid):
    mine = folium.Map(tiles=None)
    assert rv.explore(no_grid, mine, zones="Kursk") is mine
    names = [
        child.layer_name
        for child in mine._children.values()
        if isinstance(child, folium.FeatureGroup)
    ]
    assert names == ["Kursk Oblast (restricted)", *(each.label for each in no_grid)]
    html = mine.get_root().render()
    assert html.count("rangeviz-caption") == 1
    for each in no_grid:
        assert each.system.source.citation.split("'")[0] in html


@pytest.mark.browser
def test_a_map_of_them_is_one_offline_file(no_grid, open_page):
    made = rv.explore(no_grid, title="Two of four")
    opened = open_page(made.get_root().render())
    page = opened.page
    assert page.title() == "Two of four"
    rings = page.locator("path[stroke-dasharray], path[stroke-width='2.6']")
    assert rings.count() == 2
    boxes = [rings.nth(row).bounding_box() for row in range(2)]
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    for box in boxes:
        assert 0 <= box["x"] < box["x"] + box["width"] <= width
        assert 0 <= box["y"] < box["y"] + box["height"] <= height
    assert boxes[1]["width"] > 3 * boxes[0]["width"]
    page.get_by_text("What it does not say").click()
    assert page.get_by_text("Border lines are generalised").is_visible()
    assert opened.requests == []
    assert opened.problems == []


@pytest.fixture
def plain():
    return rv.report(rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv"), "himars")


def test_words_of_a_scenario_come_along_to_a_map_of_ones_own(plain):
    callout = rv.Callout(36.0, 50.2, "Look <here>", direction="NE")
    words = replace(plain.scenario, callouts=(callout,), subtitle="Under the title")
    html = rv.explore(words, folium.Map(tiles=None)).get_root().render()
    assert "Look &lt;here&gt;" in html
    assert "Under the title" in html


def test_what_a_map_of_ones_own_cant_show_is_refused_in_words(plain):
    squares = [shapely.box(36 + i / 9, 50, 36.1 + i / 9, 50.1) for i in range(3)]
    cells = gpd.GeoDataFrame(geometry=squares, crs=4326)
    told = {
        "sums of your own layers": rv.report(plain.scenario, within=cells),
        "spotlight": replace(plain.scenario, spotlight="Ukraine"),
    }
    for words, what in told.items():
        with pytest.raises(InputError, match=words):
            rv.explore(what, folium.Map(tiles=None))


def test_what_is_no_grid_is_written_one_site_at_a_time(no_grid, tmp_path):
    with pytest.raises(InputError, match="every system from every site"):
        rv.write(no_grid, tmp_path / "map.html")


def test_a_suffix_that_is_no_form_is_refused(tmp_path):
    reach = rv.reach(rv.LaunchSite.at(36, 50), rv.load_systems()["himars"])
    with pytest.raises(InputError, match=r"\.docx"):
        rv.write(reach, tmp_path / "map.docx")


def test_a_map_of_reaches_keeps_the_tolerance_they_were_drawn_to(tmp_path):
    site = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    system = rv.System.ad_hoc(max_range_m=80_500)
    reach = rv.reach(site, system, tolerance_m=1.0)
    rv.write([reach], tmp_path / "map.html")
    assert "(1 m asked)" in (tmp_path / "map.html").read_text()
