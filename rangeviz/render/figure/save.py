"""Write a picture's file: the same bytes each time, with a title inside."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from matplotlib.figure import Figure
from PIL import PngImagePlugin
from PIL.PngImagePlugin import PngInfo

from rangeviz.datasets.scenario.carriers import BLOCK_ID, PDF_KEY, PNG_KEYWORD
from rangeviz.errors import InputError
from rangeviz.render.figure.paint import HALO, HALO_PT, LABEL
from rangeviz.render.figure.text import FAMILY

_LABEL_TEXT = re.compile(rf'(<g id="{LABEL}-\d+">\s*<text)')
FORMATS = ("png", "svg", "pdf")
PNG_LEVEL = 3  # of zlib: for flat colours smaller than the default 6, and faster


class Carried(NamedTuple):
    """What every format carries beside the drawing.

    Parameters
    ----------
    title, description : str
        For who can't see the picture.
    scenario : str
        As TOML.
    maker : str
        The program, and how it drew the picture.
    """

    title: str
    description: str
    scenario: str
    maker: str


def picture_bytes(
    figure: Figure, about: Carried, form: str, dpi: int, halo_color: str
) -> bytes:
    """Give a picture's file; `Sheet` has the ways to call this.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What was drawn.
    about : Carried
        What the file tells of it.
    form : {"png", "svg", "pdf"}
        Format.
    dpi : int
        Dots per inch of a PNG.
    halo_color : str
        Of letters in an SVG.
    """
    for halo in figure.findobj(_is_halo):
        halo.set_visible(form != "svg")
    if form == "png":
        return _png(figure, about, dpi)
    return _pdf(figure, about) if form == "pdf" else _svg(figure, about, halo_color)


def _png(figure: Figure, about: Carried, dpi: int) -> bytes:
    texts = PngInfo()
    texts.add_text("Title", about.title)
    texts.add_text("Description", about.description)
    texts.add_text("Software", about.maker)
    # Readers refuse a packed text that unpacks to more than this.
    is_short = len(about.scenario.encode()) <= PngImagePlugin.MAX_TEXT_CHUNK
    texts.add_itxt(PNG_KEYWORD, about.scenario, zip=is_short)
    packed = {"pnginfo": texts, "compress_level": PNG_LEVEL}
    return _drawn(figure, format="png", dpi=dpi, pil_kwargs=packed)


def _svg(figure: Figure, about: Carried, halo_color: str) -> bytes:
    told = {"Date": None, "Creator": about.maker}
    drawn = _drawn(figure, format="svg", dpi="figure", metadata=told)
    return _described(drawn.decode("utf-8"), about, halo_color).encode("utf-8")


def _pdf(figure: Figure, about: Carried) -> bytes:
    # It reads and cuts fonts: a tenth of a second that other formats don't need.
    from matplotlib.backends.backend_pdf import PdfPages

    out = io.BytesIO()
    told = {
        "CreationDate": None,
        "Title": about.title,
        "Subject": about.description,
        "Creator": about.maker,
    }
    with PdfPages(out, metadata=told) as pages:
        pages.savefig(figure, facecolor=figure.get_facecolor())
        pages.infodict()[PDF_KEY] = about.scenario
    return out.getvalue()


def _drawn(figure: Figure, **look: Any) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, facecolor=figure.get_facecolor(), **look)
    return out.getvalue()


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
    if suffix[1:] not in FORMATS:
        raise InputError(
            f"{str(path)!r} ends in {suffix or 'no suffix'}; a picture is written as "
            f"{', '.join(f'.{form}' for form in FORMATS)}"
        )
    return suffix[1:]


def _is_halo(artist: Any) -> bool:
    return str(artist.get_gid() or "").startswith(HALO)


def _described(svg: str, about: Carried, halo_color: str) -> str:
    """Add title, description, halos and a font to fall back on."""
    start = svg.index("<svg ")
    end = svg.index(">", start)
    head = (
        ' role="img" aria-labelledby="title description">\n'
        f' <title id="title">{escape(about.title)}</title>\n'
        f' <desc id="description">{escape(about.description)}</desc>\n'
        f' <metadata id="{BLOCK_ID}">{escape(about.scenario)}</metadata>\n'
    )
    rest = svg[end + 1 :].replace(f"'{FAMILY}'", f"'{FAMILY}', Verdana, sans-serif")
    # As attributes: not every program reads a style sheet.
    halo = (
        f'\\1 paint-order="stroke" stroke="{halo_color}" '
        f'stroke-width="{HALO_PT}" stroke-linejoin="round"'
    )
    return svg[:end] + head + _LABEL_TEXT.sub(halo, rest)
