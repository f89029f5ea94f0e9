"""Dated reports about policy and zones, as shipped, and stages made of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from rangeviz.arguments import check_text
from rangeviz.datasets.catalogue.published import SourceForm, load_systems
from rangeviz.datasets.files.forms import Form, Name, naming, read_form
from rangeviz.datasets.files.records import read_records
from rangeviz.datasets.resources import data_path
from rangeviz.errors import InputError
from rangeviz.language.words import NO_SYSTEM
from rangeviz.model.scenario import Worldview
from rangeviz.model.stage import Stage
from rangeviz.model.system import Source
from rangeviz.model.zone import ZONE_RULES, Zone, ZoneRule


class _FactForm(Form, kw_only=True):
    date: Name
    text: Name
    source: SourceForm
    region: str | None = None
    rule: ZoneRule | None = None
    systems: tuple[str, ...] = ()


def load_policy_facts(*, region: str | None = None) -> tuple[PolicyFact, ...]:
    """Load the dated policy facts and the statements about zones.

    Parameters
    ----------
    region : str, optional
        ISO 3166-2 code; gives only what was said about that region.

    Returns
    -------
    tuple of PolicyFact
        Oldest first; a bare month stands before its days. Empty where nothing was said
        about a region.

    Raises
    ------
    InputError
        If the region is no text.

    See Also
    --------
    load_systems

    Examples
    --------
    >>> [fact.date for fact in load_policy_facts(region="RU-BRY")]
    ['2024-11-19']
    """
    if region is not None:
        check_text(region, "the code of a region")
    return tuple(fact for fact in _facts() if region in {None, fact.region})


@functools.cache
def _facts() -> tuple[PolicyFact, ...]:
    path = data_path("systems", "timeline.toml")
    facts = []
    for number, record in enumerate(read_records(path, "fact"), start=1):
        with naming(where := f"{path.name!r}, fact {number}"):
            form = read_form(_FactForm, record, where)
            systems = tuple(load_systems()[name].id for name in form.systems)
            facts.append(PolicyFact(**form.values() | {"systems": systems}))
    return tuple(sorted(facts, key=lambda fact: fact.date))


def load_stages(*, worldview: Worldview = "international") -> tuple[Stage, ...]:
    """Make a stage of each policy fact that has a day.

    Parameters
    ----------
    worldview : {"international", "natural-earth"}
        Of the zones.

    Returns
    -------
    tuple of Stage
        Oldest first. A stage has the systems and the zone that its fact names, and
        no others. Where the fact names no system, those of the scenario are drawn,
        and the stage's note says so.

    Examples
    --------
    >>> [stage.date for stage in load_stages()]
    ['2024-05-30', '2024-11-17', '2024-11-18', '2024-11-19', '2024-11-25']
    """
    from rangeviz.datasets.borders.zones import find_zone

    stages = []
    for fact in load_policy_facts():
        if len(fact.date) < len("2024-11-17"):
            continue
        zones: tuple[Zone, ...] = ()
        if fact.region is not None and fact.rule is not None:
            zones = (find_zone(fact.region, rule=fact.rule, worldview=worldview),)
        stages.append(
            Stage(
                fact.date,
                fact.text,
                systems=tuple(load_systems()[name] for name in fact.systems),
                zones=zones,
                note="" if fact.systems else NO_SYSTEM,
                source=fact.source,
            )
        )
    return tuple(stages)


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
