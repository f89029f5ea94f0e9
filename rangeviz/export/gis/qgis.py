"""QGIS layer styles (QML): the colours and dashes of rangeviz's maps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from rangeviz.model.system import System
from rangeviz.style import DEEPEST_OPACITY, DEPTH_COLOUR, ZONE_LINE, ring_style

_DOCTYPE: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_VERSION: Final = "3.22.0"  # the oldest that these styles were tried in
_POINTS, _LINES, _AREAS = 0, 1, 2
_SITE_COLOUR: Final = "#1a1a1a"
_RING_OPACITY: Final = 0.12
# Qgis::LabelPlacement: 0 around a point, 2 along a line (flags: above, as on the map),
# 4 level inside an area.
_LABEL_PLACEMENTS: Final = {
    "site": {"placement": "0"},
    "site_line": {"placement": "2", "placementFlags": "10"},
    "site_area": {"placement": "4"},
}
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
    root = Element("qgis", version=_VERSION, styleCategories="Symbology|Labeling")
    if layer in ("reach", "permitted", "merged"):
        _by_system(root, systems, filled=layer == "permitted")
    elif layer == "overlap":
        _by_depth(root, depths)
    elif layer in ("restricted", "only"):
        _hatched(_single(root), crossed=layer == "only")
    else:
        _site(_single(root), layer)
    if layer in _LABEL_PLACEMENTS:
        _labels(root, "site", _LABEL_PLACEMENTS[layer])
    kind = {"site": _POINTS, "site_line": _LINES}.get(layer, _AREAS)
    SubElement(root, "layerGeometryType").text = str(kind)
    return _DOCTYPE + tostring(root, encoding="unicode")


def _by_system(root: Element, systems: Sequence[System], *, filled: bool) -> None:
    renderer = SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr="system", symbollevels="0"
    )
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for row, system in enumerate(systems):
        SubElement(
            categories,
            "category",
            value=system.id,
            label=f"{_no_expression(system.name)}, {system.max_range_km:g} km",
            symbol=str(row),
            type="string",
            render="true",
        )
        symbol = SubElement(symbols, "symbol", name=str(row), type="fill", alpha="1")
        style = ring_style(row)
        opacity = 2 * _RING_OPACITY if filled else _RING_OPACITY
        _fill(symbol, style.line, opacity)
        if not filled:
            _line(symbol, style.line, 0.6, style.dash)


def _no_expression(name: str) -> str:
    """Break what a legend in a QGIS layout would evaluate: ``[% ... %]``."""
    return name.replace("[%", "[ %")


def _by_depth(root: Element, depths: int) -> None:
    renderer = SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr="depth", symbollevels="0"
    )
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for depth in range(1, depths + 1):
        SubElement(
            categories,
            "category",
            value=str(depth),
            label=f"{depth} reach{'es' * (depth > 1)}",
            symbol=str(depth - 1),
            type="double",
            render="true",
        )
        name = str(depth - 1)
        symbol = SubElement(symbols, "symbol", name=name, type="fill", alpha="1")
        _fill(symbol, DEPTH_COLOUR, DEEPEST_OPACITY * depth / depths)


def _single(root: Element) -> Element:
    renderer = SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0")
    return SubElement(renderer, "symbols")


def _hatched(symbols: Element, *, crossed: bool) -> None:
    symbol = SubElement(symbols, "symbol", name="0", type="fill", alpha="1")
    for angle_deg in (45, 135) if crossed else (45,):
        pattern = _symbol_layer(
            symbol,
            "LinePatternFill",
            angle=str(angle_deg),
            distance="2.1",
            distance_unit="MM",
        )
        name = f"@0@{len(symbol) - 1}"
        hatch = SubElement(pattern, "symbol", name=name, type="line", alpha="1")
        _line(hatch, ZONE_LINE, 0.26)
    _line(symbol, ZONE_LINE, 0.4)


def _site(symbols: Element, layer: str) -> None:
    kind = {"site": "marker", "site_line": "line"}.get(layer, "fill")
    symbol = SubElement(symbols, "symbol", name="0", type=kind, alpha="1")
    if kind == "marker":
        _symbol_layer(
            symbol,
            "SimpleMarker",
            name="circle",
            color=_rgba(_SITE_COLOUR),
            outline_color=_rgba("#ffffff"),
            outline_width="0.4",
            outline_width_unit="MM",
            size="2.6",
            size_unit="MM",
        )
    else:
        _line(symbol, _SITE_COLOUR, 0.6)


def _fill(symbol: Element, colour: str, opacity: float) -> None:
    _symbol_layer(
        symbol,
        "SimpleFill",
        color=_rgba(colour, opacity),
        style="solid",
        outline_style="no",
    )


def _line(symbol: Element, colour: str, width_mm: float, dash: str = "") -> None:
    lengths = [f"{float(px) * _MM_PER_PX:.2f}" for px in dash.split()]
    _symbol_layer(
        symbol,
        "SimpleLine",
        line_color=_rgba(colour),
        line_style="solid",
        line_width=f"{width_mm:g}",
        line_width_unit="MM",
        joinstyle="round",
        capstyle="flat",
        customdash=";".join(lengths) or "5;2",
        customdash_unit="MM",
        use_custom_dash=str(int(bool(lengths))),
    )


def _symbol_layer(symbol: Element, kind: str, **options: str) -> Element:
    layer = SubElement(
        symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"}
    )
    _options(layer, options)
    return layer


def _options(parent: Element, options: dict[str, str]) -> None:
    table = SubElement(parent, "Option", type="Map")
    for name, value in options.items():
        SubElement(table, "Option", name=name, value=value, type="QString")


def _labels(root: Element, attribute: str, placement: dict[str, str]) -> None:
    settings = SubElement(SubElement(root, "labeling", type="simple"), "settings")
    text = SubElement(
        settings,
        "text-style",
        fieldName=attribute,
        fontSize="9",
        fontSizeUnit="Point",
        textColor=_rgba(_SITE_COLOUR),
    )
    SubElement(
        text,
        "text-buffer",
        bufferDraw="1",
        bufferSize="0.8",
        bufferSizeUnits="MM",
        bufferColor=_rgba("#ffffff"),
    )
    SubElement(settings, "placement", placement, dist="1.5", distUnits="MM")


def _rgba(colour: str, opacity: float = 1.0) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"
