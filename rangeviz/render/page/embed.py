"""The snippet that puts a page into another one."""

from __future__ import annotations

import html
import os
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rangeviz.datasets.files.records import read_text
from rangeviz.errors import FileFormatError

MARK = 'id="rv-data"'


class _Title(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        del attrs
        self._inside = tag == "title" and not self.title

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.title += data


def embed_snippet(path: str | os.PathLike[str]) -> str:
    """Make the HTML that shows a page of rangeviz inside another page.

    Parameters
    ----------
    path : path-like
        A page that `write` made; the snippet refers to it by its name.

    Returns
    -------
    str
        An ``iframe`` as wide as its place, with the page's title, in a sandbox
        that allows scripts, downloads and links in new windows.

    Raises
    ------
    InputError
        If the file can't be read.
    FileFormatError
        If it is no page of rangeviz.
    """
    file = Path(path)
    text = read_text(file)
    if MARK not in text:
        raise FileFormatError(
            f"{str(path)!r} is no page of rangeviz; make one with 'rangeviz map'"
        )
    finder = _Title()
    finder.feed(text)
    return (
        f'<iframe src="{html.escape(quote(file.name))}" '
        f'title="{html.escape(finder.title)}" loading="lazy" '
        'sandbox="allow-scripts allow-downloads allow-popups" '
        'style="width: 100%; height: min(90vh, 44rem); border: 0"></iframe>'
    )
