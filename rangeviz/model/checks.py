"""What every value checks when it is made: texts, lists of values, polygons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.errors import GeometryError, InputError
from rangeviz.geodesy.antimeridian import split_at_antimeridian
from rangeviz.geodesy.ellipsoid import check_positions
from rangeviz.units import brief

T = TypeVar("T")


def check_text(text: object, what: str) -> None:
    """Refuse what is no text.

    Raises
    ------
    InputError
        As said.

    Examples
    --------
    >>> check_text(3, "the name of a zone")
    Traceback (most recent call last):
    rangeviz.errors.InputError: the name of a zone is 3: give a text
    """
    if not isinstance(text, str):
        raise InputError(f"{what} is {brief(text)}: give a text")


def tuple_of(values: object, kind: type[T], what: str) -> tuple[T, ...]:
    """Take one value of a kind, or several, as a tuple.

    Parameters
    ----------
    values : object
        What was given.
    kind : type
        Of each value.
    what : str
        What the message calls them.

    Raises
    ------
    InputError
        If one is of another kind.

    Examples
    --------
    >>> tuple_of(3, int, "counts"), tuple_of([1, 2], int, "counts")
    ((3,), (1, 2))
    >>> tuple_of("Kursk", int, "counts")
    Traceback (most recent call last):
    rangeviz.errors.InputError: counts: 'Kursk' is no int; rangeviz.report takes \
names too
    """
    if isinstance(values, kind):
        return (values,)
    if isinstance(values, str | bytes | dict) or not isinstance(values, Iterable):
        raise _no(values, kind, what)
    items = tuple(values)
    for item in items:
        if not isinstance(item, kind):
            raise _no(item, kind, what)
    return items


def _no(value: object, kind: type, what: str) -> InputError:
    return InputError(
        f"{what}: {brief(value)} is no {kind.__name__}; rangeviz.report takes names too"
    )


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
