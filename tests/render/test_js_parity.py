"""The page, in a real Chromium, against pyproj and shapely all over the globe.

The other side shares nothing with the script: circles are traced with
`pyproj.Geod` (PROJ's C code), regions and circles intersected by shapely in a
cylindrical equal-area plane, distances found by sampling edges.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import pytest
import shapely
import shapely.affinity
from playwright.sync_api import Browser, Page

from rangeviz.render.page.encode import encode_polygons

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Array = npt.NDArray[np.float64]

PAGE = Path(__file__).parents[2] / "page"

GEOD = pyproj.Geod(ellps="WGS84")
EQUAL_AREA = pyproj.Transformer.from_pipeline("+proj=cea +ellps=WGS84")
GRID_DEG = 0.001
HALF_MERIDIAN_M = GEOD.inv(0, 90, 0, -90)[2]
IN_ONE_CALL = 50
FAR_FOR_LAEA_M = 6e6
CIRCLE_VERTICES = 3600
POLE_Y_M = EQUAL_AREA.transform(0, 90)[1]
METRES_PER_TURN = 2 * EQUAL_AREA.transform(180, 0)[0]


def launch_points(rng: np.random.Generator, count: int) -> list[list[float]]:
    """The places where formulas fail, then places everywhere."""
    hard = [
        [0, 90], [0, -90], [77, 90], [-123, -90], [10, 89.999], [10, -89.9999],
        [180, 0], [-180, 0], [180, 65], [-180, -65], [179.999, 10], [-179.999, -10],
        [0, 0], [0, 1e-7], [90, 0], [36.2304, 49.9935], [-71, 42], [0, 45],
    ]  # fmt: skip
    z = rng.uniform(-1, 1, count - len(hard))
    lons = rng.uniform(-180, 180, count - len(hard))
    return hard + np.c_[lons, np.degrees(np.arcsin(z))].tolist()


def range_pair(rng: np.random.Generator, index: int) -> list[float]:
    """One range of any size; for every third point also one of 19,000 km or more."""
    any_size = float(np.exp(rng.uniform(np.log(20e3), np.log(19.9e6))))
    far = float(rng.uniform(19.0e6, 19.9e6))
    return [any_size, far if index % 3 == 0 else 305_800.0]


def star(
    rng: np.random.Generator, lon: float, lat: float, size_deg: float
) -> shapely.Polygon:
    """A ragged polygon about a point, in plain lon/lat; may leave the map."""
    count = int(rng.integers(5, 60))
    angle = np.sort(rng.uniform(0, 2 * np.pi, count))
    radius = size_deg * rng.uniform(0.4, 1, count)
    stretch = 1 / max(np.cos(np.radians(lat)), 0.1)
    polygon = shapely.Polygon(
        np.c_[lon + stretch * radius * np.cos(angle), lat + radius * np.sin(angle)]
    )
    if rng.random() < 0.4:
        polygon -= shapely.box(
            lon - size_deg / 9,
            lat - size_deg / 7,
            lon + size_deg / 5,
            lat + size_deg / 9,
        )
    return shapely.make_valid(polygon)


def cut_to_map(shape: shapely.Geometry) -> shapely.Geometry:
    """Parts of a shape within +-180 and +-90, those beyond brought back."""
    world = shapely.box(-180, -90, 180, 90)
    copies = [
        shapely.intersection(shapely.affinity.translate(shape, turn), world)
        for turn in (-360, 0, 360)
    ]
    return shapely.MultiPolygon(
        [
            part
            for copy in copies
            for part in shapely.get_parts(copy)
            if part.geom_type == "Polygon"
        ]
    )


def regions_about(
    rng: np.random.Generator, launch: list[float], ranges_m: list[float]
) -> list[shapely.Geometry]:
    """Regions across a circle, about the launch point, its antipode and the poles."""
    lon, lat = launch
    edge_lon, edge_lat, _ = GEOD.fwd(lon, lat, rng.uniform(0, 360), ranges_m[0])
    size_deg = float(np.clip(ranges_m[0] / 111e3, 0.2, 25)) * rng.uniform(0.1, 1)
    far_lon, far_lat, _ = GEOD.fwd(lon, lat, rng.uniform(0, 360), ranges_m[1])
    west, south = rng.uniform(-180, 100), rng.uniform(-90, 40)
    shapes = [
        star(rng, edge_lon, edge_lat, size_deg),
        star(rng, far_lon, far_lat, rng.uniform(0.5, 20)),
        star(rng, lon, lat, rng.uniform(0.2, 10)),
        star(rng, (lon + 360) % 360 - 180, -lat, rng.uniform(0.5, 20)),
        shapely.box(west, south, west + rng.uniform(1, 80), south + rng.uniform(1, 50)),
        shapely.box(-180, -90, 180, rng.uniform(-89.9, -60)),
        shapely.box(-180, rng.uniform(60, 89.9), 180, 90),
    ]
    return [shape for shape in map(cut_to_map, shapes) if not shape.is_empty]


def as_shape(polygons: list[list[list[list[float]]]]) -> shapely.Geometry | None:
    """Decoded polygons as shapely has them; None where the grid made them invalid."""
    shape = shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons])
    return shape if shape.is_valid else None


def in_plane(shape: shapely.Geometry) -> shapely.Geometry:
    """A lon/lat shape in the equal-area plane, its edges followed closely."""
    _, south, _, north = shape.bounds
    dense = shapely.segmentize(shape, min(0.1, (north - south) / 100))
    return shapely.transform(
        dense, lambda xy: np.c_[EQUAL_AREA.transform(xy[:, 0], xy[:, 1])]
    )


def circle_in_plane(launch: list[float], range_m: float) -> shapely.Geometry:
    """A range circle in the equal-area plane, cut at the antimeridian."""
    count = CIRCLE_VERTICES
    azimuths = np.linspace(360, 0, count, endpoint=False)
    lons, lats, _ = GEOD.fwd(
        np.full(count, launch[0]),
        np.full(count, launch[1]),
        azimuths,
        np.full(count, range_m),
    )
    # The projection itself would bring longitudes beyond 180 degrees back.
    x = np.unwrap(lons, period=360) / 360 * METRES_PER_TURN
    y = EQUAL_AREA.transform(np.zeros(count), lats)[1]
    holds_north = GEOD.inv(*launch, 0, 90)[2] < range_m
    holds_south = GEOD.inv(*launch, 0, -90)[2] < range_m
    turn = METRES_PER_TURN
    world = shapely.box(-turn / 2, -POLE_Y_M, turn / 2, POLE_Y_M)
    if holds_north == holds_south:
        ring = shapely.make_valid(shapely.Polygon(np.c_[x, y]))
        copies = [shapely.affinity.translate(ring, k * turn) for k in range(-2, 3)]
        union = shapely.union_all(copies)
        return world - union if holds_north else world & union
    sign = 1 if holds_north else -1
    line = np.concatenate([np.c_[x + sign * k * turn, y] for k in range(-2, 3)])
    ends = [[line[-1, 0], sign * POLE_Y_M], [line[0, 0], sign * POLE_Y_M]]
    return world & shapely.make_valid(shapely.Polygon(np.r_[line, ends]))


def edges_of(shape: shapely.Geometry) -> tuple[Array, Array]:
    """Start and end points of all edges, cut at 0.1 degrees; none along a pole."""
    starts, ends = [], []
    for ring in shapely.get_rings(shapely.get_parts(shapely.segmentize(shape, 0.1))):
        points = shapely.get_coordinates(ring)
        starts.append(points[:-1])
        ends.append(points[1:])
    start, end = np.concatenate(starts), np.concatenate(ends)
    has_length = (np.abs(start[:, 1]) < 90) | (np.abs(end[:, 1]) < 90)
    return start[has_length], end[has_length]


def distances(launch: list[float], points: Array) -> Array:
    count = len(points)
    found: Array = GEOD.inv(
        np.full(count, launch[0]), np.full(count, launch[1]), points[:, 0], points[:, 1]
    )[2]
    return found


def least(launch: list[float], starts: Array, ends: Array, sign: int) -> float:
    """Least distance (or greatest, for sign -1) to edges: the best, ever finer."""
    for _ in range(3):
        half_m = GEOD.inv(*starts.T, *ends.T)[2] / 2
        at_best_m = sign * distances(launch, (starts + ends) / 2) - half_m
        best = np.argsort(at_best_m)[:32]
        t = np.linspace(0, 1, 31)[:, None, None]
        points = starts[best] + t * (ends[best] - starts[best])
        starts, ends = points[:-1].reshape(-1, 2), points[1:].reshape(-1, 2)
    return sign * float((sign * distances(launch, points.reshape(-1, 2))).min())


def extent(launch: list[float], shape: shapely.Geometry) -> tuple[float, float]:
    """Least and greatest distance to a boundary."""
    starts, ends = edges_of(shape)
    return least(launch, starts, ends, 1), least(launch, starts, ends, -1)


def azimuths_for_laea(
    launch: list[float], range_m: float, index: int
) -> dict[str, float] | None:
    """A sector, where the plane about the launch point can check it."""
    if range_m > FAR_FOR_LAEA_M or abs(launch[1]) > 89:
        return None
    start = (37.0 * index) % 360
    return {"start_deg": start, "end_deg": start + 15 + 3 * (index % 90)}


@pytest.fixture(
    scope="module", params=[80, pytest.param(200, marks=pytest.mark.repetition)]
)
def cases(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    rng = np.random.default_rng(20241117)
    made = []
    for index, launch in enumerate(launch_points(rng, request.param)):
        ranges_m = range_pair(rng, index)
        regions = [
            encode_polygons(region, GRID_DEG)
            for region in regions_about(rng, launch, ranges_m)
        ]
        made.append(
            {
                "launch": launch,
                "ranges_m": ranges_m,
                "regions": regions,
                "azimuths": azimuths_for_laea(launch, ranges_m[0], index),
                "grid_deg": GRID_DEG,
            }
        )
    return made


@pytest.fixture(scope="module")
def modules_page(chromium: Browser, node: str, packages: Path) -> Iterator[Page]:
    """An empty page with the computing modules, as the built page carries them."""
    command = [node, packages / "esbuild/bin/esbuild", "tools/computing.js"]
    options = ["--bundle", "--minify", "--format=iife", "--global-name=computing"]
    done = subprocess.run(
        [*command, *options], cwd=PAGE, capture_output=True, text=True, check=True
    )
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.set_content("<p>")
    page.add_script_tag(content=done.stdout)
    yield page
    context.close()


MEASURE = """(text) => JSON.stringify(JSON.parse(text).map((given) => {
  const { launch, ranges_m, regions, azimuths, grid_deg } = given;
  const { coverage, decode, geodesy, reach, region, rings, sectorcoverage } = computing;
  const prepared = reach.prepareReach(launch, ranges_m);
  const decoded = regions.map((each) => decode.readPolygons(each, grid_deg));
  return {
    outlines: ranges_m.map((range_m) => rings.circle(launch, range_m)),
    regions: decoded.map((polygons) => {
      const shape = region.prepareRegion(polygons);
      return {
        polygons,
        ...coverage.measureRegion(shape, prepared),
        inSector: azimuths &&
          sectorcoverage.measureSectorAreas(shape, prepared, azimuths).share,
        first_m: geodesy.distance_m(launch, polygons[0][0][0]),
      };
    }),
  };
}))"""


@pytest.fixture(scope="module")
def measured(modules_page: Page, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    parts = [cases[i : i + IN_ONE_CALL] for i in range(0, len(cases), IN_ONE_CALL)]
    texts = [modules_page.evaluate(MEASURE, json.dumps(part)) for part in parts]
    return [found for text in texts for found in json.loads(text)]


def test_rings_are_at_their_range_to_a_millimetre(
    cases: list[dict[str, Any]], measured: list[dict[str, Any]]
) -> None:
    for case, found in zip(cases, measured, strict=True):
        for range_m, outline in zip(case["ranges_m"], found["outlines"], strict=True):
            path = np.array(outline["path"])
            error_m = np.abs(distances(case["launch"], path) - range_m)
            assert error_m.max() < 1e-3, (case["launch"], range_m)
            assert len(path) > 64


def test_shares_equal_to_four_decimals(
    record_property: Callable[[str, object], None],
    cases: list[dict[str, Any]],
    measured: list[dict[str, Any]],
) -> None:
    worst, compared = 0.0, 0
    for case, found in zip(cases, measured, strict=True):
        circles = [circle_in_plane(case["launch"], r) for r in case["ranges_m"]]
        for region in found["regions"]:
            shape = as_shape(region["polygons"])
            if shape is None:
                continue
            plane = in_plane(shape)
            for circle, share in zip(circles, region["share"], strict=True):
                expected = (plane & circle).area / plane.area
                assert share == pytest.approx(expected, abs=5e-5), (
                    case,
                    region["share"],
                )
                worst = max(worst, abs(share - expected))
                compared += 1
    record_property("worst_share_difference", worst)
    assert compared > 5 * len(cases)


def test_nearest_and_farthest_to_ten_metres(
    record_property: Callable[[str, object], None],
    cases: list[dict[str, Any]],
    measured: list[dict[str, Any]],
) -> None:
    worst, compared = 0.0, 0
    for case, found in zip(cases, measured, strict=True):
        launch = case["launch"]
        antipode = shapely.Point((launch[0] + 360) % 360 - 180, -launch[1])
        for region in found["regions"]:
            shape = as_shape(region["polygons"])
            if shape is None:
                continue
            nearest_m, farthest_m = extent(launch, shape)
            inside = shape.contains(shapely.Point(launch))
            assert region["inside"] == inside or nearest_m < 1  # on a cut
            if region["inside"]:
                nearest_m = 0
            if shape.contains(antipode):
                farthest_m = HALF_MERIDIAN_M
            expected = {"nearest_m": nearest_m, "farthest_m": farthest_m}
            for name, distance_m in expected.items():
                assert region[name] == pytest.approx(distance_m, abs=10), (name, case)
                worst = max(worst, abs(region[name] - distance_m))
                compared += 1
    record_property("worst_distance_difference_m", worst)
    assert compared > 5 * len(cases)


def test_positions_are_as_far_as_proj_says(
    cases: list[dict[str, Any]], measured: list[dict[str, Any]]
) -> None:
    for case, found in zip(cases, measured, strict=True):
        first = np.array([region["polygons"][0][0][0] for region in found["regions"]])
        told_m = np.array([region["first_m"] for region in found["regions"]])
        assert np.abs(distances(case["launch"], first) - told_m).max() < 1e-3


def sector_about(
    launch: list[float], range_m: float, azimuths: dict[str, float]
) -> Array:
    """A sector's outline in lon/lat: out along one geodesic, back along the other."""
    start, end = azimuths["start_deg"], azimuths["end_deg"]
    along = np.linspace(0, range_m, 400)
    around = np.linspace(start, end, 2000)
    azimuth = np.r_[np.full(400, start), around, np.full(400, end)]
    length_m = np.r_[along, np.full(2000, range_m), along[::-1]]
    count = len(azimuth)
    lon, lat, _ = GEOD.fwd(
        np.full(count, launch[0]), np.full(count, launch[1]), azimuth, length_m
    )
    return np.c_[lon, lat]


def test_shares_in_a_sector_equal_to_four_decimals(
    cases: list[dict[str, Any]], measured: list[dict[str, Any]]
) -> None:
    """In Lambert's equal-area plane about the launch point, far from its antipode."""
    compared = partly = 0
    for case, found in zip(cases, measured, strict=True):
        launch, range_m = case["launch"], case["ranges_m"][0]
        if case["azimuths"] is None:
            continue
        plane = pyproj.Transformer.from_pipeline(
            f"+proj=laea +ellps=WGS84 +lon_0={launch[0]} +lat_0={launch[1]}"
        )
        outline = sector_about(launch, range_m, case["azimuths"])
        sector = shapely.Polygon(np.c_[plane.transform(*outline.T)]).buffer(0)
        for region in found["regions"]:
            shape = as_shape(region["polygons"])
            near = region["farthest_m"] < 1.5e7
            if shape is None or not near:
                continue
            dense = shapely.segmentize(shape, 0.05)
            flat = shapely.transform(
                dense, lambda p, to=plane: np.c_[to.transform(*p.T)]
            )
            if not flat.is_valid:
                continue
            share = (flat & sector).area / flat.area
            assert region["inSector"][0] == pytest.approx(share, abs=5e-5), case
            compared += 1
            partly += 0.001 < share < 0.999
    assert compared > len(cases)
    assert partly > 0.4 * len(cases)
