"""What the author points at: words beside positions, and a land in the light."""

import io
import itertools
import re
from dataclasses import replace

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from PIL import Image

import rangeviz as rv
from rangeviz.cli.app import main
from rangeviz.datasets.scenario.carriers import extract_scenario
from rangeviz.datasets.scenario.reader import parse_scenario
from rangeviz.errors import InputError
from rangeviz.render.figure.figure import Picture
from rangeviz.render.figure.paper import sized
from rangeviz.writing import page_html

HOSTILE = '<b onclick="x()">Mill</b> {{7*7}} $x$\u202e'
CALLOUTS = (
    rv.Callout(36.58, 50.6, "A town of a few hundred thousand people"),
    rv.Callout(34.55, 49.59, "A seat, seen from the south-west", "SW"),
    rv.Callout(39.2, 51.67, HOSTILE),
)
SIZES = ["1200x630", "1080x1350", "16:9", "85mm"]


@pytest.fixture(scope="module")
def pointed(kharkiv):
    """The demo with three callouts and Ukraine in the light."""
    scenario = replace(kharkiv.scenario, callouts=CALLOUTS, spotlight="Ukraine")
    return rv.report(scenario)


def boxes(picture, *kinds):
    return [
        shapely.box(*label.box).buffer(-1e-6)
        for label in picture.labels
        if label.kind in kinds
    ]


@pytest.mark.parametrize("size", SIZES)
def test_callouts_are_whole_and_cover_no_other_label(pointed, size):
    look, _ = sized({"size": size})
    picture = Picture(pointed, **look)
    lines = [label.text for label in picture.labels if label.kind == "callout"]
    assert " ".join(lines) == " ".join(callout.text for callout in CALLOUTS)
    kinds = {label.kind for label in picture.labels}
    for one, other in itertools.product(
        boxes(picture, "callout"), boxes(picture, *kinds - {"callout"})
    ):
        assert not one.intersects(other)
    for one, other in itertools.combinations(boxes(picture, "callout"), 2):
        assert not one.intersects(other)


def test_a_callout_stands_where_its_author_wants_it(pointed):
    for direction, east, north in [("NE", 1, 1), ("S", 0, -1), ("W", -1, 0)]:
        callout = replace(CALLOUTS[1], direction=direction)
        picture = Picture(
            replace(pointed, scenario=replace(pointed.scenario, callouts=(callout,)))
        )
        at = picture.view.to_plane(np.array([[callout.lon, callout.lat]]))[0]
        scale = picture.map_size_in[0] / picture.view.width_m
        at_in = (at - [picture.view.west_m, picture.view.south_m]) * scale
        west, south, _, _ = shapely.bounds(boxes(picture, "callout")).min(axis=0)
        _, _, to_east, to_north = shapely.bounds(boxes(picture, "callout")).max(axis=0)
        off = np.array([west + to_east, south + to_north]) / 2 - at_in
        assert [*np.sign(np.round(off, 2))] == [east, north], direction


def test_the_spotlight_dims_what_lies_around_it_and_nothing_else(pointed):
    scenario = replace(pointed.scenario, callouts=(), zones=())
    images = []
    for spotlight in ("", "Ukraine"):
        report = rv.report(replace(scenario, spotlight=spotlight))
        picture = Picture(report)
        with Image.open(io.BytesIO(picture.to_png(dpi=60))) as image:
            images.append(np.asarray(image.convert("L"), float))
    changed = np.abs(images[1] - images[0]) > 2
    # By hand: the frame's share of land and sea that is not Ukraine's.
    assert 0.2 < changed.mean() < 0.5
    assert (images[1][changed] > images[0][changed]).all()
    rows, columns = np.nonzero(changed)
    assert rows.min() > 20  # the head stays as it is
    assert columns.max() < changed.shape[1]


def test_a_scenario_keeps_callouts_and_spotlight(pointed):
    assert parse_scenario(rv.scenario_to_toml(pointed.scenario)) == pointed.scenario


def test_a_place_of_the_gazetteer_can_be_pointed_at():
    text = 'schema = 1\nsites = ["Kharkiv"]\ncallouts = [{place = "Sumy", text = "a"}]'
    (callout,) = parse_scenario(text).callouts
    assert (callout.lon, callout.lat) == pytest.approx((34.8, 50.9), abs=0.05)


REFUSED = {
    'callouts = [{lon = 1, lat = 95, text = "a"}]': "latitude 95",
    'callouts = [{lon = 1, lat = 5, text = "%s"}]' % ("a" * 81): "81 characters",
    'callouts = [{lon = 1, lat = 5, text = " "}]': "text",
    'callouts = [{lon = 1, lat = 5, text = "a", direction = "up"}]': "N, NE, E",
    "callouts = [{lon = 1, lat = 5}]": "text is missing",
    "callouts = [%s]" % ('{lon = 1, lat = 5, text = "a"},' * 6): "6 callouts",
    'spotlight = "Atlantis"': "spotlight",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_wrong_with_a_callout_is_told_in_one_line(line):
    text = f'schema = 1\nsites = ["50,36"]\n{line}\n'
    with pytest.raises(InputError, match=REFUSED[line]) as caught:
        parse_scenario(text)
    assert "\n" not in str(caught.value)


def test_the_command_line_points_too(tmp_path):
    path = tmp_path / "map.svg"
    line = ["map", "--from", "Kharkiv", "--range", "80km", "-q", "-o", str(path)]
    line += ["--callout", "50.6,36.58", "A town", "--spotlight", "UA"]
    assert CliRunner().invoke(main, line).exit_code == 0
    scenario = parse_scenario(extract_scenario(path))
    assert scenario.callouts == (rv.Callout(36.58, 50.6, "A town"),)
    assert scenario.spotlight == "UA"
    assert "Written on the map: A town." in path.read_text("utf-8")
    told = CliRunner().invoke(main, [*line[:-1], "Atlantis"])
    assert told.exit_code == 2
    assert "Atlantis" in told.stderr
    assert told.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["map.svg", "map.html"])
def test_a_map_that_points_is_verified_and_a_changed_word_is_found(
    pointed, tmp_path, name
):
    path = tmp_path / name
    rv.write(pointed, path)
    assert not [each for each in rv.verify(path).findings if each.fault]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(">A seat", ">A base", 1), encoding="utf-8")
    assert [each for each in rv.verify(path).findings if each.fault]


@pytest.mark.browser
def test_a_page_writes_callouts_lists_them_and_dims(open_page, pointed):
    opened = open_page(page_html(pointed))
    page = opened.page
    shown = page.locator(".rv-label-callout:visible").all_inner_texts()
    assert " ".join(shown) == " ".join(callout.text for callout in CALLOUTS)
    items = page.locator("section[aria-labelledby=rv-callouts] li")
    assert items.all_inner_texts() == [callout.text for callout in CALLOUTS]
    assert page.locator(".rv-dim").get_attribute("d").count("M") > 1
    with page.expect_download() as saved:
        page.evaluate("document.querySelector('#rv-svg').click()")
    svg = saved.value.path().read_text("utf-8")
    assert re.search(r"<text[^>]*>A seat, seen from the</text>", svg)
    assert not opened.problems
