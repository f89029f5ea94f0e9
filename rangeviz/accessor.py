"""``gdf.geodesic``: geodesic buffers, distances and areas of tables of shapes.

Importing this module registers the accessor, as is done with pandas::

    import rangeviz.accessor
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from rangeviz.geodesy.buffer.buffers import geodesic_buffer
from rangeviz.geodesy.distance.to_shape import geodesic_distance
from rangeviz.geodesy.frames import area_m2, is_geo_table

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from shapely.geometry.base import BaseGeometry

    from rangeviz.geodesy.frames import GeoTable
    from rangeviz.geodesy.shapes import Edges


@pd.api.extensions.register_dataframe_accessor("geodesic")
@pd.api.extensions.register_series_accessor("geodesic")
class Geodesic:
    """Measure and buffer the shapes of a table on the ellipsoid, whatever its CRS.

    Parameters
    ----------
    table : GeoSeries or GeoDataFrame
        Says its CRS.

    Raises
    ------
    AttributeError
        If the Series or DataFrame holds no shapes.

    Examples
    --------
    >>> import shapely
    >>> towns = gpd.GeoSeries([shapely.Point(36.23, 49.99), None], crs=4326)
    >>> towns.geodesic.buffer(305_800).geodesic.area_m2.round(-9).tolist()
    [294000000000.0, nan]
    """

    def __init__(self, table: GeoTable) -> None:
        if not is_geo_table(table):
            # AttributeError is what pandas expects of an accessor.
            raise AttributeError(".geodesic is for GeoSeries and GeoDataFrames")
        self._table = table

    def buffer(
        self,
        distance_m: float | ArrayLike,
        *,
        tolerance_m: float = 10.0,
        edges: Edges = "planar",
        min_distance_m: float = 0.0,
    ) -> GeoTable:
        """Give what lies within a distance of each shape; see `geodesic_buffer`.

        Parameters
        ----------
        distance_m : float or (n,) array
            Metres, one for all rows or one for each.
        tolerance_m, edges, min_distance_m
            As of `geodesic_buffer`, and so are the errors.

        Returns
        -------
        GeoSeries or GeoDataFrame
            As the table is, in its CRS; a GeoDataFrame has the column
            ``max_deviation_m`` too.
        """
        buffers = geodesic_buffer(
            self._table,
            distance_m,
            tolerance_m=tolerance_m,
            edges=edges,
            min_distance_m=min_distance_m,
        )
        is_frame = isinstance(self._table, gpd.GeoDataFrame)
        return buffers if is_frame else buffers.geometry.rename(self._table.name)

    def distance(self, shape: BaseGeometry) -> pd.Series[float]:
        """Measure from each shape to one in EPSG:4326; see `geodesic_distance`.

        Parameters
        ----------
        shape : shapely geometry
            In EPSG:4326.

        Returns
        -------
        Series
            Metres.
        """
        distances_m: pd.Series[float] = geodesic_distance(self._table, shape)
        return distances_m

    @property
    def area_m2(self) -> pd.Series[float]:
        """Area of each shape on the ellipsoid; see `area_m2`."""
        areas_m2: pd.Series[float] = area_m2(self._table)
        return areas_m2
