"""Where names stand on a page's map, and that land is land under the antipode too."""

import io
from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image

import rangeviz as rv
from rangeviz.datasets.map_ground import load_land
from rangeviz.writing import page_html

MAPS = Path(__file__).parents[1] / "data" / "twelve_maps"

# Of each shown label: its box, and points of rings in it; of a country's, what share
# of points under it lies in other countries, measured without the code that places it.
LABELS = """() => {
  const { view, scene } = rangeviz.page;
  const frame = view.map.getContainer().getBoundingClientRect();
  const nodes = Array.from(document.querySelectorAll(".rv-label"));
  const shown = nodes.filter((node) => !node.hidden);
  const paths = Array.from(document.querySelectorAll("path.rv-ring"));
  const rings = paths.flatMap((path) => {
    const [length, at] = [path.getTotalLength(), path.getScreenCTM()];
    return Array.from({ length: Math.ceil(length / 3) }, (_, i) =>
      path.getPointAtLength(3 * i).matrixTransform(at));
  });
  const inside = (ring, [x, y]) => ring.reduce((is, [bx, by], i) => {
    const [ax, ay] = ring[(i || ring.length) - 1];
    if ((ay > y) === (by > y)) return is;
    return x < ax + ((y - ay) / (by - ay)) * (bx - ax) ? !is : is;
  }, false);
  const countryAt = (x, y) => {
    const at = view.positionAt({ x: x - frame.left, y: y - frame.top });
    const holds = (rings) => rings.filter((ring) => inside(ring, at)).length % 2 === 1;
    const unit = scene.units.find(({ polygons }) => polygons.some(holds));
    return unit ? scene.countries[unit.country] : null;
  };
  return shown.map((node) => {
    const box = node.getBoundingClientRect();
    const kind = node.className.match(/rv-label-(\\w+)/)[1];
    const crossed = rings.filter(({ x, y }) =>
      x > box.left && x < box.right && y > box.top && y < box.bottom).length;
    const under = kind !== "country" ? [] : [0, 1, 2, 3, 4, 5, 6].map((i) =>
      countryAt(box.left + (i / 6) * box.width, box.top + box.height / 2));
    const hatched = Array.from(document.querySelectorAll("path.rv-zone"), (zone) => {
      const to = zone.getScreenCTM().inverse();
      return Array.from({ length: 51 }, (_, i) =>
        new DOMPoint(
          box.left + ((i % 17) / 16) * box.width,
          box.top + (Math.floor(i / 17) / 2) * box.height,
        ).matrixTransform(to)).filter((point) => zone.isPointInFill(point)).length;
    });
    return { text: node.textContent, kind, crossed, under, hatched };
  });
}"""
# Pixels of the map's left and right, and where they lie.
SIDES = """() => {
  const { map, view } = rangeviz.page;
  const frame = map.getContainer().getBoundingClientRect();
  const found = [];
  for (let x = 20; x < frame.width; x += 20) {
    for (let y = 200; y < frame.height - 100; y += 20) {
      if (x > 120 && x < frame.width - 120) continue;
      found.push([[x + frame.left, y + frame.top], view.positionAt({ x, y })]);
    }
  }
  return found;
}"""


def html_of(name):
    return page_html(rv.report(rv.read_scenario(MAPS / f"{name}.toml")))


@pytest.mark.browser
@pytest.mark.parametrize("lat", [84, 90])
def test_land_is_land_where_the_antipode_lies_in_land(open_page, lat):
    page = open_page(page_html(rv.report((30.0, lat), "1500 km"))).page
    pixels, positions = zip(*page.evaluate(SIDES), strict=True)
    points = shapely.points([[(lon + 180) % 360 - 180, lat] for lon, lat in positions])
    clear = shapely.distance(points, load_land().boundary) > 0.8
    is_land = shapely.intersects(points, load_land())
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    colors = np.array([picture.getpixel((round(x), round(y))) for x, y in pixels])
    is_blue = colors[:, 2] > colors[:, 0] + 6.0
    assert (clear & is_land).sum() > 20
    assert (clear & ~is_land).sum() > 20
    assert page.evaluate(GRATICULE, "") > 1_000
    # A few pixels are of names.
    assert (is_blue == ~is_land)[clear].mean() > 0.93


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "width", "height"),
    [
        ("demo", 390, 844),
        pytest.param("demo", 1280, 800, marks=pytest.mark.repetition),
        ("gulf", 390, 844),
        pytest.param("gulf", 1280, 800, marks=pytest.mark.repetition),
        pytest.param("pyongyang", 390, 844, marks=pytest.mark.repetition),
        pytest.param("pyongyang", 1280, 800, marks=pytest.mark.repetition),
    ],
)
def test_names_stand_clear_of_rings_and_neighbours(open_page, name, width, height):
    page = open_page(html_of(name), width=width, height=height).page
    labels = page.evaluate(LABELS)
    rings = [label for label in labels if label["kind"] == "ring"]
    countries = [label for label in labels if label["kind"] == "country"]
    assert rings
    assert countries
    assert not [each for each in rings + countries if each["crossed"]]
    assert not [each for each in rings + countries if any(each["hatched"])]
    assert name != "demo" or len(rings[0]["hatched"]) == 1
    for label in countries:
        own = label["under"].count(label["text"])
        others = sum(name is not None for name in label["under"]) - own
        assert others <= own + 1, label


# How much of the graticule is drawn, in pixels.
GRATICULE = """async (kind) => {
  if (kind) document.querySelector(`input[value="${kind}"]`).click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));
  return document.querySelector("path.rv-graticule").getTotalLength();
}"""


@pytest.mark.browser
def test_meridians_stand_where_north_turns(open_page, kharkiv_html):
    page = open_page(kharkiv_html).page
    assert page.evaluate(GRATICULE, "") < 1
    assert page.evaluate(GRATICULE, "globe") > 500
    assert page.evaluate(GRATICULE, "mercator") < 1


@pytest.mark.browser
def test_a_land_that_is_the_baseline_is_named_once(open_page):
    labels = open_page(html_of("ukraine")).page.evaluate(LABELS)
    assert [each["kind"] for each in labels if each["text"] == "Ukraine"] == ["site"]
