"""Reaches, zones and baselines of a report in the plane of a view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.overlay import permitted_part
from rangeviz.analysis.report import Report
from rangeviz.render.figure.borders import Lines, antipode_ring, without_seams
from rangeviz.render.figure.view import View

LONGEST_EDGE = 1 / 120  # of the bounds: a longer edge is bent, as the projection asks


@dataclass(frozen=True, slots=True)
class Shape:
    """An area in the plane of a view, metres.

    Parameters
    ----------
    fill : list of (n, 2) array
        Closed rings, the inside on their left: to be filled as one path.
    outline : list of (n, 2) array
        The same without what runs along the antimeridian or a pole.
    """

    fill: Lines
    outline: Lines


def project(view: View, geometry: BaseGeometry) -> Shape:
    """Project polygons or lines of EPSG:4326.

    Parameters
    ----------
    view : View
        The projection.
    geometry : shapely geometry
        Edges straight in lon/lat; cut at the antimeridian. Points give nothing.

    Returns
    -------
    Shape
    """
    _, south, _, north = view.bounds_deg
    bent = shapely.segmentize(geometry, max((north - south) * LONGEST_EDGE, 1e-4))
    parts = shapely.get_parts(bent)
    polygons = parts[shapely.get_dimensions(parts) == 2]
    rings = shapely.get_rings(shapely.orient_polygons(polygons))
    lines = parts[shapely.get_dimensions(parts) == 1]
    drawn = [shapely.get_coordinates(ring) for ring in rings]
    open_lines = [part for ring in drawn for part in without_seams(ring)]
    open_lines += [shapely.get_coordinates(line) for line in lines]
    return Shape(
        fill=[
            *(view.to_plane(ring) for ring in drawn),
            *antipode_ring(view, np.asarray(polygons)),
        ],
        outline=[view.to_plane(line) for line in open_lines],
    )


def merged_reaches(
    report: Report, view: View, what: Literal["reach", "permitted"] = "reach"
) -> list[Shape]:
    """Join the reaches of each system from all sites, in the scenario's order.

    Parameters
    ----------
    report, view
        What was computed, and the projection.
    what : {"reach", "permitted"}
        Whole reaches as drawn, or what the zones' rules leave of them.
    """
    shapes = [
        row.reach.geometry
        if what == "reach"
        else permitted_part(row.reach.geometry, report.scenario.zones)
        for row in report.reaches
    ]
    step = len(report.scenario.systems)
    return [project(view, _union(shapes[first::step])) for first in range(step)]


def _union(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
