"""The lakes and rivers of a page: those that show in its first view."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import shapely

from rangeviz.datasets.ground.water import load_water, rank_for
from rangeviz.geodesy.ellipsoid import AUTHALIC_RADIUS_M
from rangeviz.render.page.basemap import Basemap
from rangeviz.render.page.box import unwrap
from rangeviz.render.page.encode import encode_line, encode_polygons

LEAST_LAKE = 4e-5  # of the first view's area: a smaller one is a dot
COARSENESS = 1.6  # how much farther than borders a line may be moved


def carried_water(basemap: Basemap, grid_deg: float) -> dict[str, Any]:
    """Write the water within a page's cover.

    Parameters
    ----------
    basemap : Basemap
        What the page draws beside it.
    grid_deg : float
        Grid of the shapes.

    Returns
    -------
    dict
        ``lakes`` as `encode_polygons` writes them; ``rivers`` as `encode_line` does,
        the greatest first, and ``ranks``, of how many of them each rank is.
    """
    cover, fit = basemap.cover, basemap.fit
    is_world = cover.east - cover.west >= 360
    height_m = math.radians(fit.north - fit.south) * AUTHALIC_RADIUS_M
    water = load_water(
        bbox=None if is_world else cover.bounds, max_rank=rank_for(height_m)
    )
    shapes = np.array([unwrap(shape, cover) for shape in water.geometry], dtype=object)
    shapes = shapely.simplify(
        shapely.intersection(shapes, cover.polygon), COARSENESS * basemap.tolerance_deg
    )
    is_lake = (water["kind"] == "lake").to_numpy()
    parts = shapely.get_parts(shapes[is_lake])
    large = parts[shapely.area(parts) >= LEAST_LAKE * fit.polygon.area]
    lines = [shapely.get_parts(shapely.line_merge(shape)) for shape in shapes[~is_lake]]
    rank = water["rank"].to_numpy()[~is_lake].repeat([len(each) for each in lines])
    return {
        "lakes": encode_polygons(shapely.MultiPolygon(list(large)), grid_deg),
        "rivers": [encode_line(line, grid_deg) for each in lines for line in each],
        "ranks": np.bincount(rank).tolist(),
    }
