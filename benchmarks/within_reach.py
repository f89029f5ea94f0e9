"""Which of 5 million points are within 305.8 km of any of 1,000 sites, beside peers.

    benchmarks/peers/install.sh               once; needs root
    python benchmarks/within_reach.py [--points N] [--sites N]

Points and sites are spread evenly over Earth. PostGIS has its points and sites in
tables with GiST indexes, which are built before its time begins; SedonaDB has its in
memory. Peers that are not installed are left out. PostGIS answers for the ellipsoid,
SedonaDB for a sphere; "others" are points that they tell otherwise.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import rangeviz as rv

PEERS = Path(__file__).parent / "peers"
RANGE_M = 305_800.0
LOAD = """
CREATE UNLOGGED TABLE point (id int, lon float8, lat float8);
CREATE UNLOGGED TABLE site (id int, lon float8, lat float8);
\\copy point FROM '{points}' CSV HEADER
\\copy site FROM '{sites}' CSV HEADER
ALTER TABLE point ADD g geography;
UPDATE point SET g = ST_MakePoint(lon, lat)::geography;
ALTER TABLE site ADD g geography;
UPDATE site SET g = ST_MakePoint(lon, lat)::geography;
CREATE INDEX ON point USING gist (g);
CREATE INDEX ON site USING gist (g);
VACUUM ANALYZE point;
VACUUM ANALYZE site;
"""
POSTGIS = f"""
CREATE UNLOGGED TABLE inside AS
SELECT DISTINCT p.id FROM site s JOIN point p ON ST_DWithin(p.g, s.g, {RANGE_M})
"""
SEDONA = f"""
import sys, time, pandas as pd, sedonadb
points, sites, answer = sys.argv[1:]
connection = sedonadb.connect()
for path, name in ((points, "point"), (sites, "site")):
    connection.sql(
        f"SELECT id, ST_GeogPoint(lon, lat) AS g FROM '{{path}}'"
    ).to_memtable().to_view(name)
start = time.perf_counter()
inside = connection.sql(
    "SELECT DISTINCT point.id FROM point JOIN site "
    "ON ST_DWithin(point.g, site.g, {RANGE_M})"
).to_pandas()
print(time.perf_counter() - start)
inside.to_csv(answer, index=False)
"""


def anywhere(count: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    lat = np.degrees(np.arcsin(random.uniform(-1, 1, count)))
    return pd.DataFrame({"lon": random.uniform(-180, 180, count), "lat": lat})


def postgis(points: Path, sites: Path, answer: Path) -> float:
    server = PEERS / "postgis.sh"
    home = subprocess.check_output([server], text=True).split()[-1]
    try:
        run = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", home, "-U", "postgres"]
        load = LOAD.format(points=points, sites=sites)
        subprocess.run(run, input=load, text=True, check=True, stdout=sys.stderr)
        start = time.perf_counter()
        subprocess.run([*run, "-c", POSTGIS], check=True)
        seconds = time.perf_counter() - start
        with answer.open("w") as ids:
            copy = "COPY inside TO STDOUT CSV HEADER"
            subprocess.run([*run, "-c", copy], check=True, stdout=ids)
    finally:
        subprocess.run([server, "stop"], check=True)
    return seconds


def sedona(points: Path, sites: Path, answer: Path) -> float:
    python = PEERS / "installed/sedona/bin/python"
    run = [python, "-W", "ignore", "-c", SEDONA, points, sites, answer]
    return float(subprocess.check_output(run, text=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=5_000_000)
    parser.add_argument("--sites", type=int, default=1_000)
    options = parser.parse_args()
    point, site = anywhere(options.points, 1), anywhere(options.sites, 2)
    rv.within_reach(point[:10], site, RANGE_M)  # loads what every call needs
    runs = []
    for _ in range(5):
        start = time.perf_counter(), time.process_time()
        mine = rv.within_reach(point, site, RANGE_M)
        runs.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    wall, cpu = np.min(runs, axis=0)
    print(f"{options.points:,} points x {options.sites:,} sites, {mine.mean():.1%} in")
    print(f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()} processors")
    print(f"rangeviz {wall:.2f} s, {cpu:.2f} CPU s (the best of {len(runs)} runs)")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        paths = [Path(folder) / name for name in ("points.csv", "sites.csv")]
        for table, path in zip((point, site), paths, strict=True):
            table.to_csv(path, index_label="id")
        for peer in (sedona, postgis):
            answer = Path(folder) / "answer.csv"
            try:
                seconds = peer(*paths, answer)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{peer.__name__} left out: {error}")
                continue
            theirs = np.zeros(len(point), bool)
            theirs[pd.read_csv(answer)["id"]] = True
            others = (theirs != mine).sum()
            print(f"{peer.__name__} {seconds:.1f} s, {others:,} others", flush=True)


if __name__ == "__main__":
    main()
