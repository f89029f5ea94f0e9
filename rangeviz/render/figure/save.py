"""Write a picture's file: the same bytes each time, with a title inside."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from rangeviz.errors import InputError
from rangeviz.render.figure.paint import HALO, HALO_PT
from rangeviz.render.figure.text import FAMILY
from rangeviz.render.maps import PICTURE_SUFFIXES, is_picture

if TYPE_CHECKING:
    from rangeviz.render.figure.figure import Picture


def picture_bytes(picture: Picture, form: str, *, dpi: int) -> bytes:
    """Give a picture's file; `Picture` has the ways to call this.

    Parameters
    ----------
    picture : Picture
        What was drawn.
    form : {"png", "svg", "pdf"}
        Format.
    dpi : int
        Dots per inch of a PNG.
    """
    figure, out = picture.figure, io.BytesIO()
    for halo in figure.findobj(_is_halo):
        halo.set_visible(form != "svg")
    figure.savefig(
        out,
        format=form,
        dpi=dpi if form == "png" else "figure",
        facecolor=figure.get_facecolor(),
        metadata=_metadata(picture, form),
    )
    if form != "svg":
        return out.getvalue()
    return _described(out.getvalue().decode("utf-8"), picture).encode("utf-8")


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
    if not is_picture(path):
        raise InputError(
            f"{str(path)!r} ends in {suffix or 'no suffix'}; a picture is written as "
            f"{', '.join(PICTURE_SUFFIXES)}"
        )
    return suffix[1:]


def _is_halo(artist: Any) -> bool:
    return str(artist.get_gid() or "").startswith(HALO)


def _metadata(picture: Picture, form: str) -> dict[str, Any]:
    maker = f"rangeviz {picture.report.version}"
    about: dict[str, dict[str, Any]] = {
        "png": {
            "Title": picture.title,
            "Description": picture.description,
            "Software": maker,
        },
        "svg": {"Date": None, "Creator": maker},
        "pdf": {
            "CreationDate": None,
            "Title": picture.title,
            "Subject": picture.description,
            "Creator": maker,
        },
    }
    return about[form]


def _described(svg: str, picture: Picture) -> str:
    """Add title, description and the style of halos and of a font to fall back on."""
    start = svg.index("<svg ")
    end = svg.index(">", start)
    halo = picture.halo_color
    style = (
        f'g[id^="label-"] text {{paint-order: stroke; stroke: {halo}; '
        f"stroke-width: {HALO_PT}px; stroke-linejoin: round}}"
    )
    head = (
        ' role="img" aria-labelledby="title description">\n'
        f' <title id="title">{escape(picture.title)}</title>\n'
        f' <desc id="description">{escape(picture.description)}</desc>\n'
        f" <style>{style}</style>"
    )
    rest = svg[end + 1 :].replace(f"'{FAMILY}'", f"'{FAMILY}', Verdana, sans-serif")
    return svg[:end] + head + rest
