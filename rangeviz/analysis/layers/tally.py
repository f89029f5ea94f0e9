"""Sums over the features of a layer of the user's own, or over a raster's cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["points", "lines", "polygons", "cells"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over features, or over the cells of a raster.

    Parameters
    ----------
    features : int
        How many are wholly inside.
    partly : int
        How many are inside with a part of them.
    amount : float
        Points, metres or square metres that are inside; of cells, their sum.
    sums : tuple of float
        Of each column; of features partly inside, the same part of the number.
    bounds : (low, high), optional
        Of cells, what the amount can't fall below or exceed, however what they count
        is spread in those across the edge. None of other kinds.
    """

    features: int
    partly: int
    amount: float
    sums: tuple[float, ...]
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class WithinRow:
    """A layer, or a group of its features, and what of it a reach holds.

    Parameters
    ----------
    layer : str
        Its name.
    kind : {"points", "lines", "polygons", "cells"}
        A layer with several kinds of shapes has rows for each; a raster has cells.
    group : str, optional
        Value of the column that groups, of cells a region; None for all of the kind.
    columns : tuple of str
        What was summed.
    whole : Tally
        All features, wherever they are.
    inside : Tally
        In the reach. Polygons that overlap count each.
    permitted : Tally, optional
        In what the zones' rules leave of the reach; None without zones.
    """

    layer: str
    kind: Kind
    group: str | None
    columns: tuple[str, ...]
    whole: Tally
    inside: Tally
    permitted: Tally | None

    @property
    def share(self) -> float:
        """Part of the points, length, area or sum that is inside, 0 to 1."""
        if not self.whole.amount:
            return 0.0
        return min(self.inside.amount / self.whole.amount, 1.0)
