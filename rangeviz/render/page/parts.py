"""What some pages carry beside the usual: sections and data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import markupsafe

from rangeviz.model.system import Source
from rangeviz.render.page.tables import Row

NOTHING = markupsafe.Markup("")


@dataclass(frozen=True, slots=True)
class PartTable:
    """A table of a part: caption, heads of its columns, rows."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the panel that is rendered without any script.

    Parameters
    ----------
    id : str
        Of its element, a word of ours.
    title : str
        Heading; hostile text is welcome, here as everywhere.
    paragraphs : tuple of str
        Under the heading.
    tables : tuple of PartTable
        After them.
    source : Source, optional
        Where it comes from.
    markup : Markup
        Of ours, before the tables.
    """

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[PartTable, ...] = ()
    source: Source | None = None
    markup: markupsafe.Markup = NOTHING


@dataclass(frozen=True, slots=True)
class Extras:
    """Everything that a page carries beside the usual.

    Parameters
    ----------
    head : Markup
        Under the subtitle.
    parts : tuple of Part
        In the panel, under the legend.
    data : dict
        Beside what the data block holds.
    published : str
        What a part says when a launch point has been moved.
    source : str
        The word before the source of a part.
    """

    head: markupsafe.Markup = NOTHING
    parts: tuple[Part, ...] = ()
    data: dict[str, Any] | None = None
    published: str = ""
    source: str = ""
