"""How much of each country, region and zone a reach covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rangeviz.analysis.ground import Ground, Units
from rangeviz.analysis.inside_points import inside_points
from rangeviz.analysis.inside_shape import Inside, inside_shape
from rangeviz.analysis.part import Part, Parts, nearest_first
from rangeviz.analysis.surroundings import Surroundings
from rangeviz.geodesy.measure import area_m2
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Worldview
from rangeviz.model.zone import Zone

if TYPE_CHECKING:
    import geopandas as gpd


def measure_coverage(
    envelope: ReachEnvelope,
    *,
    zones: Sequence[Zone] = (),
    worldview: Worldview = "international",
    borders: gpd.GeoDataFrame | None = None,
    around: Surroundings | None = None,
    inside: Inside | None = None,
) -> Parts:
    """Measure the part of each country, region and zone inside a reach.

    Areas are integrals on the WGS 84 ellipsoid over edges straight in lon/lat. The
    reach of a point is the true one; that of a line or area is cut as it is drawn for
    measuring.

    Parameters
    ----------
    envelope : ReachEnvelope
        The reach.
    zones : sequence of Zone
        Areas with a rule.
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a region is counted on.
    borders : GeoDataFrame, optional
        Regions to use instead of the shipped ones, as `read_borders` gives.
    around : Surroundings, optional
        The site with the units around it, shared by several reaches; worldview
        and borders are then its own.

    inside : Inside, optional
        What was measured already, of many reaches together.

    Returns
    -------
    Parts
        Countries and regions with some area inside, nearest first; every zone that was
        asked about.
    """
    if around is None:
        ground = Ground(worldview, 0, borders=borders)
        around = Surroundings([envelope], ground)
    if inside is None and envelope.site.is_point:
        (inside,) = inside_points([envelope], zones, around.ground)
    elif inside is None:
        inside = inside_shape(envelope.measured, envelope, zones, around)
    return parts_of(inside, envelope.area_m2, zones, around.ground)


def parts_of(
    inside: Inside, reach_m2: float, zones: Sequence[Zone], ground: Ground
) -> Parts:
    """Tell what was measured part by part.

    Parameters
    ----------
    inside : Inside
        What was measured.
    reach_m2 : float
        Area of the whole reach.
    zones : sequence of Zone
        The zones that were measured.
    ground : Ground
        Where the units are from.
    """
    regions = _region_parts(inside)
    countries = _countries(regions, inside.touched, ground.country_areas_m2)
    parts = (
        Part("reach", "Whole reach", reach_m2),
        *sorted(countries, key=nearest_first),
        *sorted(regions, key=nearest_first),
        Part("elsewhere", "Sea and elsewhere", inside.elsewhere_m2),
        *_zone_parts(inside, zones),
        Part("permitted", "Permitted", inside.permitted_m2),
    )
    return Parts(tuple(replace(part, reach_area_m2=reach_m2) for part in parts))


def _region_parts(inside: Inside) -> list[Part]:
    touched = inside.touched
    columns = zip(
        touched.code.tolist(),
        touched.name.tolist(),
        touched.country_code.tolist(),
        inside.inside_m2.tolist(),
        touched.area_m2.tolist(),
        inside.nearest_m.tolist(),
        inside.farthest_m,
        strict=True,
    )
    return [
        Part(
            "region", name, area, code, country,
            unit_area_m2=total, nearest_m=nearest, farthest_beyond_m=farthest,
        )
        for code, name, country, area, total, nearest, farthest in columns
    ]  # fmt: skip


def _countries(
    regions: Sequence[Part], touched: Units, totals_m2: dict[str, float]
) -> Iterator[Part]:
    members: dict[str, list[Part]] = {}
    for part in regions:
        members.setdefault(part.country or "", []).append(part)
    names = dict(zip(touched.country_code, touched.country_name, strict=True))
    for code, parts in members.items():
        yield Part(
            "country",
            names[code],
            sum(part.area_m2 for part in parts),
            code,
            unit_area_m2=totals_m2[code],
            nearest_m=min(part.nearest_m for part in parts),
            farthest_beyond_m=_greatest(part.farthest_beyond_m for part in parts),
        )


def _greatest(distances_m: Iterable[float | None]) -> float | None:
    return max((d for d in distances_m if d is not None), default=None)


def _zone_parts(inside: Inside, zones: Sequence[Zone]) -> Iterator[Part]:
    shapes = np.array([zone.geometry for zone in zones], dtype=object)
    columns = zip(
        zones,
        inside.zone_m2.tolist(),
        np.asarray(area_m2(shapes)).tolist(),
        inside.zone_nearest_m.tolist(),
        strict=True,
    )
    for zone, inside_m2, whole_m2, nearest_m in columns:
        yield Part(
            "zone", zone.name, inside_m2, zone.code,
            unit_area_m2=whole_m2, nearest_m=nearest_m, zone=zone,
        )  # fmt: skip
