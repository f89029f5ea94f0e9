"""ReachEnvelope: what one system reaches from one site."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import brief, float_of
from rangeviz.errors import CoordinateError, DistanceError, InputError, ToleranceWarning
from rangeviz.geodesy.circle.circles import Shape, geodesic_annulus, geodesic_sector
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M, MIN_TOLERANCE_M
from rangeviz.geodesy.inside.point_reaches import PointReaches
from rangeviz.geodesy.measure import area_m2
from rangeviz.language.cards import html_card
from rangeviz.language.language import Language
from rangeviz.model.checks import feature_of
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import System
from rangeviz.units import km

# A ring inscribed with deviation t loses 4 t / (3 r) of its area: this share of
# the radius keeps the loss of the measured shape under 2e-7 of the area.
MEASURING_TOLERANCE_SHARE = 1e-7
# And never more than this, so that a strip of a region along the ring keeps 1e-5 of
# its area too, or half of the last printed digit (0.001 km2).
MEASURING_TOLERANCE_AT_MOST_M = 0.02
# About lines and areas, where a finer shape takes longer (0.3 s about Ukraine).
MEASURING_TOLERANCE_M = 0.1
M_PER_DEG: Final = 110_574.0  # of latitude, at least
GREATEST_LAT: Final = 89.9  # beyond, a degree of longitude is next to nothing
WHOLE_TURN_DEG: Final = 360.0


@dataclass(frozen=True, slots=True)
class Sector:
    """The part of a circle between two azimuths, clockwise from the first.

    Parameters
    ----------
    start_azimuth_deg, end_azimuth_deg : float
        Degrees clockwise from north. Equal azimuths mean the whole circle.

    Raises
    ------
    CoordinateError
        If an azimuth is not finite or outside -360 to 360.

    Examples
    --------
    >>> Sector(300, 60).contains(350)
    True
    """

    start_azimuth_deg: float
    end_azimuth_deg: float

    def __post_init__(self) -> None:
        # As floats, so that a scenario reads back as the one that was written.
        for name in ("start_azimuth_deg", "end_azimuth_deg"):
            azimuth_deg = float_of(getattr(self, name), "an azimuth")
            object.__setattr__(self, name, azimuth_deg)
            if not (math.isfinite(azimuth_deg) and -360 <= azimuth_deg <= 360):
                raise CoordinateError(
                    f"azimuth {azimuth_deg:g}: give degrees clockwise from north, "
                    "-360 to 360"
                )

    @classmethod
    def of(cls, sector: Sector | Sequence[float]) -> Sector:
        """Take a sector, or its two azimuths.

        Raises
        ------
        InputError
            If it is neither.

        Examples
        --------
        >>> Sector.of((300, 60)).width_deg
        120.0
        """
        if isinstance(sector, Sector):
            return sector
        if isinstance(sector, str) or not isinstance(sector, Sequence):
            raise InputError(
                f"sector {brief(sector)}: give two azimuths, like (300, 60)"
            )
        if len(sector) != 2:
            raise InputError(f"a sector of {len(sector)} azimuths: give two of them")
        return cls(*sector)

    @property
    def width_deg(self) -> float:
        """Angle from start to end, clockwise: above 0, at most 360."""
        return (self.end_azimuth_deg - self.start_azimuth_deg) % 360 or 360.0

    def contains(self, azimuth_deg: Any) -> Any:
        """Whether an azimuth (scalar or array, degrees) lies in the sector."""
        return (azimuth_deg - self.start_azimuth_deg) % 360 <= self.width_deg


@dataclass(frozen=True, slots=True)
class ReachEnvelope:
    """What one system reaches from one site, as a shape with a stated error.

    Make it with `reach`.

    Parameters
    ----------
    site, system, sector
        What it was made from.
    geometry : Polygon or MultiPolygon
        EPSG:4326, RFC 7946: cut at the antimeridian, edges straight in lon/lat.
    max_deviation_m : float
        Largest distance between the boundary of `geometry` and the true one.
    tolerance_m : float
        The deviation that was allowed.
    area_m2 : float
        Area on the ellipsoid: of the true reach of a point; of lines and areas, of
        the shape that is drawn for measuring.
    """

    site: LaunchSite
    system: System
    geometry: BaseGeometry
    max_deviation_m: float
    tolerance_m: float
    area_m2: float
    sector: Sector | None = None
    fine: BaseGeometry | None = field(default=None, compare=False, repr=False)

    @property
    def measured(self) -> BaseGeometry:
        """The same shape drawn finer, to be cut; of points only where it is asked for.

        EPSG:4326, as ``geometry``.
        """
        if self.fine is None:
            fine_m = _fine_m(self.site, self.system, self.tolerance_m)
            (shape,) = _shapes(self.site, self.system, self.sector, (fine_m,))
            object.__setattr__(self, "fine", shape.geometry)
        assert self.fine is not None
        return self.fine

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Bounds in degrees, not wrapping, that hold the true reach."""
        west, south, east, north = self.geometry.bounds
        widest_deg = min(max(abs(south), abs(north)), GREATEST_LAT)
        slack_deg = 2 * max(self.max_deviation_m, 1.0) / M_PER_DEG
        wide_deg = slack_deg / math.cos(math.radians(widest_deg))
        return (
            max(west - wide_deg, -180.0),
            max(south - slack_deg, -90.0),
            min(east + wide_deg, 180.0),
            min(north + slack_deg, 90.0),
        )

    @property
    def area_km2(self) -> float:
        """Area on the ellipsoid in square kilometres."""
        return self.area_m2 / 1e6

    @property
    def label(self) -> str:
        """Site, system and range in one line."""
        return f"{self.site.name}: {self.system.name}, {self.system.max_range_km:g} km"

    def __repr__(self) -> str:
        return f"<ReachEnvelope {self.label}: {self.area_km2:,.0f} km2>"

    def _repr_html_(self) -> str:
        system = self.system
        rows = [
            ("range", f"{system.min_range_km:g} to {system.max_range_km:g} km"),
            ("area", f"{self.area_km2:,.0f} km2"),
            ("drawn within", f"{_bound(self.max_deviation_m)} of the true boundary"),
            ("source", system.source.citation),
        ]
        return html_card(self.label, rows)

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return feature_of(
            self.geometry,
            site=self.site.name,
            system=self.system.id,
            min_range_km=self.system.min_range_km,
            max_range_km=self.system.max_range_km,
            area_km2=self.area_km2,
            max_deviation_m=self.max_deviation_m,
        )


def reach(
    site: LaunchSite,
    system: System,
    *,
    sector: Sector | None = None,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> ReachEnvelope:
    """Compute what a system reaches from a site on the WGS 84 ellipsoid.

    Parameters
    ----------
    site : LaunchSite
        The baseline.
    system : System
        The published range; a least range cuts a hole.
    sector : Sector, optional
        Limits the reach to these azimuths.
    tolerance_m : float
        Largest allowed deviation of the drawn shape, in metres.

    Returns
    -------
    ReachEnvelope

    Raises
    ------
    DistanceError
        If the range can't be drawn (see `geodesic_circle`, `geodesic_buffer`)
        or the tolerance is not positive.
    InputError
        If a sector is asked for about a line or an area.

    Warns
    -----
    ToleranceWarning
        If the tolerance was not reached.

    Examples
    --------
    >>> site = LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    >>> envelope = reach(site, System.ad_hoc(max_range_m=305_800))
    >>> round(envelope.area_km2)
    293726
    """
    check_tolerance(tolerance_m)
    tolerances_m = [tolerance_m]
    if not site.is_point:
        tolerances_m.append(_fine_m(site, system, tolerance_m))
    drawn, *fine = _shapes(site, system, sector, tolerances_m)
    if drawn.max_deviation_m > tolerance_m:
        warnings.warn(
            f"{site.name}: drawn within {_bound(drawn.max_deviation_m)}, "
            f"not {tolerance_m:g} m as asked",
            ToleranceWarning,
            stacklevel=2,
        )
    return ReachEnvelope(
        site=site,
        system=system,
        sector=sector,
        geometry=drawn.geometry,
        max_deviation_m=drawn.max_deviation_m,
        tolerance_m=tolerance_m,
        area_m2=(
            float(area_m2(fine[0].geometry))
            if fine
            else float(_point_reaches([site], [system], sector).area_m2[0])
        ),
        fine=fine[0].geometry if fine else None,
    )


def _bound(metres: float) -> str:
    return f"{Language('en').bound(metres)} m"


def point_reaches(envelopes: Sequence[ReachEnvelope]) -> PointReaches:
    """Give the reaches of points, all in the same sector, as arrays."""
    sites = [each.site for each in envelopes]
    systems = [each.system for each in envelopes]
    return _point_reaches(sites, systems, envelopes[0].sector)


def _point_reaches(
    sites: Sequence[LaunchSite], systems: Sequence[System], sector: Sector | None
) -> PointReaches:
    return PointReaches(
        np.array([site.lon for site in sites]),
        np.array([site.lat for site in sites]),
        np.array([system.min_range_m or 0.0 for system in systems]),
        np.array([system.max_range_m for system in systems]),
        azimuths_of(sector),
    )


def azimuths_of(sector: Sector | None) -> tuple[float, float] | None:
    """Give the start and the width of a sector in degrees; None of a whole turn."""
    if sector is None or sector.width_deg == WHOLE_TURN_DEG:
        return None
    return sector.start_azimuth_deg, sector.width_deg


def _fine_m(site: LaunchSite, system: System, tolerance_m: float) -> float:
    if site.is_point:
        share_m = MEASURING_TOLERANCE_SHARE * system.max_range_m
        share_m = min(share_m, MEASURING_TOLERANCE_AT_MOST_M)
        return min(tolerance_m, max(share_m, MIN_TOLERANCE_M))
    return min(tolerance_m, MEASURING_TOLERANCE_M)


def _shapes(
    site: LaunchSite,
    system: System,
    sector: Sector | None,
    tolerances_m: Sequence[float],
) -> Sequence[Shape]:
    limits = (system.min_range_m or 0.0, system.max_range_m)
    if not site.is_point:
        return _shapes_about_area(site, limits, sector, tolerances_m)
    position = (site.lon, site.lat)
    if sector is None:
        return [
            geodesic_annulus(*position, *limits, tolerance_m=tolerance_m)
            for tolerance_m in tolerances_m
        ]
    azimuths_deg = (sector.start_azimuth_deg, sector.end_azimuth_deg)
    return [
        geodesic_sector(*position, *limits, *azimuths_deg, tolerance_m=tolerance_m)
        for tolerance_m in tolerances_m
    ]


def _shapes_about_area(
    site: LaunchSite,
    limits: tuple[float, float],
    sector: Sector | None,
    tolerances_m: Sequence[float],
) -> Sequence[Shape]:
    if sector is not None:
        raise InputError(
            f"a sector needs a launch point, and {site.name!r} is a {site.kind}: "
            "leave the sector out"
        )
    # Compiled geometry takes time to load, and a point needs none of it.
    from rangeviz.geodesy.buffer.buffers import buffer_to_tolerances

    return buffer_to_tolerances(
        site.geometry,
        limits[1],
        tolerances_m,
        min_distance_m=limits[0],
        edges=site.edges,
    )


def check_tolerance(tolerance_m: float) -> None:
    """Refuse a tolerance that is not a finite length above 0.

    Raises
    ------
    DistanceError
        As said.
    """
    tolerance_m = float_of(tolerance_m, "tolerance_m")
    if not (math.isfinite(tolerance_m) and tolerance_m > 0):
        raise DistanceError(
            f"tolerance {km(tolerance_m):g} km: give a finite length above 0, like 10m"
        )
