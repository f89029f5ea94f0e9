"""Which positions a reach holds, by true distance: places, and any points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from rangeviz.analysis.ground import Ground
from rangeviz.analysis.surroundings import Surroundings
from rangeviz.arguments import count_of, one_of
from rangeviz.geodesy.distance.proximity import Proximity
from rangeviz.geodesy.ellipsoid import FloatArray, inverse
from rangeviz.geodesy.shapes import within
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import DEFAULT_MIN_POPULATION
from rangeviz.model.zone import Zone

_LEAST_M_PER_DEG = 110_574.0  # of latitude, at the equator
_LEAST_COSINE = 1e-3


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A populated place and its geodesic distance from a site.

    Parameters
    ----------
    name : str
        As the gazetteer spells it.
    country : str
        ISO 3166 alpha-3 code, as the gazetteer has it.
    lon, lat : float
        Degrees, EPSG:4326.
    population : int, optional
        None where the gazetteer does not know it. Figures are of various years.
    distance_m : float
        From the site, on the ellipsoid.
    """

    name: str
    country: str
    lon: float
    lat: float
    population: int | None
    distance_m: float


def places_within(
    envelope: ReachEnvelope,
    *,
    min_population: int = DEFAULT_MIN_POPULATION,
    around: Surroundings | None = None,
) -> tuple[PlaceRow, ...]:
    """List the populated places inside a reach, nearest first.

    Whether a place is inside follows from its distance (and, in a sector, its
    azimuth), not from the drawn shape.

    Parameters
    ----------
    envelope : ReachEnvelope
        The reach.
    min_population : int
        Leaves out smaller places, and those of unknown population unless 0.
    around : Surroundings, optional
        The site with the places around it, shared by several reaches; which are
        left out is then its own.

    Returns
    -------
    tuple of PlaceRow
        Distances in metres; of places as near as each other the larger comes first.
        Empty where no place lies inside.

    Raises
    ------
    InputError
        If it is no reach, or the population no whole number.

    See Also
    --------
    coverage, load_places

    Examples
    --------
    >>> import rangeviz as rv
    >>> reach = rv.reach((36.2304, 49.9935), "80.5 km")
    >>> [row.name for row in places_within(reach, min_population=300_000)]
    ['Kharkiv', 'Belgorod']
    """
    if around is None:
        envelope = one_of(envelope, ReachEnvelope, "a reach")
        min_population = count_of(min_population, "min_population")
        ground = Ground("international", min_population)
        around = Surroundings([envelope], ground)
    places, distance_m = around.places, around.place_distances_m
    inside = np.flatnonzero(_in_range(envelope, distance_m))
    inside = inside[_in_sector(envelope, places.lon[inside], places.lat[inside])]
    people = np.nan_to_num(np.asarray(places.population[inside], float))
    order = inside[np.lexsort((-people, distance_m[inside]))]
    rows = places.take(order)
    return tuple(
        PlaceRow(name, country, lon, lat, None if people != people else int(people), d)
        for name, country, lon, lat, people, d in zip(
            rows.name.tolist(),
            rows.country_code.tolist(),
            rows.lon.tolist(),
            rows.lat.tolist(),
            rows.population.tolist(),
            distance_m[order].tolist(),
            strict=True,
        )
    )


def outside_first(
    place: PlaceRow, envelope: ReachEnvelope
) -> tuple[bool, float, float]:
    """Sort places for people: nearest first, those of an area's own land last.

    That a town of the baseline itself is within reach is no news.
    """
    in_baseline = place.distance_m == 0 and not envelope.site.is_point
    return (in_baseline, place.distance_m, -(place.population or 0))


def reached(
    envelope: ReachEnvelope, lon: np.ndarray, lat: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Measure from the site of a reach to n positions, and tell which are inside.

    Parameters
    ----------
    envelope : ReachEnvelope
        The reach.
    lon, lat : (n,) array
        Degrees, EPSG:4326.

    Returns
    -------
    distance_m : (n,) array
        Geodesic distance.
    inside : (n,) array of bool
        By the distance and, in a sector, the azimuth; the drawn shape has no say.
    """
    site = envelope.site
    proximity = Proximity(site.geometry, edges=site.edges)
    distance_m = proximity.distances_m(np.column_stack([lon, lat]))
    inside = _in_range(envelope, distance_m) & _in_sector(envelope, lon, lat)
    return distance_m, inside


def _in_range(envelope: ReachEnvelope, distance_m: np.ndarray) -> np.ndarray:
    least_m, most_m = envelope.system.min_range_m or 0.0, envelope.system.max_range_m
    return np.asarray((distance_m >= least_m) & (distance_m <= most_m))


def _in_sector(envelope: ReachEnvelope, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    if envelope.sector is None:
        return np.ones(len(lon), bool)
    azimuth_deg = inverse(envelope.site.lon, envelope.site.lat, lon, lat)[0]
    return np.asarray(envelope.sector.contains(azimuth_deg))


def points_reached(envelope: ReachEnvelope, positions: FloatArray) -> np.ndarray:
    """Tell which positions are inside a reach.

    Parameters
    ----------
    envelope : ReachEnvelope
        The reach.
    positions : (n, 2) array
        lon, lat in degrees (EPSG:4326), -180 to 180.

    Returns
    -------
    (n,) array of bool
        By the geodesic distance from the site and, in a sector, the azimuth. About
        lines and areas, where a distance is a search of its own, only positions
        near the boundary of the measured shape need it; the shape decides the others.
    """
    inside = np.zeros(len(positions), bool)
    near = _in_bounds(envelope, positions)
    if not envelope.site.is_point:
        lon, lat = positions[near].T
        sure = within(lon, lat, envelope.measured)
        inside[near] = sure
        near = near[_by_the_boundary(envelope, positions[near])]
    if near.size:
        inside[near] = reached(envelope, *positions[near].T)[1]
    return inside


def points_permitted(positions: FloatArray, zones: Sequence[Zone]) -> np.ndarray:
    """Tell where the rules of zones leave positions alone.

    Parameters
    ----------
    positions : (n, 2) array
        lon, lat in degrees (EPSG:4326), -180 to 180.
    zones : sequence of Zone
        Not inside ``restricted`` ones and, where there are any, in an ``only`` one.

    Returns
    -------
    (n,) array of bool
    """
    lon, lat = positions.T
    allowed = np.ones(len(positions), bool)
    named = np.zeros(len(positions), bool)
    for zone in zones:
        inside = within(lon, lat, zone.geometry)
        if zone.rule == "restricted":
            allowed &= ~inside
        else:
            named |= inside
    if any(zone.rule == "only" for zone in zones):
        allowed &= named
    return allowed


def _in_bounds(envelope: ReachEnvelope, positions: FloatArray) -> np.ndarray:
    """Give the rows of positions that could be inside."""
    west, south, east, north = envelope.bounds
    lon, lat = positions.T
    fits = (lat >= south) & (lat <= north)
    if west > -180 and east < 180:
        fits &= (lon >= west) & (lon <= east)
    return np.flatnonzero(fits)


def _by_the_boundary(envelope: ReachEnvelope, positions: FloatArray) -> np.ndarray:
    boundary = envelope.measured.boundary
    shapely.prepare(boundary)
    return np.asarray(
        shapely.dwithin(boundary, shapely.points(positions), _slack_deg(envelope))
    )


def _slack_deg(envelope: ReachEnvelope) -> float:
    """Twice what the shape may be off, in degrees of longitude or latitude."""
    _, south, _, north = envelope.measured.bounds
    cosine = math.cos(math.radians(max(abs(south), abs(north))))
    slack_m = 2 * max(envelope.max_deviation_m, 1.0)
    return slack_m / (_LEAST_M_PER_DEG * max(cosine, _LEAST_COSINE))
