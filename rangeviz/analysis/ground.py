"""The regions and places that many reaches lie on, loaded once for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rangeviz.datasets.borders import load_regions
from rangeviz.datasets.gazetteer import load_places
from rangeviz.model.scenario import Worldview

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

Bounds = tuple[float, float, float, float]
# Reading the whole world takes as long as reading around so many reaches.
MANY_REACHES = 24


class Ground:
    """Regions and places by bounds.

    Parameters
    ----------
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a region is counted on.
    min_population : int
        Smaller places are left out.
    borders : GeoDataFrame, optional
        Regions to use instead of the shipped ones, as `read_borders` gives.
    reaches : int
        How many will ask. For many, the whole world is read once; for a few,
        each reads what is around it.

    Examples
    --------
    >>> few, many = Ground("international", 10**6), Ground(
    ...     "international", 10**6, reaches=1000
    ... )
    >>> box = (36.0, 49.9, 36.4, 50.1)
    >>> set(few.regions(box)["code"]) <= set(many.regions(box)["code"])
    True
    >>> few.places(box)["name"].tolist(), many.places(box)["name"].tolist()
    (['Kharkiv'], ['Kharkiv'])
    """

    def __init__(
        self,
        worldview: Worldview,
        min_population: int,
        *,
        borders: gpd.GeoDataFrame | None = None,
        reaches: int = 1,
    ) -> None:
        self._worldview = worldview
        self._min_population = min_population
        self._regions, self._places = borders, None
        if reaches >= MANY_REACHES:
            if borders is None:
                self._regions = load_regions(worldview=worldview)
            self._places = load_places(min_population=min_population)
            self._positions = self._places[["lon", "lat"]].to_numpy()
        if self._regions is not None:
            self._boxes = self._regions.geometry.bounds.to_numpy()

    def regions(self, bounds: Bounds) -> gpd.GeoDataFrame:
        """Give every region that meets the bounds, which don't wrap, and some more."""
        if self._regions is None:
            return load_regions(worldview=self._worldview, bbox=bounds)
        west, south, east, north = bounds
        box_w, box_s, box_e, box_n = self._boxes.T
        meets = (box_w <= east) & (box_e >= west) & (box_s <= north) & (box_n >= south)
        return self._regions.iloc[np.flatnonzero(meets)]

    def places(self, bounds: Bounds) -> pd.DataFrame:
        """Give the places within bounds that don't wrap."""
        if self._places is None:
            return load_places(bbox=bounds, min_population=self._min_population)
        west, south, east, north = bounds
        lon, lat = self._positions.T
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        return self._places.iloc[np.flatnonzero(inside)]
