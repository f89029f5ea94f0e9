"""How near areas are to sites, many at once.

Chords find the few edges that can be nearest: a geodesic is bounded from both sides by
the arcs over its chord (`rangeviz.geodesy.inside.range_circles`). On those edges the
place where the distance no longer falls is found by its slope.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from rangeviz.geodesy.ellipsoid import FloatArray, wrap_lon
from rangeviz.geodesy.inside.crossings import chord_to_edge_m, distances_on
from rangeviz.geodesy.inside.range_circles import (
    GREATEST_RADIUS_M,
    LEAST_RADIUS_M,
    arc_of_chord_m,
    chord_of_arc_m,
)
from rangeviz.geodesy.inside.unit_edges import UnitEdges, positions_m
from rangeviz.geodesy.pieces import IntArray, ragged

_PAIRS_AT_ONCE: Final = 4_096
_SLACK_M: Final = 1e-3
_FLAT_M: Final = 1e-3  # per edge: the distance changes by far less
_MOST_STEPS: Final = 60


def unit_distances_m(
    edges: UnitEdges,
    lon: FloatArray,
    lat: FloatArray,
    unit: IntArray,
) -> FloatArray:
    """Measure from n sites to one area each.

    Parameters
    ----------
    edges : UnitEdges
        Areas with at least one edge.
    lon, lat : (n,) array
        Sites in degrees.
    unit : (n,) int array

    Returns
    -------
    (n,) array
        Geodesic distances in metres; 0 inside an area and on its boundary.

    Examples
    --------
    >>> square = UnitEdges.of(np.array([shapely.box(-1, 1, 1, 2)]))
    >>> lon, lat = np.zeros(2), np.array([0.0, 1.5])
    >>> unit_distances_m(square, lon, lat, np.zeros(2, int)).round(1).tolist()
    [110574.4, 0.0]
    """
    nearest_m = np.zeros(len(unit))
    lon = wrap_lon(lon)
    site_m = positions_m(lon, lat)
    held = shapely.intersects_xy(edges.shapes[unit], lon, lat)
    held |= shapely.intersects_xy(edges.shapes[unit], -lon, lat) & (np.abs(lon) == 180)
    apart = np.flatnonzero(~held)
    for start in range(0, len(apart), _PAIRS_AT_ONCE):
        rows = apart[start : start + _PAIRS_AT_ONCE]
        nearest_m[rows] = _outside_m(
            edges, lon[rows], lat[rows], site_m[rows], unit[rows]
        )
    return nearest_m


def _outside_m(
    edges: UnitEdges,
    lon: FloatArray,
    lat: FloatArray,
    site_m: FloatArray,
    unit: IntArray,
) -> FloatArray:
    row, edge = _near_edges(edges, site_m, unit)
    low, high = np.zeros(len(row)), np.ones(len(row))

    def measure(rows: IntArray, at: FloatArray) -> tuple[FloatArray, FloatArray]:
        there = row[rows]
        (distance_m, slope_m), _ = distances_on(
            edges, lon[there], lat[there], edge[rows], at
        )
        return distance_m, slope_m

    every = np.arange(len(row))
    start_m, start_slope = measure(every, low)
    end_m, end_slope = measure(every, high)
    best_m = np.full(len(unit), np.inf)
    np.minimum.at(best_m, row, np.minimum(start_m, end_m))
    open_ = np.flatnonzero((start_slope < 0) & (end_slope > 0))
    slopes = start_slope, end_slope
    for _ in range(_MOST_STEPS):
        if not open_.size:
            break
        a, b, fa, fb = (part[open_] for part in (low, high, *slopes))
        at = b - fb * (b - a) / (fb - fa)
        distance_m, slope_m = measure(open_, at)
        np.minimum.at(best_m, row[open_], distance_m)
        same = (slope_m > 0) == (fb > 0)
        low[open_], slopes[0][open_] = np.where(same, a, b), np.where(same, fa / 2, fb)
        high[open_], slopes[1][open_] = at, slope_m
        open_ = open_[np.abs(slope_m) > _FLAT_M]
    return best_m


def _near_edges(
    edges: UnitEdges, site_m: FloatArray, unit: IntArray
) -> tuple[IntArray, IntArray]:
    """Edges that may hold the nearest place of each area, with the row of each."""
    row, run = edges.runs_of(unit)
    chord_m = edges.run_balls.chords_m(run, site_m[row])
    radius_m = edges.run_balls.radius_m[run]
    farthest_m = np.full(len(unit), np.inf)
    np.minimum.at(farthest_m, row, chord_m + radius_m)
    kept = chord_m - radius_m <= _as_near_m(farthest_m)[row]
    row, run = row[kept], run[kept]
    at, rank = ragged(edges.run_last[run] - edges.run_first[run])
    row, edge = row[at], edges.run_first[run][at] + rank
    start = edges.position_m[edge] - site_m[row]
    end = edges.position_m[edge + 1] - site_m[row]
    start_m, end_m = (np.sqrt(np.einsum("ij,ij->i", a, a)) for a in (start, end))
    chord_m = chord_to_edge_m(edges, edge, start_m, end_m)
    sag_m = edges.sag_m[edge]
    np.minimum.at(farthest_m, row, chord_m + sag_m)
    kept = chord_m - sag_m <= _as_near_m(farthest_m)[row]
    return row[kept], edge[kept]


def _as_near_m(chord_m: FloatArray) -> FloatArray:
    """Chords up to which a geodesic may be as short as that over a chord."""
    arc_m = arc_of_chord_m(chord_m, LEAST_RADIUS_M) + _SLACK_M
    # The longest chord of all where the arc says nothing.
    return np.where(
        chord_m < 2 * LEAST_RADIUS_M, chord_of_arc_m(arc_m, GREATEST_RADIUS_M), np.inf
    )
