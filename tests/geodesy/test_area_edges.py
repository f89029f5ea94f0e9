"""Edges of areas that neighbours share, held against shapely and against counting."""

import numpy as np
import pytest
import shapely

from rangeviz.datasets.borders.regions import find_country, find_regions
from rangeviz.datasets.borders.shipped import load_regions
from rangeviz.geodesy.area_edges import edges_of
from rangeviz.geodesy.bbox import boxes_of, windows
from rangeviz.geodesy.shapes import shared_edges


@pytest.fixture(scope="module")
def units():
    """A valid coverage of some hundred units, whose edges neighbours share."""
    shapes = load_regions(bbox=(5, 45, 30, 58)).geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    return shapes


def test_an_edge_has_one_owner_at_a_coast_and_two_within(units):
    edges = edges_of(units)
    uses = np.bincount(edges.number)
    assert set(uses) == {1, 2}
    coast = shapely.length(shapely.boundary(shapely.coverage_union_all(units)))
    length = np.hypot(*(edges.high - edges.low).T)
    alone = length[uses[edges.number] == 1].sum()
    assert alone == pytest.approx(coast, rel=1e-12)


def test_neighbours_run_along_an_edge_in_opposite_directions(units):
    edges = edges_of(units)
    uses = np.bincount(edges.number)
    forward = np.bincount(edges.number, weights=edges.forward)
    assert (forward[uses == 2] == 1).all()


def test_numbers_follow_the_order_of_the_ends(units):
    edges = edges_of(units)
    ends = np.column_stack([edges.low, edges.high])[np.argsort(edges.number)]
    assert sorted(map(tuple, ends)) == [tuple(end) for end in ends]


def test_a_grid_keeps_what_neighbours_share_and_drops_what_has_no_length(units):
    grid_deg = 0.05
    edges = edges_of(units, grid_deg)
    assert edges.low.dtype == np.int64
    assert (edges.low != edges.high).any(axis=1).all()
    # Every boundary closes on the grid: its steps add up to nothing.
    sign = np.where(edges.forward, 1, -1)[:, None]
    steps = sign * (edges.high - edges.low)
    for owner in np.unique(edges.owner):
        assert not steps[edges.owner == owner].sum(axis=0).any()


def test_no_area_has_no_edges():
    for nothing in ([], [shapely.Polygon()]):
        edges = edges_of(nothing)
        assert edges.low.shape == (0, 2)
        assert not edges.number.size


@pytest.mark.parametrize(
    ("one", "other"), [("Ukraine", "Poland"), ("Norway", "Sweden"), ("Spain", "France")]
)
def test_a_shared_border_is_where_both_boundaries_are(one, other):
    a, b = find_country(one).geometry, find_country(other).geometry
    border = shared_edges(a, b)
    truth = shapely.intersection(shapely.boundary(a), shapely.boundary(b))
    assert border.length == pytest.approx(truth.length, rel=1e-9)
    assert border.hausdorff_distance(shapely.line_merge(truth)) < 1e-9


def test_the_seam_at_180_degrees_is_no_border():
    east, west = shapely.box(170, 0, 180, 9), shapely.box(-180, 0, -170, 9)
    assert shared_edges(east, west).is_empty
    assert shared_edges(east, shapely.box(175, 9, 180, 12)).is_empty
    assert len(find_regions("Chukotka")) == 1


@pytest.mark.parametrize("west", [-200.0, -180.0, -30.5, 0.0, 170.0, 179.9])
@pytest.mark.parametrize("width", [0.1, 20.0, 359.0, 360.0])
def test_windows_hold_every_place_of_a_box_once(west, width):
    """Truth: a place is in the box if some turn brings it there."""
    cut = list(windows(west, -10.0, west + width, 10.0))
    for turn_deg, (low, south, high, north) in cut:
        assert -180 <= low < high <= 180
        assert (south, north) == (-10.0, 10.0)
        assert west <= low - turn_deg
        assert high - turn_deg <= west + width
    assert sum(box[2] - box[0] for _, box in cut) == pytest.approx(width)
    inside = dict(cut)
    for lon in np.linspace(-179.95, 179.95, 401):
        turns = [t for t in (-360, 0, 360) if west < lon - t < west + width]
        found = [t for t, box in inside.items() if box[0] < lon < box[2]]
        assert found == turns
    if west + width <= 360:  # what people may give as a box
        boxes = boxes_of((west, -10.0, west + width, 10.0))
        assert sum(box[2] - box[0] for box in boxes) == pytest.approx(width)
