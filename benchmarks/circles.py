"""10,000 circles of 305.8 km to 10 m, against the same number of Geod.fwd's vertices.

Both sides are timed in turns within one run, on one thread, with their best of five.
Ours counts everything up to the vertices and the bound of each circle's deviation;
theirs counts the direct solutions alone, its input arrays already made. Polygons
are timed apart: both sides would need them.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from pyproj import Geod

from rangeviz.geodesy.circle.limits import allowed_deviation_m
from rangeviz.geodesy.circle.rings import circle_rings, polygons

COUNT = 10_000
RADIUS_M = 305_800.0
TOLERANCE_M = 10.0
ROUNDS = 5


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


rng = np.random.default_rng(0)
lon = rng.uniform(-180, 180, COUNT)
lat = np.degrees(np.arcsin(rng.uniform(-1, 1, COUNT)))
radius_m = np.full(COUNT, RADIUS_M)
allowed_m = allowed_deviation_m(radius_m, TOLERANCE_M)


def draw() -> list[Any]:
    return list(circle_rings(lon, lat, radius_m, allowed_m))


batches = draw()
vertices = sum(len(batch.coordinates) - len(batch.circle) for batch in batches)
each = round(vertices / COUNT)
geod = Geod(ellps="WGS84")
azimuths = np.tile(np.arange(each) * 360 / each, COUNT)
starts = np.repeat(lon, each), np.repeat(lat, each)
lengths = np.full(each * COUNT, RADIUS_M)

ours, theirs, made = [], [], []
for _ in range(ROUNDS):
    ours.append(timed(draw)[0])
    theirs.append(timed(lambda: geod.fwd(*starts, azimuths, lengths))[0])
    made.append(timed(lambda: [polygons(batch) for batch in batches])[0])

traced = batches[-1]
direct_s = min(theirs) * vertices / (each * COUNT)
worst_m = max(float(batch.deviation_m.max()) for batch in batches)
print(f"{COUNT:,} circles of {RADIUS_M / 1000} km, {vertices:,} vertices")
print(
    f"largest deviation                  {worst_m:6.2f} m  (tolerance {TOLERANCE_M} m)"
)
print(f"traced, for they are near a pole   {len(traced.circle):6}")
print(f"pyproj.Geod.fwd, vertices only     {direct_s:6.3f} s")
print(f"rangeviz, vertices and deviations  {min(ours):6.3f} s")
print(f"  ratio                            {direct_s / min(ours):6.2f}    (bar 3)")
print(f"polygons cut at the antimeridian   {min(made):6.3f} s")
with_polygons = (direct_s + min(made)) / (min(ours) + min(made))
print(f"  ratio with polygons on both      {with_polygons:6.2f}")
