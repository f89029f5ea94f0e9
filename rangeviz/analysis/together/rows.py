"""What several sites reach together, by country, region and zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely

from rangeviz.analysis.coverage import MIN_OVERLAP_M2
from rangeviz.analysis.ground import Ground, Units
from rangeviz.analysis.overlay import permitted_part
from rangeviz.analysis.together.depths import Layer, areas_inside_m2, overlap_layers
from rangeviz.arguments import count_of, tuple_of
from rangeviz.datasets.borders.own_borders import borders_of
from rangeviz.datasets.values import zones_of
from rangeviz.geodesy.measure import area_m2
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Worldview
from rangeviz.model.system import System
from rangeviz.model.zone import Zone

if TYPE_CHECKING:
    import os

    import geopandas as gpd

    from rangeviz.datasets.values import ZoneLike

Kind = Literal["reach", "country", "region", "elsewhere", "zone", "permitted"]
# Of more reaches over one place the number matters less than the time to count them.
MOST_DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class Together:
    """How much of one unit one, two, three or more reaches cover.

    Parameters
    ----------
    kind : {"reach", "country", "region", "elsewhere", "zone", "permitted"}
        What it is a part of; ``reach`` is the whole.
    code, country : str or None
        As in a report's rows.
    name : str
        English, or as given.
    unit_area_m2 : float or None
        Of the whole country, region or zone.
    at_least_m2 : tuple of float
        By depth, from 1: the area that so many reaches or more cover.
    zone : Zone, optional
        Of rows of this kind.
    """

    kind: Kind
    code: str | None
    name: str
    country: str | None
    unit_area_m2: float | None
    at_least_m2: tuple[float, ...]
    zone: Zone | None = None

    @property
    def merged_m2(self) -> float:
        """The area inside any of the reaches."""
        return self.at_least_m2[0]

    @property
    def exactly_m2(self) -> tuple[float, ...]:
        """By depth, from 1: covered by so many and no more; the last by all more."""
        deeper = (*self.at_least_m2[1:], 0.0)
        return tuple(
            max(here - below, 0.0)
            for here, below in zip(self.at_least_m2, deeper, strict=True)
        )

    @property
    def share_of_unit(self) -> float | None:
        """Part of the unit inside any of the reaches, 0 to 1."""
        if not self.unit_area_m2:
            return None
        return min(self.merged_m2 / self.unit_area_m2, 1.0)


@dataclass(frozen=True, slots=True)
class Overlap:
    """What the reaches of one system cover together.

    Parameters
    ----------
    system : System
        Whose range.
    reaches : tuple of ReachEnvelope
        One per site.
    layers : tuple of Layer
        As `overlap_layers` gives them.
    is_capped : bool
        Whether more reaches than there are layers may lie over a place.
    rows : tuple of Together
        The whole, countries, regions, what is elsewhere, zones, and the permitted
        remainder; units by area, greatest first.
    """

    system: System
    reaches: tuple[ReachEnvelope, ...]
    layers: tuple[Layer, ...]
    is_capped: bool
    rows: tuple[Together, ...]

    def of_kind(self, kind: Kind) -> tuple[Together, ...]:
        """Give the rows of one kind."""
        return tuple(row for row in self.rows if row.kind == kind)


def measure_overlap(
    envelopes: Sequence[ReachEnvelope],
    *,
    zones: ZoneLike | Sequence[ZoneLike] = (),
    worldview: Worldview = "international",
    borders: str | os.PathLike[str] | gpd.GeoDataFrame | None = None,
    ground: Ground | None = None,
    most: int = MOST_DEPTH,
) -> Overlap:
    """Measure what reaches cover together, and how many of them lie over each part.

    Parameters
    ----------
    envelopes : sequence of ReachEnvelope
        Of one system, from several sites.
    zones, worldview, borders, ground
        As `measure_coverage` takes them.
    most : int
        Tell no more reaches apart than this.

    Returns
    -------
    Overlap
        Areas in square metres, for one reach or more, two or more and so on.

    Raises
    ------
    InputError
        If there are no reaches.

    See Also
    --------
    overlap_layers, report

    Examples
    --------
    >>> import rangeviz as rv
    >>> system = rv.System.ad_hoc(max_range_m=100_000)
    >>> pair = [rv.reach(rv.LaunchSite.at(lon, 50), system) for lon in (36, 37)]
    >>> found = measure_overlap(pair)
    >>> [round(area / 1e6) for area in found.rows[0].exactly_m2]
    [28050, 17390]
    """
    envelopes = tuple_of(envelopes, ReachEnvelope, "reaches")
    about = zones_of(zones, worldview=worldview)
    layers = overlap_layers(envelopes, most=count_of(most, "most"))
    ground = ground or Ground(worldview, 0, borders=borders_of(borders))
    units = ground.units(layers[0].geometry.bounds)
    parts_m2 = np.stack(
        [areas_inside_m2(units.shapes, layer.geometry) for layer in layers],
        axis=-1,
    )
    touched = parts_m2[:, 0] > MIN_OVERLAP_M2
    units, parts_m2 = units.take(touched), parts_m2[touched]
    regions = _by_area(_regions(units, parts_m2))
    countries = _by_area(_countries(regions, units, ground.country_areas_m2))
    whole_m2 = tuple(layer.area_m2 for layer in layers)
    left = _elsewhere_m2(layers, units, parts_m2, ground)
    rows = [
        Together("reach", None, "Whole reach", None, None, whole_m2),
        *countries,
        *regions,
        Together("elsewhere", None, "Sea and elsewhere", None, None, left),
        *_zones(layers, about),
    ]
    return Overlap(
        system=envelopes[0].system,
        reaches=tuple(envelopes),
        layers=layers,
        is_capped=len(layers) == most < len(envelopes),
        rows=tuple(rows),
    )


def _elsewhere_m2(
    layers: Sequence[Layer],
    touched: Units,
    parts_m2: np.ndarray,
    ground: Ground,
) -> tuple[float, ...]:
    if ground.borders is None:  # the shipped units never overlap
        whole_m2 = np.array([layer.area_m2 for layer in layers])
        left_m2: list[float] = np.maximum(whole_m2 - parts_m2.sum(axis=0), 0).tolist()
        return tuple(left_m2)
    land = shapely.union_all(touched.shapes)
    return tuple(
        float(area_m2(shapely.difference(layer.geometry, land))) for layer in layers
    )


def _regions(units: Units, parts_m2: np.ndarray) -> Iterator[Together]:
    columns = zip(
        units.code,
        units.name,
        units.country_code,
        units.area_m2.tolist(),
        parts_m2.tolist(),
        strict=True,
    )
    for code, name, country, total_m2, inside_m2 in columns:
        yield Together("region", code, name, country, total_m2, tuple(inside_m2))


def _countries(
    regions: Sequence[Together], units: Units, totals_m2: dict[str, float]
) -> Iterator[Together]:
    names = dict(zip(units.country_code, units.country_name, strict=True))
    for code, name in names.items():
        members = [row.at_least_m2 for row in regions if row.country == code]
        areas_m2 = tuple(np.sum(members, axis=0).tolist())
        yield Together("country", code, name, None, totals_m2[code], areas_m2)


def _zones(layers: Sequence[Layer], zones: Sequence[Zone]) -> Iterator[Together]:
    for zone in zones:
        unit = np.array([zone.geometry], dtype=object)
        areas_m2 = tuple(
            float(areas_inside_m2(unit, layer.geometry)[0]) for layer in layers
        )
        total_m2 = float(area_m2(zone.geometry))
        yield Together("zone", zone.code, zone.name, None, total_m2, areas_m2, zone)
    left_m2 = tuple(
        float(area_m2(permitted_part(layer.geometry, zones)))
        if zones
        else layer.area_m2
        for layer in layers
    )
    yield Together("permitted", None, "Permitted", None, None, left_m2)


def _by_area(rows: Iterator[Together]) -> list[Together]:
    return sorted(rows, key=lambda row: (-row.merged_m2, row.code or ""))
