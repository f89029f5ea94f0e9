"""Names of places on 12 crowded maps: ours beside textalloc's and adjustText's.

python -m pip install textalloc adjustText; python benchmarks/labels.py

All three get the same: the places that a picture wants to name, in their order, the
same letters, the lines of the rings, and the boxes of what stands there already (names
of rings, sites, zones and countries, scale bar, inset). Counted are names that lie over
another name or box, that a ring runs through, that leave the frame, and that are left
out; and how far a name stands from its dot, in inches. Seconds are of processor time.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import adjustText
import numpy as np
import shapely
import textalloc
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import rangeviz as rv
from rangeviz.render.figure.figure import Picture
from rangeviz.render.figure.labels import PADDING_IN, Layout, nearest_point
from rangeviz.render.figure.place_names import NamedPlace, PlaceNamer

MAPS = Path(__file__).parents[1] / "tests" / "data" / "twelve_maps"
DPI = 72
Box = tuple[float, float, float, float]


@dataclass
class Task:
    """What is to be named in a frame, and what stands there already."""

    namer: PlaceNamer
    layout: Layout
    wanted: list[NamedPlace]

    @property
    def points(self) -> np.ndarray:
        """Of the places, inches."""
        return np.array([place.point for place in self.wanted])


def task_of(path: Path) -> Task:
    """Draw a map up to the names of its places."""
    tasks: list[Task] = []

    def stop_here(namer: PlaceNamer) -> None:
        layout = copy(namer.layout)
        layout.taken = list(layout.taken)
        wanted = []
        for place in namer.great + namer.others:
            if len(wanted) < namer.most and namer._is_apart(place, namer.apart_in):
                wanted.append(place)
            namer.near.append(place.point)
        tasks.append(Task(namer, layout, wanted))

    usual, PlaceNamer.name_all = PlaceNamer.name_all, stop_here
    try:
        Picture(rv.report(rv.read_scenario(path)))
    finally:
        PlaceNamer.name_all = usual
    return tasks[0]


def by_ours(task: Task) -> list[Box | None]:
    """Each name at the best of eight places that is free."""
    layout = copy(task.layout)
    layout.taken = list(layout.taken)
    boxes: list[Box | None] = []
    for place in task.wanted:
        label = layout.best(task.namer._around(place))
        layout.taken.append(task.namer._dot_box(place))
        boxes.append(label and shrunk(label.box))
    return boxes


def shrunk(box: Box) -> Box:
    """Leave the blank beside the letters away, as the others do."""
    west, south, east, north = box
    return west + PADDING_IN, south, east - PADDING_IN, north


def frame_of(task: Task) -> tuple[Figure, object]:
    """Make a frame in which inches are data."""
    width, height = task.layout.width_in, task.layout.height_in
    figure = Figure(figsize=(width, height), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return figure, axes


def rings_of(task: Task) -> list[np.ndarray]:
    """Take the points of rings and zones apart where they jump."""
    points = task.layout.lines
    jumps = np.flatnonzero(np.hypot(*np.diff(points, axis=0).T) > 0.2) + 1
    return [line for line in np.split(points, jumps) if len(line) > 1]


def by_textalloc(task: Task) -> list[Box | None]:
    """As textalloc places them; boxes stand as their outlines and diagonals."""
    figure, axes = frame_of(task)
    lines = rings_of(task)
    for west, south, east, north in task.layout.taken:
        lines.append(
            np.array([[west, south], [east, north], [east, south], [west, south],
                      [west, north], [east, north]])
        )  # fmt: skip
    x, y = task.points.T
    names = [place.name for place in task.wanted]
    _, _, texts, _ = textalloc.allocate(
        axes,
        x,
        y,
        names,
        x_scatter=x,
        y_scatter=y,
        x_lines=[line[:, 0] for line in lines],
        y_lines=[line[:, 1] for line in lines],
        textsize=task.namer.sizes.place,
        draw_all=False,
        draw_lines=False,
    )
    return extents(figure, texts)


def by_adjusttext(task: Task) -> list[Box | None]:
    """As adjustText places them; points along the rings are to be avoided."""
    figure, axes = frame_of(task)
    size = task.namer.sizes.place
    texts = [
        axes.text(*place.point, place.name, fontsize=size) for place in task.wanted
    ]
    objects = [
        axes.add_patch(Rectangle((west, south), east - west, north - south))
        for west, south, east, north in task.layout.taken
    ]
    x, y = np.vstack([task.points, task.layout.lines[::3]]).T
    adjustText.adjust_text(texts, x=x, y=y, objects=objects, ax=axes, time_lim=20)
    return extents(figure, texts)


def extents(figure: Figure, texts: list[Text | None]) -> list[Box | None]:
    """Give the boxes of texts, inches."""
    renderer = figure.canvas.get_renderer()
    return [
        text and tuple(text.get_window_extent(renderer).extents / DPI) for text in texts
    ]


def counted(task: Task, boxes: list[Box | None]) -> np.ndarray:
    """Count what is wrong: overlaps, crossed, outside, left out; and the distance."""
    width, height = task.layout.width_in, task.layout.height_in
    placed = [pair for pair in zip(boxes, task.wanted, strict=True) if pair[0]]
    shapes = shapely.buffer(shapely.box(*np.array([b for b, _ in placed]).T), -1e-6)
    fixed = shapely.box(*np.array(task.layout.taken).T)
    among = shapely.STRtree(shapes).query(shapes, "intersects")
    overlaps = (among[0] < among[1]).sum()
    overlaps += shapely.STRtree(fixed).query(shapes, "intersects").shape[1]
    crossed = sum(task.layout.crossings(box) > 0 for box, _ in placed)
    outside = sum(
        box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height
        for box, _ in placed
    )
    off = [
        np.hypot(*(np.array(nearest_point(box, place.point)) - place.point))
        for box, place in placed
    ]
    left_out = len(boxes) - len(placed)
    return np.array([overlaps, crossed, outside, left_out, np.mean(off)])


WAYS: dict[str, Callable[[Task], list[Box | None]]] = {
    "ours": by_ours,
    "textalloc": by_textalloc,
    "adjustText": by_adjusttext,
}


def main() -> None:
    """Print a row for each way, summed over the maps, and one for each map with -v."""
    warnings.simplefilter("ignore")
    tasks = {path.stem: task_of(path) for path in sorted(MAPS.glob("*.toml"))}
    wanted = sum(len(task.wanted) for task in tasks.values())
    print(f"{len(tasks)} maps, {wanted} names wanted")
    print("way         overlap crossed outside left-out distance-in  CPU-s")
    for way, place in WAYS.items():
        rows, spent = [], 0.0
        for name, task in tasks.items():
            start = time.process_time()
            boxes = place(task)
            spent += time.process_time() - start
            rows.append(counted(task, boxes))
            if "-v" in sys.argv:
                print(f"  {name:14}", *np.round(rows[-1], 3))
        *sums, _ = np.sum(rows, axis=0)
        off_in = np.mean([row[-1] for row in rows])
        figures = " ".join(f"{int(each):7}" for each in sums)
        print(f"{way:11} {figures} {off_in:11.3f} {spent:7.2f}")


if __name__ == "__main__":
    main()
