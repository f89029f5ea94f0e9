"""Populated places that a frame shows, the most prominent first."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Circle, Patch, Rectangle

from rangeviz.arguments import plain
from rangeviz.datasets.places.gazetteer import load_places
from rangeviz.datasets.places.seats import CAPITAL, MOST_WEIGHT, TOWN, prominence
from rangeviz.language.language import Language, place_code
from rangeviz.render.figure.compose import MapDrawing
from rangeviz.render.figure.labels import Box, Label, around
from rangeviz.render.figure.paint import Canvas

MAX_TRIED = 300
GREAT_CAPITAL = 5_000_000  # people
PLACES_PER_IN2 = 0.55  # at the usual size of letters
APART = 0.035  # of the frame: nearer to a larger place, a smaller one has no name
SAME_IN = 0.05  # a place so near to a site is the site
# Height of the frame in metres, and the least weight (`prominence`) worth a name in it.
_LEAST_WEIGHT = ((30e3, 0), (200e3, 5_000), (1_500e3, 50_000), (6_000e3, 300_000))
_LEAST_FAR = 700_000


class NamedPlace(NamedTuple):
    """A place of a frame: what it is called, where it lies, and what it is."""

    name: str
    point: tuple[float, float]
    """Inches in the frame."""
    rank: int
    """`rangeviz.datasets.places.seats.CAPITAL`, ``SEAT`` or ``TOWN``."""
    is_great: bool
    """Whether it is a capital of five million people or more: it must be named."""


def places_in(canvas: Canvas, language: Language) -> list[NamedPlace]:
    """List places in a frame, the most prominent first.

    Parameters
    ----------
    canvas : Canvas
        The frame.
    language : Language
        What to name them in.

    Returns
    -------
    list of NamedPlace
        At most `MAX_TRIED`.
    """
    view = canvas.view
    least = next(
        (people for high_m, people in _LEAST_WEIGHT if view.height_m <= high_m),
        _LEAST_FAR,
    )
    west, south, east, north = view.bounds_deg
    bounds = (west, max(south, -90.0), east, min(north, 90.0))
    found = load_places(bbox=bounds, min_population=least // MOST_WEIGHT)
    found = found[prominence(found).weight >= least]
    lon_lat = found[["lon", "lat"]].to_numpy()
    rank, weight = prominence(found)
    points = canvas.to_inches(view.to_plane(lon_lat))
    size = (canvas.width_in, canvas.height_in)
    inside = np.flatnonzero(((points > 0) & (points < size)).all(axis=1))
    order = inside[
        np.lexsort((found["geoname_id"].to_numpy()[inside], -weight[inside]))
    ]
    drawn = order[:MAX_TRIED]
    names = [
        language.name(place_code(name, *position), name)
        for name, position in zip(
            found["name"].iloc[drawn], lon_lat[drawn], strict=True
        )
    ]
    return [
        NamedPlace(plain(name, longest=32), (x, y), what, great)
        for name, (x, y), what, great in zip(
            names,
            points[drawn].tolist(),
            rank[drawn].tolist(),
            (weight[drawn] >= GREAT_CAPITAL * MOST_WEIGHT).tolist(),
            strict=True,
        )
    ]


class PlaceNamer:
    """Names the places of a map, and keeps room for those that must be named.

    Parameters
    ----------
    drawing : MapDrawing
        The map, before anything on it has a name.
    put, put_surely : callable
        Of `rangeviz.render.figure.naming.Namer`.
    """

    def __init__(
        self,
        drawing: MapDrawing,
        put: Callable[[Label | None, str, float], bool],
        put_surely: Callable[..., None],
    ) -> None:
        self.canvas, self.layout = drawing.canvas, drawing.layout
        self.ground, self.sizes = drawing.theme.ground, drawing.sizes
        self._put, self._put_surely = put, put_surely
        area_in2 = self.canvas.width_in * self.canvas.height_in
        self.apart_in = APART * math.sqrt(area_in2)
        usual = round(PLACES_PER_IN2 * area_in2 / self.sizes.scale**2)
        self.most = drawing.panel.places if drawing.panel else usual
        sites = drawing.report.scenario.sites
        positions = np.array([[site.lon, site.lat] for site in sites])
        self.near = self.canvas.to_inches(self.canvas.view.to_plane(positions)).tolist()
        places = places_in(self.canvas, drawing.words.language)
        great = [place for place in places if place.is_great and self._is_apart(place)]
        self.great = great if not drawing.panel else []
        self.others = [place for place in places if place not in self.great]
        self.layout.taken.extend(map(self._dot_box, self.great))

    def _is_apart(self, place: NamedPlace, apart_in: float = SAME_IN) -> bool:
        x, y = place.point
        return all(math.hypot(x - a, y - b) > apart_in for a, b in self.near)

    @property
    def _arm(self) -> float:
        return 0.022 * self.sizes.scale

    def _dot_box(self, place: NamedPlace) -> Box:
        (x, y), room = place.point, self._arm + 0.02
        return x - room, y - room, x + room, y + room

    def name_all(self) -> None:
        """Name the great capitals surely, then others while there is room."""
        for place in self.great:
            tried = self._around(place)
            label = self.layout.best(tried)
            self._put_surely(label, tried, place.point, self.ground.place_text, 6.5)
            self._dot(place)
            self.near.append(place.point)
        named = len(self.great)
        for place in self.others:
            if named >= self.most:
                break
            # The suburbs of a city without a name get none, its capital does.
            lone = place.rank == CAPITAL or self._is_apart(place, self.apart_in)
            self.near.append(place.point)
            if not lone or not self.layout.is_free(self._dot_box(place)):
                continue
            label = self.layout.best(self._around(place))
            if self._put(label, self.ground.place_text, 6.5):
                self.layout.taken.append(self._dot_box(place))
                self._dot(place)
                named += 1

    def _around(self, place: NamedPlace) -> list[tuple[float, Label]]:
        return list(
            around("place", place.name, place.point, 0.045, size_pt=self.sizes.place)
        )

    def _dot(self, place: NamedPlace) -> None:
        """Mark a place: a capital by a square, a seat by a disc, others by a ring."""
        ink, halo, rank = self.ground.place_text, self.ground.halo, place.rank
        (x, y), arm = place.point, self._arm
        mark: Patch = Circle((x, y), arm if rank == TOWN else 1.2 * arm)
        if rank == CAPITAL:
            side = 2.3 * arm
            mark = Rectangle((x - side / 2, y - side / 2), side, side)
        mark.set(facecolor=halo if rank == TOWN else ink, linewidth=0.8)
        mark.set_edgecolor(ink if rank == TOWN else halo)
        self.canvas.add(mark, 6.0)
