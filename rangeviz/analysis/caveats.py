"""What a reader must know beside the figures, as sentences."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from rangeviz.datasets.borders.shipped import load_regions
from rangeviz.geodesy.bbox import Bbox, boxes_of
from rangeviz.geodesy.ellipsoid import SMALLEST_RADIUS_M, wrap_lon
from rangeviz.language.language import Language
from rangeviz.language.wording import (
    Bound,
    Note,
    PlaceName,
    Sentence,
    Spoken,
    UnitName,
)
from rangeviz.language.words import TEMPLATE_WORDS
from rangeviz.model.reach import ReachEnvelope, Sector
from rangeviz.model.scenario import Scenario, Worldview
from rangeviz.model.site import LaunchSite, format_position, named_once

STRAIGHT_LINE = Sentence(
    "A ring shows a published straight-line range, not what would be hit: terrain, "
    "air defence, payload and launch rules change the reach."
)
STRAIGHT_LINE_AREAS = Sentence(
    "An outline shows a published straight-line range, not what would be hit: terrain, "
    "air defence, payload and launch rules change the reach."
)
RELEASE_POINT = Sentence(
    "{systems}: released from an aircraft or ship, so the range runs from the "
    "release point."
)
BASELINE_POINT = Sentence("Measured from {site} ({position}), chosen for illustration.")
BASELINE_POSITION = Sentence("Measured from {position}, chosen for illustration.")
BASELINE_AREA = Sentence(
    "Measured from {site} as it is drawn, not from who holds the ground; chosen for "
    "illustration."
)
SECTOR = Sentence(
    "Only azimuths {start} to {end} are shown, in degrees clockwise from north."
)
DEVIATION = Sentence(
    "Drawn shapes lie within {achieved} m of the true geodesic ones ({asked} m asked)."
)
POPULATIONS = Sentence(
    "Populations are of various years; distances run to a place's centre."
)
OWN_LAYERS = Sentence(
    "Own layers are told in sums: numbers of features partly inside count by the share "
    "of their length or area that is inside, and polygons that overlap count each."
)


def caveats_of(
    scenario: Scenario,
    reaches: Sequence[ReachEnvelope],
    shipped_borders: bool,
    *,
    own_layers: bool = False,
) -> tuple[Sentence, ...]:
    """Collect what every output of a scenario must carry.

    Parameters
    ----------
    scenario : Scenario
        What was asked.
    reaches : sequence of ReachEnvelope
        What came out, with the deviations that were achieved.
    shipped_borders : bool
        Whether the shipped borders were used: only their accuracy is known.
    own_layers : bool
        Whether layers of the user's own are told.

    Returns
    -------
    tuple of Sentence
    """
    has_points = any(site.is_point for site in scenario.sites)
    sites = named_once(scenario.sites)
    return (
        STRAIGHT_LINE if has_points else STRAIGHT_LINE_AREAS,
        *(_baseline(site) for site in sites[:_MAX_BASELINES]),
        *_more_baselines(len(sites) - _MAX_BASELINES),
        *sector_caveat(scenario),
        *_release_points(scenario),
        *_notes(scenario),
        *(border_caveats(scenario.worldview, reaches) if shipped_borders else ()),
        _deviation(scenario, reaches),
        POPULATIONS,
        *((OWN_LAYERS,) if own_layers else ()),
    )


_MAX_BASELINES = 5


def _baseline(site: LaunchSite) -> Sentence:
    if site.is_point:
        position = format_position(site.lon, site.lat)
        if site.name == position:
            return Sentence(BASELINE_POSITION.template, {"position": position})
        return Sentence(
            BASELINE_POINT.template, {"site": PlaceName(site), "position": position}
        )
    return Sentence(BASELINE_AREA.template, {"site": PlaceName(site)})


def _more_baselines(count: int) -> tuple[Sentence, ...]:
    if count <= 0:
        return ()
    template = "And from {count} more launch points, chosen for illustration."
    return (Sentence(template, {"count": str(count)}),)


def sector_caveat(scenario: Scenario) -> tuple[Sentence, ...]:
    """Say which azimuths alone are shown; nothing of whole circles."""
    if scenario.sector is None:
        return ()
    return (Sentence(SECTOR.template, _ends(scenario.sector)),)


def sector_words(sector: Sector | None, language: Language) -> str:
    """Say behind a title which azimuths alone are shown; nothing of a whole circle.

    Examples
    --------
    >>> sector_words(Sector(300, 60), Language("en"))
    ', azimuths 300 to 60 only'
    """
    if sector is None:
        return ""
    words = Sentence(TEMPLATE_WORDS["azimuths"], _ends(sector))
    return f", {words.render(language)}"


def _ends(sector: Sector) -> dict[str, str]:
    return {
        "start": f"{sector.start_azimuth_deg:g}",
        "end": f"{sector.end_azimuth_deg:g}",
    }


def _release_points(scenario: Scenario) -> tuple[Sentence, ...]:
    names = [system.name for system in scenario.systems if system.platform != "ground"]
    if not names:
        return ()
    return (Sentence(RELEASE_POINT.template, {"systems": ", ".join(names)}),)


def _notes(scenario: Scenario) -> Iterator[Sentence]:
    pairs: list[tuple[Spoken, str]]
    pairs = [(UnitName(z.code, z.name), z.note) for z in scenario.zones]
    pairs += [(Note(each.name), each.note) for each in scenario.systems]
    for name, note in dict.fromkeys(pairs):  # a zone may stand there by two rules
        if note:
            yield Sentence("{name}: {note}", {"name": name, "note": Note(note)})


def _deviation(scenario: Scenario, reaches: Sequence[ReachEnvelope]) -> Sentence:
    achieved_m = max(envelope.max_deviation_m for envelope in reaches)
    values = {
        "achieved": Bound(achieved_m, 2),
        "asked": Bound(scenario.tolerance_m, 10),
    }
    return Sentence(DEVIATION.template, values)


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

    box: Bbox
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


def _frames(envelope: ReachEnvelope) -> Iterator[Bbox]:
    """Give boxes of all within twice the range, west > east across 180 degrees."""
    # By the strongest curvature anywhere a box is never too small.
    angle = 2 * envelope.system.max_range_m / SMALLEST_RADIUS_M
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


def _is_shown(frames: Sequence[Bbox], *units: _Unit) -> bool:
    """Whether one frame shows something of each of the units."""
    return any(all(_meets(frame, unit) for unit in units) for frame in frames)


def _meets(frame: Bbox, unit: _Unit) -> bool:
    boxes = shapely.box(*np.array(boxes_of(frame)).T)
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
