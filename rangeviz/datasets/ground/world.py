"""The land of the whole world, in a few kilobytes."""

from __future__ import annotations

import functools

import pyogrio
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.resources import data_path


@functools.cache
def load_land() -> BaseGeometry:
    """Load the land of the world as one shape.

    Returns
    -------
    MultiPolygon
        EPSG:4326, lon before lat in degrees, on a grid of 0.1 degrees; no borders.

    Notes
    -----
    Natural Earth's countries at 1:110m, merged: a backdrop for what lies outside a
    map's own borders, not to be measured on.

    Examples
    --------
    >>> from shapely import Point
    >>> land = load_land()
    >>> land.covers(Point(25.0, 0.0)), land.covers(Point(-30.0, 0.0))
    (True, False)
    """
    land: BaseGeometry = pyogrio.read_dataframe(
        data_path("ground", "land.fgb")
    ).geometry.iloc[0]
    return land
