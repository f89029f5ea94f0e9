"""The page's scripts and styles, ready to stand inside one file."""

from __future__ import annotations

import base64
import functools
import json
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

from rangeviz.render import style

VENDOR_SCRIPTS = ("leaflet.js", "geographiclib-geodesic.min.js")
# Order of execution, after the computing scripts of ``order.json``.
DRAWING_SCRIPTS = (
    "dom.js",
    "scene.js",
    "figures.js",
    "map.js",
    "ringlayer.js",
    "zones.js",
    "boxes.js",
    "labels.js",
    "inspect.js",
    "tables.js",
    "legend.js",
    "pin.js",
    "print.js",
    "main.js",
)
_BLOCK_COMMENT = re.compile(
    r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE
)
_LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_TYPE_COMMENT = re.compile(r"/\*\* @type [^*\n]*\*/ ?")
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def asset(*parts: str) -> Traversable:
    """Find a file below ``assets/``."""
    return files("rangeviz.render.page").joinpath("assets", *parts)


@functools.cache
def vendor_script(name: str) -> str:
    """Read a vendored script without its pointer to a source map."""
    text = asset("vendor", name).read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*\n?", "", text, flags=re.MULTILINE)


@functools.cache
def page_script() -> str:
    """Our scripts, joined in order, without whole-line comments and indents.

    A comment beside code, and what stands inside a string, stay: nothing here
    needs to understand JavaScript, as long as no template literal spans lines.
    """
    texts = (asset("js", name).read_text(encoding="utf-8") for name in script_order())
    return "".join(_TYPE_COMMENT.sub("", compact(text)) for text in texts)


def script_order() -> tuple[str, ...]:
    """Names of our scripts, in the order in which they run."""
    computing = json.loads(asset("js", "order.json").read_text(encoding="utf-8"))
    return (*computing, *DRAWING_SCRIPTS)


@functools.cache
def stylesheet(*, pictures: bool = False) -> str:
    """Leaflet's styles, the palette, and ours.

    Leaflet's pictures (of its layer control and markers, which the page itself
    doesn't use) are inlined or left out.
    """
    leaflet = re.sub(
        r"url\(images/([\w.-]+)\)",
        lambda match: f"url({png_data_uri(match[1])})" if pictures else "none",
        asset("vendor", "leaflet.css").read_text(encoding="utf-8"),
    )
    ours = asset("css", "page.css").read_text(encoding="utf-8")
    return compact(leaflet) + _palette() + compact(ours)


@functools.cache
def png_data_uri(name: str) -> str:
    """Write a vendored picture as a ``data:`` address."""
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
