"""An evaluator of buffers that shares no code with the engine.

Distances come from a dense set of vertices on the shape's own edges (straight in
lon/lat) and Karney's inverse problem; nothing of ``rangeviz`` is imported.
"""

import numpy as np
import shapely
from pyproj import Geod, Transformer
from scipy.spatial import cKDTree

WGS84 = Geod(ellps="WGS84")
_TO_SPACE = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)


class Evaluator:
    """True distances to a shape, too large by at most what its spacing allows."""

    def __init__(self, shape, spacing_deg=0.002):
        parts = shapely.get_parts(shape)
        dense = shapely.segmentize(parts[~shapely.is_empty(parts)], spacing_deg)
        vertices = shapely.get_coordinates(dense)
        inner = np.abs(vertices[:, 1]) < 90
        self.vertices = np.unique(
            np.where(inner[:, None], vertices, [0, 1] * vertices), axis=0
        )
        self._tree = cKDTree(_space(self.vertices))
        self._shape = shape

    def distances_m(self, positions):
        """Distance of each (lon, lat) row; 0 inside areas."""
        count = min(48, len(self.vertices))
        _, nearest = self._tree.query(_space(positions), k=count)
        nearest = np.reshape(nearest, (len(positions), count))
        lon, lat = np.repeat(positions, count, axis=0).T
        _, _, length = WGS84.inv(lon, lat, *self.vertices[nearest.ravel()].T)
        least = np.reshape(length, nearest.shape).min(axis=1)
        inside = shapely.intersects_xy(self._shape, *positions.T)
        return np.where(inside, 0.0, least)


def boundary_positions(shape, spacing_deg=0.01):
    """Vertices and positions along the edges, less the seams at +-180 and poles."""
    line = shapely.segmentize(shape.boundary, spacing_deg)
    xy = shapely.get_coordinates(line)
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
