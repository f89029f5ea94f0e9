"""The parts of a reach: one row type for all that is told of an area inside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from rangeviz.language.language import LEAST_SHOWN_M2
from rangeviz.model.zone import Zone

Kind = Literal["reach", "country", "region", "elsewhere", "zone", "permitted"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Key: TypeAlias = tuple[Kind, str | int | None]
# An overlap smaller than this is where two shared edges meet, not cover.
MIN_OVERLAP_M2: Final = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A country, region, zone or remainder, and how much of it lies inside a reach.

    Parameters
    ----------
    kind : {"reach", "country", "region", "elsewhere", "zone", "permitted"}
        What it is; ``reach`` is the whole, ``elsewhere`` sea and land of no listed
        unit, ``permitted`` what the zones' rules leave.
    name : str
        English, or as given.
    area_m2 : float
        Inside the reach; of several together, inside any of them; in a comparison,
        inside the other one.
    code, country : str, optional
        ISO 3166 where it has one; of a region the code of its country.
    unit_area_m2, reach_area_m2 : float
        Of the whole country, region or zone; of the whole reach. 0 where there is none.
    nearest_m : float
        Geodesic distance from the site to the unit; 0 inside it.
    farthest_beyond_m : float, optional
        How far beyond a line or area the reach goes in the unit: the distance from
        the site to the farthest place on the outline of the covered part. None for
        sites that are points.
    zone : Zone, optional
        Of parts of this kind.
    at_least_m2 : tuple of float
        Of several reaches, by depth from 1: the area that so many or more cover.
    base_m2, gained_m2 : float
        In a comparison: inside the base reach; inside the other and not the base.
    """

    kind: Kind
    name: str
    area_m2: float
    code: str | None = None
    country: str | None = None
    unit_area_m2: float = 0.0
    reach_area_m2: float = 0.0
    nearest_m: float = 0.0
    farthest_beyond_m: float | None = None
    zone: Zone | None = None
    at_least_m2: tuple[float, ...] = ()
    base_m2: float = 0.0
    gained_m2: float = 0.0

    @property
    def is_unit(self) -> bool:
        """Whether it is a country, region or zone: it has a place and a share."""
        return self.kind in ("country", "region", "zone")

    @property
    def rule(self) -> str:
        """Of a zone: ``restricted`` or ``only``; empty for others."""
        return self.zone.rule if self.zone else ""

    @property
    def share_of_unit(self) -> float:
        """Part of the unit that is inside the reach, 0 to 1."""
        return min(self.area_m2 / self.unit_area_m2, 1.0) if self.unit_area_m2 else 0.0

    @property
    def share_of_reach(self) -> float:
        """Part of the reach that lies in the unit, 0 to 1."""
        return min(self.area_m2 / self.reach_area_m2, 1.0)

    @property
    def exactly_m2(self) -> tuple[float, ...]:
        """By depth, from 1: covered by so many and no more; the last by all more."""
        deeper = (*self.at_least_m2[1:], 0.0)
        return tuple(
            max(here - below, 0.0)
            for here, below in zip(self.at_least_m2, deeper, strict=True)
        )

    @property
    def lost_m2(self) -> float:
        """Inside the base reach and not inside the other one."""
        lost_m2 = self.base_m2 + self.gained_m2 - self.area_m2
        return lost_m2 if lost_m2 > MIN_OVERLAP_M2 else 0.0

    @property
    def is_new(self) -> bool:
        """Whether only the other reach comes to this country, region or zone."""
        return self.is_unit and self.base_m2 == 0 and self.area_m2 > 0


@dataclass(frozen=True, slots=True)
class Parts:
    """What has parts.

    Parameters
    ----------
    parts : tuple of Part
        The whole, countries, regions, what lies elsewhere, zones, and what their rules
        leave, in this order.
    """

    parts: tuple[Part, ...]

    def of_kind(self, kind: Kind) -> tuple[Part, ...]:
        """Give the parts of one kind."""
        return tuple(part for part in self.parts if part.kind == kind)

    @property
    def countries(self) -> tuple[Part, ...]:
        """Countries with some area inside."""
        return self.of_kind("country")

    @property
    def regions(self) -> tuple[Part, ...]:
        """First-level units with some area inside."""
        return self.of_kind("region")

    @property
    def zones(self) -> tuple[Part, ...]:
        """Every zone that was asked about, inside or not."""
        return self.of_kind("zone")

    @property
    def elsewhere_m2(self) -> float:
        """Sea, and land of no listed unit: with the regions it adds up to the whole."""
        return self.of_kind("elsewhere")[0].area_m2

    @property
    def permitted_m2(self) -> float:
        """What the zones' rules leave: all where no rule is stated (`has_rule`)."""
        return self.of_kind("permitted")[0].area_m2

    @property
    def has_rule(self) -> bool:
        """Whether a rule of a zone was stated: only then is anything permitted."""
        return bool(self.zones)

    @property
    def shown(self) -> tuple[Part, ...]:
        """The parts that a table lists: what is permitted only where a rule is."""
        if self.has_rule:
            return self.parts
        return tuple(part for part in self.parts if part.kind != "permitted")

    @property
    def listed(self) -> tuple[Part, ...]:
        """The parts that people read: without a sea that would be written as 0."""
        return tuple(
            part
            for part in self.shown
            if part.kind != "elsewhere"
            or max(part.base_m2, part.area_m2) >= LEAST_SHOWN_M2
        )


def nearest_first(part: Part) -> tuple[float, float, str]:
    """Sort units by their distance; those that touch the baseline by area inside."""
    return (part.nearest_m, -part.area_m2, part.name)


def keyed(parts: Iterable[Part]) -> dict[Key, Part]:
    """Tell parts apart: countries and regions by code, others by their place."""
    found: dict[Key, Part] = {}
    count: Counter[Kind] = Counter()
    for part in parts:
        by_code = part.kind in ("country", "region")
        found[part.kind, part.code if by_code else count[part.kind]] = part
        count[part.kind] += 1
    return found


def aligned(columns: Sequence[Sequence[Part]]) -> dict[Key, tuple[Part | None, ...]]:
    """Lay the parts of several reaches from one site beside each other.

    Parameters
    ----------
    columns : sequence of sequence of Part
        By reach, in the order of `Parts`; perhaps of some kinds only.

    Returns
    -------
    dict
        Of each part that any reach has, by column; None where a reach hasn't it.
        Countries and regions stand nearest first.
    """
    found = [keyed(parts) for parts in columns]
    last = {key: part for column in found for key, part in column.items()}

    def order(key: Key) -> tuple[int, tuple[float, float, str]]:
        by_code = key[0] in ("country", "region")
        return KINDS.index(key[0]), nearest_first(last[key]) if by_code else (0, 0, "")

    return {
        key: tuple(column.get(key) for column in found)
        for key in sorted(last, key=order)
    }


def nested(parts: Mapping[Key, Part]) -> Iterator[tuple[Key, Part]]:
    """Give parts, as `keyed` has them, with the regions of each country under it."""
    regions = defaultdict(list)
    for key, part in parts.items():
        regions[part.country if part.kind == "region" else None].append((key, part))
    for key, part in regions[None]:
        yield key, part
        if part.kind == "country":
            yield from regions[part.code]
