"""The page's scripts and styles, ready to stand inside one file."""

from __future__ import annotations

import base64
import functools
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

from rangeviz.render import style

# Order of execution: libraries, then ours. Each of ours adds to `rangeviz`.
VENDOR_SCRIPTS = ("leaflet.js", "geographiclib-geodesic.min.js")
PAGE_SCRIPTS = (
    "decode.js",
    "geodesy.js",
    "mercator.js",
    "rings.js",
    "authalic.js",
    "sector.js",
    "reach.js",
    "region.js",
    "boundary.js",
    "extent.js",
    "coverage.js",
    "format.js",
    "dom.js",
    "scene.js",
    "figures.js",
    "map.js",
    "ringlayer.js",
    "zones.js",
    "labels.js",
    "inspect.js",
    "tables.js",
    "legend.js",
    "pin.js",
    "print.js",
    "main.js",
)
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def asset(*parts: str) -> Traversable:
    """Find a file below ``assets/``."""
    return files("rangeviz.render.page").joinpath("assets", *parts)


@functools.cache
def vendor_script(name: str) -> str:
    """Text of a vendored script, without its pointer to a source map."""
    text = asset("vendor", name).read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*\n?", "", text, flags=re.MULTILINE)


@functools.cache
def page_script() -> str:
    """Our scripts, joined in order, without whole-line comments and indents.

    A comment beside code, and what stands inside a string, stay: nothing here
    needs to understand JavaScript, as long as no template literal spans lines.
    """
    return "".join(
        compact(asset("js", name).read_text(encoding="utf-8")) for name in PAGE_SCRIPTS
    )


@functools.cache
def stylesheet() -> str:
    """Leaflet's styles with their pictures inlined, the palette, and ours."""
    leaflet = re.sub(
        r"url\(images/([\w.-]+)\)",
        lambda match: f"url({png_data_uri(match[1])})",
        asset("vendor", "leaflet.css").read_text(encoding="utf-8"),
    )
    ours = asset("css", "page.css").read_text(encoding="utf-8")
    return compact(leaflet) + _palette() + compact(ours)


@functools.cache
def png_data_uri(name: str) -> str:
    """A vendored picture as a ``data:`` address."""
    encoded = base64.b64encode(asset("vendor", name).read_bytes()).decode("ascii")
    return f"data:image/png;base64,{encoded}"


def compact(text: str) -> str:
    """Drop whole-line comments, indents and empty lines.

    Examples
    --------
    >>> compact("/* why */\\\\n  a = 1; // kept\\\\n\\\\n  // gone\\\\n")
    'a = 1; // kept\\n'
    """
    bare = _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub("", text))
    return _INDENT.sub("", bare)


def _palette() -> str:
    light, dark = [], []
    for index, ring in enumerate(style.RING_STYLES):
        light.append(f".rv-s{index}{{--ring:{ring.line};--ring-text:{ring.text}}}")
        dark.append(
            f".rv-s{index}{{--ring:{ring.line_dark};--ring-text:{ring.text_dark}}}"
        )
    light.append(f":root{{--zone:{style.ZONE_LINE}}}")
    dark.append(f":root{{--zone:{style.ZONE_LINE_DARK}}}")
    screen_dark = "@media screen and (prefers-color-scheme:dark)"
    return f"{''.join(light)}\n{screen_dark}{{{''.join(dark)}}}\n"
