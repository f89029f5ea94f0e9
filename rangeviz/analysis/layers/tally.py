"""Sums over the features of a layer of the user's own, or over a raster's cells.

What reaches hold of such layers is told line by line, in one order for every table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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


Measure = Literal["amount", "features", "sum"]


@dataclass(frozen=True, slots=True)
class WithinLine:
    """One measure of a layer, or of a group in it, for each system of a site.

    Parameters
    ----------
    layer : str
        Its name.
    kind : {"points", "lines", "polygons", "cells"}
        What its features are.
    measure : {"amount", "features", "sum"}
        Points, length, area or sum of cells; wholly inside features; a column of
        numbers.
    column : str
        The column of a sum.
    group : str, optional
        None for all features.
    whole : float
        Of all features: a count, metres, square metres, or a sum.
    inside : tuple of float
        The same in each reach.
    partly : tuple of int
        Features partly in each reach; empty for other measures.
    permitted : tuple of float
        In what zones leave of each reach; empty without zones.
    bounds, permitted_bounds : tuple of (low, high)
        Of sums of cells, for each reach: what the cells across the edge can change.
    """

    layer: str
    kind: Kind
    measure: Measure
    column: str
    group: str | None
    whole: float
    inside: tuple[float, ...]
    partly: tuple[int, ...] = ()
    permitted: tuple[float, ...] = ()
    bounds: tuple[tuple[float, float], ...] = ()
    permitted_bounds: tuple[tuple[float, float], ...] = ()

    @property
    def shares(self) -> tuple[float | None, ...]:
        """Part of the whole in each reach; None where the whole is not above 0."""
        if not self.whole > 0:
            return (None,) * len(self.inside)
        return tuple(min(value / self.whole, 1.0) for value in self.inside)


def within_lines(reaches: Sequence[Sequence[WithinRow]]) -> list[WithinLine]:
    """Arrange what several reaches hold of the same layers.

    Parameters
    ----------
    reaches : sequence of sequences of WithinRow
        Of each system of one site.

    Returns
    -------
    list of WithinLine
        Layer by layer: the amount, the features, then each sum; the groups of an
        amount and of a sum under it, those that no reach holds left out.
    """
    together = list(zip(*reaches, strict=True))
    lines: list[WithinLine] = []
    start = 0
    for end in range(1, len(together) + 1):
        if end == len(together) or together[end][0].group is None:
            lines += _layer_lines(together[start:end])
            start = end
    return lines


def _layer_lines(rows: Sequence[tuple[WithinRow, ...]]) -> Iterator[WithinLine]:
    first = rows[0][0]
    yield from _held(_line(row, "amount") for row in rows)
    if first.kind != "cells":
        yield _line(rows[0], "features")
    for number, column in enumerate(first.columns):
        yield from _held(_line(row, "sum", number, column) for row in rows)


def _held(lines: Iterator[WithinLine]) -> Iterator[WithinLine]:
    return (line for line in lines if line.group is None or any(line.inside))


def _line(
    rows: tuple[WithinRow, ...], measure: Measure, number: int = 0, column: str = ""
) -> WithinLine:
    def value(tally: Tally) -> float:
        if measure == "amount":
            return tally.amount
        return tally.features if measure == "features" else tally.sums[number]

    first = rows[0]
    return WithinLine(
        layer=first.layer,
        kind=first.kind,
        measure=measure,
        column=column,
        group=first.group,
        whole=value(first.whole),
        inside=tuple(value(row.inside) for row in rows),
        partly=tuple(row.inside.partly for row in rows) * (measure == "features"),
        permitted=tuple(value(row.permitted) for row in rows if row.permitted),
        bounds=_bounds(row.inside for row in rows),
        permitted_bounds=_bounds(row.permitted for row in rows),
    )


def _bounds(tallies: Iterable[Tally | None]) -> tuple[tuple[float, float], ...]:
    return tuple(tally.bounds for tally in tallies if tally and tally.bounds)
