"""A living page under a notebook cell, and its picture where no script runs.

Two outputs make one map. The first is a picture, which every viewer shows: an untrusted
notebook, nbconvert with a sanitiser, a repository's web view. The second is a script
that puts the living page in its place, wherever scripts run; no kernel is needed.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rangeviz.render.page import inline

if TYPE_CHECKING:
    from rangeviz.render.page.rangemap import RangeMap

FRAME_HEIGHT_PX = 640
STILL_WIDTH_MM, STILL_DPI = 160.0, 96  # about 600 pixels, a notebook's column
STILL_COLOURS = 64  # a third of the bytes, and nobody sees it
_MARK = slice(2_000, 2_060)  # base64 letters well inside the picture's data


def frame(title: str, page: str) -> str:
    """Give the frame of a page as HTML, for viewers that ask for no more than that."""
    return (
        f'<iframe title="{html.escape(title)}" srcdoc="{html.escape(page)}" '
        f'width="100%" height="{FRAME_HEIGHT_PX}" style="border:0"></iframe>'
    )


@dataclass(frozen=True)
class Shown:
    """A map as a notebook shows it: each part is made once, when it is asked for."""

    map: RangeMap

    @cached_property
    def still(self) -> str:
        """The picture of the report, in base64; it has no folium children."""
        # For those only who look at maps in a notebook.
        from PIL import Image

        from rangeviz.render.figure.figure import Picture

        drawn = Picture(self.map.report, width_mm=STILL_WIDTH_MM).to_png(dpi=STILL_DPI)
        small = io.BytesIO()
        with Image.open(io.BytesIO(drawn)) as picture:
            few = picture.convert("RGB").quantize(STILL_COLOURS)
            few.save(small, "PNG", optimize=True)
        return base64.b64encode(small.getvalue()).decode("ascii")

    @cached_property
    def marks(self) -> list[str]:
        """What the picture's address holds: its data, or a file's name by its hash."""
        data = base64.b64decode(self.still)
        return [self.still[_MARK], hashlib.sha256(data).hexdigest()]

    @cached_property
    def living(self) -> dict[str, Any]:
        """What the scripts take: the page, its title, and how to know the picture."""
        return {
            "title": self.map.title,
            "page": self.map.to_html(),
            "height": FRAME_HEIGHT_PX,
            "marks": self.marks,
        }

    @property
    def script(self) -> str:
        """The script that shows the page; nothing in it can end a script element."""
        what = json.dumps(self.living, ensure_ascii=False).replace("<", "\\u003c")
        element = "typeof element === 'undefined' ? null : element"
        return f"(() => {{\n{_source('frame.js')}show({element}, {what});\n}})();"

    def bundles(self, name: str) -> list[dict[str, Any]]:
        """Give the two outputs, as MIME bundles."""
        return [
            {"text/plain": name, "image/png": self.still},
            {"text/plain": "", "application/javascript": self.script},
        ]

    def display(self, name: str, **more: Any) -> None:
        """Display both outputs, the second with `more` MIME types; text in a shell."""
        # IPython's own call brings us here.
        from IPython.core.getipython import get_ipython
        from IPython.display import publish_display_data

        if not hasattr(get_ipython(), "kernel"):
            publish_display_data({"text/plain": name})
            return
        picture, living = self.bundles(name)
        publish_display_data(picture)
        publish_display_data(living | more)


def widget_module() -> str:
    """Give the ES module of the widget, which shares the script's functions."""
    return _source("frame.js") + _source("explorer.js")


def _source(name: str) -> str:
    return inline.asset(name).read_text(encoding="utf-8")
