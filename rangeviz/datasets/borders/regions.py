"""Find regions and countries by name, alias or code, or by a point in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import shapely

from rangeviz.arguments import check_text, count_of, float_of
from rangeviz.datasets.borders.border_names import (
    Match,
    countries,
    exact_matches,
    nearest_matches,
    partial_matches,
)
from rangeviz.datasets.borders.shipped import (
    check_worldview,
    dissolve,
    load_regions,
    regions_at,
    regions_of,
    to_regions,
)
from rangeviz.errors import AmbiguousNameError, DistanceError, UnknownNameError
from rangeviz.geodesy.bbox import Bbox
from rangeviz.geodesy.ellipsoid import (
    check_position,
    meridian_radius_m,
    prime_vertical_radius_m,
    wrap_lon,
)
from rangeviz.model.region import Region
from rangeviz.model.scenario import Worldview

Kind = Literal["region", "country", "region or country"]

_HINT = "'rangeviz regions NAME' lists what is there"


def find_region(query: str, *, worldview: Worldview = "international") -> Region:
    """Find one first-level unit.

    Parameters
    ----------
    query : str
        A name in any spelling or script of the data, with or without the kind of
        unit ("Kursk", "Kursk Oblast", "Курская область"), an ISO 3166-2 code
        ("UA-63") or a Natural Earth code ("UKR-328"). ``"Name, Country"`` narrows
        it, the country by name or code. Case, accents and apostrophes don't matter.
    worldview : {"international", "natural-earth"}
        Whose view its country follows, in the answer and in ``", Country"``.

    Returns
    -------
    Region
        A spelling that is some unit's own name beats one that is another's
        translation, short form or former name ("Moscow" is the city).

    Raises
    ------
    UnknownNameError
        If nothing answers; the message has the nearest names.
    AmbiguousNameError
        If several answer equally well; the message has how to write each.

    See Also
    --------
    find_regions, find_country, find_zone

    Examples
    --------
    >>> find_region("kursk").code, find_region("Харківська область").name
    ('RU-KRS', 'Kharkiv Oblast')
    >>> find_region("Punjab")
    Traceback (most recent call last):
    rangeviz.errors.AmbiguousNameError: 2 regions answer to 'Punjab'; write one of: \
Punjab, India; Punjab, Pakistan
    """
    return _find(query, "region", worldview)


def find_country(query: str, *, worldview: Worldview = "international") -> Region:
    """Find one country, whole: all its units dissolved.

    Parameters
    ----------
    query : str
        A name in any spelling of the data, or an ISO 3166-1 code of two or three
        letters.
    worldview : {"international", "natural-earth"}
        Which units are counted to it.

    Returns
    -------
    Region
        With its own code as ``country_code``.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        As `find_region`.

    See Also
    --------
    find_region, load_countries

    Examples
    --------
    >>> find_country("ua").name, find_country("Україна").code
    ('Ukraine', 'UKR')
    """
    return _find(query, "country", worldview)


def find_area(query: str, *, worldview: Worldview = "international") -> Region:
    """Find one region or one country, whichever answers better.

    Where a country and one of its own regions share a name (Luxembourg), the name
    means the country.

    Parameters
    ----------
    query : str
        A name in any spelling or a code, as `find_region` takes it.
    worldview : {"international", "natural-earth"}
        Whose view its country follows, and which units are counted to it.

    Returns
    -------
    Region
        In EPSG:4326; a country whole, all its units dissolved.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        As `find_region`.

    See Also
    --------
    find_region, find_country, find_zone

    Examples
    --------
    >>> find_area("Kursk").is_country, find_area("Ukraine").is_country
    (False, True)
    >>> find_area("Georgia")
    Traceback (most recent call last):
    rangeviz.errors.AmbiguousNameError: 2 regions or countries answer to 'Georgia'; \
write one of: Georgia, United States; GEO
    """
    return _find(query, "region or country", worldview)


def find_regions(
    query: str, *, worldview: Worldview = "international", limit: int = 20
) -> list[Region]:
    """List the regions and countries that a text may mean, best first.

    Parameters
    ----------
    query : str
        As in `find_region`; here a part of a name will do. A country's name lists
        the country and then its regions.
    worldview : {"international", "natural-earth"}
        Whose view their countries follow.
    limit : int
        How many to give at most.

    Returns
    -------
    list of Region
        At least one.

    Raises
    ------
    UnknownNameError
        If no name holds the text; the message has the nearest names.

    See Also
    --------
    find_region

    Examples
    --------
    >>> [region.code for region in find_regions("Kharkiv")]
    ['UA-63']
    >>> [region.code for region in find_regions("Belarus", limit=3)]
    ['BLR', 'BY-BR', 'BY-HO']
    """
    limit = count_of(limit, "limit")
    exact = _answers(query, "region or country", worldview)
    if exact and exact[0].is_country:
        code = str(exact[0].unit)
        members = to_regions(regions_of(code, worldview).head(limit))
        return [_country(code, worldview), *members][:limit]
    partial = [m for m in partial_matches(query) if _exists(m, worldview)]
    found = list(dict.fromkeys(match.unit for match in [*exact, *partial]))[:limit]
    if not found:
        raise _unknown(query, "region or country", worldview)
    return _load(found, worldview)


def _find(query: str, kind: Kind, worldview: Worldview) -> Region:
    answers = _answers(query, kind, worldview)
    best = [match.unit for match in answers if match.rank == answers[0].rank]
    if not best:
        raise _unknown(query, kind, worldview)
    found = _load(best, worldview)
    whole = {region.code for region in found if region.is_country}
    found = [r for r in found if r.is_country or r.country_code not in whole]
    if len(found) > 1:
        raise AmbiguousNameError(kind, query, [_how_to_write(r) for r in found])
    return found[0]


def _answers(query: str, kind: Kind, worldview: Worldview) -> list[Match]:
    """Give the matches of a kind, best first, narrowed by ``", Country"``."""
    check_text(query, "the name of a region or country")
    check_worldview(worldview)
    answers = [m for m in exact_matches(query) if _is(m, kind, worldview)]
    name, comma, country = query.rpartition(",")
    if answers or not comma:
        return answers
    inside = {str(m.unit) for m in exact_matches(country) if m.is_country}
    regions = [m for m in exact_matches(name) if _is(m, "region", worldview)]
    if not regions or not inside or kind == "country":
        return []
    units = regions_at([int(m.unit) for m in regions], worldview)
    pairs = zip(regions, units, strict=True)
    return [match for match, unit in pairs if unit.country_code in inside]


def _is(match: Match, kind: Kind, worldview: Worldview) -> bool:
    right_kind = kind == "region or country" or match.is_country == (kind == "country")
    return right_kind and _exists(match, worldview)


def _exists(match: Match, worldview: Worldview) -> bool:
    """Say whether a country has units in a worldview; a region always exists."""
    return not isinstance(match.unit, str) or (
        worldview in countries()[match.unit].area_km2
    )


def _load(units: Sequence[int | str], worldview: Worldview) -> list[Region]:
    fids = [unit for unit in units if isinstance(unit, int)]
    regions = dict(zip(fids, regions_at(fids, worldview), strict=True)) if fids else {}
    return [
        _country(unit, worldview) if isinstance(unit, str) else regions[unit]
        for unit in units
    ]


def _country(code: str, worldview: Worldview) -> Region:
    known = countries()[code]
    shape = dissolve(regions_of(code, worldview).geometry.to_numpy())
    area_km2 = known.area_km2[worldview]
    return Region(code, known.name, code, known.name, area_km2, shape)


def _how_to_write(region: Region) -> str:
    return region.code if region.is_country else region.full_name


def _unknown(query: str, kind: Kind, worldview: Worldview) -> UnknownNameError:
    near = nearest_matches(query.partition(",")[0], limit=20)
    units = dict.fromkeys(m.unit for m in near if _is(m, kind, worldview))
    nearest = [region.name for region in _load(list(units)[:5], worldview)]
    return UnknownNameError(kind, query, nearest, "" if nearest else _HINT)


_FARTHEST_KM = 500.0  # the tangent plane is good for that


def find_region_at(
    lon: float,
    lat: float,
    *,
    worldview: Worldview = "international",
    max_distance_km: float = 5.0,
) -> Region | None:
    """Find the region that a point lies in.

    The shipped coast is generalised, so that some 70 coastal towns of Ukraine and
    Russia (Kherson among them) lie outside every polygon: where no region holds the
    point, the nearest one within `max_distance_km` is given.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    worldview : {"international", "natural-earth"}
        Whose view the region's country follows.
    max_distance_km : float
        How far outside every region a point may lie; 0 for none.

    Returns
    -------
    Region or None
        None at sea. On a shared edge, the region whose code sorts first.

    Raises
    ------
    CoordinateError
        If the position is not on Earth.
    DistanceError
        If the distance is not 0 to 500 km.

    See Also
    --------
    find_region, load_regions

    Examples
    --------
    >>> find_region_at(36.23, 49.99).name
    'Kharkiv Oblast'
    >>> find_region_at(31.0, 43.0) is None  # the Black Sea
    True
    """
    check_position(lon, lat)
    check_worldview(worldview)
    max_distance_km = float_of(max_distance_km, "max_distance_km")
    if not 0 <= max_distance_km <= _FARTHEST_KM:
        raise DistanceError(
            f"max_distance_km {max_distance_km:g} is not 0 to {_FARTHEST_KM:g}"
        )
    lon = float(wrap_lon(lon))
    box = _box_around(lon, lat, max_distance_km)
    units = load_regions(worldview=worldview, bbox=box).sort_values("code")
    distances_km = _distances_km(lon, lat, units.geometry.to_numpy(), box)
    if not len(units) or distances_km.min() > max_distance_km:
        return None
    return to_regions(units.iloc[[int(distances_km.argmin())]])[0]


def _box_around(lon: float, lat: float, distance_km: float) -> Bbox:
    high_deg = distance_km / 110.0 + 1e-9  # a degree of latitude: 110.6 km or more
    south, north = max(lat - high_deg, -90.0), min(lat + high_deg, 90.0)
    slimmest = math.cos(math.radians(max(abs(south), abs(north))))
    wide_deg = high_deg / slimmest if slimmest > high_deg / 180 else 180.0
    if wide_deg >= 180:
        return (-180.0, south, 180.0, north)
    west, east = wrap_lon(np.array([lon - wide_deg, lon + wide_deg]))
    return (float(west), south, float(east), north)


def _distances_km(lon: float, lat: float, shapes: np.ndarray, box: Bbox) -> np.ndarray:
    """Distances in the tangent plane: good to metres over the few km that count."""
    west, south, east, north = box
    if west <= east:
        shapes = shapely.clip_by_rect(shapes, west, south, east, north)
    east_m = float(prime_vertical_radius_m(lat)) * math.cos(math.radians(lat))
    scale_m = np.radians([east_m, float(meridian_radius_m(lat))])

    def to_plane(lon_lat: np.ndarray) -> np.ndarray:
        step = np.column_stack([wrap_lon(lon_lat[:, 0] - lon), lon_lat[:, 1] - lat])
        return np.asarray(step * scale_m)

    plane = shapely.transform(shapes, to_plane)
    return np.asarray(shapely.distance(plane, shapely.Point(0, 0))) / 1000
