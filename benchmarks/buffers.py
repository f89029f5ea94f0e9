"""Buffers: first call against later ones, growth, small distances, memory for Russia.

python benchmarks/buffers.py
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

import numpy as np
from shapely import LineString

from rangeviz.datasets.borders.shipped import load_countries
from rangeviz.geodesy.buffer.buffers import geodesic_buffer

CALLS = 5
COUNTS = (1_000, 3_000, 10_000, 30_000, 100_000)
DISTANCE_M = 305_800.0
ALONE = (
    ("RUS", "305800", "10"),
    ("RUS", "305800", "1"),
    ("RUS", "1000", "10"),
    ("UKR", "1000", "10"),
    ("UKR", "1000", "1"),
)


def main() -> None:
    """Print all of them."""
    if len(sys.argv) > 1:
        alone(*sys.argv[1:])
        return
    first_call()
    growth()
    for job in ALONE:  # processes of their own, so that each peak is its buffer's
        subprocess.run([sys.executable, __file__, *job], check=True)


def first_call() -> None:
    """Time Ukraine by 305.8 km to 1 m in a fresh process: first call and later."""
    ukraine = load_countries().set_index("code").geometry["UKR"]
    seconds = [timed(ukraine, 1.0) for _ in range(1 + CALLS)]
    later = float(np.median(seconds[1:]))
    print(
        f"Ukraine by 305.8 km to 1 m: first call {1e3 * seconds[0]:.0f} ms, "
        f"later {1e3 * later:.0f} ms, ratio {seconds[0] / later:.1f}"
    )


def growth() -> None:
    """Time a coast of random steps with more and more vertices."""
    for count in COUNTS:
        rng = np.random.default_rng(1)
        steps = rng.normal(0, 4 / np.sqrt(count), (count, 2))
        coast = LineString(np.array([20, 50]) + np.cumsum(steps, axis=0))
        best = min(timed(coast, 10.0) for _ in range(3))
        per = 1e6 * best / (count * np.log2(count))
        print(f"{count:>7} vertices: {1e3 * best:>7.0f} ms, {per:.2f} us / (n log2 n)")


def alone(code: str, distance_m: str, tolerance_m: str) -> None:
    """Time one country's buffer, with the peak of the whole process."""
    shape = load_countries().set_index("code").geometry[code]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = timed(shape, float(tolerance_m), float(distance_m))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{code} by {float(distance_m) / 1e3:g} km to {tolerance_m} m: "
        f"{1e3 * seconds:.0f} ms of CPU, peak {peak / 1024:.0f} MB "
        f"({before / 1024:.0f} MB of it before)"
    )


def timed(shape: object, tolerance_m: float, distance_m: float = DISTANCE_M) -> float:
    """Return the seconds of CPU that one buffer takes."""
    start = time.process_time()
    geodesic_buffer(shape, distance_m, tolerance_m=tolerance_m)
    return time.process_time() - start


if __name__ == "__main__":
    main()
