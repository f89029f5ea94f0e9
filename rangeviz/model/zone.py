"""Zone: a named area with a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import take_texts
from rangeviz.errors import InputError
from rangeviz.language.cards import html_card
from rangeviz.model.checks import areas_on_earth, feature_of

ZoneRule = Literal["restricted", "only"]
ZONE_RULES: tuple[ZoneRule, ...] = ("restricted", "only")


@dataclass(frozen=True, slots=True)
class Zone:
    """A named area and how it bears on a reach.

    Parameters
    ----------
    name : str
        What the reader sees; treated as text by every output.
    geometry : Polygon or MultiPolygon
        EPSG:4326, lon before lat, edges straight in lon/lat; what passes +-180 is
        cut there.
    rule : {"restricted", "only"}
        ``restricted``: use is not permitted inside; ``only``: nowhere else.
    code : str, optional
        Code of the region that the zone is, if it is one.
    note : str
        Where the zone comes from and how sure that is.

    Raises
    ------
    GeometryError
        If the geometry is empty, not valid or something else than polygons.
    CoordinateError
        If a coordinate is not finite or not on Earth.
    InputError
        If the rule is not one of the two, or the name no text.
    """

    name: str
    geometry: BaseGeometry
    rule: ZoneRule = "restricted"
    code: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        take_texts(self, "a zone", "name", others=("code", "note"))
        if self.rule not in ZONE_RULES:
            raise InputError(f"zone rule {self.rule!r} is not 'restricted' or 'only'")
        shape = areas_on_earth(self.geometry, f"zone {self.name!r}")
        object.__setattr__(self, "geometry", shape)

    def __repr__(self) -> str:
        return f"<Zone {self.name}: {self.rule}>"

    def _repr_html_(self) -> str:
        rows = [("rule", self.rule), ("code", self.code or "none"), ("note", self.note)]
        return html_card(self.name, rows)

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return feature_of(self.geometry, name=self.name, rule=self.rule, code=self.code)
