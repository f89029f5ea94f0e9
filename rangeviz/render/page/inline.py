"""The page's scripts and styles, ready to stand inside one file.

Ours are built from the sources in ``page/``, at development time.
"""

from __future__ import annotations

import base64
import functools
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

from rangeviz import style


def asset(*parts: str) -> Traversable:
    """Find a file below ``assets/``."""
    return files("rangeviz.render.page").joinpath("assets", *parts)


@functools.cache
def leaflet_script(*, whole: bool = False) -> str:
    """Read Leaflet, which defines ``L``: what the page uses of it, or the whole.

    The whole, without its pointer to a source map, is for maps that folium has added
    to.
    """
    if not whole:
        return asset("leaflet.min.js").read_text(encoding="utf-8")
    text = asset("vendor", "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*\n?", "", text, flags=re.MULTILINE)


@functools.cache
def page_script(*, extended: bool = False) -> str:
    """Read our script, as ``page/`` builds it: it defines ``rangeviz``.

    Extended, with what only pages of comparisons and of dates need.
    """
    name = "extended.min.js" if extended else "page.min.js"
    return asset(name).read_text(encoding="utf-8")


def leaflet_styles() -> str:
    """Read the whole of Leaflet's styles, with pictures of its layer control."""
    return asset("leaflet-whole.min.css").read_text(encoding="utf-8")


@functools.cache
def stylesheet(*, whole: bool = False, extended: bool = False) -> str:
    """Leaflet's styles, the palette, and ours.

    The whole of Leaflet's, with pictures of its layer control, is for maps that
    folium has added to; the page itself doesn't use them. Extended as `page_script`.
    """
    leaflet = "leaflet-whole.min.css" if whole else "leaflet.min.css"
    names = (leaflet, "page.min.css", *["extended.min.css"] * extended)
    first, *rest = (asset(name).read_text(encoding="utf-8") for name in names)
    return "".join((first, _palette(), *rest))


@functools.cache
def png_data_uri(name: str) -> str:
    """Write a vendored picture as a ``data:`` address."""
    encoded = base64.b64encode(asset("vendor", name).read_bytes()).decode("ascii")
    return f"data:image/png;base64,{encoded}"


def _palette() -> str:
    light, dark = [], []
    for index, ring in enumerate(style.RING_STYLES):
        light.append(f".rv-s{index}{{--ring:{ring.line};--ring-text:{ring.text}}}")
        dark.append(
            f".rv-s{index}{{--ring:{ring.line_dark};--ring-text:{ring.text_dark}}}"
        )
    light.append(_ground("light", style.ZONE_LINE))
    dark.append(_ground("dark", style.ZONE_LINE_DARK))
    screen_dark = "@media screen and (prefers-color-scheme:dark)"
    return f"{''.join(light)}\n{screen_dark}{{{''.join(dark)}}}\n"


def _ground(theme: style.ThemeName, zone: str) -> str:
    ground = style.GROUNDS[theme]
    variables = {
        "zone": zone,
        "land": ground.land,
        "sea": ground.sea,
        "coast": ground.coast,
        "country": ground.country,
        "region": ground.region,
        "halo": ground.halo,
        "country-label": ground.country_text,
        "label": ground.place_text,
        "sea-label": ground.sea_text,
        "fill": ground.fill_opacity,
    }
    return (
        f":root{{{';'.join(f'--{key}:{value}' for key, value in variables.items())}}}"
    )
