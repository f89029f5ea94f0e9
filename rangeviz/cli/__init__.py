"""The command line, the only home of click."""

from __future__ import annotations


def main() -> None:
    """Run the ``rangeviz`` command."""
    raise SystemExit("not built yet")
