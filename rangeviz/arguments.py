"""Take what any caller gives: what doesn't fit is told in one line, texts cleaned."""

from __future__ import annotations

import importlib.util
import operator
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from rangeviz.errors import InputError

MOST_PEOPLE = 10_000_000_000  # more than there are
T = TypeVar("T")
# XML can't hold these two, and no font draws them.
_NONCHARACTERS = str.maketrans("\ufffe\uffff", "  ")


def float_of(value: object, name: str) -> float:
    """Take a number, whatever its type, but no text.

    Parameters
    ----------
    value : object
        An int, a float or numpy's.
    name : str
        What the message calls it.

    Raises
    ------
    InputError
        If it is no number.

    Examples
    --------
    >>> float_of("305.8 km", "max_range_m")
    Traceback (most recent call last):
    rangeviz.errors.InputError: max_range_m is '305.8 km': give a number
    """
    try:
        if not isinstance(value, str | bytes):
            return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        pass
    raise InputError(f"{name} is {brief(value)}: give a number")


def brief(value: object) -> str:
    """Write a value that doesn't fit, for a message: one line of 60 letters at most.

    Examples
    --------
    >>> brief("Kharkiv"), brief([1, 2]), brief(None)
    ("'Kharkiv'", 'a list', 'None')
    """
    if value is None or isinstance(value, str | bytes | int | float):
        text = repr(value)
        return text if len(text) <= 60 else f"{text[:57]}..."
    kind = type(value).__name__
    return f"{'an' if kind[0] in 'aeiouAEIOU' else 'a'} {kind}"


def count_of(value: object, name: str) -> int:
    """Take a whole number, 0 or more.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> count_of(-1, "limit")
    Traceback (most recent call last):
    rangeviz.errors.InputError: limit is -1: give a whole number, 0 or more
    """
    try:
        count = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        count = -1
    if not 0 <= count < 2**63:
        raise InputError(f"{name} is {brief(value)}: give a whole number, 0 or more")
    return count


def path_of(path: object) -> Path:
    """Take a path.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> path_of(3)
    Traceback (most recent call last):
    rangeviz.errors.InputError: 3 is not a path: give the path of a file
    """
    if isinstance(path, str | os.PathLike) and "\0" not in str(path):
        return Path(path)
    raise InputError(f"{brief(path)} is not a path: give the path of a file")


def check_text(text: object, what: str) -> None:
    """Refuse what is no text.

    Raises
    ------
    InputError
        As said.

    Examples
    --------
    >>> check_text(3, "the name of a zone")
    Traceback (most recent call last):
    rangeviz.errors.InputError: the name of a zone is 3: give a text
    """
    if not isinstance(text, str):
        raise InputError(f"{what} is {brief(text)}: give a text")


def check_library(module: str, need: str, extra: str, instead: str = "") -> None:
    """Say in one line how to install a library that is missing.

    Parameters
    ----------
    module : str
        What would be imported.
    need : str
        What needs which library.
    extra : str
        Of rangeviz, which installs it.
    instead : str
        What else to do.

    Raises
    ------
    InputError
        If it is missing.

    Examples
    --------
    >>> check_library("no_such", "GeoParquet needs it", "parquet", "write .gpkg")
    Traceback (most recent call last):
    rangeviz.errors.InputError: GeoParquet needs it; install it with pip install \
'rangeviz[parquet]', or write .gpkg
    """
    if importlib.util.find_spec(module) is None:
        told = f"{need}; install it with pip install 'rangeviz[{extra}]'"
        raise InputError(f"{told}, or {instead}" if instead else told)


def tuple_of(values: object, kind: type[T], what: str) -> tuple[T, ...]:
    """Take one value of a kind, or several, as a tuple.

    Parameters
    ----------
    values : object
        What was given.
    kind : type
        Of each value.
    what : str
        What the message calls them.

    Raises
    ------
    InputError
        If one is of another kind.

    Examples
    --------
    >>> tuple_of(3, int, "counts"), tuple_of([1, 2], int, "counts")
    ((3,), (1, 2))
    >>> tuple_of("Kursk", int, "counts")
    Traceback (most recent call last):
    rangeviz.errors.InputError: counts: 'Kursk' is no int; rangeviz.report takes \
names too
    """
    if isinstance(values, kind):
        return (values,)
    if isinstance(values, str | bytes | dict) or not isinstance(values, Iterable):
        raise _no(values, kind, what)
    items = tuple(values)
    for item in items:
        if not isinstance(item, kind):
            raise _no(item, kind, what)
    return items


def one_of(value: object, kind: type[T], what: str) -> T:
    """Take one value of a kind.

    Raises
    ------
    InputError
        If it is of another kind.

    Examples
    --------
    >>> one_of("x", int, "a count")
    Traceback (most recent call last):
    rangeviz.errors.InputError: a count is wanted, and 'x' is no int
    """
    if isinstance(value, kind):
        return value
    raise InputError(f"{what} is wanted, and {brief(value)} is no {kind.__name__}")


def _no(value: object, kind: type, what: str) -> InputError:
    return InputError(
        f"{what}: {brief(value)} is no {kind.__name__}; rangeviz.report takes names too"
    )


def one_line(text: str) -> str:
    """Make a name safe to print: no control, bidi or line-breaking characters.

    Parameters
    ----------
    text : str
        Anything, from a file too.

    Returns
    -------
    str
        The same with each such character replaced by a space.

    Examples
    --------
    >>> one_line("Kursk\\x1b[31m\\nred")
    'Kursk [31m red'
    """
    if text.isprintable():  # twenty times as fast, and true of nearly every name
        return text
    unsafe = ("Cc", "Cf", "Zl", "Zp", "Cs")
    return "".join(" " if unicodedata.category(c) in unsafe else c for c in text)


def plain(text: str, *, longest: int | None = None) -> str:
    """Make any text one line without control characters, perhaps shortened.

    Parameters
    ----------
    text : str
        Anything, from a file too.
    longest : int, optional
        Number of letters to keep; an ellipsis takes the last one.

    Examples
    --------
    >>> plain("Kursk\\n {{7*7}} $x$"), plain("Kharkiv", longest=5)
    ('Kursk {{7*7}} $x$', 'Khar…')
    """
    words = one_line(text).translate(_NONCHARACTERS).split(" ")
    clean = " ".join(filter(None, words))  # no-break spaces stay
    if longest is None or len(clean) <= longest:
        return clean
    return clean[: longest - 1].rstrip() + "…"


def take_texts(
    value: object, what: str, *names: str, others: Iterable[str] = ()
) -> None:
    """Check the texts of a frozen value, and put them on one line, whoever wrote them.

    The one place where names from files and other people are cleaned: outputs only
    escape for their format.

    Parameters
    ----------
    value : object
        A frozen dataclass that is being made.
    what : str
        What the message calls it.
    *names : str
        Its fields that must be texts.
    others : iterable of str
        More fields to clean; those that hold no text are left.

    Raises
    ------
    InputError
        If one that must be a text is none.
    """
    for name in names:
        check_text(getattr(value, name), f"the {name} of {what}")
    for name in (*names, *others):
        text = getattr(value, name)
        if isinstance(text, str) and not text.isprintable():
            object.__setattr__(value, name, one_line(text).strip())
