"""Measure a file that claims ranges: made by rangeviz, or by anyone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rangeviz.arguments import path_of
from rangeviz.errors import InputError
from rangeviz.language.wording import one_line
from rangeviz.model.reach import Sector, check_tolerance
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import check_range
from rangeviz.units import km
from rangeviz.verification.feature_claims import Given, verify_features
from rangeviz.verification.findings import Verification
from rangeviz.verification.readers.vector_features import read_features
from rangeviz.verification.verify_page import verify_page

if TYPE_CHECKING:
    import geopandas as gpd

_PAGES: Final = (".html", ".htm", ".xhtml")
_WOUND: Final = ("GeoJSON", "GeoJSONSeq", "LIBKML", "KML")


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
        A page (``.html``; by rangeviz or by folium), GeoJSON, GeoPackage, KML,
        KMZ, FlatGeobuf, Shapefile, GeoParquet, or a zip of one.
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
        Regions of the user's own that a page was made with, as `read_borders`
        gives; without them its figures of countries and regions are not checked.

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
    if Path(path).suffix.lower() in _PAGES:
        return verify_page(path, shown, given, borders)
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
