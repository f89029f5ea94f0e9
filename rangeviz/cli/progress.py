"""Progress on stderr: a bar on a terminal, a line about a long run in a pipe."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from collections.abc import Callable, Iterator

from rangeviz.cli.options.shared_options import is_quiet, note

log = logging.getLogger("rangeviz")
# Two reaches are done before a bar could be read.
MIN_STEPS = 4
LONG_S = 10.0  # after so many seconds someone wants to know how long it will be

Advance = Callable[[int, int, str], None]


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
    """Progress where no bar can be: a log line a step, and one estimate."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.start_s = time.monotonic()
        self.is_told = False

    def advance(self, done: int, total: int, label: str) -> None:
        """Log a step; once a run is long, tell how long it will be."""
        log.info("%s %d/%d: %s", self.what, done, total, label)
        spent_s = time.monotonic() - self.start_s
        if spent_s > LONG_S and done < total and not self.is_told:
            self.is_told = True
            left_s = spent_s / done * (total - done)
            left = f"{left_s:.0f} s" if left_s < 90 else f"{left_s / 60:.0f} minutes"
            note(f"{done:,} of {total:,} {self.what} are computed; some {left} left")
