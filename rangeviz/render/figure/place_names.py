"""Populated places that a frame shows, the largest first."""

from __future__ import annotations

import numpy as np

from rangeviz.datasets.places.gazetteer import load_places
from rangeviz.language.language import Language, place_code
from rangeviz.render.figure.paint import Canvas
from rangeviz.render.figure.text import plain

MAX_TRIED = 300
# Height of the frame in metres, and the least population worth a name in it.
_LEAST_POPULATION = ((30e3, 0), (200e3, 5_000), (1_500e3, 50_000), (6_000e3, 400_000))
_LEAST_FAR = 2_000_000


def places_in(
    canvas: Canvas, language: Language
) -> list[tuple[str, tuple[float, float]]]:
    """List places in a frame.

    Parameters
    ----------
    canvas : Canvas
        The frame.
    language : Language
        What to name them in.

    Returns
    -------
    list of (name, (x, y))
        Inches in the frame; at most `MAX_TRIED`.
    """
    view = canvas.view
    least = next(
        (people for high_m, people in _LEAST_POPULATION if view.height_m <= high_m),
        _LEAST_FAR,
    )
    west, south, east, north = view.bounds_deg
    bounds = (west, max(south, -90.0), east, min(north, 90.0))
    found = load_places(bbox=bounds, min_population=least)
    lon_lat = found[["lon", "lat"]].to_numpy()
    people = found["population"].to_numpy(dtype=float, na_value=0.0)
    points = canvas.to_inches(view.to_plane(lon_lat))
    size = (canvas.width_in, canvas.height_in)
    inside = np.flatnonzero(((points > 0) & (points < size)).all(axis=1))
    order = inside[
        np.lexsort((found["geoname_id"].to_numpy()[inside], -people[inside]))
    ]
    drawn = order[:MAX_TRIED]
    names = [
        language.name(place_code(name, *position), name)
        for name, position in zip(
            found["name"].iloc[drawn], lon_lat[drawn], strict=True
        )
    ]
    return [
        (plain(name, longest=32), (x, y))
        for name, (x, y) in zip(names, points[drawn].tolist(), strict=True)
    ]
