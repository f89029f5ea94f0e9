"""Where answers go: forms by suffix, encodings, inputs kept, signals told truly."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from rangeviz.cli import main

RANGEVIZ = [sys.executable, "-m", "rangeviz"]
BASE = ("--from", "50,36", "--range", "10km")


def refusal(done):
    """Give the one line of a command that ended in an error."""
    assert done.exit_code == 2, (done.exit_code, done.stderr)
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("rangeviz: error: ")
    return line


@pytest.fixture
def inputs(tmp_path):
    """Make one file of each kind that commands read."""
    (tmp_path / "sites.csv").write_text("name,lat,lon\nA,50,36\n")
    box = {
        "type": "Polygon",
        "coordinates": [[[36, 50], [36.1, 50], [36.1, 50.1], [36, 50]]],
    }
    feature = {"type": "Feature", "properties": {"name": "Z"}, "geometry": box}
    collection = {"type": "FeatureCollection", "features": [feature]}
    for name in ("zone", "area", "own", "borders"):
        (tmp_path / f"{name}.geojson").write_text(json.dumps(collection))
    (tmp_path / "s.toml").write_text(
        'schema = 1\nsites = ["sites.csv"]\nzones = ["zone.geojson"]\n'
        'within = [{file = "own.geojson"}]\n'
    )
    return tmp_path


@pytest.mark.parametrize(
    ("command", "read", "output"),
    [
        (["report", *BASE[2:], "--from", "sites.csv"], "sites.csv", None),
        (["report", *BASE, "--zone", "zone.geojson", "--format", "json"],
         "zone.geojson", None),
        (["report", *BASE, "--within", "own.geojson", "--format", "md"],
         "own.geojson", None),
        (["report", *BASE, "--borders", "borders.geojson", "--format", "md"],
         "borders.geojson", None),
        (["export", *BASE, "--zone", "zone.geojson"], "zone.geojson", None),
        (["export", *BASE[2:], "--from-area", "area.geojson"], "area.geojson", None),
        (["export", "--scenario", "s.toml"], "zone.geojson", None),
        (["export", "--scenario", "s.toml"], "own.geojson", None),
        (["report", "--scenario", "s.toml"], "sites.csv", None),
        (["scenario", "show", "s.toml"], "s.toml", None),
        (["scenario", "init", "--scenario", "s.toml"], "s.toml", None),
        (["scenario", "init", *BASE[2:], "--from", "sites.csv"], "sites.csv", None),
        (["map", "--scenario", "s.toml"], "s.toml", "link.html"),
        (["compare", "--from", "sites.csv", "--base", "10km", "--with", "20km"],
         "sites.csv", None),
    ],
)  # fmt: skip
def test_no_output_destroys_an_input(run, inputs, monkeypatch, command, read, output):
    monkeypatch.chdir(inputs)
    if output is not None:
        Path(output).symlink_to(read)
    before = (inputs / read).read_bytes()
    line = refusal(run(*command, "-o", output or read))
    assert repr(output or read) in line
    assert "read for this output" in line
    assert (inputs / read).read_bytes() == before


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [(".csv", "site,lon"), (".json", "{"), (".md", "## "), (".CSV", "site,lon")],
)
def test_the_suffix_names_the_form(run, tmp_path, suffix, begins):
    path = tmp_path / f"x{suffix}"
    assert run("report", *BASE, "-o", path).exit_code == 0
    assert path.read_text().startswith(begins)


@pytest.mark.parametrize(
    ("command", "form", "name"),
    [
        (["report", *BASE], "json", "y.csv"),
        (["report", *BASE], "csv", "y.json"),
        (["report", *BASE], "matrix", "y.md"),
        (["report", *BASE], "table", "y.csv"),
        (["compare", "--from", "50,36", "--base", "10km", "--with", "20km"],
         "json", "c.csv"),
    ],
)  # fmt: skip
def test_a_contradiction_of_form_and_suffix_is_refused(
    run, tmp_path, command, form, name
):
    line = refusal(run(*command, "--format", form, "-o", tmp_path / name))
    assert f"{form}" in line
    assert os.listdir(tmp_path) == []


def test_a_matrix_is_a_csv_and_other_suffixes_are_free(run, tmp_path):
    done = run("report", *BASE, "--format", "matrix", "-o", tmp_path / "m.csv")
    assert done.exit_code == 0
    done = run("report", *BASE, "--format", "csv", "-o", tmp_path / "m.txt")
    assert done.exit_code == 0
    assert ".csv" in refusal(run("report", *BASE, "-o", tmp_path / "m.txt"))


@pytest.mark.parametrize(
    "command",
    [
        ["report", *BASE, "--format", "csv"],
        ["export", *BASE],
        ["map", *BASE, "-q"],
        ["compare", "--from", "50,36", "--base", "10km", "--with", "20km",
         "--format", "json"],
        ["scenario", "init", *BASE],
    ],
)  # fmt: skip
def test_a_dash_is_stdout(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    done = run(*command, "-o", "-")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert len(done.stdout) > 100
    assert os.listdir(tmp_path) == []


def test_a_map_to_stdout_is_the_page_alone(run, tmp_path):
    page = tmp_path / "m.html"
    assert run("map", *BASE, "-o", page).exit_code == 0
    assert run("map", *BASE, "-o", "-").stdout == page.read_text()


def test_a_quiet_map_prints_no_table(run, tmp_path):
    done = run("map", *BASE, "-q", "-o", tmp_path / "m.html")
    assert (done.stdout, done.stderr) == ("", "")


def test_a_bad_output_is_told_before_the_work(run, tmp_path, monkeypatch):
    monkeypatch.setattr("rangeviz.analysis.report.build_report", None)
    assert "nodir" in refusal(run("report", *BASE, "-o", tmp_path / "nodir" / "x.csv"))
    long = tmp_path / ("long" * 80 + ".csv")
    line = refusal(run("export", *BASE, "-o", long))
    assert "longlong" in line
    assert "File name too long" in line


def test_a_long_text_is_not_told_whole(run):
    assert len(refusal(run("report", "--from", "x" * 10_000))) < 1_200


ENCODINGS = ("cp1251", "cp866", "cp932", "gbk", "cp1252", "ascii", "iso8859-5")
SAID = {  # one run of each is enough: the engine is not what is tested
    "table": ["report", "--from", "46.5,29.7", "--range", "40km", "--zone", "Odesa"],
    "md": ["report", "--from", "46.5,29.7", "--range", "40km", "--format", "md"],
    "csv": ["report", "--from", "46.5,29.7", "--range", "40km", "--format", "csv"],
    "json": ["report", "--from", "46.5,29.7", "--range", "40km", "--format", "json"],
    "geojson": ["export", "--from", "46.5,29.7", "--range", "40km"],
    "map": ["map", "--from", "46.5,29.7", "--range", "40km", "-o", "map.html"],
    "compare": ["compare", "--from", "46.5,29.7", "--base", "10km", "--with", "40km"],
    "places": ["places", "Ștefan Vodă"],
    "regions": ["regions", "Ștefan Vodă"],
    "systems": ["systems"],
    "scenario": ["scenario", "init", "--from", "46.5,29.7", "--title", "Ștefan ²"],
    "help": ["report", "--help"],
    "error": ["report", "--from", "Ștefan-Вода-城"],
}
DATA = {"md", "csv", "json", "geojson", "scenario"}


def said(arguments, encoding):
    """Run where stdout speaks an encoding, as Windows' pipes do."""
    return CliRunner(charset=encoding).invoke(main, arguments)


@pytest.mark.parametrize("what", SAID)
def test_every_encoding_of_stdout_is_written_to(tmp_path, monkeypatch, what):
    monkeypatch.chdir(tmp_path)
    whole = said(SAID[what], "utf-8")
    for encoding in ENCODINGS:
        done = said(SAID[what], encoding)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.exit_code == whole.exit_code
        if what in DATA:
            assert done.stdout_bytes == whole.stdout_bytes
        else:
            # click takes ASCII for a locale that nobody set, and writes UTF-8.
            printed = done.stdout_bytes.decode(encoding.replace("ascii", "utf-8"))
            assert len(printed) >= len(whole.stdout) / 2


def test_a_table_says_the_nearest_that_it_can():
    done = subprocess.run(
        [*RANGEVIZ, *SAID["table"]],
        env={**os.environ, "PYTHONIOENCODING": "cp1251"},
        capture_output=True,
        check=True,
    )
    printed = done.stdout.decode("cp1251")
    assert "km2" in printed
    assert "Stefan Voda" in printed


@pytest.mark.parametrize("what", ["csv", "table", "places"])
def test_a_closed_stdout_is_told_in_one_line(tmp_path, what):
    done = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *RANGEVIZ, *SAID[what]],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "rangeviz: error: can't write to standard output: Bad file descriptor"
    ]


def test_a_file_is_written_beside_a_closed_stdout(tmp_path):
    done = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *RANGEVIZ, *SAID["csv"], "-q", "-o", "x.csv"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "x.csv").read_text().startswith("site,lon")


@pytest.mark.skipif(sys.platform != "linux", reason="limits the address space")
@pytest.mark.parametrize("limit_mb", [None, 3_000])
def test_more_than_memory_holds_is_refused_before_the_work(tmp_path, limit_mb):
    import resource

    count = 4_000_000 if limit_mb is None else 100_000
    sites = tmp_path / "s.csv"
    count_of_systems = 20 if limit_mb else 800
    rows = (f"S{i},{i % 360 - 180 + 0.1},{i // 360}" for i in range(5_000))
    sites.write_text("name,lon,lat\n" + "\n".join(rows) + "\n")
    catalogue = tmp_path / "c.csv"
    heads = "id,name,max_range_km,platform,source_title,source_class\n"
    catalogue.write_text(
        heads
        + "".join(f"s{i},S{i},{i + 10},ground,T,N\n" for i in range(count_of_systems))
    )

    def limited():
        if limit_mb is not None:
            resource.setrlimit(resource.RLIMIT_AS, (limit_mb * 10**6, limit_mb * 10**6))

    done = subprocess.run(
        [*RANGEVIZ, "report", "--from", sites, "--systems", catalogue, "-o", "x.csv"],
        preexec_fn=limited,
        cwd=tmp_path,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert f"{count:,} reaches need some {count / 2_500:.1f} GB of memory" in line
    assert not (tmp_path / "x.csv").exists()


def test_what_memory_runs_out_of_is_told_in_one_line(run, monkeypatch):
    def without_memory(*_arguments, **_options):
        bytearray(10**15)  # more than any machine has

    monkeypatch.setattr("rangeviz.analysis.report.build_report", without_memory)
    assert "not enough memory" in refusal(run("report", *BASE))


def test_a_long_run_says_each_minute_how_long_it_will_be(monkeypatch, capsys):
    from rangeviz.cli import running

    clock_s = iter(range(0, 1_000, 4))
    monkeypatch.setattr(running.time, "monotonic", lambda: float(next(clock_s)))
    # 900 of 1,000 were there before: they took no time.
    with running.progress_bar("reaches", 1_000) as advance:
        for done in range(900, 1_001):
            advance(done, 1_000, "A: B")
    told = [line.split() for line in capsys.readouterr().err.splitlines()]
    assert all(line[:4:2] == ["rangeviz:", "of"] for line in told)
    counts = [int(line[1]) for line in told]
    assert counts == [903, 919, 935, 951, 967, 983, 999]  # each 64 s
    assert told[0][-5:] == ["computed;", "some", "6", "minutes", "left"]
    assert told[-2][-3:] == ["68", "s", "left"]


def started(arguments, folder):
    return subprocess.Popen(
        [*RANGEVIZ, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job hands down an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.fixture(scope="module")
def python_starts_s():
    """Measure how long Python takes before any code of ours can run."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import runpy"], check=True)
    return time.perf_counter() - start


@pytest.mark.slow
@pytest.mark.parametrize(
    "share",
    [
        share if share % 3 == 0 else pytest.param(share, marks=pytest.mark.repetition)
        for share in range(12)
    ],
)
def test_ctrl_c_at_any_time_is_told_in_one_true_line(tmp_path, python_starts_s, share):
    old = tmp_path / "m.html"
    old.write_text("old")
    with started(["map", *BASE, "-o", "m.html"], tmp_path) as process:
        time.sleep(1.5 * python_starts_s + share * 0.12)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    if stderr.startswith("Fatal Python error: init_import_site"):
        return  # on a busy machine Python itself hadn't started yet
    lines = [line for line in stderr.splitlines() if ": wrote " not in line]
    if process.returncode == 0:  # it was quicker
        assert lines == []
        return
    assert process.returncode == 130
    (line,) = lines
    assert line.startswith("rangeviz: error: interrupted")
    assert ("no file was changed" in line) <= (old.read_text() == "old")
    assert ("'m.html' had been written" in line) == (old.read_text() != "old")
    assert os.listdir(tmp_path) == ["m.html"]


@pytest.mark.parametrize(
    ("signum", "word"),
    [(signal.SIGTERM, "terminated"), (signal.SIGHUP, "hung up")],
)
def test_a_signal_leaves_no_folder_behind(tmp_path, signum, word):
    # A pipe that nobody reads holds the writer where the finished file is handed on.
    os.mkfifo(tmp_path / "f.csv")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen(
        [*RANGEVIZ, "report", *BASE, "-o", "f.csv"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signum, signal.SIG_DFL),
    ) as process:
        for _ in range(600):
            if os.listdir(scratch):
                break
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(signum)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 128 + signum
    assert stderr == f"rangeviz: error: {word}; no file was changed\n"
    assert os.listdir(scratch) == []
    assert stat.S_ISFIFO((tmp_path / "f.csv").stat().st_mode)


def test_what_is_ignored_stays_ignored(tmp_path):
    os.mkfifo(tmp_path / "f.csv")
    with subprocess.Popen(
        [*RANGEVIZ, "report", *BASE, "-q", "-o", "f.csv"],
        cwd=tmp_path,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),  # nohup
    ) as process:
        time.sleep(2)
        process.send_signal(signal.SIGHUP)
        assert (tmp_path / "f.csv").read_text().startswith("site,lon")
        assert process.wait(timeout=60) == 0


def test_a_reader_that_goes_away_is_no_answer():
    done = subprocess.run(
        f"{sys.executable} -m rangeviz export {' '.join(BASE)} --tolerance 0.001m"
        "| head -c 10; echo ${PIPESTATUS[0]}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].endswith("141")


def test_the_codes_of_answers(run, tmp_path):
    scenario = tmp_path / "s.toml"
    assert run("scenario", "check", scenario).exit_code == 2  # there is none
    scenario.write_text('schema = 1\nsites = ["Kharkiv"]\n')
    assert run("scenario", "check", scenario).exit_code == 0
    scenario.write_text('schema = 1\nsites = ["Atlantisx"]\n')
    done = run("scenario", "check", scenario)
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert run("report", "--scenario", scenario).exit_code == 2
    assert run("verify", scenario).exit_code == 2
    assert run("verify", tmp_path / "none.html").exit_code == 2
