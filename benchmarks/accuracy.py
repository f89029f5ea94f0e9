"""Judge the engine on its hard cases by an evaluator that shares no code with it.

    python benchmarks/accuracy.py          prints the table, writes accuracy.json

For every shape, distance and tolerance: the largest |true geodesic distance -
distance| on the boundary (each vertex, and three or more positions along each edge)
must be at most the certificate, the certificate at most the tolerance; and of 10,000
random positions, most of them near the boundary, none that is nearer than distance -
certificate may be outside, none that is farther than distance + certificate inside
("nearer" and "farther" count them; positions in the band between have no side and are
not among the 10,000). Ends with 1 where one of them is broken.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import shapely

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "tests" / "geodesy"))

from buffer_cases import CASES, SHAPES, TOLERANCES_M  # noqa: E402
from buffer_evaluator import Evaluator, judge  # noqa: E402

from rangeviz.geodesy.buffer.buffers import geodesic_buffer  # noqa: E402


def main() -> None:
    """Judge every case."""
    rows = []
    judges: dict[str, Evaluator] = {}
    print(
        "| shape | km | tolerance m | certificate m | measured m | nearer | farther "
        "| wrong |\n|---|---|---|---|---|---|---|---|"
    )
    for name, distance_m in CASES:
        shape = SHAPES[name]()
        judges = {name: judges.get(name) or Evaluator(shape)}  # one at a time
        for tolerance_m in TOLERANCES_M:
            rows.append(row(judges[name], name, distance_m, tolerance_m))
            print(line(rows[-1]), flush=True)
    (HERE / "accuracy.json").write_text(json.dumps(rows, indent=1) + "\n")
    broken = [line(row) for row in rows if not holds(row)]
    print(*broken, f"{len(rows)} cases, {len(broken)} broken", sep="\n")
    sys.exit(bool(broken))


def row(
    evaluator: Evaluator, name: str, distance_m: float, tolerance_m: float
) -> dict[str, Any]:
    """Buffer one shape and judge the result by its own certificate."""
    start = time.process_time()
    buffer = geodesic_buffer(SHAPES[name](), distance_m, tolerance_m=tolerance_m)
    seconds = time.process_time() - start
    shape, bound_m = buffer.geometry, buffer.max_deviation_m
    return {
        "shape": name,
        "distance_m": distance_m,
        "tolerance_m": tolerance_m,
        "cpu_ms": round(1e3 * seconds),
        "vertices": len(shapely.get_coordinates(shape)),
        "valid": bool(shape.is_valid),
        "certificate_m": bound_m,
        **asdict(judge(evaluator, shape, distance_m, bound_m)),
    }


def holds(row: dict[str, Any]) -> bool:
    """Tell whether measured error <= certificate <= tolerance, and no side is wrong."""
    proven = row["error_m"] <= row["certificate_m"] <= row["tolerance_m"]
    return bool(proven and row["valid"] and row["wrong"] == 0)


def line(row: dict[str, Any]) -> str:
    """One row of the table."""
    return (
        f"| {row['shape']} | {row['distance_m'] / 1e3:g} | {row['tolerance_m']} "
        f"| {row['certificate_m']:.3f} | {row['error_m']:.3f} "
        f"| {row['within']:,} | {row['beyond']:,} | {row['wrong']} |"
    )


if __name__ == "__main__":
    main()
