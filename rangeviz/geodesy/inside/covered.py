"""How much of each area lies in each range circle, without drawing or cutting either.

The part of an area inside a circle is bounded by pieces of its own edges and by arcs of
the circle. With edges counter-clockwise, the boundary from where it enters to where it
leaves, closed by the geodesics to the site, is a fan whose area is known (the area
under edges and under geodesics); the arc from where it leaves to where it enters next
closes a sector whose area is known too. So the area is a sum over the crossings, and
the circle stays a true geodesic circle. The page's script does the same
(``page/src/coverage.js``).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from rangeviz.geodesy.ellipsoid import GEOD, FloatArray
from rangeviz.geodesy.inside.crossings import (
    BoolArray,
    Crossings,
    chords_m,
    crossings,
    is_within,
)
from rangeviz.geodesy.inside.fans import fan_areas_m2, over_poles_m2, reduced_m2
from rangeviz.geodesy.inside.range_circles import RangeCircles
from rangeviz.geodesy.inside.unit_edges import UnitEdges
from rangeviz.geodesy.measure import sums
from rangeviz.geodesy.pieces import IntArray

_TURN: Final = 2 * np.pi
# Below this size of its ball, an area is the part of the Earth in the ball and not the
# part outside.
_LARGEST_BALL_M: Final = 4_500_000.0
_SLACK_M: Final = 1.0  # squares of chords round by so much
_CIRCLES_AT_ONCE: Final = 256
_IN_GAP: Final = np.array([0.25, 0.5, 0.75])


def covered_m2(
    edges: UnitEdges, circles: RangeCircles
) -> tuple[IntArray, IntArray, FloatArray]:
    """Measure every area in every circle.

    Parameters
    ----------
    edges : UnitEdges
        Areas whose edges are straight in lon/lat.
    circles : RangeCircles

    Returns
    -------
    circle, unit : (n,) int array
        Pairs of which something is inside, by circle and then by area.
    inside_m2 : (n,) array
        Square metres, exact to rounding.

    Examples
    --------
    A quarter of a circle about the corner of a square, and nothing of another one:

    >>> squares = UnitEdges.of(
    ...     np.array([shapely.box(0, 0, 5, 5), shapely.box(20, 0, 25, 5)])
    ... )
    >>> about = RangeCircles.about(np.zeros(1), np.zeros(1), np.full(1, 1e5))
    >>> circle, unit, inside_m2 = covered_m2(squares, about)
    >>> unit.tolist(), (inside_m2 / about.area_m2).round(6).tolist()
    ([0], [0.25])
    """
    parts = []
    for start in range(0, len(circles), _CIRCLES_AT_ONCE):
        here = slice(start, start + _CIRCLES_AT_ONCE)
        some = RangeCircles(circles.lon[here], circles.lat[here], circles.range_m[here])
        inside, across = sides(edges, some)
        circle, unit = np.nonzero(inside | across)
        area_m2 = edges.unit_m2[unit]
        cut = np.flatnonzero(across[circle, unit])
        area_m2[cut] = _crossed_m2(edges, some, circle[cut], unit[cut])
        some_m2 = np.flatnonzero(area_m2 > 0)
        parts.append((circle[some_m2] + start, unit[some_m2], area_m2[some_m2]))
    if not parts:
        return np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0)
    circle, unit, area_m2 = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    return circle, unit, area_m2


def sides(edges: UnitEdges, circles: RangeCircles) -> tuple[BoolArray, BoolArray]:
    """Tell which areas are surely inside each circle, and which may be across it."""
    centre_m, radius_m = edges.unit_balls.centre_m, edges.unit_balls.radius_m
    chord_m = circles.site_m @ (-2 * centre_m.T)
    chord_m += np.einsum("ij,ij->i", circles.site_m, circles.site_m)[:, None]
    chord_m += np.einsum("ij,ij->i", centre_m, centre_m)
    np.sqrt(np.maximum(chord_m, 0.0, out=chord_m), out=chord_m)
    compact = radius_m <= _LARGEST_BALL_M
    margin_m = radius_m + _SLACK_M
    inside = (chord_m + margin_m <= circles.inside_chord_m[:, None]) & compact
    outside = (chord_m - margin_m >= circles.outside_chord_m[:, None]) & compact
    return inside, ~(inside | outside)


def _crossed_m2(
    edges: UnitEdges, circles: RangeCircles, circle: IntArray, unit: IntArray
) -> FloatArray:
    """Measure areas that circles may cross, pair by pair."""
    found = crossings(edges, circles, circle, unit)
    sum_m2 = _rings_within_m2(edges, circles, circle, unit)
    start_rad, width_rad = np.zeros(len(circle)), np.full(len(circle), _TURN)
    if len(found.pair):
        angle = np.mod(-np.radians(found.there.start_deg), _TURN)
        pair, start, width = _widest_gaps(found.pair, angle)
        start_rad[pair], width_rad[pair] = start, width
        origin = start_rad + width_rad / 2
        sum_m2 += _fans_m2(edges, circles, circle, found, angle, origin)
    return _whole_m2(edges, circles, circle, unit, sum_m2, (start_rad, width_rad))


def _rings_within_m2(
    edges: UnitEdges, circles: RangeCircles, circle: IntArray, unit: IntArray
) -> FloatArray:
    """Areas of the rings that begin inside."""
    pair, ring = edges.rings_of(unit)
    vertex, c = edges.ring_first[ring], circle[pair]
    chord_m = chords_m(edges, circles, c, vertex)
    within = is_within(edges, circles, c, vertex, chord_m)
    areas_m2 = np.where(within, edges.ring_m2[ring], 0.0)
    return sums(pair, areas_m2, len(circle))


def _widest_gaps(
    pair: IntArray, angle: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Find the widest gap between the angles of each pair: its start and its width."""
    order = np.lexsort((angle, pair))
    pair, angle = pair[order], angle[order]
    heads = np.flatnonzero(np.diff(pair, prepend=-1))
    ends = np.append(heads[1:], len(pair)) - 1
    following = np.append(angle[1:], 0.0)
    following[ends] = angle[heads] + _TURN
    width = following - angle
    widest = np.lexsort((width, pair))[ends]  # the last of each pair
    return pair[heads], angle[widest], width[widest]


def _fans_m2(
    edges: UnitEdges,
    circles: RangeCircles,
    circle: IntArray,
    found: Crossings,
    angle: FloatArray,
    origin: FloatArray,
) -> FloatArray:
    """Sum what crossings add, arcs counted from the origin of each pair."""
    c, count = circle[found.pair], len(circle)
    area_m2 = fan_areas_m2(edges, circles, c, found)
    beyond = angle - _TURN * np.floor((angle - origin[found.pair]) / _TURN)
    area_m2 -= circles.swept.up_to_m2(c, beyond)
    sum_m2 = sums(found.pair, found.sign * area_m2, count)
    return np.asarray(sum_m2 + over_poles_m2(circles, c, found, count))


def _whole_m2(
    edges: UnitEdges,
    circles: RangeCircles,
    circle: IntArray,
    unit: IntArray,
    sum_m2: FloatArray,
    gap: tuple[FloatArray, FloatArray],
) -> FloatArray:
    """Add the whole circle where its origin is in the area.

    Where the boundary runs along the circle, or touches it, places can't tell for
    certain; mostly only one of the two areas is possible.
    """
    circle_m2 = circles.area_m2[circle]
    greatest_m2 = np.minimum(edges.unit_m2[unit], circle_m2)
    without, excess_m2 = reduced_m2(sum_m2, greatest_m2)
    with_circle, excess_with_m2 = reduced_m2(sum_m2 + circle_m2, greatest_m2)
    slack_m2 = 1e-9 * greatest_m2 + 1
    plus = excess_m2 > slack_m2
    open_ = np.flatnonzero(~plus & (excess_with_m2 <= slack_m2))
    start_rad, width_rad = (part[open_] for part in gap)
    at = start_rad + _IN_GAP[:, None] * width_rad
    c = np.broadcast_to(circle[open_], at.shape)
    plus[open_] = _most_hold(edges, circles, c, unit[open_], -np.degrees(at))
    return np.where(plus, with_circle, without)


def _most_hold(
    edges: UnitEdges,
    circles: RangeCircles,
    circle: IntArray,
    unit: IntArray,
    azimuth_deg: FloatArray,
) -> BoolArray:
    """Whether most of three places on circles, (3, n), lie in areas."""
    c = circle.ravel()
    lon, lat, _ = GEOD.fwd(
        circles.lon[c],
        circles.lat[c],
        azimuth_deg.ravel(),
        circles.range_m[c],
        return_back_azimuth=False,
    )
    shapes = edges.shapes[np.broadcast_to(unit, circle.shape).ravel()]
    held = shapely.intersects_xy(shapes, np.asarray(lon), np.asarray(lat))
    return np.asarray(held.reshape(circle.shape).sum(axis=0) >= 2)
