"""The ``rangeviz`` command: its subcommands, and how errors end it."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from importlib import import_module
from types import FrameType, TracebackType
from typing import Any, NoReturn, Self, TextIO

import click

from rangeviz import __version__
from rangeviz.cli.outputs import note, prepare_stdout
from rangeviz.errors import RangevizError, RangevizWarning, shortened
from rangeviz.files import clear_scratch, files_written

LISTINGS = ("places", "regions", "systems")
COMMANDS = (
    *("map", "report", "export", "compare", "embed", "scenario", "verify", "batch"),
    *("dates", "completion", *LISTINGS),
)
COMPLETE_VAR = "_RANGEVIZ_COMPLETE"  # click's name for it
EXIT_ERROR = 2  # 1 is kept for an answer that is no: see `rangeviz.cli.outputs`
EXIT_BROKEN_PIPE = 141  # 128 + SIGPIPE, as shells have it
# What a write to an open file can fail of; those to files by name say which.
OF_STDOUT = (errno.EBADF, errno.EFBIG, errno.EIO, errno.ENOSPC)


class _ReaderGone(Exception):  # noqa: N818
    """A broken pipe, under a name that click does not answer with 1."""


class OneLineGroup(click.Group):
    """A group that tells every expected error in one line on stderr.

    A subcommand is imported when it is asked for.
    """

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Name the subcommands, as in the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import a subcommand."""
        if name not in COMMANDS:
            return None
        home = "listing_commands" if name in LISTINGS else f"{name}_command"
        module = import_module(f"rangeviz.cli.{home}")
        command: click.Command = (
            getattr(module, f"{name}_command", None) or module.command
        )
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a subcommand."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ReaderGone from None

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run, and end with the exit code that the outcome asks for."""
        extra["standalone_mode"] = False
        warnings.showwarning = _show_warning
        # GDAL's gateway to its other drivers, should a file ever pass the door of
        # rangeviz.datasets.files. It is read when pyogrio is imported; a name that a
        # build of GDAL lacks would make it talk, and every build has this one.
        os.environ["OGR_SKIP"] = "OGR_VRT"
        # That it finds no folder of its own is nothing that a user can mend.
        logging.getLogger("matplotlib").setLevel(logging.ERROR)
        prepare_stdout()
        if COMPLETE_VAR in os.environ:
            self.get_command(click.Context(self), "completion")  # registers our quoting
        with StopSignals() as signals:
            try:
                outcome = super().main(*args, **extra)
                sys.stdout.flush()
            except SystemExit:
                raise
            except BaseException as error:
                if signals.caught is None:
                    _end(*_ending(error))
            if signals.caught is not None:
                _end(signals.sentence, signals.code)
        # Outside its standalone mode click hands the code of ctx.exit back.
        sys.exit(outcome if isinstance(outcome, int) else 0)


@click.group(
    cls=OneLineGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="rangeviz")
def main() -> None:
    """Draw published weapon ranges on the ellipsoid: maps, tables, files.

    \b
    Examples:
      rangeviz map --from Kharkiv --zone Kursk -o kharkiv.html
      rangeviz report --from Kharkiv --zone Kursk --format json
      rangeviz systems
    """


def _ending(error: BaseException) -> tuple[str, int]:
    """Say in one line what an error is, and give the exit code that it asks for."""
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx else "rangeviz"
        return f"{error.format_message().rstrip('.')}; see '{path} -h'", EXIT_ERROR
    if isinstance(error, click.ClickException):
        return error.format_message(), EXIT_ERROR
    if isinstance(error, (_ReaderGone, BrokenPipeError)):
        return "", EXIT_BROKEN_PIPE
    if isinstance(error, RangevizError):
        return str(error), EXIT_ERROR
    if isinstance(error, MemoryError):
        return "not enough memory: give fewer sites, systems or features", EXIT_ERROR
    if isinstance(error, OSError):
        where = "" if error.filename is None else f"{str(error.filename)!r}: "
        if error.filename is None and error.errno in OF_STDOUT:
            where = "can't write to standard output: "
        return f"{where}{error.strerror or error}", EXIT_ERROR
    import traceback

    traceback.print_exception(error)
    return "this is a fault of rangeviz itself: please report it", EXIT_ERROR


def _end(message: str, exit_code: int) -> NoReturn:
    line = shortened(" ".join(message.split()))
    if line:
        click.echo(f"rangeviz: error: {line}", err=True)
    _silence_stdout()
    sys.exit(exit_code)


def _silence_stdout() -> None:
    # Python flushes stdout once more at exit and would complain again there.
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del filename, lineno, file, line
    if issubclass(category, RangevizWarning):
        note(f"note: {message}")


_MOST_NAMED = 3
_HOOKS = ("excepthook", "unraisablehook")
_NAMES = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}


class Stopped(BaseException):
    """A signal, under a name that neither click nor a library answers."""


class StopSignals:
    """While it is entered, a signal raises `Stopped`, and a second one ends at once.

    Attributes
    ----------
    caught : int or None
        The signal that came. It tells even where an extension module in the midst
        of its import has turned the exception into another one, or swallowed it.
    """

    def __init__(self) -> None:
        self.caught: int | None = None
        self._before: dict[int, Any] = {}
        self._hooks: tuple[Any, Any] = sys.excepthook, sys.unraisablehook

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for name in _NAMES:
                signum = getattr(signal, name, None)  # Windows has no SIGHUP
                # What a shell's background job or nohup ignores stays ignored.
                if signum and signal.getsignal(signum) != signal.SIG_IGN:
                    self._before[signum] = signal.signal(signum, self._stop)
        # Extension modules print what stops their import.
        for name, hook in zip(_HOOKS, self._hooks, strict=True):
            setattr(sys, name, self._silent_once_stopped(hook))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for signum, handler in self._before.items():
            signal.signal(signum, handler)
        sys.excepthook, sys.unraisablehook = self._hooks

    @property
    def code(self) -> int:
        """What a shell says of a process that a signal ended."""
        return 128 + (self.caught or signal.SIGINT)

    @property
    def sentence(self) -> str:
        """Tell what ended the run, and which files it had put in their places."""
        name = _NAMES[signal.Signals(self.caught or signal.SIGINT).name]
        paths = [repr(path.name) for path in files_written()]
        if not paths:
            return f"{name}; no file was changed"
        if len(paths) > _MOST_NAMED:
            return f"{name}; {len(paths):,} files had been written whole"
        return f"{name}; {', '.join(paths)} had been written whole"

    def _stop(self, signum: int, _frame: FrameType | None) -> None:
        if self.caught is not None:
            clear_scratch()
            os.write(2, f"rangeviz: error: {self.sentence}\n".encode())
            os._exit(self.code)
        self.caught = signum
        raise Stopped

    def _silent_once_stopped(self, hook: Callable[..., Any]) -> Callable[..., None]:
        def tell(*about: Any) -> None:
            if self.caught is None:
                hook(*about)

        return tell
