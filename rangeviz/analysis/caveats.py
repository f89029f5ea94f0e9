"""What a reader must know beside the figures, as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rangeviz.analysis.border_caveats import border_caveats
from rangeviz.language.language import Language
from rangeviz.language.page_words import TEMPLATE_WORDS
from rangeviz.language.spoken import Bound, Note, PlaceName, UnitName
from rangeviz.language.wording import Sentence
from rangeviz.model.reach import ReachEnvelope, Sector
from rangeviz.model.scenario import Scenario
from rangeviz.model.site import LaunchSite, format_position

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
    return (
        STRAIGHT_LINE if has_points else STRAIGHT_LINE_AREAS,
        *(_baseline(site) for site in scenario.sites[:_MAX_BASELINES]),
        *_more_baselines(len(scenario.sites) - _MAX_BASELINES),
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
    pairs = [(UnitName(z.code, z.name), z.note) for z in scenario.zones]
    pairs += [(UnitName(None, each.name), each.note) for each in scenario.systems]
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
