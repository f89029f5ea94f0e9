"""Cold starts as ratios within one run.

``rangeviz --help`` against a bare interpreter (bar: 5 times), and the whole map
command against importing geopandas and folium (bar: 1.6 times plus 0.7 s). The same
map from an area and from a border against the one from a point (bar: 2.5 times).
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RANGEVIZ = str(Path(sys.executable).parent / "rangeviz")
RUNS = 7


def seconds(command: list[str]) -> float:
    """Run a command and time it."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def median_seconds(commands: list[list[str]]) -> list[float]:
    """Interleave the commands, so that a busy moment hits them all alike."""
    for command in commands:
        seconds(command)
    timed = [[seconds(command) for command in commands] for _ in range(RUNS)]
    return [statistics.median(column) for column in zip(*timed, strict=True)]


with tempfile.TemporaryDirectory() as folder:
    page = ["--zone", "Kursk", "-o", str(Path(folder) / "map.html")]
    bare, help_page, libraries, whole, area, border = median_seconds(
        [
            [sys.executable, "-c", "pass"],
            [RANGEVIZ, "--help"],
            [sys.executable, "-c", "import geopandas, folium"],
            [RANGEVIZ, "map", "--from", "Kharkiv", *page],
            [RANGEVIZ, "map", "--from-area", "Ukraine", *page],
            [RANGEVIZ, "map", "--from-border", "Ukraine/Russia", *page],
        ]
    )
bar = 1.6 * libraries + 0.7
print(f"python -c pass                     {bare:6.3f} s")
print(f"rangeviz --help                    {help_page:6.3f} s")
print(f"  ratio                            {help_page / bare:6.2f}    (bar 5)")
print(f"import geopandas, folium           {libraries:6.3f} s")
print(f"rangeviz map, cold                 {whole:6.3f} s")
print(f"  of 1.6 x imports + 0.7 s         {whole / bar:6.2f}    (bar 1)")
print(f"rangeviz map --from-area           {area:6.3f} s")
print(f"  of the map from a point          {area / whole:6.2f}    (bar 2.5)")
print(f"rangeviz map --from-border         {border:6.3f} s")
print(f"  of the map from a point          {border / whole:6.2f}    (bar 2.5)")
