"""The page's GeoJSON download, read by shapely and measured by pyproj."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely

TOOLS = Path(__file__).parents[2] / "page" / "tools"
GEOD = pyproj.Geod(ellps="WGS84")
TOLERANCE_M = 10.0


def random_reaches(count: int) -> list[dict[str, Any]]:
    """Discs, annuli and sectors everywhere; first where a cut goes wrong."""
    rng = np.random.default_rng(4)
    hard = [
        [0, 90],
        [5, -90],
        [180, 0],
        [-180, 70],
        [179.99, -80],
        [0, 0],
        [36.23, 49.99],
    ]
    reaches = []
    for index in range(count):
        lat = float(np.degrees(np.arcsin(rng.uniform(-1, 1))))
        launch = (
            hard[index] if index < len(hard) else [float(rng.uniform(-180, 180)), lat]
        )
        max_m = float(np.exp(rng.uniform(np.log(20e3), np.log(19e6))))
        start_deg = float(rng.uniform(0, 360))
        azimuths = {"start_deg": start_deg, "end_deg": start_deg + rng.uniform(20, 340)}
        reaches.append(
            {
                "launch": launch,
                "min_m": max_m * 0.4 if index % 3 == 1 else 0,
                "max_m": max_m,
                "azimuths": azimuths if index % 5 == 4 else None,
                "tolerance_m": TOLERANCE_M,
            }
        )
    return reaches


@pytest.fixture(scope="module")
def reaches() -> list[dict[str, Any]]:
    return random_reaches(150)


@pytest.fixture(scope="module")
def shapes(node: str, reaches: list[dict[str, Any]]) -> list[shapely.Geometry]:
    done = subprocess.run(
        [node, TOOLS / "write-geojson.js"],
        input=json.dumps(reaches),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    features = json.loads(done.stdout)["features"]
    return [shapely.geometry.shape(feature["geometry"]) for feature in features]


def test_every_shape_is_valid_and_wound_by_the_right_hand_rule(
    reaches: list[dict[str, Any]], shapes: list[shapely.Geometry]
) -> None:
    for reach, shape in zip(reaches, shapes, strict=True):
        assert shape.is_valid, (reach, shapely.is_valid_reason(shape))
        west, south, east, north = shape.bounds
        assert -180 <= west <= east <= 180, reach
        assert -90 <= south <= north <= 90, reach
        for polygon in shape.geoms:
            assert polygon.exterior.is_ccw, reach
            assert not any(hole.is_ccw for hole in polygon.interiors), reach


def test_points_beside_the_limit_are_on_their_side(
    reaches: list[dict[str, Any]], shapes: list[shapely.Geometry]
) -> None:
    for reach, shape in zip(reaches, shapes, strict=True):
        lon, lat = reach["launch"]
        azimuths = np.arange(0.5, 360, 4)
        if reach["azimuths"]:
            start, end = reach["azimuths"]["start_deg"], reach["azimuths"]["end_deg"]
            azimuths = np.linspace(start + 1, end - 1, 60)
        limits = [(reach["max_m"], 1.0), (reach["min_m"], -1.0)]
        for limit_m, sign in limits[: 2 if reach["min_m"] else 1]:
            for offset_m, inside in (
                (-2 * TOLERANCE_M, True),
                (2 * TOLERANCE_M, False),
            ):
                lons, lats, _ = GEOD.fwd(
                    np.full(len(azimuths), lon),
                    np.full(len(azimuths), lat),
                    azimuths,
                    np.full(len(azimuths), limit_m + sign * offset_m),
                )
                found = shapely.contains_xy(shape, lons, lats)
                assert (found == inside).all(), (reach, azimuths[found != inside])
