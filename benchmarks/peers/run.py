"""Time and error of this engine and its peers on the same shapes, in one run.

    benchmarks/peers/install.sh            once; needs root
    python benchmarks/peers/run.py         prints the table, writes results.json

Peers that are not installed are left out and named. Each job runs in a process of its
own; the time is the best of its repeats, and that of the processor: what else the
machine does hardly tells in it. "Error" is the largest
|true geodesic distance - distance| over vertices and positions along the edges, by
``tests/geodesy/buffer_evaluator.py``, which shares no code with the engine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "tests" / "geodesy"))

from buffer_evaluator import Evaluator, boundary_positions  # noqa: E402

from rangeviz.datasets.borders.shipped import load_countries, load_regions  # noqa: E402
from rangeviz.geodesy.buffer.buffers import geodesic_buffer  # noqa: E402
from rangeviz.geodesy.shapes import shared_edges  # noqa: E402

Answer = tuple[list[float], BaseGeometry]
Engine = Callable[[BaseGeometry, float, str, int], Answer]

DISTANCES_M = (80_500.0, 305_800.0)


def main() -> None:
    """Run every engine on every shape."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--shapes", nargs="*", default=["ukraine", "border", "point"])
    parser.add_argument("--only", nargs="*", help="engines by name")
    parser.add_argument("--output", type=Path, default=HERE / "results.json")
    options = parser.parse_args()
    rows = []
    for name in options.shapes:
        shape = shapes()[name]()
        evaluate = Evaluator(shape)
        for distance_m in DISTANCES_M:
            for label, engine, setting in engines():
                if options.only and label.split()[0] not in options.only:
                    continue
                row = measured(engine, setting, shape, distance_m, options.repeats)
                if "wkb" in row:
                    buffer = shapely.from_wkb(row.pop("wkb"))
                    row |= errors(evaluate, buffer, distance_m)
                rows.append({"engine": label, "shape": name, "m": distance_m, **row})
                print(line(rows[-1]), flush=True)
                options.output.write_text(json.dumps(rows, indent=1) + "\n")


def shapes() -> dict[str, Callable[[], BaseGeometry]]:
    """Name the shapes."""
    return {
        "ukraine": lambda: country("UKR"),
        "border": lambda: shared_edges(country("UKR"), country("RUS")),
        "point": lambda: Point(36.2304, 49.9935),
        "fiji": lambda: country("FJI"),
        "chukotka": lambda: load_regions().set_index("code").geometry["RU-CHU"],
    }


def country(code: str) -> BaseGeometry:
    """One country, dissolved from its regions."""
    return load_countries().set_index("code").geometry[code]


def engines() -> list[tuple[str, Engine, str]]:
    """Label, function and setting of every engine."""
    return [
        ("rangeviz 1 m", rangeviz, "1"),
        ("rangeviz 10 m", rangeviz, "10"),
        ("postgis default", postgis, "quad_segs=8"),
        ("postgis q256", postgis, "quad_segs=256"),
        ("sedona q256", sedona, "quad_segs=256"),
        ("turf 64", turf, "64"),
        ("shapely AEQD q16", aeqd, "16"),
        ("boost.geometry 400", boost, "400"),
        ("pyguymer3 default", pyguymer3, "9"),
        ("pyguymer3 nAng 65", pyguymer3, "65"),
        ("terra q320", terra, "320"),
    ]


def measured(
    engine: Engine, setting: str, shape: BaseGeometry, distance_m: float, repeats: int
) -> dict[str, Any]:
    """Best time and the result, or the reason why there is none."""
    try:
        seconds, buffer = engine(shape, distance_m, setting, repeats)
    except (OSError, subprocess.CalledProcessError) as error:
        return {"missing": str(error)[:200]}
    return {"ms": 1e3 * min(seconds), "wkb": shapely.to_wkb(buffer)}


def errors(
    evaluate: Evaluator, buffer: BaseGeometry, distance_m: float
) -> dict[str, Any]:
    """Largest error of a buffer's boundary, and whether it is valid."""
    positions = boundary_positions(buffer)
    error_m = evaluate.distances_m(positions) - distance_m
    return {"error_m": float(np.abs(error_m).max()), "valid": bool(buffer.is_valid)}


def line(row: dict[str, Any]) -> str:
    """One row of the table."""
    start = f"| {row['engine']} | {row['shape']} | {row['m'] / 1000:g} km "
    if "missing" in row:
        return f"{start}| not here | {row['missing']} |"
    valid = "" if row["valid"] else " (invalid)"
    return f"{start}| {row['ms']:,.0f} ms | {row['error_m']:,.2f} m{valid} |"


def rangeviz(
    shape: BaseGeometry, distance_m: float, setting: str, repeats: int
) -> Answer:
    """Measure this engine; the setting is the tolerance in metres."""
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        buffer = geodesic_buffer(shape, distance_m, tolerance_m=float(setting))
        seconds.append(time.process_time() - start)
    return seconds, buffer.geometry


def aeqd(shape: BaseGeometry, distance_m: float, setting: str, repeats: int) -> Answer:
    """Measure the usual recipe: shapely in one azimuthal equidistant plane."""
    middle = shape.centroid
    plane = f"+proj=aeqd +lat_0={middle.y} +lon_0={middle.x} +ellps=WGS84"
    there = pyproj.Transformer.from_crs(4326, plane, always_xy=True)
    back = pyproj.Transformer.from_crs(plane, 4326, always_xy=True)
    seconds, buffer = [], shape
    for _ in range(repeats):
        start = time.process_time()
        flat = shapely.transform(shape, lambda xy: moved(there, xy))
        grown = shapely.buffer(flat, distance_m, quad_segs=int(setting))
        buffer = shapely.transform(grown, lambda xy: moved(back, xy))
        seconds.append(time.process_time() - start)
    return seconds, buffer


def moved(transformer: pyproj.Transformer, xy: Any) -> Any:
    """Take positions to another CRS."""
    return np.column_stack(transformer.transform(*xy.T))


def installed(
    peer: str, script: str, shape: BaseGeometry, distance_m: float, **job: Any
) -> Answer:
    """Measure a peer in its own environment, by a script beside this one."""
    job |= {"wkt": shape.wkt, "distance_m": distance_m}
    python = HERE / "installed" / peer / "bin" / "python"
    said = _command([str(python), str(HERE / script)], json.dumps(job))
    answer = json.loads(said.splitlines()[-1])
    return answer["seconds"], shapely.from_wkt(answer["wkt"])


def pyguymer3(
    shape: BaseGeometry, distance_m: float, setting: str, repeats: int
) -> Answer:
    """Measure PyGuymer3; the setting is its number of directions."""
    job = {"options": setting, "repeats": min(repeats, 2)}
    return installed("pyguymer3", "guymer.py", shape, distance_m, **job)


def postgis(
    shape: BaseGeometry, distance_m: float, setting: str, repeats: int
) -> Answer:
    """Measure PostGIS ST_Buffer(geography), by psql's own clock."""
    home = _command([str(HERE / "postgis.sh")]).strip().splitlines()[-1]
    try:
        buffer = f"ST_Buffer(g, {distance_m}, '{setting}')"
        # nanoseconds that the backend has had of a processor
        on_processor = "SELECT 'ns ' || pg_read_file('/proc/self/schedstat', 0, 99);"
        script = [
            "CREATE TABLE given (g geography);",
            f"INSERT INTO given VALUES ('SRID=4326;{shape.wkt}');",
            *[
                on_processor,
                f"SELECT ST_NPoints({buffer}::geometry) FROM given;",
                on_processor,
            ]
            * repeats,
            f"SELECT ST_AsText({buffer}, 15) FROM given;",
        ]
        psql = ["psql", "-qAt", "-h", home, "-U", "postgres"]
        said = _command(psql, "\n".join(script)).splitlines()
    finally:
        _command([str(HERE / "postgis.sh"), "stop"])
    clock = [int(row.split()[1]) / 1e9 for row in said if row.startswith("ns ")]
    seconds = [end - start for start, end in zip(clock[::2], clock[1::2], strict=True)]
    return seconds, shapely.from_wkt(said[-1])


def sedona(
    shape: BaseGeometry, distance_m: float, setting: str, repeats: int
) -> Answer:
    """Measure SedonaDB."""
    job = {"options": setting, "repeats": repeats}
    return installed("sedona", "sedona.py", shape, distance_m, **job)


def turf(shape: BaseGeometry, distance_m: float, setting: str, repeats: int) -> Answer:
    """Measure Turf."""
    job = {
        "geojson": json.loads(shapely.to_geojson(shape)),
        "distance_m": distance_m,
        "options": setting,
        "repeats": min(repeats, 2),
    }
    said = json.loads(_command(["node", str(HERE / "turf.mjs")], json.dumps(job)))
    return said["seconds"], shapely.from_geojson(json.dumps(said["geojson"]))


def terra(shape: BaseGeometry, distance_m: float, setting: str, repeats: int) -> Answer:
    """Measure R terra."""
    if shutil.which("Rscript") is None:
        raise FileNotFoundError("Rscript is not installed")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as job:
        job.write(f"{shape.wkt}\n{distance_m}\n{setting}\n{min(repeats, 2)}\n")
        job.flush()
        said = _command(["Rscript", str(HERE / "terra.R"), job.name]).splitlines()
    times = [float(s) for s in said[:-1]]
    return times, shapely.from_wkt(said[-1])


def boost(shape: BaseGeometry, distance_m: float, setting: str, repeats: int) -> Answer:
    """Measure Boost.Geometry, whose strategies for the spheroid are for points."""
    if not isinstance(shape, Point):
        raise OSError("its geographic buffers are of points alone")
    program = HERE / "installed" / "boost"
    words = [str(program), str(shape.x), str(shape.y), str(distance_m), setting]
    said = [_command(words).splitlines() for _ in range(repeats)]
    return [float(times) for times, _ in said], shapely.from_wkt(said[0][1])


def _command(words: list[str], given: str | None = None) -> str:
    done = subprocess.run(
        words, input=given, text=True, capture_output=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
