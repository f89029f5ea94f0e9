"""Positions as people type them: latitude first, or letters, or a grid reference."""

from __future__ import annotations

import math
import re
import unicodedata
import warnings

import mgrs

from rangeviz.arguments import check_text
from rangeviz.errors import CoordinateError

_LONGEST = 100  # characters; no position needs more
_HOW = "write latitude, then longitude, like 49.99,36.23 or 49.99N 36.23E"
_LOOKALIKES = str.maketrans(
    dict.fromkeys("−‐‑–—﹣", "-")
    | dict.fromkeys("º˚", "°")
    | dict.fromkeys("′’‘ʹʼ´`＇", "'")
    | dict.fromkeys("″”“„ʺ＂", '"')
)
_WORDS = {
    "N": ("north", "с.ш.", "пн.ш."),
    "S": ("south", "ю.ш.", "пд.ш."),
    "E": ("east", "в.д.", "сх.д."),
    "W": ("west", "з.д.", "зх.д."),
}
_NUMBER = r"(?:\d+(?:[.,]\d*)?|[.,]\d+|nan|inf(?:inity)?)"
# One token of a position; whatever else stands in a text makes it a name.
_TOKEN = re.compile(rf"[+-]|{_NUMBER}|[NSEW]|[°'\":]|[,;/|]|\s+", re.IGNORECASE)
_DMS_LETTERS = re.compile(
    r"(\d+)\s*d\s*(?:(\d+(?:[.,]\d+)?)\s*m\s*(?:(\d+(?:[.,]\d+)?)\s*s)?)?", re.I
)
_ANGLE = re.compile(
    r"(?P<before>[NSEW]?)\s*(?P<sign>[+-]?)\s*"
    rf"(?P<size>{_NUMBER}\s*[°:]?(?:\s*{_NUMBER}\s*[':]?(?:\s*{_NUMBER}\s*\"?)?)?)"
    r"\s*(?P<after>[NSEW]?)",
    re.IGNORECASE,
)
_GEO_URI = re.compile(
    r"geo:(?P<lat>-?\d+(?:\.\d+)?),(?P<lon>-?\d+(?:\.\d+)?)(?:,-?\d+(?:\.\d+)?)?"
    r"(?P<parameters>(?:;[\w.!~*'()%\[\]:&+$-]+(?:=[^;?]*)?)*)(?:\?z=\d+)?",
    re.IGNORECASE | re.ASCII,
)
_GRID = re.compile(
    r"(?P<square>\d{1,2}\s*[C-HJ-NP-X]\s*[A-HJ-NP-Z]{2}|[ABYZ]\s*[A-HJ-NP-Z]{2}(?=[\s\d]*\d))"
    r"\s*(?P<digits>[\d\s]*)",
    re.IGNORECASE | re.ASCII,
)

# A square without digits must look like one: "28 May" is a town in Azerbaijan.
_BARE = re.compile(r"\d{1,2}[A-Z] ?[A-Z]{2}$")


def parse_position(text: str) -> tuple[float, float] | None:
    """Read a position the way people write it.

    Latitude comes first, unless letters say otherwise. Degrees may have
    decimals, or minutes and seconds; a decimal comma is read where it can't be
    the comma between the two. ``geo:`` is RFC 5870. A grid reference (MGRS,
    WGS 84) means the centre of its square.

    Parameters
    ----------
    text : str
        ``"49.99,36.23"``, ``"49°59′33″N 36°13′52″E"``, ``"36.23E 49.99N"``,
        ``"geo:49.99,36.23;u=35"``, ``"37U CR 01501 38512"``.

    Returns
    -------
    (lon, lat) : tuple of float, or None
        Degrees, longitude from -180 to 180. None if the text does not look like
        a position, so that it may be a name.

    Raises
    ------
    CoordinateError
        If it looks like a position and is none: out of bounds (swapped?), one
        number only, not finite, not to be split into two.

    See Also
    --------
    find_site

    Examples
    --------
    >>> parse_position("-33.9, 18.4")
    (18.4, -33.9)
    >>> parse_position("36.25E 49.5N")
    (36.25, 49.5)
    >>> parse_position("49 30 36 N, 36 15 0 E")
    (36.25, 49.51)
    >>> parse_position("Kharkiv") is None
    True
    """
    check_text(text, "a position")
    plain = _normalize(text)
    if len(plain) > _LONGEST:
        return None
    if plain.lower().startswith("geo:"):
        return _from_geo_uri(plain)
    if (grid := _GRID.fullmatch(plain)) and (grid["digits"] or _BARE.match(plain)):
        return _from_grid(grid["square"], grid["digits"], text)
    plain = _spell_out(plain)
    if not _is_position_like(plain):
        return None
    return _from_pair(_split(plain, text), text)


def _normalize(text: str) -> str:
    # The look-alikes go first: NFKC would turn ″ into ′′ and º into o.
    plain = unicodedata.normalize("NFKC", text.translate(_LOOKALIKES)).strip()
    bracketed = re.fullmatch(r"\(([^()]*)\)|\[([^\[\]]*)\]", plain)
    return (bracketed[1] or bracketed[2] or "").strip() if bracketed else plain


def _spell_out(text: str) -> str:
    plain = text.replace("''", '"')
    for letter, words in _WORDS.items():
        for word in words:
            plain = re.sub(re.escape(word), letter, plain, flags=re.IGNORECASE)

    def marks(match: re.Match[str]) -> str:
        degrees, minutes, seconds = match.groups()
        rest = f"{minutes}'" if minutes else ""
        return f"{degrees}°{rest}" + (f'{seconds}"' if seconds else "")

    return _DMS_LETTERS.sub(marks, plain)


def _is_position_like(plain: str) -> bool:
    tokens = _TOKEN.findall(plain)
    numbers = [token for token in tokens if re.fullmatch(_NUMBER, token, re.IGNORECASE)]
    if "".join(tokens) != plain or not numbers:
        return False
    # "Nan" and "SS2" are towns; "49.99N" is half a position.
    one_angle = numbers[0][-1].isdigit() and _ANGLE.fullmatch(plain)
    return len(numbers) > 1 or bool(one_angle)


def _split(plain: str, text: str) -> tuple[str, str]:
    """Cut a position into its two angles."""
    letters = list(re.finditer(r"(?<![a-z])[NSEW](?![a-z])", plain, re.IGNORECASE))
    if len(letters) > 2:
        raise CoordinateError(f"{text!r} has more than two of N, S, E, W; {_HOW}")
    if len(letters) == 2:
        leads = letters[0].start() == 0
        cut = letters[1].start() if leads else letters[0].end()
        return plain[:cut].rstrip(" ,;/|\t"), plain[cut:].lstrip(" ,;/|\t")
    parts = (
        _halves(r"\s*[;/|]\s*", plain)
        or _halves(r"\s*,\s+|\s+,\s*", plain)
        or _halves_at_comma(plain)
        or _halves_at_letter(plain, letters)
        or _halves_at_space(plain)
    )
    if parts is None and len(re.findall(_NUMBER, plain, re.IGNORECASE)) == 1:
        raise CoordinateError(f"{text!r} is one number, a position needs two; {_HOW}")
    if parts is None:
        raise CoordinateError(f"can't tell the two angles of {text!r} apart; {_HOW}")
    return parts


def _halves(separator: str, plain: str) -> tuple[str, str] | None:
    parts = re.split(separator, plain)
    return (parts[0], parts[1]) if len(parts) == 2 else None


def _halves_at_comma(plain: str) -> tuple[str, str] | None:
    # "49.99,36.23" and "49,36" are two numbers; "49,99 36,23" has decimal commas.
    if plain.count(",") != 1 or (" " in plain and "." not in plain):
        return None
    return _halves(",", plain)


def _halves_at_letter(
    plain: str, letters: list[re.Match[str]]
) -> tuple[str, str] | None:
    if len(letters) != 1 or not 0 < letters[0].start() < len(plain) - 1:
        return None
    before, after = plain[: letters[0].end()], plain[letters[0].end() :]
    if _ANGLE.fullmatch(before.strip()) and _ANGLE.fullmatch(after.strip()):
        return before, after
    return plain[: letters[0].start()], plain[letters[0].start() :]


def _halves_at_space(plain: str) -> tuple[str, str] | None:
    degrees = [match.start() for match in re.finditer("°", plain)]
    numbers = list(re.finditer(rf"[NSEW]?[+-]?\s*{_NUMBER}", plain, re.IGNORECASE))
    if len(degrees) == 2:
        cut = max(m.start() for m in numbers if m.start() < degrees[1])
    elif (
        len(degrees) < 2
        and len(numbers) in {2, 4, 6}
        and not re.search(r"\d,\d+,", plain)
    ):
        cut = numbers[len(numbers) // 2].start()
    else:
        return None
    return plain[:cut], plain[cut:]


def _from_pair(parts: tuple[str, str], text: str) -> tuple[float, float]:
    first, second = (_parse_angle(part, text) for part in parts)
    lat, lon = (
        (second, first) if _is_swapped(first[1], second[1], text) else (first, second)
    )
    return _checked(lon[0], lat[0], text, has_letters=bool(lat[1] or lon[1]))


def _is_swapped(first: str, second: str, text: str) -> bool:
    axes = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}
    axis, other = axes.get(first), axes.get(second)
    if axis is not None and axis == other:
        raise CoordinateError(f"{text!r} gives the same axis twice; {_HOW}")
    return axis == "lon" or other == "lat"


def _parse_angle(part: str, text: str) -> tuple[float, str]:
    match = _ANGLE.fullmatch(part.strip())
    if match is None or (match["before"] and match["after"]):
        raise CoordinateError(f"{part.strip()!r} in {text!r} is not an angle; {_HOW}")
    letter = (match["before"] or match["after"]).upper()
    if match["sign"] and letter:
        raise CoordinateError(f"{part.strip()!r} has a sign and a letter; keep one")
    size = match["size"].replace(",", ".")
    if re.search("nan|inf", size, re.IGNORECASE):
        raise CoordinateError(f"{text!r} is not finite; {_HOW}")
    size = re.sub(r"(?<!\d)\.", "0.", size)
    try:
        degrees = _degrees(size)
    except ValueError:
        raise CoordinateError(
            f"{part.strip()!r} in {text!r} is not an angle: minutes and seconds run "
            "from 0 to 60, and only the last number may have decimals"
        ) from None
    return (
        -degrees if match["sign"] == "-" or letter in {"S", "W"} else degrees
    ), letter


def _degrees(size: str) -> float:
    """Add up degrees, minutes and seconds, of which only the last has decimals."""
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", size)]
    degrees, minutes, seconds = (*numbers, 0.0, 0.0)[:3]
    split = degrees % 1 and (minutes or seconds), minutes % 1 and seconds
    if any(split) or max(minutes, seconds) > 60:
        raise ValueError(size)
    return degrees + minutes / 60 + seconds / 3600


def _from_geo_uri(plain: str) -> tuple[float, float]:
    match = _GEO_URI.fullmatch(plain)
    if match is None:
        raise CoordinateError(
            f"{plain!r} is not a geo URI; write geo:49.99,36.23 (latitude first)"
        )
    crs = re.search(r";crs=([^;]*)", match["parameters"], re.IGNORECASE)
    if crs and crs[1].lower() != "wgs84":
        raise CoordinateError(f"{plain!r}: the only crs that can be read is wgs84")
    return _checked(float(match["lon"]), float(match["lat"]), plain, has_letters=False)


def _from_grid(square: str, digits: str, text: str) -> tuple[float, float]:
    groups = digits.split()
    halves = "".join(groups)
    if len(halves) % 2 or len(halves) > 10 or len({len(group) for group in groups}) > 1:
        raise CoordinateError(
            f"{text!r} is not an MGRS reference: easting and northing need the same "
            "number of digits, at most 5 each"
        )
    if not halves:
        raise CoordinateError(
            f"{text!r} is a square of 100 km, no position: give digits of easting and "
            f"northing too, like {text.strip()[:12]}2345"
        )
    size = len(halves) // 2
    # The middle of the square, to the metre, whatever corner the library takes.
    east, north = (
        (half + "5").ljust(5, "0")[:5] for half in (halves[:size], halves[size:])
    )
    reference = "".join(square.split()).upper() + east + north
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            lat, lon = mgrs.MGRS().toLatLon(reference)
    except (mgrs.core.MGRSError, RuntimeWarning):
        raise CoordinateError(f"{text!r}: there is no such MGRS square") from None
    return _checked(lon, lat, text, has_letters=True)


def _checked(
    lon: float, lat: float, text: str, *, has_letters: bool
) -> tuple[float, float]:
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise CoordinateError(f"{text!r} is not finite; {_HOW}")
    if abs(lat) > 90:
        swap = "; latitude comes first: are the two swapped?"
        hint = swap if abs(lon) <= 90 and abs(lat) <= 180 and not has_letters else ""
        raise CoordinateError(
            f"latitude {lat:g} in {text!r} is outside -90 to 90{hint}"
        )
    if abs(lon) > 180:
        raise CoordinateError(f"longitude {lon:g} in {text!r} is outside -180 to 180")
    return lon, lat
