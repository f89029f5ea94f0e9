"""PolicyFact: what was reported about policy, when, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from rangeviz.arguments import check_text
from rangeviz.errors import InputError
from rangeviz.model.system import Source
from rangeviz.model.zone import ZONE_RULES, ZoneRule


@dataclass(frozen=True, slots=True)
class PolicyFact:
    """A dated report about policy; never a legal boundary.

    Parameters
    ----------
    date : str
        ISO date, or as much of it as is known (``"2024-11"``).
    text : str
        What was reported, in our words.
    source : Source
        Who reported it, and in which words.
    region : str, optional
        ISO 3166-2 code of the region that it is about.
    rule : {"restricted", "only"}, optional
        The reading of the region as a zone that the report supports; None where
        it states none, which permits nothing and forbids nothing.
    systems : tuple of str
        Ids in the catalogue of what it is about; empty where it names none.

    Raises
    ------
    InputError
        If the date or the text is missing, or the rule is not one of the two.
    """

    date: str
    text: str
    source: Source
    region: str | None = None
    rule: ZoneRule | None = None
    systems: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_text(self.date, "the date of a policy fact")
        check_text(self.text, "the text of a policy fact")
        if not self.date or not self.text:
            raise InputError("a policy fact needs a date and a text")
        if self.rule is not None and self.rule not in ZONE_RULES:
            raise InputError(f"zone rule {self.rule!r} is not 'restricted' or 'only'")
