"""What may stand in each list of a scenario: texts, and tables of several forms.

The forms of callouts too, which know nothing of files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rangeviz.datasets.catalogue.published import SystemForm, find_system
from rangeviz.datasets.files.forms import (
    Form,
    Name,
    Number,
    check_keys,
    keys_of,
    naming,
    read_form,
)
from rangeviz.datasets.places.coordinates import parse_position
from rangeviz.datasets.places.sites import (
    LAYER_SUFFIXES,
    TABLE_SUFFIXES,
    find_place_site,
    find_sites,
)
from rangeviz.datasets.scenario.entries import (
    AreaSite,
    BorderSite,
    Context,
    FileSites,
    FileZones,
    Layer,
    OwnRange,
    PlaceSite,
    PositionSite,
    RegionZone,
    ShapeSite,
    ShapeZone,
)
from rangeviz.errors import FileFormatError
from rangeviz.model.scenario import Callout, Direction
from rangeviz.model.site import LaunchSite
from rangeviz.model.zone import Zone


class PlaceCallout(Form, kw_only=True):
    """Words about a place of the gazetteer.

    Parameters
    ----------
    place : str
        Its name in any spelling: "Kharkiv", "Odesa, UA".
    text : str
        What the map says, 80 characters at most.
    direction : str
        Where the words stand: "N", "NE", ..., else where there is room.
    """

    place: Name
    text: Name
    direction: Direction | None = None

    def value(self) -> Callout:
        """Look the place up."""
        place = find_place_site(self.place)
        return Callout(place.lon, place.lat, self.text, self.direction)


class PositionCallout(Form, kw_only=True):
    """Words about a position.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84.
    text : str
        What the map says, 80 characters at most.
    direction : str
        Where the words stand: "N", "NE", ..., else where there is room.
    """

    lon: Number
    lat: Number
    text: Name
    direction: Direction | None = None

    def value(self) -> Callout:
        """Make the callout."""
        return Callout(**self.values())


@dataclass(frozen=True, slots=True)
class Kind:
    """What may stand in one list of a scenario.

    Parameters
    ----------
    forms : mapping of str to type of Form
        Its tables, each by the one key that only it must have.
    of_text : callable, optional
        Makes values of a text, where one may stand for a table.
    """

    forms: Mapping[str, type[Form]]
    of_text: Callable[[str, Context], Sequence[Any]] | None = None

    def read(self, name: str, entries: Sequence[Any], context: Context) -> Any:
        """Read every entry of a list, as a tuple of the values that they make.

        Raises
        ------
        FileFormatError
            If an entry is not acceptable; the message names it.
        """
        values: list[Any] = []
        for number, entry in enumerate(entries, start=1):
            here = replace(context, where=f"{context.where}, {name} {number}")
            with naming(here.where):
                values += self._read_one(entry, here)
        return tuple(values)

    def _read_one(self, entry: Any, context: Context) -> Sequence[Any]:
        if isinstance(entry, str) and self.of_text is not None:
            return self.of_text(entry, context)
        if not isinstance(entry, Mapping):
            allowed = "a table" if self.of_text is None else "text or a table"
            raise FileFormatError(f"must be {allowed}, not {entry!r:.40}")
        known = dict.fromkeys(
            key for form in self.forms.values() for key in keys_of(form)
        )
        check_keys(entry, tuple(known), context.where)
        keys = [key for key in self.forms if key in entry]
        if len(keys) == 1 or len(self.forms) == 1:
            form = self.forms[(keys or [*self.forms])[0]]
            return read_form(form, entry, context.where).read(context)
        has = f"it has {' and '.join(keys)}" if keys else "it has none"
        raise FileFormatError(f"give one of {', '.join(self.forms)}; {has}")

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of a list of them."""
        tables: list[dict[str, str]] = [
            {"$ref": f"#/$defs/{form.__name__}"} for form in self.forms.values()
        ]
        texts = [] if self.of_text is None else [{"type": "string"}]
        return {"items": {"anyOf": texts + tables}}


def _sites_of_text(text: str, context: Context) -> Sequence[LaunchSite]:
    if parse_position(text) is not None:
        return find_sites(text)
    if Path(text).suffix.lower() in (*TABLE_SUFFIXES, *LAYER_SUFFIXES):
        return FileSites(file=text).read(context)
    return [PlaceSite(place=text).value()]


def _zones_of_text(text: str, context: Context) -> list[Zone]:
    if Path(text).suffix.lower() in LAYER_SUFFIXES:
        return FileZones(file=text).read(context)
    return RegionZone(region=text).read(context)


SITES = Kind(
    {
        "place": PlaceSite,
        "lon": PositionSite,
        "area": AreaSite,
        "border": BorderSite,
        "file": FileSites,
        "geometry": ShapeSite,
    },
    _sites_of_text,
)
SYSTEMS = Kind(
    {"range_km": OwnRange, "max_range_km": SystemForm},
    lambda text, context: [find_system(text, context.catalogue)],
)
ZONES = Kind(
    {"region": RegionZone, "file": FileZones, "geometry": ShapeZone}, _zones_of_text
)
CALLOUTS = Kind({"place": PlaceCallout, "lon": PositionCallout})
LAYERS = Kind({"file": Layer}, lambda text, context: Layer(file=text).read(context))
