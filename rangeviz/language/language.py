"""One language: its words, its names of regions, and how numbers are rounded in it.

The only home of rounding for people: terminal, Markdown, page and picture ask here.
"""

from __future__ import annotations

import functools
import gettext
import locale
import math
import os
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Protocol

from rangeviz.errors import InputError
from rangeviz.language.words import (
    GAIN_WORDS,
    PICTURE_WORDS,
    SCRIPT_WORDS,
    STAGE_WORDS,
    TABLE_WORDS,
    TEMPLATE_WORDS,
)
from rangeviz.units import km, miles

M2_PER_KM2 = 1e6
MOST_NAMES = 3  # of a list in a sentence
# Areas are kept to 1e-6 of themselves: what is nearer to all than this, is all.
NEARLY_ALL = 0.99999
LEAST_SHOWN_M2 = 0.05e6  # less is written as 0 km2
INSIDE = "inside"
BORDER_SUFFIX = " border"
BORDER_OF = "{one}-{other} border"
_NBSP, _NARROW = "\u00a0", "\u202f"
# Between thousands, before decimals, before the per cent sign, and the fewest
# digits before the first group, as in Unicode's CLDR (and hence in the browser).
_SIGNS = {
    "en": (",", ".", "", 1),
    "uk": (_NBSP, ",", "", 1),
    "de": (".", ",", _NBSP, 1),
    "ru": (_NBSP, ",", _NBSP, 1),
    "pl": (_NBSP, ",", "", 2),
    "fr": (_NARROW, ",", _NBSP, 1),
    "es": (".", ",", _NBSP, 2),
}
LANGUAGES = tuple(_SIGNS)
# A key says the same in each of them.
_WORDS = {
    **SCRIPT_WORDS,
    **TEMPLATE_WORDS,
    **PICTURE_WORDS,
    **TABLE_WORDS,
    **GAIN_WORDS,
    **STAGE_WORDS,
}


class Placed(Protocol):
    """What has a name at a position in degrees."""

    @property
    def name(self) -> str:
        """In English, or as the user gave it."""

    @property
    def lon(self) -> float:
        """Longitude."""

    @property
    def lat(self) -> float:
        """Latitude."""


class Language:
    """Writes words, numbers and names in one language.

    Parameters
    ----------
    tag : str
        One of `LANGUAGES`.
    names : mapping of str to str
        Names of countries and regions in this language, by code, and of places, by
        `place_code`.

    Raises
    ------
    InputError
        If there is no such language.

    Examples
    --------
    >>> Language("de").say("Zones"), Language("de").km(1_234_567)
    ('Zonen', '1.235')
    """

    def __init__(self, tag: str = "en", names: Mapping[str, str] | None = None) -> None:
        if tag not in LANGUAGES:
            raise InputError(
                f"there is no language {tag!r} here: take {', '.join(LANGUAGES)}"
            )
        self.tag = tag
        self._names = names or {}
        self._group, self._point, self._before_sign, self._least = _SIGNS[tag]

    def say(self, message: str) -> str:
        """Translate an English message."""
        return _catalogue(self.tag).gettext(message)

    def template(self, key: str) -> str:
        """Give a message of pages and pictures, with its fields, by its key."""
        return self.say(_WORDS[key])

    def phrase(self, key: str, **values: str) -> str:
        """Say a message of pages and pictures by its key; values are no templates.

        Examples
        --------
        >>> Language("de").phrase("and", most="Kiew", last="Odessa")
        'Kiew und Odessa'
        """
        return self.template(key).format(**values)

    def words(self, messages: Mapping[str, str]) -> dict[str, str]:
        """Translate a set of messages."""
        return {key: self.say(message) for key, message in messages.items()}

    def name(self, code: str | None, english: str) -> str:
        """Name a region or country; in English where no other name is known."""
        return self._names.get(code or "") or english

    def place(self, place: Placed) -> str:
        """Name a place or a site; as it was given where no other name is known."""
        # A land as a baseline has no position that one could know it by.
        if getattr(place, "is_point", True):
            code = place_code(place.name, place.lon, place.lat)
        else:
            code = area_code(place.name, getattr(place, "country", None))
        return self._names.get(code) or self._border(place.name) or place.name

    def area(self, english: str) -> str:
        """Name a country or region that is known by its English name alone."""
        return self._areas.get(english, english)

    @functools.cached_property
    def _areas(self) -> dict[str, str]:
        named = ((code.rpartition("@"), name) for code, name in self._names.items())
        return {
            english: name
            for (english, _, tail), name in named
            if english and "," not in tail  # that is a position
        }

    def _border(self, english: str) -> str:
        """Name the border of two areas, if the name is one that rangeviz makes."""
        pair = english.removesuffix(BORDER_SUFFIX)
        if pair == english:
            return ""
        # A name may have hyphens of its own.
        for at in [at for at, letter in enumerate(pair) if letter == "-"]:
            one, other = self._areas.get(pair[:at]), self._areas.get(pair[at + 1 :])
            if one and other:
                return self.say(BORDER_OF).format(one=one, other=other)
        return ""

    def few(self, names: Sequence[str], most: int = MOST_NAMES) -> str:
        """Join names by commas, the first few if there are many.

        Examples
        --------
        >>> Language().few(["Kharkiv", "Sumy", "Poltava"], most=2)
        'Kharkiv, Sumy and 1 more'
        """
        shown, more = ", ".join(names[:most]), len(names) - most
        if more <= 0:
            return shown
        return self.phrase("and_more", names=shown, count=self.count(more))

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with a fixed count of decimals."""
        whole, _, fraction = f"{value:,.{decimals}f}".partition(".")
        if whole.count(",") == 1 and len(whole.lstrip("-").split(",")[0]) < self._least:
            whole = whole.replace(",", "")
        grouped = whole.replace(",", self._group)
        return f"{grouped}{self._point}{fraction}" if fraction else grouped

    def count(self, number: int) -> str:
        """Write a whole number."""
        return self.number(number)

    def km(self, metres: float) -> str:
        """Write kilometres: one decimal below 100, whole above.

        Examples
        --------
        >>> [Language().km(x) for x in (1_160, 72_540, 99_950, 109_410)]
        ['1.2', '72.5', '100', '109']
        """
        kilometres = km(metres)
        return self.number(kilometres, 1 if kilometres < 99.95 else 0)

    def nearest(self, metres: float, *, is_point: bool) -> str:
        """Write how far a land is; in words, where the launch point is inside it.

        A line or an area may lie in it or only touch it: both are at no distance.

        Examples
        --------
        >>> [Language().nearest(x, is_point=True) for x in (0, 20, 32_618)]
        ['inside', '<0.1', '32.6']
        >>> Language().nearest(0, is_point=False)
        '0.0'
        """
        if metres <= 0:
            return self.say(INSIDE) if is_point else self.km(metres)
        return self.km(metres) if metres >= 50 else f"<{self.km(100)}"

    def range_km(self, metres: float) -> str:
        """Write a published range in kilometres with the decimals it came with."""
        text = f"{round(km(metres), 3):.10g}"
        return self.number(km(metres), len(text.partition(".")[2]))

    def bound(self, value: float, digits: int = 2) -> str:
        """Write what nothing exceeds: rounded up to some digits, never down.

        Examples
        --------
        >>> [Language().bound(x) for x in (9.91, 9.9, 0.0012, 101_000)]
        ['10', '9.9', '0.0012', '110,000']
        """
        if not value > 0:
            return "0"
        decimals = digits - 1 - math.floor(math.log10(value))
        # What is a hair above a step by binary arithmetic alone is on it.
        steps = math.ceil(round(value * 10.0**decimals, 9))
        told = steps / 10.0**decimals
        return self.number(told, len(f"{told:.10f}".rstrip("0").partition(".")[2]))

    def miles(self, metres: float) -> str:
        """Write whole international miles."""
        return self.number(miles(metres))

    def km2(self, square_metres: float) -> str:
        """Write square kilometres: one decimal below 10, whole above.

        Examples
        --------
        >>> [Language().km2(x) for x in (900, 2.5e6, 9.95e6, 293_726e6)]
        ['0', '2.5', '10', '293,726']
        """
        area_km2 = square_metres / M2_PER_KM2
        return self.number(area_km2, 1 if 0.05 <= area_km2 < 9.95 else 0)

    def share(self, share: float) -> str:
        """Write per cent, where some is never none and nearly all never all.

        Examples
        --------
        >>> [Language().share(x) for x in (0, 0.007, 0.01, 0.13, 0.994, 1)]
        ['0%', '<1%', '1%', '13%', '>99%', '100%']
        """
        sign = f"{self._before_sign}%"
        if 0 < share < 0.01:
            return f"<1{sign}"
        if 0.99 < share < NEARLY_ALL:
            return f">99{sign}"
        # A half is rounded up, as browsers do; Python's own rounding to even would
        # write half a per cent as none.
        return f"{self.number(math.floor(100 * max(share, 0.0) + 0.5))}{sign}"


def up_to_mm(metres: float) -> float:
    """Round what nothing exceeds up to millimetres, for files.

    Examples
    --------
    >>> up_to_mm(9.89132), up_to_mm(9.891)
    (9.892, 9.891)
    """
    return math.ceil(round(metres * 1e3, 6)) / 1e3


def place_code(english: str, lon: float, lat: float) -> str:
    """Give the code under which a place's names in other languages are kept.

    Examples
    --------
    >>> place_code("Kharkiv", 36.25475, 49.98177)
    'Kharkiv@36.25475,49.98177'
    """
    return f"{english}@{lon:.5f},{lat:.5f}"


def area_code(english: str, country: str | None) -> str:
    """Name a country or region in a table of names, by its English name and country.

    Examples
    --------
    >>> area_code("Sumy Oblast", "UKR")
    'Sumy Oblast@UKR'
    """
    return f"{english}@{country}"


@functools.cache
def _catalogue(tag: str) -> gettext.NullTranslations:
    if tag == "en":
        return gettext.NullTranslations()
    path = files("rangeviz.language").joinpath("locale", f"{tag}.mo")
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


# As gettext reads them: the first that is set decides.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def user_language(environ: Mapping[str, str] = os.environ) -> str:
    """Give the language of the user's locale, or English.

    Parameters
    ----------
    environ : mapping of str to str
        The environment, read as gettext does: the locale by the first set of
        ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``, and before it, unless that
        locale is C, the list of wishes in ``LANGUAGE``. Where none of them is
        set, as on Windows, the system is asked.

    Returns
    -------
    str
        One of `rangeviz.language.language.LANGUAGES`; ``en`` where the user's
        languages are not among them.

    Examples
    --------
    >>> user_language({"LANG": "uk_UA.UTF-8"})
    'uk'
    >>> user_language({"LANG": "it_IT.UTF-8", "LANGUAGE": "it:fr"})
    'fr'
    >>> user_language({"LC_ALL": "C.UTF-8", "LANG": "uk_UA.UTF-8"})
    'en'
    """
    named = next((environ[name] for name in _VARIABLES if environ.get(name)), None)
    if named is None:
        named = locale.getlocale()[0] or ""
    if _tag(named) in ("c", "posix"):
        return "en"
    wishes = [*environ.get("LANGUAGE", "").split(":"), named]
    return next((tag for tag in map(_tag, wishes) if tag in LANGUAGES), "en")


def _tag(name: str) -> str:
    """Take the language out of a locale: ``de_AT.UTF-8@euro`` is ``de``."""
    return name.replace("-", "_").replace(".", "_").partition("_")[0].lower()
