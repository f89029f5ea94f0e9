"""Scenario: everything that makes one map, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rangeviz.errors import InputError
from rangeviz.model.reach import DEFAULT_TOLERANCE_M, Sector, check_tolerance
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import System
from rangeviz.model.zone import Zone

Worldview = Literal["international", "natural-earth"]
WORLDVIEWS: tuple[Worldview, ...] = ("international", "natural-earth")


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

    Raises
    ------
    InputError
        If there is no site or no system, or the worldview is not known.
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

    def __post_init__(self) -> None:
        if not self.sites:
            raise InputError("a scenario needs at least one launch site")
        if not self.systems:
            raise InputError("a scenario needs at least one system")
        if self.worldview not in WORLDVIEWS:
            raise InputError(
                f"worldview {self.worldview!r} is not one of {', '.join(WORLDVIEWS)}"
            )
        check_tolerance(self.tolerance_m)
