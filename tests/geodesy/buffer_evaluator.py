"""An evaluator of buffers that shares no code with the engine.

Distances come from a dense set of vertices on the shape's own edges (straight in
lon/lat), Karney's inverse problem, and a parabola along the edge at the best of them;
nothing of ``rangeviz`` is imported.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod, Transformer
from scipy.spatial import cKDTree

WGS84 = Geod(ellps="WGS84")
_TO_SPACE = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
_CANDIDATES = 48


class Evaluator:
    """True distances to a shape: never too small, too large by well under 1 mm."""

    def __init__(self, shape, spacing_deg=0.002):
        parts = shapely.get_parts(shape)
        parts = parts[~shapely.is_empty(parts)]
        areas = shapely.get_type_id(parts) == 3
        lines = np.concatenate([shapely.get_rings(parts[areas]), parts[~areas]])
        dense = shapely.segmentize(lines, spacing_deg)
        self.vertices, line = shapely.get_coordinates(dense, return_index=True)
        self._joined = np.append(line[1:] == line[:-1], False)
        space = _space(self.vertices)
        step_m = np.linalg.norm(np.diff(space, axis=0), axis=1)
        self._step_m = step_m[self._joined[:-1]].max(initial=0.0)
        self._tree = cKDTree(space)
        self._shape = shape

    def distances_m(self, positions):
        """Distance of each (lon, lat) row; 0 inside areas."""
        count = min(_CANDIDATES, len(self.vertices))
        _, nearest = self._tree.query(_space(positions), k=count)
        nearest = np.reshape(nearest, (len(positions), count))
        lon, lat = np.repeat(positions, count, axis=0).T
        _, _, length = WGS84.inv(lon, lat, *self.vertices[nearest.ravel()].T)
        length = np.reshape(length, nearest.shape)
        least = length.min(axis=1)
        # a foot between two dense vertices is nearer than them by this at most
        spare = self._step_m**2 / (4 * np.maximum(least, self._step_m))
        row, column = np.nonzero(length <= (least + spare + 1e-3)[:, None])
        for head in (nearest[row, column], nearest[row, column] - 1):
            fits = self._joined[head] & (head >= 0)
            found = self._along(positions[row[fits]], head[fits])
            np.minimum.at(least, row[fits], found)
        inside = shapely.intersects_xy(self._shape, *positions.T)
        return np.where(inside, 0.0, least)

    def _along(self, positions, head):
        """Least distance on the pieces from dense vertices to the next ones."""
        start, step = self.vertices[head], self.vertices[head + 1] - self.vertices[head]

        def square(t):
            there = start + np.reshape(t, (-1, 1)) * step
            return WGS84.inv(*positions.T, *there.T)[2] ** 2

        low, middle, high = (square(np.full(len(head), t)) for t in (0, 0.5, 1))
        curving = np.maximum(low - 2 * middle + high, 1e-9)
        best = np.clip(0.5 - (high - low) / (4 * curving), 0, 1)
        return np.sqrt(np.minimum.reduce([low, middle, high, square(best)]))


@dataclass(frozen=True)
class Verdict:
    """What the evaluator says of one buffer.

    ``error_m`` is the largest |distance - true distance| on the boundary, vertices and
    edges; ``within`` and ``beyond`` count random positions nearer and farther than the
    distance by more than the bound, ``wrong`` those of them on the wrong side.
    """

    error_m: float
    within: int
    beyond: int
    wrong: int


def judge(evaluator, buffer, distance_m, bound_m, *, points=10_000, edges=None):
    """Measure a buffer's boundary, and ask for the side of random positions.

    Nine positions of ten are near the boundary, on either side of it: a third within
    three bounds, a third within ten, a third within 30 km (or a tenth of the distance).
    What is within the bound itself has no side and doesn't count: others are drawn.
    """
    rng = np.random.default_rng(20)
    line = edge_positions(buffer)
    if edges is not None:
        line = rng.permutation(line)[:edges]
    error_m = np.abs(evaluator.distances_m(line) - distance_m).max()
    drawn = 2 * points
    near = line[rng.integers(0, len(line), drawn - drawn // 10)]
    wide_m = min(30_000.0, distance_m / 10)
    scale_m = rng.choice([3 * bound_m, 10 * bound_m, wide_m], len(near))
    away = rng.uniform(-1, 1, len(near)) * scale_m
    turn = rng.uniform(0, 360, len(near))
    lon, lat, _ = WGS84.fwd(*near.T, turn, away)
    west, south, east, north = buffer.bounds
    box = (west, max(south - 1, -90), east, min(north + 1, 90))
    somewhere = random_positions(rng, drawn // 10, box)
    asked = rng.permutation(np.concatenate([np.column_stack([lon, lat]), somewhere]))
    true_m = evaluator.distances_m(asked)
    sided = np.flatnonzero(np.abs(true_m - distance_m) > bound_m)[:points]
    asked, true_m = asked[sided], true_m[sided]
    inside = shapely.intersects_xy(buffer, *asked.T)
    within, beyond = true_m < distance_m - bound_m, true_m > distance_m + bound_m
    wrong = (within & ~inside) | (beyond & inside)
    return Verdict(
        float(error_m), *(int(kind.sum()) for kind in (within, beyond, wrong))
    )


def edge_positions(shape, parts=4, longest_deg=0.1):
    """Vertices and evenly spaced positions of each edge, without seams and poles."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    dense = shapely.segmentize(rings, longest_deg)
    xy, ring = shapely.get_coordinates(dense, return_index=True)
    joined = ring[1:] == ring[:-1]
    start, step = xy[:-1][joined], np.diff(xy, axis=0)[joined]
    share = np.arange(parts)[:, None] / parts
    spread = (start[:, None] + share * step[:, None]).reshape(-1, 2)
    return _without_seams(spread)


def boundary_positions(shape, spacing_deg=0.01):
    """Vertices and positions along the edges, less the seams at +-180 and poles."""
    line = shapely.segmentize(shape.boundary, spacing_deg)
    return _without_seams(shapely.get_coordinates(line))


def _without_seams(xy):
    return xy[(np.abs(xy[:, 0]) < 180 - 1e-9) & (np.abs(xy[:, 1]) < 90 - 1e-9)]


def random_positions(generator, count, bounds):
    """Positions spread evenly over a lon/lat box."""
    west, south, east, north = bounds
    sines = generator.uniform(*np.sin(np.radians([south, north])), count)
    return np.column_stack(
        [generator.uniform(west, east, count), np.degrees(np.arcsin(sines))]
    )


def _space(lonlat):
    """Positions in space, by PROJ."""
    lon, lat = np.asarray(lonlat, float).T
    return np.column_stack(_TO_SPACE.transform(lon, lat, np.zeros(len(lon))))
