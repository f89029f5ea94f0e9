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
# Asks each page for its height and gives it to its frame; `page/src/frame.js` tells
# the messages. Where a host lets no script in, the frame keeps the height of its style.
_LISTENER = """\
<script>
addEventListener("message", ({ source, data }) => {
  for (const frame of document.querySelectorAll("iframe.rangeviz")) {
    if (frame.contentWindow !== source) continue;
    const { type, height } = data;
    if (type === "rangeviz:ready")
      source.postMessage({ type: "rangeviz:auto-height" }, "*");
    if (type === "rangeviz:height") frame.style.height = `${Number(height)}px`;
  }
});
</script>"""


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
        that allows scripts, downloads and links in new windows; and a script that
        gives the frame the height that the page asks for.

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
        f'<iframe class="rangeviz" src="{html.escape(quote(file.name))}" '
        f'title="{html.escape(finder.title)}" loading="lazy" '
        'sandbox="allow-scripts allow-downloads allow-popups '
        'allow-popups-to-escape-sandbox" allow="fullscreen; clipboard-write" '
        'style="width: 100%; height: min(90vh, 44rem); border: 0"></iframe>\n'
        f"{_LISTENER}"
    )
