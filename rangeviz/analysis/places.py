"""Populated places inside a reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rangeviz.analysis.ground import Ground
from rangeviz.datasets.gazetteer import load_places
from rangeviz.geodesy.ellipsoid import inverse
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import DEFAULT_MIN_POPULATION


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
        None where the gazetteer does not know it. Figures are pre-war.
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
    ground: Ground | None = None,
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
    ground : Ground, optional
        The same places, loaded before.

    Returns
    -------
    tuple of PlaceRow
    """
    bounds = envelope.measured.bounds
    found = (
        load_places(bbox=bounds, min_population=min_population)
        if ground is None
        else ground.places(bounds)
    )
    lon, lat = found["lon"].to_numpy(), found["lat"].to_numpy()
    distance_m, inside = reached(envelope, lon, lat)
    order = np.flatnonzero(inside)[np.argsort(distance_m[inside], kind="stable")]
    rows = found.iloc[order]
    return tuple(
        PlaceRow(name, country, x, y, None if people != people else int(people), d)
        for name, country, x, y, people, d in zip(
            rows["name"],
            rows["country_code"],
            lon[order].tolist(),
            lat[order].tolist(),
            rows["population"].to_numpy(dtype=float, na_value=np.nan),
            distance_m[order].tolist(),
            strict=True,
        )
    )


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
    site, system = envelope.site, envelope.system
    azimuth_deg, _, distance_m = map(
        np.asarray, inverse(np.full(lon.shape, site.lon), site.lat, lon, lat)
    )
    if not site.is_point:
        from rangeviz.geodesy.distance import geodesic_distance

        positions = np.column_stack([lon, lat])
        distance_m = geodesic_distance(positions, site.geometry, edges=site.edges)
    inside = distance_m <= system.max_range_m
    inside &= distance_m >= (system.min_range_m or 0.0)
    if envelope.sector is not None:
        inside &= envelope.sector.contains(azimuth_deg)
    return distance_m, inside
