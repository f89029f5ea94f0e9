"""A few words of the user's on a map, each with a line to what it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from matplotlib.patches import Circle

from rangeviz.model.scenario import DIRECTIONS, Callout
from rangeviz.render.figure.compose import MapDrawing
from rangeviz.render.figure.labels import Label, Layout, label_at
from rangeviz.render.figure.text import width_in, wrap

LONGEST_LINE_IN = 1.5  # at the usual size of letters
AWAY_IN = (0.22, 0.4, 0.65, 0.95)
DOT_IN = 0.028
_NORTH_EAST = dict(
    zip(
        DIRECTIONS,
        [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)],
        strict=True,
    )
)
_WRONG_WAY_COST = 40.0  # more than a bad place where the user wants it


def put_callouts(
    drawing: MapDrawing,
    put: Callable[[Label | None, str, float], bool],
    lead: Callable[[Label, tuple[float, float], str, float], None],
) -> None:
    """Write the scenario's callouts that lie in the frame.

    Parameters
    ----------
    drawing : MapDrawing
        The map, with its sites and rings named.
    put, lead : callable
        Of `rangeviz.render.figure.naming.Namer`.
    """
    canvas, layout, theme = drawing.canvas, drawing.layout, drawing.theme
    callouts = drawing.report.scenario.callouts
    positions = np.array([[each.lon, each.lat] for each in callouts]).reshape(-1, 2)
    points = canvas.to_inches(canvas.view.to_plane(positions)).tolist()
    for callout, (x, y) in zip(callouts, points, strict=True):
        if not (0 < x < layout.width_in and 0 < y < layout.height_in):
            continue
        dot = Circle((x, y), DOT_IN, facecolor=theme.ink, edgecolor=theme.ground.halo)
        canvas.add(dot, 6.5)
        layout.taken.append((x - DOT_IN, y - DOT_IN, x + DOT_IN, y + DOT_IN))
        tried = list(_places(callout, (x, y), layout, drawing.sizes.place))
        block = layout.best(tried) or layout.nearest_free(tried[0][1], (x, y))
        lead(block, (x, y), theme.ink, 6.4)
        for line in _lines_of(block):
            put(line, theme.ink, 6.6)


def _places(
    callout: Callout, point: tuple[float, float], layout: Layout, size_pt: float
) -> Iterator[tuple[float, Label]]:
    """Propose blocks of lines round a point, those the user wants first."""
    longest_in = min(LONGEST_LINE_IN * size_pt / 7.2, 0.45 * layout.width_in)
    lines = wrap(callout.text, size_pt, longest_in)
    longest = max(lines, key=lambda line: width_in(line, size_pt))
    for rank, away_in in enumerate(AWAY_IN):
        for turn, (direction, (east, north)) in enumerate(_NORTH_EAST.items()):
            slant = 0.7 if east and north else 1.0
            anchor = (
                point[0] + east * away_in * slant,
                point[1] + north * away_in * slant,
            )
            align = ((1 - east) / 2, (1 - north) / 2)
            line = label_at("callout", longest, anchor, align, size_pt=size_pt)
            block = _stacked(line, lines, align[1])
            crossed = layout.leads_over(block, point)
            wanted = callout.direction in (None, direction)
            yield (
                3.0 * rank
                + 0.1 * turn
                + 5.0 * crossed
                + (0.0 if wanted else _WRONG_WAY_COST),
                block,
            )


def _stacked(line: Label, lines: list[str], align: float) -> Label:
    """Make a block of lines of the place of one; its first line is the topmost."""
    west, south, east, north = line.box
    high_in = (north - south) * len(lines)
    base = south + align * (north - south) - align * high_in
    box = (west, base, east, base + high_in)
    return replace(line, text="\n".join(lines), box=box)


def _lines_of(block: Label) -> Iterator[Label]:
    """Take a block of lines apart, for they are drawn one by one."""
    lines = block.text.split("\n")
    west, south, east, north = block.box
    high_in = (north - south) / len(lines)
    for number, text in enumerate(lines, start=1):
        low = north - number * high_in
        line = label_at(block.kind, text, (west, low), (0, 0), size_pt=block.size_pt)
        yield replace(line, box=(*line.box[:2], min(line.box[2], east), low + high_in))
