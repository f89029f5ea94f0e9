"""Merged reaches and overlap counts, checked by inclusion and exclusion."""

from itertools import combinations

import pytest
import shapely

from rangeviz.analysis.overlap import overlap_layers
from rangeviz.errors import InputError
from rangeviz.geodesy.measure import area_m2
from rangeviz.model.reach import reach
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import System


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
    total = sum(each.area_m2 for each in reaches)
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
