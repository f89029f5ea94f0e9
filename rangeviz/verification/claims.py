"""Measure a shape against the range that it claims to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.errors import GeometryError
from rangeviz.geodesy.deviation import BoundarySamples, Deviation, boundary_samples
from rangeviz.geodesy.distance.to_shape import nearest_positions
from rangeviz.geodesy.ellipsoid import SPHERE_RADIUS_M, FloatArray, inverse, wrap_lon
from rangeviz.geodesy.measure import area_m2, perimeter_m
from rangeviz.model.reach import Sector
from rangeviz.verification.findings import Finding, Limit, RingCheck, ring_faults

# Seven decimals of a degree, as RFC 7946 advises, move a vertex by 0.8 cm.
_ROUNDING_M: Final = 0.01
_AREA_ROUNDING_M2: Final = 500.0  # three decimals of a square kilometre
_FURTHEST_DEG: Final = 540.0
_Measure = Callable[[FloatArray, FloatArray], FloatArray]
# Of the search between samples: pieces of edges, parts of each, rounds.
_SEARCHED_EDGES: Final = 24
_PARTS: Final = 8
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """A shape, and the range that it claims to show.

    Parameters
    ----------
    label : str
        To name it in a message.
    geometry : Polygon or MultiPolygon
        EPSG:4326, as it stands in the file.
    baseline : shapely geometry
        What the range is measured from.
    max_range_m, min_range_m : float
        The published range; a least range of 0 is none.
    tolerance_m : float
        The deviation that is let pass.
    sector : Sector, optional
        The azimuths that the shape is limited to.
    whole : bool
        False for a part of a reach, which need only lie within the range.
    area_km2 : float, optional
        The area that the file gives.
    """

    label: str
    geometry: BaseGeometry
    baseline: BaseGeometry
    max_range_m: float
    min_range_m: float
    tolerance_m: float
    sector: Sector | None = None
    whole: bool = True
    area_km2: float | None = None


def measure_claim(claim: Claim) -> tuple[list[RingCheck], list[Finding]]:
    """Measure every edge of a shape, and what it says about itself.

    Parameters
    ----------
    claim : Claim
        What to measure.

    Returns
    -------
    rings : list of RingCheck
        One per limit: the greatest range, the least, the sides of a sector. Each
        edge counts for the limit that it is nearest to.
    findings : list of Finding
        What is wrong.
    """
    if (beyond := _off_earth(claim)) is not None:
        return [], [beyond]
    try:
        samples = boundary_samples(claim.geometry)
    except GeometryError as error:
        return [], [Finding("range", claim.label, str(error))]
    rings = list(_rings(claim, samples))
    findings = ring_faults(rings)
    findings += _missing_limits(claim, rings)
    findings += _lost_baseline(claim)
    if claim.geometry.is_valid:
        findings += _wrong_area(claim)
    return rings, findings


def check_shape(label: str, geometry: BaseGeometry, *, wound: bool) -> list[Finding]:
    """Look at a shape as a shape: validity, winding, antimeridian, coordinates.

    Parameters
    ----------
    label : str
        To name it in a message.
    geometry : Polygon or MultiPolygon
        EPSG:4326, as it stands in the file.
    wound : bool
        Whether the format asks for the right-hand rule (GeoJSON and KML do).

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> east = shapely.box(170, 0, 190, 10, ccw=False)
    >>> [finding.check for finding in check_shape("x", east, wound=True)]
    ['winding', 'coordinates']
    """
    found = []
    if not geometry.is_valid:
        why = shapely.is_valid_reason(geometry)
        found.append(Finding("validity", label, f"the polygon is invalid: {why}"))
    if wound and not _right_handed(geometry):
        message = "a ring winds against the right-hand rule (RFC 7946, section 3.1.6)"
        found.append(Finding("winding", label, message))
    rings = shapely.get_rings(shapely.get_parts(geometry))
    steps = [np.abs(np.diff(shapely.get_coordinates(ring)[:, 0])) for ring in rings]
    if steps and (jump := max(map(np.max, steps))) > 180 and not _spans_world(geometry):
        message = (
            f"an edge runs {jump:.1f} degrees, the long way round the Earth: "
            "cut the shape at the antimeridian (RFC 7946, section 3.1.9)"
        )
        found.append(Finding("antimeridian", label, message))
    west, _, east, _ = geometry.bounds
    if west < -180 or east > 180:
        message = f"longitudes run from {west:.4f} to {east:.4f}, beyond -180 to 180"
        found.append(Finding("coordinates", label, message))
    return found


def _spans_world(geometry: BaseGeometry) -> bool:
    """Tell whether a shape is closed along a pole, where long edges are right."""
    west, south, east, north = geometry.bounds
    return bool(west == -180 and east == 180 and (north == 90 or south == -90))


def _right_handed(geometry: BaseGeometry) -> bool:
    return all(
        part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors)
        for part in shapely.get_parts(geometry).tolist()
    )


def _off_earth(claim: Claim) -> Finding | None:
    lon, lat = shapely.get_coordinates(claim.geometry).T
    near = (np.abs(lat) <= 90) & (np.abs(lon) <= _FURTHEST_DEG)
    if near.all():  # False for what is not finite
        return None
    message = "coordinates are not on Earth; the shape was not measured"
    return Finding("coordinates", claim.label, message)


def _rings(claim: Claim, samples: BoundarySamples) -> Iterator[RingCheck]:
    distance_m, azimuth_deg = _seen_from(claim.baseline, samples.lon, samples.lat)
    tolerance_m = claim.tolerance_m + _ROUNDING_M
    offs = _offs(claim, distance_m, azimuth_deg)
    stacked = np.array([np.abs(off).mean(axis=0) for off in offs.values()])
    nearest = stacked.argmin(axis=0)
    for row, (limit, off_m) in enumerate(offs.items()):
        edges = nearest == row
        if edges.any():
            yield RingCheck(
                label=claim.label,
                limit=limit,
                range_km=(claim.min_range_m if limit == "min" else claim.max_range_m)
                / 1e3,
                edges=int(edges.sum()),
                deviation=_deviation(claim, limit, samples[edges], off_m[:, edges]),
                tolerance_m=tolerance_m,
            )


def _deviation(
    claim: Claim, limit: Limit, samples: BoundarySamples, off_m: FloatArray
) -> Deviation:
    """Sum up; beside lines and areas, search the kinks that their distance has."""
    found = samples.deviation(off_m)
    if isinstance(claim.baseline, shapely.Point):
        return found

    def measure(lon: FloatArray, lat: FloatArray) -> FloatArray:
        return _offs(claim, *_seen_from(claim.baseline, lon, lat))[limit]

    def greatest(sign: int) -> float:
        return _greatest_between(
            samples.lon, samples.lat, sign * off_m, lambda x, y: sign * measure(x, y)
        )

    return Deviation(
        min(found.min_m, -greatest(-1)), found.mean_m, max(found.max_m, greatest(1))
    )


def _greatest_between(
    lon: FloatArray, lat: FloatArray, value: FloatArray, measure: _Measure
) -> float:
    """Search on where the samples along edges are greatest: at least their greatest.

    The distance from a line or an area has kinks where its nearest part changes; a
    parabola through samples misses their tops. ``lon``, ``lat`` and ``value`` are of
    shape (m, n): m places on each of n edges, in order, and what `measure` gives there.
    """
    start = np.stack([lon[:-1], lat[:-1]]).reshape(2, -1)
    end = np.stack([lon[1:], lat[1:]]).reshape(2, -1)
    ends = np.stack([value[:-1], value[1:]]).reshape(2, -1)
    greatest = float(value.max())
    for _ in range(_ROUNDS):
        best = np.argsort(-ends.max(axis=0))[:_SEARCHED_EDGES]
        share = np.linspace(0, 1, _PARTS + 1)[:, None]
        places = start[:, None, best] + share * (end - start)[:, None, best]
        measured = measure(places[0].ravel(), places[1].ravel()).reshape(_PARTS + 1, -1)
        greatest = max(greatest, float(measured.max()))
        start = places[:, :-1].reshape(2, -1)
        end = places[:, 1:].reshape(2, -1)
        ends = np.stack([measured[:-1], measured[1:]]).reshape(2, -1)
    return greatest


def _offs(
    claim: Claim, distance_m: FloatArray, azimuth_deg: FloatArray
) -> dict[Limit, FloatArray]:
    """How far each sample is off each limit, in metres."""
    beyond_m = distance_m - claim.max_range_m
    if not claim.whole:
        # Outside either limit counts; inside is where a part may be.
        return {"within": np.maximum(beyond_m, claim.min_range_m - distance_m)}
    offs: dict[Limit, FloatArray] = {"max": beyond_m}
    if claim.min_range_m:
        offs["min"] = distance_m - claim.min_range_m
    if claim.sector is not None and claim.sector.width_deg < 360:
        sector = claim.sector
        offs["start side"] = _side(distance_m, azimuth_deg - sector.start_azimuth_deg)
        offs["end side"] = _side(distance_m, sector.end_azimuth_deg - azimuth_deg)
    return offs


def _side(distance_m: FloatArray, turn_deg: FloatArray) -> FloatArray:
    """Distance from a geodesic ray: by the reduced length of a sphere, outward < 0."""
    turn = np.radians((turn_deg + 180) % 360 - 180)
    across_m = SPHERE_RADIUS_M * np.sin(distance_m / SPHERE_RADIUS_M) * np.sin(turn)
    behind = np.abs(turn) > np.pi / 2
    return np.asarray(np.where(behind, distance_m, across_m))


def _seen_from(
    baseline: BaseGeometry, lon: FloatArray, lat: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Distance of each place in metres, and from a point its azimuth in degrees."""
    if isinstance(baseline, shapely.Point):
        seen = inverse(baseline.x, baseline.y, lon, lat)
        return np.asarray(seen[2]), np.asarray(seen[0])
    places = np.column_stack([wrap_lon(lon.ravel()), lat.ravel()])
    distance_m = nearest_positions(places, baseline).distance_m
    return distance_m.reshape(lon.shape), np.zeros(lon.shape)


def _missing_limits(claim: Claim, rings: list[RingCheck]) -> Iterator[Finding]:
    found = {ring.limit for ring in rings}
    if claim.whole and claim.min_range_m and "min" not in found:
        message = f"no edge shows the least range of {claim.min_range_m / 1e3:g} km"
        yield Finding("range", claim.label, message)


def _lost_baseline(claim: Claim) -> Iterator[Finding]:
    baseline = claim.baseline
    if not claim.whole or claim.min_range_m or claim.sector is not None:
        return
    if isinstance(baseline, shapely.Point) and claim.geometry.is_valid:
        turns = [
            shapely.Point(baseline.x + turn, baseline.y) for turn in (-360, 0, 360)
        ]
        if not any(claim.geometry.covers(point) for point in turns):
            message = "the shape does not hold the point that it is measured from"
            yield Finding("baseline", claim.label, message)


def _wrong_area(claim: Claim) -> Iterator[Finding]:
    if claim.area_km2 is None:
        return
    area = float(area_m2(claim.geometry))
    allowed = float(perimeter_m(claim.geometry)) * (claim.tolerance_m + _ROUNDING_M)
    if abs(area - claim.area_km2 * 1e6) > allowed + _AREA_ROUNDING_M2:
        message = (
            f"the area is {area / 1e6:,.3f} km2, where the file says "
            f"{claim.area_km2:,.3f} km2"
        )
        yield Finding("area", claim.label, message)
