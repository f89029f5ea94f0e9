"""Run the command line: ``rangeviz``, or ``python -m rangeviz``."""

import os
import signal
import sys
from types import FrameType


def run() -> None:
    """Run the command; Ctrl-C is told in one line while it still loads, too."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end_at_once)
    try:
        from rangeviz.cli import main
    except ModuleNotFoundError as error:
        sys.exit(
            f"rangeviz: error: {sys.executable} lacks {error.name}: in rangeviz's "
            "folder run make demo, then .venv/bin/rangeviz; or python -m pip install ."
        )
    try:
        main()
    finally:
        # The work is done and told; Python's own end is not to be disturbed.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end_at_once(signum: int, _frame: FrameType | None) -> None:
    written: list[object] = []
    if files := sys.modules.get("rangeviz.files"):  # it may be half-loaded
        written = getattr(files, "files_written", list)()
    change = b"" if written else b"; no file was changed"
    os.write(2, b"rangeviz: error: interrupted" + change + b"\n")
    os._exit(128 + signum)


if __name__ == "__main__":
    run()
