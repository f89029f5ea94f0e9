"""What a scenario says against what the user says and what is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from rangeviz.datasets.catalogue.published import load_systems
from rangeviz.geodesy.ellipsoid import inverse
from rangeviz.model.scenario import Scenario
from rangeviz.model.system import System
from rangeviz.units import km
from rangeviz.verification.feature_claims import Given
from rangeviz.verification.findings import Finding

_MOVED_M: Final = 100.0
_SAME_M: Final = 1e-3  # a scenario keeps ranges to the micrometre


def contradictions(scenario: Scenario, given: Given) -> Iterator[Finding]:
    """Name what the user says and the scenario doesn't."""
    points = [site for site in scenario.sites if site.is_point]
    for wanted in given.sites:
        away = [
            float(inverse(site.lon, site.lat, wanted.lon, wanted.lat)[2])
            for site in points
        ]
        if points and min(away) > _MOVED_M:
            message = f"no launch point of the page lies within {_MOVED_M:g} m of it"
            yield Finding("baseline", wanted.name, message)
    ranges = [system.max_range_m for system in scenario.combined().systems]
    if given.max_range_m and not np.isclose(ranges, given.max_range_m).any():
        message = f"the page shows no range of {given.max_range_m / 1e3:g} km"
        yield Finding("range", "", message)


def unlike_catalogue(scenario: Scenario, *, strict: bool) -> Iterator[Finding]:
    """Name systems whose figures are not those of the catalogue that is shipped.

    Whoever changes a range in a scenario and makes the page anew has a page that agrees
    with itself.

    Parameters
    ----------
    scenario : Scenario
        What the page shows.
    strict : bool
        Whether it is a fault if a system has both an id and a name of the catalogue,
        and other figures. One that has one of the two may be the user's own.
    """
    published = load_systems()
    names = {system.name: system for system in published.values()}
    for system in scenario.combined().systems:
        known = published.get(system.id) or names.get(system.name)
        if known is not None:
            same = (system.id, system.name) == (known.id, known.name)
            yield from _unlike(system, known, fault=strict and same)


def _unlike(system: System, known: System, *, fault: bool) -> Iterator[Finding]:
    label = system.name
    for what, own_m, known_m in (
        ("range", system.max_range_m, known.max_range_m),
        ("least range", system.min_range_m, known.min_range_m),
        ("lowest figure", system.low_m, known.low_m),
        ("highest figure", system.high_m, known.high_m),
    ):
        if abs((own_m or 0.0) - (known_m or 0.0)) > _SAME_M:
            message = (
                f"its {what} is {_km(own_m)}, where the catalogue of this version has "
                f"{_km(known_m)} for {known.id}"
            )
            yield Finding("range", label, message, fault=fault)
    if system.sources != known.sources:
        message = f"its source is not the one that the catalogue has for {known.id}"
        yield Finding("source", label, message, fault=fault)


def _km(length_m: float | None) -> str:
    return "none" if length_m is None else f"{km(length_m):g} km"
