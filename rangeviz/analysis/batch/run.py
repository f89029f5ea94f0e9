"""Run a batch: in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, Protocol

from rangeviz.analysis.batch.question import Question
from rangeviz.arguments import check_library
from rangeviz.errors import InputError, RangevizError, shortened

MOST_TRIES: Final = 3  # of a chunk whose process was killed
_AHEAD: Final = 2  # chunks that wait for each worker
_SCHEDULER_WAIT_S: Final = 10

Progress = Callable[[int, int, str], None]
Work = Callable[[Question, Any], dict[str, bytes]]


class Chunks(Protocol):
    """What is to be computed, in chunks, and where each one goes.

    Attributes
    ----------
    what : str
        What is counted, for people.
    chunks, sites : int
        How many there are of chunks, and of what is counted in all.
    """

    @property
    def what(self) -> str: ...  # noqa: D102
    @property
    def chunks(self) -> int: ...  # noqa: D102
    @property
    def sites(self) -> int: ...  # noqa: D102

    def finished(self) -> list[int]:
        """List the chunks that are never computed again, by number."""

    def size_of(self, chunk: int) -> int:
        """Count what is in a chunk."""

    def sites_of(self, chunk: int) -> Any:
        """Give what a chunk is computed from."""

    def put(self, chunk: int, tables: Mapping[str, bytes]) -> None:
        """Put a chunk's tables in their places, whole or not at all."""


@dataclass
class Outcome:
    """What became of a batch.

    Attributes
    ----------
    sites : int
        Computed in this run.
    before : int
        Finished in earlier ones.
    failed : dict of int to str
        Why chunks could not be computed.
    """

    sites: int = 0
    before: int = 0
    failed: dict[int, str] = field(default_factory=dict)


def run_batch(
    store: Chunks,
    question: Question,
    work: Work,
    *,
    processes: int | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Compute the chunks of a batch that are not finished.

    Parameters
    ----------
    store : Chunks
        What they are made from, and where they go.
    question : Question
        What is asked of every site.
    work : callable
        What computes a chunk, as files of tables.
    processes : int, optional
        On this machine; by default one for each processor.
    scheduler : str, optional
        Address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``, whose workers
        compute instead.
    progress : callable, optional
        Called as ``progress(sites done, sites in all, rate and time left)``.

    Returns
    -------
    Outcome
        A chunk that fails is told there, and the others go on.

    Raises
    ------
    InputError
        If the scheduler can't be reached, or goes away.
    OutputError
        If the disk is full. What is finished stays, and is not computed again.
    """
    done = set(store.finished())
    todo = [chunk for chunk in range(store.chunks) if chunk not in done]
    outcome = Outcome(before=sum(map(store.size_of, done)))
    if not todo:
        return outcome
    pace = _Pace(store, outcome.before, progress)
    for _ in range(MOST_TRIES):
        workers = _workers(processes, len(todo))
        with _executor(scheduler, workers) as pool:
            todo = _drain(pool, workers, store, question, todo, work, outcome, pace)
        if not todo:
            return outcome
    raise InputError(
        f"a process was killed {MOST_TRIES} times, perhaps for want of memory: give "
        "fewer --processes; the same command goes on from what is finished"
    )


class _Pace:
    """How fast it goes, and how long it will be."""

    def __init__(self, store: Chunks, done: int, progress: Progress | None) -> None:
        self.done, self.total, self._what = done, store.sites, store.what
        self._progress = progress
        self._start_s, self._first = time.monotonic(), done

    def step(self, sites: int) -> None:
        self.done += sites
        spent_s = max(time.monotonic() - self._start_s, 1e-9)
        rate = (self.done - self._first) / spent_s
        left_s = (self.total - self.done) / rate
        left = f"{left_s:.0f} s" if left_s < 90 else f"{left_s / 60:.0f} min"
        if self._progress is not None:
            told = f"{rate:,.{0 if rate > 9 else 1}f} {self._what}/s, {left} left"
            self._progress(self.done, self.total, told)


def _drain(
    pool: Executor,
    workers: int,
    store: Chunks,
    question: Question,
    todo: list[int],
    work: Work,
    outcome: Outcome,
    pace: _Pace,
) -> list[int]:
    """Compute chunks, a few ahead; give those that a killed process left undone."""
    waiting = iter(todo)
    running: dict[Future[dict[str, bytes]], tuple[int, int]] = {}
    left = set(todo)

    def fill() -> None:
        for chunk in waiting:
            sites = store.sites_of(chunk)
            running[pool.submit(work, question, sites)] = chunk, store.size_of(chunk)
            if len(running) >= _AHEAD * workers:
                return

    try:
        fill()
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                chunk, sites = running.pop(future)
                _settle(future, chunk, sites, store, outcome, pace)
                left.discard(chunk)
            fill()
    except BrokenExecutor:
        return sorted(left)
    return []


def _settle(
    future: Future[dict[str, bytes]],
    chunk: int,
    sites: int,
    store: Chunks,
    outcome: Outcome,
    pace: _Pace,
) -> None:
    try:
        tables = future.result()
    except (BrokenExecutor, CancelledError):
        raise
    except Exception as error:
        if _is_lost(error):
            raise CancelledError from error
        outcome.failed[chunk] = _told(error)
        return
    store.put(chunk, tables)
    outcome.sites += sites
    pace.step(sites)


def _told(error: Exception) -> str:
    text = str(error) if isinstance(error, RangevizError) else repr(error)
    return shortened(text)


def _is_lost(error: Exception) -> bool:
    """Whether the cluster failed and not the work."""
    home = type(error).__module__.partition(".")[0]
    return home == "distributed" and type(error).__name__ != "KilledWorker"


def _workers(processes: int | None, chunks: int) -> int:
    return max(1, min(processes or os.cpu_count() or 1, chunks))


@contextlib.contextmanager
def _executor(scheduler: str | None, workers: int) -> Iterator[Executor]:
    if scheduler is not None:
        with _cluster(scheduler) as pool:
            yield pool
        return
    # A process of many is quicker with one thread each.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_ignore_interrupts
    )
    try:
        with _interrupts_held():
            for _ in range(workers):
                pool.submit(os.getpid)
        yield pool
    except BaseException:
        # Nobody waits for what is not finished: it will be computed again. A process
        # that ends in the middle of an answer leaves the pool's thread reading, until
        # nobody is left who could write the rest: this process mustn't be one.
        answers: Any = pool._result_queue
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        answers._writer.close()
        raise
    pool.shutdown()


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: they inherit the blocked signal.

    Before a process gets to its initializer, Python would answer with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ignore_interrupts() -> None:
    """Leave Ctrl-C, which all processes of a terminal get, to the one that writes.

    On Windows alone, where no signal can be held back before: elsewhere processes
    inherit that, and keep it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    check_library("distributed", "--scheduler needs dask[distributed]", "batch")
    distributed: Any = import_module("distributed")
    # What its client logs of a lost scheduler is told below in one line.
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"asyncio", "distributed", "tornado"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        client = distributed.Client(
            address, timeout=_SCHEDULER_WAIT_S, set_as_default=False
        )
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(
            f"no Dask scheduler answers at {address!r}: {shortened(str(error))}"
        ) from None
    try:
        yield client.get_executor(pure=False)
    except CancelledError:
        raise InputError(
            f"the scheduler at {address!r} went away; what is finished stays: the same "
            "command goes on from there"
        ) from None
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)
