"""Dated reports about policy and zones, as shipped, and stages made of them."""

from __future__ import annotations

import functools

from rangeviz.arguments import check_text
from rangeviz.datasets.catalogue.published import SourceForm, load_systems
from rangeviz.datasets.files.forms import Form, Name, naming, read_form
from rangeviz.datasets.files.records import read_records
from rangeviz.datasets.resources import data_path
from rangeviz.language.note_words import NO_SYSTEM
from rangeviz.model.policy import PolicyFact
from rangeviz.model.scenario import Worldview
from rangeviz.model.stage import Stage
from rangeviz.model.zone import Zone, ZoneRule


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
