"""What is asked of every site of a batch, and the land that answers it."""

from __future__ import annotations

import hashlib
import json
import warnings
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rangeviz import __version__
from rangeviz.analysis.ground import MANY_REACHES, Ground, Places, Units
from rangeviz.analysis.inside_points import AroundZones
from rangeviz.analysis.report import Report, attributions_of, build_report
from rangeviz.errors import ToleranceWarning
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.geodesy.ellipsoid import to_ecef
from rangeviz.model.reach import Sector
from rangeviz.model.scenario import DEFAULT_MIN_POPULATION, Scenario, Worldview
from rangeviz.model.site import LaunchSite
from rangeviz.model.system import System
from rangeviz.model.zone import Zone

if TYPE_CHECKING:
    from scipy.spatial import KDTree

    from rangeviz.geodesy.inside.unit_edges import UnitEdges

_WORLD = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True)
class Question:
    """What is asked of every site.

    Parameters
    ----------
    systems : tuple of System
        At least one.
    zones, sector, worldview, min_population, tolerance_m
        As in a scenario.
    borders : str, optional
        Path of regions of the user's own.
    """

    systems: tuple[System, ...]
    zones: tuple[Zone, ...] = ()
    sector: Sector | None = None
    worldview: Worldview = "international"
    min_population: int = DEFAULT_MIN_POPULATION
    borders: str | None = None
    tolerance_m: float = DEFAULT_TOLERANCE_M

    def scenario(self, site: LaunchSite) -> Scenario:
        """Ask it of one site, as a single run does."""
        return Scenario(
            sites=(site,),
            systems=self.systems,
            zones=self.zones,
            sector=self.sector,
            worldview=self.worldview,
            tolerance_m=self.tolerance_m,
            min_population=self.min_population,
            borders=self.borders,
        )

    def ground(self) -> Ground:
        """Load the world for many sites."""
        borders = None
        if self.borders is not None:
            from rangeviz.datasets.borders.own_borders import read_borders

            borders = read_borders(self.borders)
        return Ground(
            self.worldview, self.min_population, borders=borders, reaches=MANY_REACHES
        )

    @cached_property
    def fingerprint(self) -> str:
        """Tells questions apart: another one has other rows."""
        sector = self.sector
        told = {
            "rangeviz": __version__,
            "systems": [
                (each.id, each.name, each.min_range_m, each.max_range_m)
                for each in self.systems
            ],
            "zones": [
                (each.name, each.code, each.rule, shapely.to_wkb(each.geometry, True))
                for each in self.zones
            ],
            "sector": sector and (sector.start_azimuth_deg, sector.end_azimuth_deg),
            "worldview": self.worldview,
            "min_population": self.min_population,
            "tolerance_m": self.tolerance_m,
            "borders": self.borders and file_digest(self.borders),
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    @property
    def told(self) -> dict[str, Any]:
        """What the plan of its folder tells of it, as JSON."""
        sources = (source for each in self.systems for source in each.sources)
        return {
            "question": self.fingerprint,
            "systems": {each.id: each.name for each in self.systems},
            "sources": list(dict.fromkeys(source.citation for source in sources)),
            "attributions": list(attributions_of(self.borders is None)),
        }


class Land:
    """Regions, zones and places, made ready once in each process.

    Attributes
    ----------
    units : Units
    edges : UnitEdges
    zones : AroundZones
    places : Places
    country : (n,) int array
        Number of each region's country in ``country_code``.
    country_code, country_name : (c,) array of str
    country_m2 : (c,) array
    """

    def __init__(self, question: Question) -> None:
        self.ground = question.ground()
        self.units: Units
        self.edges: UnitEdges
        self.units, self.edges = self.ground.units_with_edges(_WORLD)
        self.zones = AroundZones(question.zones)
        self.places: Places = self.ground.places(_WORLD)
        codes, first, self.country = np.unique(
            self.units.country_code.astype(str), return_index=True, return_inverse=True
        )
        self.country_code = codes.astype(object)
        self.country_name = self.units.country_name[first]
        areas_m2 = self.ground.country_areas_m2
        self.country_m2 = np.array([areas_m2[code] for code in codes.tolist()])

    @cached_property
    def place_tree(self) -> KDTree:
        """Places in space, by chords."""
        from scipy.spatial import KDTree

        return KDTree(to_ecef(self.places.lon, self.places.lat).reshape(-1, 3))


@lru_cache(maxsize=1)
def land_of(question: Question) -> Land:
    """Load the land of a question, which a process then keeps."""
    return Land(question)


@lru_cache(maxsize=1)
def _ground_of(question: Question) -> Ground:
    return question.ground()


def line_report(question: Question, site: LaunchSite) -> Report:
    """Compute what is asked of a line or area, over a world that is loaded once."""
    ground = _ground_of(question)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ToleranceWarning)  # every table tells it
        return build_report(question.scenario(site), ground=ground)


def file_digest(path: str | Path) -> str:
    """Tell a file by its bytes."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
