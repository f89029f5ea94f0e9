"""What Python asks: names, values and tables alike, made into a reach or a report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from rangeviz.analysis.report import Report, build_report
from rangeviz.arguments import brief, path_of
from rangeviz.datasets.catalogue.published import DEFAULT_SYSTEMS
from rangeviz.datasets.values import site_of, sites_of, systems_of, zones_of
from rangeviz.errors import InputError
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.geodesy.frames import is_geo_table
from rangeviz.model import reach as reaching
from rangeviz.model.own_layer import WithinLayer
from rangeviz.model.reach import ReachEnvelope, Sector
from rangeviz.model.scenario import DEFAULT_MIN_POPULATION, Scenario

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.datasets.files.own_layers import OwnLayer
    from rangeviz.datasets.values import SiteLike, SystemLike, ZoneLike
    from rangeviz.model.scenario import Worldview
    from rangeviz.model.system import System
    from rangeviz.model.zone import Zone

    PathLike: TypeAlias = str | os.PathLike[str]
    LayerLike: TypeAlias = WithinLayer | PathLike | gpd.GeoDataFrame
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


def answer(
    sites: SiteLike | Sequence[SiteLike] | Scenario,
    systems: SystemLike | Sequence[SystemLike] = DEFAULT_SYSTEMS,
    *,
    zones: ZoneLike | Sequence[ZoneLike] = (),
    sector: Sector | tuple[float, float] | None = None,
    worldview: Worldview = "international",
    min_population: int = DEFAULT_MIN_POPULATION,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
    borders: PathLike | gpd.GeoDataFrame | None = None,
    within: LayerLike | Sequence[LayerLike] = (),
    overlap: bool = False,
    title: str = "",
    language: str = "en",
) -> Report:
    """Compute the report that `rangeviz.report` gives, which documents all this.

    Raises
    ------
    InputError
        As said there.
    """
    from rangeviz.datasets.borders.own_borders import borders_of

    layers, tables = _layers(within)
    path = None if borders is None or is_geo_table(borders) else str(path_of(borders))
    if isinstance(sites, Scenario):
        _check_alone(
            systems == DEFAULT_SYSTEMS,
            not zones_of(zones),
            sector is None,
            worldview == "international",
            min_population == DEFAULT_MIN_POPULATION,
            tolerance_m == DEFAULT_TOLERANCE_M,
            not title,
            language == "en",
        )
    else:
        sites = Scenario(
            sites=sites_of(sites),
            systems=systems_of(systems),
            zones=zones_of(zones, worldview=worldview),
            sector=None if sector is None else Sector.of(sector),
            worldview=worldview,
            tolerance_m=tolerance_m,
            title=title,
            language=language,
            min_population=min_population,
            borders=path,
            within=layers,
        )
    return build_report(
        sites,
        borders=borders_of(borders),
        within=_read_layers(layers, tables) if tables else None,
        overlap=overlap,
    )


def _check_alone(*defaults: bool) -> None:
    if not all(defaults):
        raise InputError(
            "a Scenario has its own systems, zones and options: give them there, with "
            "dataclasses.replace"
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


def _layers(
    within: LayerLike | Sequence[LayerLike],
) -> tuple[tuple[WithinLayer, ...], list[gpd.GeoDataFrame]]:
    """Tell the files of layers from tables, which no scenario can name."""
    single = isinstance(within, WithinLayer | str | os.PathLike)
    single = single or not isinstance(within, Iterable) or is_geo_table(within)
    single = single or isinstance(within, dict)
    several: Any = [within] if single else within
    files: list[WithinLayer] = []
    tables = []
    for item in several:
        if is_geo_table(item):
            tables.append(item)
        elif isinstance(item, WithinLayer):
            files.append(item)
        else:
            files.append(WithinLayer(str(path_of(item))))
    return tuple(files), tables


def _read_layers(
    files: Sequence[WithinLayer], tables: Sequence[gpd.GeoDataFrame]
) -> list[OwnLayer]:
    from rangeviz.datasets.files.own_layers import (
        numbered,
        own_layer,
        read_own_layers,
    )

    return numbered([*read_own_layers(files), *(own_layer(each) for each in tables)])
