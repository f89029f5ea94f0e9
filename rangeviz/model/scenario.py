"""Scenario: everything that makes one map, as a value."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, Self

from rangeviz.arguments import MOST_PEOPLE, check_text, float_of, take_texts, tuple_of
from rangeviz.errors import InputError
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.model.callout import Callout, check_callouts
from rangeviz.model.own_layer import WithinLayer, check_within
from rangeviz.model.reach import Sector, check_tolerance
from rangeviz.model.site import LaunchSite
from rangeviz.model.stage import Stage
from rangeviz.model.system import System
from rangeviz.model.zone import Zone

Worldview = Literal["international", "natural-earth"]
WORLDVIEWS: tuple[Worldview, ...] = ("international", "natural-earth")
DEFAULT_MIN_POPULATION = 50_000
_LONGEST_TITLE = 300  # characters; a longer one fills the page's first screen
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that makes one map.

    Parameters
    ----------
    sites : tuple of LaunchSite
        Baselines; each is combined with each system.
    systems : tuple of System
        Published ranges, drawn in this order.
    zones : tuple of Zone
        Areas with a rule.
    sector : Sector, optional
        Limits every reach to these azimuths.
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a unit is counted on.
    tolerance_m : float
        Largest allowed deviation of a drawn shape from the true one, in metres.
    title, subtitle : str
        Words over the map; made from the content where they are empty.
    language : str
        BCP 47 tag of the language that outputs are written in.
    min_population : int
        Smaller places are left out of lists; 0 lists all.
    borders : str, optional
        Path of a layer of the user's own regions, instead of the shipped ones.
    stages : tuple of Stage
        Dated steps, in the order in which they are told.
    within : tuple of WithinLayer
        Layers of the user's own, told in sums.
    callouts : tuple of Callout
        A few words of the user's beside positions on a map, five at most.
    spotlight : str
        A region or country by name or code: a map dims what lies around it.

    Raises
    ------
    InputError
        If there is no site or no system, a value is of another kind, a title has
        more than 300 characters, the worldview is not known, the language is no
        language tag, the population is negative, or there are too many layers or
        callouts.
    DistanceError
        If the tolerance is not positive.
    """

    sites: tuple[LaunchSite, ...]
    systems: tuple[System, ...]
    zones: tuple[Zone, ...] = ()
    sector: Sector | None = None
    worldview: Worldview = "international"
    tolerance_m: float = DEFAULT_TOLERANCE_M
    title: str = ""
    subtitle: str = ""
    language: str = "en"
    min_population: int = DEFAULT_MIN_POPULATION
    borders: str | None = None
    stages: tuple[Stage, ...] = ()
    within: tuple[WithinLayer, ...] = ()
    callouts: tuple[Callout, ...] = ()
    spotlight: str = ""

    def __post_init__(self) -> None:
        self._take()
        if not self.sites:
            raise InputError("a scenario needs at least one launch site")
        if not self.systems:
            raise InputError("a scenario needs at least one system")
        if self.worldview not in WORLDVIEWS:
            raise InputError(
                f"worldview {self.worldview!r} is not one of {', '.join(WORLDVIEWS)}"
            )
        if not _LANGUAGE.fullmatch(self.language):
            raise InputError(
                f"language {self.language!r} is not a language tag like en, uk or pt-BR"
            )
        if not 0 <= float_of(self.min_population, "min_population") <= MOST_PEOPLE:
            raise InputError(
                f"min_population {self.min_population}: give 0 to {MOST_PEOPLE}"
            )
        check_tolerance(self.tolerance_m)
        object.__setattr__(self, "tolerance_m", float(self.tolerance_m))
        check_within(self.within)
        check_callouts(self.callouts)

    def _take(self) -> None:
        """Make tuples of single values and lists, and a sector of its azimuths."""
        fields = {
            "sites": tuple_of(self.sites, LaunchSite, "sites"),
            "systems": tuple_of(self.systems, System, "systems"),
            "zones": tuple_of(self.zones, Zone, "zones"),
            "stages": tuple_of(self.stages, Stage, "stages"),
            "within": tuple_of(self.within, WithinLayer, "within"),
            "callouts": tuple_of(self.callouts, Callout, "callouts"),
            "sector": None if self.sector is None else Sector.of(self.sector),
        }
        for name, value in fields.items():
            object.__setattr__(self, name, value)
        check_text(self.language, "the language of a scenario")
        take_texts(self, "a scenario", "title", "subtitle", "spotlight")
        for name in ("title", "subtitle", "spotlight"):
            if (length := len(getattr(self, name))) > _LONGEST_TITLE:
                raise InputError(
                    f"a {name} of {length:,} characters: give {_LONGEST_TITLE} at most"
                )

    def at_stage(self, stage: Stage) -> Self:
        """Give the scenario as it stands at one of its stages, without the others."""
        return replace(
            self,
            sites=stage.sites or self.sites,
            systems=stage.systems or self.systems,
            zones=self.zones if stage.zones is None else stage.zones,
            stages=(),
        )

    def combined(self) -> Self:
        """Give a scenario of all that its stages speak of, each once, without stages.

        Sites, systems and zones stand in the order in which the stages name them. What
        is permitted differs from stage to stage: no figure of it fits all of them.
        """
        told = [self.at_stage(stage) for stage in self.stages] or [self]
        # The scenario's own first: a page's launch points are counted as they are.
        is_asked = not self.stages or not all(stage.sites for stage in self.stages)
        later = (each for stage in self.stages for each in stage.sites)
        sites = dict.fromkeys((*(self.sites if is_asked else ()), *later))
        systems = dict.fromkeys(each for one in told for each in one.systems)
        zones = dict.fromkeys(each for one in told for each in one.zones)
        return replace(
            self,
            sites=tuple(sites),
            systems=tuple(systems),
            zones=tuple(zones),
            stages=(),
        )
