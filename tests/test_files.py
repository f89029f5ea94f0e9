"""A file is written whole or not at all."""

import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import threading

import pytest

from rangeviz.errors import OutputError
from rangeviz.files import check_output, files_written, replacing, write_text

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
POSIX = pytest.mark.skipif(os.name != "posix", reason="of POSIX file systems")


def test_writes_what_it_is_given(tmp_path):
    write_text(tmp_path / "a.txt", "Харків\n")
    assert (tmp_path / "a.txt").read_bytes() == "Харків\n".encode()
    assert list(tmp_path.iterdir()) == [tmp_path / "a.txt"]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, failure):
    path = tmp_path / "map.html"
    path.write_text("old")
    with pytest.raises(failure), replacing(path) as temporary:
        temporary.write_text("half")
        raise failure
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told_in_one_line(tmp_path):
    path = tmp_path / "map.html"
    path.write_text("old")
    with (
        pytest.raises(OutputError, match="can't write .*: No space left on device"),
        replacing(path),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert path.read_text() == "old"


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(OutputError, match="is a folder"):
        write_text(tmp_path, "x")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(OutputError, match="does not exist"):
        write_text(tmp_path / "nowhere" / "a.txt", "x")


def test_the_suffix_is_kept_for_drivers(tmp_path):
    with replacing(tmp_path / "a.gpkg") as temporary:
        assert temporary.suffix == ".gpkg"
        temporary.write_bytes(b"x")


@POSIX
def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    real, middle, link = folder / "real", tmp_path / "middle.csv", tmp_path / "a.csv"
    real.write_text("old")
    middle.symlink_to("elsewhere/real")
    link.symlink_to("middle.csv")
    with replacing(link) as temporary:
        assert temporary.suffix == ".csv"
        temporary.write_text("new")
        assert real.read_text() == "old"
    assert link.is_symlink()
    assert middle.is_symlink()
    assert real.read_text() == "new"
    assert sorted(os.listdir(tmp_path)) == ["a.csv", "elsewhere", "middle.csv"]
    assert os.listdir(folder) == ["real"]


@POSIX
def test_a_link_to_nothing_makes_the_file_and_a_circle_is_told(tmp_path):
    (tmp_path / "a.csv").symlink_to("b.csv")
    write_text(tmp_path / "a.csv", "new")
    assert (tmp_path / "b.csv").read_text() == "new"
    (tmp_path / "c.csv").symlink_to("d.csv")
    (tmp_path / "d.csv").symlink_to("c.csv")
    with pytest.raises(OutputError, match="c.csv.*symbolic links"):
        write_text(tmp_path / "c.csv", "new")


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_file_keeps_its_mode(tmp_path, mode):
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(mode)
    write_text(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@POSIX
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_mode_that_the_user_gives_new_files(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        write_text(tmp_path / "a.csv", "new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == mode


@pytest.mark.skipif(not IS_ROOT, reason="only root gives files away")
def test_a_file_of_another_user_stays_theirs(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    os.chown(path, 1234, 1234)
    path.chmod(0o4750)
    write_text(path, "new")
    status = path.stat()
    assert (status.st_uid, status.st_gid) == (1234, 1234)
    assert stat.S_IMODE(status.st_mode) == 0o4750


@POSIX
def test_a_pipe_gets_the_bytes_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "f.csv"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_text(pipe, "x" * 100_000)  # more than a pipe holds
    reader.join(timeout=30)
    assert read == [b"x" * 100_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert os.listdir(tmp_path) == ["f.csv"]


@pytest.mark.skipif(not IS_ROOT, reason="only root makes devices")
def test_a_device_stays_a_device_for_root_too(tmp_path):
    null, disk = tmp_path / "null", tmp_path / "disk"
    try:
        os.mknod(null, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        os.mknod(disk, stat.S_IFBLK | 0o600, os.makedev(7, 250))
    except PermissionError:
        pytest.skip("no devices can be made here")
    write_text(null, "gone")
    assert stat.S_ISCHR(null.stat().st_mode)
    with pytest.raises(OutputError, match="is a disk"):
        write_text(disk, "x")


@POSIX
def test_a_socket_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        with pytest.raises(OutputError, match="'s' is a socket"):
            write_text("s", "x")


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="needs /dev/stdout")
@pytest.mark.parametrize("path", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "-"])
def test_stdout_is_written_to_and_a_file_behind_it_is_added_to(tmp_path, path):
    behind = tmp_path / "out.txt"
    behind.write_text("before\n")
    number = behind.stat().st_ino
    program = f"from rangeviz.files import write_text; write_text({path!r}, 'now\\n')"
    with behind.open("a") as out:
        subprocess.run([sys.executable, "-c", program], stdout=out, check=True)
    assert behind.read_text() == "before\nnow\n"
    assert behind.stat().st_ino == number
    done = subprocess.run([sys.executable, "-c", program], capture_output=True)
    assert done.stdout == b"now\n"


def test_an_input_is_not_written_over(tmp_path):
    sites, link, hard = (tmp_path / name for name in ("s.csv", "l.csv", "h.csv"))
    sites.write_text("A")
    link.symlink_to(sites)
    os.link(sites, hard)
    for output in (sites, link, hard):
        with pytest.raises(OutputError, match="read for this output"):
            check_output(output, inputs=["Kharkiv", "x" * 5_000, "\0", sites])
    check_output(tmp_path / "new.csv", inputs=[sites])


def test_a_name_that_is_too_long_is_named(tmp_path):
    with pytest.raises(OutputError, match="long.*File name too long"):
        check_output(tmp_path / ("long" * 100 + ".csv"))


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path):
    (tmp_path / "a").write_text("x")
    with pytest.raises(OutputError, match="does not exist"):
        check_output(tmp_path / "a" / "b.csv")


@pytest.mark.skipif(os.name != "posix" or IS_ROOT, reason="root may write anywhere")
def test_what_may_not_be_written_is_told_before(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(OutputError, match="Permission denied"):
        check_output(path)
    tmp_path.chmod(0o555)
    with pytest.raises(OutputError, match="Permission denied"):
        check_output(tmp_path / "new.csv")
    tmp_path.chmod(0o755)


def test_what_was_written_is_known_and_what_failed_is_not(tmp_path):
    write_text(tmp_path / "a.txt", "x")
    with pytest.raises(RuntimeError), replacing(tmp_path / "b.txt") as temporary:
        temporary.write_text("half")
        raise RuntimeError
    names = [path.name for path in files_written() if path.parent == tmp_path]
    assert names == ["a.txt"]


@POSIX
def test_content_reaches_the_disk_before_the_name_does(tmp_path, monkeypatch):
    calls = []
    fsync, replace = os.fsync, type(tmp_path).replace

    def synced(number):
        calls.append(os.fstat(number).st_ino)
        fsync(number)

    def replaced(self, target):
        calls.append("renamed")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(type(tmp_path), "replace", replaced)
    write_text(tmp_path / "a.txt", "x")
    assert calls == [(tmp_path / "a.txt").stat().st_ino, "renamed"]


@POSIX
def test_the_end_of_the_process_removes_what_an_interrupt_left(tmp_path):
    program = (
        "import time, sys; from rangeviz.files import replacing"
        f"\nwith replacing({str(tmp_path / 'a.txt')!r}) as temporary:"
        "\n    temporary.write_text('half'); print('ready', flush=True)"
        "\n    try: time.sleep(60)"
        "\n    finally: sys.exit(3)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stdout.readline() == b"ready\n"
        assert len(os.listdir(tmp_path)) == 1
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
    assert os.listdir(tmp_path) == []
