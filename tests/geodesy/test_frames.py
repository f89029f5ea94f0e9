"""Tables of shapes: any CRS is read as it says, none is guessed, no row is lost."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod
from shapely import LineString, Point, Polygon, box

import rangeviz as rv
from rangeviz.errors import DistanceError, GeometryError, InputError

SQUARE = box(0, 0, 1, 1)
# Densified, so that its edges are where they are in every CRS.
REGION = shapely.segmentize(box(30, 48, 32, 50), 0.01)
WORLD_M2 = 510_065_621_724_000
BOW_TIE = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])


def geographiclib_m2(shape):
    """Geodesic edges, so the shape's own must be short."""
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0])


@pytest.mark.parametrize("crs", [3857, 3035, 32636, 4267, "OGC:CRS84", "ESRI:54009"])
def test_an_area_is_the_same_in_every_crs(crs):
    series = gpd.GeoSeries([REGION], crs=4326)
    m2 = rv.area_m2(series.to_crs(crs)).item()
    assert m2 == pytest.approx(geographiclib_m2(REGION), rel=1e-6)
    assert m2 < WORLD_M2


def test_edges_of_a_projected_table_stay_where_they_were_drawn():
    square = gpd.GeoSeries([box(4_000_000, 2_500_000, 5_000_000, 3_500_000)], crs=3035)
    assert rv.area_m2(square).item() == pytest.approx(1e12, rel=1e-6)  # equal-area
    far = gpd.GeoSeries([*square, box(0, 0, 1e5, 1e5)], crs=3035)
    assert rv.area_m2(far)[0] == rv.area_m2(square)[0]  # whatever else is in the table


def test_a_projected_area_across_the_antimeridian_and_round_a_pole():
    cap = gpd.GeoSeries([Point(0, 0).buffer(1e6, quad_segs=256)], crs=3574)
    assert rv.area_m2(cap).item() == pytest.approx(cap.area.item(), rel=3e-6)
    fiji = gpd.GeoSeries([box(-1e6, -2.5e6, 1e6, -1.5e6)], crs=3832).set_crs(3832)
    across = gpd.GeoSeries(fiji.affine_transform([1, 0, 0, 1, 3.3e6, 0]), crs=3832)
    assert rv.area_m2(across).item() == pytest.approx(rv.area_m2(fiji).item(), rel=1e-9)


def test_areas_keep_the_index_and_miss_what_is_missing():
    series = gpd.GeoSeries([SQUARE, None, Polygon()], index=["a", "b", "c"], crs=4326)
    areas = rv.area_m2(series)
    assert areas.index.tolist() == ["a", "b", "c"]
    assert areas["a"] == pytest.approx(12_308_463_893.975)
    assert np.isnan(areas["b"])
    assert areas["c"] == 0
    assert np.isnan(rv.area_m2(None))
    assert np.isnan(rv.area_m2([SQUARE, None])[1])
    assert len(rv.area_m2(series[:0])) == len(rv.area_m2([])) == 0


@pytest.mark.parametrize(
    "call",
    [
        rv.area_m2,
        lambda table: rv.geodesic_buffer(table, 1000),
        lambda table: rv.geodesic_distance(table, SQUARE),
    ],
)
@pytest.mark.parametrize(
    "kind", [gpd.GeoSeries, lambda s: gpd.GeoDataFrame(geometry=s)]
)
def test_a_table_without_a_crs_is_refused_by_all(call, kind):
    with pytest.raises(GeometryError, match=r"without a CRS: .*set_crs\(4326\)"):
        call(kind([SQUARE]))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (BOW_TIE, "no valid polygon"),
        ([SQUARE, BOW_TIE], "shape 2 of 2 is no valid polygon"),
        (box(0, 0, 1, 100), "not on Earth"),
        (Point(np.nan, 0), "no finite numbers"),
        ("POLYGON", "'POLYGON' is not a shape"),
        (3, "3 is not a shape"),
        ([1, 2], "1 is not a shape"),
        (gpd.GeoDataFrame({"a": [1]}), "without a column of shapes"),
        (gpd.GeoSeries([Point(1e9, 1e12)], crs=32631), "can't be turned into lon/lat"),
    ],
)
def test_areas_of_what_has_none(bad, message):
    with pytest.raises(GeometryError, match=message):
        rv.area_m2(bad)


def test_a_buffer_comes_back_in_its_own_crs_with_its_columns():
    points = gpd.GeoDataFrame(
        {"name": ["a", "b"]}, geometry=gpd.points_from_xy([30, 31], [50, 50]), crs=4326
    )
    buffers = rv.geodesic_buffer(points.to_crs(3035), 100_000)
    assert buffers.crs == 3035
    assert buffers.name.tolist() == ["a", "b"]
    for lon, shape in zip((30, 31), buffers.to_crs(4326).geometry, strict=True):
        alone = rv.geodesic_buffer(Point(lon, 50), 100_000).geometry
        assert shapely.hausdorff_distance(shape, alone) < 1e-5  # a metre


def test_a_buffer_misses_what_is_missing_and_takes_a_distance_per_row():
    series = gpd.GeoSeries(
        [Point(30, 50), None, Point(), LineString([(0, 0), (1, 1)])],
        index=list("abcd"),
        crs=4326,
    )
    lengths_m = pd.Series([4e4, 3e4, 2e4, 1e4], index=list("dcba"))  # by the index
    buffers = rv.geodesic_buffer(series, lengths_m)
    assert buffers.index.tolist() == list("abcd")
    assert buffers.geometry["b"] is None
    assert buffers.geometry["c"].is_empty
    assert buffers.max_deviation_m.isna().tolist() == [False, True, True, False]
    alone = rv.geodesic_buffer(series["a"], 1e4)
    assert buffers.geometry["a"].equals(alone.geometry)
    assert series["b"] is None  # nothing of the user's was changed
    assert rv.geodesic_buffer(series[:0], 1e4).columns.tolist() == [
        "geometry",
        "max_deviation_m",
    ]
    with pytest.raises(DistanceError, match="2 distances for 4 rows"):
        rv.geodesic_buffer(series, [1e4, 2e4])


def test_distances_stay_beside_their_rows():
    series = gpd.GeoSeries([None, Point(5, 1), Point()], index=list("xyz"), crs=4326)
    edge = LineString([(0, 0), (10, 0)])
    distances_m = rv.geodesic_distance(series, edge)
    assert distances_m.isna().tolist() == [True, False, True]
    assert distances_m["y"] == pytest.approx(110_574.389, abs=1e-3)
    projected = rv.geodesic_distance(series.to_crs(3857), edge)
    assert projected["y"] == pytest.approx(110_574.389, abs=1e-2)


def test_circles_keep_the_index_of_their_longitudes():
    lons = pd.Series([36.2, 179.9], index=["a", "b"])
    circles = rv.geodesic_circles(lons, [50, 0], 80_500)
    assert circles.index.tolist() == ["a", "b"]
    assert circles.crs == 4326
    with pytest.raises(InputError, match="lengths 2, 3, 1"):
        rv.geodesic_circles([1, 2], [1, 2, 3], 80_500)
