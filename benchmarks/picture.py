"""A picture within a second: warm from Python, and as a cold command.

Processor seconds, so that a busy machine counts little; each the least of its runs.
The cold command is shown beside a bare import of the libraries that it stands on.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import rangeviz as rv

RUNS = 5
RANGEVIZ = str(Path(sys.executable).parent / "rangeviz")
LIBRARIES = (
    "import numpy, pandas, shapely, pyproj, geopandas, pyogrio, scipy.spatial, rich;"
    "import matplotlib.figure, matplotlib.backends.backend_agg"
)


def drawn_s(path: Path) -> float:
    """Report on the default map and write its picture."""
    start = time.process_time()
    rv.report("Kharkiv", ["himars", "atacms"], zones="Kursk").write(path)
    return time.process_time() - start


def command_s(command: list[str]) -> float:
    """Run a command in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "map.png"
    map_command = [RANGEVIZ, "map", "--from", "Kharkiv", "--zone", "Kursk"]
    drawn_s(path)
    warm = min(drawn_s(path) for _ in range(RUNS))
    libraries = min(command_s([sys.executable, "-c", LIBRARIES]) for _ in range(RUNS))
    cold = min(command_s([*map_command, "-o", str(path)]) for _ in range(RUNS))
print(f"report and picture, warm           {warm:6.2f} s    (bar 1)")
print(f"import of the libraries            {libraries:6.2f} s")
print(f"rangeviz map -o map.png, cold      {cold:6.2f} s")
print(f"  without the libraries            {cold - libraries:6.2f} s")
