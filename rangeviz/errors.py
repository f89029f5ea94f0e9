"""The errors that rangeviz raises, all below one root.

::

    RangevizError
    ├── InputError (also ValueError)     something given is not acceptable
    │   ├── CoordinateError              a longitude, latitude or azimuth
    │   ├── DistanceError                a range, distance or tolerance
    │   ├── GeometryError                a shape: type, emptiness, coordinates
    │   ├── FileFormatError              a file's content: unreadable, wrong fields
    │   └── LookupNameError              a name (also LookupError)
    │       ├── UnknownNameError         nothing answers to it (also KeyError)
    │       └── AmbiguousNameError       too much answers to it
    └── OutputError (also OSError)       a file that can't be written

A message is one line: what was given, what is allowed, what to do.
Warnings are ``RangevizWarning``: ``ToleranceWarning`` says that a shape missed
the tolerance that was asked for, ``ChoiceWarning`` that one of several places
was taken for a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# What is quoted, as repr does it: behind a blank or a bracket, before no letter.
_QUOTED = re.compile(
    r"(?:(?<=[\s(\[:=,])|^)(['\"])((?:(?!\1).){101,})\1(?!\w)", re.DOTALL
)
_LONGEST_MESSAGE = 1000


def shortened(message: str) -> str:
    """Cut what a message quotes to some 100 characters, and the message to 1,000.

    Examples
    --------
    >>> shortened(f"there is no file {'a' * 70 + 'b' * 70!r}").count("a")
    60
    """
    text = _QUOTED.sub(lambda m: f"{m[1]}{m[2][:60]}...{m[2][-37:]}{m[1]}", message)
    if len(text) <= _LONGEST_MESSAGE:
        return text
    return f"{text[: _LONGEST_MESSAGE // 2]} ... {text[-_LONGEST_MESSAGE // 2 :]}"


class RangevizError(Exception):
    """Root of every error that rangeviz raises on purpose; long input is cut in it."""

    def __init__(self, message: str = "", *more: object) -> None:
        super().__init__(shortened(message), *more)


class InputError(RangevizError, ValueError):
    """Raised when something that was given is not acceptable."""


class CoordinateError(InputError):
    """Raised when a longitude, latitude or azimuth is not a place on Earth."""


class DistanceError(InputError):
    """Raised when a range, distance or tolerance is not usable."""


class GeometryError(InputError):
    """Raised when a shape has the wrong type, no extent or bad coordinates."""


class FileFormatError(InputError):
    """Raised when a file can be opened but not understood."""


class LookupNameError(InputError, LookupError):
    """Root of the errors about names."""

    def __reduce__(self) -> tuple[object, ...]:
        # Python would make a copy again from the message alone, which is not what
        # these take: a worker process would die of a name that nobody answers to.
        return _again, (type(self), str(self), self.__dict__)


def _again(
    kind: type[LookupNameError], message: str, fields: dict[str, object]
) -> LookupNameError:
    error = kind.__new__(kind, message)
    error.__dict__.update(fields)
    return error


class UnknownNameError(LookupNameError, KeyError):
    """Raised when nothing answers to a name; a `KeyError` too, for mappings.

    Parameters
    ----------
    kind : str
        What was looked for, in words: ``"place"``, ``"region"``, ``"system"``.
    given : str
        The name as it was given.
    suggestions : sequence of str, optional
        The nearest names that do exist, best first.
    hint : str, optional
        What to do when there is nothing to suggest.
    """

    def __init__(
        self, kind: str, given: str, suggestions: Sequence[str] = (), hint: str = ""
    ) -> None:
        self.kind = kind
        self.given = given
        self.suggestions = tuple(suggestions)
        separator = "; " if "," in "".join(self.suggestions) else ", "
        nearest = separator.join(self.suggestions)
        super().__init__(
            f"no {kind} answers to {given!r}"
            f"{'; nearest: ' + nearest if nearest else ''}"
            f"{'; ' + hint if hint else ''}"
        )

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError would quote it


class AmbiguousNameError(LookupNameError):
    """Raised when several things answer to a name and none stands out.

    Parameters
    ----------
    kind : str
        What was looked for, in words.
    given : str
        The name as it was given.
    candidates : sequence of str
        How to write each candidate so that it is the only one.
    total : int, optional
        How many answer to the name, where `candidates` holds only the first.
    hint : str, optional
        What to do to see the others.
    """

    def __init__(
        self,
        kind: str,
        given: str,
        candidates: Sequence[str],
        *,
        total: int | None = None,
        hint: str = "",
    ) -> None:
        self.kind = kind
        self.given = given
        self.candidates = tuple(candidates)
        self.total = len(self.candidates) if total is None else total
        others = self.total - len(self.candidates)
        more = f"; {others} more{', ' + hint if hint else ''}" if others else ""
        super().__init__(
            f"{self.total} {_plural(kind)} answer to {given!r}; "
            f"write one of: {'; '.join(self.candidates)}{more}"
        )


def _plural(kind: str) -> str:
    """Write the plural of a kind: regions or countries."""
    words = kind.split(" or ")
    return " or ".join(f"{w[:-1]}ies" if w.endswith("y") else f"{w}s" for w in words)


class OutputError(RangevizError, OSError):
    """Raised when a file can't be written; the one that stood there is untouched."""


class RangevizWarning(UserWarning):
    """Root of the warnings that rangeviz issues."""


class ToleranceWarning(RangevizWarning):
    """Issued when a shape could not be brought within the tolerance."""


class ChoiceWarning(RangevizWarning):
    """Issued when one of several things was taken for a name."""
