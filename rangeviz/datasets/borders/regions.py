"""Find regions and countries by name, alias or code, in any spelling of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rangeviz.arguments import check_text, count_of
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
    regions_at,
    regions_of,
    to_regions,
)
from rangeviz.errors import AmbiguousNameError, UnknownNameError
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
