"""Callout: a few words of the user's, at a position on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from rangeviz.arguments import check_text, float_of, plain
from rangeviz.errors import InputError
from rangeviz.geodesy.ellipsoid import check_position, wrap_lon

MOST_CALLOUTS: Final = 5
"""More would be a list, which a text beside the map tells better."""
LONGEST_CALLOUT: Final = 80  # characters
Direction = Literal["N", "NE", "E", "SE", "S", "SW", "W", "NW"]
DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)


@dataclass(frozen=True, slots=True)
class Callout:
    """Words that a map says about a position, beside it.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84.
    text : str
        What is said, 80 characters at most.
    direction : {"N", "NE", "E", "SE", "S", "SW", "W", "NW"}, optional
        Where from the position the words stand; where there is room if it is left out.

    Raises
    ------
    InputError
        If the text is empty or longer, or the direction none of the eight.
    CoordinateError
        If there is no such position.

    Examples
    --------
    >>> Callout(30.72, 46.48, "The grain corridor began here", "SE").text
    'The grain corridor began here'
    >>> Callout(30.72, 46.48, "Port", "up")
    Traceback (most recent call last):
    rangeviz.errors.InputError: direction 'up' is not one of N, NE, E, SE, S, SW, W, NW
    """

    lon: float
    lat: float
    text: str
    direction: Direction | None = None

    def __post_init__(self) -> None:
        for name in ("lon", "lat"):
            object.__setattr__(self, name, float_of(getattr(self, name), name))
        check_position(self.lon, self.lat)
        object.__setattr__(self, "lon", float(wrap_lon(self.lon)))
        check_text(self.text, "the text of a callout")
        object.__setattr__(self, "text", plain(self.text).strip())
        if not 0 < len(self.text) <= LONGEST_CALLOUT:
            raise InputError(
                f"a callout of {len(self.text)} characters: give 1 to {LONGEST_CALLOUT}"
            )
        if self.direction is not None and self.direction not in DIRECTIONS:
            raise InputError(
                f"direction {self.direction!r} is not one of {', '.join(DIRECTIONS)}"
            )


def check_callouts(callouts: tuple[Callout, ...]) -> None:
    """Refuse more callouts than a map has room for.

    Raises
    ------
    InputError
        If there are more than `MOST_CALLOUTS`.
    """
    if len(callouts) > MOST_CALLOUTS:
        raise InputError(f"{len(callouts)} callouts; give {MOST_CALLOUTS} at most")
