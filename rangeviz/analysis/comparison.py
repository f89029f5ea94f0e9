"""What one reach adds to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import shapely

from rangeviz.analysis.coverage import parts_of
from rangeviz.analysis.ground import Ground
from rangeviz.analysis.inside_shape import inside_shape
from rangeviz.analysis.overlay import polygons_of
from rangeviz.analysis.part import MIN_OVERLAP_M2, Part, Parts, aligned, keyed
from rangeviz.analysis.places import PlaceRow
from rangeviz.analysis.report import ReachReport, Report
from rangeviz.analysis.serialise import change_to_dict, parts_to_dict, place_to_dict
from rangeviz.analysis.surroundings import Surroundings
from rangeviz.arguments import one_of
from rangeviz.errors import InputError
from rangeviz.geodesy.measure import area_m2
from rangeviz.language.wording import Sentence
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Scenario
from rangeviz.model.system import Source

SCHEMA_VERSION: Final = 1  # of the JSON contract
_KINDS: Final = ("reach", "country", "region", "zone", "elsewhere", "permitted")


@dataclass(frozen=True, slots=True)
class SiteComparison(Parts):
    """What a second reach from a site adds to a first.

    Parameters
    ----------
    parts : tuple of Part
        With their areas inside both, and what is gained; countries and regions nearest
        first.
    base, other : ReachReport
        The two, with the figures that a report tells of each.
    places_gained, places_lost : tuple of PlaceRow
        Inside one of them only, nearest first.
    """

    base: ReachReport
    other: ReachReport
    places_gained: tuple[PlaceRow, ...]
    places_lost: tuple[PlaceRow, ...]

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values: one of the ``comparisons`` of the contract."""
        base, other = self.base.to_dict(), self.other.to_dict()
        side = ("system", "system_name", "min_range_km", "max_range_km", "source")
        return {
            **{key: base[key] for key in ("site", "lon", "lat", "baseline")},
            "base": {key: base[key] for key in side},
            "with": {key: other[key] for key in side},
            **parts_to_dict(self, change_to_dict, _KINDS),
            "places_gained": [place_to_dict(row) for row in self.places_gained],
            "places_lost": [place_to_dict(row) for row in self.places_lost],
        }


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
        told = self.report.to_dict()
        del told["reaches"]
        comparisons = [each.to_dict() for each in self.sites]
        return told | {"schema": SCHEMA_VERSION, "comparisons": comparisons}


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
        parts=tuple(_changes(base, other, gained)),
        base=base,
        other=other,
        places_gained=tuple(p for p in other.places if p not in before),
        places_lost=tuple(p for p in base.places if p not in after),
    )


def _gained(
    base: ReachReport, other: ReachReport, report: Report
) -> tuple[Part, ...] | None:
    """Measure what only the other reaches; None where the base lies inside it."""
    if _holds(other.reach, base.reach):
        return None
    ours, theirs = base.reach.measured, other.reach.measured
    if float(area_m2(shapely.difference(ours, theirs))) < MIN_OVERLAP_M2:
        return None
    only = polygons_of(shapely.difference(theirs, ours))
    whole_m2 = float(area_m2(only))
    if whole_m2 < MIN_OVERLAP_M2:
        return ()
    zones = report.scenario.zones
    ground = Ground(report.scenario.worldview, 0, borders=report.borders)
    around = Surroundings([other.reach], ground)
    gained = inside_shape(only, other.reach, zones, around)
    return parts_of(gained, whole_m2, zones, ground).parts


def _holds(outer: ReachEnvelope, inner: ReachEnvelope) -> bool:
    """Tell by their ranges whether one reach of a point holds another."""
    least_m = outer.system.min_range_m or 0.0, inner.system.min_range_m or 0.0
    return (
        outer.site.is_point
        and least_m[0] <= least_m[1]
        and inner.system.max_range_m <= outer.system.max_range_m
    )


def _changes(
    base: ReachReport, other: ReachReport, gained: tuple[Part, ...] | None
) -> Iterator[Part]:
    gains_m2 = {key: part.area_m2 for key, part in keyed(gained or ()).items()}
    for key, (ours, theirs) in aligned((base.parts, other.parts)).items():
        base_m2 = ours.area_m2 if ours else 0.0
        other_m2 = theirs.area_m2 if theirs else 0.0
        growth_m2 = other_m2 - base_m2
        unit = theirs or ours
        assert unit is not None
        yield replace(
            unit,
            area_m2=other_m2,
            base_m2=base_m2,
            gained_m2=growth_m2 if gained is None else gains_m2.get(key, 0.0),
        )
