"""Place: a populated place of the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place, as GeoNames lists it.

    Parameters
    ----------
    geoname_id : int
        Its number at geonames.org.
    name : str
        In English, as of today; romanised in Ukraine, Russia and Belarus.
    country_code : str
        ISO 3166 alpha-3 code of the country that GeoNames counts it to.
    admin1 : str, optional
        Name of its admin-1 region in the border layer.
    lon, lat : float
        Centre, in degrees, EPSG:4326.
    population : int, optional
        None where it is not known. Figures are of various years.
    """

    geoname_id: int
    name: str
    country_code: str
    admin1: str | None
    lon: float
    lat: float
    population: int | None
