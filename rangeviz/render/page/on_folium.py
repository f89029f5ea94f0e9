"""Plain shapes on a folium map that somebody else made."""

from __future__ import annotations

import folium
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.style import RingStyle


def add_shapes(m: folium.Map, geometry: BaseGeometry, look: RingStyle) -> None:
    """Add a shape to a map: geometry and style only, so no name can run there.

    Parameters
    ----------
    m : folium.Map
        Any map.
    geometry : shapely geometry
        EPSG:4326, lon before lat.
    look : RingStyle
        Its colour and dashes.
    """
    style = {
        "color": look.line,
        "dashArray": look.dash or None,
        "fillColor": look.line,
        "fillOpacity": 0.1,
        "weight": 2.6,
    }
    shape = shapely.geometry.mapping(geometry)
    folium.GeoJson(shape, style_function=lambda _: style, smooth_factor=0).add_to(m)
