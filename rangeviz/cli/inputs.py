"""From the options of a command to a scenario."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rangeviz.cli.outputs import note
from rangeviz.errors import LookupNameError, UnknownNameError
from rangeviz.language.language import user_language

if TYPE_CHECKING:
    from rangeviz.analysis.batch.question import Question
    from rangeviz.model.reach import Sector
    from rangeviz.model.scenario import Callout, Scenario, WithinLayer, Worldview
    from rangeviz.model.site import LaunchSite
    from rangeviz.model.stage import Stage
    from rangeviz.model.system import System
    from rangeviz.model.zone import Zone, ZoneRule

log = logging.getLogger("rangeviz")
_LAYER_OPTIONS = ("within_files", "within_by", "within_sums")


def scenario_from_options(options: dict[str, Any]) -> Scenario:
    """Make the scenario that a command's options ask for.

    Parameters
    ----------
    options : dict
        As the decorator `rangeviz.cli.options.scenario` names them, and
        ``title``, ``callouts`` and ``spotlight`` where the command has them.

    Raises
    ------
    click.UsageError
        If no launch point is given, or options contradict each other.
    """
    if options["scenario_file"]:
        return _scenario_from_file(options)
    from rangeviz.model.scenario import Scenario

    worldview = options["worldview"]
    return Scenario(worldview=worldview, **_fields(options, worldview, options))


def question_from_options(options: dict[str, Any]) -> Question:
    """Make what is asked of every site of a batch.

    Parameters
    ----------
    options : dict
        As the decorators `rangeviz.cli.options.question` and ``dated_question`` name
        them.
    """
    from rangeviz.analysis.batch.question import Question

    worldview = options["worldview"]
    return Question(worldview=worldview, **_fields(options, worldview, options))


def _fields(
    options: dict[str, Any], worldview: Worldview, names: Collection[str]
) -> dict[str, Any]:
    """Make the fields of a scenario that some of the options, by name, are about."""
    return {
        field: make(options, worldview)
        for field, (about, make) in _MAKERS.items()
        if any(name in names for name in about)
    }


def _scenario_from_file(options: dict[str, Any]) -> Scenario:
    from rangeviz.datasets.scenario.reader import read_scenario

    given = {name: value for name, value in options.items() if _is_given(name)}
    scenario = read_scenario(options["scenario_file"], worldview=given.get("worldview"))
    log.info("read %s", options["scenario_file"])
    changes = _fields(options, scenario.worldview, given)
    if "zone_rule" in given and "zones" not in given:
        changes["zones"] = _ruled(scenario.zones, options["zone_rule"])
    stages = tuple(_stage(stage, changes, given) for stage in scenario.stages)
    return replace(scenario, stages=stages, **changes)


def _stage(stage: Stage, changes: dict[str, Any], given: dict[str, Any]) -> Stage:
    """Let the options that win over the scenario win over its stages too."""
    if "systems" in changes:
        stage = replace(stage, systems=())
    if "zones" in given:
        return replace(stage, zones=None)
    if "zone_rule" in given and stage.zones:
        return replace(stage, zones=_ruled(stage.zones, given["zone_rule"]))
    return stage


def _ruled(zones: tuple[Zone, ...], rule: ZoneRule) -> tuple[Zone, ...]:
    return tuple(replace(zone, rule=rule) for zone in zones)


def _is_given(name: str) -> bool:
    from click.core import ParameterSource

    source = click.get_current_context().get_parameter_source(name)
    return source not in (None, ParameterSource.DEFAULT)


def scenario_of_pair(base: str, other: str, options: dict[str, Any]) -> Scenario:
    """Make the scenario of two systems, the base first.

    Parameters
    ----------
    base, other : str
        An id or a name of the catalogue, or a range with its unit.
    options : dict
        As `rangeviz.cli.options.scenario_but_systems` names them.
    """
    from rangeviz.datasets.values import system_of

    catalogue = catalogue_with(options["systems_file"])
    pair = tuple(system_of(text, catalogue) for text in (base, other))
    if pair[0] == pair[1]:
        raise click.UsageError(f"--base and --with are both {base!r}: give two")
    unchosen = {"system_ids": (), "label": None, "min_range_m": None}
    scenario = scenario_from_options({**options, **unchosen, "max_range_m": None})
    return replace(scenario, systems=pair, stages=())


def catalogue_with(file: Path | None) -> dict[str, System]:
    """Give the shipped systems, and those of a file, which win."""
    from rangeviz.datasets.catalogue.published import load_systems, read_systems

    return {**load_systems(), **(read_systems(file) if file else {})}


def sites_of(options: dict[str, Any], worldview: Worldview) -> list[LaunchSite]:
    """Find the sites that --from, --from-area and --from-border name, if any."""
    from rangeviz.datasets.borders.zones import find_area_sites, find_border_site

    sites = [site for text in options["where"] for site in _points(text, worldview)]
    for what in options["areas"]:
        sites += find_area_sites(what, worldview=worldview)
    for pair in options["border_pairs"]:
        sites.append(find_border_site(pair, worldview=worldview))
    for text in (*options["where"], *options["areas"]):
        if Path(text).is_file():
            log.info("read %s", text)
    log.info("launch sites: %d", len(sites))
    return sites


def _points(text: str, worldview: Worldview) -> Sequence[LaunchSite]:
    """Find points; where a text means a land instead, say which option takes it."""
    from rangeviz.datasets.borders.regions import find_area
    from rangeviz.datasets.places.sites import find_sites

    try:
        return find_sites(text)
    except UnknownNameError as error:
        try:
            area = find_area(text, worldview=worldview)
        except LookupNameError:
            raise error from None
        raise click.UsageError(
            f"{text!r} is an area ({area.name}): give it to --from-area, or a place "
            "in it to --from"
        ) from None


def _sites(options: dict[str, Any], worldview: Worldview) -> tuple[LaunchSite, ...]:
    found = sites_of(options, worldview)
    if not found:
        raise click.UsageError(
            "say where from: --from Kharkiv, --from 49.99,36.23, "
            "--from-area 'Sumy Oblast' or --from-border Ukraine/Russia"
        )
    return tuple(found)


def _systems(options: dict[str, Any], _: Worldview) -> tuple[System, ...]:
    from rangeviz.datasets.catalogue.published import (
        DEFAULT_SYSTEMS,
        find_system,
        load_systems,
        read_systems,
    )
    from rangeviz.model.system import System

    own_range = options["max_range_m"]
    if own_range is None and (options["min_range_m"] or options["label"]):
        raise click.UsageError("--min-range and --label go with --range")
    catalogue = dict(load_systems())
    wanted = list(options["system_ids"])
    if options["systems_file"]:
        own = read_systems(options["systems_file"])
        if replaced := sorted(own.keys() & catalogue.keys()):
            note(f"note: {', '.join(replaced)}: taken from your file of systems")
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
    return tuple(dict.fromkeys(found))


def _zones(options: dict[str, Any], worldview: Worldview) -> tuple[Zone, ...]:
    from rangeviz.datasets.borders.zones import find_zone, read_zones
    from rangeviz.datasets.files.records import is_file

    rule = options["zone_rule"]
    zones: list[Zone] = []
    for what in options["zones"]:
        if is_file(what):
            zones += read_zones(what, rule=rule)
            log.info("read %s", what)
        else:
            zones.append(find_zone(what, rule=rule, worldview=worldview))
    return tuple(dict.fromkeys(zones))  # one that is named twice counts once


def _sector(options: dict[str, Any], _: Worldview) -> Sector | None:
    from rangeviz.model.reach import Sector

    return Sector(*options["sector"]) if options["sector"] else None


def _callouts(options: dict[str, Any], _: Worldview) -> tuple[Callout, ...]:
    from rangeviz.datasets.places.sites import find_site
    from rangeviz.model.scenario import Callout

    sites = [(find_site(where), text) for where, text in options["callouts"]]
    return tuple(Callout(site.lon, site.lat, text) for site, text in sites)


def _spotlight(options: dict[str, Any], worldview: Worldview) -> str:
    """Look up what --spotlight names, before anything is computed."""
    from rangeviz.datasets.borders.regions import find_area

    if what := options["spotlight"]:
        find_area(what, worldview=worldview)
    return str(what)


def _layers(options: dict[str, Any], _: Worldview) -> tuple[WithinLayer, ...]:
    files, by, sums = (options[name] for name in _LAYER_OPTIONS)
    if not files:
        if by or sums:
            raise click.UsageError("--within-by and --within-sum go with --within")
        return ()
    from rangeviz.datasets.files.own_layers import within_layers

    return within_layers(files, by=by, sums=sums)


def _as_given(name: str) -> Callable[[dict[str, Any], Worldview], Any]:
    return lambda options, _: options[name]


# Field of a scenario -> the options that it is made of, and how.
_MAKERS: dict[
    str, tuple[tuple[str, ...], Callable[[dict[str, Any], Worldview], Any]]
] = {
    "sites": (("where", "areas", "border_pairs"), _sites),
    "systems": (
        ("system_ids", "systems_file", "max_range_m", "min_range_m", "label"),
        _systems,
    ),
    "zones": (("zones",), _zones),
    "sector": (("sector",), _sector),
    "tolerance_m": (("tolerance_m",), _as_given("tolerance_m")),
    "title": (("title",), _as_given("title")),
    "language": (
        ("language",),
        lambda options, _: options["language"] or user_language(),
    ),
    "min_population": (("min_population",), _as_given("min_population")),
    "borders": (
        ("borders_file",),
        lambda options, _: options["borders_file"] and str(options["borders_file"]),
    ),
    "within": (_LAYER_OPTIONS, _layers),
    "callouts": (("callouts",), _callouts),
    "spotlight": (("spotlight",), _spotlight),
}
