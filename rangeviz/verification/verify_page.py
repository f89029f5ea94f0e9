"""Measure a page: one made by rangeviz, or any that draws with Leaflet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import shapely

from rangeviz.errors import FileFormatError, InputError
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.geodesy.ellipsoid import check_position
from rangeviz.model.site import format_position
from rangeviz.verification.claims import Claim, measure_claim
from rangeviz.verification.feature_claims import Given, verify_features
from rangeviz.verification.findings import Finding, RingCheck, Verification
from rangeviz.verification.own_page import verify_own_page
from rangeviz.verification.readers.leaflet import leaflet_circle
from rangeviz.verification.readers.pages import Page, read_page
from rangeviz.verification.readers.vector_features import RawFeature

if TYPE_CHECKING:
    import geopandas as gpd


def verify_page(
    path: str | os.PathLike[str],
    shown: str,
    given: Given,
    borders: gpd.GeoDataFrame | None = None,
) -> Verification:
    """Measure a page.

    Parameters
    ----------
    path : path-like
        An HTML file.
    shown : str
        How the result names it.
    given : Given
        What the user says about it.
    borders : GeoDataFrame, optional
        The regions of the user's own that a page was made with.

    Returns
    -------
    Verification
        A page made by rangeviz is made again (`verify_own_page`); of any other each
        ``L.circle``, ``L.polygon`` and GeoJSON object is measured.

    Raises
    ------
    InputError
        If it can't be read, or draws nothing that could be measured.
    """
    page = read_page(path)
    if page.is_ours:
        return verify_own_page(page, shown, given, borders)
    requests = [
        Finding("request", "", f"the page loads {url} when it is opened")
        for url in page.requests
    ]
    rings, findings = _drawn(page, given)
    return Verification(shown, "page", tuple(rings), (*requests, *findings))


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
