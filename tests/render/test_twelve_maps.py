"""Twelve maps that crowd or leave the usual: named by size, and legible.

``tests/data/twelve_maps`` holds their scenarios, which draw them by hand too.
"""

import functools
import itertools
from pathlib import Path

import numpy as np
import pytest
import shapely

import rangeviz as rv
from rangeviz.render.figure.figure import Picture

MAPS = Path(__file__).parents[1] / "data" / "twelve_maps"
USUAL = ("gulf", "six_systems", "taiwan")
ALL = [
    pytest.param(name, marks=[] if name in USUAL else [pytest.mark.repetition])
    for name in sorted(path.stem for path in MAPS.glob("*.toml"))
]
# Of five million people or more (UN, World Urbanization Prospects 2018), where there
# is no doubt about it: longitude, latitude.
GREAT_CAPITALS = {
    "Baghdad": (44.4, 33.3),
    "Bangkok": (100.5, 13.8),
    "Beijing": (116.4, 39.9),
    "Cairo": (31.2, 30.0),
    "Dhaka": (90.4, 23.7),
    "Hanoi": (105.8, 21.0),
    "Jakarta": (106.8, -6.2),
    "London": (-0.1, 51.5),
    "Moscow": (37.6, 55.8),
    "Riyadh": (46.7, 24.6),
    "Seoul": (127.0, 37.6),
    "Singapore": (103.8, 1.3),
    "Tehran": (51.4, 35.7),
    "Tokyo": (139.7, 35.7),
}
CELLS = (150, 120)
LEAST_SHARE = 0.01  # of the frame: what is smaller may have no room for its name
LEAST_ISLAND = 0.001  # the same where there is nothing but islands


@functools.cache
def picture(name):
    return Picture(rv.report(rv.read_scenario(MAPS / f"{name}.toml")))


def named(name, kind):
    return {label.text for label in picture(name).labels if label.kind == kind}


@functools.cache
def countries():
    frame = rv.load_countries()
    return frame["name"].to_numpy(), shapely.STRtree(frame.geometry.to_numpy())


def largest_in_view(view, least_share):
    """Count countries under points of a grid: not the one that the picture uses."""
    x, y = (
        np.linspace(low, high, count)
        for low, high, count in zip(
            (view.west_m, view.south_m), (view.east_m, view.north_m), CELLS, strict=True
        )
    )
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    points = points[np.hypot(*points.T) < 19_900_000]
    names, tree = countries()
    lon, lat = view.to_lon_lat(points).T
    positions = shapely.points((lon + 180) % 360 - 180, lat)
    _, found = tree.query(positions, "intersects")
    rows, counts = np.unique(found, return_counts=True)
    order = np.argsort(-counts)[:10]
    least = least_share * CELLS[0] * CELLS[1]
    return {names[row].upper() for row in rows[order][counts[order] > least]}


@pytest.mark.parametrize("name", ALL)
def test_the_ten_largest_countries_in_view_are_named(name):
    least_share = LEAST_ISLAND if name == "fiji" else LEAST_SHARE
    largest = largest_in_view(picture(name).view, least_share)
    assert largest
    sites = {site.upper() for site in named(name, "site")}
    assert largest <= named(name, "country") | sites


@pytest.mark.parametrize("name", ALL)
def test_every_great_capital_in_view_is_named(name):
    view = picture(name).view
    at = view.to_plane(np.array([*GREAT_CAPITALS.values()]))
    low, high = (view.west_m, view.south_m), (view.east_m, view.north_m)
    inside = ((at > low) & (at < high)).all(axis=1)
    wanted = {
        capital for capital, is_in in zip(GREAT_CAPITALS, inside, strict=True) if is_in
    }
    assert wanted <= named(name, "place") | named(name, "site")


@pytest.mark.parametrize("name", ALL)
def test_no_label_lies_over_another_or_leaves_the_frame(name):
    frame = shapely.box(0, 0, *picture(name).map_size_in)
    boxes = [shapely.box(*label.box).buffer(-1e-6) for label in picture(name).labels]
    assert len(boxes) > 5
    assert all(frame.covers(box) for box in boxes)
    assert not any(a.intersects(b) for a, b in itertools.combinations(boxes, 2))
