"""How much of each area lies in a sector of each range circle.

A boundary point in the sector's azimuths adds to a fan if it is within range, and to
what the range sweeps if it is not. So the area is a sum over the places where the
boundary crosses the circle or one of the two sides, in the azimuths of the sector.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely

from rangeviz.geodesy.ellipsoid import FloatArray, wrap_lon
from rangeviz.geodesy.inside.covered import sides
from rangeviz.geodesy.inside.crossings import Crossings, crossings, positions
from rangeviz.geodesy.inside.fans import fan_areas_m2, over_poles_m2, reduced_m2
from rangeviz.geodesy.inside.legs import Legs, legs
from rangeviz.geodesy.inside.range_circles import RangeCircles
from rangeviz.geodesy.inside.unit_edges import UnitEdges
from rangeviz.geodesy.measure import sums
from rangeviz.geodesy.pieces import IntArray, ragged

# On a pole itself edges along meridians would pass through the site: a centimetre off
# it, on a meridian where no map is cut, they don't.
_GREATEST_LAT: Final = 89.9999999
_UNCUT_DEG: Final = 33.3
_MOST_STEPS: Final = 60
_TOLERANCE_DEG: Final = 1e-12
_CIRCLES_AT_ONCE: Final = 16


@dataclass(frozen=True)
class Sectors:
    """Equal sectors of n range circles.

    Parameters
    ----------
    circles : RangeCircles
    start_deg : (n,) array
        Azimuths at which they begin, clockwise from north.
    width_deg : float
        Above 0 and below 360.
    """

    circles: RangeCircles
    start_deg: FloatArray
    width_deg: float

    @classmethod
    def of(cls, circles: RangeCircles, start_deg: float, width_deg: float) -> Sectors:
        """Take sites on a pole a centimetre off it."""
        side = np.where(np.abs(circles.lat) < _GREATEST_LAT, 0.0, np.sign(circles.lat))
        lat = np.where(side == 0, circles.lat, side * _GREATEST_LAT)
        lon = circles.lon + _UNCUT_DEG * np.abs(side)
        moved = RangeCircles.about(lon, lat, circles.range_m)
        return cls(moved, start_deg + _UNCUT_DEG * side, width_deg)

    def swept_m2(self, circle: IntArray, turn_deg: FloatArray) -> FloatArray:
        """Area from the start to angles clockwise of it."""
        swept, start = self.circles.swept, np.radians(self.start_deg[circle])
        end = start + np.radians(turn_deg)
        return swept.up_to_m2(circle, end) - swept.up_to_m2(circle, start)

    @property
    def area_m2(self) -> FloatArray:
        """Area of each sector."""
        every = np.arange(len(self.circles))
        return self.swept_m2(every, np.full(len(every), self.width_deg))

    def from_start_deg(self, circle: IntArray, azimuth_deg: FloatArray) -> FloatArray:
        """Angles clockwise of the start, 0 to 360."""
        return np.asarray(np.mod(azimuth_deg - self.start_deg[circle], 360.0))


def sector_covered_m2(
    edges: UnitEdges, sectors: Sectors
) -> tuple[IntArray, IntArray, FloatArray]:
    """Measure every area in every sector; as `covered_m2` does in circles.

    Examples
    --------
    >>> square = UnitEdges.of(np.array([shapely.box(0, 0, 5, 5)]))
    >>> about = RangeCircles.about(np.zeros(1), np.zeros(1), np.full(1, 1e5))
    >>> _, _, inside_m2 = sector_covered_m2(square, Sectors.of(about, 300, 75))
    >>> (inside_m2 / about.area_m2 * 360).round(2).tolist()  # 0 to 15 degrees
    [15.0]
    """
    parts = [(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))]
    circles = sectors.circles
    for first in range(0, len(circles), _CIRCLES_AT_ONCE):
        at = slice(first, first + _CIRCLES_AT_ONCE)
        some = RangeCircles(circles.lon[at], circles.lat[at], circles.range_m[at])
        here = replace(sectors, circles=some, start_deg=sectors.start_deg[at])
        inside, across = sides(edges, some)
        circle, unit = np.nonzero(inside | across)
        area_m2 = _crossed_m2(edges, here, circle, unit, across[circle, unit])
        kept = np.flatnonzero(area_m2 > 0)
        parts.append((circle[kept] + first, unit[kept], area_m2[kept]))
    circle, unit, area_m2 = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    return circle, unit, area_m2


def _crossed_m2(
    edges: UnitEdges,
    sectors: Sectors,
    circle: IntArray,
    unit: IntArray,
    across: np.ndarray,
) -> FloatArray:
    circles, count = sectors.circles, len(circle)
    whole_m2, ends, is_end = _at_sides(edges, sectors, circle, unit)
    c = circle[ends.pair]
    near = ends.there.distance_m <= circles.range_m[c]
    angle = np.where(is_end, sectors.width_deg, 0.0)
    swept_m2 = -sectors.swept_m2(c, angle)
    add_m2 = np.where(near, fan_areas_m2(edges, circles, c, ends), swept_m2)
    sum_m2 = whole_m2 + sums(ends.pair, ends.sign * add_m2, count)
    fans = replace(ends, sign=np.where(near, ends.sign, 0.0))
    sum_m2 += over_poles_m2(circles, c, fans, count)
    at = np.flatnonzero(across)
    found = crossings(edges, circles, circle[at], unit[at])
    found = replace(found, pair=at[found.pair])
    c = circle[found.pair]
    angle = sectors.from_start_deg(c, found.there.start_deg)
    found = replace(found, sign=np.where(angle < sectors.width_deg, found.sign, 0.0))
    add_m2 = fan_areas_m2(edges, circles, c, found) + sectors.swept_m2(c, angle)
    sum_m2 += sums(found.pair, found.sign * add_m2, count)
    sum_m2 += over_poles_m2(circles, c, found, count)
    # Edges round the antipode run clockwise about the site.
    sector_m2 = sectors.area_m2[circle]
    lon = wrap_lon(circles.lon + 180)[circle]
    holds = shapely.intersects_xy(edges.shapes[unit], lon, -circles.lat[circle])
    sum_m2 += np.where(holds, sector_m2, 0.0)
    return reduced_m2(sum_m2, np.minimum(edges.unit_m2[unit], sector_m2))[0]


def _at_sides(
    edges: UnitEdges, sectors: Sectors, circle: IntArray, unit: IntArray
) -> tuple[FloatArray, Crossings, np.ndarray]:
    """Where boundaries cross the sides, and the rings that begin inside the sector.

    Returns
    -------
    whole_m2 : (n,) array
        Areas of those rings, by pair.
    ends : Crossings
        ``sign`` is 1 where the boundary leaves the azimuths of the sector.
    is_end : (m,) array of bool
        Whether that is at the end of the sector, clockwise, and not at its start.
    """
    pair, ring = edges.rings_of(unit)
    first = edges.ring_first[ring]
    last = np.append(edges.ring_first, len(edges.lon))[ring + 1] - 1
    row, rank = ragged(last - first + 1)
    vertex, pair_of = first[row] + rank, pair[row]
    c = circle[pair_of]
    there = _legs_to(sectors, c, edges.lon[vertex], edges.lat[vertex])
    angle = sectors.from_start_deg(c, there.start_deg)
    head = np.flatnonzero(rank == 0)
    held = (angle[head] < sectors.width_deg) & (
        there.distance_m[head] <= sectors.circles.range_m[c[head]]
    )
    ring_m2 = np.where(held, edges.ring_m2[ring], 0.0)
    whole_m2 = sums(pair, ring_m2, len(circle))
    start = np.flatnonzero(vertex != last[row])
    before, turn = angle[start], there.start_deg[start + 1] - there.start_deg[start]
    turn -= 360 * np.round(turn / 360)
    # The same angle as its own edge has there, but for whole turns.
    after = angle[start + 1]
    after = after + 360 * np.round((before + turn - after) / 360)
    rows, targets, leaves, at_end = [], [], [], []
    for level in (0.0, sectors.width_deg):
        for whole in (-360.0, 0.0, 360.0):
            rising = (before < level + whole) & (after >= level + whole)
            falling = (before >= level + whole) & (after < level + whole)
            some = np.flatnonzero(rising | falling)
            rows.append(start[some])
            targets.append(np.full(len(some), level))
            out = rising[some] == (level > 0)
            leaves.append(np.where(out, 1.0, -1.0))
            at_end.append(np.full(len(some), level > 0))
    at, sign = np.concatenate(rows), np.concatenate(leaves)
    lon, lat, leg = _on_sides(
        edges, sectors, c[at], vertex[at], np.concatenate(targets)
    )
    ends = Crossings(pair_of[at], vertex[at], sign, lon, lat, leg)
    return whole_m2, ends, np.concatenate(at_end)


def _legs_to(
    sectors: Sectors, circle: IntArray, lon: FloatArray, lat: FloatArray
) -> Legs:
    return legs(sectors.circles.lon[circle], sectors.circles.lat[circle], lon, lat)


def _on_sides(
    edges: UnitEdges,
    sectors: Sectors,
    circle: IntArray,
    edge: IntArray,
    target_deg: FloatArray,
) -> tuple[FloatArray, FloatArray, Legs]:
    """Solve for the places on edges that are seen at an angle from the start.

    By the Illinois form of false position (Dowell and Jarratt 1971).
    """

    def look(rows: IntArray, fraction: FloatArray) -> tuple[FloatArray, Legs]:
        lon, lat = positions(edges, edge[rows], fraction)
        there = _legs_to(sectors, circle[rows], lon, lat)
        off = there.start_deg - sectors.start_deg[circle[rows]] - target_deg[rows]
        return off - 360 * np.round(off / 360), there

    every = np.arange(len(edge))
    low, high = np.zeros(len(edge)), np.ones(len(edge))
    at_low, _ = look(every, low)
    at_high, there = look(every, high)
    open_ = every
    for _ in range(_MOST_STEPS):
        a, b, fa, fb = low[open_], high[open_], at_low[open_], at_high[open_]
        step = np.where(fa == fb, 1.0, fb - fa)
        middle = b - fb * (b - a) / step
        value, leg = look(open_, middle)
        for name in ("distance_m", "start_deg", "end_deg"):
            getattr(there, name)[open_] = getattr(leg, name)
        same = (value > 0) == (fb > 0)
        low[open_], at_low[open_] = np.where(same, a, b), np.where(same, fa / 2, fb)
        high[open_], at_high[open_] = middle, value
        open_ = open_[np.abs(value) > _TOLERANCE_DEG]
        if not open_.size:
            break
    lon, lat = positions(edges, edge, high)
    return lon, lat, there
