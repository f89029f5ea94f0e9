"""A reader of markup that gives up on a text that never ends a tag."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NoReturn

from rangeviz.errors import FileFormatError


class MarkupReader(HTMLParser):
    """Python's reader of HTML and XML, for a whole text at once.

    At a tag, comment or section that the text never ends, `HTMLParser` tries anew
    behind each ``<`` up to the end: of 100 kB it makes a minute. A whole text that is
    cut short is damaged.
    """

    def __init__(self, shown: str) -> None:
        super().__init__(convert_charrefs=True)
        self._shown = shown

    def read(self, text: str) -> None:
        """Read a whole text.

        Raises
        ------
        FileFormatError
            If it ends inside a tag, a comment or a section.
        """
        self.feed(text)
        self.close()

    def parse_starttag(self, i: int) -> int:
        """Read a tag that begins at a place; see `HTMLParser`."""
        return self._ended(super().parse_starttag(i), i)

    def parse_endtag(self, i: int) -> int:
        """Read the end of an element; see `HTMLParser`."""
        return self._ended(super().parse_endtag(i), i)

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Read a comment; see `HTMLParser`."""
        return self._ended(super().parse_comment(i, report), i)

    def parse_html_declaration(self, i: int) -> int:
        """Read a declaration or a section; see `HTMLParser`."""
        return self._ended(super().parse_html_declaration(i), i)

    def parse_pi(self, i: int) -> int:
        """Read an instruction; see `HTMLParser`."""
        return self._ended(super().parse_pi(i), i)

    def _ended(self, end: int, start: int) -> int:
        if end < 0:
            self._refuse(start)
        return end

    def _refuse(self, start: int) -> NoReturn:
        line = self.rawdata.count("\n", 0, start) + 1
        raise FileFormatError(
            f"{self._shown} is damaged: what begins at its line {line} never ends"
        )
