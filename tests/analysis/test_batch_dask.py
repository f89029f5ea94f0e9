"""Batches on a Dask cluster: a real scheduler and real workers, on loopback."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from rangeviz.cli import main

BIN = Path(sys.executable).parent
PLACES = [(f"site {n}", 10.0 + 1.7 * n, 45.0 + (n % 5)) for n in range(12)]
STARTS_S = 120


@pytest.fixture
def sites(tmp_path):
    path = tmp_path / "sites.csv"
    pd.DataFrame(PLACES, columns=["name", "lon", "lat"]).to_csv(path, index=False)
    return path


def started(arguments, log):
    with log.open("w") as file:
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def waited(log, words):
    deadline = time.monotonic() + STARTS_S
    while time.monotonic() < deadline:
        text = log.read_text()
        if words in text:
            return text
        time.sleep(0.2)
    raise AssertionError(text)


@contextlib.contextmanager
def killed_after(*processes):
    try:
        yield
    finally:
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers of one thread each: address and processes."""
    log = tmp_path / "scheduler.log"
    serve = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    scheduler = started([*serve, "--no-dashboard"], log)
    with killed_after(scheduler):
        text = waited(log, "Scheduler at:")
        address = next(
            word for word in text.split() if word.startswith("tcp://127.0.0.1")
        )
        work = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
        logs = [tmp_path / f"worker{n}.log" for n in range(2)]
        workers = [started([*work, "--no-dashboard"], each) for each in logs]
        with killed_after(*workers):
            for each in logs:
                waited(each, "Registered to")
            yield address, scheduler, workers


def batch(sites, out, *more):
    return subprocess.Popen(
        [
            str(BIN / "rangeviz"),
            "batch",
            str(sites),
            "-q",
            "-o",
            str(out),
            *map(str, more),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )


def run_here(sites, out):
    arguments = [str(sites), "-o", str(out), "--chunk", "1", "--processes", "1"]
    done = CliRunner().invoke(main, ["batch", *arguments])
    assert done.exit_code == 0, done.stderr


def finished(out):
    return list((out / "reaches").glob("part-*"))


def until_begun(out):
    deadline = time.monotonic() + STARTS_S
    while not finished(out) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert finished(out)


def same(one, other):
    for table in ("reaches", "regions", "countries", "places"):
        mine, theirs = (pq.read_table(each / table) for each in (one, other))
        assert mine.num_rows
        pd.testing.assert_frame_equal(mine.to_pandas(), theirs.to_pandas(), rtol=1e-9)


@pytest.mark.slow
def test_a_worker_may_be_killed_and_a_scheduler_is_told_in_one_line(
    sites, cluster, tmp_path
):
    address, scheduler, workers = cluster
    alone, there, left = (tmp_path / name for name in ("alone", "there", "left"))
    # It waits for ten seconds: meanwhile the others run.
    nowhere = batch(sites, tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9")
    run_here(sites, alone)
    run = batch(sites, there, "--chunk", 1, "--scheduler", address)
    until_begun(there)
    os.killpg(workers[0].pid, signal.SIGKILL)
    told = run.communicate(timeout=300)[1]
    assert run.returncode == 0, told
    same(alone, there)

    run = batch(sites, left, "--chunk", 1, "--scheduler", address)
    until_begun(left)
    os.killpg(scheduler.pid, signal.SIGKILL)
    told = run.communicate(timeout=300)[1]
    assert run.returncode == 2
    assert "went away" in told
    assert told.count("\n") == 1, told
    before = {path: path.stat().st_mtime_ns for path in finished(left)}
    run_here(sites, left)
    assert all(path.stat().st_mtime_ns == at for path, at in before.items())
    same(alone, left)

    told = nowhere.communicate(timeout=300)[1]
    assert nowhere.returncode == 2
    assert "no Dask scheduler answers" in told
    assert told.count("\n") == 1, told
