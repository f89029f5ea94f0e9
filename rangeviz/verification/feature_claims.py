"""What the features of a file claim, by their attributes or by what the user says."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.overlay import polygons_of
from rangeviz.arguments import one_line
from rangeviz.datasets.files.gdal import opened, shown
from rangeviz.datasets.files.layers import in_lon_lat
from rangeviz.errors import FileFormatError, InputError
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.geodesy.ellipsoid import check_position, inverse
from rangeviz.model.reach import Sector
from rangeviz.model.site import LaunchSite
from rangeviz.verification.claims import Claim, check_shape, measure_claim
from rangeviz.verification.findings import Finding, RingCheck

_BESIDE: Final = ("site", "outline")  # kinds that claim no range
_TOGETHER: Final = ("merged", "overlap")  # kinds that are measured from all sites


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


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says about a file; it wins over what the file says.

    Parameters
    ----------
    sites : tuple of LaunchSite
        Where the ranges start; of several, the one nearest to a shape counts.
    max_range_m : float, optional
        The range, in metres.
    tolerance_m : float, optional
        The deviation to let pass.
    min_range_m : float, optional
        The least range that goes with the range, in metres.
    sector : Sector, optional
        The azimuths that shapes are limited to.
    """

    sites: tuple[LaunchSite, ...] = ()
    max_range_m: float | None = None
    tolerance_m: float | None = None
    min_range_m: float | None = None
    sector: Sector | None = None


def verify_features(
    features: Sequence[RawFeature], given: Given, *, wound: bool
) -> tuple[list[RingCheck], list[Finding]]:
    """Measure the polygons among some features.

    Parameters
    ----------
    features : sequence of RawFeature
        As they stand in the file.
    given : Given
        What the user says.
    wound : bool
        Whether the format asks for the right-hand rule.

    Returns
    -------
    rings : list of RingCheck
    findings : list of Finding

    Raises
    ------
    FileFormatError
        If there are no polygons.
    InputError
        If neither the file nor the user says where a range starts or how far it
        goes.
    """
    rings: list[RingCheck] = []
    findings: list[Finding] = []
    areas = [(f, polygons_of(f.geometry)) for f in features if _claims(f)]
    areas = [(feature, area) for feature, area in areas if not area.is_empty]
    if not areas:
        raise FileFormatError("the file holds no polygons that could be measured")
    for feature, area in areas:
        claim = _claim(feature, area, features, given)
        findings += check_shape(claim.label, area, wound=wound)
        measured, wrong = measure_claim(claim)
        rings += measured
        findings += wrong
    return rings, findings + _sources(feature for feature, _ in areas)


def _claims(feature: RawFeature) -> bool:
    return feature.text("kind") not in _BESIDE


def _claim(
    feature: RawFeature,
    area: BaseGeometry,
    features: Sequence[RawFeature],
    given: Given,
) -> Claim:
    max_range_km = feature.number("max_range_km")
    if given.max_range_m is None and not (max_range_km and max_range_km > 0):
        raise InputError(
            f"{feature.label} has no property max_range_km above 0; "
            "say how far it claims to reach: --range 305.8km"
        )
    kind = feature.text("kind")
    min_range_km = feature.number("min_range_km") or 0.0
    baseline = _baseline(feature, area, features, given.sites)
    sector = given.sector or _sector(feature)
    if not isinstance(baseline, shapely.Point):
        sector = None
    whole = kind in ("", "reach")
    if kind == "merged":  # where holes and sides are hidden, only the bounds tell
        whole = not min_range_km and sector is None
    if given.max_range_m is not None:
        min_range_km = (given.min_range_m or 0.0) / 1e3
    if kind in _TOGETHER:
        min_range_km = 0.0
    area_km2 = feature.number("area_km2")
    return Claim(
        label=_label(feature),
        geometry=area,
        baseline=baseline,
        max_range_m=given.max_range_m or (max_range_km or 0.0) * 1e3,
        min_range_m=min_range_km * 1e3,
        tolerance_m=given.tolerance_m
        or feature.number("tolerance_m")
        or DEFAULT_TOLERANCE_M,
        sector=sector,
        whole=whole,
        area_km2=area_km2 if max_range_km else None,
    )


def _label(feature: RawFeature) -> str:
    site, system = feature.text("site"), feature.text("system")
    if not (site and system):
        return feature.label
    kind, zone = feature.text("kind"), feature.text("zone")
    return f"{site}, {system}, {kind}{': ' + zone if zone else ''}"


def _baseline(
    feature: RawFeature,
    area: BaseGeometry,
    features: Sequence[RawFeature],
    sites: Sequence[LaunchSite],
) -> BaseGeometry:
    if feature.text("kind") in _TOGETHER:
        starts = [site.geometry for site in sites] or [
            other.geometry for other in features if other.text("kind") == "site"
        ]
        if starts:
            return shapely.GeometryCollection(starts)
    if sites:
        return min(sites, key=lambda site: _distance_m(site, area)).geometry
    if feature.text("baseline") in ("line", "area"):
        for other in features:
            if other.text("kind") == "site" and (
                other.text("site") == feature.text("site")
            ):
                return other.geometry
    lon, lat = feature.number("lon"), feature.number("lat")
    if lon is None or lat is None or feature.text("baseline") in ("line", "area"):
        raise InputError(
            f"{feature.label} doesn't say where its range starts; give the place or "
            "position: --from Kharkiv, or --from 49.99,36.23"
        )
    check_position(lon, lat)
    return shapely.Point(lon, lat)


def _distance_m(site: LaunchSite, area: BaseGeometry) -> float:
    centre = area.centroid
    lat = float(np.clip(centre.y, -90, 90))
    return float(inverse(site.lon, site.lat, centre.x, lat)[2])


def _sector(feature: RawFeature) -> Sector | None:
    start_deg = feature.number("start_azimuth_deg")
    end_deg = feature.number("end_azimuth_deg")
    if start_deg is None or end_deg is None:
        return None
    return Sector(start_deg, end_deg)


def _sources(features: Iterable[RawFeature]) -> list[Finding]:
    found = []
    for feature in features:
        if not feature.text("source"):
            claims = feature.number("max_range_km") is not None
            message = "no source is given for the range"
            found.append(Finding("source", _label(feature), message, fault=claims))
    return found


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
