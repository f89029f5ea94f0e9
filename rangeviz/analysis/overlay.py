"""Overlay of areas whose edges are straight in lon/lat."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.model.zone import Zone


def overlap(units: np.ndarray, reached: BaseGeometry) -> tuple[np.ndarray, np.ndarray]:
    """Cut each of n areas by a reach.

    Parameters
    ----------
    units : (n,) array of Polygon or MultiPolygon
        EPSG:4326.
    reached : Polygon or MultiPolygon
        EPSG:4326.

    Returns
    -------
    parts : (n,) array
        The part of each that is inside; the unit itself where all of it is, and an
        empty polygon where nothing is.
    whole : (n,) array of bool
        Where all of it is inside.

    Examples
    --------
    >>> squares = np.array([shapely.box(0, 0, 1, 1), shapely.box(3, 0, 5, 1)])
    >>> parts, whole = overlap(squares, shapely.box(-1, -1, 4, 2))
    >>> [part.area for part in parts], whole.tolist()
    ([1.0, 1.0], [True, False])
    """
    shapely.prepare(reached)
    whole = shapely.contains_properly(reached, units)
    cut = shapely.intersects(reached, units) & ~whole
    # Its index outweighs the shape, which lives as long as the report.
    shapely.destroy_prepared(reached)
    parts = np.full(len(units), shapely.Polygon())
    parts[whole] = units[whole]
    parts[cut] = shapely.intersection(units[cut], reached)
    return parts, whole


def permitted_part(reached: BaseGeometry, zones: Sequence[Zone]) -> BaseGeometry:
    """Cut a reach by its zones' rules.

    Parameters
    ----------
    reached : shapely geometry
        Polygon or MultiPolygon, EPSG:4326.
    zones : sequence of Zone
        ``restricted`` zones are cut away; where there are ``only`` zones,
        nothing outside them is left.

    Returns
    -------
    shapely geometry
        Polygon, MultiPolygon or empty.

    Examples
    --------
    >>> square = shapely.box(0, 0, 2, 2)
    >>> half = Zone("half", shapely.box(1, 0, 2, 2))
    >>> permitted_part(square, [half]).bounds
    (0.0, 0.0, 1.0, 2.0)
    """
    if not zones:
        return reached
    only = [zone.geometry for zone in zones if zone.rule == "only"]
    restricted = [zone.geometry for zone in zones if zone.rule == "restricted"]
    if only:
        reached = shapely.intersection(reached, shapely.union_all(only))
    if restricted:
        reached = shapely.difference(reached, shapely.union_all(restricted))
    return polygons_of(reached)


def polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """Keep the polygons of a geometry: overlays leave lines and points behind."""
    parts = shapely.get_parts(geometry)
    polygons = parts[shapely.get_dimensions(parts) == 2]
    if len(polygons) == 1:
        only: BaseGeometry = polygons[0]
        return only
    return shapely.MultiPolygon(list(polygons))
