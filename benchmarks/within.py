"""What 100,000 features of one's own add to a report, in seconds of one core.

    python benchmarks/within.py

Two systems from Kharkiv and a zone, the layer read from a GeoPackage.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

import rangeviz as rv
from rangeviz.analysis.report import build_report

COUNT = 100_000


def layers() -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    lon = random.uniform(30, 43, COUNT)
    lat = random.uniform(46, 54, COUNT)
    ends = np.stack(
        [np.column_stack([lon, lat]), np.column_stack([lon + 0.05, lat + 0.03])], axis=1
    )
    return {
        "points": shapely.points(lon, lat),
        "lines": shapely.linestrings(ends),
        "polygons": shapely.box(lon, lat, lon + 0.02, lat + 0.02),
    }


def seconds(scenario: rv.Scenario, path: Path | None = None) -> float:
    start = time.process_time()
    own = [] if path is None else [rv.own_layer(path, by="kind", sums=["people"])]
    build_report(scenario, within=own)
    return time.process_time() - start


def main() -> None:
    systems = rv.load_systems()
    scenario = rv.Scenario(
        sites=(rv.find_site("Kharkiv"),),
        systems=(systems["himars"], systems["atacms"]),
        zones=(rv.find_zone("Kursk"),),
    )
    seconds(scenario)  # loads what every report needs
    base = min(seconds(scenario) for _ in range(3))
    with tempfile.TemporaryDirectory() as folder:
        for kind, shapes in layers().items():
            path = Path(folder) / f"{kind}.gpkg"
            columns = {"kind": ["a", "b"] * (COUNT // 2), "people": 1}
            gpd.GeoDataFrame(columns, geometry=shapes, crs=4326).to_file(path)
            more = min(seconds(scenario, path) for _ in range(3)) - base
            print(f"{COUNT:,} {kind}: {more:.1f} s")


if __name__ == "__main__":
    main()
