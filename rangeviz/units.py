"""Lengths: metres inside, kilometres, miles and nautical miles at the edge."""

from __future__ import annotations

import math
import re

from rangeviz.errors import DistanceError

M_PER_KM = 1_000.0
M_PER_MI = 1_609.344  # international mile, exact since 1959
M_PER_NMI = 1_852.0  # international nautical mile, exact
M_PER_FT = 0.3048  # international foot, exact

_METRES_PER_UNIT = {
    "m": 1.0,
    "metre": 1.0,
    "meter": 1.0,
    "km": M_PER_KM,
    "kilometre": M_PER_KM,
    "kilometer": M_PER_KM,
    "mi": M_PER_MI,
    "mile": M_PER_MI,
    "nmi": M_PER_NMI,
    "nm": M_PER_NMI,
    "ft": M_PER_FT,
}
_LENGTH = re.compile(
    r"\s*([+-]?[\d.,_'\u00a0\u202f ]*\d[\d.]*(?:e[+-]?\d+)?)\s*([a-z]*)\s*"
)
_LONGEST = 100  # characters
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,_'\u00a0\u202f ]\d{3})+(?:\.\d+)?")
# A comma that can't stand between thousands is a decimal one: 80,5 and 0,525.
_DECIMAL_COMMA = re.compile(r"[+-]?(?:0+,\d+|\d+,(?:\d{1,2}|\d{4,}))")


def parse_length_m(text: str) -> float:
    """Read a length with its unit, in metres.

    Parameters
    ----------
    text : str
        A number and a unit: ``"305.8 km"``, ``"190 mi"``, ``"10m"``,
        ``"1,500 km"``; a comma that no thousands can stand behind is a decimal one,
        as in ``"80,5 km"``. The unit is required: a bare number is refused.

    Returns
    -------
    float
        The length in metres.

    Raises
    ------
    DistanceError
        If there is no finite number, no unit, or a unit that is not known.

    Examples
    --------
    >>> parse_length_m("305.8 km")
    305800.0
    >>> parse_length_m("1,500 km")
    1500000.0
    >>> parse_length_m("80,5 km")
    80500.0
    >>> round(parse_length_m("190 mi"), 2)
    305775.36
    """
    # The pattern's parts overlap: it must not meet a text of a megabyte.
    match = _LENGTH.fullmatch(text.lower()) if len(text) <= _LONGEST else None
    unit = match.group(2) if match else ""
    metres = _METRES_PER_UNIT.get(unit) or _METRES_PER_UNIT.get(unit.removesuffix("s"))
    if match is None or metres is None:
        raise DistanceError(
            f"{text!r} is not a length: write a number with its unit, "
            "like 305.8km, 190mi, 270nmi or 10m"
        )
    value = _parse_number(match.group(1), text) * metres
    if not math.isfinite(value):
        raise DistanceError(f"{text!r} is not a finite length")
    return value


def _parse_number(digits: str, text: str) -> float:
    compact = digits.strip()
    if _DECIMAL_COMMA.fullmatch(compact):
        compact = compact.replace(",", ".")
    if _GROUPED.fullmatch(compact):
        compact = re.sub(r"[,_'\u00a0\u202f ]", "", compact)
    try:
        return float(compact)
    except ValueError:
        raise DistanceError(
            f"{text!r} is not a length: write the number like 305.8 or 1,500"
        ) from None


def km(metres: float) -> float:
    """Convert metres to kilometres.

    Examples
    --------
    >>> km(305_800)
    305.8
    """
    return metres / M_PER_KM


def miles(metres: float) -> float:
    """Convert metres to international miles.

    Examples
    --------
    >>> round(miles(305_800))
    190
    """
    return metres / M_PER_MI
