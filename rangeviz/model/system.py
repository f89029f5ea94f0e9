"""System: a published range, and the source of each of its figures."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Literal, Self

from rangeviz.arguments import brief, check_text, float_of, take_texts
from rangeviz.errors import DistanceError, InputError
from rangeviz.language.cards import html_card
from rangeviz.language.words import OWN_RANGE, OWN_SOURCE
from rangeviz.units import km

Platform = Literal["ground", "air", "sea"]
PLATFORMS: tuple[Platform, ...] = ("ground", "air", "sea")
SOURCE_CLASSES = {
    "A": "on the record, or a think tank",
    "B": "a major outlet or agency on its own site",
    "C": "a copy or re-post of a named outlet",
    "N": "the news report that rangeviz starts from",
    "U": "given by the user",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was published.

    Parameters
    ----------
    title, publisher : str
        What was published, and by whom.
    date : str
        ISO date or as much of it as is known (``"2024-11"``); empty if unknown.
    url : str, optional
        Where it was seen.
    quote : str
        The words that carry the figure, at most 15 of them.
    grade : {"A", "B", "C", "N", "U"}
        How strong the source is: A, on the record or a think tank; B, a major outlet
        on its own site; C, a copy; N, the report that rangeviz starts from; U, given
        by the user.

    Raises
    ------
    InputError
        If the title is blank, the class unknown, the quote longer than 15 words, or
        a text is none.

    Examples
    --------
    >>> Source("Fact sheet", "Example Agency", "2024-11", grade="A").citation
    'Fact sheet, Example Agency, 2024-11'
    """

    title: str
    publisher: str = ""
    date: str = ""
    url: str | None = None
    quote: str = ""
    grade: str = "U"

    def __post_init__(self) -> None:
        texts = ("title", "publisher", "date", "quote")
        take_texts(self, "a source", *texts, others=["url"])
        check_text(self.grade, "the grade of a source")
        if not self.title.strip():
            raise InputError(
                "a source needs a title: say where the figure was published"
            )
        if self.grade not in SOURCE_CLASSES:
            allowed = ", ".join(SOURCE_CLASSES)
            raise InputError(f"source class {self.grade!r} is not one of {allowed}")
        if len(self.quote.split()) > 15:
            raise InputError(f"quote of {self.title!r} has more than 15 words")

    @property
    def citation(self) -> str:
        """One line: title, publisher, date, address."""
        parts = (self.title, self.publisher, self.date, self.url or "")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class System:
    """A weapon system's published range.

    Parameters
    ----------
    id, name : str
        Key in the catalogue, and what the reader sees.
    max_range_m : float
        Published greatest range in metres.
    min_range_m : float, optional
        Published least range in metres; None where it is not known.
    low_m, high_m : float, optional
        The ends of the band in which sources disagree about the greatest range.
    platform : {"ground", "air", "sea"}
        Where it is released. From air and sea the range runs from that point.
    source : Source
        Of the greatest range; required.
    min_source : Source, optional
        Of the least range; required where there is one.
    agrees : tuple of Source
        Further sources that give the same figure or an end of the band.
    note : str
        What else a reader must know.

    Raises
    ------
    DistanceError
        If a range is not positive and finite, the least is not below the
        greatest, or the greatest is not within the band.
    InputError
        If the platform is not one of the three, or a text, figure or source is none.

    Examples
    --------
    >>> own = System.ad_hoc(max_range_m=120_000, name="Example")
    >>> own.max_range_km
    120.0
    """

    id: str
    name: str
    max_range_m: float
    source: Source
    min_range_m: float | None = None
    low_m: float | None = None
    high_m: float | None = None
    platform: Platform = "ground"
    min_source: Source | None = None
    agrees: tuple[Source, ...] = field(default=())
    note: str = ""

    def __post_init__(self) -> None:
        take_texts(self, "a system", "id", "name", others=["note"])
        for source in self.sources:
            if not isinstance(source, Source):
                raise InputError(
                    f"the source of system {self.name!r} is {brief(source)}: give a "
                    "Source"
                )
        check_range(self.max_range_m, self.min_range_m)
        _check_band(self.max_range_m, self.low_m, self.high_m)
        for name in ("max_range_m", "min_range_m", "low_m", "high_m"):
            if (length_m := getattr(self, name)) is not None:
                object.__setattr__(self, name, float(length_m))
        if self.platform not in PLATFORMS:
            allowed = ", ".join(PLATFORMS)
            raise InputError(f"platform {self.platform!r} is not one of {allowed}")

    @classmethod
    def ad_hoc(
        cls, *, max_range_m: float, min_range_m: float | None = None, name: str = ""
    ) -> Self:
        """Make a system from a range that the user gives.

        Its id is made of its range and name: two of them can be told apart.

        Examples
        --------
        >>> System.ad_hoc(max_range_m=80_500, min_range_m=15_000, name="Long one").id
        'range-15-80.5km-long-one'
        """
        check_range(max_range_m, min_range_m)
        label = name or OWN_RANGE
        source = Source(title=OWN_SOURCE)
        id_ = _own_id(max_range_m, min_range_m, name)
        return cls(id_, label, max_range_m, source, min_range_m=min_range_m)

    def __repr__(self) -> str:
        return f"<System {self.id}: {self.name}, {self.max_range_km:g} km>"

    def _repr_html_(self) -> str:
        rows = [
            ("range", f"{self.min_range_km:g} to {self.max_range_km:g} km"),
            ("source", self.source.citation),
            ("platform", self.platform),
            ("note", self.note),
        ]
        return html_card(self.name, rows)

    @property
    def short_name(self) -> str:
        """Name up to the first comma or bracket, for the head of a column.

        Examples
        --------
        >>> System.ad_hoc(max_range_m=9e4, name="HIMARS, as reported").short_name
        'HIMARS'
        """
        return self.name.split(",")[0].split("(")[0].strip() or self.name

    @property
    def max_range_km(self) -> float:
        """Greatest range in kilometres."""
        return km(self.max_range_m)

    @property
    def min_range_km(self) -> float:
        """Least range in kilometres; 0 where none is published."""
        return km(self.min_range_m or 0.0)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of the record, the main one first."""
        least = () if self.min_source is None else (self.min_source,)
        return (self.source, *least, *self.agrees)


def _own_id(max_range_m: float, min_range_m: float | None, name: str) -> str:
    least = f"{km(min_range_m):.10g}-" if min_range_m else ""
    words = re.sub(r"\W+", "-", name.lower()).strip("-")
    return f"range-{least}{km(max_range_m):.10g}km" + (f"-{words}" if words else "")


def _check_band(max_range_m: float, low_m: float | None, high_m: float | None) -> None:
    low = max_range_m if low_m is None else float_of(low_m, "low_m")
    high = max_range_m if high_m is None else float_of(high_m, "high_m")
    # Written so that NaN fails too.
    if not 0 < low <= max_range_m <= high < math.inf:
        raise DistanceError(
            f"band {km(low):g} to {km(high):g} km does not hold "
            f"maximum range {km(max_range_m):g} km"
        )


def check_range(max_range_m: float, min_range_m: float | None = None) -> None:
    """Refuse ranges that no ring can show.

    Raises
    ------
    DistanceError
        If the greatest range is not positive and finite, the least is
        negative or not finite, or the least is not below the greatest.

    Examples
    --------
    >>> check_range(80_000, 90_000)
    Traceback (most recent call last):
    rangeviz.errors.DistanceError: minimum range 90 km is not below \
maximum range 80 km
    """
    max_range_m = float_of(max_range_m, "max_range_m")
    if not (math.isfinite(max_range_m) and max_range_m > 0):
        raise DistanceError(
            f"maximum range {km(max_range_m):g} km: give a finite length above 0"
        )
    if min_range_m is None:
        return
    min_range_m = float_of(min_range_m, "min_range_m")
    if not (math.isfinite(min_range_m) and min_range_m >= 0):
        raise DistanceError(
            f"minimum range {km(min_range_m):g} km: give a finite length, 0 or more"
        )
    if min_range_m >= max_range_m:
        raise DistanceError(
            f"minimum range {km(min_range_m):g} km is not below "
            f"maximum range {km(max_range_m):g} km"
        )
