"""Reports of many sites: time per site, and the most memory.

1,000 random places on land and the two default systems make 2,000 reaches; the bar is
30 s and 2 GB on two cores, and a time per site that doesn't grow with the sites.
Starting the command is taken off each time. Run it with no arguments, or with the
numbers of sites to try.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import shapely

from rangeviz.datasets.borders.shipped import load_regions

RANGEVIZ = str(Path(sys.executable).parent / "rangeviz")
SEED = 7
SOUTHERNMOST = -60  # nobody asks for a thousand sites in Antarctica


def land_points(count: int) -> list[tuple[float, float]]:
    """Draw places evenly from the land: lon, lat."""
    rng = np.random.default_rng(SEED)
    land = shapely.STRtree(load_regions().geometry.to_numpy())
    found: list[tuple[float, float]] = []
    while len(found) < count:
        lon = rng.uniform(-180, 180, 4 * count)
        lat = np.degrees(np.arcsin(rng.uniform(-1, 1, 4 * count)))
        inside = np.zeros(len(lon), bool)
        inside[land.query(shapely.points(lon, lat), predicate="within")[0]] = True
        inside &= lat > SOUTHERNMOST
        found += zip(lon[inside].tolist(), lat[inside].tolist(), strict=True)
    return found[:count]


def write_sites(path: Path, count: int) -> None:
    """Write a CSV file of sites."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "lon", "lat"])
        for number, (lon, lat) in enumerate(land_points(count)):
            writer.writerow([f"site {number}", f"{lon:.5f}", f"{lat:.5f}"])


def run(arguments: list[str]) -> tuple[float, float, float]:
    """Run the command: seconds, seconds of all processors, and megabytes."""
    start = time.perf_counter()
    child = subprocess.Popen([RANGEVIZ, *arguments], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"rangeviz {' '.join(arguments)} failed")
    seconds = time.perf_counter() - start
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3


def main() -> None:
    """Print a line per number of sites."""
    counts = [int(text) for text in sys.argv[1:]] or [10, 100, 1000]
    with tempfile.TemporaryDirectory() as folder:
        sites, out = Path(folder) / "sites.csv", str(Path(folder) / "out.csv")
        report = ["report", "--from", str(sites), "--format", "csv", "-o", out]
        write_sites(sites, 1)
        run(report)
        start, start_cpu, _ = run(report)
        print("sites  reaches  seconds  processor s  ms per site  processor ms     MB")
        for count in counts:
            write_sites(sites, count)
            seconds, cpu, megabytes = run(report)
            each, each_cpu = (seconds - start) / count, (cpu - start_cpu) / count
            print(
                f"{count:5} {2 * count:8} {seconds:8.2f} {cpu:12.2f}"
                f" {1e3 * each:12.1f} {1e3 * each_cpu:13.1f} {megabytes:6.0f}"
            )


if __name__ == "__main__":
    main()
