"""The land of the rest of the world, so that no position hangs over nothing."""

from __future__ import annotations

import shapely

from rangeviz.datasets.ground.world import load_land
from rangeviz.render.page.box import Box, unwrap
from rangeviz.render.page.encode import encode_polygons

LAND_QUANTUM_DEG = 0.1


def land_beyond(cover: Box) -> list[list[str]]:
    """Write the land outside a page's own borders.

    Parameters
    ----------
    cover : Box
        Where the page has borders of its own.

    Returns
    -------
    list
        As `encode_polygons` writes it, on a grid of `LAND_QUANTUM_DEG`, longitudes
        unwrapped about the middle of `cover`. Empty where that is the whole world.

    Examples
    --------
    >>> land_beyond(Box(-180, -90, 180, 90))
    []
    """
    rest = shapely.difference(unwrap(load_land(), cover), cover.polygon)
    return encode_polygons(rest, LAND_QUANTUM_DEG)
