"""Sums of a raster of 1e8 cells in a reach of 305.8 km, against their integral.

    python benchmarks/raster.py [--side 10000]

Two made rasters, 10 degrees a side about Kharkiv: cells that hold their own area, whose
sum is the area of the geodesic circle, and cells of a density that varies, whose
integral is taken in polar coordinates about the site. Each is told by the command line
in a process of its own, regions, a zone and reading included.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from geographiclib.geodesic import Geodesic
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Density = Callable[[Floats, Floats], Floats]
LON, LAT, RANGE_M = 36.2304, 49.9935, 305_800.0
WEST, NORTH, SIDE_DEG = 31.0, 55.0, 10.0
A_M, E2 = 6_378_137.0, 0.006_694_379_990_141_316_5


def even(lon: Floats, lat: Floats) -> Floats:
    return np.ones(np.broadcast_shapes(lon.shape, lat.shape))


def uneven(lon: Floats, lat: Floats) -> Floats:
    return np.asarray(2 + np.sin(1.3 * lon) * np.cos(0.9 * lat))


def areas_km2(north: Floats, cell: float) -> Floats:
    """Area of cells between parallels: by the authalic latitude (Snyder, 3-12)."""
    e = math.sqrt(E2)
    sine = np.sin(np.radians(np.stack([north, north - cell])))
    q = sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e
    return np.asarray(A_M**2 * (1 - E2) / 2 * (q[0] - q[1]) * math.radians(cell) / 1e6)


def make(path: Path, density: Density, side: int) -> None:
    cell, tile = SIDE_DEG / side, 512
    lon = WEST + (np.arange(side) + 0.5) * cell
    profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": "EPSG:4326"}
    profile |= {"width": side, "height": side, "compress": "deflate", "zlevel": 1}
    profile |= {"tiled": True, "blockxsize": tile, "blockysize": tile}
    at = rasterio.Affine(cell, 0, WEST, 0, -cell, NORTH)
    with rasterio.open(path, "w", transform=at, **profile) as file:
        for row in range(0, side, tile):
            north = NORTH - np.arange(row, min(row + tile, side))[:, None] * cell
            values = density(lon[None], north - cell / 2) * areas_km2(north, cell)
            window = ((row, row + len(north)), (0, side))
            file.write(values.astype("float32"), 1, window=window)


def integral_km2(density: Density) -> float:
    """Integrate over the circle, where m12 is the width of a sector of one radian."""
    nodes, weights = np.polynomial.legendre.leggauss(48)
    wanted = Geodesic.STANDARD | Geodesic.REDUCEDLENGTH
    step = math.radians(2)
    total = 0.0
    for azimuth in np.arange(0, 360, 2):
        for node, weight in zip(nodes, weights, strict=True):
            away = (node + 1) / 2 * RANGE_M
            at = Geodesic.WGS84.Direct(LAT, LON, azimuth, away, wanted)
            value = float(density(np.array(at["lon2"]), np.array(at["lat2"])))
            total += value * at["m12"] * step * weight * RANGE_M / 2
    return total / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=10_000)
    side = parser.parse_args().side
    command = [sys.executable, "-m", "rangeviz", "report", "--format", "json"]
    command += ["--from", f"{LAT},{LON}", "--range", "305.8km", "--zone", "Kursk"]
    print(f"{side**2:.0e} cells, load {os.getloadavg()[0]:.1f} of {os.cpu_count()}")
    with tempfile.TemporaryDirectory() as folder:
        for density in (even, uneven):
            path = Path(folder) / f"{density.__name__}.tif"
            make(path, density, side)
            start, before = time.perf_counter(), children()
            told = subprocess.check_output([*command, "--within", path], text=True)
            seconds, after = time.perf_counter() - start, children()
            inside = json.loads(told)["reaches"][0]["within"][0]["inside"]
            off = inside["sum"] / integral_km2(density) - 1
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(
                f"{density.__name__}: {seconds:.1f} s, {cpu:.1f} CPU s, at most "
                f"{after.ru_maxrss / 1e6:.2f} GB, {off:+.1e} off, low "
                f"{inside['sum_low'] / inside['sum'] - 1:+.1e}, high "
                f"{inside['sum_high'] / inside['sum'] - 1:+.1e}",
                flush=True,
            )


def children() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)


if __name__ == "__main__":
    main()
