"""What loading borders and looking a name up cost, beside importing geopandas.

Each figure is the best of nine in a new process of its own; the look-up is cold: the
first thing that the process does after its imports.
"""

import json
import subprocess
import sys

WORK = {
    "import geopandas, pyogrio": "pass",
    "import of regions": "import rangeviz.datasets.borders.regions",
    "cold look-up of a region": "regions.find_region('Kursk')",
    "cold look-up of a country": "regions.find_country('Ukraine')",
    "regions of a view (2,000 km)": "borders.load_regions(bbox=(22, 41, 50, 59))",
    "countries of a view": "borders.load_countries(bbox=(22, 41, 50, 59))",
    "regions of the world": "borders.load_regions()",
    "countries of the world": "borders.load_countries()",
    "region of a point": "find_region_at.find_region_at(36.23, 49.99)",
    "an unknown name": "unknown()",
}
PROGRAM = """
import time, sys, json
start = time.perf_counter()
import geopandas, pyogrio
base = time.perf_counter() - start
if {after_imports}:
    from rangeviz.datasets.borders.shipped import shipped as borders
    from rangeviz.datasets.borders.shipped import find_region_at
    from rangeviz.datasets.borders.shipped import regions
    from rangeviz.errors import UnknownNameError
    def unknown():
        try:
            regions.find_region('Kurks')
        except UnknownNameError:
            pass
start = time.perf_counter()
{work}
done = time.perf_counter() - start
print(json.dumps([base, done]))
"""


def best_ms(work: str, rounds: int = 9) -> float:
    """Time a line in new processes; `pass` stands for the imports themselves."""
    after_imports = not work.startswith(("pass", "import"))
    program = PROGRAM.format(work=work, after_imports=after_imports)
    times = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True
        )
        base, took = json.loads(done.stdout)
        times.append(base if work == "pass" else took)
    return min(times) * 1000


if __name__ == "__main__":
    for what, work in WORK.items():
        print(f"{what:35} {best_ms(work):7.1f} ms")
