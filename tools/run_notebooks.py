"""Run the notebooks, two at a time, and keep them with their outputs.

    python tools/run_notebooks.py FOLDER [NAME ...]

Their kernels are spoken to through files where there are Unix sockets, so that this
works in a network namespace without any interface too.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
TIMEOUT_S = 240
WORKERS = 2


def run_one(path: Path, folder: Path) -> Path:
    """Execute a notebook in a folder of its own, and write it into `folder`."""
    notebook = nbformat.read(path, as_version=4)
    # A Unix socket's address is short: not below pytest's folders.
    with tempfile.TemporaryDirectory(prefix="rv") as work:
        manager = AsyncKernelManager()
        if os.name == "posix":
            manager = AsyncKernelManager(transport="ipc", ip=f"{work}/kernel")
        resources = {"metadata": {"path": work}}
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=TIMEOUT_S,
            resources=resources,
            store_widget_state=False,
        )
        client.execute()
        asyncio.run(manager.shutdown_kernel(now=True))
    made = folder / path.name
    nbformat.write(notebook, made)
    return made


def run(folder: Path, names: Sequence[str] = ()) -> list[Path]:
    """Execute all notebooks, or those that are named, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [
        path
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
        if not names or path.stem in names
    ]
    with ProcessPoolExecutor(WORKERS) as pool:
        return list(pool.map(run_one, paths, [folder] * len(paths)))


if __name__ == "__main__":
    for done in run(Path(sys.argv[1]), sys.argv[2:]):
        print(done)
