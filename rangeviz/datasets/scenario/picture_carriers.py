"""Read what pictures carry beside the drawing: a PNG's texts, a PDF's information."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from rangeviz.errors import FileFormatError, InputError

PNG_KEYWORD = "rangeviz-scenario"  # of an iTXt chunk
PDF_KEY = "RangevizScenario"  # of the document information dictionary
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LONGEST = 64 << 20  # bytes: no scenario is as long; what unpacks to more is a trap


def text_of_png(file: Path) -> str | None:
    """Read the text that a PNG carries under `PNG_KEYWORD`.

    The chunks are those of the PNG specification, third edition, 11.3.3.4 (iTXt).

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
    content = _bytes_of(file)
    if not content.startswith(_PNG_SIGNATURE):
        raise FileFormatError(f"{file.name!r} is not a PNG")
    try:
        for kind, data in _chunks(content):
            if kind == b"iTXt" and data.startswith(PNG_KEYWORD.encode() + b"\0"):
                return _international_text(data)
    except (struct.error, zlib.error, ValueError) as error:
        raise FileFormatError(f"{file.name!r} is a damaged PNG") from error
    return None


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"can't read {str(file)!r}: {reason}") from error


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG_SIGNATURE)
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        yield kind, content[at + 8 : at + 8 + length]
        at += length + 12


def _international_text(data: bytes) -> str:
    """Keyword NUL, compressed or not, method, language NUL, translation NUL, text."""
    _, _, rest = data.partition(b"\0")
    is_compressed, rest = rest[0] == 1, rest[2:]
    text = rest.split(b"\0", 2)[2]
    if is_compressed:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(text, _LONGEST)
        if not unpacker.eof:
            raise ValueError("cut short, or too long")
    return text.decode("utf-8")


_PDF_STRING = re.compile(rb"/%s\s*\(((?:[^\\()]|\\.)*)\)" % PDF_KEY.encode(), re.DOTALL)
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
    content = _bytes_of(file)
    if not content.startswith(b"%PDF-"):
        raise FileFormatError(f"{file.name!r} is not a PDF")
    found = _PDF_STRING.search(content)
    if found is None:
        return None
    raw = _PDF_ESCAPE.sub(lambda m: _PDF_NAMED.get(m[1], m[1]), found[1])
    try:
        is_wide = raw.startswith(b"\xfe\xff")
        return raw[2:].decode("utf-16-be") if is_wide else raw.decode("latin-1")
    except UnicodeDecodeError as error:
        raise FileFormatError(f"{file.name!r} is a damaged PDF") from error
