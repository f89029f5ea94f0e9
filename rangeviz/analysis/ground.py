"""The regions and places that many reaches lie on, loaded once for all.

What was read last about some bounds is kept for who asks again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
import shapely

from rangeviz.arguments import one_line
from rangeviz.datasets.borders.shipped import country_areas_km2, load_regions
from rangeviz.datasets.places.gazetteer import load_places
from rangeviz.geodesy.bbox import WORLD, Bbox
from rangeviz.geodesy.columns import Columns
from rangeviz.geodesy.inside.unit_edges import UnitEdges
from rangeviz.model.scenario import Scenario, Worldview

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

log = logging.getLogger("rangeviz")
Bounds = tuple[float, float, float, float]
# Reading the whole world takes as long as reading around so many reaches.
MANY_REACHES = 24


Read = TypeVar("Read")
_MARGIN = 0.5  # of a box's width and height, on each side, where bounds move


class Recent(Generic[Read]):
    """Remembers what was read last.

    A report's tables ask about the report's own bounds, and a launch point that is
    dragged about bounds that moved a little: then some more is read, and the next steps
    read nothing.

    Parameters
    ----------
    read : callable
        Called as ``read(choice, bounds)`` for what is not remembered.

    Examples
    --------
    >>> recent = Recent(lambda choice, bounds: bounds)
    >>> for west in (0, 1, 2, 4):
    ...     recent.about("land", (west, 0, west + 10, 10))
    (0, 0, 10, 10)
    (-4.0, -5.0, 16.0, 15.0)
    (-4.0, -5.0, 16.0, 15.0)
    (-4.0, -5.0, 16.0, 15.0)
    """

    def __init__(self, read: Callable[[Any, Bbox], Read]) -> None:
        self._read = read
        self._last: tuple[Hashable, Bbox, Read] | None = None

    def about(self, choice: Hashable, bounds: Bbox) -> Read:
        """Give what was read of a choice, within these bounds at least."""
        last = self._last  # one look: threads may ask at the same time
        if last is not None and last[0] == choice:
            _, known, read = last
            if _holds(known, bounds):
                return read
            if _meets(known, bounds):
                bounds = _widened(bounds)
        read = self._read(choice, bounds)
        self._last = (choice, bounds, read)
        return read


def _holds(outer: Bbox, inner: Bbox) -> bool:
    west, south, east, north = inner
    return (outer[0] <= west and outer[1] <= south) and (
        east <= outer[2] and north <= outer[3]
    )


def _meets(one: Bbox, other: Bbox) -> bool:
    west, south, east, north = other
    return one[0] <= east and one[1] <= north and west <= one[2] and south <= one[3]


def _widened(bounds: Bbox) -> Bbox:
    west, south, east, north = bounds
    more_lon, more_lat = _MARGIN * (east - west), _MARGIN * (north - south)
    return (
        max(west - more_lon, WORLD[0]),
        max(south - more_lat, WORLD[1]),
        min(east + more_lon, WORLD[2]),
        min(north + more_lat, WORLD[3]),
    )


@dataclass(frozen=True, slots=True)
class Units(Columns):
    """First-level units as arrays, one row each: frames are slow to take apart.

    Parameters
    ----------
    code, name, country_code, country_name : (n,) array of str
        As `load_regions` has them.
    area_m2 : (n,) array
        Of the whole unit.
    shapes : (n,) array of Polygon or MultiPolygon
        EPSG:4326.
    """

    code: np.ndarray
    name: np.ndarray
    country_code: np.ndarray
    country_name: np.ndarray
    area_m2: np.ndarray
    shapes: np.ndarray

    @classmethod
    def from_frame(cls, regions: gpd.GeoDataFrame) -> Units:
        """Take the columns out of a frame like that of `load_regions`."""
        return cls(
            code=_texts(regions["code"]),
            name=_texts(regions["name"]),
            country_code=_texts(regions["country_code"]),
            country_name=_texts(regions["country_name"]),
            area_m2=regions["area_km2"].to_numpy(dtype=float) * 1e6,
            shapes=regions.geometry.to_numpy(),
        )


def _texts(column: pd.Series) -> np.ndarray:
    """Give a column's texts, clean wherever they are from."""
    return np.array([one_line(text) for text in column], dtype=object)


@dataclass(frozen=True, slots=True)
class Places(Columns):
    """Populated places as arrays, one row each.

    Parameters
    ----------
    name, country_code : (n,) array of str
        As `load_places` has them.
    lon, lat : (n,) array
        Degrees, EPSG:4326.
    population : (n,) array
        NaN where it is not known.
    """

    name: np.ndarray
    country_code: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    population: np.ndarray

    @classmethod
    def from_frame(cls, places: pd.DataFrame) -> Places:
        """Take the columns out of a frame like that of `load_places`."""
        return cls(
            name=places["name"].to_numpy(dtype=object),
            country_code=places["country_code"].to_numpy(dtype=object),
            lon=places["lon"].to_numpy(dtype=float),
            lat=places["lat"].to_numpy(dtype=float),
            population=places["population"].to_numpy(dtype=float, na_value=np.nan),
        )


class Area:
    """The units within some bounds, made ready once for all who ask.

    Parameters
    ----------
    units : Units
        In the order in which they were read.
    """

    def __init__(self, units: Units) -> None:
        self.units = units

    @cached_property
    def edges(self) -> UnitEdges:
        """Their edges, ready to be measured."""
        return UnitEdges.of(self.units.shapes)

    @cached_property
    def _boxes(self) -> np.ndarray:
        return np.asarray(shapely.bounds(self.units.shapes))

    def within(self, bounds: Bounds) -> Units:
        """Give those whose boxes meet the bounds."""
        return self.units.take(meeting(self._boxes, bounds))


def _read_area(worldview: Worldview, bounds: Bounds) -> Area:
    return Area(Units.from_frame(load_regions(worldview=worldview, bbox=bounds)))


def _read_places(min_population: int, bounds: Bounds) -> Places:
    return Places.from_frame(load_places(bbox=bounds, min_population=min_population))


RECENT_AREA, RECENT_PLACES = Recent(_read_area), Recent(_read_places)


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
    >>> ["UA-63" in ground.units(box).code for ground in (few, many)]
    [True, True]
    >>> few.places(box).name.tolist(), many.places(box).name.tolist()
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
        self.borders = borders
        self._worldview = worldview
        self._min_population = min_population
        self._area: Area | None = None
        self._places: Places | None = None
        self.is_whole = reaches >= MANY_REACHES
        if self.is_whole:
            self._places = Places.from_frame(load_places(min_population=min_population))
            borders = load_regions(worldview=worldview) if borders is None else borders
        if borders is not None:
            self._area = Area(Units.from_frame(borders))

    @cached_property
    def country_areas_m2(self) -> dict[str, float]:
        """Area of every country, by code."""
        if self.borders is None:
            areas_km2 = country_areas_km2(self._worldview)
        else:
            by_country = self.borders.groupby("country_code")["area_km2"]
            areas_km2 = by_country.sum().to_dict()
        return {code: area_km2 * 1e6 for code, area_km2 in areas_km2.items()}

    def units(self, bounds: Bounds) -> Units:
        """Give every region that meets the bounds, which don't wrap, and some more."""
        return self._about(bounds).within(bounds)

    def units_with_edges(self, bounds: Bounds) -> tuple[Units, UnitEdges]:
        """Give the regions that meet the bounds, or more, ready to be measured."""
        area = self._about(bounds)
        if self.borders is not None and not self.is_whole:
            area = Area(area.within(bounds))  # there may be very many, read as one
        return area.units, area.edges

    def _about(self, bounds: Bounds) -> Area:
        return self._area or RECENT_AREA.about(self._worldview, bounds)

    @cached_property
    def land_edges(self) -> UnitEdges:
        """All regions of the user's own as one area: they may overlap."""
        assert self._area is not None
        return UnitEdges.of(np.array([shapely.union_all(self._area.units.shapes)]))

    def places(self, bounds: Bounds) -> Places:
        """Give the places within bounds that don't wrap."""
        known = self._places or RECENT_PLACES.about(self._min_population, bounds)
        west, south, east, north = bounds
        inside = (known.lon >= west) & (known.lon <= east)
        inside &= (known.lat >= south) & (known.lat <= north)
        return known.take(np.flatnonzero(inside))


def own_borders(scenario: Scenario) -> gpd.GeoDataFrame | None:
    """Read the regions of the user's own that a scenario names, if it names any."""
    if scenario.borders is None:
        return None
    from rangeviz.datasets.borders.own_borders import read_borders

    borders = read_borders(scenario.borders)
    log.info("read %s: %d regions", scenario.borders, len(borders))
    return borders


def meeting(boxes: np.ndarray, bounds: Bounds) -> np.ndarray:
    """Give the numbers of the boxes, rows of an (n, 4) array, that meet a box."""
    west, south, east, north = bounds
    box_w, box_s, box_e, box_n = boxes.T
    meets = (box_w <= east) & (box_e >= west) & (box_s <= north) & (box_n >= south)
    return np.flatnonzero(meets)
