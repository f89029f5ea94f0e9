"""Merged reaches and overlap counts, checked by inclusion and exclusion."""

from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely

from rangeviz.analysis.together.depths import layered, overlap_layers
from rangeviz.analysis.together.rows import measure_overlap
from rangeviz.datasets.borders.shipped import load_regions
from rangeviz.errors import InputError
from rangeviz.geodesy.measure import area_m2
from rangeviz.model.reach import reach
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import System
from rangeviz.model.zone import Zone


@pytest.mark.parametrize(
    "positions",
    [
        [(36.2, 50), (37, 50.4), (35.9, 49.2), (38, 49.8)],
        [(179.5, -17), (-179.6, -16.5), (179.9, -18)],
        [(0, 89), (120, 89.2), (-120, 88.9)],
        [(0, 0), (50, 0), (100, 0)],
        [(36, 50)] * 3,
    ],
)
def test_layers_keep_inclusion_and_exclusion(positions):
    own = System.ad_hoc(max_range_m=150_000, min_range_m=20_000)
    reaches = [reach(LaunchSite.at(*position), own) for position in positions]
    layers = overlap_layers(reaches)
    total = sum(float(area_m2(each.measured)) for each in reaches)
    assert sum(layer.area_m2 for layer in layers) == pytest.approx(total, rel=1e-9)
    union = 0.0
    for count in range(1, len(reaches) + 1):
        for group in combinations([each.measured for each in reaches], count):
            shared = shapely.intersection_all(group)
            union -= (-1) ** count * float(area_m2(shared))
    assert layers[0].area_m2 == pytest.approx(union, rel=1e-9)
    assert [layer.count for layer in layers] == list(range(1, len(layers) + 1))
    common = shapely.intersection_all([each.measured for each in reaches])
    deepest = layers[-1] if len(layers) == len(reaches) else None
    found_m2 = 0.0 if deepest is None else deepest.area_m2
    assert found_m2 == pytest.approx(float(area_m2(common)), rel=1e-9, abs=1)


def test_no_reaches_are_refused():
    with pytest.raises(InputError):
        overlap_layers([])


def test_no_depth_below_one_is_asked_for():
    envelope = reach(LaunchSite.at(36, 50), System.ad_hoc(max_range_m=50_000))
    with pytest.raises(InputError, match="give 1 or more"):
        overlap_layers([envelope], most=0)


def test_many_reaches_are_counted_no_further_than_asked():
    own = System.ad_hoc(max_range_m=80_000)
    reaches = [reach(LaunchSite.at(36 + n / 10, 50), own) for n in range(9)]
    every = overlap_layers(reaches)
    capped = overlap_layers(reaches, most=4)
    assert [layer.count for layer in capped] == [1, 2, 3, 4]
    for one, other in zip(every, capped, strict=False):
        assert one.area_m2 == pytest.approx(other.area_m2, rel=1e-12)


def union_by_inclusion_and_exclusion(shapes, unit):
    """Area of the union of shapes in a unit, from single and shared areas only."""
    total = 0.0
    for count in range(1, len(shapes) + 1):
        for group in combinations(shapes, count):
            shared = shapely.intersection_all([*group, unit])
            total -= (-1) ** count * float(area_m2(shared))
    return total


@pytest.mark.parametrize("borders", [None, "own"])
def test_merged_areas_of_units_keep_inclusion_and_exclusion(borders):
    sites = [(36.2, 50), (34.8, 50.9), (35.0, 48.5)]
    own = System.ad_hoc(max_range_m=150_000, min_range_m=30_000)
    reaches = [reach(LaunchSite.at(*position), own) for position in sites]
    units = load_regions()
    if borders:
        units = units[units.code.isin(["UA-63", "UA-59", "RU-BEL"])]
    kursk = units[units.code == "UA-59"].geometry.iloc[0].buffer(0.2)
    zone = Zone("around Sumy", kursk, code=None)
    found = measure_overlap(reaches, zones=[zone], borders=units if borders else None)
    shapes = [each.measured for each in reaches]
    by_code = dict(zip(units.code, units.geometry, strict=True))
    regions = found.of_kind("region")
    assert len(regions) >= 3
    for row in [*regions, *found.of_kind("zone")]:
        unit = zone.geometry if row.kind == "zone" else by_code[row.code]
        true_m2 = union_by_inclusion_and_exclusion(shapes, unit)
        assert row.area_m2 == pytest.approx(true_m2, rel=1e-9)
        single_m2 = sum(
            float(area_m2(shapely.intersection(shape, unit))) for shape in shapes
        )
        assert sum(row.at_least_m2) == pytest.approx(single_m2, rel=1e-9)
        assert sum(row.exactly_m2) == pytest.approx(row.area_m2, rel=1e-12)
    (whole,) = found.of_kind("reach")
    parts = [*found.of_kind("country"), *found.of_kind("elsewhere")]
    for depth, area in enumerate(whole.at_least_m2):
        together = sum(row.at_least_m2[depth] for row in parts)
        assert together == pytest.approx(area, rel=1e-9)
    (left,) = found.of_kind("permitted")
    zone_m2 = found.of_kind("zone")[0].area_m2
    assert left.area_m2 + zone_m2 == pytest.approx(whole.area_m2, rel=1e-9)


def scattered(count):
    """Many reaches over each other, some of them the same, and one round the pole."""
    random = np.random.default_rng(4)
    own = System.ad_hoc(max_range_m=150_000, min_range_m=20_000)
    at = [*random.uniform((176, -20), (183, -14), (count, 2)).tolist()]
    at += [*at[:3], *[[36.2, 50.0]] * 10, [0, 89.5]]
    return [reach(LaunchSite.at(*position), own).geometry for position in at]


def test_layers_of_many_are_as_deep_as_points_count():
    shapes = scattered(60)
    layers = layered(shapes, 12)
    assert len(layers) == 12
    random = np.random.default_rng(5)
    boxes = ((176, -22), (180, -12)), ((34, 48), (38, 52)), ((-180, 87), (180, 90))
    lon, lat = np.concatenate([random.uniform(*box, (1500, 2)) for box in boxes]).T
    within = [shapely.contains_xy(shape, lon, lat) for shape in shapes]
    deep = [shapely.contains_xy(layer, lon, lat) for layer in layers]
    depth = np.sum(within, axis=0)
    assert len(np.unique(depth)) > 12
    np.testing.assert_array_equal(np.sum(deep, axis=0), np.minimum(depth, 12))


def test_layers_of_many_add_up_to_all_of_them():
    shapes = scattered(40)
    layers = layered(shapes)
    total = float(area_m2(np.array(shapes)).sum())
    assert float(area_m2(np.array(layers)).sum()) == pytest.approx(total, rel=1e-9)
    assert all(shapely.is_valid(layers))
    for one, next_one in pairwise(layers):
        assert float(area_m2(shapely.difference(next_one, one))) < 1


def test_the_deepest_layer_of_many_says_that_it_counts_all_deeper_ones():
    own = System.ad_hoc(max_range_m=60_000)
    reaches = [reach(LaunchSite.at(36, 50 + n / 20), own) for n in range(5)]
    found = measure_overlap(reaches, most=2)
    assert found.is_capped
    assert not measure_overlap(reaches).is_capped
    whole = found.of_kind("reach")[0]
    total = sum(area for area in measure_overlap(reaches).parts[0].exactly_m2[1:])
    assert whole.exactly_m2[1] == pytest.approx(total, rel=2e-7)
