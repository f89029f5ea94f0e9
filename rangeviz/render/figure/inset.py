"""Furniture of the map: locator, scale bar and north arrow."""

from __future__ import annotations

import math

from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from rangeviz.analysis.report import Report
from rangeviz.language.language import Language
from rangeviz.render.figure.borders import load_borders
from rangeviz.render.figure.labels import Box, Layout, label_at
from rangeviz.render.figure.paint import Canvas
from rangeviz.render.figure.view import View
from rangeviz.style import RING_STYLES, Theme

SHARE = 0.2  # of the frame's width
CONTEXT = 4.5  # how much more than the frame the locator shows
HALF_HEIGHTS_M = (1_000_000.0, 4_500_000.0)
LOCATOR_STEPS = 700  # over its height: a third of what the map needs
EDGE_IN = 0.08
NORTH_UP_TO_DEG = 3.0  # beyond it, one arrow would be wrong for most of the frame


def locator_view(view: View) -> View | None:
    """Give what a locator shows; None where it would show little more."""
    low_m, high_m = HALF_HEIGHTS_M
    half_m = min(max(view.height_m / 2 * CONTEXT, low_m), high_m)
    if half_m < view.height_m / 2 * 1.8:
        return None
    x_m, y_m = (view.west_m + view.east_m) / 2, (view.south_m + view.north_m) / 2
    wide_m = half_m * 1.25
    return View(
        view.lon, view.lat, x_m - wide_m, y_m - half_m, x_m + wide_m, y_m + half_m
    )


def locator_box(layout: Layout) -> Box:
    """Choose the corner whose box covers least of the rings; the lower right first."""
    width = SHARE * layout.width_in
    height = width / 1.25
    near, far_x = EDGE_IN, layout.width_in - EDGE_IN - width
    far_y = layout.height_in - EDGE_IN - height
    corners = [(far_x, near), (far_x, far_y), (near, far_y)]
    boxes = [(x, y, x + width, y + height) for x, y in corners]
    return min(boxes, key=layout.crossings)


def draw_locator(
    canvas: Canvas, box: Box, shown: View, report: Report, theme: Theme
) -> None:
    """Draw where on Earth the frame lies."""
    west, south, east, north = box
    inset = Canvas(
        canvas.figure,
        shown,
        canvas.west_in + west,
        canvas.south_in + south,
        east - west,
        north - south,
    )
    home = report.scenario.sites[0].country
    borders = load_borders(
        shown,
        worldview=report.scenario.worldview,
        home_code=home,
        with_regions=False,
        steps=LOCATOR_STEPS,
    )
    ground = Rectangle(
        (0, 0), inset.width_in, inset.height_in, facecolor=theme.ground.sea
    )
    inset.add(ground, 8.0)
    inset.fill(borders.land, zorder=8.1, facecolor=theme.ground.land, edgecolor="none")
    inset.fill(
        borders.home, zorder=8.2, facecolor=theme.baseline_country, edgecolor="none"
    )
    inset.stroke(borders.coasts, zorder=8.3, colors=theme.ground.coast, linewidths=0.3)
    inset.stroke(
        borders.countries, zorder=8.4, colors=theme.ground.country, linewidths=0.35
    )
    (x0, y0), (x1, y1) = inset.to_inches(canvas.view.corners[[0, 2]])
    mark = Rectangle((x0, y0), max(x1 - x0, 0.04), max(y1 - y0, 0.04), fill=False)
    mark.set(edgecolor=theme.ring_line(RING_STYLES[1]), linewidth=1.2)
    inset.add(mark, 8.5)
    inset.frame(theme.frame, zorder=8.6)


def scale_length_m(longest_m: float) -> float:
    """Give the longest round length (1, 2 or 5 times a power of 10) that fits.

    Examples
    --------
    >>> scale_length_m(174_000), scale_length_m(99)
    (100000.0, 50.0)
    """
    unit = 10.0 ** math.floor(math.log10(longest_m))
    return max(step * unit for step in (1, 2, 5) if step * unit <= longest_m)


def draw_scale_bar(
    canvas: Canvas, layout: Layout, size_pt: float, theme: Theme, language: Language
) -> None:
    """Draw a length that is true along every line through the centre."""
    length_m = scale_length_m(canvas.view.width_m * 0.2)
    length_in = length_m * canvas.inches_per_m
    text = (
        f"{language.range_km(length_m)} {language.say('km')}"
        if length_m >= 1_000
        else f"{length_m:g} {language.say('m')}"
    )
    x, y = 0.2, 0.16
    label = label_at(
        "scale", text, (x + length_in / 2, y + 0.05), (0.5, 0), size_pt=size_pt
    )
    for color, width in ((theme.ground.halo, 4.5), (theme.ink, 2.5)):
        bar = Line2D([x, x + length_in], [y, y], color=color, linewidth=width)
        bar.set_solid_capstyle("butt")
        canvas.add(bar, 7.0 + (width < 3) / 10)
    canvas.write(label, theme.ink, theme.ground.halo, 7.2)
    west, _, east, north = label.box
    layout.taken.append(
        (min(west, x) - 0.05, y - 0.06, max(east, x + length_in), north)
    )


def draw_north_arrow(
    canvas: Canvas, layout: Layout, size_pt: float, theme: Theme, north: str
) -> None:
    """Draw an arrow to the north, if north is "up" in the whole frame."""
    if canvas.view.convergence_deg > NORTH_UP_TO_DEG:
        return
    x, top = 0.22, layout.height_in - 0.12
    arrow = Polygon(
        [(x, top), (x - 0.055, top - 0.2), (x, top - 0.16), (x + 0.055, top - 0.2)],
        facecolor=theme.ink,
        edgecolor=theme.ground.halo,
        linewidth=0.6,
    )
    canvas.add(arrow, 7.0)
    label = label_at(
        "north", north, (x, top - 0.21), (0.5, 1), size_pt=size_pt, bold=True
    )
    canvas.write(label, theme.ink, theme.ground.halo, 7.2)
    layout.taken.append((x - 0.1, label.box[1], x + 0.1, top + 0.05))
