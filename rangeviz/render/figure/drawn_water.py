"""Lakes and rivers of a picture: those that show at its scale."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.map_ground import load_water, rank_for
from rangeviz.render.figure.borders import Lines
from rangeviz.render.figure.drawn_shapes import Shape, project
from rangeviz.render.figure.view import View

RIVERS_PT = (1.0, 0.8, 0.6, 0.5)  # the greatest of the frame first
STEPS_PER_FRAME = 2_000  # lines are thinned to one of so many parts of its height


@dataclass(frozen=True, slots=True)
class DrawnWater:
    """Water in the plane of a view, metres.

    Parameters
    ----------
    lakes : Shape
        Lakes and reservoirs, as one.
    rivers : tuple of (float, list of (n, 2) array)
        Widths in points, and the lines that are so wide.
    """

    lakes: Shape
    rivers: tuple[tuple[float, Lines], ...]


@functools.lru_cache(maxsize=4)  # the panels of a picture share a view
def load_drawn_water(view: View) -> DrawnWater:
    """Load the water that a view shows.

    Parameters
    ----------
    view : View
        The frame: the larger it is, the fewer lakes and rivers are shown.

    Returns
    -------
    DrawnWater
        Everything empty where there is none.
    """
    most = rank_for(view.height_m)
    west, south, east, north = view.bounds_deg
    if east - west >= 360:
        west, east = -180.0, 180.0
    bbox = (west, max(south, -90.0), east, min(north, 90.0))
    water = load_water(bbox=bbox, max_rank=most)
    shapes = shapely.simplify(
        water.geometry.to_numpy(), (north - south) / STEPS_PER_FRAME
    )
    is_lake = (water["kind"] == "lake").to_numpy()
    rank = np.maximum(water["rank"].to_numpy() - most + len(RIVERS_PT) - 1, 0)
    return DrawnWater(
        lakes=project(view, _flat(shapes[is_lake])),
        rivers=tuple(
            (width_pt, project(view, _flat(shapes[~is_lake & (rank == row)])).outline)
            for row, width_pt in enumerate(RIVERS_PT)
        ),
    )


def _flat(shapes: np.ndarray) -> BaseGeometry:
    return shapely.GeometryCollection(list(shapely.get_parts(shapes)))
