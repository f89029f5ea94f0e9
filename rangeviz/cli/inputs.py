"""From the options of a command to a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rangeviz.cli.progress import progress_bar

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.analysis.report import Report
    from rangeviz.model.scenario import Scenario
    from rangeviz.model.site import LaunchSite
    from rangeviz.model.system import System
    from rangeviz.model.zone import Zone

DEFAULT_SYSTEMS = ("himars", "atacms")


def report_from_options(options: dict[str, Any]) -> Report:
    """Compute the report that a command's options ask for.

    Parameters
    ----------
    options : dict
        As the decorator `rangeviz.cli.options.scenario` names them.

    Returns
    -------
    Report
    """
    from rangeviz.analysis.report import build_report

    scenario = scenario_from_options(options)
    pairs = len(scenario.sites) * len(scenario.systems)
    with progress_bar("reaches", pairs) as advance:
        return build_report(
            scenario,
            borders=_borders(options["borders_file"]),
            min_population=options["min_population"],
            progress=advance,
        )


def scenario_from_options(options: dict[str, Any]) -> Scenario:
    """Make the scenario that a command's options ask for.

    Raises
    ------
    click.UsageError
        If no launch point is given, or options contradict each other.
    """
    from rangeviz.model.reach import Sector
    from rangeviz.model.scenario import Scenario

    return Scenario(
        sites=tuple(_sites(options)),
        systems=tuple(_systems(options)),
        zones=tuple(_zones(options)),
        sector=Sector(*options["sector"]) if options["sector"] else None,
        worldview=options["worldview"],
        tolerance_m=options["tolerance_m"],
    )


def _sites(options: dict[str, Any]) -> list[LaunchSite]:
    from rangeviz.datasets.baselines import find_area_sites, find_border_site
    from rangeviz.datasets.sites import find_sites

    worldview = options["worldview"]
    found = [site for text in options["where"] for site in find_sites(text)]
    for what in options["areas"]:
        found += find_area_sites(what, worldview=worldview)
    for pair in options["border_pairs"]:
        found.append(find_border_site(pair, worldview=worldview))
    if not found:
        raise click.UsageError(
            "say where from: --from Kharkiv, --from 49.99,36.23, "
            "--from-area 'Sumy Oblast' or --from-border Ukraine/Russia"
        )
    return found


def _systems(options: dict[str, Any]) -> list[System]:
    from rangeviz.datasets.systems import find_system, load_systems, read_systems
    from rangeviz.model.system import System

    own_range = options["max_range_m"]
    if own_range is None and (options["min_range_m"] or options["label"]):
        raise click.UsageError("--min-range and --label go with --range")
    catalogue = dict(load_systems())
    wanted = list(options["system_ids"])
    if options["systems_file"]:
        own = read_systems(options["systems_file"])
        catalogue |= own
        wanted = wanted or list(own)
    if not wanted and own_range is None:
        wanted = list(DEFAULT_SYSTEMS)
    found = [find_system(name, catalogue) for name in wanted]
    if own_range is not None:
        label = options["label"] or ""
        found.append(
            System.ad_hoc(
                max_range_m=own_range, min_range_m=options["min_range_m"], name=label
            )
        )
    return list(dict.fromkeys(found))


def _zones(options: dict[str, Any]) -> list[Zone]:
    from rangeviz.datasets.zones import find_zone, read_zones

    rule = options["zone_rule"]
    zones: list[Zone] = []
    for what in options["zones"]:
        if Path(what).is_file():
            zones += read_zones(what, rule=rule)
        else:
            zones.append(find_zone(what, rule=rule, worldview=options["worldview"]))
    return zones


def _borders(path: Path | None) -> gpd.GeoDataFrame | None:
    from rangeviz.datasets.user_borders import read_borders

    return None if path is None else read_borders(path)
