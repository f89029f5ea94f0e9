"""What a picture or a page shades is what the zones' rules permit."""

import io

import numpy as np
import pytest
import shapely
from PIL import Image

import rangeviz as rv
from rangeviz.render.figure.figure import Picture
from rangeviz.render.figure.paint import Canvas
from rangeviz.render.figure.sheet import MARGIN_IN
from rangeviz.writing import page_html

LON, LAT, DPI = 36.0, 50.0, 100
INSIDE, OUTSIDE = (36.62, 50.28), (35.38, 50.28)  # of the zone, both in the reach


def lightness(rule):
    """How light the picture is at the two places; None is without a zone."""
    site = rv.LaunchSite.at(LON, LAT)
    system = rv.System.ad_hoc(max_range_m=80_000)
    half = rv.Zone("Eastern half", shapely.box(LON, 48, 39, 52), rule=rule or "only")
    zones = (half,) if rule else ()
    picture = Picture(rv.report(rv.Scenario((site,), (system,), zones)))
    with Image.open(io.BytesIO(picture.to_png(dpi=DPI))) as image:
        pixels = np.asarray(image.convert("L"), float)
    width_in, height_in = picture.map_size_in
    canvas = Canvas(picture.figure, picture.view, MARGIN_IN, 0.0, width_in, height_in)
    places = canvas.to_inches(picture.view.to_plane(np.array([INSIDE, OUTSIDE])))
    found = []
    for x_in, y_in in places:
        down_in = pixels.shape[0] / DPI - (picture.map_top_in - height_in) - y_in
        column, row = round((MARGIN_IN + x_in) * DPI), round(down_in * DPI)
        around = pixels[row - 8 : row + 9, column - 8 : column + 9]
        found.append(float(np.median(around)))  # between the lines of a hatch
    return found


def test_a_zone_where_alone_use_is_permitted_is_shaded_and_nothing_else():
    inside, outside = lightness("only")
    assert inside < outside - 5
    assert lightness(None)[1] < outside - 2  # where it is not, the ground is bare


def test_a_restricted_zone_is_not_shaded():
    inside, outside = lightness("restricted")
    assert inside > outside + 5


def test_without_a_zone_the_whole_reach_is_shaded():
    inside, outside = lightness(None)
    assert inside == pytest.approx(outside, abs=1)


def lightness_of_page(page):
    """How light the page's map is at the two places."""
    with Image.open(io.BytesIO(page.locator("#rv-map").screenshot())) as image:
        pixels = np.asarray(image.convert("L"), float)
    found = []
    for place in (INSIDE, OUTSIDE):
        at = page.evaluate("(at) => rangeviz.page.view.pixel(at)", list(place))
        row, column = round(at["y"]), round(at["x"])
        around = pixels[row - 8 : row + 9, column - 8 : column + 9]
        found.append(float(np.median(around)))
    return found


@pytest.mark.browser
def test_a_page_shades_the_only_zone_where_use_is_permitted(open_page):
    site = rv.LaunchSite.at(LON, LAT)
    system = rv.System.ad_hoc(max_range_m=80_000)
    zone = rv.Zone("Eastern half", shapely.box(LON, 48, 39, 52), rule="only")
    page = open_page(
        page_html(rv.report(rv.Scenario((site,), (system,), (zone,))))
    ).page
    page.get_by_label("Places").uncheck()
    inside, outside = lightness_of_page(page)
    assert inside < outside - 5
    page.evaluate("location.hash = 'at=36.1,50.1'")
    moved_inside, moved_outside = lightness_of_page(page)
    assert moved_inside < moved_outside - 5
    page.get_by_label("Eastern half").uncheck()
    bare = lightness_of_page(page)
    assert bare[0] == pytest.approx(bare[1], abs=1)
    page.get_by_label("Eastern half").check()
    assert lightness_of_page(page) == [moved_inside, moved_outside]
