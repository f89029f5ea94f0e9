"""Signals that end a run: Ctrl-C, and those of ``kill`` and of a closed terminal."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

from rangeviz.files import clear_scratch, files_written

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
