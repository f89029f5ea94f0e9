"""Several reaches at once: what they cover together, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.overlay import polygons_of
from rangeviz.errors import InputError
from rangeviz.geodesy.measure import area_m2
from rangeviz.model.reach import ReachEnvelope


@dataclass(frozen=True, slots=True)
class Layer:
    """The area that so many reaches or more have in common.

    Parameters
    ----------
    count : int
        How many reaches at least.
    geometry : Polygon or MultiPolygon
        EPSG:4326, cut at the antimeridian.
    area_m2 : float
        Its area on the ellipsoid.
    """

    count: int
    geometry: BaseGeometry
    area_m2: float


def overlap_layers(envelopes: Sequence[ReachEnvelope]) -> tuple[Layer, ...]:
    """Measure what one or more, two or more, three or more... reaches cover.

    Parameters
    ----------
    envelopes : sequence of ReachEnvelope
        Of several sites, usually of one system.

    Returns
    -------
    tuple of Layer
        By count; the first is the merged reach. Each lies inside the one before,
        and their areas add up to the sum of the reaches' own areas.

    Raises
    ------
    InputError
        If there are no reaches.

    Examples
    --------
    >>> import rangeviz as rv
    >>> system = rv.System.ad_hoc(max_range_m=100_000)
    >>> pair = [rv.reach(rv.LaunchSite.at(lon, 50), system) for lon in (36, 37)]
    >>> [(layer.count, round(layer.area_m2 / 1e6)) for layer in overlap_layers(pair)]
    [(1, 45440), (2, 17390)]
    """
    if not envelopes:
        raise InputError("no reaches to merge; give at least one")
    shapes: list[BaseGeometry] = []
    for envelope in envelopes:
        carried: BaseGeometry = envelope.measured
        for index, shape in enumerate(shapes):
            # What a layer already has goes on to the next; the rest joins it.
            shared = polygons_of(shapely.intersection(shape, carried))
            shapes[index] = polygons_of(shapely.union(shape, carried))
            carried = shared
        if not carried.is_empty:
            shapes.append(carried)
    return tuple(
        Layer(count, shape, float(area_m2(shape)))
        for count, shape in enumerate(shapes, start=1)
    )
