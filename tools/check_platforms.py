"""Check that everything rangeviz needs comes as wheels: nothing is compiled.

    python tools/check_platforms.py

uv resolves for each platform and Python, by what the package index says of its files.
A Mac is one with macOS 14 or newer, which pyproj's wheels ask for.
"""

from __future__ import annotations

import configparser
import itertools
import os
import subprocess
import sys
import sysconfig
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


def requirements() -> str:
    """Read what rangeviz and its extras for users need, a line each."""
    config = configparser.ConfigParser()
    config.read(SETUP)
    extras = config["options.extras_require"]
    needed = config["options"]["install_requires"]
    return "\n".join([needed, *(extras[name] for name in FOR_USERS)])


def main() -> int:
    """Print a line per platform and Python."""
    missing = 0
    for platform, python in itertools.product(PLATFORMS, PYTHONS):
        command = [UV, "pip", "compile", "--quiet", "--only-binary", ":all:"]
        command += ["--python-platform", platform, "--python-version", python, "-"]
        done = subprocess.run(
            command,
            input=requirements(),
            env=os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"},
            capture_output=True,
            text=True,
            check=False,
        )
        missing += done.returncode != 0
        print(f"{platform} {python}: {'no wheels' if done.returncode else 'wheels'}")
        if done.returncode:
            print(done.stderr.strip(), file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
