"""Names of places, regions and countries in the languages of pages and pictures."""

from __future__ import annotations

from rangeviz.datasets.borders.shipped import (
    NAME_LANGUAGES,
    country_names,
    load_regions,
)
from rangeviz.datasets.places import place_index
from rangeviz.geodesy.bbox import Bbox, boxes_of
from rangeviz.language.language import LANGUAGES, Language, area_code, place_code
from rangeviz.model.scenario import Worldview


def language_in(
    tag: str, bbox: Bbox, *, worldview: Worldview = "international"
) -> Language:
    """Give the language of a BCP 47 tag, with the names of what lies within bounds.

    Parameters
    ----------
    tag : str
        As a scenario has it; only its first part counts.
    bbox, worldview
        As `names_in` takes them.

    Raises
    ------
    InputError
        If rangeviz doesn't speak it.

    Examples
    --------
    >>> language_in("de-AT", (36.0, 49.9, 36.5, 50.1)).name("POL", "Poland")
    'Polen'
    """
    known = Language(tag.partition("-")[0].lower()).tag
    return Language(known, names_in(known, bbox, worldview=worldview))


def names_in(
    language: str, bbox: Bbox, *, worldview: Worldview = "international"
) -> dict[str, str]:
    """Give the names in a language of what lies within bounds.

    Parameters
    ----------
    language : str
        "en", "uk", "ru", "de", "pl", "fr" or "es".
    bbox : (west, south, east, north)
        Degrees. Across the antimeridian, west is greater than east, or one of them
        lies beyond 180.
    worldview : {"international", "natural-earth"}
        As of `load_regions`.

    Returns
    -------
    dict of str to str
        By the code of a country (all of them) and of a region, the `area_code` of
        both, and the `place_code` of a place. Empty for English and where the data have
        no names in the language; without what has none.

    Raises
    ------
    InputError
        If there are no names in the language.

    Examples
    --------
    >>> names = names_in("uk", (36.0, 49.9, 36.5, 50.1))
    >>> names["POL"], names["UA-63"], names[place_code("Kharkiv", 36.25475, 49.98177)]
    ('Польща', 'Харківська область', 'Харків')
    """
    if language in {*LANGUAGES} - {*NAME_LANGUAGES}:
        return {}
    names = country_names(language)
    english = country_names("en")
    names |= {area_code(english[code], code): names[code] for code in [*names]}
    regions = load_regions(worldview=worldview, bbox=bbox, languages=[language])
    columns = ("code", "name", "country_code", f"name_{language}")
    for code, name, country, local in regions[[*columns]].itertuples(index=False):
        if local:
            names |= {code: local, area_code(name, country): local}
    boxes = boxes_of(bbox)
    spans = [(west, east) for west, _, east, _ in boxes]
    _, south, _, north = boxes[0]
    with place_index.open_index() as index:
        rows = place_index.names_within(index, language, spans, south, north)
    return names | {
        place_code(name, lon, lat): local or name for name, lon, lat, local in rows
    }
