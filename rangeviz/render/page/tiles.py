"""Map tiles from the network, for who asks for them."""

from __future__ import annotations

from dataclasses import dataclass

from rangeviz.errors import InputError


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where tiles come from, and whom to thank.

    Parameters
    ----------
    host : str
        Scheme and host, the only address that the page may then ask.
    path : str
        With ``{z}``, ``{x}`` and ``{y}``.
    attribution : str
        As the provider asks for it.
    """

    host: str
    path: str
    attribution: str


TILES = {
    "osm": Tiles(
        "https://tile.openstreetmap.org",
        "/{z}/{x}/{y}.png",
        "© OpenStreetMap contributors",
    )
}


def find_tiles(name: str | None) -> Tiles | None:
    """Give the tiles of a name; None for none.

    Raises
    ------
    InputError
        If there are no such tiles.

    Examples
    --------
    >>> find_tiles("osm").host
    'https://tile.openstreetmap.org'
    """
    if name is None:
        return None
    if name not in TILES:
        raise InputError(f"no tiles {name!r}; there are {', '.join(TILES)}")
    return TILES[name]
