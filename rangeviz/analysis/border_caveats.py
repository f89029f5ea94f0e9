"""What a reader must know of the shipped borders: only of those that a map shows."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from rangeviz.datasets.borders.shipped import load_regions
from rangeviz.geodesy.ellipsoid import wrap_lon
from rangeviz.geodesy.pieces import MIN_CURVATURE_RADIUS_M
from rangeviz.language.spoken import Note
from rangeviz.language.wording import Sentence
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Worldview

Box = tuple[float, float, float, float]

WORLDVIEW = Sentence("Disputed units are counted by worldview {worldview}.")
INTERNATIONAL = Sentence(
    "Worldview international: Crimea and Sevastopol are counted as Ukraine (UN "
    "General Assembly resolution 68/262)."
)
NATURAL_EARTH = Sentence(
    "Worldview natural-earth: its de facto line of 2014, which counts Crimea and "
    "Sevastopol as Russia."
)
HELD = Sentence("Nothing here shows who has held the ground since 2022.")
TAIWAN = Sentence(
    "Taiwan is shown apart, as ISO 3166-1 lists it and as it is administered; this "
    "is no statement on its status."
)
KASHMIR = Sentence(
    "Kashmir is shown as it is administered: the line of control and Aksai Chin are "
    "not agreed borders."
)
BORDER_ACCURACY = Sentence(
    "Border lines are generalised: along the Ukraine-Russia land border they lie "
    "1.16 km from OpenStreetMap's on average, 4.2 km at most."
)
BORDERS_UNMEASURED = Sentence(
    "Border lines are generalised; how far off they lie has not been measured here."
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a caveat speaks of: some shipped units, and a box that holds them."""

    box: Box
    codes: tuple[str, ...] = ()
    country: str = ""


_CRIMEA = _Unit((32.4, 44.3, 36.7, 46.3), ("UA-43", "UA-40"))
_UKRAINE = _Unit((22.1, 44.3, 40.3, 52.4), country="UKR")
# The two sides of the land border that was measured.
_BORDER = (
    _Unit((30.4, 46.8, 40.3, 52.4), ("UA-74", "UA-59", "UA-63", "UA-09", "UA-14")),
    _Unit((31.2, 45.8, 44.4, 54.1), ("RU-BRY", "RU-KRS", "RU-BEL", "RU-VOR", "RU-ROS")),
)
_TAIWAN = _Unit((118.1, 21.8, 122.1, 26.4), country="TWN")
_KASHMIR = _Unit(
    (72.4, 32.2, 80.4, 37.2), ("IN-JK", "IN-LA", "PK-GB", "PK-JK", "KAS+00?")
)


def border_caveats(
    worldview: Worldview, reaches: Sequence[ReachEnvelope]
) -> Iterator[Sentence]:
    """Tell of the shipped borders what is so on a map of some reaches.

    Parameters
    ----------
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a unit is counted on.
    reaches : sequence of ReachEnvelope
        What the map is of. It shows the ground to twice their range.

    Yields
    ------
    Sentence
        On the worldview, on disputed units and on the lines' accuracy.
    """
    frames = list(dict.fromkeys(box for each in reaches for box in _frames(each)))
    if _is_shown(frames, _CRIMEA):
        yield INTERNATIONAL if worldview == "international" else NATURAL_EARTH
    else:
        yield Sentence(WORLDVIEW.template, {"worldview": Note(worldview)})
    for unit, sentence in ((_UKRAINE, HELD), (_TAIWAN, TAIWAN), (_KASHMIR, KASHMIR)):
        if _is_shown(frames, unit):
            yield sentence
    yield BORDER_ACCURACY if _is_shown(frames, *_BORDER) else BORDERS_UNMEASURED


def _frames(envelope: ReachEnvelope) -> Iterator[Box]:
    """Give boxes of all within twice the range, west > east across 180 degrees."""
    # By the strongest curvature anywhere a box is never too small.
    angle = 2 * envelope.system.max_range_m / MIN_CURVATURE_RADIUS_M
    for part in shapely.get_parts(envelope.site.geometry):
        west, south, east, north = part.bounds
        low, high = south - math.degrees(angle), north + math.degrees(angle)
        more_deg = 180.0
        if low > -90 and high < 90:  # no pole inside: the widest parallel tells
            narrowest = math.cos(math.radians(max(abs(south), abs(north))))
            more_deg = math.degrees(math.asin(math.sin(angle) / narrowest))
        sides = (-180.0, 180.0)
        if east - west + 2 * more_deg < 360:
            wrapped = wrap_lon(np.array([west - more_deg, east + more_deg]))
            sides = (float(wrapped[0]), float(wrapped[1]))
        yield (sides[0], max(low, -90.0), sides[1], min(high, 90.0))


def _is_shown(frames: Sequence[Box], *units: _Unit) -> bool:
    """Whether one frame shows something of each of the units."""
    return any(all(_meets(frame, unit) for unit in units) for frame in frames)


def _meets(frame: Box, unit: _Unit) -> bool:
    west, south, east, north = frame
    windows = [frame] if west <= east else [
        (west, south, 180.0, north), (-180.0, south, east, north)
    ]  # fmt: skip
    boxes = shapely.box(*np.array(windows).T)
    if not shapely.intersects(boxes, shapely.box(*unit.box)).any():
        return False  # far away: nothing is read
    return bool(shapely.intersects(boxes[:, np.newaxis], _shapes(unit)).any())


@functools.cache
def _shapes(unit: _Unit) -> np.ndarray:
    regions = load_regions(bbox=unit.box)
    wanted = regions["code"].isin(unit.codes) | (
        regions["country_code"] == unit.country
    )
    shapes = regions.geometry[wanted].to_numpy()
    shapely.prepare(shapes)
    return np.asarray(shapes)
