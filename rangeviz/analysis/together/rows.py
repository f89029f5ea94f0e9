"""What several sites reach together, by country, region and zone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from rangeviz.analysis.ground import Ground, Units
from rangeviz.analysis.overlay import permitted_part
from rangeviz.analysis.part import MIN_OVERLAP_M2, Kind, Part, Parts
from rangeviz.analysis.serialise import depths_to_dict, parts_to_dict, range_to_dict
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

# Of more reaches over one place the number matters less than the time to count them.
MOST_DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class Overlap(Parts):
    """What the reaches of one system cover together.

    Parameters
    ----------
    parts : tuple of Part
        With their areas by depth; countries and regions by area, greatest first.
    system : System
        Whose range.
    reaches : tuple of ReachEnvelope
        One per site.
    layers : tuple of Layer
        As `overlap_layers` gives them.
    is_capped : bool
        Whether more reaches than there are layers may lie over a place.
    """

    system: System
    reaches: tuple[ReachEnvelope, ...]
    layers: tuple[Layer, ...]
    is_capped: bool

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values: one of the ``overlaps`` of the JSON contract."""
        return {
            **range_to_dict(self.reaches[0]),
            "sites": [envelope.site.name for envelope in self.reaches],
            "deepest_or_more": self.is_capped,
            **parts_to_dict(self, depths_to_dict),
        }


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
    zones : Zone or str or GeoDataFrame, or a sequence of them
        Areas with a rule; names as `find_zone` takes them.
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a region is counted on.
    borders : GeoDataFrame or path-like, optional
        Regions to use instead of the shipped ones; see `read_borders`.
    ground : Ground, optional
        Regions that a report has loaded already; worldview and borders are then its.
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
    >>> [round(area / 1e6) for area in found.parts[0].exactly_m2]
    [28050, 17390]
    """
    envelopes = tuple_of(envelopes, ReachEnvelope, "reaches")
    about = zones_of(zones, worldview=worldview)
    layers = overlap_layers(envelopes, most=count_of(most, "most"))
    ground = ground or Ground(worldview, 0, borders=borders_of(borders))
    units = ground.units(layers[0].geometry.bounds)
    inside_m2 = _inside_m2(units.shapes, layers)
    touched = inside_m2[:, 0] > MIN_OVERLAP_M2
    units, inside_m2 = units.take(touched), inside_m2[touched]
    regions = _by_area(_regions(units, inside_m2))
    parts = (
        _part("reach", "Whole reach", [layer.area_m2 for layer in layers]),
        *_by_area(_countries(regions, units, ground.country_areas_m2)),
        *regions,
        _part(
            "elsewhere",
            "Sea and elsewhere",
            _elsewhere_m2(layers, units, inside_m2, ground),
        ),
        *_zones(layers, about),
        _part("permitted", "Permitted", _permitted_m2(layers, about)),
    )
    return Overlap(
        parts=parts,
        system=envelopes[0].system,
        reaches=tuple(envelopes),
        layers=layers,
        is_capped=len(layers) == most < len(envelopes),
    )


def _part(
    kind: Kind,
    name: str,
    at_least_m2: Iterable[float],
    *,
    code: str | None = None,
    country: str | None = None,
    unit_area_m2: float = 0.0,
    zone: Zone | None = None,
) -> Part:
    by_depth_m2 = tuple(at_least_m2)
    return Part(
        kind, name, by_depth_m2[0], code, country, unit_area_m2,
        zone=zone, at_least_m2=by_depth_m2,
    )  # fmt: skip


def _inside_m2(shapes: np.ndarray, layers: Sequence[Layer]) -> np.ndarray:
    """Measure n shapes inside each layer: an (n, layers) array."""
    inside_m2 = [areas_inside_m2(shapes, layer.geometry) for layer in layers]
    return np.stack(inside_m2, axis=-1)


def _elsewhere_m2(
    layers: Sequence[Layer], touched: Units, inside_m2: np.ndarray, ground: Ground
) -> list[float]:
    if ground.borders is None:  # the shipped units never overlap
        whole_m2 = np.array([layer.area_m2 for layer in layers])
        left_m2: list[float] = np.maximum(whole_m2 - inside_m2.sum(axis=0), 0).tolist()
        return left_m2
    land = shapely.union_all(touched.shapes)
    return [
        float(area_m2(shapely.difference(layer.geometry, land))) for layer in layers
    ]


def _permitted_m2(layers: Sequence[Layer], zones: Sequence[Zone]) -> list[float]:
    if not zones:
        return [layer.area_m2 for layer in layers]
    return [float(area_m2(permitted_part(each.geometry, zones))) for each in layers]


def _regions(units: Units, inside_m2: np.ndarray) -> Iterator[Part]:
    columns = zip(
        units.code,
        units.name,
        units.country_code,
        units.area_m2.tolist(),
        inside_m2.tolist(),
        strict=True,
    )
    for code, name, country, total_m2, by_depth_m2 in columns:
        yield _part(
            "region", name, by_depth_m2,
            code=code, country=country, unit_area_m2=total_m2,
        )  # fmt: skip


def _countries(
    regions: Sequence[Part], units: Units, totals_m2: dict[str, float]
) -> Iterator[Part]:
    names = dict(zip(units.country_code, units.country_name, strict=True))
    for code, name in names.items():
        members = [part.at_least_m2 for part in regions if part.country == code]
        by_depth_m2 = np.sum(members, axis=0).tolist()
        yield _part(
            "country", name, by_depth_m2, code=code, unit_area_m2=totals_m2[code]
        )


def _zones(layers: Sequence[Layer], zones: Sequence[Zone]) -> Iterator[Part]:
    shapes = np.array([zone.geometry for zone in zones], dtype=object)
    inside_m2 = _inside_m2(shapes, layers).tolist() if zones else []
    for zone, by_depth_m2 in zip(zones, inside_m2, strict=True):
        total_m2 = float(area_m2(zone.geometry))
        yield _part(
            "zone", zone.name, by_depth_m2,
            code=zone.code, unit_area_m2=total_m2, zone=zone,
        )  # fmt: skip


def _by_area(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (-part.area_m2, part.code or ""))
