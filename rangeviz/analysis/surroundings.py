"""A site and what lies around it, measured once for all reaches from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
import shapely

from rangeviz.analysis.ground import Bounds, Ground, Places, Units, meeting
from rangeviz.geodesy.bbox import total_bounds
from rangeviz.geodesy.distance.proximity import Proximity
from rangeviz.geodesy.measure import area_m2
from rangeviz.model.reach import ReachEnvelope

# About lines and areas, where each distance is a search of its own: a hundredth of
# the borders' own accuracy, and what a kilometre with one decimal tells.
NEAREST_TOLERANCE_M = 10.0
POINT_TOLERANCE_M = 1.0


class Surroundings:
    """The units and the places about a site, within the bounds of its reaches.

    Parameters
    ----------
    envelopes : sequence of ReachEnvelope
        All reaches that will ask; their one site is what distances are measured from.
    ground : Ground
        Where units and places are taken from.

    Examples
    --------
    >>> import rangeviz as rv
    >>> reaches = [rv.reach((36.2304, 49.9935), "40 km")]
    >>> near = Surroundings(reaches, Ground("international", 0))
    >>> near.units.code.tolist(), near.nearest_m(np.array([2, 1])).round().tolist()
    (['UA-59', 'UA-63', 'RU-BEL'], [31514.0, 0.0])
    """

    def __init__(self, envelopes: Sequence[ReachEnvelope], ground: Ground) -> None:
        self.site, self.ground = envelopes[0].site, ground
        self._bounds = total_bounds([each.bounds for each in envelopes])
        self._envelopes = envelopes

    @cached_property
    def proximity(self) -> Proximity:
        """Distances from the site."""
        return Proximity(self.site.geometry, edges=self.site.edges)

    @cached_property
    def units(self) -> Units:
        """The units within the bounds."""
        return self.ground.units(self._bounds)

    @cached_property
    def reached_units(self) -> Units:
        """The units that one of the reaches touches at least."""
        areas = [each.measured for each in self._envelopes]
        touched = [shapely.intersects(area, self.units.shapes) for area in areas]
        return self.units.take(np.flatnonzero(np.any(touched, axis=0)))

    @cached_property
    def places(self) -> Places:
        """The places within the bounds."""
        return self.ground.places(self._bounds)

    @cached_property
    def place_distances_m(self) -> np.ndarray:
        """How far each place is from the site."""
        return self.proximity.distances_m(
            np.column_stack([self.places.lon, self.places.lat])
        )

    def rows_meeting(self, bounds: Bounds) -> np.ndarray:
        """Give the numbers of the units whose bounds meet these."""
        return meeting(self._boxes, bounds)

    def nearest_m(self, rows: np.ndarray) -> np.ndarray:
        """Measure to the nearest place of some units, by number."""
        return _remembered(self._nearest_m, rows, self.distances_m, self.units.shapes)

    def whole_m2(self, rows: np.ndarray) -> np.ndarray:
        """Measure whole units, by number, as their parts are measured."""
        return _remembered(self._whole_m2, rows, area_m2, self.units.shapes)

    def distances_m(self, shapes: np.ndarray) -> np.ndarray:
        """Measure to the nearest place of each of n shapes."""
        point = self.site.is_point
        return self.proximity.nearest_m(
            shapes, tolerance_m=POINT_TOLERANCE_M if point else NEAREST_TOLERANCE_M
        )

    @cached_property
    def _boxes(self) -> np.ndarray:
        return np.asarray(shapely.bounds(self.units.shapes))

    @cached_property
    def _nearest_m(self) -> np.ndarray:
        return np.full(len(self.units), np.nan)

    @cached_property
    def _whole_m2(self) -> np.ndarray:
        return np.full(len(self.units), np.nan)


def _remembered(
    known: np.ndarray,
    rows: np.ndarray,
    measure: Callable[[np.ndarray], object],
    shapes: np.ndarray,
) -> np.ndarray:
    """Measure the shapes of rows that are not known yet, and give all of them."""
    new = rows[np.isnan(known[rows])]
    if new.size:
        known[new] = measure(shapes[new])
    return np.asarray(known[rows])
