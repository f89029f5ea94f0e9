"""The page's scripts and styles, ready to stand inside one file."""

from __future__ import annotations

import base64
import functools
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

import rjsmin

from rangeviz import style

NAMESPACE = "var rangeviz = rangeviz || {};\n"  # at the head of each of our scripts
# Leaflet's styles of what only folium children and dead browsers use.
_UNUSED_STYLES = re.compile(
    r"[^{}]*(?:oldie|vml|control-layers|attribution-flag|icon-path|div-icon)"
    r"[^{},]*\{[^{}]*\}"
)
_DEAD_DECLARATIONS = re.compile(
    r"(?:-ms|-moz)-[\w-]+:[^;{}]+;|-webkit-(?:transition|transform)[\w-]*:[^;{}]+;"
    r"|[\w-]+:\s*-(?:webkit|moz)-[^;{}]+;"
)
VENDOR_SCRIPTS = ("leaflet.js", "geographiclib-geodesic.min.js")
# Order of execution, after the computing scripts of ``order.json``.
DRAWING_SCRIPTS = (
    "dom.js",
    "scene.js",
    "figures.js",
    "map.js",
    "merge.js",
    "ringlayer.js",
    "zones.js",
    "boxes.js",
    "labels.js",
    "inspect.js",
    "tables.js",
    "legend.js",
    "pin.js",
    "controls.js",
    "lesson.js",
    "share.js",
    "status.js",
    "print.js",
    "main.js",
)


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
    """Join our scripts in order, without comments and idle space."""
    return f"var rangeviz = {{}};{extra_script(script_order())}"


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
    bare = _DEAD_DECLARATIONS.sub("", _compact_styles(leaflet))
    if not pictures:
        bare = _UNUSED_STYLES.sub("", bare)
    return bare + "".join(map(_compact_styles, (_palette(), ours)))


def extra_script(names: Sequence[str]) -> str:
    """Join scripts that only some pages carry, as `page_script` does."""
    texts = (asset("js", name).read_text(encoding="utf-8") for name in names)
    joined: str = rjsmin.jsmin("\n".join(texts).replace(NAMESPACE, ""))
    return joined


def extra_styles(names: Sequence[str]) -> str:
    """Join style sheets that only some pages carry."""
    texts = (asset("css", name).read_text(encoding="utf-8") for name in names)
    return "".join(map(_compact_styles, texts))


@functools.cache
def png_data_uri(name: str) -> str:
    """Write a vendored picture as a ``data:`` address."""
    encoded = base64.b64encode(asset("vendor", name).read_bytes()).decode("ascii")
    return f"data:image/png;base64,{encoded}"


def _compact_styles(text: str) -> str:
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    tight = re.sub(r"\s*([{};])\s*|([:,])\s+", r"\1\2", bare).strip()
    return tight.replace(";}", "}")


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
