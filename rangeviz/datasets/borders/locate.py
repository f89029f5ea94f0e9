"""Find the region that a point lies in."""

from __future__ import annotations

import math

import numpy as np
import shapely

from rangeviz.arguments import float_of
from rangeviz.datasets.borders.shipped import (
    check_worldview,
    load_regions,
    to_regions,
)
from rangeviz.errors import DistanceError
from rangeviz.geodesy.bbox import Bbox
from rangeviz.geodesy.ellipsoid import (
    check_position,
    meridian_radius_m,
    prime_vertical_radius_m,
    wrap_lon,
)
from rangeviz.model.region import Region
from rangeviz.model.scenario import Worldview

_FARTHEST_KM = 500.0  # the tangent plane is good for that


def find_region_at(
    lon: float,
    lat: float,
    *,
    worldview: Worldview = "international",
    max_distance_km: float = 5.0,
) -> Region | None:
    """Find the region that a point lies in.

    The shipped coast is generalised, so that some 70 coastal towns of Ukraine and
    Russia (Kherson among them) lie outside every polygon: where no region holds the
    point, the nearest one within `max_distance_km` is given.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    worldview : {"international", "natural-earth"}
        Whose view the region's country follows.
    max_distance_km : float
        How far outside every region a point may lie; 0 for none.

    Returns
    -------
    Region or None
        None at sea. On a shared edge, the region whose code sorts first.

    Raises
    ------
    CoordinateError
        If the position is not on Earth.
    DistanceError
        If the distance is not 0 to 500 km.

    See Also
    --------
    find_region, load_regions

    Examples
    --------
    >>> find_region_at(36.23, 49.99).name
    'Kharkiv Oblast'
    >>> find_region_at(31.0, 43.0) is None  # the Black Sea
    True
    """
    check_position(lon, lat)
    check_worldview(worldview)
    max_distance_km = float_of(max_distance_km, "max_distance_km")
    if not 0 <= max_distance_km <= _FARTHEST_KM:
        raise DistanceError(
            f"max_distance_km {max_distance_km:g} is not 0 to {_FARTHEST_KM:g}"
        )
    lon = float(wrap_lon(lon))
    box = _box_around(lon, lat, max_distance_km)
    units = load_regions(worldview=worldview, bbox=box).sort_values("code")
    distances_km = _distances_km(lon, lat, units.geometry.to_numpy(), box)
    if not len(units) or distances_km.min() > max_distance_km:
        return None
    return to_regions(units.iloc[[int(distances_km.argmin())]])[0]


def _box_around(lon: float, lat: float, distance_km: float) -> Bbox:
    high_deg = distance_km / 110.0 + 1e-9  # a degree of latitude: 110.6 km or more
    south, north = max(lat - high_deg, -90.0), min(lat + high_deg, 90.0)
    slimmest = math.cos(math.radians(max(abs(south), abs(north))))
    wide_deg = high_deg / slimmest if slimmest > high_deg / 180 else 180.0
    if wide_deg >= 180:
        return (-180.0, south, 180.0, north)
    west, east = wrap_lon(np.array([lon - wide_deg, lon + wide_deg]))
    return (float(west), south, float(east), north)


def _distances_km(lon: float, lat: float, shapes: np.ndarray, box: Bbox) -> np.ndarray:
    """Distances in the tangent plane: good to metres over the few km that count."""
    west, south, east, north = box
    if west <= east:
        shapes = shapely.clip_by_rect(shapes, west, south, east, north)
    east_m = float(prime_vertical_radius_m(lat)) * math.cos(math.radians(lat))
    scale_m = np.radians([east_m, float(meridian_radius_m(lat))])

    def to_plane(lon_lat: np.ndarray) -> np.ndarray:
        step = np.column_stack([wrap_lon(lon_lat[:, 0] - lon), lon_lat[:, 1] - lat])
        return np.asarray(step * scale_m)

    plane = shapely.transform(shapes, to_plane)
    return np.asarray(shapely.distance(plane, shapely.Point(0, 0))) / 1000
