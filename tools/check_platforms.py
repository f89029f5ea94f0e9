"""Check that everything rangeviz needs comes as wheels: nothing is compiled.

    python tools/check_platforms.py

uv resolves for each platform and Python, by what the package index says of its files.
The extra `raster` has no wheels on some: docs/within.md names them, and this checks
that they are these and no others.
A Mac is one with macOS 14 or newer, which pyproj's wheels ask for.
"""

from __future__ import annotations

import configparser
import itertools
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

SETUP = Path(__file__).parents[1] / "setup.cfg"
UV = Path(sysconfig.get_path("scripts"), "uv")
FOR_USERS = ("batch", "notebook", "slides")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = (
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
)


WITHOUT_RASTER = {
    *itertools.product(["aarch64-unknown-linux-gnu"], PYTHONS),  # exactextract
    ("x86_64-apple-darwin", "3.14"),  # rasterio
}


def requirements(extras: Iterable[str]) -> str:
    """Read what rangeviz and some of its extras need, a line each."""
    config = configparser.ConfigParser()
    config.read(SETUP)
    needed = config["options.extras_require"]
    always = config["options"]["install_requires"]
    return "\n".join([always, *(needed[name] for name in extras)])


def has_wheels(needed: str, platform: str, python: str) -> bool:
    """Say whether all that is needed comes as wheels."""
    command = [UV, "pip", "compile", "--quiet", "--only-binary", ":all:"]
    command += ["--python-platform", platform, "--python-version", python, "-"]
    done = subprocess.run(
        command,
        input=needed,
        env=os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stderr.strip(), file=sys.stderr)
    return done.returncode == 0


def main() -> int:
    """Print a line per platform and Python."""
    plain, whole = requirements(FOR_USERS), requirements([*FOR_USERS, "raster"])
    wrong = 0
    for platform, python in itertools.product(PLATFORMS, PYTHONS):
        all_have = has_wheels(whole, platform, python)
        these_have = all_have or has_wheels(plain, platform, python)
        told = "wheels" if all_have else "no wheels of raster"
        print(f"{platform} {python}: {told if these_have else 'no wheels'}")
        is_known = all_have != ((platform, python) in WITHOUT_RASTER)
        wrong += not (these_have and is_known)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
