"""Lakes, reservoirs and rivers, for the ground of a map."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pyogrio

from rangeviz.datasets.resources import data_path
from rangeviz.geodesy.bbox import Bbox, boxes_of

MAX_RANK = 4
# Height of a map in metres, and the greatest rank of the water that shows on it.
_RANKS = ((900e3, MAX_RANK), (2_200e3, 3), (5_000e3, 2), (12_000e3, 1))


def rank_for(height_m: float) -> int:
    """Give the greatest rank of the water that shows on a map of some height.

    Examples
    --------
    >>> rank_for(500e3), rank_for(20_000e3)
    (4, 0)
    """
    return next((rank for high_m, rank in _RANKS if height_m <= high_m), 0)


def load_water(
    *, bbox: Bbox | None = None, max_rank: int = MAX_RANK
) -> gpd.GeoDataFrame:
    """Load the lakes, reservoirs and rivers of the world or of a view.

    Parameters
    ----------
    bbox : (west, south, east, north), optional
        Degrees. Only what meets the box; across the antimeridian, west is greater
        than east, or one of them lies beyond 180.
    max_rank : int
        From 0, the greatest only, to 4, all.

    Returns
    -------
    GeoDataFrame
        Columns ``kind`` ("lake", which reservoirs are too, or "river"), ``rank`` and
        ``geometry`` in EPSG:4326: areas of lakes, lines of rivers, whole where they
        cross the box. The greatest first; empty where there is no water.

    Raises
    ------
    CoordinateError
        If the box is no box on Earth.

    Notes
    -----
    Natural Earth: lakes at 1:10m, simplified to 0.004 degrees; rivers at 1:50m. A
    lake's rank goes by its area (10,000, 1,000, 200, 50 km2), a river's by the length
    of the piece between two confluences (2,000, 1,000, 500, 200 km).

    Examples
    --------
    >>> water = load_water(bbox=(30, 46, 36, 49), max_rank=3)
    >>> sorted(set(water["kind"]))
    ['lake', 'river']
    """
    path = data_path("ground", "water.fgb")
    where = f'"rank" <= {int(max_rank)}'
    parts = [
        pyogrio.read_dataframe(path, bbox=box, where=where, fid_as_index=True)
        for box in boxes_of(bbox)
    ]
    water = pd.concat(parts)
    water = water[~water.index.duplicated()].sort_values("rank", kind="stable")
    return gpd.GeoDataFrame(water.reset_index(drop=True), crs="EPSG:4326")
