"""Region: one country or one of its first-level units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from rangeviz.arguments import check_text, float_of
from rangeviz.model.checks import areas_on_earth, feature_of


@dataclass(frozen=True, slots=True)
class Region:
    """A country (admin-0) or a first-level unit of one (admin-1).

    Parameters
    ----------
    code : str
        ISO 3166-2 where the unit has a current code of its own, otherwise Natural
        Earth's ``adm1_code``; ISO 3166-1 alpha-3 for a country.
    name : str
        English and current.
    country_code, country_name : str
        Of the country that it is counted to in the worldview that was asked for.
        For a country, its own.
    area_km2 : float
        On the WGS 84 ellipsoid, of the shape as it is drawn.
    geometry : Polygon or MultiPolygon
        EPSG:4326, lon before lat, cut at the antimeridian.

    Raises
    ------
    GeometryError
        If the geometry is empty, not valid or something else than polygons.
    InputError
        If a text is none, or the area no number.

    Examples
    --------
    >>> import shapely
    >>> box = shapely.box(33, 44.4, 36.7, 46.3)
    >>> Region("UA-43", "Crimea", "UKR", "Ukraine", 26344.4, box).is_country
    False
    """

    code: str
    name: str
    country_code: str
    country_name: str
    area_km2: float
    geometry: BaseGeometry

    def __post_init__(self) -> None:
        for name in ("code", "name", "country_code", "country_name"):
            check_text(getattr(self, name), f"{name} of a region")
        float_of(self.area_km2, "area_km2 of a region")
        shape = areas_on_earth(self.geometry, f"region {self.name!r}")
        object.__setattr__(self, "geometry", shape)

    @property
    def is_country(self) -> bool:
        """Whether this is a whole country."""
        return self.code == self.country_code

    @property
    def full_name(self) -> str:
        """The name that no other region has: with the country behind it."""
        return self.name if self.is_country else f"{self.name}, {self.country_name}"

    def __repr__(self) -> str:
        return f"<Region {self.full_name} ({self.code}): {self.area_km2:,.0f} km2>"

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return feature_of(
            self.geometry,
            code=self.code,
            name=self.name,
            country_code=self.country_code,
            country_name=self.country_name,
            area_km2=self.area_km2,
        )
