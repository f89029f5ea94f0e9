"""Write a file whole or not at all, and hand bytes on to what is no file."""

from __future__ import annotations

import atexit
import contextlib
import errno
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from rangeviz.errors import OutputError

STDOUT = "-"  # as a path: standard output
_MOST_LINKS = 40  # as Linux follows
_UNWRITABLE = {stat.S_IFBLK: "a disk", stat.S_IFSOCK: "a socket"}

# Folders of unfinished files. A second interrupt may stop the removal of one: the
# end of the process removes what is left.
_scratch: set[Path] = set()
# What was about to be renamed, with its status: whether the rename took place shows
# in what stands at the path, so that no interrupt can make this a lie.
_renamed: list[tuple[Path, os.stat_result]] = []


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path that becomes `path` when the block ends well.

    The temporary file lies in the same folder and carries the same suffix, so
    that the last step is one atomic rename and format drivers that look at the
    suffix see the right one. If the block raises (an interrupt too), the
    temporary file goes and whatever stood at `path` stays as it was.

    A symbolic link stays, and the file that it leads to is replaced; a file that
    is replaced hands on its mode and, where that is allowed, its owner. What is
    no regular file (a pipe, a terminal, ``/dev/null``) and ``-``, standard output,
    get the finished bytes instead.

    Parameters
    ----------
    path : path-like
        Where the file is to stand. Its folder must exist.

    Yields
    ------
    pathlib.Path
        A path to write to; no file stands there yet.

    Raises
    ------
    OutputError
        As `check_output`, or if the disk is full.
    """
    check_output(path)
    target = _end_of_links(path)
    is_stream = _is_stream(target)
    folder = _folder_of_streams() if is_stream else target.parent
    folder = folder / f".rangeviz-{os.urandom(4).hex()}"
    _scratch.add(folder)
    try:
        folder.mkdir(mode=0o700)
        temporary = folder / Path(path).name
        yield temporary
        if is_stream:
            _hand_on(temporary, target)
        else:
            _replace(temporary, target)
    except OSError as error:
        if isinstance(error, (OutputError, BrokenPipeError)):
            raise
        raise _cannot_write(path, error) from error
    finally:
        _clear(folder)


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write text as UTF-8 with ``\\n`` line ends, whole or not at all.

    Raises
    ------
    OutputError
        As `replacing` does.
    """
    content = text.encode()
    if os.fspath(path) == STDOUT:
        _to_stdout(io.BytesIO(content))
        return
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def check_output(
    path: str | os.PathLike[str], *, inputs: Iterable[str | os.PathLike[str]] = ()
) -> None:
    """Refuse a path that can't be written, before anything is computed for it.

    Parameters
    ----------
    path : path-like
        Where a file is to stand; ``-`` is standard output.
    inputs : iterable of path-like
        Files that are read for it; names of none are passed over.

    Raises
    ------
    OutputError
        If `path` is a folder, a disk or a socket, lies in a folder that does not
        exist, may not be written, or is one of the inputs.
    """
    try:
        target = _end_of_links(path)
        status = _status(target)
        if status is not None and stat.S_ISDIR(status.st_mode):
            raise OutputError(f"{str(path)!r} is a folder; give the path of a file")
        kind = status and _UNWRITABLE.get(stat.S_IFMT(status.st_mode))
        if kind:
            raise OutputError(f"{str(path)!r} is {kind}; give the path of a file")
        if _is_stream(target):
            return
        if not target.parent.is_dir():
            raise OutputError(
                f"the folder {str(Path(path).parent)!r} does not exist; create it first"
            )
        _check_access(target.parent, os.W_OK | os.X_OK)
        if status is not None:
            _check_access(target, os.W_OK)
            _check_inputs(path, status, inputs)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise _cannot_write(path, error) from error


def files_written() -> list[Path]:
    """Give the files that this process has put in their places."""
    written = []
    for path, status in _renamed:
        with contextlib.suppress(OSError):
            if os.path.samestat(os.stat(path), status):
                written.append(path)
    return written


def _end_of_links(path: str | os.PathLike[str]) -> Path:
    """Follow links from file to file; a name of an open file is the end of them."""
    step = Path(path)
    if os.fspath(path) == STDOUT:
        return step
    for _ in range(_MOST_LINKS):
        step = step.parent.resolve() / step.name
        if _is_open_file(step) or not step.is_symlink():
            return step
        step = step.parent / os.readlink(step)
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _is_open_file(path: Path) -> bool:
    """Whether a path names an open file: /dev/stdout leads to /proc/self/fd/1."""
    return path.parts[:2] == ("/", "proc") or path.parts[:3] == ("/", "dev", "fd")


def _is_stream(target: Path) -> bool:
    if str(target) == STDOUT or _is_open_file(target):
        return True
    status = _status(target)
    return status is not None and not stat.S_ISREG(status.st_mode)


def _status(target: Path) -> os.stat_result | None:
    try:
        return None if str(target) == STDOUT else target.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _check_access(path: Path, mode: int) -> None:
    if not os.access(path, mode):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _check_inputs(
    path: str | os.PathLike[str],
    status: os.stat_result,
    inputs: Iterable[str | os.PathLike[str]],
) -> None:
    for each in inputs:
        try:
            is_same = os.path.samestat(os.stat(each), status)
        except (OSError, ValueError):  # no file, or no name of one
            continue
        if is_same:
            raise OutputError(
                f"{str(path)!r} is read for this output and would be lost: "
                "give another path with -o"
            )


def _folder_of_streams() -> Path:
    import tempfile  # here, because it takes longer than a completion may

    return Path(tempfile.gettempdir())


def _replace(temporary: Path, target: Path) -> None:
    with temporary.open("rb+") as file:  # Windows flushes only what may be written
        os.fsync(file.fileno())
    before = _status(target)
    if before is not None:
        with contextlib.suppress(OSError, AttributeError):  # Windows has no owners
            os.chown(temporary, before.st_uid, before.st_gid)
        temporary.chmod(stat.S_IMODE(before.st_mode))
    _renamed.append((target, temporary.stat()))
    temporary.replace(target)


def _hand_on(temporary: Path, target: Path) -> None:
    import shutil

    with temporary.open("rb") as content:
        if str(target) == STDOUT:
            _to_stdout(content)
            return
        # Appending, because a shell's >> may stand behind /dev/stdout.
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_APPEND), "wb") as stream:
            shutil.copyfileobj(content, stream)


def _to_stdout(content: BinaryIO) -> None:
    """Hand bytes on as they are: data are UTF-8, whatever the terminal speaks."""
    import shutil

    try:
        sys.stdout.flush()
        shutil.copyfileobj(content, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"can't write to standard output: {reason}") from error


def _clear(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
    _scratch.discard(folder)


@atexit.register
def clear_scratch() -> None:
    """Remove the folders of files that were never finished."""
    for folder in tuple(_scratch):
        _clear(folder)


def _cannot_write(path: str | os.PathLike[str], error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        f"can't write {str(path)!r}: {reason}; choose another path with -o"
    )
