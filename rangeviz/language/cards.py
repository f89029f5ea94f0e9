"""Small cards of values under a notebook cell, as HTML that runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def html_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows of texts as a table, every text escaped.

    Examples
    --------
    >>> html_table(["name"], [["<b>"]])
    '<table><thead><tr><th>name</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr>\
</tbody></table>'
    """
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def html_card(title: str, rows: Iterable[tuple[str, str]]) -> str:
    """Write a value as its title and its properties, every text escaped.

    Examples
    --------
    >>> html_card("Kharkiv", [("longitude", "36.23")])
    '<table><caption>Kharkiv</caption><tbody><tr><th>longitude</th><td>36.23</td>\
</tr></tbody></table>'
    """
    body = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(text)}</td></tr>"
        for name, text in rows
    )
    return f"<table><caption>{escape(title)}</caption><tbody>{body}</tbody></table>"
