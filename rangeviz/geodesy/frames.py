"""Shapes as people hold them: one, an array, a GeoSeries or a GeoDataFrame, any CRS.

One rule for all functions. Shapely geometries and arrays of them are lon/lat by
contract, for they can't say otherwise. A GeoSeries or GeoDataFrame says its CRS and is
transformed; one without a CRS is refused, for a guess would be silent. Edges that are
straight in a projected CRS are not straight in lon/lat, so they are divided before
they are transformed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeGuard, overload

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import brief
from rangeviz.errors import GeometryError
from rangeviz.geodesy import measure
from rangeviz.geodesy.antimeridian import split_at_antimeridian
from rangeviz.geodesy.ellipsoid import SEMI_MAJOR_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

    from rangeviz.geodesy.ellipsoid import FloatArray

    GeoTable: TypeAlias = gpd.GeoSeries | gpd.GeoDataFrame
    ShapeArray: TypeAlias = NDArray[np.object_] | Sequence[BaseGeometry | None]


# A straight edge of L metres strays about L^2 / 8R from a line that is straight in
# another projection: with pieces of sqrt(8R * 1e-7 * E) metres it strays 1e-7 of E.
_STRAY_SHARE: Final = 1e-7
_M_PER_DEG: Final = np.pi / 180 * SEMI_MAJOR_M


@overload
def area_m2(geometry: BaseGeometry | None) -> float: ...
@overload
def area_m2(geometry: ShapeArray) -> FloatArray: ...
@overload
def area_m2(geometry: GeoTable) -> pd.Series[float]: ...


def area_m2(
    geometry: BaseGeometry | ShapeArray | GeoTable | None,
) -> float | FloatArray | pd.Series[float]:
    """Area on the ellipsoid, edges straight in lon/lat.

    Parameters
    ----------
    geometry : shapely geometry, (n,) array of them, GeoSeries or GeoDataFrame
        Polygons. Shapely geometries and arrays are in EPSG:4326, cut at the
        antimeridian and closed along +-90 round a pole (RFC 7946); rings may wind
        either way. A GeoSeries or GeoDataFrame may have any CRS: edges of a projected
        one are straight there, and are divided before they are transformed.

    Returns
    -------
    float, (n,) array, or Series with the same index
        Square metres, exact to rounding: about 1e-9 m2 for a shape of metres,
        0.1 m2 for the whole Earth. NaN where a geometry is missing, 0 where it is
        empty or no polygon. An empty array or table gives an empty one.

    Raises
    ------
    GeometryError
        If a table has no CRS, a shape is not on Earth or no valid polygon, or
        something is no shape.

    See Also
    --------
    geodesic_buffer, geodesic_distance

    Notes
    -----
    By Green's theorem along each edge, with the authalic function in closed form
    (Snyder, "Map Projections: A Working Manual", USGS PP 1395, 1987, eq. 3-12).

    Examples
    --------
    >>> print(f"{area_m2(shapely.box(-180, -90, 180, 90)) / 1e6:,.0f} km2")
    510,065,622 km2

    A square kilometre of a map in UTM is not one on the ground:

    >>> import geopandas as gpd
    >>> square = shapely.box(500_000, 0, 501_000, 1000)
    >>> area_m2(gpd.GeoSeries([square, None], crs=32631)).round().tolist()
    [1000800.0, nan]
    """
    shapes = shapes_of(geometry)
    areas = np.asarray(measure.area_m2(shapes), float)
    areas[shapely.is_missing(shapes)] = np.nan
    if geometry is None or isinstance(geometry, BaseGeometry):
        return float(areas[0])
    return like(geometry, areas, "area_m2")


def shapes_of(
    geometry: BaseGeometry | ShapeArray | GeoTable | None,
) -> NDArray[np.object_]:
    """Take shapes out of whatever holds them, in lon/lat, checked.

    Parameters
    ----------
    geometry : shapely geometry, (n,) array or list of them, GeoSeries or GeoDataFrame
        As for `area_m2`.

    Returns
    -------
    (n,) array of shapely geometry or None
        EPSG:4326. Shapes that a transformation tore at the antimeridian are cut there.

    Raises
    ------
    GeometryError
        As `area_m2`.
    """
    if is_geo_table(geometry):
        shapes = np.asarray(lon_lat_series(geometry), object)
    elif geometry is None or isinstance(geometry, BaseGeometry):
        shapes = np.array([geometry], object)
    else:
        shapes = _array_of(geometry)
    _check(shapes)
    return shapes


def is_geo_table(geometry: object) -> TypeGuard[GeoTable]:
    """Tell whether something is a GeoSeries, a GeoDataFrame or their array."""
    # By its class: a GeoDataFrame without shapes has no crs to ask for.
    return hasattr(type(geometry), "to_crs")


def lon_lat_series(table: GeoTable) -> gpd.GeoSeries:
    """Give the shapes of a table in EPSG:4326, edges where they were drawn.

    Parameters
    ----------
    table : GeoSeries or GeoDataFrame
        In any CRS; a missing shape stays missing.

    Returns
    -------
    GeoSeries
        With the same index.

    Raises
    ------
    GeometryError
        If there is no CRS, none that can be transformed, or no column of shapes.

    Examples
    --------
    >>> import geopandas as gpd
    >>> lon_lat_series(gpd.GeoSeries([shapely.Point(0, 0)]))
    Traceback (most recent call last):
    rangeviz.errors.GeometryError: a GeoSeries without a CRS: say what its coordinates \
are, for lon/lat with .set_crs(4326)
    """
    import geopandas as gpd

    if hasattr(table, "columns"):
        try:
            series = table.geometry
        except AttributeError:
            raise GeometryError(
                "a GeoDataFrame without a column of shapes: name one with "
                ".set_geometry()"
            ) from None
    else:
        series = gpd.GeoSeries(table)
    if series.crs is None:
        raise GeometryError(
            f"a {type(table).__name__} without a CRS: say what its coordinates are, "
            "for lon/lat with .set_crs(4326)"
        )
    crs = CRS(series.crs)
    if is_lon_lat(crs):
        return series.set_crs("EPSG:4326", allow_override=True)
    unit_m = crs.axis_info[0].unit_conversion_factor if crs.is_projected else 0.0
    shapes = divided(np.asarray(series, object), unit_m) if unit_m else series
    try:
        turned = gpd.GeoSeries(shapes, series.index, crs=crs).to_crs("EPSG:4326")
    except Exception as error:  # pyproj has many, and none of them says what to do
        raise GeometryError(
            f"the CRS {crs.name!r} can't be turned into lon/lat: {error}"
        ) from error
    _check_finite(np.asarray(turned, object))
    torn = [None if s is None else split_at_antimeridian(s) for s in turned]
    return gpd.GeoSeries(torn, series.index, crs="EPSG:4326")


def back_in(shapes: NDArray[np.object_], table: GeoTable) -> gpd.GeoSeries:
    """Give shapes in EPSG:4326 the CRS and the index of a table.

    Parameters
    ----------
    shapes : (n,) array of shapely geometry
        EPSG:4326; one per row of the table.
    table : GeoSeries or GeoDataFrame
        What they were made of.

    Returns
    -------
    GeoSeries
        Edges are divided where they would stray in the other CRS.
    """
    import geopandas as gpd

    crs = CRS(table.crs)
    if is_lon_lat(crs):
        return gpd.GeoSeries(shapes, table.index, crs=crs)
    shapes = divided(shapes, _M_PER_DEG)
    return gpd.GeoSeries(shapes, table.index, crs="EPSG:4326").to_crs(crs)


def like(table: Any, values: FloatArray, name: str) -> FloatArray | pd.Series[float]:
    """Give numbers the index of the table that they are of, or leave them an array."""
    # A list has an index() of its own, and a GeometryArray no index.
    index = table.index if hasattr(type(table), "reindex") else None
    if index is None:
        return values
    import pandas as pd

    return pd.Series(values, index, name=name)


def is_lon_lat(crs: CRS) -> bool:
    """Tell whether a CRS is EPSG:4326 or CRS84, whatever it says of its axes.

    Examples
    --------
    >>> is_lon_lat(CRS("OGC:CRS84")), is_lon_lat(CRS(4267))
    (True, False)
    """
    if crs.to_authority() == ("OGC", "CRS84"):
        return True
    return bool(crs.equals("EPSG:4326", ignore_axis_order=True))


def divided(shapes: NDArray[np.object_], unit_m: float) -> NDArray[np.object_]:
    """Divide edges so that they stay where they are in another projection.

    Each shape by its own extent, so that it comes out the same beside any others.

    Parameters
    ----------
    shapes : (n,) array of shapely geometry or None
        In any CRS.
    unit_m : float
        Length of its unit.

    Returns
    -------
    (n,) array
        Edges stray about 1e-7 of the shape's extent, more near a pole.
    """
    bounds = shapely.bounds(shapes)
    extent_m = np.maximum(*(bounds[:, 2:] - bounds[:, :2]).T) * unit_m
    piece = np.sqrt(8 * SEMI_MAJOR_M * _STRAY_SHARE * extent_m) / unit_m
    long = np.isfinite(piece) & (piece > 0)  # not points, nor what is missing
    shapes = shapes.copy()
    shapes[long] = shapely.segmentize(shapes[long], piece[long])
    return shapes


def _array_of(geometry: ShapeArray) -> NDArray[np.object_]:
    if isinstance(geometry, str | bytes | dict) or not hasattr(geometry, "__len__"):
        raise _no_shape(geometry)
    items = list(geometry)
    shapes = np.empty(len(items), object)
    for row, item in enumerate(items):
        if item is not None and not isinstance(item, BaseGeometry):
            if item == item:  # pandas writes a missing shape as NaN too
                raise _no_shape(item)
            item = None
        shapes[row] = item
    return shapes


def _no_shape(thing: object) -> GeometryError:
    return GeometryError(
        f"{brief(thing)} is not a shape: give shapely geometries, a GeoSeries or a "
        "GeoDataFrame"
    )


def _check(shapes: NDArray[np.object_]) -> None:
    """Refuse the first shape that is not on Earth, or no valid polygon."""
    _check_finite(shapes)
    west, south, east, north = shapely.bounds(shapes).T
    away = (west < -360) | (east > 360) | (south < -90) | (north > 90)
    if away.any():
        row = int(np.argmax(away))
        raise GeometryError(
            f"shape {row + 1} of {len(shapes)} is not on Earth ({west[row]:g} to "
            f"{east[row]:g}, {south[row]:g} to {north[row]:g}): give degrees, lon "
            "before lat, or set the CRS"
        )
    areal = shapely.get_dimensions(shapes) == 2
    broken = areal & ~shapely.is_valid(shapes)
    if broken.any():
        row = int(np.argmax(broken))
        why = shapely.is_valid_reason(shapes[row])
        raise GeometryError(
            f"shape {row + 1} of {len(shapes)} is no valid polygon ({why}): mend it "
            "with shapely.make_valid, and look at what comes out"
        )


def _check_finite(shapes: NDArray[np.object_]) -> None:
    coordinates, row = shapely.get_coordinates(shapes, return_index=True)
    bad = ~np.isfinite(coordinates).all(axis=1)
    if bad.any():
        first = int(row[np.argmax(bad)])
        raise GeometryError(
            f"shape {first + 1} of {len(shapes)} has coordinates that are no finite "
            "numbers, or can't be turned into lon/lat"
        )
