"""Every ring is whole: in frames of any size, on paper, anywhere on the Earth."""

import io

import numpy as np
import pytest
from PIL import Image, ImageColor

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.style import GROUNDS
from rangeviz.writing import page_html

pytestmark = pytest.mark.browser

FRAMES = [
    (280, 200),
    (320, 480),
    (390, 844),
    (600, 450),
    (700, 500),
    (800, 450),
    (794, 1123),
    (1024, 768),
    (1280, 800),
    (1920, 1080),
    (2560, 1440),
]
# A narrow frame, a phone, paper, a desktop and a large one; the others between them.
USUAL = {(280, 200), (390, 844), (794, 1123), (1280, 800), (2560, 1440)}
SPARE_PX = 8
LAND = ImageColor.getrgb(GROUNDS["light"].land)
# Extent of every drawn ring in the map's box, and the box.
RINGS_AND_BOX = """() => {
  const box = document.getElementById("rv-map").getBoundingClientRect();
  const rings = [...document.querySelectorAll("#rv-map path.rv-ring")];
  return [...rings.map((path) => {
    const steps = path.getTotalLength() === 0 ? 0 : 36;
    const points = Array.from({length: steps}, (_, i) => {
      const at = path.getPointAtLength((i / 36) * path.getTotalLength());
      return at.matrixTransform(path.getScreenCTM());
    });
    const [x, y] = [points.map((p) => p.x - box.x), points.map((p) => p.y - box.y)];
    return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
  }).filter((extent) => extent.every(Number.isFinite)), [0, 0, box.width, box.height]];
}"""


def extents(page):
    *rings, box = page.evaluate(RINGS_AND_BOX)
    assert rings, "no ring is drawn"
    return rings, box


def assert_whole(page):
    rings, (_, _, width, height) = extents(page)
    for west, north, east, south in rings:
        assert min(west, north) >= SPARE_PX
        assert east <= width - SPARE_PX
        assert south <= height - SPARE_PX


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(size, marks=[pytest.mark.repetition] * (size not in USUAL))
        for size in FRAMES
    ],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
def test_every_ring_is_inside_the_first_view(open_page, kharkiv_html, size):
    opened = open_page(kharkiv_html, width=size[0], height=size[1])
    assert_whole(opened.page)
    assert opened.problems == []


def test_rings_stay_whole_when_the_window_changes(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    for width, height in ((600, 500), (390, 844), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(500)
        assert_whole(page)
    # But not under a reader who has gone somewhere.
    page.evaluate("rangeviz.page.map.setZoom(9)")
    page.set_viewport_size({"width": 900, "height": 720})
    page.wait_for_timeout(500)
    assert page.evaluate("rangeviz.page.map.getZoom()") == 9


def test_every_ring_of_several_points_is_inside_a_small_frame(open_page, three_html):
    assert_whole(open_page(three_html, width=700, height=500).page)


# Beyond the page's borders, at 180 degrees, at both ends of the axis; then Sydney, New
# York and Berlin.
@pytest.mark.parametrize(
    "lonlat",
    [
        (116.4, 39.9),
        (178.4, -18.1),
        (0, 90),
        (0, -90),
        pytest.param((151.2, -33.9), marks=pytest.mark.repetition),
        pytest.param((-74, 40.7), marks=pytest.mark.repetition),
        pytest.param((13.4, 52.5), marks=pytest.mark.repetition),
    ],
    ids=str,
)
def test_a_position_that_is_typed_or_linked_shows_its_rings_whole(
    open_page, kharkiv_html, lonlat
):
    linked = open_page(kharkiv_html, address=f"#at={lonlat[0]},{lonlat[1]}").page
    assert_whole(linked)
    typed = open_page(kharkiv_html).page
    typed.get_by_label("Longitude").fill(str(lonlat[0]))
    typed.get_by_label("Latitude").fill(str(lonlat[1]))
    typed.get_by_label("Latitude").press("Enter")
    assert_whole(typed)


def test_there_is_land_where_the_page_has_no_borders_of_its_own(
    open_page, kharkiv_html
):
    page = open_page(kharkiv_html, address="#at=116.4,39.9").page
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    box = page.locator("#rv-map").bounding_box()
    # In the corner of the map, beside the ring: Inner Mongolia.
    assert shot.getpixel((int(box["x"] + 120), int(box["y"] + 12))) == LAND


@pytest.mark.parametrize(("lon", "lat", "range_km"), [(20, 84, 1500), (0, 89.5, 1000)])
def test_a_ring_at_a_pole_is_a_circle_to_a_pixel(open_page, lon, lat, range_km):
    system = rv.System.ad_hoc(max_range_m=1000 * range_km)
    report = build_report(rv.Scenario((rv.LaunchSite.at(lon, lat),), (system,)))
    assert_circle(open_page(page_html(report)).page, range_km)


def test_a_ring_of_half_the_world_is_a_circle_to_a_pixel(open_page, far_html):
    assert_circle(open_page(far_html).page, 5000)


def assert_circle(page, range_km):
    (west, north, east, south), *_ = extents(page)[0]
    distances = page.evaluate(
        """() => {
          const path = document.querySelector("#rv-map path.rv-ring");
          const box = path.getBoundingClientRect();
          const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
          return Array.from({length: 360}, (_, i) => {
            const at = path.getPointAtLength((i / 360) * path.getTotalLength())
              .matrixTransform(path.getScreenCTM());
            return Math.hypot(at.x - x, at.y - y);
          });
        }"""
    )
    assert max(distances) - min(distances) <= 1
    assert abs((east - west) - (south - north)) <= 1
    bar = page.evaluate(
        "[...document.querySelectorAll('.rv-scale div')].map((bar) =>"
        " [bar.textContent, bar.getBoundingClientRect().width])"
    )[0]
    kilometres = float(bar[0].removesuffix(" km").replace(",", ""))
    measured_km = np.mean(distances) / bar[1] * kilometres
    assert measured_km == pytest.approx(range_km, rel=0.03)


def test_a_map_whose_bar_would_lie_has_none(open_page, kharkiv_html):
    for kind in ("mercator", "globe"):
        page = open_page(kharkiv_html, address=f"#proj={kind}").page
        assert not page.locator(".rv-scale").is_visible()
        assert_whole(page)


def test_a_reader_gets_the_view_back_after_printing(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    page.evaluate("rangeviz.page.map.setZoom(9)")
    before = page.evaluate("rangeviz.page.view.view()")
    page.pdf(prefer_css_page_size=True)
    after = page.evaluate("rangeviz.page.view.view()")
    assert after["zoom"] == pytest.approx(before["zoom"])
    assert after["centre"] == pytest.approx(before["centre"], abs=1e-3)
    Image.open(io.BytesIO(page.screenshot())).verify()
