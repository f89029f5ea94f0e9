"""Geodesic circles, annuli and sectors as valid polygons, to a stated tolerance.

Every vertex lies on the true curve to well under a millimetre; the number of vertices
follows from the tolerance; how far the edges stray is bounded (see
:mod:`rangeviz.geodesy.circle.trace`) and kept with the shape. Edges are straight in
lon/lat, as RFC 7946 and every GIS read them.

A circle is symmetric about the meridian of its centre, so only its eastern half
is computed, with longitudes 0 to 180 relative to the centre. On that half the
latitude falls steadily from azimuth 0 to 180, so the chain of vertices never crosses
itself, and the longitude at its ends tells which poles lie inside: 180 at
azimuth 0 means the north pole, 180 at azimuth 180 the south pole.

Radii go up to 19,900 km; :mod:`rangeviz.geodesy.circle.limits` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import float_of
from rangeviz.errors import CoordinateError, GeometryError
from rangeviz.geodesy.antimeridian import polygon_from_rings
from rangeviz.geodesy.circle.limits import (
    DEFAULT_TOLERANCE_M,
    allowed_deviation_m,
    check_limits,
    check_radii,
)
from rangeviz.geodesy.circle.rings import circle_rings, polygons
from rangeviz.geodesy.circle.trace import Curves, trace
from rangeviz.geodesy.cutting import unwrap
from rangeviz.geodesy.ellipsoid import (
    FloatArray,
    check_position,
    check_positions,
    floats_of,
)

if TYPE_CHECKING:
    import geopandas as gpd


_NARROWEST_M: Final = 0.01  # of a sector, and of the gap that it leaves
_FINEST_TRY_M: Final = 1e-4  # finer edges don't help a sector that crosses itself


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn shape and how far it strays from the true one.

    `geodesic_circle`, `geodesic_annulus`, `geodesic_sector` and `geodesic_buffer`
    give it; anything that reads ``__geo_interface__`` takes it.

    Parameters
    ----------
    geometry : Polygon or MultiPolygon
        EPSG:4326, RFC 7946: cut at the antimeridian, right-handed.
    max_deviation_m : float
        Bound of the distance, in metres, between the drawn boundary, vertices and
        edges, and the true one.
    """

    geometry: BaseGeometry
    max_deviation_m: float

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return {
            "type": "Feature",
            "properties": {"max_deviation_m": self.max_deviation_m},
            "geometry": shapely.geometry.mapping(self.geometry),
        }


def geodesic_circle(
    lon: float, lat: float, radius_m: float, *, tolerance_m: float = DEFAULT_TOLERANCE_M
) -> Shape:
    """Draw all positions within a geodesic distance of a point.

    Parameters
    ----------
    lon, lat : float
        Centre in degrees.
    radius_m : float
        Radius in metres, 1 m to 19,900 km.
    tolerance_m : float
        Largest allowed deviation in metres, at least 1 mm. A circle is never drawn
        coarser than a thousandth of its radius.

    Returns
    -------
    Shape
        Cut at the antimeridian, closed along +-90 round a pole inside; a circle that
        holds both poles is the world with a hole.

    Raises
    ------
    CoordinateError
        If the centre is not on Earth.
    DistanceError
        If radius or tolerance is out of bounds.

    See Also
    --------
    geodesic_circles, geodesic_annulus, geodesic_buffer

    Examples
    --------
    >>> circle = geodesic_circle(36.2304, 49.9935, 305_800)
    >>> circle.geometry.geom_type, circle.max_deviation_m <= 10
    ('Polygon', True)
    """
    check_position(lon, lat)
    radius_m = float_of(radius_m, "radius_m")
    geometries, deviations = _circles([lon], [lat], [radius_m], tolerance_m)
    return Shape(geometries[0], float(deviations[0]))


def geodesic_circles(
    lons: ArrayLike,
    lats: ArrayLike,
    radii_m: ArrayLike,
    *,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> gpd.GeoDataFrame:
    """Draw many circles at once: `geodesic_circle` on arrays.

    Parameters
    ----------
    lons, lats : (n,) array
        Centres in degrees.
    radii_m : float or (n,) array
        Radii in metres, 1 m to 19,900 km.
    tolerance_m : float
        As for :func:`geodesic_circle`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; one row per circle, with the index of ``lons`` if it is a Series:
        its shape, cut at the antimeridian and closed round a pole, and in
        ``max_deviation_m`` the bound of its deviation, in metres. Empty input gives
        no rows.

    Raises
    ------
    CoordinateError, DistanceError
        As for :func:`geodesic_circle`, for the first value that is out of bounds.

    See Also
    --------
    geodesic_circle, geodesic_buffer

    Examples
    --------
    >>> circles = geodesic_circles([36.2, 179.9], [50, 0], 80_500)
    >>> circles.geom_type.tolist(), bool((circles.max_deviation_m <= 10).all())
    (['Polygon', 'MultiPolygon'], True)
    """
    import geopandas as gpd
    import pandas as pd

    geometries, deviations = _circles(lons, lats, radii_m, tolerance_m)
    circles = gpd.GeoDataFrame(
        {"max_deviation_m": deviations}, geometry=geometries, crs="EPSG:4326"
    )
    return circles.set_index(lons.index) if isinstance(lons, pd.Series) else circles


def _circles(
    lons: ArrayLike, lats: ArrayLike, radii_m: ArrayLike, tolerance_m: float
) -> tuple[NDArray[Any], FloatArray]:
    """Draw circles, and bound the deviation of each."""
    lon, lat, radius = (
        np.array(values).ravel()
        for values in floats_of(lons=lons, lats=lats, radii_m=radii_m)
    )
    check_positions(lon, lat)
    check_radii(radius)
    geometries = np.empty(len(lon), object)
    deviations = np.empty(len(lon))
    for batch in circle_rings(
        lon, lat, radius, allowed_deviation_m(radius, tolerance_m)
    ):
        geometries[batch.circle] = polygons(batch)
        deviations[batch.circle] = batch.deviation_m
    return geometries, deviations


def geodesic_annulus(
    lon: float,
    lat: float,
    min_radius_m: float,
    max_radius_m: float,
    *,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> Shape:
    """Draw all positions between two geodesic distances from a point.

    Parameters
    ----------
    lon, lat : float
        Centre in degrees.
    min_radius_m, max_radius_m : float
        Radii in metres; a minimum of 0 gives the circle. They must be 1 m apart.
    tolerance_m : float
        As for :func:`geodesic_circle`; never coarser than a quarter of the width.

    Returns
    -------
    Shape
        With a hole, or as a band where a pole or the antimeridian opens it.

    Raises
    ------
    CoordinateError, DistanceError
        As for :func:`geodesic_circle`, and if minimum and maximum don't fit.

    See Also
    --------
    geodesic_circle, geodesic_sector

    Examples
    --------
    >>> annulus = geodesic_annulus(36.2304, 49.9935, 15_000, 80_000)
    >>> len(annulus.geometry.interiors)
    1
    """
    check_position(lon, lat)
    check_limits(min_radius_m, max_radius_m)
    if min_radius_m == 0:
        return geodesic_circle(lon, lat, max_radius_m, tolerance_m=tolerance_m)
    radii = np.array([max_radius_m, min_radius_m])
    width_m = max_radius_m - min_radius_m
    allowed = np.minimum(allowed_deviation_m(radii, tolerance_m), width_m / 4)
    rings: dict[int, FloatArray] = {}
    deviation = 0.0
    for batch in circle_rings(np.full(2, lon), np.full(2, lat), radii, allowed):
        rings |= {circle: batch[i] for i, circle in enumerate(batch.circle.tolist())}
        deviation = max(deviation, float(batch.deviation_m.max()))
    return Shape(polygon_from_rings([rings[0], rings[1][::-1]]), deviation)


def geodesic_sector(
    lon: float,
    lat: float,
    min_radius_m: float,
    max_radius_m: float,
    start_azimuth_deg: float,
    end_azimuth_deg: float,
    *,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> Shape:
    """Draw an annular sector: an annulus between two azimuths.

    Parameters
    ----------
    lon, lat : float
        Centre in degrees.
    min_radius_m, max_radius_m : float
        Radii in metres; a minimum of 0 gives a plain sector.
    start_azimuth_deg, end_azimuth_deg : float
        The sector runs clockwise from start to end; equal azimuths (also 0 and
        360) give the whole annulus. The straight sides are geodesics.
    tolerance_m : float
        As for :func:`geodesic_annulus`; holds for the straight sides too.

    Returns
    -------
    Shape
        Cut at the antimeridian, closed round a pole that lies inside.

    Raises
    ------
    CoordinateError, DistanceError
        As for :func:`geodesic_annulus`, and if an azimuth is not -360 to 360.
    GeometryError
        If the sector is too narrow to be drawn.

    See Also
    --------
    geodesic_annulus

    Examples
    --------
    Clockwise from north-east to south-east, and the other way round:

    >>> narrow = geodesic_sector(36.2304, 49.9935, 0, 80_500, 45, 135)
    >>> wide = geodesic_sector(36.2304, 49.9935, 0, 80_500, 135, 45)
    >>> narrow.geometry.area < wide.geometry.area
    True
    """
    check_position(lon, lat)
    check_limits(min_radius_m, max_radius_m)
    start_azimuth_deg = float_of(start_azimuth_deg, "start_azimuth_deg")
    end_azimuth_deg = float_of(end_azimuth_deg, "end_azimuth_deg")
    if not (abs(start_azimuth_deg) <= 360 and abs(end_azimuth_deg) <= 360):  # nor NaN
        raise CoordinateError(
            f"azimuths {start_azimuth_deg:g} and {end_azimuth_deg:g}: give degrees "
            "clockwise from north, -360 to 360"
        )
    width_deg = (end_azimuth_deg - start_azimuth_deg) % 360
    if width_deg == 0:
        return geodesic_annulus(
            lon, lat, min_radius_m, max_radius_m, tolerance_m=tolerance_m
        )
    allowed = float(allowed_deviation_m(np.array([max_radius_m]), tolerance_m)[0])
    allowed = min(allowed, (max_radius_m - min_radius_m) / 4)
    too_narrow = GeometryError(
        f"a sector of {width_deg:g} degrees (or the gap that it leaves) is too narrow "
        "to be drawn; give 1 cm of arc or more"
    )
    if np.radians(min(width_deg, 360 - width_deg)) * max_radius_m < _NARROWEST_M:
        raise too_narrow
    azimuths = start_azimuth_deg % 360 + np.array([0, width_deg])
    if abs(lat) == 90:
        lon, azimuths = _named_by_the_middle(lon, lat, azimuths)
    while allowed >= _FINEST_TRY_M:
        sides = _sector_sides(lon, lat, min_radius_m, max_radius_m, azimuths, allowed)
        edges = trace(sides)
        vertices = edges.start[:, :2]
        ring = unwrap(np.concatenate([vertices, vertices[:1]]))
        geometry = polygon_from_rings([ring])
        if geometry.is_valid and not geometry.is_empty:
            return Shape(geometry, float(edges.deviation_m.max()))
        allowed /= 10  # sides so close that their chords cross
    raise too_narrow


def _named_by_the_middle(
    lon: float, lat: float, azimuths_deg: FloatArray
) -> tuple[float, FloatArray]:
    """Call a pole by the longitude along which the sector's middle runs.

    A pole has every longitude. Called by this one, no side starts with half a turn
    or more, which would be unwrapped the wrong way round.
    """
    middle_deg = float(azimuths_deg.mean())
    if lat > 0:  # azimuth a leaves the north pole along longitude lon + 180 - a
        turn_deg = 180 - middle_deg
        return (lon + turn_deg + 180) % 360 - 180, azimuths_deg + turn_deg
    return (lon + middle_deg + 180) % 360 - 180, azimuths_deg - middle_deg


def _sector_sides(
    lon: float,
    lat: float,
    min_radius_m: float,
    max_radius_m: float,
    azimuths_deg: FloatArray,
    allowed_m: float,
) -> Curves:
    """Out along the end azimuth, back the outer arc, in, and along the inner arc."""
    azimuths = azimuths_deg[[[1, 1], [1, 0], [0, 0], [0, 1]]]
    radii = np.array([min_radius_m, max_radius_m], float)
    distances = radii[[[0, 1], [1, 1], [1, 0], [0, 0]]]
    sides = 4 if min_radius_m else 3
    return Curves(
        np.full(sides, lon, float),
        np.full(sides, lat, float),
        azimuths[:sides],
        distances[:sides],
        np.full(sides, allowed_m),
    )
