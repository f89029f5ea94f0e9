"""Read what pictures carry beside the drawing: a PNG's texts, a PDF's information.

A slide carries what the PNG on it does.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from pathlib import Path

from rangeviz.datasets.files.records import read_bytes, read_member
from rangeviz.errors import FileFormatError

PNG_KEYWORD = "rangeviz-scenario"  # of an iTXt chunk
PDF_KEY = "RangevizScenario"  # of the document information dictionary
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What Pillow raises for a PNG that is cut or altered.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    struct.error,
    zlib.error,
)
_LONGEST = 8 << 20  # bytes of a PDF's string


def text_of_png(file: Path) -> str | None:
    """Read the text that a PNG carries under `PNG_KEYWORD`.

    Parameters
    ----------
    file : Path
        The picture.

    Returns
    -------
    str or None
        None where there is no such text.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it is no PNG, or is cut short or damaged before the text ends.
    """
    return _text_in_png(read_bytes(file), file.name)


def png_of_pptx(file: Path) -> bytes:
    """Read the first PNG that stands on the slides of a presentation.

    Parameters
    ----------
    file : Path
        The presentation.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it is no presentation, is damaged, or has no PNG.
    """
    return read_member(file, ".png")


def text_of_pptx(file: Path) -> str | None:
    """Read the text that the picture on a slide carries; see `text_of_png`."""
    return _text_in_png(png_of_pptx(file), file.name)


def _text_in_png(content: bytes, name: str) -> str | None:
    if not content.startswith(_PNG_SIGNATURE):
        raise FileFormatError(f"{name!r} is not a PNG")
    # Only here: a scenario out of a page must not wait for Pillow. It decodes no
    # pixels here, and its own limits stop a text that unpacks to too much.
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
                text = picture.info.get(PNG_KEYWORD)
    except (*_DAMAGE, Image.DecompressionBombError) as error:
        raise FileFormatError(f"{name!r} is a damaged PNG") from error
    return None if text is None else str(text)


# Possessive: nothing is kept to try again, so that a megabyte takes no gigabyte.
_PDF_STRING = re.compile(
    rb"/%s\s*+\(((?:[^\\()]++|\\.)*+)\)" % PDF_KEY.encode(), re.DOTALL
)
_PDF_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_PDF_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of_pdf(file: Path) -> str | None:
    """Read the text that a PDF carries under `PDF_KEY`.

    It is a literal string (ISO 32000-1, 7.3.4.2) in the plain part of the file, as
    rangeviz writes it; another program that saves the file anew may pack it away.

    Parameters
    ----------
    file : Path
        The picture.

    Returns
    -------
    str or None
        None where there is no such text.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it is no PDF, or the text is damaged.
    """
    content = read_bytes(file)
    if not content.startswith(b"%PDF-"):
        raise FileFormatError(f"{file.name!r} is not a PDF")
    found = _PDF_STRING.search(content)
    if found is None:
        return None
    if len(found[1]) > _LONGEST:
        raise FileFormatError(f"{file.name!r}: its scenario is too long")
    raw = _PDF_ESCAPE.sub(lambda m: _PDF_NAMED.get(m[1], m[1]), found[1])
    try:
        is_wide = raw.startswith(b"\xfe\xff")
        return raw[2:].decode("utf-16-be") if is_wide else raw.decode("latin-1")
    except UnicodeDecodeError as error:
        raise FileFormatError(f"{file.name!r} is a damaged PDF") from error
