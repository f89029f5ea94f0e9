"""Read the features of any vector file as they are: nothing repaired or left out."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from rangeviz.datasets.files.gdal import opened, shown
from rangeviz.datasets.files.layers import in_lon_lat
from rangeviz.errors import FileFormatError
from rangeviz.language.wording import one_line


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
        GeoJSON, GeoPackage, FlatGeobuf, KML, KMZ, Shapefile, GeoParquet (with
        pyarrow), or a zip of one; told by its content.

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
    source = Path(path)
    with opened(source) as file:
        layers = [(file.label(name), file.read(name)) for name in file.layers]
        driver = file.driver
    features = [
        feature
        for name, layer in layers
        for feature in _features(name, in_lon_lat(layer, source))
    ]
    if not features:
        raise FileFormatError(f"{shown(source)} holds no features with a shape")
    return driver, features


def _features(name: str, layer: gpd.GeoDataFrame) -> list[RawFeature]:
    columns = layer.drop(columns="geometry")
    # Without columns pandas before 3.1 gives no records at all.
    table = columns.to_dict("records") if len(columns.columns) else [{}] * len(layer)
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
