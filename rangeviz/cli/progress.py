"""Progress on stderr: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable, Iterator

from rangeviz.cli.options.shared_options import is_quiet

log = logging.getLogger("rangeviz")
# Two reaches are done before a bar could be read.
MIN_STEPS = 4

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
        yield lambda done, total, label: log.info(
            "%s %d/%d: %s", what, done, total, label
        )
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def advance(done: int, total: int, label: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(label))

        yield advance
