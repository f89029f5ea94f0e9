"""Write a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rangeviz.errors import OutputError


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path that becomes `path` when the block ends well.

    The temporary file lies in the same folder and carries the same suffix, so
    that the last step is one atomic rename and format drivers that look at the
    suffix see the right one. If the block raises (an interrupt too), the
    temporary file goes and whatever stood at `path` stays as it was.

    Parameters
    ----------
    path : path-like
        Where the file is to stand. Its folder must exist.

    Yields
    ------
    pathlib.Path
        A path in the same folder; no file stands there yet.

    Raises
    ------
    OutputError
        If the folder does not exist or can't be written, if `path` is a
        folder, or if the disk is full.
    """
    target = Path(path)
    if target.is_dir():
        raise OutputError(f"{str(target)!r} is a folder; give the path of a file")
    if not target.parent.is_dir():
        raise OutputError(
            f"the folder {str(target.parent)!r} does not exist; create it first"
        )
    try:
        scratch = tempfile.TemporaryDirectory(dir=target.parent, prefix=".rangeviz-")
    except OSError as error:
        raise OutputError(_cannot_write(target, error)) from error
    with scratch as folder:
        temporary = Path(folder) / target.name
        try:
            yield temporary
            temporary.replace(target)
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise OutputError(_cannot_write(target, error)) from error


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write text as UTF-8 with ``\\n`` line ends, whole or not at all.

    Raises
    ------
    OutputError
        As `replacing` does.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _cannot_write(target: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"can't write {str(target)!r}: {reason}; choose another path with -o"
