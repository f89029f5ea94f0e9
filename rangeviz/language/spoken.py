"""Values of sentences: names, numbers and notes, which languages write differently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rangeviz.language.note_words import NOTE_WORDS

if TYPE_CHECKING:
    from rangeviz.language.language import Language, Placed


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
