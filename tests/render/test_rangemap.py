"""RangeMap as a folium map: children, notebooks, and what it refuses."""

import base64
import re
import struct

import folium
import folium.plugins
import pytest
from playwright.sync_api import expect

import rangeviz as rv
from rangeviz.errors import InputError
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
    assert 'title="Reach from Kharkiv: HIMARS, ATACMS"' in frame
    assert 'height="640"' in frame
    bundle = m._repr_mimebundle_()
    assert bundle["text/plain"].startswith("<RangeMap: Reach from")
    assert bundle["text/html"] == frame


def test_an_untrusted_notebook_shows_a_picture(m):
    still = base64.b64decode(m._repr_mimebundle_()["image/png"])
    width, height = struct.unpack(">II", still[16:24])
    assert still.startswith(b"\x89PNG")
    assert 550 < width < 1000
    assert 500 < height < 1500
    assert len(still) < 300_000


def test_explore_makes_a_map_of_reaches():
    site = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    reach = rv.reach(site, rv.load_systems()["himars"])
    assert isinstance(rv.explore([reach]), RangeMap)


def test_explore_adds_shapes_to_a_map_that_is_there():
    site = rv.LaunchSite.at(36.2304, 49.9935, name="{{7*7}}")
    reach = rv.reach(site, rv.load_systems()["himars"])
    own = folium.Map(location=[50, 36], tiles=None)
    assert rv.explore([reach], own) is own
    assert "7*7" not in own.get_root().render()


def test_explore_refuses_reaches_that_are_no_grid():
    systems = rv.load_systems()
    first = rv.reach(rv.LaunchSite.at(36, 50), systems["himars"])
    second = rv.reach(rv.LaunchSite.at(37, 50), systems["atacms"])
    with pytest.raises(InputError, match="every system from every site"):
        rv.explore([first, second])


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
