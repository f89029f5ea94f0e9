"""Stage: what held on one date, as a step of a scenario's timeline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rangeviz.arguments import check_text, take_texts, tuple_of
from rangeviz.errors import InputError
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import Source, System
from rangeviz.model.zone import Zone

_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stage:
    """What was reported for one date: the systems, zones and sites that it speaks of.

    Parameters
    ----------
    date : str
        ISO date, or as much of it as is known (``"2024-11"``).
    label : str
        What was reported, in a few words.
    systems : tuple of System
        Systems that count from this date; those of the scenario where empty.
    zones : tuple of Zone, optional
        Areas with a rule that count from this date; those of the scenario
        where None. An empty tuple means that no zone counts.
    note : str
        What else a reader must know.
    source : Source, optional
        Who reported it.
    sites : tuple of LaunchSite
        Lines or areas that are measured from on this date; else those of the scenario.

    Raises
    ------
    InputError
        If the date is not an ISO date, the label is blank or a site is a point.

    Examples
    --------
    >>> Stage("2024-11-17", "Authorisation reported").zones is None
    True
    >>> Stage("17 Nov 2024", "Authorisation reported")
    Traceback (most recent call last):
    rangeviz.errors.InputError: date '17 Nov 2024' of a stage: write it like \
2024-11-17, 2024-11 or 2024
    """

    date: str
    label: str
    systems: tuple[System, ...] = ()
    zones: tuple[Zone, ...] | None = None
    note: str = ""
    source: Source | None = None
    sites: tuple[LaunchSite, ...] = ()

    def __post_init__(self) -> None:
        check_text(self.date, "the date of a stage")
        take_texts(self, "a stage", "label", others=["note"])
        if not _DATE.fullmatch(self.date):
            raise InputError(
                f"date {self.date!r} of a stage: write it like 2024-11-17, "
                "2024-11 or 2024"
            )
        if not self.label.strip():
            raise InputError(f"the stage of {self.date} needs a label")
        about = f"systems of the stage of {self.date}"
        object.__setattr__(self, "systems", tuple_of(self.systems, System, about))
        about = f"sites of the stage of {self.date}"
        object.__setattr__(self, "sites", tuple_of(self.sites, LaunchSite, about))
        if point := next((site for site in self.sites if site.is_point), None):
            raise InputError(
                f"{point.name!r} of the stage of {self.date} is a point: a stage has "
                "lines or areas of its own; points are the scenario's"
            )
        if self.zones is not None:
            about = f"zones of the stage of {self.date}"
            object.__setattr__(self, "zones", tuple_of(self.zones, Zone, about))
