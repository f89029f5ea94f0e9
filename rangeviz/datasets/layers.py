"""Read a user's own vector file with care: any format, any CRS, one-line errors.

GDAL guesses, warns on stderr and gives back what it could read. Here nothing is
guessed: what is wrong with a file is said in one line, and what was repaired is
said in a warning.
"""

from __future__ import annotations

import contextlib
import logging
import os
import warnings
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from rangeviz.errors import FileFormatError, GeometryError, RangevizWarning
from rangeviz.geodesy.antimeridian import split_at_antimeridian
from rangeviz.wording import one_line

POINTS: Final = ("Point", "MultiPoint")
LINES: Final = ("LineString", "MultiLineString")
POLYGONS: Final = ("Polygon", "MultiPolygon")

# A straight edge in a projected CRS is not straight in lon/lat. Splitting every edge
# so that it spans at most 1 part in 512 of the layer leaves a deviation of a few
# metres for a layer as wide as a country (it falls with the square of the length).
_EDGES_ACROSS_LAYER = 512
_FURTHEST_DEG = 360.0  # shapes that run across the antimeridian may pass 180


def read_layer(
    path: str | os.PathLike[str], *, geometry_types: Collection[str]
) -> gpd.GeoDataFrame:
    """Read the features of a file, in EPSG:4326.

    Any format that GDAL reads (GeoJSON, GeoPackage, FlatGeobuf, KML, Shapefile, also
    zipped...), in any CRS. Features without a shape are left out, control characters
    in texts become spaces, and invalid polygons are made valid.

    Parameters
    ----------
    path : path-like
        A file with one layer; of several, the first that has shapes is taken.
    geometry_types : collection of str
        What its shapes may be: ``POINTS``, ``LINES``, ``POLYGONS`` or a sum of them.

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
        If a shape is of another type, or a coordinate is not finite or not on Earth.

    Warns
    -----
    RangevizWarning
        If features were left out, shapes repaired, or layers ignored.
    """
    source = checked_path(path)
    layer = _read_first_layer(source)
    layer = _without_empty(layer, source)
    _check_types(layer, geometry_types, source)
    _check_finite(layer, source)
    layer = _cut_lon_lat(_repaired(layer, source), source)
    layer = _repaired(layer, source)
    texts = layer.columns.difference(["geometry"])
    return layer.assign(**{name: layer[name].map(_clean) for name in texts})


def texts_of(column: pd.Series) -> list[str]:
    """Turn a column into texts, empty where there is nothing."""
    present = column.notna()
    return [
        str(value).strip() if here else ""
        for value, here in zip(column, present, strict=True)
    ]


def checked_path(path: str | os.PathLike[str]) -> Path:
    """Give the path of a file that is there and holds something.

    Raises
    ------
    FileFormatError
        If it is missing, a folder or empty.
    """
    source = Path(path)
    if source.is_dir() and source.suffix.lower() != ".gdb":
        raise FileFormatError(f"{shown(source)} is a folder; give the path of a file")
    if not source.exists():
        raise FileFormatError(f"there is no file {shown(source)}")
    if source.is_file() and source.stat().st_size == 0:
        raise FileFormatError(f"{shown(source)} is empty")
    return source


def _read_first_layer(source: Path) -> gpd.GeoDataFrame:
    where = f"zip://{source}" if source.suffix.lower() == ".zip" else str(source)
    try:
        with gdal_silenced():
            layers = [name for name, kind in pyogrio.list_layers(where) if kind]
            if not layers:
                raise FileFormatError(f"{shown(source)} holds no shapes, only a table")
            layer = pyogrio.read_dataframe(where, layer=layers[0], force_2d=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise FileFormatError(
            f"{shown(source)} can't be read as a vector file; is it damaged, or not "
            f"GeoJSON, GeoPackage, Shapefile or the like? ({reason(error)})"
        ) from error
    except (ValueError, RuntimeError, shapely.errors.GEOSException) as error:
        if isinstance(error, FileFormatError):
            raise
        raise FileFormatError(f"{shown(source)} is damaged: {reason(error)}") from (
            error
        )
    if len(layers) > 1:
        _warn(f"{shown(source)}: only the first of {len(layers)} layers is read")
    return layer


@contextlib.contextmanager
def gdal_silenced() -> Iterator[None]:
    """Keep GDAL's own talk off stderr: what counts is said as an error here."""
    logger = logging.getLogger("pyogrio")
    was = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(was)


def _without_empty(layer: Any, source: Path) -> gpd.GeoDataFrame:
    if not isinstance(layer, gpd.GeoDataFrame) or not len(layer):
        raise FileFormatError(f"{shown(source)} holds no features")
    empty = layer.geometry.isna() | layer.geometry.is_empty
    if empty.all():
        raise FileFormatError(f"{shown(source)} holds no features with a shape")
    if empty.any():
        _warn(f"{shown(source)}: {int(empty.sum())} features without a shape left out")
    return layer[~empty].reset_index(drop=True)


def _check_types(
    layer: gpd.GeoDataFrame, wanted: Collection[str], source: Path
) -> None:
    found = set(layer.geom_type)
    if other := sorted(found - set(wanted)):
        raise GeometryError(
            f"{shown(source)} holds {' and '.join(other)} where "
            f"{' or '.join(wanted)} is wanted"
        )


def _cut_lon_lat(layer: gpd.GeoDataFrame, source: Path) -> gpd.GeoDataFrame:
    given = layer.crs
    layer = in_lon_lat(layer, source)
    if _is_lon_lat(CRS(given)):
        _check_on_earth(layer, source)
        return _cut_at_antimeridian(layer, jumps=False)
    _check_finite(layer, source)
    return _cut_at_antimeridian(layer, jumps=True)


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
    crs = CRS(layer.crs)
    if _is_lon_lat(crs):
        return layer.set_crs("EPSG:4326", allow_override=True)
    try:
        return (_densified(layer) if crs.is_projected else layer).to_crs("EPSG:4326")
    except Exception as error:
        raise FileFormatError(
            f"{shown(source)}: its CRS ({one_line(crs.name)}) can't be turned into "
            f"lon/lat: {reason(error)}"
        ) from error


def _is_lon_lat(crs: CRS) -> bool:
    if crs.to_authority() == ("OGC", "CRS84"):
        return True
    return bool(crs.equals("EPSG:4326", ignore_axis_order=True))


def _densified(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    west, south, east, north = layer.total_bounds
    longest = max(east - west, north - south) / _EDGES_ACROSS_LAYER
    if not longest > 0:  # a single point
        return layer
    return layer.set_geometry(layer.geometry.segmentize(longest))


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


def _cut_at_antimeridian(layer: gpd.GeoDataFrame, *, jumps: bool) -> gpd.GeoDataFrame:
    """Cut what passes +-180, or jumps there after it was turned into lon/lat."""
    positions, owner = shapely.get_coordinates(layer.geometry, return_index=True)
    across = np.abs(positions[:, 0]) > 180
    if jumps:
        same_shape = np.diff(owner) == 0
        across[1:] |= same_shape & (np.abs(np.diff(positions[:, 0])) > 180)
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


def shown(source: Path) -> str:
    """Write a path for a message: quoted, on one line."""
    return repr(one_line(str(source)))


def reason(error: BaseException) -> str:
    """Write what went wrong for a message: one line of 200 characters at most."""
    return one_line(str(error)).strip()[:200]


def _warn(text: str) -> None:
    warnings.warn(text, RangevizWarning, stacklevel=4)
