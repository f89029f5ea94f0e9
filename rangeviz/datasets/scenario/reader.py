"""Read a scenario from TOML; ``docs/scenario.md`` describes the format."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any, cast

from rangeviz.arguments import path_of
from rangeviz.datasets.files.records import (
    check_keys,
    integer_of,
    number_of,
    read_text,
    source_of,
    text_of,
)
from rangeviz.datasets.scenario.entries import (
    Context,
    default_systems,
    entries,
    read_all_systems,
    read_catalogue,
    read_site,
    read_within,
    read_zone,
)
from rangeviz.errors import FileFormatError, InputError
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.model.reach import Sector
from rangeviz.model.scenario import DEFAULT_MIN_POPULATION, Scenario, Worldview
from rangeviz.model.stage import Stage
from rangeviz.model.system import System

SCHEMA_VERSION = 1
KEYS = (
    "schema",
    "title",
    "subtitle",
    "language",
    "worldview",
    "tolerance_m",
    "min_population",
    "sector_deg",
    "borders",
    "systems_file",
    "sites",
    "systems",
    "zones",
    "within",
    "stages",
)
_STAGE_KEYS = ("date", "label", "systems", "zones", "note", "source")
_TOO_DEEP = "tables and lists stand in each other too deep"


def read_scenario(
    path: str | PathLike[str], *, worldview: Worldview | None = None
) -> Scenario:
    """Read a scenario from a TOML file.

    Parameters
    ----------
    path : path-like
        A file as ``docs/scenario.md`` describes it. Relative paths in it count
        from its own folder.
    worldview : {"international", "natural-earth"}, optional
        Instead of the one that the file asks for.

    Returns
    -------
    Scenario
        Its shapes in EPSG:4326, its ranges in metres.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it is not TOML, of another schema version, or has an unknown key, a
        missing one or a bad value. The message says in which table.

    See Also
    --------
    scenario_to_toml, report

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "own.toml")
    ...     sites = 'sites = ["50, 36"]\\nsystems = ["atacms"]'
    ...     _ = path.write_text(f"schema = 1\\n{sites}\\n")
    ...     read_scenario(path).systems[0].max_range_km
    305.8
    """
    file = path_of(path)
    return parse_scenario(
        read_text(file), name=file.name, folder=file.parent, worldview=worldview
    )


def parse_scenario(
    text: str,
    *,
    name: str = "scenario",
    folder: Path | None = None,
    worldview: Worldview | None = None,
) -> Scenario:
    """Read a scenario from the text of a TOML file.

    Parameters
    ----------
    text : str
        As ``docs/scenario.md`` describes it.
    name : str
        What error messages call it.
    folder : Path, optional
        Where relative paths count from. Without one the text must not refer
        to other files, but name borders and layers: so a page from a stranger
        can't make rangeviz read any.
    worldview : {"international", "natural-earth"}, optional
        Instead of the one that the text asks for.

    Raises
    ------
    FileFormatError
        As `read_scenario`.

    Examples
    --------
    >>> text = 'schema = 1' + chr(10) + 'sites = ["49.99,36.23"]'
    >>> scenario = parse_scenario(text)
    >>> scenario.sites[0].name, [system.id for system in scenario.systems]
    ('49.9900 N, 36.2300 E', ['himars', 'atacms'])
    >>> parse_scenario(text + chr(10) + 'zone = ["Kursk"]')
    Traceback (most recent call last):
    rangeviz.errors.FileFormatError: 'scenario': unknown key 'zone'; did you mean \
'zones'? known: schema, title, subtitle, language, worldview, tolerance_m, \
min_population, sector_deg, borders, systems_file, sites, systems, zones, within, \
stages
    """
    where = repr(name)
    document = _document(text, where)
    try:
        return _scenario(document, where, folder, worldview)
    except FileFormatError:
        raise
    except InputError as error:
        raise FileFormatError(f"{where}: {error}") from error


def _document(text: str, where: str) -> dict[str, Any]:
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        told = _TOO_DEEP if isinstance(error, RecursionError) else reason
        raise FileFormatError(f"{where} is not valid TOML: {told}") from error
    version = document.get("schema")
    # True == 1 in Python, not in TOML.
    if version != SCHEMA_VERSION or isinstance(version, bool):
        told = "is missing" if version is None else f"is {version!r}"
        raise FileFormatError(
            f"{where}: schema {told}; this rangeviz reads schema = {SCHEMA_VERSION}"
        )
    check_keys(document, KEYS, where)
    return document


def _scenario(
    document: Mapping[str, Any],
    where: str,
    folder: Path | None,
    worldview: Worldview | None,
) -> Scenario:
    view = worldview or text_of(document, "worldview", where) or "international"
    context = Context(where, folder, cast("Worldview", view))
    catalogue = read_catalogue(document, context)
    systems = read_all_systems(document, context, catalogue) or default_systems()
    tolerance_m = number_of(document, "tolerance_m", where)
    people = integer_of(document, "min_population", where)
    return Scenario(
        sites=entries(document, "sites", context, read_site),
        systems=systems,
        zones=entries(document, "zones", context, read_zone),
        sector=_sector(document, where),
        worldview=context.worldview,
        tolerance_m=DEFAULT_TOLERANCE_M if tolerance_m is None else tolerance_m,
        title=text_of(document, "title", where),
        subtitle=text_of(document, "subtitle", where),
        language=text_of(document, "language", where) or "en",
        min_population=DEFAULT_MIN_POPULATION if people is None else people,
        borders=_borders(document, context),
        within=entries(document, "within", context, read_within),
        stages=_stages(document, context, {**catalogue, **_by_id(systems)}),
    )


def _by_id(systems: tuple[System, ...]) -> dict[str, System]:
    return {system.id: system for system in systems}


def _sector(document: Mapping[str, Any], where: str) -> Sector | None:
    if "sector_deg" not in document:
        return None
    azimuths = document["sector_deg"]
    try:
        return Sector.of(azimuths)
    except InputError as error:
        raise FileFormatError(
            f"{where}: sector_deg is {azimuths!r:.40}: give two azimuths in degrees "
            "clockwise from north, like [300, 60]"
        ) from error


def _borders(document: Mapping[str, Any], context: Context) -> str | None:
    given = text_of(document, "borders", context.where)
    if not given:
        return None
    return context.own_file(given, f"{context.where}, borders")


def _stages(
    document: Mapping[str, Any], context: Context, known: Mapping[str, System]
) -> tuple[Stage, ...]:
    def read(entry: Any, where: str, context: Context) -> list[Stage]:
        if isinstance(entry, str):
            raise FileFormatError(f"{where}: must be a table with date and label")
        check_keys(entry, _STAGE_KEYS, where)
        inner = replace(context, where=where)
        zones = entries(entry, "zones", inner, read_zone) if "zones" in entry else None
        return [
            Stage(
                date=_date(entry, where),
                label=text_of(entry, "label", where, required=True),
                systems=read_all_systems(entry, inner, known),
                zones=zones,
                note=text_of(entry, "note", where),
                source=source_of(entry, "source", where) if "source" in entry else None,
            )
        ]

    return entries(document, "stages", context, read)


def _date(entry: Mapping[str, Any], where: str) -> str:
    given = entry.get("date")
    # TOML has dates of its own; a date and time is no date here.
    if type(given) is datetime.date:
        return given.isoformat()
    if isinstance(given, datetime.date | datetime.time):
        raise FileFormatError(f"{where}: date is {given}: give a day, like 2024-11-17")
    return text_of(entry, "date", where, required=True)
