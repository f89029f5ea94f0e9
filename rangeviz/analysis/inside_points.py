"""What reaches of points hold, many at once, without drawing or cutting anything."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely

from rangeviz.analysis.ground import Ground, Units
from rangeviz.analysis.inside_shape import Inside
from rangeviz.analysis.part import MIN_OVERLAP_M2
from rangeviz.geodesy.bbox import total_bounds
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.inside.point_reaches import PointReaches
from rangeviz.geodesy.inside.unit_distances import unit_distances_m
from rangeviz.geodesy.inside.unit_edges import UnitEdges
from rangeviz.geodesy.pieces import IntArray
from rangeviz.model.reach import ReachEnvelope, point_reaches
from rangeviz.model.zone import Zone


def inside_points(
    envelopes: Sequence[ReachEnvelope], zones: Sequence[Zone], ground: Ground
) -> list[Inside]:
    """Measure reaches of points, all in the same sector.

    Parameters
    ----------
    envelopes : sequence of ReachEnvelope
        At least one.
    zones : sequence of Zone
        Areas with a rule.
    ground : Ground
        Where units are taken from.

    Returns
    -------
    list of Inside
        In the order of the reaches.
    """
    reaches = point_reaches(envelopes)
    bounds = total_bounds([each.bounds for each in envelopes])
    units, edges = ground.units_with_edges(bounds)
    reach, unit, inside_m2 = reaches.covered_m2(edges)
    kept = inside_m2 > MIN_OVERLAP_M2
    reach, unit, inside_m2 = reach[kept], unit[kept], inside_m2[kept]
    nearest_m = distances_m(reaches, reach, edges, unit)
    about = AroundZones(zones)
    zone_m2, zone_nearest_m = about.inside_m2(reaches), about.nearest_m(reaches)
    permitted_m2 = about.permitted_m2(reaches)
    starts = np.searchsorted(reach, np.arange(len(envelopes) + 1))
    left_m2 = elsewhere_m2(reaches, units, unit, inside_m2, starts, ground)
    return [
        Inside(
            touched=units.take(unit[here]),
            inside_m2=inside_m2[here],
            nearest_m=nearest_m[here],
            farthest_m=[None] * len(unit[here]),
            elsewhere_m2=float(left_m2[number]),
            zone_m2=zone_m2[number],
            zone_nearest_m=zone_nearest_m[number],
            permitted_m2=float(permitted_m2[number]),
        )
        for number, here in enumerate(_slices(starts))
    ]


def distances_m(
    reaches: PointReaches, reach: IntArray, edges: UnitEdges, unit: IntArray
) -> FloatArray:
    """Measure from the sites of reaches to areas, each pair of site and area once."""
    site_of, first = reaches.sites
    key, back = np.unique(site_of[reach] * len(edges) + unit, return_inverse=True)
    at = first[key // max(len(edges), 1)]
    sites = reaches.lon[at], reaches.lat[at]
    return unit_distances_m(edges, *sites, key % max(len(edges), 1))[back]


class AroundZones:
    """Zones and what their rules leave, made ready to be measured in reaches."""

    def __init__(self, zones: Sequence[Zone]) -> None:
        shapes = np.array([zone.geometry for zone in zones], dtype=object)
        self._zones = UnitEdges.of(shapes)
        only = [zone.geometry for zone in zones if zone.rule == "only"]
        restricted = [zone.geometry for zone in zones if zone.rule == "restricted"]
        self._is_rest = not only
        self._rule = UnitEdges.of(np.zeros(0, object))
        if zones:
            barred = shapely.union_all(restricted)
            named = shapely.difference(shapely.union_all(only), barred)
            self._rule = UnitEdges.of(np.array([named if only else barred]))

    def inside_m2(self, reaches: PointReaches) -> FloatArray:
        """Area of each zone in each reach, (n, z)."""
        return _matrix(reaches, self._zones)

    def nearest_m(self, reaches: PointReaches) -> FloatArray:
        """Distance from the site of each reach to each zone, (n, z)."""
        count = len(self._zones)
        reach, zone = np.indices((len(reaches), count)).reshape(2, -1)
        flat_m = distances_m(reaches, reach, self._zones, zone)
        return np.asarray(flat_m.reshape(len(reaches), count))

    def permitted_m2(self, reaches: PointReaches) -> FloatArray:
        """Area of each reach that the rules leave; all of it without a zone."""
        ruled_m2: FloatArray = _matrix(reaches, self._rule).sum(axis=1)
        return np.maximum(reaches.area_m2 - ruled_m2, 0) if self._is_rest else ruled_m2


def _matrix(reaches: PointReaches, edges: UnitEdges) -> FloatArray:
    inside_m2 = np.zeros((len(reaches), len(edges)))
    if len(edges):
        reach, unit, area_m2 = reaches.covered_m2(edges)
        inside_m2[reach, unit] = area_m2
    return inside_m2


def elsewhere_m2(
    reaches: PointReaches,
    units: Units,
    unit: IntArray,
    inside_m2: FloatArray,
    starts: IntArray,
    ground: Ground,
) -> FloatArray:
    """Measure the sea and the land of no unit in each reach.

    Parameters
    ----------
    reaches : PointReaches
        The n reaches.
    units : Units
        What lies around them.
    unit, inside_m2 : (m,) array
        Which of them have some area inside, and how much; reach after reach.
    starts : (n + 1,) int array
        Where the rows of each reach begin.
    ground : Ground
        Where the units are from.
    """
    rows = _slices(starts)
    land_m2: list[float]
    if ground.borders is None:  # the shipped units never overlap
        land_m2 = [float(inside_m2[here].sum()) for here in rows]
    elif ground.is_whole:
        land_m2 = _matrix(reaches, ground.land_edges)[:, 0].tolist()
    else:
        land_m2 = [
            _union_m2(reaches.take(slice(number, number + 1)), units.shapes[unit[here]])
            for number, here in enumerate(rows)
        ]
    return np.asarray(np.maximum(reaches.area_m2 - np.array(land_m2), 0.0))


def _slices(starts: IntArray) -> list[slice]:
    return [slice(*pair) for pair in pairwise(starts.tolist())]


def _union_m2(reach: PointReaches, shapes: np.ndarray) -> float:
    land = UnitEdges.of(np.array([shapely.union_all(shapes)]))
    return float(_matrix(reach, land).sum())
