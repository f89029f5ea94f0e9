"""Write a picture's file: the same bytes each time, with a title inside."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from PIL import PngImagePlugin
from PIL.PngImagePlugin import PngInfo

from rangeviz.datasets.scenario.carriers import BLOCK_ID, PDF_KEY, PNG_KEYWORD
from rangeviz.errors import InputError
from rangeviz.render.figure.paint import HALO, HALO_PT, LABEL
from rangeviz.render.figure.text import FAMILY

if TYPE_CHECKING:
    from rangeviz.render.figure.sheet import Sheet

_LABEL_TEXT = re.compile(rf'(<g id="{LABEL}-\d+">\s*<text)')
PNG_LEVEL = 3  # of zlib: for flat colours smaller than the default 6, and faster


def picture_bytes(picture: Sheet, form: str, *, dpi: int) -> bytes:
    """Give a picture's file; `Sheet` has the ways to call this.

    Parameters
    ----------
    picture : Sheet
        What was drawn.
    form : {"png", "svg", "pdf"}
        Format.
    dpi : int
        Dots per inch of a PNG.
    """
    figure = picture.figure
    for halo in figure.findobj(_is_halo):
        halo.set_visible(form != "svg")
    return _WRITERS[form](picture, dpi)


def _png(picture: Sheet, dpi: int) -> bytes:
    about = PngInfo()
    about.add_text("Title", picture.title)
    about.add_text("Description", picture.description)
    about.add_text("Software", _maker(picture))
    # Readers refuse a packed text that unpacks to more than this.
    is_short = len(picture.scenario.encode()) <= PngImagePlugin.MAX_TEXT_CHUNK
    about.add_itxt(PNG_KEYWORD, picture.scenario, zip=is_short)
    packed = {"pnginfo": about, "compress_level": PNG_LEVEL}
    return _drawn(picture, format="png", dpi=dpi, pil_kwargs=packed)


def _svg(picture: Sheet, _dpi: int) -> bytes:
    about = {"Date": None, "Creator": _maker(picture)}
    drawn = _drawn(picture, format="svg", dpi="figure", metadata=about)
    return _described(drawn.decode("utf-8"), picture).encode("utf-8")


def _pdf(picture: Sheet, _dpi: int) -> bytes:
    # It reads and cuts fonts: a tenth of a second that other formats don't need.
    from matplotlib.backends.backend_pdf import PdfPages

    out = io.BytesIO()
    about = {
        "CreationDate": None,
        "Title": picture.title,
        "Subject": picture.description,
        "Creator": _maker(picture),
    }
    with PdfPages(out, metadata=about) as pages:
        pages.savefig(picture.figure, facecolor=picture.figure.get_facecolor())
        pages.infodict()[PDF_KEY] = picture.scenario
    return out.getvalue()


_WRITERS = {"png": _png, "svg": _svg, "pdf": _pdf}


def _drawn(picture: Sheet, **look: Any) -> bytes:
    out = io.BytesIO()
    picture.figure.savefig(out, facecolor=picture.figure.get_facecolor(), **look)
    return out.getvalue()


def _maker(picture: Sheet) -> str:
    """Name the program and how it drew the picture; `verify` reads it."""
    height = "any" if picture.height_mm is None else repr(float(picture.height_mm))
    size = f"{float(picture.width_mm)!r} x {height} mm"
    look = f"{picture.kind} {size} {picture.theme_name} {picture.notes}"
    return f"rangeviz {picture.version}, {look}"


def picture_format(path: str | os.PathLike[str]) -> str:
    """Give the format that a path's suffix names.

    Raises
    ------
    InputError
        If it names no format of pictures.

    Examples
    --------
    >>> picture_format("kharkiv.PNG")
    'png'
    """
    suffix = Path(path).suffix.lower()
    if suffix[1:] not in _WRITERS:
        raise InputError(
            f"{str(path)!r} ends in {suffix or 'no suffix'}; a picture is written as "
            f"{', '.join(f'.{form}' for form in _WRITERS)}"
        )
    return suffix[1:]


def _is_halo(artist: Any) -> bool:
    return str(artist.get_gid() or "").startswith(HALO)


def _described(svg: str, picture: Sheet) -> str:
    """Add title, description, halos and a font to fall back on."""
    start = svg.index("<svg ")
    end = svg.index(">", start)
    head = (
        ' role="img" aria-labelledby="title description">\n'
        f' <title id="title">{escape(picture.title)}</title>\n'
        f' <desc id="description">{escape(picture.description)}</desc>\n'
        f' <metadata id="{BLOCK_ID}">{escape(picture.scenario)}</metadata>\n'
    )
    rest = svg[end + 1 :].replace(f"'{FAMILY}'", f"'{FAMILY}', Verdana, sans-serif")
    # As attributes: not every program reads a style sheet.
    halo = (
        f'\\1 paint-order="stroke" stroke="{picture.halo_color}" '
        f'stroke-width="{HALO_PT}" stroke-linejoin="round"'
    )
    return svg[:end] + head + _LABEL_TEXT.sub(halo, rest)
