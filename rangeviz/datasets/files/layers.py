"""Read a user's own vector file with care: any format, any CRS, one-line errors.

GDAL guesses, warns on stderr and gives back what it could read. Here nothing is
guessed: what is wrong with a file is said in one line, and what was repaired is
said in a warning.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from rangeviz.arguments import one_line
from rangeviz.datasets.files.gdal import read_first_layer, shown
from rangeviz.datasets.names import name_column
from rangeviz.errors import FileFormatError, GeometryError, RangevizWarning
from rangeviz.geodesy.antimeridian import split_at_antimeridian
from rangeviz.geodesy.frames import lon_lat_series

POINTS: Final = ("Point", "MultiPoint")
LINES: Final = ("LineString", "MultiLineString")
POLYGONS: Final = ("Polygon", "MultiPolygon")

_FURTHEST_DEG = 360.0  # shapes that run across the antimeridian may pass 180


def read_layer(
    path: str | os.PathLike[str],
    *,
    geometry_types: Collection[str],
    columns: Collection[str] | None = None,
    repair: bool = True,
) -> gpd.GeoDataFrame:
    """Read the features of a file, in EPSG:4326.

    GeoJSON, GeoPackage, FlatGeobuf, KML, Shapefile or GeoParquet, also zipped, in any
    CRS; told by its content, whatever its name. Features without a shape are left
    out, control characters in texts become spaces, and invalid polygons are made
    valid.

    Parameters
    ----------
    path : path-like
        A file with one layer; of several, the first that has shapes is taken.
    geometry_types : collection of str
        What its shapes may be: ``POINTS``, ``LINES``, ``POLYGONS`` or a sum of them.
    columns : collection of str, optional
        The attributes to read, where not all of them are wanted; what the file
        does not have is left out.
    repair : bool
        Whether invalid polygons are made valid, or refused.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, lon before lat, two-dimensional, cut at the antimeridian; at
        least one feature. Layers that come in a projected CRS have their edges
        densified before they are turned into lon/lat, so that they stay where they
        were drawn.

    Raises
    ------
    FileFormatError
        If the file is missing, a folder, empty, damaged or of an unknown format,
        holds no features, or does not say its CRS.
    GeometryError
        If a shape is of another type, or a coordinate is not finite or not on Earth,
        or a polygon is invalid and not to be repaired.

    Warns
    -----
    RangevizWarning
        If features were left out, shapes repaired, or layers ignored.
    """
    source = Path(path)
    layer = read_first_layer(source, columns)
    return checked_layer(layer, source, geometry_types=geometry_types, repair=repair)


def checked_layer(
    layer: gpd.GeoDataFrame,
    source: Path,
    *,
    geometry_types: Collection[str],
    repair: bool = True,
) -> gpd.GeoDataFrame:
    """Bring a table of shapes into the form that `read_layer` gives.

    Parameters
    ----------
    layer : GeoDataFrame
        As a reader or a user gives it.
    source : Path
        What messages call it.
    geometry_types, repair
        As of `read_layer`, and so are the errors and warnings.
    """
    layer = _without_empty(layer.reset_index(drop=True), source)
    _check_types(layer, geometry_types, source)
    _check_finite(layer, source)
    if not repair:
        _check_valid(layer, source)
    layer = layer.reset_index(drop=True)
    layer = _cut_lon_lat(_repaired(layer, source), source)
    layer = _repaired(layer, source)
    texts = layer.columns.difference(["geometry"])
    return layer.assign(**{name: layer[name].map(_clean) for name in texts})


def table_layer(
    table: gpd.GeoDataFrame, *, geometry_types: Collection[str], repair: bool = True
) -> gpd.GeoDataFrame:
    """Bring a GeoSeries or GeoDataFrame of a user into the form of `read_layer`.

    Parameters
    ----------
    table : GeoSeries or GeoDataFrame
        In any CRS, which it must say.
    geometry_types, repair
        As of `read_layer`, and so are the errors and warnings.

    Raises
    ------
    GeometryError
        If it has no CRS.
    """
    series = lon_lat_series(table)
    frame = table.set_geometry(series) if hasattr(table, "columns") else None
    layer = gpd.GeoDataFrame(geometry=series) if frame is None else frame
    if layer.geometry.name != "geometry":
        layer = layer.rename_geometry("geometry")
    layer = layer.set_geometry(layer.geometry.force_2d())
    source = Path(f"the {type(table).__name__}")
    return checked_layer(layer, source, geometry_types=geometry_types, repair=repair)


def texts_of(column: pd.Series) -> list[str]:
    """Turn a column into texts, empty where there is nothing."""
    present = column.notna()
    return [
        one_line(str(value)).strip() if here else ""
        for value, here in zip(column, present, strict=True)
    ]


def names_of(layer: gpd.GeoDataFrame) -> list[str]:
    """Give the names of a layer's features, empty where there is none."""
    column = name_column(layer.columns)
    return [""] * len(layer) if column is None else texts_of(layer[column])


def _without_empty(layer: Any, source: Path) -> gpd.GeoDataFrame:
    if not isinstance(layer, gpd.GeoDataFrame) or not len(layer):
        raise FileFormatError(f"{shown(source)} holds no features")
    empty = layer.geometry.isna() | layer.geometry.is_empty
    if empty.all():
        raise FileFormatError(f"{shown(source)} holds no features with a shape")
    if empty.any():
        _warn(f"{shown(source)}: {int(empty.sum())} features without a shape left out")
    return layer[~empty]


def _check_types(
    layer: gpd.GeoDataFrame, wanted: Collection[str], source: Path
) -> None:
    found = set(layer.geom_type)
    if other := sorted(found - set(wanted)):
        raise GeometryError(
            f"{shown(source)} holds {' and '.join(other)} where "
            f"{' or '.join(wanted)} is wanted"
        )


def _check_valid(layer: gpd.GeoDataFrame, source: Path) -> None:
    broken = np.flatnonzero(~layer.is_valid & layer.geom_type.isin(POLYGONS))
    if broken.size:
        why = shapely.is_valid_reason(layer.geometry.iloc[broken[0]])
        number, others = layer.index[broken[0]] + 1, broken.size - 1
        raise GeometryError(
            f"{shown(source)}: feature {number} is no valid polygon ({one_line(why)})"
            f"{f', nor are {others} more' if others else ''}; mend it with "
            f"'ogr2ogr -makevalid new.gpkg {one_line(source.name)}'"
        )


def _cut_lon_lat(layer: gpd.GeoDataFrame, source: Path) -> gpd.GeoDataFrame:
    _check_no_degrees(layer, source)
    was = layer.crs
    layer = in_lon_lat(layer, source)
    _check_on_earth(layer, source)
    return _cut_at_antimeridian(layer, source, is_lon_lat=not was.is_projected)


def in_lon_lat(layer: gpd.GeoDataFrame, source: Path) -> gpd.GeoDataFrame:
    """Turn a layer into EPSG:4326, uncut; edges of a projected one are densified.

    Raises
    ------
    FileFormatError
        If it has no CRS, or one that can't be turned into lon/lat.
    """
    if layer.crs is None:
        raise FileFormatError(
            f"{shown(source)} doesn't say its CRS; set it, for lon/lat with "
            f"'ogr2ogr -a_srs EPSG:4326 new.gpkg {one_line(source.name)}'"
        )
    try:
        return layer.set_geometry(lon_lat_series(layer))
    except GeometryError as error:
        raise FileFormatError(f"{shown(source)}: {one_line(str(error))}") from error


def _check_finite(layer: gpd.GeoDataFrame, source: Path) -> None:
    if not np.isfinite(shapely.get_coordinates(layer.geometry)).all():
        raise GeometryError(
            f"{shown(source)} holds coordinates that are not finite numbers"
        )


def _check_on_earth(layer: gpd.GeoDataFrame, source: Path) -> None:
    west, south, east, north = layer.total_bounds
    if max(-west, east) <= _FURTHEST_DEG and max(-south, north) <= 90:
        return
    highest = max(map(abs, (west, south, east, north)))
    if max(-west, east) <= 90 and max(-south, north) <= _FURTHEST_DEG:
        why = "longitude and latitude look swapped"
    elif highest > _FURTHEST_DEG:
        why = (
            "they look projected, in metres; the file says lon/lat, so correct its CRS"
        )
    else:
        why = "latitudes lie between -90 and 90"
    raise GeometryError(
        f"{shown(source)} holds coordinates that are not on Earth "
        f"({west:g} to {east:g}, {south:g} to {north:g}): {why}"
    )


def _check_no_degrees(layer: gpd.GeoDataFrame, source: Path) -> None:
    """Refuse lon/lat that is called projected: a speck a few metres wide, elsewhere."""
    if layer.crs is None or not layer.crs.is_projected:
        return
    if np.abs(layer.total_bounds).max() <= _FURTHEST_DEG:
        raise GeometryError(
            f"{shown(source)} says that it is in {one_line(layer.crs.name)}, "
            "projected, but its coordinates look like degrees; correct its CRS, with "
            f"'ogr2ogr -a_srs EPSG:4326 new.gpkg {one_line(source.name)}'"
        )


def _cut_at_antimeridian(
    layer: gpd.GeoDataFrame, source: Path, *, is_lon_lat: bool
) -> gpd.GeoDataFrame:
    """Cut what passes +-180 or jumps across; both ends on the frame are no jump.

    RFC 7946 has no edges across 180: one that is longer than half a turn is meant the
    short way, for sites, zones, borders and layers alike, and that is said.
    """
    positions, owner = shapely.get_coordinates(layer.geometry, return_index=True)
    across = np.abs(positions[:, 0]) > 180
    if is_lon_lat:
        step = np.abs(np.diff(positions[:, 0]))
        jumps = (step > 180) & (step < 360) & (np.diff(owner) == 0)
        across[1:] |= jumps
        if jumps.any() and not across[0]:
            number = len(np.unique(owner[1:][jumps]))
            _warn(
                f"{shown(source)}: {number} shapes have edges longer than 180 degrees; "
                "they are taken the short way, across the antimeridian"
            )
    if not across.any():
        return layer
    shapes = layer.geometry.to_numpy().copy()
    for row in np.unique(owner[across]):
        shapes[row] = split_at_antimeridian(shapes[row])
    return layer.set_geometry(gpd.GeoSeries(shapes, crs=layer.crs))


def _repaired(layer: gpd.GeoDataFrame, source: Path) -> gpd.GeoDataFrame:
    broken = ~layer.is_valid & layer.geom_type.isin(POLYGONS)
    if not broken.any():
        return layer
    shapes = layer.geometry.to_numpy().copy()
    mended = shapely.make_valid(np.asarray(shapes[broken]))
    shapes[broken] = [_only_polygons(shape) for shape in mended]
    _warn(f"{shown(source)}: {int(broken.sum())} invalid polygons were made valid")
    layer = layer.set_geometry(gpd.GeoSeries(shapes, crs=layer.crs))
    if layer.is_empty.any():
        raise GeometryError(f"{shown(source)} holds polygons without an area")
    return layer


def _only_polygons(shape: Any) -> Any:
    parts = [p for p in shapely.get_parts(shape) if p.geom_type in POLYGONS]
    return shapely.union_all(parts)


def _clean(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value


def _warn(text: str) -> None:
    warnings.warn(text, RangevizWarning, stacklevel=4)
