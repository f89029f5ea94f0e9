"""Shapes of values, checked when a value is made."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import brief
from rangeviz.errors import GeometryError
from rangeviz.geodesy.antimeridian import split_at_antimeridian
from rangeviz.geodesy.ellipsoid import check_positions


def on_earth(geometry: BaseGeometry, what: str) -> BaseGeometry:
    """Check a shape; longitudes that pass +-180 are cut there.

    Parameters
    ----------
    geometry : shapely geometry
        EPSG:4326, lon before lat, edges straight in lon/lat.
    what : str
        What the message calls it.

    Returns
    -------
    shapely geometry
        The same object where it lies within +-180.

    Raises
    ------
    GeometryError
        If it is no shape, empty, or an area that is not valid: which part of a bow
        tie is meant can't be known, so it is not mended here.
    CoordinateError
        If a coordinate is not finite or not on Earth.
    """
    if not isinstance(geometry, BaseGeometry):
        raise GeometryError(f"{what} is {brief(geometry)}: give a shapely geometry")
    if geometry.is_empty:
        raise GeometryError(f"{what} is an empty {geometry.geom_type}")
    lon, lat = shapely.get_coordinates(geometry).T
    check_positions(lon, lat)
    if shapely.get_dimensions(geometry) == 2 and not geometry.is_valid:
        why = shapely.is_valid_reason(geometry)
        raise GeometryError(
            f"{what} is no valid {geometry.geom_type} ({why}): mend it with "
            "shapely.make_valid, and look at what comes out"
        )
    return split_at_antimeridian(geometry) if (np.abs(lon) > 180).any() else geometry


def feature_of(geometry: BaseGeometry, **properties: Any) -> dict[str, Any]:
    """Give a value as a GeoJSON feature, for ``__geo_interface__``."""
    shape = shapely.geometry.mapping(geometry)
    return {"type": "Feature", "properties": properties, "geometry": shape}


def areas_on_earth(geometry: BaseGeometry, what: str) -> BaseGeometry:
    """Check a shape that must be polygons, as `on_earth` does.

    Raises
    ------
    GeometryError, CoordinateError
        As `on_earth`, or if it is something else than polygons.
    """
    checked = on_earth(geometry, what)
    if not isinstance(checked, shapely.Polygon | shapely.MultiPolygon):
        raise GeometryError(f"{what} is a {checked.geom_type}; it is made of polygons")
    return checked
