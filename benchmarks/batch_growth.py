"""Growth of `rangeviz batch`: seconds, rate, memory and bytes from 100 sites on.

python benchmarks/batch_growth.py 100 1000 10000 100000

Random places on land by the two default systems, without zones. Memory is that of the
largest process; processor seconds are those of all.
"""

import sys
import tempfile
from pathlib import Path

from many_sites import run, write_sites


def main() -> None:
    """Print a line per number of sites."""
    counts = [int(text) for text in sys.argv[1:]] or [100, 1_000, 10_000]
    print("  sites  seconds  processor s  sites/s     MB  bytes per site")
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            sites, out = (
                Path(folder) / f"{count}.csv",
                Path(folder) / f"{count}.parquet",
            )
            write_sites(sites, count)
            batch = ["batch", str(sites), "-q", "-o", str(out)]
            seconds, cpu, megabytes = run(batch)
            size = sum(part.stat().st_size for part in out.rglob("*.parquet"))
            print(
                f"{count:7} {seconds:8.1f} {cpu:12.1f} {count / seconds:8.0f}"
                f" {megabytes:6.0f} {size / count:15.0f}"
            )


if __name__ == "__main__":
    main()
