"""What a drawn shape holds: reaches of lines and areas, and differences of reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.ground import Ground, Units
from rangeviz.analysis.overlay import overlap, permitted_part
from rangeviz.analysis.part import MIN_OVERLAP_M2
from rangeviz.analysis.surroundings import Surroundings
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.measure import area_m2
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.zone import Zone

FARTHEST_TOLERANCE_M = 10.0


@dataclass(frozen=True, slots=True)
class Inside:
    """How much of each unit and zone lies in a reach.

    Parameters
    ----------
    touched : Units
        The n units with some area inside.
    inside_m2, nearest_m : (n,) array
        Their areas inside, and how near the site they are.
    farthest_m : sequence of float or None
        As `Part.farthest_beyond_m`.
    elsewhere_m2 : float
        Sea, and land of no unit.
    zone_m2, zone_nearest_m : (z,) array
        Of every zone.
    permitted_m2 : float
        What the zones' rules leave; all where there are none.
    """

    touched: Units
    inside_m2: FloatArray
    nearest_m: FloatArray
    farthest_m: Sequence[float | None]
    elsewhere_m2: float
    zone_m2: FloatArray
    zone_nearest_m: FloatArray
    permitted_m2: float


def inside_shape(
    shape: BaseGeometry,
    envelope: ReachEnvelope,
    zones: Sequence[Zone],
    around: Surroundings,
) -> Inside:
    """Cut units and zones by a shape.

    Parameters
    ----------
    shape : Polygon or MultiPolygon
        The reach as it is drawn for measuring, or a part of it.
    envelope : ReachEnvelope
        The reach.
    zones : sequence of Zone
        Areas with a rule.
    around : Surroundings
        The site with the units around it.

    Returns
    -------
    Inside
        Areas over edges straight in lon/lat, the same edges that are cut, so that
        parts add up to the whole.
    """
    rows = around.rows_meeting(shape.bounds)
    covered, whole = overlap(around.units.shapes[rows], shape)
    inside_m2 = np.empty(len(rows))
    inside_m2[whole] = around.whole_m2(rows[whole])
    inside_m2[~whole] = area_m2(covered[~whole])
    kept = inside_m2 > MIN_OVERLAP_M2
    rows, inside_m2 = rows[kept], inside_m2[kept]
    touched = around.units.take(rows)
    whole_m2 = float(area_m2(shape))
    about = np.array([zone.geometry for zone in zones], dtype=object)
    permitted_m2 = float(area_m2(permitted_part(shape, zones))) if zones else whole_m2
    return Inside(
        touched=touched,
        inside_m2=inside_m2,
        nearest_m=around.nearest_m(rows),
        farthest_m=_farthest_beyond_m(envelope, covered[kept], around),
        elsewhere_m2=_elsewhere_m2(shape, whole_m2, touched, inside_m2, around.ground),
        zone_m2=np.asarray(area_m2(shapely.intersection(about, shape))),
        zone_nearest_m=around.distances_m(about),
        permitted_m2=permitted_m2,
    )


def _farthest_beyond_m(
    envelope: ReachEnvelope, covered: np.ndarray, around: Surroundings
) -> Sequence[float | None]:
    if envelope.site.is_point:
        return [None] * len(covered)
    outside, goes_beyond = _outside(envelope.site.geometry, covered)
    farthest_m = np.zeros(len(covered))
    farthest_m[goes_beyond] = around.proximity.farthest_m(
        outside[goes_beyond],
        limit_m=envelope.system.max_range_m,
        tolerance_m=FARTHEST_TOLERANCE_M,
    )
    return list(farthest_m.tolist())


def _outside(site: BaseGeometry, parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut the site out of parts of units, and tell of which something is left."""
    shapely.prepare(site)
    is_left = ~shapely.covers(site, parts)
    cut = is_left & shapely.intersects(site, parts)
    outside = parts.copy()
    outside[cut] = shapely.difference(parts[cut], site)
    is_left[cut] = np.asarray(area_m2(outside[cut])) > MIN_OVERLAP_M2
    return outside, is_left


def _elsewhere_m2(
    shape: BaseGeometry,
    whole_m2: float,
    touched: Units,
    inside_m2: np.ndarray,
    ground: Ground,
) -> float:
    if ground.borders is None:  # the shipped units never overlap
        return max(whole_m2 - float(inside_m2.sum()), 0.0)
    land = shapely.union_all(touched.shapes)
    return float(area_m2(shapely.difference(shape, land)))
