"""Read the features of any vector file as they are: nothing repaired or left out."""

from __future__ import annotations

import importlib.util
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.files.gdal import (
    checked_path,
    gdal_silenced,
    reason,
    shown,
)
from rangeviz.datasets.files.layers import in_lon_lat
from rangeviz.errors import FileFormatError, InputError
from rangeviz.language.wording import one_line

_PARQUET: Final = (".parquet", ".geoparquet")


@dataclass(frozen=True, slots=True)
class RawFeature:
    """One feature of a file.

    Parameters
    ----------
    label : str
        Layer and number, to name it in a message.
    properties : dict
        Texts on one line; None where a reader gives a null.
    geometry : shapely geometry
        EPSG:4326; perhaps invalid, off the Earth, or uncut at the antimeridian.
    """

    label: str
    properties: dict[str, Any]
    geometry: BaseGeometry

    def text(self, name: str) -> str:
        """Give a property as text; empty where there is none."""
        value = self.properties.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> float | None:
        """Give a property as a finite number; None where it is none."""
        value = self.properties.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if math.isfinite(value) else None


def read_features(path: str | os.PathLike[str]) -> tuple[str, list[RawFeature]]:
    """Read every layer of a vector file, raw.

    Parameters
    ----------
    path : path-like
        GeoJSON, GeoPackage, KML, FlatGeobuf, GeoParquet (with pyarrow), or whatever
        else GDAL reads.

    Returns
    -------
    driver : str
        GDAL's name of the format, or ``Parquet``.
    features : list of RawFeature
        Those with a shape, layer by layer, in lon/lat. Edges of a layer in a
        projected CRS are densified, so that they stay where they were drawn.

    Raises
    ------
    FileFormatError
        If the file is missing, damaged, of no known format, does not say its CRS,
        or holds no shapes.
    """
    source = checked_path(path)
    try:
        with gdal_silenced():
            driver, layers = _read_layers(source)
    except InputError:
        raise
    except (RuntimeError, ValueError, shapely.errors.GEOSException) as error:
        raise FileFormatError(
            f"{shown(source)} can't be read as a vector file: {reason(error)}"
        ) from error
    features = [
        feature
        for name, layer in layers
        for feature in _features(name, in_lon_lat(layer, source))
    ]
    if not features:
        raise FileFormatError(f"{shown(source)} holds no features with a shape")
    return driver, features


def _read_layers(source: Path) -> tuple[str, list[tuple[str, gpd.GeoDataFrame]]]:
    if source.suffix.lower() in _PARQUET:  # which few builds of GDAL read
        return "Parquet", [(one_line(source.stem), _read_parquet(source))]
    names = [name for name, kind in pyogrio.list_layers(source) if kind]
    if not names:
        raise FileFormatError(f"{shown(source)} holds no shapes, only a table")
    driver = str(pyogrio.read_info(source, layer=names[0])["driver"])
    read = [
        (name, pyogrio.read_dataframe(source, layer=name, force_2d=True))
        for name in names
    ]
    return driver, read


def _read_parquet(source: Path) -> gpd.GeoDataFrame:
    if importlib.util.find_spec("pyarrow") is None:
        raise InputError(
            f"{shown(source)} needs pyarrow to be read; install it with "
            "pip install 'rangeviz[parquet]'"
        )
    try:
        layer = gpd.read_parquet(source)
    except OSError as error:  # how pyarrow says that a file is damaged
        raise ValueError(str(error)) from error
    if layer.geometry.name != "geometry":
        layer = layer.rename_geometry("geometry")
    return layer.set_geometry(layer.geometry.force_2d())


def _features(name: str, layer: gpd.GeoDataFrame) -> list[RawFeature]:
    table = layer.drop(columns="geometry").to_dict("records")
    return [
        RawFeature(
            label=f"{one_line(name)} {number}",
            properties={key: _plain(value) for key, value in cells.items()},
            geometry=geometry,
        )
        for number, (cells, geometry) in enumerate(
            zip(table, layer.geometry, strict=True), start=1
        )
        if geometry is not None and not geometry.is_empty
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    return None if missing else value
