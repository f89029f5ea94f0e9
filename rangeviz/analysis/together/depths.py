"""Several reaches at once: what they cover together, and how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.overlay import polygons_of
from rangeviz.arguments import count_of, tuple_of
from rangeviz.errors import InputError
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.measure import area_m2
from rangeviz.model.reach import ReachEnvelope

_VERTICES_OF_A_PIECE: Final = 1_000
_FEW: Final = 8  # shapes that are laid over each other as they are
_TRIES: Final = 4
_WHOLE: Final = 1 - 1e-12  # of a box: rounding's share


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
    """Measure what at least one, two, three and so on of some reaches cover.

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

    See Also
    --------
    measure_overlap

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
    envelopes = tuple_of(envelopes, ReachEnvelope, "reaches")
    if most is not None and count_of(most, "most") < 1:
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
    most = most or len(shapes)
    pieces: list[list[BaseGeometry]] = [[] for _ in range(most)]
    own = np.asarray(shapes, object)
    # Neighbours first, so that layers stay simple until late.
    centres = shapely.get_coordinates(shapely.centroid(own))
    own = own[np.lexsort((centres[:, 1], centres[:, 0]))]
    for base, box, crossing in _cells(own, shapely.total_bounds(own), most):
        for layer in pieces[:base]:
            layer.append(shapely.box(*box))
        inner = _layered(list(crossing), most - base) if len(crossing) else ()
        for layer, piece in zip(pieces[base:], inner, strict=False):
            layer.append(piece)
    joined = (polygons_of(shapely.union_all(each)) for each in pieces)
    return [layer for layer in joined if not layer.is_empty]


def _cells(
    shapes: np.ndarray,
    box: FloatArray,
    most: int,
    base: int = 0,
    tries: int = _TRIES,
) -> Iterator[tuple[int, FloatArray, np.ndarray]]:
    """Halve a box until few shapes cross it: the others lie all over it, or beside it.

    Where so many as are asked for lie all over it, nothing is cut any more: of many
    reaches that is nearly everywhere.

    Parameters
    ----------
    shapes : (n,) array of Polygon or MultiPolygon
        What crosses the box, cut by it.
    box : (west, south, east, north)
        Degrees.
    most : int
        How many are asked for.
    base : int
        How many more lie all over it.
    tries : int
        So often it may be halved in vain: equal shapes cross each part of it.

    Yields
    ------
    base : int
        At most ``most``.
    box : (4,) array
        A part of the box.
    crossing : (n,) array
        What crosses the part, cut by it.
    """
    if base >= most:
        yield most, box, shapes[:0]
        return
    if len(shapes) <= _FEW or not tries:
        yield base, box, shapes
        return
    for half in _halves(box):
        cut = _clipped(shapes, half)
        whole_deg2 = (half[2] - half[0]) * (half[3] - half[1])
        areas_deg2 = shapely.area(cut)
        is_whole = areas_deg2 >= whole_deg2 * _WHOLE
        crossing = cut[~is_whole & (areas_deg2 > 0)]
        left = _TRIES if len(crossing) < len(shapes) else tries - 1
        yield from _cells(crossing, half, most, base + int(is_whole.sum()), left)


def _halves(box: Sequence[float] | FloatArray) -> tuple[FloatArray, FloatArray]:
    """Cut a box across its longer side."""
    west, south, east, north = box
    if east - west > north - south:
        middle = (west + east) / 2
        pair = (west, south, middle, north), (middle, south, east, north)
    else:
        middle = (south + north) / 2
        pair = (west, south, east, middle), (west, middle, east, north)
    return np.array(pair[0]), np.array(pair[1])


def _clipped(shapes: np.ndarray, box: FloatArray) -> np.ndarray:
    """Cut shapes by a box."""
    cut = shapely.clip_by_rect(shapes, *box)
    wrong = ~shapely.is_valid(cut)  # as its manual warns
    cut[wrong] = shapely.intersection(shapes[wrong], shapely.box(*box))
    return np.asarray(cut)


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


def areas_inside_m2(units: np.ndarray, shape: BaseGeometry) -> FloatArray:
    """Measure the part of each of n areas that a large shape covers.

    Parameters
    ----------
    units : (n,) array of Polygon or MultiPolygon
        EPSG:4326.
    shape : Polygon or MultiPolygon
        EPSG:4326. It is cut into small pieces first: an area then meets only those
        near it, and what it costs no longer grows with the whole shape.

    Returns
    -------
    (n,) array
        Square metres.

    Examples
    --------
    >>> halves = np.array([shapely.box(0, 0, 1, 2), shapely.box(1, 0, 2, 2)])
    >>> areas = areas_inside_m2(halves, shapely.box(0, 0, 1.5, 2))
    >>> (areas / areas[0]).round(9).tolist()
    [1.0, 0.5]
    """
    pieces = np.array(_pieces(shape), dtype=object)
    unit, piece = shapely.STRtree(pieces).query(units, predicate="intersects")
    shared_m2 = area_m2(shapely.intersection(units[unit], pieces[piece]))
    inside_m2 = np.bincount(unit, np.atleast_1d(shared_m2), minlength=len(units))
    return inside_m2.astype(float)  # of no pairs bincount makes whole numbers


def _pieces(shape: BaseGeometry) -> list[BaseGeometry]:
    """Cut a shape into halves until each has few vertices."""
    if shapely.get_num_coordinates(shape) <= _VERTICES_OF_A_PIECE:
        return [] if shape.is_empty else [shape]
    halves = (_clipped(np.array([shape]), half)[0] for half in _halves(shape.bounds))
    return [piece for half in halves for piece in _pieces(polygons_of(half))]
