"""Measure a file that claims ranges: made by rangeviz, or by anyone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from rangeviz.arguments import one_line, path_of
from rangeviz.errors import FileFormatError, InputError
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.geodesy.ellipsoid import SPHERE_RADIUS_M, check_position
from rangeviz.model.reach import Sector, check_tolerance
from rangeviz.model.site import LaunchSite, format_position
from rangeviz.model.system import check_range
from rangeviz.output_forms import PICTURES
from rangeviz.units import km
from rangeviz.verification.claims import Claim, measure_claim
from rangeviz.verification.feature_claims import (
    Given,
    RawFeature,
    read_features,
    verify_features,
)
from rangeviz.verification.findings import Finding, RingCheck, Verification
from rangeviz.verification.own_page import verify_own_page, verify_own_picture
from rangeviz.verification.pages import Page, read_page

if TYPE_CHECKING:
    import geopandas as gpd

_PAGES: Final = (".html", ".htm", ".xhtml")
_WOUND: Final = ("GeoJSON", "GeoJSONSeq", "LIBKML", "KML")
_VERTICES: Final = 1440


def verify(
    path: str | os.PathLike[str],
    *,
    sites: Sequence[LaunchSite] = (),
    max_range_m: float | None = None,
    min_range_m: float | None = None,
    sector: Sector | None = None,
    tolerance_m: float | None = None,
    borders: gpd.GeoDataFrame | None = None,
) -> Verification:
    """Measure what a file draws against the ranges that it claims.

    Parameters
    ----------
    path : path-like
        A page (``.html``; by rangeviz or by folium), a picture by rangeviz (SVG, PNG,
        PDF, PPTX), GeoJSON, GeoPackage, KML, KMZ, FlatGeobuf, Shapefile, GeoParquet,
        or a zip of one.
    sites : sequence of LaunchSite, optional
        Where the ranges start, for files that don't say so; of several, the one
        nearest to a shape counts. Wins over what the file says.
    max_range_m : float, optional
        The range in metres, for files that don't say so. Wins over what the file
        says.
    min_range_m : float, optional
        Least range that goes with it.
    sector : Sector, optional
        The azimuths that such a file is limited to; its site must be a point.
    tolerance_m : float, optional
        The deviation to let pass, in metres. Without it, what the file declares,
        or 10 m.
    borders : GeoDataFrame, optional
        Regions of the user's own that a page or picture was made with, as
        `read_borders` gives; without them its figures of countries and regions are
        not checked.

    Returns
    -------
    Verification
        Each boundary's true geodesic distance from its baseline (at eleven places
        of every edge, edges straight in lon/lat), and what is wrong: deviation,
        validity, winding, antimeridian, coordinates, area, sources, and in a page
        its figures and what it loads from elsewhere. ``.ok`` sums it up.

    Raises
    ------
    InputError
        If the file can't be read or understood, or neither it nor the caller says
        where a range starts and how far it goes.

    See Also
    --------
    write, report

    Examples
    --------
    >>> import tempfile
    >>> import shapely
    >>> from rangeviz import LaunchSite
    >>> ring = shapely.Point(36.2304, 49.9935).buffer(2.75)  # degrees: an ellipse
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ring.geojson"
    ...     _ = path.write_text(shapely.to_geojson(ring))
    ...     found = verify(
    ...         path, sites=[LaunchSite.at(36.2304, 49.9935)], max_range_m=305_800)
    >>> found.ok, round(found.rings[0].deviation.min_m)
    (False, -108868)
    """
    if max_range_m is not None:
        check_range(max_range_m)
    if tolerance_m is not None:
        check_tolerance(tolerance_m)
    _check_beside(sites, max_range_m, min_range_m, sector)
    given = Given(tuple(sites), max_range_m, tolerance_m, min_range_m, sector)
    path = path_of(path)
    shown = one_line(str(path))
    suffix = Path(path).suffix.lower()
    if suffix[1:] in (*PICTURES, "pptx"):
        return verify_own_picture(Path(path), shown, given, borders)
    if suffix in _PAGES:
        page = read_page(path)
        if page.is_ours:
            return verify_own_page(page, shown, given, borders)
        return verify_foreign_page(page, shown, given)
    driver, features = read_features(path)
    rings, findings = verify_features(features, given, wound=driver in _WOUND)
    return Verification(shown, driver, tuple(rings), tuple(findings))


def _check_beside(
    sites: Sequence[LaunchSite],
    max_range_m: float | None,
    min_range_m: float | None,
    sector: Sector | None,
) -> None:
    """Refuse what goes with a range without one."""
    if min_range_m is not None:
        if max_range_m is None:
            raise InputError("a least range goes with a greatest: give --range too")
        if not 0 <= min_range_m < max_range_m:
            raise InputError(
                f"least range {km(min_range_m):g} km: give 0 or more, and less than "
                f"the greatest, {km(max_range_m):g} km"
            )
    if sector is not None and not all(site.is_point for site in sites):
        raise InputError(
            "a sector needs a launch point, not a line or an area: leave one out"
        )


def verify_foreign_page(page: Page, shown: str, given: Given) -> Verification:
    """Measure each ``L.circle``, ``L.polygon`` and GeoJSON object of a page.

    Parameters
    ----------
    page : Page
        As `read_page` gives it.
    shown : str
        How the result names it.
    given : Given
        What the user says about it.

    Raises
    ------
    InputError
        If it draws nothing that could be measured.
    """
    rings, findings = _drawn(page, given)
    every = (*page.request_findings(), *findings)
    return Verification(shown, "page", tuple(rings), every)


def _drawn(page: Page, given: Given) -> tuple[list[RingCheck], list[Finding]]:
    rings: list[RingCheck] = []
    findings: list[Finding] = []
    for lon, lat, radius_m in page.circles:
        measured, wrong = measure_claim(_circle(lon, lat, radius_m, given))
        rings += measured
        findings += wrong
    features = [
        feature
        for number, collection in enumerate(page.collections, start=1)
        for feature in _features(collection, number)
    ]
    if any(shapely.get_dimensions(f.geometry) == 2 for f in features):
        try:
            measured, wrong = verify_features(features, given, wound=False)
        except InputError as error:
            if not rings:
                raise
            measured, wrong = [], [Finding("range", "", str(error), fault=False)]
        rings += measured
        findings += wrong
    if not rings and not findings:
        raise FileFormatError(
            "the page draws no L.circle, L.polygon or GeoJSON polygon, and holds no "
            "data of rangeviz: nothing to measure"
        )
    return rings, findings


def _circle(lon: float, lat: float, radius_m: float, given: Given) -> Claim:
    check_position(lon, lat)
    where = f"{format_position(lon, lat)}, radius {radius_m / 1e3:g} km"
    return Claim(
        label=f"L.circle at {where}",
        geometry=leaflet_circle(lon, lat, radius_m),
        baseline=given.sites[0].geometry if given.sites else shapely.Point(lon, lat),
        max_range_m=given.max_range_m or radius_m,
        min_range_m=0.0,
        tolerance_m=given.tolerance_m or DEFAULT_TOLERANCE_M,
    )


def _features(collection: dict[str, Any], number: int) -> list[RawFeature]:
    """Turn a GeoJSON object into features; what is malformed is left out."""
    parts = collection.get("features", [collection])
    found = []
    for part in parts if isinstance(parts, list) else []:
        if not isinstance(part, dict):
            continue
        try:
            shape = shapely.geometry.shape(part.get("geometry", part))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError):
            continue
        except shapely.errors.ShapelyError:
            continue
        about = part.get("properties")
        if not shape.is_empty:
            label = f"shape {number}"
            properties = about if isinstance(about, dict) else {}
            found.append(RawFeature(label, properties, shape))
    return found


def leaflet_circle(lon: float, lat: float, radius_m: float) -> shapely.Polygon:
    """Draw ``L.circle`` as Leaflet does: an ellipse in the Mercator plane.

    Parameters
    ----------
    lon, lat : float
        Centre in degrees.
    radius_m : float
        The option ``radius``, in metres.

    Returns
    -------
    Polygon
        1440 vertices on what ``L.Circle._project`` (Leaflet 1.9) draws: top and
        bottom a radius away on a sphere of 6,371 km, the sides by the spherical law
        of cosines at the middle latitude. Longitudes may leave +-180.

    Raises
    ------
    InputError
        If the circle holds a pole: Leaflet draws none.

    Examples
    --------
    >>> print(f"{leaflet_circle(36.23, 49.99, 305_800).bounds[3]:.4f}")
    52.7401
    """
    reach_deg = float(np.degrees(radius_m / SPHERE_RADIUS_M))
    if abs(lat) + reach_deg >= 90:
        raise InputError(
            f"L.circle at latitude {lat:g} with a radius of {radius_m / 1e3:g} km "
            "holds a pole; Leaflet draws no such circle"
        )
    top, bottom = _north(lat + reach_deg), _north(lat - reach_deg)
    phi, mid = np.radians([lat, _latitude((top + bottom) / 2)])
    cosine = (np.cos(np.radians(reach_deg)) - np.sin(phi) * np.sin(mid)) / (
        np.cos(phi) * np.cos(mid)
    )
    angle = np.linspace(0, 2 * np.pi, _VERTICES, endpoint=False)
    x = np.radians(lon) + np.arccos(cosine) * np.cos(angle)
    y = (top + bottom) / 2 + (top - bottom) / 2 * np.sin(angle)
    lats = _latitude(y)
    return shapely.Polygon(np.column_stack([np.degrees(x), lats]))


def _north(lat: float) -> float:
    """Northing of the spherical Mercator plane, in radii."""
    return float(np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)))


def _latitude(north: Any) -> Any:
    """Latitude in degrees at a northing."""
    return np.degrees(2 * np.arctan(np.exp(north)) - np.pi / 2)
