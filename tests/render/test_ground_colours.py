"""Water is told from land, and one reach from another, by every eye.

Contrast is WCAG 2's ratio of relative luminances. Deuteranopia is that of Machado,
Oliveira and Fernandes (2009), severity 1, in linear RGB.
"""

import io
import itertools

import numpy as np
import pytest
from PIL import Image

import rangeviz as rv
from rangeviz.render.figure.figure import Picture
from rangeviz.render.figure.paint import Canvas
from rangeviz.render.figure.sheet import MARGIN_IN
from rangeviz.style import GROUNDS, RING_STYLES, fill_opacity
from rangeviz.writing import page_html

WEIGHTS = np.array([0.2126, 0.7152, 0.0722])
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
SEA_AND_LAND, INNER_AND_OUTER = 1.25, 1.15
DPI = 100


def linear(color):
    values = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return to_linear(np.array(values))


def to_linear(values):
    return np.where(
        values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4
    )


def mixed(top, opacity, under):
    """Lay a colour over another as drawing programs do: in sRGB."""
    both = [
        round(
            opacity * int(top[at : at + 2], 16)
            + (1 - opacity) * int(under[at : at + 2], 16)
        )
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{value:02x}" for value in both)


def contrast(one, other, eye):
    values = []
    for color in (one, other):
        light = linear(color) if isinstance(color, str) else to_linear(color / 255)
        seen = light if eye == "full" else np.clip(DEUTERANOPIA @ light, 0, 1)
        values.append(float(WEIGHTS @ seen) + 0.05)
    return max(values) / min(values)


@pytest.mark.parametrize("eye", ["full", "deuteranopia"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_water_land_and_the_fills_of_any_two_systems_differ(theme, eye):
    ground, opacity = GROUNDS[theme], fill_opacity(theme, 2)
    lines = [s.line_dark if theme == "dark" else s.line for s in RING_STYLES]
    assert contrast(ground.sea, ground.land, eye) >= SEA_AND_LAND
    for one, other in itertools.permutations(lines, 2):
        outer = mixed(one, opacity, ground.land)
        inner = mixed(other, opacity, outer)
        assert contrast(inner, outer, eye) >= INNER_AND_OUTER, (one, other)
        assert contrast(ground.sea, outer, eye) >= SEA_AND_LAND
        assert contrast(ground.sea, inner, eye) >= SEA_AND_LAND


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_letters_and_lines_differ_from_their_halo(theme):
    ground, dark = GROUNDS[theme], theme == "dark"
    for color in (ground.country_text, ground.place_text, ground.sea_text):
        assert contrast(color, ground.halo, "full") >= 4.5
    for style in RING_STYLES:
        text, line = (
            (style.text_dark, style.line_dark) if dark else (style.text, style.line)
        )
        assert contrast(text, ground.halo, "full") >= 4.5
        assert contrast(line, ground.halo, "full") >= 3


# In the Black Sea's map: lon, lat of water and land within both ranges, within the
# longer alone, and outside.
WATER = ((33.5, 43.9), (37.0, 43.0), (29.5, 42.0))
LAND = ((34.0, 45.3), (35.5, 46.8), (38.7, 47.75))


@pytest.fixture(scope="module")
def black_sea():
    systems = [rv.System.ad_hoc(max_range_m=r, name=str(r)) for r in (150e3, 320e3)]
    site = rv.LaunchSite.at(33.9, 44.9, name="Here")
    return rv.report(rv.Scenario((site,), tuple(systems)))


@pytest.mark.parametrize("eye", ["full", "deuteranopia"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_water_of_a_picture_has_one_colour_inside_and_outside_a_reach(
    black_sea, theme, eye
):
    picture = Picture(black_sea, theme=theme)
    with Image.open(io.BytesIO(picture.to_png(dpi=DPI))) as image:
        pixels = np.asarray(image.convert("RGB"), float)
    width_in, height_in = picture.map_size_in
    canvas = Canvas(picture.figure, picture.view, MARGIN_IN, 0.0, width_in, height_in)

    def color_at(place):
        ((x_in, y_in),) = canvas.to_inches(picture.view.to_plane(np.array([place])))
        down_in = pixels.shape[0] / DPI - (picture.map_top_in - height_in) - y_in
        row, column = round(down_in * DPI), round((MARGIN_IN + x_in) * DPI)
        around = pixels[row - 6 : row + 7, column - 6 : column + 7].reshape(-1, 3)
        return np.median(around, axis=0)

    check_colors(list(map(color_at, WATER)), list(map(color_at, LAND)), eye)


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_water_of_a_page_has_one_colour_too(black_sea, open_page, theme):
    page = open_page(page_html(black_sea), color_scheme=theme).page
    page.locator("html.rv-ready").wait_for(state="attached")
    # Names may stand anywhere.
    page.evaluate("rangeviz.page.view.map.getPane('rv-labels').style.display = 'none'")
    with Image.open(io.BytesIO(page.screenshot())) as image:
        pixels = np.asarray(image.convert("RGB"), float)

    def color_at(place):
        x, y = page.evaluate(PIXEL_AT, list(place))
        around = pixels[round(y) - 4 : round(y) + 5, round(x) - 4 : round(x) + 5]
        return np.median(around.reshape(-1, 3), axis=0)

    for eye in ("full", "deuteranopia"):
        check_colors(list(map(color_at, WATER)), list(map(color_at, LAND)), eye)


PIXEL_AT = """([lon, lat]) => {
  const { x, y } = rangeviz.page.view.pixel([lon, lat]);
  const { left, top } = document.querySelector("#rv-map").getBoundingClientRect();
  return [left + x, top + y];
}"""


def check_colors(water, land, eye):
    assert np.ptp(water, axis=0).max() == 0
    for here in land:
        assert contrast(water[0], here, eye) >= SEA_AND_LAND
    inner, outer, bare = land
    assert contrast(inner, outer, eye) >= INNER_AND_OUTER
    assert contrast(outer, bare, eye) >= INNER_AND_OUTER
