"""QGIS layer styles (QML): the colours and dashes of rangeviz's maps."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Final

import jinja2

from rangeviz.model.system import System
from rangeviz.style import DEEPEST_OPACITY, DEPTH_COLOUR, ZONE_LINE, ring_style

_COLOURS: Final = {"site": "#1a1a1a", "zone": ZONE_LINE}
_RING_OPACITY: Final = 0.12
_MM_PER_PX: Final = 25.4 / 96


def layer_qml(layer: str, systems: Sequence[System], *, depths: int = 0) -> str:
    """Write the style of one layer of the GeoPackage.

    Parameters
    ----------
    layer : str
        ``reach``, ``permitted``, ``restricted``, ``only``, ``merged``, ``overlap``,
        ``site``, ``site_line`` or ``site_area``.
    systems : sequence of System
        In the order of the scenario: it gives each its colour.
    depths : int
        How many reaches lie over each other at most: the shades of ``overlap``.

    Returns
    -------
    str
        A QML document for QGIS 3.22 and later.

    Examples
    --------
    >>> layer_qml("site", [])[:14]
    '<!DOCTYPE qgis'
    """
    about: dict[str, Any] = {}
    if layer in ("reach", "permitted", "merged"):
        classes = [
            _class(row, system, is_lined=layer != "permitted")
            for row, system in enumerate(systems)
        ]
        about = {"attribute": "system", "type": "string", "classes": classes}
    elif layer == "overlap":
        shades = [_shade(depth, depths) for depth in range(1, depths + 1)]
        about = {"attribute": "depth", "type": "double", "classes": shades}
    return _template().render(name=layer, colours=_COLOURS, **about)


def _class(row: int, system: System, *, is_lined: bool) -> dict[str, Any]:
    style = ring_style(row)
    # A legend in a QGIS layout would evaluate what stands in [% ... %].
    name = system.name.replace("[%", "[ %")
    return {
        "value": system.id,
        "label": f"{name}, {system.max_range_km:g} km",
        "colour": style.line,
        "opacity": _RING_OPACITY if is_lined else 2 * _RING_OPACITY,
        "is_lined": is_lined,
        "dash": ";".join(f"{float(px) * _MM_PER_PX:.2f}" for px in style.dash.split()),
    }


def _shade(depth: int, depths: int) -> dict[str, Any]:
    return {
        "value": depth,
        "label": f"{depth} reach{'es' * (depth > 1)}",
        "colour": DEPTH_COLOUR,
        "opacity": DEEPEST_OPACITY * depth / depths,
    }


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("rangeviz.export.gis", "styles"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("layer.qml")
