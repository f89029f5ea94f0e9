"""Fans between a site and the boundary of an area, summed over where they end."""

from __future__ import annotations

from typing import Final

import numpy as np

from rangeviz.geodesy.ellipsoid import TOTAL_AREA_M2, FloatArray
from rangeviz.geodesy.inside.crossings import Crossings
from rangeviz.geodesy.inside.legs import area_to_equator_m2, turn_deg
from rangeviz.geodesy.inside.range_circles import RangeCircles
from rangeviz.geodesy.inside.unit_edges import UnitEdges, under_edge_m2
from rangeviz.geodesy.measure import sums
from rangeviz.geodesy.pieces import IntArray

_HALF_EARTH_M2: Final = TOTAL_AREA_M2 / 2


def fan_areas_m2(
    edges: UnitEdges, circles: RangeCircles, circle: IntArray, ends: Crossings
) -> FloatArray:
    """Areas under the boundary up to the ends of fans, less those under their sides."""
    start = np.column_stack([edges.lon[ends.edge], edges.lat[ends.edge]])
    part_m2 = under_edge_m2(start, np.column_stack([ends.lon, ends.lat]))
    side_m2 = area_to_equator_m2(ends.there, circles.lat[circle], ends.lat)
    return edges.under_m2[ends.edge] + part_m2 + side_m2


def over_poles_m2(
    circles: RangeCircles, circle: IntArray, ends: Crossings, count: int
) -> FloatArray:
    """Give what sums of fans lack, pair by pair.

    Fans that hold one pole turn once about it, and are off by the hemisphere.
    """
    step = ends.lon - circles.lon[circle]
    short = step - 360 * np.round(step / 360)
    over_pole = np.abs(short) == 180
    short[over_pole] = np.copysign(180.0, turn_deg(ends.there)[over_pole])
    turns = sums(ends.pair, ends.sign * (step - short), count)
    return np.where(np.round(turns / 360) % 2 == 1, _HALF_EARTH_M2, 0.0)


def reduced_m2(
    area_m2: FloatArray, greatest_m2: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Bring areas known up to the Earth's between bounds; tell how far off they are."""
    turns = np.round((area_m2 - greatest_m2 / 2) / TOTAL_AREA_M2)
    reduced = area_m2 - turns * TOTAL_AREA_M2
    within = np.clip(reduced, 0.0, greatest_m2)
    return within, np.abs(reduced - within)
