"""Several reaches at once: what they cover together, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
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


def overlap_layers(
    envelopes: Sequence[ReachEnvelope], *, most: int | None = None
) -> tuple[Layer, ...]:
    """Measure what one or more, two or more, three or more... reaches cover.

    Parameters
    ----------
    envelopes : sequence of ReachEnvelope
        Of several sites, usually of one system.
    most : int, optional
        Count no further than this: of many sites, deep layers are many.

    Returns
    -------
    tuple of Layer
        By count; the first is the merged reach. Each lies inside the one before,
        and (without ``most``) their areas add up to the sum of the reaches' own.

    Raises
    ------
    InputError
        If there are no reaches, or ``most`` is below 1.

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
    if most is not None and most < 1:
        raise InputError(f"most {most}: give 1 or more")
    shapes = layered([each.measured for each in envelopes], most)
    return tuple(
        Layer(count, shape, float(area_m2(shape)))
        for count, shape in enumerate(shapes, start=1)
    )


def layered(
    shapes: Sequence[BaseGeometry], most: int | None = None
) -> list[BaseGeometry]:
    """Overlay shapes: what lies in one or more, two or more, ... of them.

    Parameters
    ----------
    shapes : sequence of Polygon or MultiPolygon
        EPSG:4326, cut at the antimeridian; at least one.
    most : int, optional
        Count no further than this.

    Returns
    -------
    list of Polygon or MultiPolygon
        By count; none of them empty.
    """
    # Neighbours first, so that layers stay simple until late.
    centres = shapely.get_coordinates(shapely.centroid(np.asarray(shapes, object)))
    order = np.lexsort((centres[:, 1], centres[:, 0]))
    return _layered([shapes[at] for at in order], most or len(shapes))


def _layered(shapes: Sequence[BaseGeometry], most: int) -> list[BaseGeometry]:
    if len(shapes) == 1:
        return list(shapes)
    half = len(shapes) // 2
    return _combined(_layered(shapes[:half], most), _layered(shapes[half:], most), most)


def _combined(
    one: Sequence[BaseGeometry], other: Sequence[BaseGeometry], most: int
) -> list[BaseGeometry]:
    """Add the layers of two groups: n deep is where i of one and n - i of other are."""
    found: list[BaseGeometry] = []
    for count in range(1, min(len(one) + len(other), most) + 1):
        parts = [group[count - 1] for group in (one, other) if count <= len(group)]
        shared = range(max(1, count - len(other)), min(len(one), count - 1) + 1)
        parts += [
            polygons_of(shapely.intersection(one[n - 1], other[count - n - 1]))
            for n in shared
        ]
        layer = polygons_of(shapely.union_all(parts)) if len(parts) > 1 else parts[0]
        if layer.is_empty:
            break
        found.append(layer)
    return found
