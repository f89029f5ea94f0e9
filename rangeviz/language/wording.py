"""Sentences that can be said in several languages.

A `Sentence` keeps its English template and its values apart, so that a
translation can replace the template: the template is the gettext message id.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rangeviz.language.language import Language


class Spoken(Protocol):
    """A value that reads differently from language to language; `str` is English."""

    def in_language(self, language: Language) -> str:
        """Write it in a language."""


# XML can't hold these two, and no font draws them.
_NONCHARACTERS = str.maketrans("\ufffe\uffff", "  ")


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template with named values.

    Parameters
    ----------
    template : str
        English, with ``{name}`` fields as of `str.format`.
    values : mapping of str to str or Spoken
        Already formatted, or written in the sentence's language; never templates
        themselves, so that a name from a file that holds braces stays as it is.

    Examples
    --------
    >>> str(Sentence("Measured from {site}.", {"site": "{7*7}"}))
    'Measured from {7*7}.'
    """

    template: str
    values: Mapping[str, str | Spoken] = field(default_factory=dict)

    def render(self, language: Language) -> str:
        """Say it in a language."""
        values = {
            name: value if isinstance(value, str) else value.in_language(language)
            for name, value in self.values.items()
        }
        return language.say(self.template).format(**values)

    def __str__(self) -> str:
        values = {name: str(value) for name, value in self.values.items()}
        return self.template.format(**values)


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


def clean_texts(value: object, *names: str) -> None:
    """Put the texts of a frozen value on one line, whoever wrote them.

    The one place where names from files and other people are cleaned: outputs only
    escape for their format.

    Parameters
    ----------
    value : object
        A frozen dataclass that is being made.
    *names : str
        Its fields; those that hold no text are left.
    """
    for name in names:
        text = getattr(value, name)
        if isinstance(text, str) and not text.isprintable():
            object.__setattr__(value, name, one_line(text).strip())
