"""Where the edges of areas cross range circles."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rangeviz.geodesy.columns import Columns, IntArray
from rangeviz.geodesy.edges import length_bound
from rangeviz.geodesy.ellipsoid import (
    FloatArray,
    meridian_radius_m,
    prime_vertical_radius_m,
)
from rangeviz.geodesy.inside.legs import Legs, legs
from rangeviz.geodesy.inside.range_circles import RangeCircles
from rangeviz.geodesy.inside.unit_edges import UnitEdges
from rangeviz.geodesy.pieces import ragged

BoolArray = NDArray[np.bool_]

# The area beyond a crossing that is off by d is d^2 / 2 over the tangent of the angle.
_TOLERANCE_M: Final = 0.01
_FLAT_M: Final = 1.0  # a slope, per edge: the distance hardly changes there
_MOST_STEPS: Final = 60


@dataclass(frozen=True, slots=True)
class Crossings:
    """Where boundaries cross circles, one a row.

    Attributes
    ----------
    pair : (n,) int array
        Which circle and area, as they were asked for.
    edge : (n,) int array
    sign : (n,) array
        1 where the boundary leaves the circle, -1 where it enters.
    lon, lat : (n,) array
        Degrees.
    there : Legs
        From the site.
    """

    pair: IntArray
    edge: IntArray
    sign: FloatArray
    lon: FloatArray
    lat: FloatArray
    there: Legs


@dataclass(frozen=True, slots=True)
class _Edges(Columns):
    """Edges near circles, one a row, with what is known at their ends."""

    pair: IntArray
    circle: IntArray
    edge: IntArray
    start_in: BoolArray
    end_in: BoolArray
    start_chord_m: FloatArray
    end_chord_m: FloatArray


@dataclass(frozen=True, slots=True)
class _Brackets(Columns):
    """Parts of edges on which the distance passes the range once.

    `low` and `high` are fractions of the edge; `sign` is 1 where it grows.
    """

    row: IntArray
    low: FloatArray
    high: FloatArray
    sign: FloatArray


def is_within(
    edges: UnitEdges,
    circles: RangeCircles,
    circle: IntArray,
    vertex: IntArray,
    chord_m: FloatArray,
) -> BoolArray:
    """Whether vertices are in circles, pair by pair; by the geodesic where need be."""
    within = chord_m <= circles.inside_chord_m[circle]
    open_ = np.flatnonzero(~within & (chord_m < circles.outside_chord_m[circle]))
    if open_.size:
        c, v = circle[open_], vertex[open_]
        lat = edges.lat[v]
        # A pole has every longitude, and one distance.
        lon = np.where(np.abs(lat) == 90, circles.lon[c], edges.lon[v])
        there = legs(circles.lon[c], circles.lat[c], lon, lat)
        within[open_] = there.distance_m <= circles.range_m[c]
    return within


def chords_m(
    edges: UnitEdges, circles: RangeCircles, circle: IntArray, vertex: IntArray
) -> FloatArray:
    """Straight distances from sites to vertices, pair by pair."""
    step = edges.position_m[vertex]
    step -= circles.site_m[circle]
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", step, step)))


def crossings(
    edges: UnitEdges, circles: RangeCircles, circle: IntArray, unit: IntArray
) -> Crossings:
    """Find every crossing of the boundaries of areas with circles.

    Parameters
    ----------
    edges : UnitEdges
    circles : RangeCircles
    circle, unit : (n,) int array
        Pairs to look at.

    Returns
    -------
    Crossings
    """
    near = _near(edges, circles, circle, unit)
    once = np.flatnonzero(near.start_in != near.end_in)
    brackets = [
        _Brackets(
            once,
            np.zeros(len(once)),
            np.ones(len(once)),
            np.where(near.start_in[once], 1.0, -1.0),
        ),
        *_twice(edges, circles, near),
    ]
    joined = _Brackets.concatenate(brackets)
    return _solved(edges, circles, near.take(joined.row), joined)


def _near(
    edges: UnitEdges, circles: RangeCircles, circle: IntArray, unit: IntArray
) -> _Edges:
    """Edges of those runs whose ball meets the circle."""
    pair, run = edges.runs_of(unit)
    c = circle[pair]
    chord_m = edges.run_balls.chords_m(run, circles.site_m[c])
    radius_m = edges.run_balls.radius_m[run]
    meets = chord_m - radius_m < circles.outside_chord_m[c]
    meets &= chord_m + radius_m > circles.inside_chord_m[c]
    pair, run = pair[meets], run[meets]
    first, last = edges.run_first[run], edges.run_last[run]
    at, rank = ragged(last - first + 1)
    vertex = first[at] + rank
    c = circle[pair][at]
    chord_m = chords_m(edges, circles, c, vertex)
    within = is_within(edges, circles, c, vertex, chord_m)
    start = np.flatnonzero(vertex != last[at])
    return _Edges(
        pair[at][start],
        c[start],
        vertex[start],
        within[start],
        within[start + 1],
        chord_m[start],
        chord_m[start + 1],
    )


def _twice(edges: UnitEdges, circles: RangeCircles, near: _Edges) -> list[_Brackets]:
    """Edges with both ends on one side that reach across the circle and back."""
    rows = np.flatnonzero(_may_reach_across(edges, circles, near))
    edge, circle, inside = near.edge[rows], near.circle[rows], near.start_in[rows]
    site = circles.lon[circle], circles.lat[circle]
    start, _ = distances_on(edges, *site, edge, np.zeros(len(rows)))
    end, _ = distances_on(edges, *site, edge, np.ones(len(rows)))
    turn: FloatArray = np.where(inside, -1.0, 1.0)
    length_m = length_bound(_xy(edges, edge), _xy(edges, edge + 1))
    middle_m = (start[0] + end[0]) / 2
    reaches = turn * (middle_m - circles.range_m[circle]) < length_m / 2
    reaches &= (turn * start[1] < 0) & (turn * end[1] > 0)
    rows, edge, circle = (a[reaches] for a in (rows, edge, circle))
    turn = turn[reaches]
    site = circles.lon[circle], circles.lat[circle]
    low, high = np.zeros(len(rows)), np.ones(len(rows))
    for _ in range(_MOST_STEPS):
        middle = (low + high) / 2
        (distance_m, slope_m), _ = distances_on(edges, *site, edge, middle)
        falling = turn * slope_m < 0
        low, high = np.where(falling, middle, low), np.where(falling, high, middle)
        across = turn * (distance_m - circles.range_m[circle]) < 0
        if (across | (np.abs(slope_m) < _FLAT_M)).all():
            break
    rows, middle, turn = rows[across], middle[across], turn[across]
    zero, one = np.zeros(len(rows)), np.ones(len(rows))
    return [_Brackets(rows, zero, middle, -turn), _Brackets(rows, middle, one, turn)]


def _may_reach_across(
    edges: UnitEdges, circles: RangeCircles, near: _Edges
) -> BoolArray:
    start_m, end_m = near.start_chord_m, near.end_chord_m
    sag_m = edges.sag_m[near.edge]
    inside_m = circles.inside_chord_m[near.circle]
    outside_m = circles.outside_chord_m[near.circle]
    beyond = np.maximum(start_m, end_m) + sag_m > inside_m
    may: BoolArray = np.where(near.start_in, beyond, False)
    out = ~near.start_in & (near.start_in == near.end_in)
    may &= near.start_in == near.end_in
    # An edge of length s is at most s / 2 nearer than its nearer end.
    rows = np.flatnonzero(out & (np.minimum(start_m, end_m) < outside_m + 13_000.0))
    nearest_m = chord_to_edge_m(edges, near.edge[rows], start_m[rows], end_m[rows])
    may[rows] = nearest_m - sag_m[rows] < outside_m[rows]
    return may


def chord_to_edge_m(
    edges: UnitEdges, edge: IntArray, start_m: FloatArray, end_m: FloatArray
) -> FloatArray:
    """Straight distance from a site to the chord of an edge, from those to its ends."""
    step = edges.position_m[edge + 1] - edges.position_m[edge]
    length2 = np.einsum("ij,ij->i", step, step)
    along = (start_m**2 - end_m**2 + length2) / 2  # times the length
    share = np.clip(along / np.maximum(length2, 1e-300), 0, 1)
    inner2 = start_m**2 - 2 * share * along + share**2 * length2
    return np.asarray(np.sqrt(np.maximum(inner2, 0.0)))


def _xy(edges: UnitEdges, vertex: IntArray) -> FloatArray:
    return np.column_stack([edges.lon[vertex], edges.lat[vertex]])


def positions(
    edges: UnitEdges, edge: IntArray, fraction: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Lon and lat at fractions of edges; whole ones give the vertices exactly."""
    lon, lat = edges.lon[edge], edges.lat[edge]
    end_lon, end_lat = edges.lon[edge + 1], edges.lat[edge + 1]
    lon = np.where(fraction == 1, end_lon, lon + fraction * (end_lon - lon))
    return lon, np.where(fraction == 1, end_lat, lat + fraction * (end_lat - lat))


def distances_on(
    edges: UnitEdges,
    site_lon: FloatArray,
    site_lat: FloatArray,
    edge: IntArray,
    fraction: FloatArray,
) -> tuple[tuple[FloatArray, FloatArray], Legs]:
    """Distance at fractions of edges, and how fast it grows with the fraction."""
    lon, lat = positions(edges, edge, fraction)
    there = legs(site_lon, site_lat, lon, lat)
    dlon = np.radians(edges.lon[edge + 1] - edges.lon[edge])
    dlat = np.radians(edges.lat[edge + 1] - edges.lat[edge])
    east_m = dlon * prime_vertical_radius_m(lat) * np.cos(np.radians(lat))
    north_m = dlat * meridian_radius_m(lat)
    azimuth = np.radians(there.end_deg)
    slope_m = east_m * np.sin(azimuth) + north_m * np.cos(azimuth)
    return (there.distance_m, slope_m), there


def _first_guess(
    edges: UnitEdges, circles: RangeCircles, near: _Edges, brackets: _Brackets
) -> FloatArray:
    """Where the chord of an edge has the chord that the range has about here."""
    step = edges.position_m[near.edge + 1] - edges.position_m[near.edge]
    length2 = np.maximum(np.einsum("ij,ij->i", step, step), 1e-300)
    along = (near.start_chord_m**2 - near.end_chord_m**2 + length2) / 2 / length2
    inside_m, outside_m = circles.inside_chord_m, circles.outside_chord_m
    range_m = (inside_m + outside_m)[near.circle] / 2
    root = along**2 - (near.start_chord_m**2 - range_m**2) / length2
    fraction = along + brackets.sign * np.sqrt(np.maximum(root, 0.0))
    middle = (brackets.low + brackets.high) / 2
    fits = (fraction >= brackets.low) & (fraction <= brackets.high)
    return np.where(fits, fraction, middle)


def _solved(
    edges: UnitEdges, circles: RangeCircles, near: _Edges, brackets: _Brackets
) -> Crossings:
    """Newton's method, kept between bounds on either side of the circle."""
    fraction = _first_guess(edges, circles, near, brackets)
    low, high = brackets.low.copy(), brackets.high.copy()
    there = Legs(*(np.zeros(len(fraction)) for _ in range(3)))
    open_ = np.arange(len(fraction))
    for _ in range(_MOST_STEPS):
        c, f = near.circle[open_], fraction[open_]
        site = circles.lon[c], circles.lat[c]
        (distance_m, slope_m), leg = distances_on(edges, *site, near.edge[open_], f)
        for field in fields(Legs):
            getattr(there, field.name)[open_] = getattr(leg, field.name)
        excess_m = distance_m - circles.range_m[c]
        beyond = brackets.sign[open_] * excess_m > 0
        high[open_] = np.where(beyond, f, high[open_])
        low[open_] = np.where(beyond, low[open_], f)
        going = np.abs(excess_m) > _TOLERANCE_M
        open_, f = open_[going], f[going]
        if not open_.size:
            break
        slope_m = np.where(slope_m == 0, 1e-300, slope_m)
        newton = f - (excess_m / slope_m)[going]
        inner = (newton > low[open_]) & (newton < high[open_])
        fraction[open_] = np.where(inner, newton, (low[open_] + high[open_]) / 2)
    lon, lat = positions(edges, near.edge, fraction)
    return Crossings(near.pair, near.edge, brackets.sign, lon, lat, there)
