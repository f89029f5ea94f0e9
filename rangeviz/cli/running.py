"""A run: whether memory has room for it, and how far it has come."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rangeviz.cli.outputs import is_quiet, note
from rangeviz.errors import InputError

if TYPE_CHECKING:
    from rangeviz.analysis.report import Report
    from rangeviz.analysis.stages import Stages
    from rangeviz.model.scenario import Scenario

log = logging.getLogger("rangeviz")
# Two reaches are done before a bar could be read.
MIN_STEPS = 4
LONG_S = 10.0  # after so many seconds someone wants to know how long it will be
AGAIN_S = 60.0  # and again
# Measured: of 1,000 to 10,000 sites, in CSV, each took 0.18 MB more with HIMARS and
# 0.41 MB more with ATACMS, whose ring meets more regions and places.
PER_REACH_BYTES = 400_000
_GB = 1e9

Advance = Callable[[int, int, str], None]


def report_of(scenario: Scenario, *, overlap: bool = False) -> Report:
    """Compute the report of a scenario, with a progress bar."""
    from rangeviz.analysis.report import build_report

    pairs = len(scenario.sites) * len(scenario.systems)
    check_memory(pairs)
    with progress_bar("reaches", pairs) as advance:
        return build_report(scenario, overlap=overlap, progress=advance)


def answer_of(scenario: Scenario, *, overlap: bool = False) -> Report | Stages:
    """Compute the report of a scenario, or of each of its stages where it has any."""
    if not scenario.stages:
        return report_of(scenario, overlap=overlap)
    from rangeviz.analysis.stages import build_stages

    whole = scenario.combined()
    pairs = len(whole.sites) * len(whole.systems)
    check_memory(pairs)
    with progress_bar("reaches", pairs) as advance:
        return build_stages(scenario, overlap=overlap, progress=advance)


@contextlib.contextmanager
def progress_bar(what: str, total: int) -> Iterator[Advance]:
    """Give a function that moves a progress bar.

    Parameters
    ----------
    what : str
        What is counted, for the bar's label.
    total : int
        How many steps there will be; a few get no bar.

    Yields
    ------
    callable
        ``advance(done, total, label)``.
    """
    if is_quiet() or total < MIN_STEPS or not sys.stderr.isatty():
        yield _Lines(what).advance
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def advance(done: int, total: int, label: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(label))

        yield advance


class _Lines:
    """Progress where no bar can be: a log line a step, an estimate each minute."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.start_s = time.monotonic()
        self.told_next_s = LONG_S
        self.before: int | None = None

    def advance(self, done: int, total: int, label: str) -> None:
        """Log a step; while a run is long, tell how long it will be."""
        log.info("%s %d/%d: %s", self.what, done, total, label)
        spent_s = time.monotonic() - self.start_s
        if self.before is None:
            # What an earlier run left is in the first count and took no time now;
            # without one, the first step is a small part of a long run.
            self.before, self.start_s = done, time.monotonic()
        elif spent_s > self.told_next_s and done < total:
            self.told_next_s = spent_s + AGAIN_S
            left_s = spent_s / (done - self.before) * (total - done)
            left = f"{left_s:.0f} s" if left_s < 90 else f"{left_s / 60:.0f} minutes"
            note(f"{done:,} of {total:,} {self.what} are computed; some {left} left")


def check_memory(reaches: int) -> None:
    """Refuse more reaches than memory has room for, before the first is computed.

    Parameters
    ----------
    reaches : int
        Sites times systems.

    Raises
    ------
    InputError
        If they need more than is free.
    """
    needed, free = reaches * PER_REACH_BYTES, free_bytes()
    if free is not None and needed > free:
        raise InputError(
            f"{reaches:,} reaches need some {needed / _GB:.1f} GB of memory, and "
            f"{free / _GB:.1f} GB are free: give fewer sites or systems, or run them "
            "in parts"
        )


def free_bytes() -> int | None:
    """Give what this process may still take; None where the system does not say."""
    known = [room for room in (_of_machine(), _of_limit()) if room is not None]
    return min(known, default=None)


def _of_machine() -> int | None:
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            fields = dict(line.split(":", 1) for line in lines)
        return int(fields["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows
        return None


def _of_limit() -> int | None:
    """Room below a limit of the address space (``ulimit -v``)."""
    if sys.platform != "linux":
        return None
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return None
    with open("/proc/self/statm", encoding="ascii") as pages:
        taken = int(pages.read().split()[0]) * resource.getpagesize()
    return max(limit - taken, 0)
