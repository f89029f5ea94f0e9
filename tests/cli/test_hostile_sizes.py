"""Texts made to take minutes or gigabytes: one line, in seconds, in little memory."""

import resource
import subprocess
import sys

import pytest
from click.testing import CliRunner

from rangeviz.cli.app import main

# Of addresses, not of pages in use: libraries map a gigabyte that they never touch.
MOST_BYTES = 3 << 30
SECONDS = 20  # of CPU; each takes 1 or 2


def limited(*arguments):
    """Run the command with a limit of memory and of CPU."""

    def limits():
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    done = subprocess.run(
        [sys.executable, "-m", "rangeviz", *map(str, arguments)],
        capture_output=True,
        text=True,
        preexec_fn=limits,
        env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PATH": ""},
        timeout=200,
    )
    assert done.returncode in (1, 2), done.stderr[-500:]
    assert done.stderr.count("\n") == 1, done.stderr[-500:]
    assert len(done.stderr) < 2200
    return done.stderr


PAGES = {
    "tags that never end": '<a x="' * 20_000,
    "comments that never end": "<!--" * 40_000,
    "sections that never end": "<![CDATA[" * 40_000,
    "instructions that never end": "<?" * 100_000,
    "ends that never end": "<script>" + "</" * 100_000,
}


@pytest.mark.parametrize("name", ["q.html", "q.svg"])
@pytest.mark.parametrize("case", PAGES)
def test_a_page_that_never_ends_what_it_begins(tmp_path, case, name):
    (tmp_path / name).write_text(PAGES[case])
    limited("scenario", "extract", tmp_path / name)
    if name.endswith(".html"):
        limited("verify", tmp_path / name)


def test_a_page_of_thousands_of_circles(tmp_path):
    circles = "".join(
        f"L.circle([50,36],{{radius:{radius}}});" for radius in range(100_000, 104_000)
    )
    (tmp_path / "q.html").write_text(f"<script>{circles}</script>")
    assert "4,000 circles" in limited("verify", tmp_path / "q.html")


@pytest.mark.parametrize("content", [b"a" * 50_000_000, b"\\" * 20_000_000])
def test_a_pdf_with_a_string_of_megabytes(tmp_path, content):
    path = tmp_path / "c.pdf"
    path.write_bytes(b"%PDF-1.4\n/RangevizScenario (" + content + b")")
    limited("scenario", "extract", path)


def test_a_file_larger_than_any_text(tmp_path):
    path = tmp_path / "c.html"
    with path.open("wb") as file:
        file.truncate(2 << 30)  # a hole that takes no room
    assert "holds more than" in limited("scenario", "extract", path)
    assert "holds more than" in limited("verify", path)


@pytest.mark.parametrize(
    "length", ["1." + "0%" * 20_000 + ",x", "1" + " " * 20_000 + "x", "1." * 20_000]
)
def test_a_length_of_thousands_of_characters(length):
    limited("report", "--from", "49.99,36.23", "--range", length)


def test_a_place_of_thousands_of_names(tmp_path):
    path = tmp_path / "s.toml"
    path.write_text(f'schema = 1\nsites = [{{place = "{"kharkiv, " * 3000}"}}]\n')
    assert "at most 200 characters" in limited("scenario", "check", path)


@pytest.mark.parametrize("option", ["--from", "--zone", "--from-area", "--system"])
def test_long_input_is_not_echoed_whole(option):
    given = ["report", "--from", "49.99,36.23", option, "Kharkiv\x1b" * 1500]
    done = CliRunner().invoke(main, given)
    assert done.exit_code in (1, 2)
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 600
    assert "\x1b" not in done.stderr
