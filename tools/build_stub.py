"""Write rangeviz/__init__.pyi: the public names, as type checkers read them.

The names load on first use, which no checker can follow; the stub says where each one
is at home. Run it after a public name was added or moved:

    python tools/build_stub.py
"""

from __future__ import annotations

from pathlib import Path

import rangeviz

STUB = Path(rangeviz.__file__).with_suffix(".pyi")


def stub() -> str:
    """Give the text of the stub."""
    homes = sorted(rangeviz._HOMES.items(), key=lambda pair: (pair[1], pair[0]))
    lines = [f"from {home} import {name} as {name}" for name, home in homes]
    names = "".join(f'    "{name}",\n' for name in rangeviz.__all__)
    return "\n".join(
        [
            "# Made by tools/build_stub.py from the names in __init__.py.",
            *lines,
            "",
            "__version__: str",
            f"__all__ = [\n{names}]",
            "",
        ]
    )


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
