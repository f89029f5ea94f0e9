"""The form of a scenario in TOML, and its reader; ``docs/scenario.md`` describes it."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from rangeviz.arguments import path_of
from rangeviz.datasets.catalogue.published import (
    DEFAULT_SYSTEMS,
    SourceForm,
    load_systems,
    read_systems,
)
from rangeviz.datasets.files.forms import (
    Form,
    Name,
    Number,
    Whole,
    json_schema,
    naming,
    read_form,
)
from rangeviz.datasets.files.records import read_text
from rangeviz.datasets.scenario.entries import Context
from rangeviz.datasets.scenario.entry_kinds import (
    CALLOUTS,
    LAYERS,
    SITES,
    SYSTEMS,
    ZONES,
    Kind,
)
from rangeviz.errors import FileFormatError, InputError
from rangeviz.model.reach import Sector
from rangeviz.model.scenario import Scenario, Worldview
from rangeviz.model.stage import Stage

SCHEMA_VERSION = 1
_PLAIN = ("title", "subtitle", "language", "worldview", "tolerance_m", "spotlight")
_TOO_DEEP = "tables and lists stand in each other too deep"
_Sites = Annotated[tuple[Any, ...], msgspec.Meta(extra_json_schema=SITES.schema)]
_Systems = Annotated[tuple[Any, ...], msgspec.Meta(extra_json_schema=SYSTEMS.schema)]
_Zones = Annotated[tuple[Any, ...], msgspec.Meta(extra_json_schema=ZONES.schema)]
_Callouts = Annotated[tuple[Any, ...], msgspec.Meta(extra_json_schema=CALLOUTS.schema)]
_Layers = Annotated[tuple[Any, ...], msgspec.Meta(extra_json_schema=LAYERS.schema)]
_Day = Annotated[Any, msgspec.Meta(extra_json_schema={"type": "string"})]
_Azimuths = {
    "type": "array",
    "items": {"type": "number"},
    "minItems": 2,
    "maxItems": 2,
}


class StageForm(Form, kw_only=True):
    """What was reported for one date.

    Parameters
    ----------
    date : str
        As much of it as is known: 2024-11-17, "2024-11", "2024".
    label : str
        What was reported, in a few words.
    note : str
        What else a reader must know.
    systems : list
        Systems that count from this date; else those of the scenario.
    zones : list
        Zones that count from this date; else those of the scenario. An empty list
        means that no zone counts.
    sites : list
        Where from, from this date; else from those of the scenario.
    source : SourceForm
        Who reported it.
    """

    date: _Day
    label: Name
    note: str = ""
    systems: _Systems = ()
    zones: _Zones | None = None
    sites: _Sites = ()
    source: SourceForm | None = None

    def read(self, context: Context) -> list[Stage]:
        """Make the stage."""
        systems = SYSTEMS.read("systems", self.systems, context)
        zones = self.zones
        return [
            Stage(
                _date(self.date),
                self.label,
                systems,
                None if zones is None else ZONES.read("zones", zones, context),
                self.note,
                None if self.source is None else self.source.value(),
                SITES.read("sites", self.sites, context),
            )
        ]


STAGES = Kind({"date": StageForm})
_Stages = Annotated[tuple[Any, ...], msgspec.Meta(extra_json_schema=STAGES.schema)]


class ScenarioForm(Form, kw_only=True):
    """All that a rangeviz map is made of.

    Parameters
    ----------
    schema : int
        Version of this format: 1.
    title : str
        Words over the map; else made from the content.
    subtitle : str
        A line under the title.
    language : str
        A language tag: "en", "uk".
    worldview : str
        Which side of a disputed line a unit is counted on.
    tolerance_m : float
        Largest deviation of a drawn shape from the true one, metres; else 10.
    min_population : int
        Smaller places are left out of lists; 0 lists all; else 50000.
    sector_deg : list of float
        Two azimuths, degrees clockwise from north: [300, 60]; else whole circles.
    borders : str
        A file of your own regions, instead of the shipped ones.
    systems_file : str
        Your own catalogue (.toml, .json, .csv), beside the shipped one.
    sites : list
        Where from: at least one.
    systems : list
        How far; else himars and atacms.
    zones : list
        Areas with a rule.
    within : list
        Layers of your own, told in sums.
    callouts : list
        A few words beside positions on the map, five at most.
    spotlight : str
        A region or country by name or code: the map dims what lies around it.
    stages : list
        Dated steps, in the order in which they are told.
    """

    schema: Literal[1]
    title: str = ""
    subtitle: str = ""
    language: str | None = None
    worldview: Worldview | None = None
    tolerance_m: Number | None = None
    min_population: Whole | None = None
    sector_deg: Annotated[Any, msgspec.Meta(extra_json_schema=_Azimuths)] = None
    borders: str | None = None
    systems_file: str = ""
    sites: _Sites = ()
    systems: _Systems = ()
    zones: _Zones = ()
    within: _Layers = ()
    callouts: _Callouts = ()
    spotlight: str = ""
    stages: _Stages = ()

    def scenario(self, context: Context) -> Scenario:
        """Make the scenario."""
        if self.systems_file:
            own = read_systems(context.path(self.systems_file))
            context = replace(context, catalogue={**context.catalogue, **own})
        systems = SYSTEMS.read("systems", self.systems, context)
        systems = systems or [load_systems()[name] for name in DEFAULT_SYSTEMS]
        # A stage may name what the scenario describes.
        catalogue = {**context.catalogue, **{system.id: system for system in systems}}
        lists = {
            "sites": SITES.read("sites", self.sites, context),
            "systems": systems,
            "zones": ZONES.read("zones", self.zones, context),
            "within": LAYERS.read("within", self.within, context),
            "callouts": CALLOUTS.read("callouts", self.callouts, context),
            "stages": STAGES.read(
                "stages", self.stages, replace(context, catalogue=catalogue)
            ),
        }
        plain = {name: value for name, value in self.values().items() if name in _PLAIN}
        if self.min_population is not None:
            plain["min_population"] = int(self.min_population)
        if self.spotlight:
            self._check_spotlight(context)
        if self.borders:
            at_borders = replace(context, where=f"{context.where}, borders")
            plain["borders"] = at_borders.own_file(self.borders)
        return Scenario(**plain | lists, sector=_sector(self.sector_deg))

    def _check_spotlight(self, context: Context) -> None:
        """Look its name up, so that a wrong one is told where it stands."""
        # Only here: a scenario of points must not wait for geopandas.
        from rangeviz.datasets.borders.regions import find_area

        with naming(f"{context.where}, spotlight"):
            find_area(self.spotlight, worldview=context.worldview)


def scenario_schema() -> str:
    """Write the JSON Schema of the format; ``docs/scenario.md`` says how to use it."""
    lists = (SITES, SYSTEMS, ZONES, LAYERS, CALLOUTS, STAGES)
    entries = [form for kind in lists for form in kind.forms.values()]
    return json_schema(ScenarioForm, entries, "A rangeviz scenario")


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
callouts, spotlight, stages
    """
    where = repr(name)
    form = read_form(ScenarioForm, _document(text, where), where)
    form.worldview = view = worldview or form.worldview or "international"
    with naming(where):
        return form.scenario(Context(where, folder, view, load_systems()))


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
    return document


def _sector(azimuths: Any) -> Sector | None:
    try:
        return None if azimuths is None else Sector.of(azimuths)
    except InputError as error:
        raise FileFormatError(
            f"sector_deg is {azimuths!r:.40}: give two azimuths in degrees clockwise "
            "from north, like [300, 60]"
        ) from error


def _date(given: Any) -> str:
    # TOML has dates of its own; a date and time is no date here.
    if type(given) is datetime.date:
        return given.isoformat()
    if isinstance(given, str):
        return given.strip()
    raise FileFormatError(f"date is {given!s:.40}: give a day, like 2024-11-17")
