"""What lies inside a reach of a layer of the user's own: sums, never single features.

Every feature has a share inside, from 0 to 1: of its points, of its length or of its
area. Sums of its numbers count by that share (areal weighting: Goodchild and Lam,
"Areal interpolation", *Geo-Processing* 1, 297-312, 1980). Points are decided by
their true distance; lines and polygons are cut by the reach as it is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.layers.cells import RasterTable
from rangeviz.analysis.layers.groups import REST, tellable_groups
from rangeviz.analysis.layers.tally import Kind, Tally, WithinRow
from rangeviz.analysis.overlay import permitted_part
from rangeviz.analysis.places import points_permitted, points_reached
from rangeviz.datasets.files.raster_file import OwnRaster
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.geodesy.measure import area_m2, length_m
from rangeviz.model.reach import ReachEnvelope
from rangeviz.model.scenario import Scenario
from rangeviz.model.zone import Zone

if TYPE_CHECKING:
    from rangeviz.analysis.surroundings import Surroundings
    from rangeviz.datasets.files.own_layers import OwnLayer

KINDS: Final[tuple[Kind, ...]] = ("points", "lines", "polygons")
# A smaller share is where a feature touches the reach from outside.
_LEAST_SHARE = 1e-9


class LayerTable:
    """The features of one kind in a layer, measured once for many reaches.

    Parameters
    ----------
    layer : OwnLayer
        The layer.
    kind : {"points", "lines", "polygons"}
        Which of its features.

    Raises
    ------
    InputError
        If its groups would be single features; see `tellable_groups`.
    """

    def __init__(self, layer: OwnLayer, kind: Kind) -> None:
        chosen = shapely.get_dimensions(layer.shapes) == KINDS.index(kind)
        self.name, self.kind = layer.name, kind
        self.columns = tuple(layer.values)
        self._shapes = layer.shapes[chosen]
        values = [np.nan_to_num(v[chosen]) for v in layer.values.values()]
        self._values = np.stack([np.ones(len(self._shapes)), *values])
        self._groups: list[str] = []
        self._index = np.zeros(len(self._shapes), int)
        if layer.by and len(self._shapes):
            groups = layer.groups[chosen]
            self._groups, self._index = tellable_groups(
                groups, layer=layer.name, by=layer.by
            )
        if self._groups == [REST]:
            self._groups = []
        self._amounts = self._measure(self._shapes)
        if kind == "points":
            self._positions, self._owner = shapely.get_coordinates(
                self._shapes, return_index=True
            )
        else:
            self._tree = shapely.STRtree(self._shapes)
            self._tree.query(shapely.Point(0, 0))  # builds it, before threads ask
        self._whole = self._tallies(np.ones(len(self._shapes)))

    def __len__(self) -> int:
        return len(self._shapes)

    def rows(
        self,
        envelope: ReachEnvelope,
        zones: Sequence[Zone] = (),
        permitted: BaseGeometry | None = None,
        _around: Surroundings | None = None,
    ) -> list[WithinRow]:
        """Tell what of the features is inside a reach.

        Parameters
        ----------
        envelope : ReachEnvelope
            The reach.
        zones : sequence of Zone
            Areas with a rule; without any, nothing is told of what they leave.
        permitted : shapely geometry, optional
            What they leave, as `permitted_part` gives; points do without.

        Returns
        -------
        list of WithinRow
            All features first, then group by group.
        """
        shares = self._shares_inside(envelope, zones, permitted)
        inside, *left = [self._tallies(share) for share in shares]
        columns = zip(
            [None, *self._groups],
            self._whole,
            inside,
            left[0] if left else [None] * len(inside),
            strict=True,
        )
        return [
            WithinRow(self.name, self.kind, group, self.columns, whole, held, free)
            for group, whole, held, free in columns
        ]

    def _shares_inside(
        self,
        envelope: ReachEnvelope,
        zones: Sequence[Zone],
        permitted: BaseGeometry | None,
    ) -> list[FloatArray]:
        """Measure the part of each feature in the reach, and in what zones leave."""
        if self.kind != "points":
            areas = [envelope.measured, permitted]
            return [self._shares(area) for area in areas if area is not None]
        inside = points_reached(envelope, self._positions)
        if not zones:
            return [self._point_shares(inside)]
        left = inside & points_permitted(self._positions, zones)
        return [self._point_shares(inside), self._point_shares(left)]

    def _measure(self, shapes: np.ndarray) -> FloatArray:
        if self.kind == "points":
            return shapely.get_num_coordinates(shapes).astype(float)
        measure = length_m if self.kind == "lines" else area_m2
        return np.asarray(measure(shapes), float)

    def _point_shares(self, inside: np.ndarray) -> FloatArray:
        count = np.bincount(self._owner[inside], minlength=len(self))
        return np.asarray(count / self._amounts)

    def _shares(self, reached: BaseGeometry) -> FloatArray:
        """Measure the part of each feature that is in an area."""
        shares = np.zeros(len(self))
        if reached.is_empty:
            return shares
        near = self._tree.query(reached, predicate="intersects")
        shapely.prepare(reached)
        covered = shapely.covers(reached, self._shapes[near])
        shares[near[covered]] = 1.0
        cut = near[~covered & (self._amounts[near] > 0)]
        parts = self._measure(shapely.intersection(self._shapes[cut], reached))
        shares[cut] = np.minimum(parts / self._amounts[cut], np.nextafter(1, 0))
        return shares

    def _tallies(self, shares: FloatArray) -> list[Tally]:
        """Sum over all features, then over each group."""
        whole, partly = shares == 1, (shares > _LEAST_SHARE) & (shares < 1)
        weights = np.vstack(
            [whole, partly, self._amounts * shares, self._values[1:] * shares]
        )
        by_group = np.array(
            [
                np.bincount(self._index, row, minlength=len(self._groups) or 1)
                for row in weights
            ]
        ).T
        rows = [weights.sum(axis=1), *(by_group if self._groups else [])]
        return [
            Tally(int(row[0]), int(row[1]), float(row[2]), tuple(row[3:].tolist()))
            for row in rows
        ]


def layer_tables(
    layers: Sequence[OwnLayer | OwnRaster] | None, scenario: Scenario
) -> list[LayerTable | RasterTable]:
    """Prepare layers for many reaches, a table for each kind that they have.

    Parameters
    ----------
    layers : sequence of OwnLayer or OwnRaster, optional
        The layers; by default those files are read that the scenario names.
    scenario : Scenario
        What was asked.

    Raises
    ------
    InputError
        If the groups of one would be single features; see `tellable_groups`.
    UnknownNameError, FileFormatError, GeometryError
        As `own_layer`, for files.
    """
    if layers is None:
        if not scenario.within:
            return []
        from rangeviz.datasets.files.own_layers import read_own_layers

        layers = read_own_layers(scenario.within)
    return [table for layer in layers for table in tables_of(layer)]


def tables_of(layer: OwnLayer | OwnRaster) -> list[LayerTable | RasterTable]:
    """Prepare a layer for many reaches: as `layer_tables`."""
    if isinstance(layer, OwnRaster):
        return [RasterTable(layer)]
    return [table for kind in KINDS if len(table := LayerTable(layer, kind))]


def measure_within(
    envelope: ReachEnvelope,
    tables: Sequence[LayerTable | RasterTable],
    *,
    around: Surroundings,
    zones: Sequence[Zone] = (),
) -> tuple[WithinRow, ...]:
    """Tell what a reach holds of layers of the user's own.

    Parameters
    ----------
    envelope : ReachEnvelope
        The reach.
    tables : sequence of LayerTable or RasterTable
        As `layer_tables` gives.
    around : Surroundings
        The regions that rasters are told by.
    zones : sequence of Zone
        The zones; without any, nothing is told of the permitted part.

    Returns
    -------
    tuple of WithinRow
        Layer by layer, kind by kind; groups in the order of their names.
    """
    cuts = zones and any(table.kind != "points" for table in tables)
    permitted = permitted_part(envelope.measured, zones) if cuts else None
    return tuple(
        row
        for table in tables
        for row in table.rows(envelope, zones, permitted, around)
    )
