"""The catalogue of published ranges, and a user's own beside it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Literal

import msgspec

from rangeviz.arguments import brief, check_text, path_of, tuple_of
from rangeviz.datasets.files.forms import Form, Name, Number, naming, read_form
from rangeviz.datasets.files.records import read_records
from rangeviz.datasets.names import fold_name, nearest_names
from rangeviz.datasets.resources import data_path
from rangeviz.errors import FileFormatError, InputError, UnknownNameError
from rangeviz.language.cards import html_table
from rangeviz.model.system import Platform, Source, System

DEFAULT_SYSTEMS = ("himars", "atacms")
_Grade = Literal["A", "B", "C", "N", "U"]


class SourceForm(Form, kw_only=True):
    """Where a figure was published.

    Parameters
    ----------
    title : str
        What was published.
    publisher : str
        By whom.
    date : str
        ISO date, or as much of it as is known: "2024-11".
    url : str
        Where it was seen.
    quote : str
        The words that carry the figure, at most 15 of them.
    grade : str
        How strong the source is, under the key ``class``: A, on the record or a think
        tank; B, a major outlet on its own site; C, a copy; U, given by the user.
    """

    title: Name
    publisher: str = ""
    date: str = ""
    url: str | None = None
    quote: str = ""
    grade: Literal["A", "B", "C", "N", "U"] | None = msgspec.field(
        name="class", default=None
    )

    def value(self) -> Source:
        """Make the source."""
        return Source(**self.values())


class SystemForm(Form, kw_only=True):
    """A published range, with its source.

    Parameters
    ----------
    id, name : str
        Key in the catalogue, and what the reader sees.
    platform : str
        Where it is released: ground, air or sea. From air and sea the range runs from
        that point.
    max_range_km : float
        Published greatest range.
    min_range_km : float
        Published least range, which needs a source of its own in a catalogue.
    low_km, high_km : float
        The ends of the band in which sources disagree about the greatest range.
    note : str
        What else a reader must know.
    source, min_source : SourceForm
        Of the greatest range, and of the least.
    agrees : list of SourceForm
        Further sources of the same figure.
    """

    id: Name
    name: Name
    platform: Platform | None = None
    max_range_km: Number
    min_range_km: Number | None = None
    low_km: Number | None = None
    high_km: Number | None = None
    note: str = ""
    source: SourceForm
    min_source: SourceForm | None = None
    agrees: tuple[SourceForm, ...] = ()

    def value(self) -> System:
        """Make the system."""
        return System(**self.values())


class Catalogue(Mapping[str, System]):
    """Published ranges by id; a look-up takes their names too, in any spelling.

    Parameters
    ----------
    systems : iterable of System
        In the order in which they are told.

    Examples
    --------
    >>> systems = load_systems()
    >>> systems["ATACMS"] is systems["atacms"], "v2" in systems
    (True, False)
    """

    def __init__(self, systems: Iterable[System]) -> None:
        values = tuple_of(systems, System, "systems")
        self._by_id = {system.id: system for system in values}

    def __getitem__(self, name: str) -> System:
        known = self._by_id.get(name) if isinstance(name, str) else None
        return find_system(name, self._by_id) if known is None else known

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __repr__(self) -> str:
        return f"<Catalogue of {len(self)} systems: {', '.join(self)}>"

    def _repr_html_(self) -> str:
        rows = [
            (system.id, system.name, f"{system.max_range_km:g}", system.source.citation)
            for system in self.values()
        ]
        return html_table(("id", "name", "range, km", "source"), rows)


@functools.cache
def load_systems() -> Catalogue:
    """Load the shipped catalogue.

    Returns
    -------
    Catalogue
        A read-only mapping by id, in the order of the catalogue; a look-up takes names
        too.

    See Also
    --------
    find_system, read_systems

    Examples
    --------
    >>> systems = load_systems()
    >>> systems["atacms"].max_range_km, systems["atacms"].source.date
    (305.8, '2024-11')
    """
    return read_systems(data_path("systems", "systems.toml"))


def read_systems(path: str | PathLike[str]) -> Catalogue:
    """Read a catalogue of one's own.

    The file holds a list named ``system``; each record has ``id``, ``name``,
    ``max_range_km`` and a ``source`` with a ``title``, and may have
    ``min_range_km`` (with its own ``min_source``), ``low_km``, ``high_km``,
    ``platform`` (ground, air or sea), ``agrees`` (a list of sources) and
    ``note``. A source may have ``publisher``, ``date``, ``url``, ``quote`` (at
    most 15 words) and ``class``. In CSV the title is the column
    ``source_title``, and so on.

    Parameters
    ----------
    path : path-like
        A ``.toml``, ``.json`` or ``.csv`` file.

    Returns
    -------
    Catalogue
        A read-only mapping by id, in the order of the file.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it is not valid, a source is missing, a key is unknown, an id
        repeats or a figure is impossible. The message names the record.

    See Also
    --------
    load_systems

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "own.csv")
    ...     heads = "id,name,max_range_km,source_title"
    ...     _ = path.write_text(heads + "\\nx,X,100,A paper\\n")
    ...     read_systems(path)["x"].max_range_m
    100000.0
    """
    file = path_of(path)
    systems: dict[str, System] = {}
    taken: dict[str, str] = {}
    for number, record in enumerate(read_records(file, "system"), start=1):
        where = f"{file.name!r}, system {number} ({record.get('id', 'no id')!r})"
        is_csv = file.suffix.lower() == ".csv"
        form = read_form(SystemForm, record, where, strict=not is_csv)
        if form.min_range_km is not None and form.min_source is None:
            raise FileFormatError(f"{where}: min_source is missing")
        with naming(where):
            system = form.value()
        key = fold_name(system.id)
        if not key or key in taken:
            clash = f"is taken by {taken[key]!r}" if key else "has no letter or digit"
            raise FileFormatError(f"{where}: id {clash}; give each system its own")
        taken[key] = system.id
        systems[system.id] = system
    return Catalogue(systems.values())


def find_system(name: str, systems: Mapping[str, System] | None = None) -> System:
    """Find a system by its id or its name, in any spelling.

    Parameters
    ----------
    name : str
        ``"atacms"``, ``"ATACMS M39 (Block I)"``, ``"storm shadow"``.
    systems : mapping of str to System, optional
        Where to look; the shipped catalogue by default.

    Returns
    -------
    System
        Its ranges in metres, with their sources.

    Raises
    ------
    UnknownNameError
        If none answers to it; the message gives the nearest ids.

    See Also
    --------
    load_systems

    Examples
    --------
    >>> find_system("Storm Shadow").id
    'storm-shadow'
    """
    check_text(name, "the name of a system")
    known = load_systems() if systems is None else systems
    if not isinstance(known, Mapping):
        raise InputError(
            f"systems are {brief(known)}: give a catalogue, or leave it out"
        )
    key = fold_name(name)
    by_key = {fold_name(system.name): system for system in known.values()}
    by_key |= {fold_name(system.id): system for system in known.values()}
    if key in by_key:
        return by_key[key]
    spellings = {system.name: system.id for system in known.values()}
    spellings |= {system.id: system.id for system in known.values()}
    nearest = (spellings[spelling] for spelling in nearest_names(name, spellings))
    hint = "`rangeviz systems` lists all"
    if name.strip()[:1].isdigit():
        hint += ", a range of your own is --range 120km"
    raise UnknownNameError("system", name, tuple(dict.fromkeys(nearest)), hint)
