"""What one reach adds to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely

from rangeviz.analysis.coverage import (
    MIN_OVERLAP_M2,
    AreaRow,
    Coverage,
    measure_coverage,
    nearest_first,
)
from rangeviz.analysis.overlay import polygons_of
from rangeviz.analysis.places import PlaceRow
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.analysis.serialise_comparison import comparison_to_dict
from rangeviz.arguments import one_of
from rangeviz.errors import InputError
from rangeviz.geodesy.measure import area_m2
from rangeviz.language.wording import Sentence
from rangeviz.model.scenario import Scenario
from rangeviz.model.system import Source


@dataclass(frozen=True, slots=True)
class Change:
    """An area inside the base reach and inside the other one.

    Parameters
    ----------
    kind : str
        ``reach``, ``country``, ``region``, ``elsewhere``, ``zone`` or
        ``permitted``.
    code, name, country : str, optional
        Of the unit, as `AreaRow` has them.
    base_m2, other_m2 : float
        Inside the base reach; inside the other one.
    gained_m2 : float
        Inside the other one and not inside the base.
    unit_area_m2, nearest_m : float, optional
        Of the whole unit; geodesic distance from the site to it.
    """

    kind: str
    code: str | None
    name: str
    country: str | None
    base_m2: float
    other_m2: float
    gained_m2: float
    unit_area_m2: float | None = None
    nearest_m: float | None = None

    @property
    def lost_m2(self) -> float:
        """Inside the base reach and not inside the other one."""
        lost_m2 = self.base_m2 + self.gained_m2 - self.other_m2
        return lost_m2 if lost_m2 > MIN_OVERLAP_M2 else 0.0

    @property
    def is_new(self) -> bool:
        """Whether only the other reach comes to this country, region or zone."""
        is_unit = self.kind in ("country", "region", "zone")
        return is_unit and self.base_m2 == 0 and self.other_m2 > 0


@dataclass(frozen=True, slots=True)
class SiteComparison:
    """What a second reach from a site adds to a first.

    Parameters
    ----------
    base, other : ReachReport
        The two, with the figures that a report tells of each.
    changes : tuple of Change
        The whole reach first, then countries and regions, nearest first, what
        lies elsewhere, zones, and what their rules leave.
    places_gained, places_lost : tuple of PlaceRow
        Inside one of them only, nearest first.
    """

    base: ReachReport
    other: ReachReport
    changes: tuple[Change, ...]
    places_gained: tuple[PlaceRow, ...]
    places_lost: tuple[PlaceRow, ...]

    @property
    def shown(self) -> tuple[Change, ...]:
        """The changes that a table lists: what is permitted only where a rule is."""
        if self.base.has_rule:
            return self.changes
        return tuple(each for each in self.changes if each.kind != "permitted")

    def of_kind(self, kind: str) -> list[Change]:
        """Give the changes of one kind."""
        return [change for change in self.changes if change.kind == kind]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a second system adds to a first, from every site.

    Parameters
    ----------
    report : Report
        Of the two systems, the base first.
    sites : tuple of SiteComparison
        One per site of the report.
    """

    report: Report
    sites: tuple[SiteComparison, ...]

    @property
    def scenario(self) -> Scenario:
        """What was asked."""
        return self.report.scenario

    @property
    def reaches(self) -> tuple[ReachReport, ...]:
        """The figures of each reach, by site the base first."""
        return self.report.reaches

    @property
    def caveats(self) -> tuple[Sentence, ...]:
        """What a reader must know."""
        return self.report.caveats

    @property
    def sources(self) -> tuple[Source, ...]:
        """Of both figures."""
        return self.report.sources

    @property
    def attributions(self) -> tuple[str, ...]:
        """Of the data, as their licences ask."""
        return self.report.attributions

    def to_dict(self) -> dict[str, Any]:
        """Convert to the published JSON contract (``docs/compare.schema.json``)."""
        return comparison_to_dict(self)


def compare(report: Report) -> Comparison:
    """Compute what `rangeviz.compare` gives, which documents it.

    Raises
    ------
    InputError
        As said there.
    """
    report = one_of(report, Report, "a report of two systems")
    if len(report.scenario.systems) != 2:
        raise InputError(
            f"{len(report.scenario.systems)} systems; a comparison takes a base and "
            "one other"
        )
    of_sites = (_of_site(base, other, report) for base, other in report.by_site)
    return Comparison(report, tuple(of_sites))


def _of_site(base: ReachReport, other: ReachReport, report: Report) -> SiteComparison:
    gained = _gained(base, other, report)
    before, after = set(base.places), set(other.places)
    return SiteComparison(
        base=base,
        other=other,
        changes=tuple(_changes(base, other, gained)),
        places_gained=tuple(p for p in other.places if p not in before),
        places_lost=tuple(p for p in base.places if p not in after),
    )


def _gained(
    base: ReachReport, other: ReachReport, report: Report
) -> tuple[float, Coverage] | None:
    """Measure what only the other reaches; None where the base lies inside it."""
    ours, theirs = base.reach.measured, other.reach.measured
    if float(area_m2(shapely.difference(ours, theirs))) < MIN_OVERLAP_M2:
        return None
    only = polygons_of(shapely.difference(theirs, ours))
    whole_m2 = float(area_m2(only))
    if whole_m2 < MIN_OVERLAP_M2:
        return 0.0, Coverage((), (), (), 0.0, only, 0.0)
    found = measure_coverage(
        replace(other.reach, measured=only, area_m2=whole_m2),
        zones=report.scenario.zones,
        worldview=report.scenario.worldview,
        borders=report.borders,
    )
    return whole_m2, found


def _changes(
    base: ReachReport, other: ReachReport, found: tuple[float, Coverage] | None
) -> Iterator[Change]:
    whole_m2, gained = found or (None, None)
    reach_m2 = (base.reach.area_m2, other.reach.area_m2)
    yield _total("reach", "Whole reach", reach_m2, whole_m2)
    countries = None if gained is None else gained.countries
    yield from _unit_changes("country", base.countries, other.countries, countries)
    regions = None if gained is None else gained.regions
    yield from _unit_changes("region", base.regions, other.regions, regions)
    elsewhere_m2 = None if gained is None else gained.elsewhere_m2
    pair_m2 = (base.elsewhere_m2, other.elsewhere_m2)
    yield _total("elsewhere", "Sea and elsewhere", pair_m2, elsewhere_m2)
    yield from _zone_changes(base, other, gained)
    permitted_m2 = None if gained is None else gained.permitted_m2
    pair_m2 = (base.permitted_m2, other.permitted_m2)
    yield _total("permitted", "Permitted", pair_m2, permitted_m2)


def _total(
    kind: str, name: str, areas_m2: tuple[float, float], gained_m2: float | None
) -> Change:
    base_m2, other_m2 = areas_m2
    gain_m2 = other_m2 - base_m2 if gained_m2 is None else gained_m2
    return Change(kind, None, name, None, base_m2, other_m2, gain_m2)


def _unit_changes(
    kind: str,
    base: Sequence[AreaRow],
    other: Sequence[AreaRow],
    gained: Sequence[AreaRow] | None,
) -> list[Change]:
    before_m2 = {row.code: row.area_m2 for row in base}
    after_m2 = {row.code: row.area_m2 for row in other}
    gains_m2 = None if gained is None else {row.code: row.area_m2 for row in gained}
    rows = {row.code: row for row in (*base, *other)}
    changes = []
    for row in sorted(rows.values(), key=nearest_first):
        base_m2 = before_m2.get(row.code, 0.0)
        other_m2 = after_m2.get(row.code, 0.0)
        gain_m2 = (
            other_m2 - base_m2 if gains_m2 is None else gains_m2.get(row.code, 0.0)
        )
        changes.append(
            Change(
                kind, row.code, row.name, row.country, base_m2, other_m2, gain_m2,
                row.unit_area_m2, row.nearest_m,
            )
        )  # fmt: skip
    return changes


def _zone_changes(
    base: ReachReport, other: ReachReport, gained: Coverage | None
) -> Iterator[Change]:
    for index, (ours, theirs) in enumerate(zip(base.zones, other.zones, strict=True)):
        gain_m2 = theirs.area_m2 - ours.area_m2
        if gained is not None:
            gain_m2 = gained.zones[index].area_m2 if gained.zones else 0.0
        yield Change(
            "zone", ours.zone.code, ours.zone.name, None, ours.area_m2, theirs.area_m2,
            gain_m2, ours.unit_area_m2, ours.nearest_m,
        )  # fmt: skip
