"""Sentences that can be said in several languages.

A `Sentence` keeps its English template and its values apart, so that a
translation can replace the template: the template is the gettext message id. Its values
are texts, or names, numbers and notes, which languages write differently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from rangeviz.language.words import NOTE_WORDS

if TYPE_CHECKING:
    from rangeviz.language.language import Language, Placed


class Spoken(Protocol):
    """A value that reads differently from language to language; `str` is English."""

    def in_language(self, language: Language) -> str:
        """Write it in a language."""


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


@dataclass(frozen=True, slots=True)
class PlaceName:
    """The name of a place or of a baseline."""

    place: Placed

    def in_language(self, language: Language) -> str:
        """Name it, as its label on the map does."""
        return language.place(self.place)

    def __str__(self) -> str:
        return self.place.name


@dataclass(frozen=True, slots=True)
class UnitName:
    """The name of a country, a region, or a zone that is one."""

    code: str | None
    english: str

    def in_language(self, language: Language) -> str:
        """Name it; in English where no other name is known."""
        return language.name(self.code, self.english)

    def __str__(self) -> str:
        return self.english


@dataclass(frozen=True, slots=True)
class Bound:
    """A number that nothing exceeds."""

    value: float
    digits: int

    def in_language(self, language: Language) -> str:
        """Write it rounded up to so many digits."""
        return language.bound(self.value, self.digits)

    def __str__(self) -> str:
        from rangeviz.language.language import Language

        return Language("en").bound(self.value, self.digits)


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a zone, a system or a stage, the project's own or the user's."""

    english: str

    def in_language(self, language: Language) -> str:
        """Say it, if it is one of `NOTE_WORDS`; else as it is.

        Examples
        --------
        >>> from rangeviz.language.language import Language
        >>> Note("given by the user").in_language(Language("de"))
        'vom Nutzer angegeben'
        """
        for template in NOTE_WORDS:
            # The fields of a note that was made from a template, read back.
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(template))
            if made := re.fullmatch(pattern, self.english):
                names = {
                    field: language.say(language.area(name))
                    for field, name in made.groupdict().items()
                }
                return language.say(template).format(**names)
        return self.english

    def __str__(self) -> str:
        return self.english
