"""Scenario: everything that makes one map, as a value.

And what only a scenario holds: layers of the user's own, and callouts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, Self, get_args

from rangeviz.arguments import (
    MOST_PEOPLE,
    check_text,
    float_of,
    one_line,
    plain,
    take_texts,
    tuple_of,
)
from rangeviz.errors import InputError
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.geodesy.ellipsoid import check_position, wrap_lon
from rangeviz.model.reach import Sector, check_tolerance
from rangeviz.model.site import LaunchSite
from rangeviz.model.stage import Stage
from rangeviz.model.system import System
from rangeviz.model.zone import Zone

MOST_LAYERS: Final = 20
"""So that layers of one feature each can't stand for a list of features."""


@dataclass(frozen=True, slots=True)
class WithinLayer:
    """A file of points, lines or polygons, and what to tell of it.

    Parameters
    ----------
    path : str
        The file.
    name : str
        What outputs call it; the file's name without suffix where it is empty.
    by : str
        Column that groups the features; none where it is empty.
    sums : tuple of str
        Columns of numbers to sum.

    Raises
    ------
    InputError
        If there is no path.

    Examples
    --------
    >>> WithinLayer("data/roads.gpkg", by="class").name
    'roads'
    """

    path: str
    name: str = ""
    by: str = ""
    sums: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_text(self.path, "the path of a layer")
        check_text(self.name, "the name of a layer")
        if not self.path.strip():
            raise InputError("a layer needs the path of its file")
        name = one_line(self.name).strip() or one_line(Path(self.path).stem)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "sums", tuple(dict.fromkeys(self.sums)))


MOST_CALLOUTS: Final = 5
"""More would be a list, which a text beside the map tells better."""
LONGEST_CALLOUT: Final = 80  # characters
Direction = Literal["N", "NE", "E", "SE", "S", "SW", "W", "NW"]
DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)


@dataclass(frozen=True, slots=True)
class Callout:
    """Words that a map says about a position, beside it.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84.
    text : str
        What is said, 80 characters at most.
    direction : {"N", "NE", "E", "SE", "S", "SW", "W", "NW"}, optional
        Where from the position the words stand; where there is room if it is left out.

    Raises
    ------
    InputError
        If the text is empty or longer, or the direction none of the eight.
    CoordinateError
        If there is no such position.

    Examples
    --------
    >>> Callout(30.72, 46.48, "The grain corridor began here", "SE").text
    'The grain corridor began here'
    >>> Callout(30.72, 46.48, "Port", "up")
    Traceback (most recent call last):
    rangeviz.errors.InputError: direction 'up' is not one of N, NE, E, SE, S, SW, W, NW
    """

    lon: float
    lat: float
    text: str
    direction: Direction | None = None

    def __post_init__(self) -> None:
        for name in ("lon", "lat"):
            object.__setattr__(self, name, float_of(getattr(self, name), name))
        check_position(self.lon, self.lat)
        object.__setattr__(self, "lon", float(wrap_lon(self.lon)))
        check_text(self.text, "the text of a callout")
        object.__setattr__(self, "text", plain(self.text).strip())
        if not 0 < len(self.text) <= LONGEST_CALLOUT:
            raise InputError(
                f"a callout of {len(self.text)} characters: give 1 to {LONGEST_CALLOUT}"
            )
        if self.direction is not None and self.direction not in DIRECTIONS:
            raise InputError(
                f"direction {self.direction!r} is not one of {', '.join(DIRECTIONS)}"
            )


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
        if (count := len(self.within)) > MOST_LAYERS:
            raise InputError(
                f"{count} layers to look within; give {MOST_LAYERS} at most: "
                "put features of one kind into one layer"
            )
        if (count := len(self.callouts)) > MOST_CALLOUTS:
            raise InputError(f"{count} callouts; give {MOST_CALLOUTS} at most")

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
