"""Work for the processes of a batch that is done at once, or goes wrong."""

import io
import os
import signal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rangeviz.analysis.batch.chunk import TABLES


def named(_question, sites):
    """The names of the sites, as every table."""
    sink = io.BytesIO()
    pq.write_table(pa.table({"name": sites.name}), sink)
    return dict.fromkeys(TABLES, sink.getvalue())


def killed_once(question, sites):
    """Kill this process the first time, as the kernel does for want of memory."""
    mark = Path(question) / "killed"
    if sites.name[0] == "Fiji" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return named(question, sites)


def killed_always(question, sites):
    if sites.name[0] == "Fiji":
        os.kill(os.getpid(), signal.SIGKILL)
    return named(question, sites)


def poisoned(question, sites):
    if sites.name[0] == "Fiji":
        raise ZeroDivisionError("no such row")
    return named(question, sites)


def lengthy(_question, _sites):
    """An answer that takes a while to send."""
    return {"reaches": bytes(200_000_000)}
