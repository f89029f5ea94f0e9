"""What Python asks of one reach, and reaches and reports of what is to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from rangeviz.analysis.report import Report, build_report
from rangeviz.arguments import brief
from rangeviz.datasets.values import site_of, systems_of, zones_of
from rangeviz.errors import InputError
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.model import reach as reaching
from rangeviz.model.reach import ReachEnvelope, Sector
from rangeviz.model.scenario import Scenario

if TYPE_CHECKING:
    from rangeviz.datasets.values import SiteLike, SystemLike, ZoneLike
    from rangeviz.model.system import System
    from rangeviz.model.zone import Zone

    Mappable: TypeAlias = Report | Scenario | ReachEnvelope | Sequence[ReachEnvelope]


def reach(
    site: SiteLike,
    system: SystemLike,
    *,
    sector: Sector | tuple[float, float] | None = None,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> ReachEnvelope:
    """Compute what a system reaches from a site on the WGS 84 ellipsoid.

    Parameters
    ----------
    site : LaunchSite, Place, Region, str, (lon, lat), shapely geometry or GeoDataFrame
        The baseline: a name or position as `find_site` reads it; degrees, lon before
        lat; a geometry in EPSG:4326; a table of one row, in any CRS.
    system : System or str
        The published range, or its id or name in the catalogue, or a range with its
        unit ("305.8 km"). A least range cuts a hole.
    sector : Sector or (start, end), optional
        Limits the reach to these azimuths, in degrees clockwise from north.
    tolerance_m : float, default 10
        Largest allowed deviation of the drawn shape, in metres.

    Returns
    -------
    ReachEnvelope
        Cut at the antimeridian, closed round a pole that lies inside.

    Raises
    ------
    DistanceError
        If the range can't be drawn (see `geodesic_circle`, `geodesic_buffer`)
        or the tolerance is not positive.
    InputError
        If something is no site or no system, the table has several rows, or a sector
        is asked for about a line or an area.

    Warns
    -----
    ToleranceWarning
        If the tolerance was not reached.

    See Also
    --------
    report : many sites and systems at once, with what lies inside.
    coverage : what lies inside one reach.

    Examples
    --------
    >>> round(reach((36.2304, 49.9935), "305.8 km").area_km2)
    293726
    >>> reach("Kharkiv", "atacms").label
    'Kharkiv: ATACMS, as reported in Nov 2024, 305.8 km'
    """
    return reaching.reach(
        site_of(site),
        _one_system(system),
        sector=None if sector is None else Sector.of(sector),
        tolerance_m=tolerance_m,
    )


def report_of(
    what: Mappable, *, zones: ZoneLike | Sequence[ZoneLike] = (), title: str = ""
) -> Report:
    """Give the report of what is to be shown or written.

    Parameters
    ----------
    what : Report, Scenario, ReachEnvelope or sequence of ReachEnvelope
        Reaches must be every system from every site.
    zones, title
        Of reaches; a report and a scenario have their own.

    Raises
    ------
    InputError
        If it is none of these, there is no reach, the reaches are not every system
        from every site, or zones or a title are given beside a report or scenario.
    """
    first, *others = reports_of(what, zones=zones, title=title)
    if others:
        raise InputError(
            "these reaches are not every system from every site in one sector: "
            "rangeviz.explore shows them, and one site at a time can be written"
        )
    return first


def reports_of(
    what: Mappable, *, zones: ZoneLike | Sequence[ZoneLike] = (), title: str = ""
) -> tuple[Report, ...]:
    """Give what is to be shown, as few reports as it takes.

    Parameters
    ----------
    what, zones, title
        As of `report_of`.

    Returns
    -------
    tuple of Report
        One, but for reaches that are not every system from every site in one sector:
        then one for each site and sector.

    Raises
    ------
    InputError
        As of `report_of`.
    """
    if isinstance(what, Report | Scenario):
        if title or zones_of(zones):
            kind = type(what).__name__
            raise InputError(f"a {kind} has its own zones and title: leave them out")
        return (what if isinstance(what, Report) else build_report(what),)
    reaches = reaches_of(what)
    groups: dict[object, Reaches] = {}
    for each in reaches:
        key = (each.site, each.sector)
        groups[key] = (*groups.get(key, ()), each)
    systems = [{each.system for each in group} for group in groups.values()]
    is_grid = all(those == systems[0] for those in systems)
    if is_grid and len({each.sector for each in reaches}) == 1:
        groups = {None: reaches}
    about = zones_of(zones)
    return tuple(_report_of_grid(each, about, title) for each in groups.values())


def _report_of_grid(reaches: Reaches, zones: tuple[Zone, ...], title: str) -> Report:
    scenario = Scenario(
        sites=tuple(dict.fromkeys(each.site for each in reaches)),
        systems=tuple(dict.fromkeys(each.system for each in reaches)),
        zones=zones,
        sector=reaches[0].sector,
        tolerance_m=min(each.tolerance_m for each in reaches),
        title=title,
    )
    return build_report(scenario)


def reaches_of(what: Report | ReachEnvelope | Sequence[ReachEnvelope]) -> Reaches:
    """Give the reaches that were given, one by one.

    Raises
    ------
    InputError
        If there is none, or something else is among them.
    """
    if isinstance(what, ReachEnvelope):
        return (what,)
    if isinstance(what, Report):
        return tuple(row.reach for row in what.reaches)
    if isinstance(what, str | dict) or not isinstance(what, Iterable):
        raise _no_reach(what)
    reaches = tuple(what)
    for each in reaches:
        if not isinstance(each, ReachEnvelope):
            raise _no_reach(each)
    if not reaches:
        raise InputError("there is no reach: give at least one")
    return reaches


Reaches: TypeAlias = tuple[ReachEnvelope, ...]


def _no_reach(what: object) -> InputError:
    return InputError(
        f"{brief(what)} is no reach: give what rangeviz.reach or rangeviz.report makes"
    )


def _one_system(system: SystemLike) -> System:
    systems = systems_of(system)
    if len(systems) > 1:
        raise InputError(
            f"{len(systems)} systems where one is wanted; rangeviz.report takes many"
        )
    return systems[0]
